"""What the house owes → one obligation: a step, what it is about, how it stands, from when it is due and when late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Step = Literal["send", "check_page", "recheck", "review", "investigate", "find_recipient", "correct", "withdraw"]
State = Literal["due", "waiting", "done", "cancelled", "escalated"]
OPEN: tuple[State, ...] = ("due", "waiting")


@dataclass(frozen=True, slots=True)
class Obligation:
    """One thing that the house owes after a decision.

    Attributes:
        id: the step and what it is about, such as `send police` or `send removal_domestic 2`.
        due: from when it is due; None while that is not known, or when there is nothing to be done. late: from when it
            is escalated; what was due still is.
        because: a key of `plan_words.BECAUSE`.
    """

    id: str
    step: Step
    route: str
    recipient: str | None
    state: State
    because: str
    due: datetime | None = None
    late: datetime | None = None
    emergency: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that is owed at a time, the most pressing first."""

    at: datetime
    obligations: tuple[Obligation, ...]

    @property
    def due(self) -> tuple[Obligation, ...]:
        """What is to be done now, what is late included: that it was escalated does not do it."""
        return tuple(each for each in self.obligations if each.due is not None and each.due <= self.at)

    def of(self, route: str) -> tuple[Obligation, ...]:
        """What is owed for one referral."""
        return tuple(each for each in self.obligations if each.route == route)

    @property
    def over(self) -> bool:
        """Whether nothing is owed any more."""
        return not any(each.state in OPEN for each in self.obligations)
