"""What has happened after a decision → what is owed: by a plain second reading, by its laws, and case by case.

`IHC_RULES_FUZZ=full` draws 100,000 long courses, others each time, and every short one over every kind of event.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest

import ihc_rules
from ihc_rules.assurance.cases import run_cases
from ihc_rules.decision.decide import decide
from ihc_rules.decision.events import KINDS, OF_THE_PAGE, Event
from ihc_rules.decision.obligation import Obligation, Plan
from ihc_rules.decision.plan import Correction, Standing, plan, standing
from tests.plan_oracle import Clerk, Told

ROOT = Path(__file__).parents[1]
FULL = os.environ.get("IHC_RULES_FUZZ") == "full"
AT = ihc_rules.moment("2025-10-01T12:00:00+09:00")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LONG = 4_000 * DAY
SHIPPED = ihc_rules.load("ihc")


def on(text: str) -> datetime:
    """`10-03 09:30` in the year 2025, in Japan."""
    return ihc_rules.moment(f"2025-{text.replace(' ', 'T')}:00+09:00")


@cache
def example(name: str) -> Standing:
    data = json.loads((ROOT / "examples/reports" / f"{name}.json").read_text(encoding="utf-8"))
    return standing(decide(SHIPPED, SHIPPED.report(data), at=AT))


@cache
def worked() -> tuple[Standing, ...]:
    """The decisions of the worked cases: one of each combination of stage, referrals, recipients and urgency."""
    found: dict[object, Standing] = {}
    files = {path.name: path.read_bytes() for path in (ROOT / "guidelines/ihc/cases").glob("*.yaml")}
    for result in run_cases(SHIPPED, files)[0]:
        decision = result.decision
        assert decision is not None
        known = standing(decision)
        signs = [(each.route, each.recipient, each.urgency, each.hold is not None) for each in decision.referrals]
        found.setdefault((known.stage, known.life, *signs), known)
    return tuple(found.values())


# --- laws -------------------------------------------------------------------------------------------------------------


def told(each: Obligation) -> Told:
    return each.id, each.state, each.because, each.due, each.late


def assert_as_the_clerk_says(known: Standing, events: Sequence[Event], at: datetime) -> Plan:
    made, clerk = plan(known, events, at=at), Clerk(known.decision, events, at)
    for referral in known.decision.referrals:
        assert sorted(map(told, made.of(referral.route)), key=str) == sorted(clerk.owed(referral.route), key=str)
    return made


def assert_lawful(known: Standing, events: Sequence[Event], made: Plan) -> None:
    """What must hold of every plan, said without the rules that made it."""
    decision, happened = known.decision, [each for each in events if each.at <= made.at]
    holds = {each.route: each.hold for each in decision.referrals if each.hold is not None}
    asked = [each.at for each in happened if each.kind == "preservation_requested"]
    ended = [each.at for each in happened if each.kind == "released"]
    for each in made.due:
        assert each.due is not None
        assert decision.at <= each.due <= made.at
        if each.step == "send" and (hold := holds.get(each.route)) is not None:
            arrived = [e.at for e in happened if e.kind == hold.counted_from and e.route == hold.after]
            assert arrived, "no removal request before notice"
            ran_out = hold.unit == "days" and made.at >= min(arrived) + hold.value * DAY
            assert ran_out or any(e >= min(arrived) for e in ended), "no removal request before the hold"
            assert any(e.kind == "still_there" for e in happened), "no removal request for what nobody saw"
            assert not asked or any(e > max(asked) for e in ended), "nor while evidence is preserved"
    order = [each.emergency and each.state not in ("done", "cancelled") for each in made.obligations]
    assert order == sorted(order, reverse=True), "life first"
    names = [each.id for each in made.obligations]
    assert len(names) == len({*names})


def assert_ends(known: Standing, events: Sequence[Event], at: datetime) -> None:
    last = plan(known, events, at=at + LONG)
    assert last.over
    assert {each.state for each in last.obligations} <= {"done", "cancelled", "escalated"}


# --- every short course -----------------------------------------------------------------------------------------------

BEFORE = (
    ("delivered", "police"),
    ("bounced", "police"),
    ("preservation_requested", ""),
    ("released", ""),
    ("still_there", ""),
    ("gone", ""),
    ("sent", "removal_domestic"),
)
AFTER = (
    ("sent", "removal_domestic"),
    ("bounced", "removal_domestic"),
    ("refused", "removal_domestic"),
    ("still_there", ""),
    ("gone", ""),
    ("preservation_requested", ""),
    ("released", ""),
)
REQUESTED = (
    Event(AT, "delivered", "police"),
    Event(AT + 3 * DAY, "still_there"),
    Event(AT + 3 * DAY, "sent", "removal_domestic"),
)
EVERY = (*{*BEFORE, *AFTER}, ("cancelled", "removal_domestic"), ("cancelled", "police"), ("delivered", "removal_domestic"))
COURSES = {
    "before the request, slowly": ((), BEFORE, 30 * HOUR),
    "before the request, within the hold": ((), BEFORE, 6 * HOUR),
    "after the request": (REQUESTED, AFTER, 8 * DAY),
}
LENGTH = 6


def courses(first: tuple[Event, ...], letters: Sequence[tuple[Any, str]], step: timedelta) -> Iterator[list[Event]]:
    """Every course up to the length, each once: what comes later does not count before."""
    begin = max([AT, *(each.at for each in first)])
    for length in range(LENGTH + 1):
        for chosen in product(letters, repeat=length):
            yield [*first, *(Event(begin + (i + 1) * step, *each) for i, each in enumerate(chosen))]


@pytest.mark.slow
@pytest.mark.parametrize("name", COURSES)
def test_every_course_of_up_to_six_events_is_as_the_clerk_says_and_lawful(name: str) -> None:
    known = example("complete")
    first, letters, step = COURSES[name]
    for events in courses(first, letters, step):
        at = events[-1].at + step - HOUR if events else AT
        made = assert_as_the_clerk_says(known, events, at)
        assert_lawful(known, events, made)
        if len(events) - len(first) <= 3:
            assert_ends(known, events, at)
