"""What the house owes → one obligation: a step, what it is about, how it stands, from when it is due and when late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Step = Literal["send", "check_page", "recheck", "review", "investigate", "find_recipient", "correct", "withdraw"]
State = Literal["due", "waiting", "done", "cancelled", "escalated"]
Because = Literal[
    "ready",
    "sent",
    "sent_early",
    "cancelled",
    "refused",
    "nobody_reachable",
    "nobody_told",
    "waits_for_notice",
    "preserved",
    "hold",
    "life_first",
    "page_unconfirmed",
    "gone",
    "bounced",
    "bounced_often",
    "look_again",
    "still_there",
    "asked_often",
    "facts_missing",
    "verdict_missing",
    "stays_open",
    "told_otherwise",
]
OPEN: tuple[State, ...] = ("due", "waiting")


@dataclass(frozen=True, slots=True)
class Obligation:
    """One thing that the house owes after a decision.

    Attributes:
        id: the step and what it is about, such as `send police` or `send removal_domestic 2`; each once in a plan.
        route: of a referral; `correct:` or `withdraw:` and the route, of a correction; empty, of the whole report.
        due: from when it can be done; None while that is not known, or when there is nothing to be done.
        late: from when people are told. What is late is escalated, and can still be done if it could.
        number: which message it is, 2 being the first repeat; of a look at the page, after which message.
    """

    id: str
    step: Step
    route: str
    recipient: str | None
    state: State
    because: Because
    due: datetime | None = None
    late: datetime | None = None
    emergency: bool = False
    number: int = 1

    @property
    def pressing(self) -> tuple[int, float, bool, str]:
        """The order of a plan: life, then what is due or with people, what waits, what is over."""
        over = self.state in ("done", "cancelled")
        group = 3 if over else 0 if self.emergency else 2 if self.state == "waiting" else 1
        return group, self.due.timestamp() if self.due else float("inf"), self.step != "send", self.id


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
        """Whether everything is done, cancelled, or with people."""
        return not any(each.state in OPEN for each in self.obligations)
