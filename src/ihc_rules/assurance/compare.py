"""What a worked case expects × its decision → what differs.

- Everything that is named must hold; what is not named may be anything.
- A difference says what was expected and what was found, by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from ihc_rules.decision.articles import articles_of
from ihc_rules.decision.ask import questions, stage
from ihc_rules.decision.because import because
from ihc_rules.decision.decide import Decision, Referral
from ihc_rules.records import Record

Answer = Literal["met", "not_met", "open", "absent"]  # absent: not in force
NOTHING = "-"  # what is found where there is nothing


class Expectation(Record):
    """What must follow; everything named must hold, what is not named may be anything."""

    provisions: dict[str, Answer] | None = None
    because: dict[str, tuple[str, ...]] | None = None
    statutes: dict[str, tuple[str, ...]] | None = None
    categories: dict[str, Answer] | None = None
    category: str | None = None
    referrals: tuple[str, ...] | None = None
    possible_referrals: tuple[str, ...] | None = None
    recipients: dict[str, str] | None = None
    urgency: dict[str, Literal["immediate", "normal", "open"]] | None = None
    waits_for: dict[str, str] | None = None
    holds: dict[str, str] | None = None
    stage: Literal["out_of_scope", "investigate", "legal_review", "unresolved", "decided"] | None = None
    questions: tuple[str, ...] | None = None
    first_question: str | None = None
    triage: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Mismatch:
    """One expectation that does not hold."""

    what: str
    expected: str
    found: str


def differences(expect: Expectation, decision: Decision) -> Iterator[Mismatch]:
    """Everything named that does not hold."""
    for name, answer in (expect.provisions or {}).items():
        yield from _differs(name, answer, decision.provisions.get(name, "absent"))
    for name, reasons in (expect.because or {}).items():
        node = f"answer:{name}"
        found = [str(each) for each in because(decision, node)] if node in decision.edition.nodes else []
        missing = [reason for reason in reasons if reason not in found]
        yield from (Mismatch(f"{name} because", reason, ", ".join(found) or NOTHING) for reason in missing)
    for name, articles in (expect.statutes or {}).items():
        yield from _differs(f"{name} statutes", _set(articles), _set(_articles(decision, name)))
    for name, answer in (expect.categories or {}).items():
        yield from _differs(name, answer, decision.categories.get(name, "absent"))
    yield from _differs("category", expect.category, decision.category)
    yield from _sent(expect, decision)
    yield from _asked(expect, decision)


def _articles(decision: Decision, name: str) -> Iterator[str]:
    """The articles on which a provision in force rests in this report, as `act article`."""
    for each in articles_of(decision, name):
        yield f"{each.act} {each.article}"


def _sent(expect: Expectation, decision: Decision) -> Iterator[Mismatch]:
    certain = {each.route: each for each in (*decision.referrals, *decision.unreachable)}
    possible = {each.route: each for each in decision.possible_referrals}
    every = certain | possible
    yield from _differs("referrals", _set(expect.referrals), _set(certain))
    yield from _differs("possible_referrals", _set(expect.possible_referrals), _set(possible))
    for name, to in (expect.recipients or {}).items():
        yield from _differs(f"{name} recipient", to, _recipient(every.get(name)))
    for name, urgency in (expect.urgency or {}).items():
        yield from _differs(f"{name} urgency", urgency, every[name].urgency if name in every else NOTHING)
    for name, after in (expect.waits_for or {}).items():
        hold = every[name].hold if name in every else None
        yield from _differs(f"{name} waits for", after, hold.after if hold else "none")
    for name, length in (expect.holds or {}).items():
        hold = every[name].hold if name in every else None
        yield from _differs(f"{name} is held for", length, f"{hold.value} {hold.unit}" if hold else "none")


def _recipient(referral: Referral | None) -> str | None:
    if referral is None:
        return NOTHING
    return {"met": referral.recipient, "not_met": "none", "open": "open"}[referral.recipient_answer]


def _asked(expect: Expectation, decision: Decision) -> Iterator[Mismatch]:
    if expect.stage is not None:
        yield from _differs("stage", expect.stage, stage(decision))
    if expect.triage is not None:
        yield from _differs("triage", _set(expect.triage), _set(decision.triage))
    if expect.questions is None and expect.first_question is None:
        return
    asked = [each.path for each in questions(decision)]
    for name in expect.questions or ():
        if name not in asked:
            yield Mismatch("questions", name, ", ".join(asked) or NOTHING)
    yield from _differs("first_question", expect.first_question, asked[0] if asked else NOTHING)


def _set(names: Iterable[str] | None) -> str | None:
    return None if names is None else "{" + ", ".join(sorted(set(names))) + "}"


def _differs(what: str, expected: str | None, found: str | None) -> Iterator[Mismatch]:
    if expected is not None and expected != found:
        yield Mismatch(what, expected, str(found))
