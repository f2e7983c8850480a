"""What happened after a decision → events: the input of a plan, never of a rule.

- Each event has a time and belongs to a route, or to the page. The same event twice is one event; the order of writing
  does not count.
- What happened at the same moment counts in the order of `KINDS`: what asks for more care comes last.
- A preservation is asked for, and ended, for the page: whichever route it was recorded with, it counts for all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Literal, get_args

from pydantic_core import PydanticCustomError

from ihc_rules.errors import Problem, ReportError, nearest
from ihc_rules.facts import as_moment
from ihc_rules.problem_texts.text import shown

Kind = Literal[
    "sent",  # handed to the mail server or entered in the portal
    "delivered",  # a delivery that no sending came before is a message of its own
    "bounced",  # the last message came back, even if it had seemed delivered
    "refused",  # by the recipient
    "released",  # by the police: nothing stands against a request to take the page down any more
    "preservation_requested",  # by the police: evidence must be preserved, the page is not to be touched
    "gone",  # somebody looked: the page does not show what was reported
    "still_there",  # somebody looked: it does
    "cancelled",  # by the house, with a reason of its own
]
KINDS: tuple[str, ...] = get_args(Kind)
KEYS = ("kind", "at", "route")
OF_THE_PAGE = ("released", "preservation_requested", "gone", "still_there")
OF_CORRECTIONS = ("correct", "withdraw")  # `correct:police` is the correction of what the police were told
ORDER = {kind: place for place, kind in enumerate(KINDS)}
YEARS = (2000, 2999)  # a time outside of them is a slip


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened.

    Attributes:
        at: aware. route: of which referral, or `correct:` or `withdraw:` and the route; without meaning for what is
            true of the page.

    Raises:
        ReportError: there is no such event, its time has no offset, or it is not said of which route it is.
    """

    at: datetime
    kind: Kind
    route: str = ""

    def __post_init__(self) -> None:
        if problems := [
            *_kind(self.kind, "kind"),
            *_time(self.at, "at"),
            *_needs_route(self.kind, self.route, "route"),
        ]:
            raise ReportError(problems)


def read_events(data: object, routes: Iterable[str], path: str = "events") -> tuple[Event, ...]:
    """Events from plain data: `[{"kind": "delivered", "route": "police", "at": "2025-10-01T12:00:00+09:00"}]`.

    Args:
        routes: that events may be of; their corrections are known with them. path: of the list, for Problems.

    Raises:
        ReportError: with every fault, each with its path.
    """
    if not isinstance(data, list):
        raise ReportError([Problem("events-not-a-list", path=path)])
    known = _known(routes)
    problems, found = [], []
    for i, each in enumerate(data):
        faults, event = _event(each, f"{path}[{i}]", known)
        problems += faults
        found += event
    if problems:
        raise ReportError(problems)
    return ordered(found)


def ordered(events: Iterable[Event], zone: tzinfo | None = None) -> tuple[Event, ...]:
    """Each event once, in the order of time; what is true of the page without a route, times in one zone."""
    found = {_plain(each, zone) for each in events}
    return tuple(sorted(found, key=lambda each: (each.at, ORDER[each.kind], each.route)))


def _plain(each: Event, zone: tzinfo | None) -> Event:
    at = each.at if zone is None or each.at.tzinfo == zone else each.at.astimezone(zone)
    route = _route(each.kind, each.route)
    return each if at is each.at and route == each.route else Event(at, each.kind, route)


def _route(kind: str, route: str) -> str:
    return "" if kind in OF_THE_PAGE else route


def _kind(kind: object, path: str) -> list[Problem]:
    if kind in KINDS:
        return []
    near = nearest(kind, KINDS) if isinstance(kind, str) else ""
    return [Problem("unknown-event", path=path, values={"name": shown(kind)}, suggestion=near, choices=KINDS)]


def _needs_route(kind: object, route: object, path: str) -> list[Problem]:
    if isinstance(route, str) and (route or kind in OF_THE_PAGE or kind not in KINDS):
        return []
    return [Problem("event-without-route", path=path, values={"name": shown(kind)})]


def named(events: Iterable[Event], routes: Iterable[str]) -> list[Problem]:
    """Events of routes that there are not."""
    known = _known(routes)
    wrong = dict.fromkeys(each.route for each in events if each.route not in known and each.kind not in OF_THE_PAGE)
    return [Problem("unknown-route", None, "events", {"name": shown(each)}, nearest(each, known)) for each in wrong]


def _known(routes: Iterable[str]) -> tuple[str, ...]:
    routes = tuple(routes)
    return (*routes, *(f"{step}:{route}" for step in OF_CORRECTIONS for route in routes))


def _time(at: object, path: str) -> list[Problem]:
    good = isinstance(at, datetime) and at.utcoffset() is not None and YEARS[0] <= at.year <= YEARS[1]
    return [] if good else [Problem("event-without-time", path=path)]


def _event(each: object, path: str, known: tuple[str, ...]) -> tuple[list[Problem], list[Event]]:
    if not isinstance(each, dict):
        return [Problem("bad-event", path=path)], []
    if unknown := [key for key in each if key not in KEYS]:
        names = [(shown(key), nearest(key, KEYS) if isinstance(key, str) else "") for key in unknown]
        return [Problem("unknown-key", None, f"{path}.{key}", {"name": key}, near, KEYS) for key, near in names], []
    if not {"kind", "at"} <= set(each):
        return [Problem("bad-event", path=path)], []
    kind, route = each["kind"], each.get("route", "")
    try:
        at = as_moment(each["at"])
    except PydanticCustomError:
        at = None
    problems = [*_kind(kind, f"{path}.kind"), *_time(at, f"{path}.at")]
    if route == "" and _needs_route(kind, route, path):
        problems += _needs_route(kind, route, path)
    elif route != "" and route not in known:
        near = nearest(route, known) if isinstance(route, str) else ""
        problems.append(Problem("unknown-route", path=f"{path}.route", values={"name": shown(route)}, suggestion=near))
    return problems, [] if problems or at is None else [Event(at, kind, _route(kind, route))]
