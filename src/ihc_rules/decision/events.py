"""What happened after a decision → events: the input of a plan, never of a rule.

- Each event has a time and belongs to a route, or to the page. The same event twice is one event; the order of writing
  does not count.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from pydantic_core import PydanticCustomError

from ihc_rules.errors import Problem, ReportError, nearest
from ihc_rules.facts import as_moment

Kind = Literal[
    "sent",  # handed to the mail server or entered in the portal
    "delivered",
    "bounced",
    "preservation_requested",  # by the police: evidence must be preserved, the page is not to be touched
    "released",  # by the police: nothing stands against a removal request any more
    "still_there",  # somebody looked: the page shows what was reported
    "gone",  # somebody looked: it does not
    "refused",  # by the recipient
    "cancelled",  # by the house, with a reason of its own
]
KINDS: tuple[str, ...] = get_args(Kind)
OF_THE_PAGE = ("still_there", "gone")


@dataclass(frozen=True, slots=True, order=True)
class Event:
    """One thing that happened.

    Attributes:
        at: aware. route: of which referral; empty for what is true of the page.
    """

    at: datetime
    kind: Kind
    route: str = ""


def read_events(data: object, routes: Iterable[str]) -> tuple[Event, ...]:
    """Events from plain data: `[{"kind": "delivered", "route": "police", "at": "2025-10-01T12:00:00+09:00"}]`.

    Raises:
        ReportError: with every fault, each with its path.
    """
    if not isinstance(data, list):
        raise ReportError([Problem("events-not-a-list", path="events")])
    known, problems, found = tuple(routes), [], []
    for i, each in enumerate(data):
        event = _event(each, f"events[{i}]", known)
        if isinstance(event, Event):
            found.append(event)
        else:
            problems += event
    if problems:
        raise ReportError(problems)
    return ordered(found)


def ordered(events: Iterable[Event]) -> tuple[Event, ...]:
    """Each event once, in the order of time."""
    return tuple(sorted(set(events)))


def _event(each: object, path: str, routes: tuple[str, ...]) -> Event | list[Problem]:
    if not isinstance(each, dict) or not {"kind", "at"} <= set(each) <= {"kind", "at", "route"}:
        return [Problem("bad-event", path=path)]
    kind, route = each["kind"], each.get("route", "")
    problems: list[Problem] = []
    if kind not in KINDS:
        near = nearest(str(kind), KINDS)
        problems.append(Problem("unknown-event", path=f"{path}.kind", values={"name": str(kind)}, suggestion=near))
    if route not in routes if kind not in OF_THE_PAGE else route not in ("", *routes):
        near = nearest(str(route), routes)
        problems.append(Problem("unknown-route", path=f"{path}.route", values={"name": str(route)}, suggestion=near))
    try:
        at = as_moment(each["at"])
    except PydanticCustomError:
        return [*problems, Problem("event-without-time", path=f"{path}.at")]
    return problems or Event(at, kind, "" if kind in OF_THE_PAGE else route)
