"""Referrals of a decision → what follows, in words: to whom, why, what it waits for, on what basis.

- What is due but nobody can receive stands apart: nothing is skipped in silence.
"""

from __future__ import annotations

from collections.abc import Iterator

from ihc_rules.decision import reasons as words
from ihc_rules.decision.because import because
from ihc_rules.decision.decide import Decision, Referral, Waits
from ihc_rules.decision.wording import COLON, URGENCY, cited, number
from ihc_rules.errors import Lang

HEADS = {
    "ja": {
        "referrals": "この後の取扱い",
        "no_referral": "今の段階で決まった取扱いはない。",
        "nothing": "行うべき取扱いはない。",
        "nothing_else": "ほかに行うべき取扱いはない。",
        "unreachable": "連絡できる相手がなく、担当者の対応を要するもの",
        "possible": "まだ決まらない取扱い",
        "nobody": "連絡できる相手がない",
        "open_recipient": "（相手は未確定）",
        "why": "理由",
        "hold": "「{after}」が届いてから{time}待つ{open}",
        "hold_open": "（そちらを行うかどうかは未確定）",
        "basis": "根拠",
    },
    "en": {
        "referrals": "What follows",
        "no_referral": "Nothing follows with certainty yet.",
        "nothing": "Nothing follows.",
        "nothing_else": "Nothing else follows.",
        "unreachable": "Due, but nobody can be reached: somebody has to look",
        "possible": "What may still follow",
        "nobody": "nobody can be reached",
        "open_recipient": " (recipient still open)",
        "why": "because",
        "hold": 'waits {time} after "{after}" has been delivered{open}',
        "hold_open": " (whether that takes place is still open)",
        "basis": "basis",
    },
}
# what a hold may wait for beyond its time; other words of a guideline are not known here and left out
HOLDS = {
    "preservation_requested": {
        "ja": "証拠保全の要請がある間は行わない",
        "en": "not while the preservation of evidence is requested",
    }
}
ENDS = {
    "released": {"ja": "待つ必要がない旨の連絡があれば、それまでとする", "en": "no longer than until it is released"}
}


def follows(decision: Decision, lang: Lang, reasons: bool) -> Iterator[str]:
    """What follows with certainty, what nobody can receive, and what may still follow."""
    head = HEADS[lang]
    if decision.unreachable:
        yield f"\n{head['unreachable']}"
        yield from _told(decision, decision.unreachable, lang, reasons)
    yield f"\n{head['referrals']}"
    yield from _told(decision, decision.referrals, lang, reasons)
    if not decision.referrals:
        none = "no_referral" if decision.possible_referrals else "nothing_else" if decision.unreachable else "nothing"
        yield f"  {head[none]}"
    if decision.possible_referrals:
        yield f"\n{head['possible']}"
        yield from (f"  - {_possible(decision, each, lang)}" for each in decision.possible_referrals)


def _told(decision: Decision, referrals: tuple[Referral, ...], lang: Lang, reasons: bool) -> Iterator[str]:
    for each in referrals:
        told = list(_referral(decision, each, lang))
        yield from told if reasons else told[:1]


def _referral(decision: Decision, referral: Referral, lang: Lang) -> Iterator[str]:
    head, rules = HEADS[lang], decision.edition.rules
    to = head["nobody"] if referral.recipient is None else rules.recipients[referral.recipient].title.get(lang)
    urgency = URGENCY[lang][referral.urgency]
    title = rules.routes[referral.route].title.get(lang)
    yield f"  - {title} → {to}（{urgency}）" if lang == "ja" else f"  - {title} → {to} ({urgency})"
    reasons = because(decision, f"route:{referral.route}")
    shown = [each for each in reasons if not (each.kind == "node" and each.answer == "not_met")] or list(reasons)
    yield f"      {head['why']}"
    yield from (f"        - {words.reason(decision, each, lang)}" for each in shown)
    if referral.hold is not None:
        yield from (f"      {each}" for each in _hold(decision, referral.hold, lang))
    yield f"      {head['basis']}{COLON[lang]}{cited(decision, referral.basis, lang)}"


def _hold(decision: Decision, hold: Waits, lang: Lang) -> Iterator[str]:
    head = HEADS[lang]
    after = decision.edition.rules.routes[hold.after].title.get(lang)
    unsure = head["hold_open"] if hold.answer == "open" else ""
    yield head["hold"].format(after=after, time=number(hold.value, hold.unit, lang), open=unsure)
    if hold.blocked_while in HOLDS:
        yield HOLDS[hold.blocked_while][lang]
    if hold.ends_on in ENDS:
        yield ENDS[hold.ends_on][lang]


def _possible(decision: Decision, referral: Referral, lang: Lang) -> str:
    fires = decision.routes[referral.route] == "met"
    return decision.edition.rules.routes[referral.route].title.get(lang) + (
        HEADS[lang]["open_recipient"] if fires else ""
    )
