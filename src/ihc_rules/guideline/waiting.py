"""What staff wrote of times → what a referral waits for, what follows a request, and when things are late.

- The events are those that `plan` knows; the times are parameters of the edition, in one of `PERIODS`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, get_args

from pydantic import Field

from ihc_rules.records import Record
from ihc_rules.source import Place

PERIODS = ("minutes", "hours", "days", "business_days", "weeks", "months", "years")
LONGEST = 3_650  # of any unit: more is a slip


class Hold(Record):
    """What a referral waits for: so long after an event of another route."""

    after: str
    counted_from: Literal["sent", "delivered"]
    for_: str = Field(alias="for")
    blocked_while: Literal["preservation_requested"] | None = None
    ends_on: Literal["released"] | None = None


class Deadlines(Record):
    """From when people are told that something was not done: each a parameter with a length of time.

    Attributes:
        send: messages, looks at a page, corrections. emergency: the same, and finding out, where life or body is at
            stake. investigate: the facts. review: the panel's verdict. preserve: the end of a preservation of evidence.
    """

    send: str
    emergency: str
    investigate: str
    review: str
    preserve: str


Deadline = Literal["send", "emergency", "investigate", "review", "preserve"]
DEADLINES: tuple[Deadline, ...] = get_args(Deadline)


def figures(deadlines: Deadlines | None) -> Iterator[tuple[str, Place | None]]:
    """Every figure that deadlines name, and where."""
    for name in DEADLINES if deadlines is not None else ():
        yield getattr(deadlines, name), deadlines.place(name) if deadlines else None


class FollowUp(Record):
    """What follows a request: somebody looks again, and asks again.

    Attributes:
        recheck_after: how long after a request (a parameter with a value). repeats: how often it is repeated.
    """

    recheck_after: str
    repeats: str
