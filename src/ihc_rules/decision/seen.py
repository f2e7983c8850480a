"""Decision × events × time → what is known at that time: messages sent, looks at the page, figures that have passed.

- Later events are not seen. Times are in the guideline's offset, so that a plan is the same bytes however they came.
- A message is an attempt: sent, then delivered or come back. One that came back tells nobody anything, even if it had
  seemed delivered before.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from ihc_rules.decision.calendar import passed
from ihc_rules.decision.decide import Decision, Referral
from ihc_rules.decision.events import Event
from ihc_rules.decision.obligation import OPEN, Obligation
from ihc_rules.guideline.waiting import Deadline


@dataclass(frozen=True, slots=True)
class Attempt:
    """One message.

    Attributes:
        at: when it left. back: when it came back.
    """

    at: datetime
    sent: datetime | None = None
    delivered: datetime | None = None
    back: datetime | None = None


@dataclass(frozen=True)
class Seen:
    """A decision with what has happened until a time.

    Attributes:
        events: ordered, none after `at`.
    """

    decision: Decision
    events: tuple[Event, ...]
    at: datetime

    def until(self, at: datetime) -> Seen:
        """What was known at an earlier time."""
        return Seen(self.decision, tuple(each for each in self.events if each.at <= at), at)

    @property
    def begin(self) -> datetime:
        """The time of the decision."""
        return self.decision.at.astimezone(self.decision.edition.header.governing_date.zone)

    def referral(self, route: str) -> Referral | None:
        """A certain referral."""
        return next((each for each in self.decision.referrals if each.route == route), None)

    def times(self, kind: str, route: str = "") -> list[datetime]:
        """When something happened to the page, or to a route."""
        return [each.at for each in self.events if each.kind == kind and each.route == route]

    def look(self, since: datetime) -> Event | None:
        """The last time that somebody looked at the page, not before a moment."""
        found = [each for each in self.events if each.kind in ("gone", "still_there") and each.at >= since]
        return found[-1] if found else None

    def attempts(self, route: str, since: datetime | None = None) -> list[Attempt]:
        """Every message to one recipient, in order."""
        found: list[Attempt] = []
        for each in self.events:
            if each.route != route or (since is not None and each.at < since):
                continue
            last = found[-1] if found else None
            if each.kind == "sent" or (each.kind == "bounced" and last is None):
                found.append(Attempt(each.at, sent=each.at, back=each.at if each.kind == "bounced" else None))
            elif each.kind == "delivered" and (last is None or (last.delivered and not last.sent)):
                found.append(Attempt(each.at, delivered=each.at))
            elif each.kind == "delivered" and last is not None and last.delivered is None:
                found[-1] = replace(last, delivered=each.at, back=None)
            elif each.kind == "bounced" and last is not None and last.back is None:
                found[-1] = replace(last, delivered=None, back=each.at)
        return found

    def late(self, begin: datetime, deadline: Deadline) -> datetime | None:
        """From when something that is owed from a moment on is late; None in a guideline without deadlines."""
        deadlines = self.decision.edition.header.deadlines
        return None if deadlines is None else self.after(begin, getattr(deadlines, deadline))

    def after(self, begin: datetime, parameter: str) -> datetime:
        """A moment and a figure of the edition → when it has passed.

        That there is such a figure, on every day, was checked when the guideline was loaded.
        """
        figure = self.decision.edition.parameters[parameter]
        return self.passed(begin, figure.value or 0, figure.unit or "days")

    def passed(self, begin: datetime, value: int, unit: str) -> datetime:
        """When a period has passed, in the guideline's days."""
        return passed(begin, value, unit, self.decision.edition.header.governing_date.zone)

    def limit(self, parameter: str) -> int:
        """A count of the edition."""
        return self.decision.edition.parameters[parameter].value or 0

    def made(self, owed: Obligation) -> Obligation:
        """The same, escalated where it is late; what could be done can still be done."""
        if owed.state in OPEN and owed.late is not None and self.at >= owed.late:
            due = owed.due if owed.state == "due" else None
            return replace(owed, state="escalated", due=due)
        return owed
