"""Decision × events × time → what is due now, what waits for what, and what is done, cancelled or escalated.

- A pure function: the same events in any order, or twice, give the same plan; later events do not count yet.
- Life first: what an emergency asks for is due at once and stands first, whatever else is open; no request precedes it.
- A request that has a hold is due only when the police have been told and the hold has run out or was ended, nothing is
  to be preserved, and somebody has seen since that the page still shows it (`gate`, `course`).
- Nothing waits for ever: what is late is escalated to people, by the figures that the guideline's `deadlines` name. A
  guideline without requests may do without them; then nothing is late.

Example:
    >>> [(each.step, each.route, each.state) for each in plan(decision, (), at=when).obligations][:2]
    [('send', 'filtering_vendors', 'due'), ('send', 'police', 'due')]

Source: S05 (the two days' hold of 2009), S70 (what was removed is counted after 14 days); guideline chapter 依頼方法.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ihc_rules.decision.ask import Stage, stage
from ihc_rules.decision.correct import Correction
from ihc_rules.decision.course import Course
from ihc_rules.decision.decide import Decision
from ihc_rules.decision.events import Event, named, ordered
from ihc_rules.decision.gate import MAX_BOUNCES, failures, reached
from ihc_rules.decision.obligation import Because, Obligation, Plan, State, Step
from ihc_rules.decision.seen import Seen
from ihc_rules.errors import NotInForce, Problem, ReportError
from ihc_rules.guideline.waiting import Deadline


@dataclass(frozen=True)
class Standing:
    """What a decision leaves to be found out: worked out once, whatever happens after.

    Attributes:
        life: danger to life is known or claimed, and a question about it is open.
    """

    decision: Decision
    stage: Stage
    life: bool


def standing(decision: Decision) -> Standing:
    """A decision, prepared for its plans."""
    alarmed = bool(decision.triage) or any(
        each.urgency == "open" and decision.edition.rules.routes[each.route].emergency for each in decision.referrals
    )
    asked = alarmed and any(life and leaf.kind != "panel" for leaf, (_, life) in decision.unknowns.leaves.items())
    return Standing(decision, stage(decision), asked)


def plan(
    decision: Decision,
    events: Iterable[Event],
    *,
    at: datetime,
    since: datetime | None = None,
    corrections: Sequence[Correction] = (),
) -> Plan:
    """What is owed after a decision.

    Args:
        events: what has happened to the report, under earlier decisions too. at: aware. since: when the stage was
            reached, if an earlier decision already stood there; the times for finding out and for the panel count from
            then. corrections: who is to be told that an earlier message does not hold.

    Raises:
        NotInForce: a time has no offset. ReportError: an event is of a route that there is not.
    """
    events = tuple(events)
    routes = (*decision.edition.rules.routes, *(each.route for each in corrections))
    if problems := named(events, routes):
        raise ReportError(problems)
    return plan_of(standing(decision), events, at=at, since=since, corrections=corrections)


def plan_of(
    known: Standing,
    events: Iterable[Event],
    *,
    at: datetime,
    since: datetime | None = None,
    corrections: Sequence[Correction] = (),
) -> Plan:
    """The same for a decision that was prepared once (`standing`)."""
    if at.utcoffset() is None or (since is not None and since.utcoffset() is None):
        raise NotInForce(Problem("no-offset", None, "at"))
    zone = known.decision.edition.header.governing_date.zone
    now = at.astimezone(zone)
    seen = Seen(known.decision, tuple(each for each in ordered(events, zone) if each.at <= now), now)
    begin = seen.begin if since is None else min(since.astimezone(zone), seen.begin)
    found = [*_corrected(seen, corrections), *_inside(seen, known, begin)]
    for referral in (*known.decision.referrals, *known.decision.unreachable):
        found += Course(seen, referral).obligations()
    return Plan(now, tuple(sorted(found, key=lambda each: each.pressing)))


def _inside(seen: Seen, known: Standing, begin: datetime) -> list[Obligation]:
    """What is owed before everything is decided: facts to find out, advisers to hear."""
    if known.life:
        return [_within(seen, "investigate", "facts_missing", begin, "emergency")]
    if known.stage == "investigate":
        return [_within(seen, "investigate", "facts_missing", begin, "investigate")]
    if known.stage == "legal_review":
        return [_within(seen, "review", "verdict_missing", begin, "review")]
    if known.stage == "unresolved":
        return [Obligation("review", "review", "", None, "escalated", "stays_open")]
    return []


def _within(seen: Seen, step: Step, because: Because, begin: datetime, deadline: Deadline) -> Obligation:
    late, life = seen.late(begin, deadline), deadline == "emergency"
    state: State = "due" if begin <= seen.at else "waiting"
    return seen.made(Obligation(step, step, "", None, state, because, begin, late, life))


def _corrected(seen: Seen, corrections: Sequence[Correction]) -> list[Obligation]:
    """Messages that say that earlier ones do not hold; only those that were sent under this decision count."""
    return [_correction(seen, each) for each in corrections]


def _correction(seen: Seen, wrong: Correction) -> Obligation:
    step: Step = "withdraw" if wrong.kind == "withdrawal" else "correct"
    name, begin = f"{step}:{wrong.route}", seen.begin
    tries = seen.attempts(name, begin)
    rule = seen.decision.edition.rules.routes.get(wrong.route)
    life = rule is not None and rule.emergency
    owed = Obligation(f"{step} {wrong.route}", step, name, wrong.recipient, "done", "sent", emergency=life)
    if reached(tries):
        return owed
    if any(each >= begin for each in seen.times("cancelled", name)):
        return replace(owed, state="cancelled", because="cancelled")
    back = failures(tries)
    if len(back) >= MAX_BOUNCES:
        return replace(owed, state="escalated", because="bounced_often")
    due = max([begin, *back])
    late = seen.late(due, "emergency" if life else "send")
    state: State = "due" if due <= seen.at else "waiting"
    return seen.made(replace(owed, state=state, because="bounced" if back else "told_otherwise", due=due, late=late))
