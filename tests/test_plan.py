"""What has happened after a decision → what is owed: by a plain second reading, by its laws, and case by case.

`IHC_RULES_FUZZ=full` draws 100,000 long courses, others each time, and takes every course of up to six events: 1.9 million
over every kind of event, at three paces each (within the hold, across it, across the times for looking again).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta, timezone
from functools import cache
from itertools import product
from pathlib import Path
from random import Random
from typing import Any, get_args

import pytest

import ihc_rules
from ihc_rules.assurance.cases import run_cases
from ihc_rules.decision.ask import Stage
from ihc_rules.decision.correct import Correction
from ihc_rules.decision.decide import decide
from ihc_rules.decision.events import KINDS, OF_THE_PAGE, Event
from ihc_rules.decision.obligation import Obligation, Plan
from ihc_rules.decision.plan import Standing, standing
from ihc_rules.decision.plan import plan_of as plan
from ihc_rules.decision.plan_words import plan_data
from ihc_rules.guideline.guideline import Guideline
from ihc_rules.guideline.model import EditionName
from ihc_rules.guideline.waiting import DEADLINES, figures
from ihc_rules.records import Text
from tests.drawing import FULL
from tests.own_guideline import (
    PANEL,
    SOURCE,
    category,
    decided,
    fact,
    figure,
    late_after,
    own,
    provision,
    recipient,
    route,
    titled,
    views,
    with_deadlines,
)
from tests.plan_oracle import Clerk, Told

ROOT = Path(__file__).parents[1]
AT = ihc_rules.moment("2025-10-01T12:00:00+09:00")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LONG = 4_000 * DAY
SHIPPED = ihc_rules.load("ihc")


def on(text: str) -> datetime:
    """`10-03 09:30` in the year 2025, in Japan."""
    return ihc_rules.moment(f"2025-{text.replace(' ', 'T')}:00+09:00")


@cache
def example(name: str) -> Standing:
    """A shipped example."""
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
        assert each.due <= made.at
        # a request of an earlier decision is followed as if nothing had been decided anew
        assert decision.at <= each.due or each.step == "recheck"
        if each.step == "send" and (hold := holds.get(each.route)) is not None:
            kinds = {"delivered"} if hold.counted_from == "delivered" else {"sent", "bounced", "delivered"}
            arrived = [e.at for e in happened if e.kind in kinds and e.route == hold.after]
            assert arrived, "no removal request before notice"
            ran_out = made.at >= min(arrived) + hold.value * (HOUR if hold.unit == "hours" else DAY)
            over = hold.ends_on is not None and any(e >= min(arrived) for e in ended)
            assert ran_out or over, "no removal request before the hold"
            assert any(e.kind == "still_there" for e in happened), "no removal request for what nobody saw"
            free = hold.blocked_while is None or not asked or any(e > max(asked) for e in ended)
            assert free, "nor while evidence is preserved"
    order = [each.emergency and each.state not in ("done", "cancelled") for each in made.obligations]
    assert order == sorted(order, reverse=True), "life first"
    assert_life_first(known, happened, made)
    names = [each.id for each in made.obligations]
    assert len(names) == len({*names})


def assert_life_first(known: Standing, happened: Sequence[Event], made: Plan) -> None:
    """No request is to be sent while nobody has even tried to tell, or called off, what an emergency asks for."""
    rules = known.decision.edition.rules
    tried = {each.route for each in happened}
    silent = [
        each
        for each in known.decision.referrals
        if rules.routes[each.route].emergency and each.route not in tried and each.recipient is not None
        if {"signed_mail", "mail", "phone"} & {*rules.recipients[each.recipient].channels}
    ]
    for each in made.due if silent else ():
        rule = rules.routes.get(each.route)
        request = rule is not None and not rule.emergency and bool(rule.hold or rule.follow_up)
        assert not (request and each.step == "send"), "life first"


def assert_ends(known: Standing, events: Sequence[Event], at: datetime) -> None:
    last = plan(known, events, at=at + LONG)
    assert last.over
    assert {each.state for each in last.obligations} <= {"done", "cancelled", "escalated"}


# --- every short course -----------------------------------------------------------------------------------------------

BEFORE: tuple[tuple[Any, str], ...] = (
    ("delivered", "police"),
    ("bounced", "police"),
    ("preservation_requested", ""),
    ("released", ""),
    ("still_there", ""),
    ("gone", ""),
    ("sent", "removal_domestic"),
)
AFTER: tuple[tuple[Any, str], ...] = (
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
EVERYTHING: tuple[tuple[Any, str], ...] = (
    *dict.fromkeys((*BEFORE, *AFTER)),
    ("cancelled", "removal_domestic"),
    ("cancelled", "police"),
)
LIFE: tuple[tuple[Any, str], ...] = (
    ("sent", "alarm"),
    ("bounced", "alarm"),
    ("cancelled", "alarm"),
    ("delivered", "tell"),
    ("sent", "remove"),
    ("preservation_requested", ""),
    ("released", ""),
    ("still_there", ""),
)
LENGTH = 6 if FULL else 3
PACES = {"within the hold": 6 * HOUR, "across the hold": 30 * HOUR, "across the looks": 8 * DAY}


def courses(
    letters: Sequence[tuple[Any, str]], step: timedelta, length: int, first: Sequence[Event] = (), begin: datetime = AT
) -> Iterator[tuple[list[Event], datetime]]:
    """Every course of so many events, and a time after it: what comes later does not count before."""
    table = [[Event(begin + (i + 1) * step, *each) for each in letters] for i in range(length)]
    at = begin + (length + 1) * step - HOUR
    return (([*first, *chosen], at) for chosen in product(*table))


@pytest.mark.fuzz
@pytest.mark.slow
@pytest.mark.parametrize("pace", PACES)
@pytest.mark.parametrize("begins", range(len(EVERYTHING)), ids=lambda i: "-".join(EVERYTHING[i]).strip("-"))
def test_every_course_over_every_kind_of_event_is_lawful_and_ends(begins: int, pace: str) -> None:
    """In shares by the first event, so that several cores may work."""
    known, step = example("complete"), PACES[pace]
    first = Event(AT + step, *EVERYTHING[begins])
    for length in range(LENGTH):
        for events, at in courses(EVERYTHING, step, length, [first], first.at):
            assert_lawful(known, events, assert_as_the_clerk_says(known, events, at))
            assert_ends(known, events, at)


@pytest.mark.fuzz
@pytest.mark.slow
@pytest.mark.parametrize("begins", range(len(AFTER)), ids=lambda i: "-".join(AFTER[i]).strip("-"))
def test_every_course_after_a_request_is_lawful_and_ends(begins: int) -> None:
    known, step, asked = example("complete"), 8 * DAY, REQUESTED[-1].at
    first = Event(asked + step, *AFTER[begins])
    for length in range(LENGTH):
        for events, at in courses(AFTER, step, length, [*REQUESTED, first], first.at):
            assert_lawful(known, events, assert_as_the_clerk_says(known, events, at))
            assert_ends(known, events, at)


@pytest.mark.fuzz
@pytest.mark.slow
@pytest.mark.parametrize("begins", range(len(LIFE)), ids=lambda i: "-".join(LIFE[i]).strip("-"))
def test_every_course_with_danger_to_life_is_lawful_and_ends(begins: int) -> None:
    """Beside an emergency stand a notice and three requests, two of them with holds."""
    known, step = in_danger(), 30 * HOUR
    first = Event(known.decision.at + step, *LIFE[begins])
    for length in range(LENGTH):
        for events, at in courses(LIFE, step, length, [first], first.at):
            assert_lawful(known, events, assert_as_the_clerk_says(known, events, at))
            assert_ends(known, events, at)


def test_before_anything_happens_too() -> None:
    for known in (example("complete"), in_danger()):
        at = known.decision.at
        assert_lawful(known, [], assert_as_the_clerk_says(known, [], at))
        assert_ends(known, [], at)


# --- long courses over many decisions ---------------------------------------------------------------------------------


@cache
def other_guideline() -> Guideline:
    """Other holds than the shipped one: in business days, from sending, without an early end, behind an emergency."""
    again = {"recheck_after": "again", "repeats": "times"}
    hold = {"after": "tell", "counted_from": "delivered", "for": "days"}
    when = {"a.page": "true"}
    return own(
        guideline=with_deadlines(**{name: f"{name}_within" for name in DEADLINES}),
        facts=[fact(f"a.{name}") for name in ("page", "life", "soon", "way")],
        parameters=[
            figure("days", "3", "business_days"),
            figure("hours", "36", "hours"),
            figure("again", "1", "months"),
            figure("times", "1", "times"),
            figure("send_within", "2", "days"),
            figure("emergency_within", "20", "minutes"),
            figure("investigate_within", "3", "days"),
            figure("review_within", "1", "weeks"),
            figure("preserve_within", "1", "months"),
        ],
        categories=[category("harmful")],
        recipients=[
            recipient("police"),
            recipient("page", channels=["portal"]),
            recipient("host", reachable_when={"a.way": "true"}),
        ],
        routes=[
            route("alarm", {"a.life": "true"}, emergency="true", urgent_when={"a.soon": "true"}),
            route("notice", {"a.life": "true"}, "page", emergency="true"),
            route("tell", when, urgent_when={"all": [{"a.life": "true"}, {"a.soon": "true"}]}),
            route("ask", when, "host", follow_up=again),
            route("remove", when, "host", follow_up=again, hold={**hold, "blocked_while": "preservation_requested"}),
            route("remove_later", when, hold={**hold, "counted_from": "sent", "for": "hours", "ends_on": "released"}),
        ],
    )


@cache
def made_up() -> tuple[Standing, ...]:
    found = []
    for answers in product(("true", "false", None), repeat=4):
        given = {
            f"a.{name}": each == "true"
            for name, each in zip(("page", "life", "soon", "way"), answers, strict=True)
            if each
        }
        found.append(standing(decided(other_guideline(), given)))
    return tuple(found)


def in_danger() -> Standing:
    """The decision in which everything is so."""
    return made_up()[0]


def long_course(known: Standing, random: Random) -> list[Event]:
    """Up to 25 events at any time around the decision, often at the same moment; some make sense, some do not."""
    routes = [each.route for each in known.decision.referrals] or ["police"]
    routes += [each.hold.after for each in known.decision.referrals if each.hold]
    step = random.choice((HOUR, 6 * HOUR, DAY, 5 * DAY))
    at, events = known.decision.at - random.choice((0, 0, 3)) * step, []
    for _ in range(random.randint(0, 25)):
        at += random.choice((0, 1, 1, 2, 3)) * step
        kind: Any = random.choice((*KINDS, "sent", "delivered", "delivered", "still_there", "released"))
        events.append(Event(at, kind, random.choice(("", *routes)) if kind in OF_THE_PAGE else random.choice(routes)))
    return events


def rewritten(events: Sequence[Event], random: Random) -> list[Event]:
    """The same events: in another order, some twice, their times in other offsets."""
    offsets = [timezone(timedelta(hours=hours)) for hours in (-11, 0, 9)]
    again = [*events, *random.sample(list(events), len(events) // 2)]
    random.shuffle(again)
    return [Event(each.at.astimezone(random.choice(offsets)), each.kind, each.route) for each in again]


@pytest.mark.fuzz
@pytest.mark.slow
def test_long_courses_are_as_the_clerk_says_lawful_and_end() -> None:
    random = Random(None if FULL else "plans")  # noqa: S311 - chance for a test, no secret
    pool = [*worked(), *made_up(), *[example(name) for name in ("complete", "incomplete", "emergency")] * 10]
    for _ in range(100_000 if FULL else 2_000):
        known = random.choice(pool)
        events = long_course(known, random)
        last = max([known.decision.at, *(each.at for each in events)])
        at = last if random.random() < 0.5 else known.decision.at + random.random() * (last - known.decision.at)
        made = assert_as_the_clerk_says(known, events, at)
        assert_lawful(known, events, made)
        assert json.dumps(plan_data(plan(known, rewritten(events, random), at=at))) == json.dumps(plan_data(made))
        assert_ends(known, events, last)


def test_the_decisions_are_of_many_kinds() -> None:
    pool = [*worked(), *made_up(), example("complete"), example("emergency"), before_the_panel()]
    routes = {each.route for known in pool for each in known.decision.referrals}

    assert {each.stage for each in pool} == {*get_args(Stage)}
    assert {"police_emergency", "inhope", "voluntary_request", "removal_domestic", "police", "safe_line"} <= routes
    assert any(known.decision.unreachable for known in pool)
    assert any(each.life for each in pool)


# --- case by case -----------------------------------------------------------------------------------------------------

DELIVERED = Event(on("10-01 15:00"), "delivered", "police")
HOLD_ENDS = on("10-04 00:00")  # two whole days after the day of delivery
SEEN_AGAIN = Event(on("10-04 10:00"), "still_there")
ASKED = Event(on("10-04 11:00"), "sent", "removal_domestic")
STILL = Event(on("10-20 10:00"), "still_there")
PRESERVE = Event(on("10-02 10:00"), "preservation_requested")


def happened(*said: str) -> list[Event]:
    """`10-01 15:00 delivered police` and so on."""
    words = [each.split() for each in said]
    return [Event(on(f"{day} {time}"), kind, *route) for day, time, kind, *route in words]  # type: ignore[arg-type]  # the words are checked by Event


REQUEST = {
    "nothing happened": ((), "10-02 12:00", "send waiting waits_for_notice"),
    "no notice in a working day": ((), "10-03 00:00", "send escalated waits_for_notice"),
    "the notice left, and did not arrive yet": (
        ("10-01 13:00 sent police",),
        "10-02 12:00",
        "send waiting waits_for_notice",
    ),
    "the notice arrived": (("10-01 15:00 delivered police",), "10-03 23:59", "send waiting hold"),
    "the hold ran out": (("10-01 15:00 delivered police",), "10-04 00:00", "check_page due page_unconfirmed"),
    "nobody looked for a working day": (
        ("10-01 15:00 delivered police",),
        "10-07 00:00",
        "check_page escalated page_unconfirmed",
    ),
    "seen within the hold only": (
        ("10-01 15:00 delivered police", "10-03 10:00 still_there"),
        "10-04 09:00",
        "check_page due page_unconfirmed",
    ),
    "seen after the hold": (
        ("10-01 15:00 delivered police", "10-04 10:00 still_there"),
        "10-04 10:00",
        "send due still",
    ),
    "gone after the hold": (("10-01 15:00 delivered police", "10-04 10:00 gone"), "10-04 10:00", "send cancelled gone"),
    "gone, and there again": (
        ("10-01 15:00 delivered police", "10-04 10:00 gone", "10-05 10:00 still_there"),
        "10-05 10:00",
        "send due ready",
    ),
    "gone and there at one moment: there": (
        ("10-01 15:00 delivered police", "10-04 10:00 gone", "10-04 10:00 still_there"),
        "10-04 10:00",
        "send due ready",
    ),
    "released": (
        ("10-01 15:00 delivered police", "10-02 10:00 released"),
        "10-02 10:00",
        "check_page due page_unconfirmed",
    ),
    "released before it arrived": (
        ("10-01 14:00 released", "10-01 15:00 delivered police"),
        "10-02 10:00",
        "send waiting hold",
    ),
    "the notice came back after it had seemed delivered": (
        ("10-01 15:00 sent police", "10-01 15:01 delivered police", "10-01 18:00 bounced police"),
        "10-02 10:00",
        "send waiting waits_for_notice",
    ),
    "the notice came back, and was delivered again": (
        (
            "10-01 15:00 delivered police",
            "10-01 18:00 bounced police",
            "10-02 09:00 sent police",
            "10-02 09:01 delivered police",
        ),
        "10-04 12:00",
        "send waiting hold",
    ),
    "the notice came back three times": (
        (
            *("10-01 15:00 sent police", "10-01 16:00 bounced police", "10-01 17:00 sent police"),
            *(
                "10-01 18:00 bounced police",
                "10-01 19:00 sent police",
                "10-01 20:00 bounced police",
            ),
        ),
        "10-02 12:00",
        "send escalated nobody_told",
    ),
    "the notice was called off": (("10-01 15:00 cancelled police",), "10-01 16:00", "send escalated nobody_told"),
    "told under an earlier decision": (
        ("09-20 15:00 delivered police", "09-25 10:00 still_there"),
        "10-01 12:00",
        "send due ready",
    ),
    "called off under an earlier decision": (
        ("09-20 15:00 cancelled removal_domestic",),
        "10-01 12:00",
        "send waiting waits_for_notice",
    ),
    "called off": (("10-01 15:00 cancelled removal_domestic",), "10-01 15:00", "send cancelled cancelled"),
    "preserved": (
        ("10-01 15:00 delivered police", "10-02 10:00 preservation_requested"),
        "10-20 12:00",
        "send waiting preserved",
    ),
    "preserved, said of another route": (
        ("10-01 15:00 delivered police", "10-02 10:00 preservation_requested removal_domestic"),
        "10-20 12:00",
        "send waiting preserved",
    ),
    "preserved for long": (
        ("10-01 15:00 delivered police", "10-02 10:00 preservation_requested"),
        "11-02 00:00",
        "send escalated preserved",
    ),
    "preserved after a release": (
        ("10-01 15:00 delivered police", "10-02 10:00 released", "10-02 11:00 preservation_requested"),
        "10-20 12:00",
        "send waiting preserved",
    ),
    "preserved and released at one moment: preserved": (
        ("10-01 15:00 delivered police", "10-02 10:00 released", "10-02 10:00 preservation_requested"),
        "10-20 12:00",
        "send waiting preserved",
    ),
    "preserved twice, released between": (
        (
            *("10-01 15:00 delivered police", "10-02 10:00 preservation_requested", "10-03 10:00 released"),
            *("10-05 10:00 preservation_requested",),
        ),
        "10-20 12:00",
        "send waiting preserved",
    ),
    "preserved, then released: somebody looks once more": (
        (
            "10-01 15:00 delivered police",
            "10-02 10:00 preservation_requested",
            "10-06 10:00 still_there",
            "10-08 10:00 released",
        ),
        "10-08 12:00",
        "check_page due page_unconfirmed",
    ),
    "preserved before the notice arrived, and released": (
        ("10-01 13:00 preservation_requested", "10-01 14:00 released", "10-01 15:00 delivered police"),
        "10-02 12:00",
        "send waiting hold",
    ),
}


def shown(made: Plan, route: str) -> list[str]:
    return [f"{each.id.replace(f' {route}', '')} {each.state} {each.because}" for each in made.of(route)]


@pytest.mark.parametrize("name", REQUEST)
def test_before_a_removal_request(name: str) -> None:
    events, at, expected = REQUEST[name]
    made = assert_as_the_clerk_says(example("complete"), happened(*events), on(at))

    assert shown(made, "removal_domestic") == [expected.replace("due still", "due ready")]


SENT = "10-04 11:00 sent removal_domestic"
TOLD = ("10-01 15:00 delivered police", "10-04 10:00 still_there", SENT)
FOLLOWED = {
    "it was sent": ((), "10-05 12:00", ["send done sent", "recheck waiting look_again"]),
    "fourteen days later": ((), "10-19 00:00", ["send done sent", "recheck due look_again"]),
    "sent and delivered are one request": (
        ("10-04 11:01 delivered removal_domestic",),
        "10-19 00:00",
        ["send done sent", "recheck due look_again"],
    ),
    "gone": (("10-08 10:00 gone",), "10-08 10:00", ["recheck done gone", "send done sent"]),
    "gone, and there again": (
        ("10-08 10:00 gone", "10-09 10:00 still_there"),
        "10-10 10:00",
        ["send done sent", "recheck waiting look_again"],
    ),
    "still there": (("10-20 10:00 still_there",), "10-20 10:00", ["send 2 due still_there", "send done sent"]),
    "still there, but preserved": (
        ("10-18 10:00 preservation_requested", "10-20 10:00 still_there"),
        "10-20 10:00",
        ["send 2 waiting preserved", "send done sent"],
    ),
    "released again: somebody looks": (
        ("10-18 10:00 preservation_requested", "10-20 10:00 still_there", "10-21 10:00 released"),
        "10-21 10:00",
        ["recheck due look_again", "send done sent"],
    ),
    "came back": (("10-04 12:00 bounced removal_domestic",), "10-04 12:00", ["send due bounced"]),
    "came back, and preserved since": (
        ("10-04 12:00 bounced removal_domestic", "10-04 13:00 preservation_requested"),
        "10-04 14:00",
        ["send waiting preserved"],
    ),
    "came back, then arrived after all": (
        ("10-04 12:00 bounced removal_domestic", "10-04 13:00 delivered removal_domestic"),
        "10-04 14:00",
        ["send done sent", "recheck waiting look_again"],
    ),
    "refused": (
        ("10-06 10:00 refused removal_domestic",),
        "10-06 10:00",
        ["recheck escalated refused", "send done sent"],
    ),
    "refused, yet gone": (
        ("10-06 10:00 refused removal_domestic", "10-07 10:00 gone"),
        "10-07 10:00",
        ["recheck done gone", "send done sent"],
    ),
    "asked three times": (
        (
            *("10-20 10:00 still_there", "10-20 11:00 sent removal_domestic", "11-05 10:00 still_there"),
            *(
                "11-05 11:00 sent removal_domestic",
                "11-25 10:00 still_there",
            ),
        ),
        "11-25 10:00",
        ["recheck 3 escalated asked_often", "send done sent"],
    ),
    "no longer followed": (
        ("10-06 10:00 cancelled removal_domestic",),
        "10-06 10:00",
        ["recheck cancelled cancelled", "send done sent"],
    ),
}


@pytest.mark.parametrize("name", FOLLOWED)
def test_after_a_removal_request(name: str) -> None:
    events, at, expected = FOLLOWED[name]
    made = assert_as_the_clerk_says(example("complete"), happened(*TOLD, *events), on(at))

    assert sorted(shown(made, "removal_domestic")) == sorted(expected)


EARLY = {
    "before the notice": ("10-01 13:00 sent removal_domestic", "10-01 15:00 delivered police"),
    "within the hold": ("10-01 15:00 delivered police", "10-02 13:00 sent removal_domestic"),
    "while preserved": (
        "10-01 15:00 delivered police",
        "10-02 10:00 preservation_requested",
        SENT,
        "10-05 10:00 released",
    ),
}


@pytest.mark.parametrize("name", EARLY)
def test_a_request_that_left_too_early_is_shown_as_such_and_followed(name: str) -> None:
    made = assert_as_the_clerk_says(example("complete"), happened(*EARLY[name]), on("10-10 12:00"))

    assert shown(made, "removal_domestic") == ["send escalated sent_early", "recheck waiting look_again"]


def test_a_notice_that_came_back_after_the_request_left_does_not_make_it_early() -> None:
    events = happened(*TOLD, "10-06 10:00 bounced police")

    made = plan(example("complete"), events, at=on("10-10 12:00"))

    assert shown(made, "removal_domestic") == ["recheck waiting look_again", "send done sent"]


def test_what_is_late_can_still_be_done() -> None:
    made = plan(example("complete"), (), at=on("12-01 12:00"))

    assert {each.state for each in made.of("police")} == {"escalated"}
    assert made.of("police")[0] in made.due
    assert made.over


def test_nothing_is_due_before_the_decision() -> None:
    assert plan(example("complete"), (), at=AT - DAY).due == ()


def test_later_events_do_not_count() -> None:
    later = [DELIVERED, SEEN_AGAIN, ASKED, STILL, PRESERVE]

    assert plan(example("complete"), later, at=AT) == plan(example("complete"), (), at=AT)
    assert plan(example("complete"), [DELIVERED], at=DELIVERED.at).of("removal_domestic")[0].due == HOLD_ENDS


def test_life_goes_before_every_request() -> None:
    facts = {"a.page": True, "a.life": True, "a.soon": True, "a.way": True}
    both = standing(decided(other_guideline(), facts))
    before = plan(both, (), at=AT)
    after = plan(both, [Event(AT, "sent", "alarm")], at=AT)
    in_vain = [Event(AT + i * HOUR, "bounced" if i % 2 else "sent", "alarm") for i in range(6)]

    assert [each.route for each in before.obligations if each.emergency] == ["alarm", "notice", "tell"]
    assert shown(before, "ask") == ["send waiting life_first"]
    assert shown(after, "ask") == ["send due ready"]
    assert shown(plan(both, in_vain, at=AT + 6 * HOUR), "ask") == ["send due ready"]


def test_a_question_about_life_is_asked_within_the_time_of_an_emergency() -> None:
    asked = next(each for each in plan(example("emergency"), (), at=AT).obligations if each.step == "investigate")

    assert (asked.step, asked.emergency, asked.late) == ("investigate", True, AT + timedelta(minutes=30))


def before_the_panel(*said: str, **more: Any) -> Standing:
    guideline = own(
        guideline=late_after("review_within"),
        facts=[fact("a.one")],
        parameters=[
            {"id": "panel", "title": titled("panel"), "panel": PANEL, "source": SOURCE},
            figure("review_within", "10", "business_days"),
        ],
        provisions=[provision("P-1", {"a.one": "true"}, "illegal")],
    )
    return standing(decided(guideline, {"a.one": True}, opinions=views("P-1", *said), **more))


STAGES: dict[str, tuple[Callable[[], Standing], str, datetime]] = {
    "facts are missing": (lambda: example("incomplete"), "investigate", on("10-09 00:00")),  # five working days
    "nobody has spoken": (before_the_panel, "review", on("10-17 00:00")),  # ten: 13 October is a holiday
    "there is no quorum": (lambda: before_the_panel("applies"), "review", on("10-17 00:00")),
}


@pytest.mark.parametrize("name", STAGES)
def test_what_is_not_concluded_in_time_is_escalated(name: str) -> None:
    known, step, late = STAGES[name]
    before = plan(known(), (), at=late - HOUR).obligations[0]
    after = plan(known(), (), at=late).obligations[0]
    earlier = plan(known(), (), at=AT, since=AT - 30 * DAY).obligations[0]

    assert (before.step, before.state, before.late) == (step, "due", late)
    assert after.state == earlier.state == "escalated"


def test_what_stays_open_goes_to_people_at_once() -> None:
    split = before_the_panel(closed_panels={"P-1": "2025-09-30T12:00:00+09:00"})

    assert [(each.state, each.because) for each in plan(split, (), at=AT).obligations] == [("escalated", "stays_open")]


CORRECTED = {
    "nothing happened": ((), "withdraw due told_otherwise"),
    "sent": (("10-01 13:00 sent withdraw:police",), "withdraw done sent"),
    "sent for an earlier decision": (("09-30 13:00 sent withdraw:police",), "withdraw due told_otherwise"),
    "came back": (("10-01 13:00 sent withdraw:police", "10-01 13:05 bounced withdraw:police"), "withdraw due bounced"),
    "called off": (("10-01 13:00 cancelled withdraw:police",), "withdraw cancelled cancelled"),
}


@pytest.mark.parametrize("name", CORRECTED)
def test_who_was_told_something_else_is_told_so(name: str) -> None:
    events, expected = CORRECTED[name]
    wrong = [Correction("police", "police", "withdrawal", "normal", (), Text(ja="x", en="x"))]
    made = plan(example("complete"), happened(*events), at=on("10-01 14:00"), corrections=wrong)

    assert [f"{each.step} {each.state} {each.because}" for each in made.of("withdraw:police")] == [expected]


def test_every_edition_of_the_shipped_guideline_has_the_figures_of_a_plan() -> None:
    deadlines = SHIPPED.header.deadlines
    assert deadlines is not None
    for each in SHIPPED.sections.of(EditionName):
        assert {name for name, _ in figures(deadlines)} <= {*SHIPPED.on(each.from_, False).parameters}


def test_a_guideline_without_requests_may_do_without_deadlines() -> None:
    """Nothing is late there, and that is what it says: with a request they are demanded (problem no-deadlines)."""
    told = decided(own(facts=[fact("a.page")], provisions=[provision("P-1", {"a.page": "true"})]), {"a.page": True})

    assert [(each.state, each.late) for each in plan(standing(told), (), at=told.at + LONG).obligations] == [
        ("due", None)
    ]


def test_a_time_without_offset_is_refused() -> None:
    naive = datetime(2025, 10, 1)  # noqa: DTZ001 - what is refused

    with pytest.raises(ihc_rules.NotInForce):
        plan(example("complete"), (), at=naive)
    with pytest.raises(ihc_rules.ReportError):
        Event(naive, "sent", "police")


STRANGE: dict[str, tuple[Callable[[], object], str]] = {
    "a route that there is not": (
        lambda: ihc_rules.plan(example("complete").decision, [Event(AT, "sent", "polise")], at=AT),
        "mean `police`?",
    ),
    "a correction of it": (
        lambda: ihc_rules.plan(example("complete").decision, [Event(AT, "sent", "corect:police")], at=AT),
        "mean `correct:police`?",
    ),
    "a key that there is not": (
        lambda: ihc_rules.read_events([{"kind": "sent", "rout": "police", "at": AT.isoformat()}], ["police"]),
        "events[0].rout: error unknown-key: the key `rout` may not stand here\n   hint: did you mean `route`?",
    ),
    "no route": (lambda: Event(AT, "sent"), "route: error event-without-route"),
    "a number for a route": (lambda: Event(AT, "sent", 5), "route: error event-without-route"),  # type: ignore[arg-type]  # what is refused
    "no word for a kind": (lambda: Event(AT, ["sent"], "police"), "kind: error unknown-event"),  # type: ignore[arg-type]  # what is refused
}


@pytest.mark.parametrize("name", STRANGE)
def test_an_event_that_cannot_be_is_refused_by_name(name: str) -> None:
    make, told = STRANGE[name]
    with pytest.raises(ihc_rules.ReportError) as caught:
        make()

    assert told in caught.value.text("en")
