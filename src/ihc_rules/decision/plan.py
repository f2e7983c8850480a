"""Decision × events × time → what is due now, what waits for what, and what is done, cancelled or escalated.

- A pure function: the same events in any order, or twice, give the same plan; later events do not count yet.
- Life first: what an emergency asks for is due at once and stands first, whatever else is open.
- A request that has a hold is due only when the police have been told and the hold has run out or was ended, nothing is
  to be preserved, and somebody has seen since that the page still shows it (`course`).
- Nothing waits for ever: what is late is escalated to people, by figures of the edition. A figure that an edition does
  not have sets no time.

Example:
    >>> [(each.step, each.route, each.state) for each in plan(decision, (), at=when).obligations][:2]
    [('send', 'filtering_vendors', 'due'), ('send', 'police', 'due')]

Source: S05 (the two days' hold of 2009), S70 (what was removed is counted after 14 days); guideline chapter 依頼方法.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from ihc_rules.decision.ask import stage
from ihc_rules.decision.course import Course, Seen
from ihc_rules.decision.decide import Decision
from ihc_rules.decision.events import Event, ordered
from ihc_rules.decision.obligation import Obligation, Plan, Step


@dataclass(frozen=True)
class Correction:
    """Somebody who was told something that does not hold any more."""

    route: str
    recipient: str | None
    withdrawn: bool


def plan(decision: Decision, events: Iterable[Event], *, at: datetime, corrections: Sequence[Correction] = ()) -> Plan:
    """What is owed after a decision.

    Args:
        events: what has happened. at: aware. corrections: who is to be told that an earlier message does not hold.
    """
    seen = Seen(decision, tuple(each for each in ordered(events) if each.at <= at), at)
    found = [*_corrected(seen, corrections), *_inside(seen)]
    for referral in decision.referrals:
        found += Course(seen, referral).obligations()
    return Plan(at, tuple(sorted(found, key=_pressing)))


def _pressing(each: Obligation) -> tuple[bool, bool, float, str]:
    return (
        not each.emergency,
        each.state not in ("due", "escalated"),
        each.due.timestamp() if each.due else float("inf"),
        each.id,
    )


def _inside(seen: Seen) -> list[Obligation]:
    """What is owed before everything is decided: facts to find out, advisers to hear."""
    now, begin = stage(seen.decision), seen.decision.at
    if now == "investigate":
        late = seen.after(begin, "investigate_within")
        return [seen.made(Obligation("investigate", "investigate", "", None, "due", "facts_missing", begin, late))]
    if now == "legal_review":
        late = seen.after(begin, "review_within")
        return [seen.made(Obligation("review", "review", "", None, "due", "verdict_missing", begin, late))]
    if now == "unresolved":
        return [Obligation("unresolved", "review", "", None, "escalated", "stays_open")]
    return []


def _corrected(seen: Seen, corrections: Sequence[Correction]) -> list[Obligation]:
    found = []
    for each in corrections:
        step: Step = "withdraw" if each.withdrawn else "correct"
        name = f"{step}:{each.route}"
        begin = seen.decision.at
        if seen.of(name, "sent", "delivered"):
            found.append(Obligation(f"{step} {each.route}", step, name, each.recipient, "done", "sent"))
        else:
            late = seen.after(begin, "send_within")
            due = Obligation(f"{step} {each.route}", step, name, each.recipient, "due", "told_otherwise", begin, late)
            found.append(seen.made(due))
    return found
