"""Earlier decisions × the one that replaces them → who must be told, and what: corrections and withdrawals.

- Whoever was informed and would no longer be gets a withdrawal; whoever would now be told something else, a correction.
  Where nothing that a recipient was told has changed, nothing is sent. Who was not informed hears nothing.
- What a recipient was told: the items that are met and that its route rests on, with their categories and articles, the
  urgency, what is done, the page, and the facts that the route's template may show.
- Several earlier decisions are those whose corrections were not sent yet: nobody is left with what any of them said.
- Whoever was told urgently, or by an emergency route, is corrected at once. A referral that is new is no correction: it
  stands in the `referrals` of the later decision.

Example:
    >>> from ihc_rules.decision.decide import decide
    >>> earlier = decide(guideline, report, at=when)
    >>> corrected = incomplete.model_copy(update={"id": report.id})
    >>> later = decide(guideline, corrected, at=when, supersedes="decision-1")
    >>> [(each.kind, each.route, each.recipient) for each in corrections(earlier, later)][0]
    ('withdrawal', 'filtering_vendors', 'filtering_vendors')
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ihc_rules.decision.decide import Decision, Referral
from ihc_rules.decision.told import Change, What, changes, ended
from ihc_rules.decision.wording import some_lines
from ihc_rules.errors import CannotCorrect, Lang, Problem, nearest
from ihc_rules.problem_texts.text import shown
from ihc_rules.records import Text

Pair = tuple[str, str]  # route, recipient


@dataclass(frozen=True, slots=True)
class Correction:
    """What somebody who was informed must be told.

    Attributes:
        kind: `correction` of what was said, or its `withdrawal`.
        urgency: `immediate` where the recipient was told urgently, is now, or it was not known whether it is urgent.
        changes: what has changed, in fixed words.
        reason: the same in words for people.
    """

    route: str
    recipient: str
    kind: Literal["correction", "withdrawal"]
    urgency: Literal["immediate", "normal"]
    changes: tuple[What, ...]
    reason: Text


def corrections(
    before: Decision | Sequence[Decision], after: Decision, informed: Iterable[Pair] | None = None
) -> tuple[Correction, ...]:
    """Who must be told that an earlier decision does not hold any more as it was told to them.

    Args:
        before: the decision that `after` replaces; or, in order, all whose corrections were not sent yet.
        after: the decision that now holds, on the same report.
        informed: route and recipient of the referrals that were really sent; all certain ones where left out.

    Returns:
        Corrections and withdrawals, the urgent ones first.

    Raises:
        CannotCorrect: the decisions are on different reports or guidelines, or somebody in `informed` was referred to
        by none of the earlier decisions.
    """
    earlier = (before,) if isinstance(before, Decision) else tuple(before)
    for each in earlier:
        if (each.report.id, each.edition.guideline) != (after.report.id, after.edition.guideline):
            one, other = (f"{it.report.id} ({it.edition.guideline})" for it in (each, after))
            raise CannotCorrect(Problem("other-report", None, "before", {"one": shown(one), "other": shown(other)}))
    told: dict[Pair, list[tuple[Decision, Referral]]] = {}
    for decision in earlier:
        for referral in decision.referrals:
            told.setdefault((referral.route, str(referral.recipient)), []).append((decision, referral))
    chosen = set(told) if informed is None else set(informed)
    for route, recipient in sorted(chosen - set(told)):
        near = nearest(f"{route} {recipient}", [f"{one} {other}" for one, other in told])
        values = {"route": shown(route), "recipient": shown(recipient)}
        raise CannotCorrect(Problem("not-informed", None, "informed", values, near))
    now = {(each.route, str(each.recipient)): each for each in after.referrals}
    found = [made for pair in sorted(chosen) if (made := _correction(pair, told[pair], after, now.get(pair)))]
    return tuple(sorted(found, key=lambda each: each.urgency != "immediate"))


def _correction(
    pair: Pair, told: list[tuple[Decision, Referral]], after: Decision, now: Referral | None
) -> Correction | None:
    urgencies = {referral.urgency for _, referral in told} | ({now.urgency} if now else set())
    emergency = any(decision.edition.rules.routes[pair[0]].emergency for decision, _ in told)
    found: list[Change] = []
    for decision, referral in told:
        if now is None:
            found.append(ended(decision, after, pair[0]))
        found += changes((decision, referral), (after, now), pair[0])
    if not found:
        return None
    return Correction(
        *pair,
        kind="withdrawal" if now is None else "correction",
        urgency="immediate" if emergency or urgencies != {"normal"} else "normal",
        changes=tuple(dict.fromkeys(each.what for each in found)),
        reason=Text(ja=_reason(found, "ja"), en=_reason(found, "en")),
    )


def _reason(found: list[Change], lang: Lang) -> str:
    lines = some_lines(dict.fromkeys(each.text.get(lang) for each in found), lang)
    return "。".join(lines) if lang == "ja" else "; ".join(lines)
