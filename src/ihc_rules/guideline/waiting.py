"""What staff wrote of times → what a referral waits for, and what follows a request.

- The events are those that `plan` knows; the times are parameters of the edition, in one of `PERIODS`.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ihc_rules.records import Record

PERIODS = ("minutes", "hours", "days", "business_days", "weeks", "months", "years")
LONGEST = 3_650  # of any unit: more is a slip


class Hold(Record):
    """What a referral waits for: so long after an event of another route."""

    after: str
    counted_from: Literal["sent", "delivered"]
    for_: str = Field(alias="for")
    blocked_while: Literal["preservation_requested"] | None = None
    ends_on: Literal["released"] | None = None


class FollowUp(Record):
    """What follows a request: somebody looks again, and asks again.

    Attributes:
        recheck_after: how long after a request (a parameter with a value). repeats: how often it is repeated.
    """

    recheck_after: str
    repeats: str
