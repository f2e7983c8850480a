"""One referral × what has happened → every step of it so far, and the next.

- A message with a hold waits for the notice, for the hold, for the end of a preservation, and for somebody to see that
  the page still shows it; after a request somebody looks again, and it is repeated as often as the edition says.
- What came back is sent again, three times at most; what is late is escalated.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from ihc_rules.decision.calendar import passed
from ihc_rules.decision.decide import Decision, Referral
from ihc_rules.decision.events import Event
from ihc_rules.decision.obligation import OPEN, Obligation, State, Step

MAX_BOUNCES = 3


@dataclass(frozen=True)
class Seen:
    """A decision with what has happened until a time."""

    decision: Decision
    events: tuple[Event, ...]
    at: datetime

    def of(self, route: str, *kinds: str) -> list[datetime]:
        """When something of these kinds happened to a route."""
        return [each.at for each in self.events if each.route == route and each.kind in kinds]

    def page(self, kind: str, since: datetime) -> datetime | None:
        """The last time that somebody saw the page so, not before a moment."""
        found = [each.at for each in self.events if each.kind == kind and each.at >= since]
        return found[-1] if found else None

    def after(self, begin: datetime, parameter: str) -> datetime | None:
        """A moment and a figure of the edition → when it has passed; None where there is no such figure."""
        figure = self.decision.edition.parameters.get(parameter)
        if figure is None or figure.value is None:
            return None
        return passed(begin, figure.value, figure.unit or "days", self.decision.edition.header.governing_date.zone)

    def limit(self, parameter: str) -> int:
        """A count of the edition; none means none."""
        figure = self.decision.edition.parameters.get(parameter)
        return figure.value if figure is not None and figure.value is not None else 0

    def made(self, owed: Obligation) -> Obligation:
        """The same, escalated where it is late; what could be done can still be done."""
        if owed.state in OPEN and owed.late is not None and self.at >= owed.late:
            due = owed.due if owed.state == "due" else None
            return replace(owed, state="escalated", because=f"late_{owed.step}", due=due)
        return owed


@dataclass(frozen=True)
class Course:
    """One referral on its way."""

    seen: Seen
    referral: Referral

    def obligations(self) -> list[Obligation]:
        """Every step so far, and the next."""
        seen, referral = self.seen, self.referral
        if seen.of(referral.route, "cancelled"):
            return [self.step("send", "cancelled", "cancelled")]
        if referral.recipient is None:
            return [self.step("find_recipient", "escalated", "nobody_reachable")]
        sent = sorted(seen.of(referral.route, "sent", "delivered"))
        if not sent:
            return self.first()
        bounced = seen.of(referral.route, "bounced")
        if bounced and bounced[-1] >= sent[-1]:
            return self.again_after_bounce(bounced)
        return [self.step("send", "done", "sent"), *self.follow(sent)]

    def first(self) -> list[Obligation]:
        """Before anything was sent."""
        ready, why = self.ready()
        if ready is None:
            return why
        if self.referral.hold is not None:  # time has passed: is there still anything to be removed?
            gone, there = self.seen.page("gone", ready), self.seen.page("still_there", ready)
            if gone is not None and (there is None or gone > there):
                return [self.step("send", "cancelled", "gone")]
            if there is None:
                return [self.timed("check_page", ready, "page_unconfirmed")]
            ready = there
        bounced = self.seen.of(self.referral.route, "bounced")
        return self.again_after_bounce(bounced) if bounced else [self.timed("send", ready, "due")]

    def ready(self) -> tuple[datetime | None, list[Obligation]]:
        """From when nothing stands against sending; else what it waits for."""
        hold, seen = self.referral.hold, self.seen
        if hold is None:
            return seen.decision.at, []
        told = seen.of(hold.after, hold.counted_from)
        if not told:
            if seen.of(hold.after, "cancelled") or not self.can_come(hold.after):
                return None, [self.step("send", "escalated", "nobody_told")]
            begin = max([seen.decision.at, *seen.of(hold.after, "sent")])
            return None, [self.waiting("waits_for_notice", None, seen.after(begin, "send_within"))]
        asked = seen.of(hold.after, hold.blocked_while) if hold.blocked_while else []
        ended = seen.of(hold.after, hold.ends_on) if hold.ends_on else []
        if asked and not any(each >= asked[-1] for each in ended):
            late = seen.after(asked[-1], "preserve_at_most")
            return None, [self.waiting("preserved", None, late)]
        counted = passed(told[0], hold.value, hold.unit, seen.decision.edition.header.governing_date.zone)
        ready = min([counted, *(each for each in ended if each >= told[0])])
        if asked:
            ready = max(ready, min(each for each in ended if each >= asked[-1]))
        if ready > seen.at:
            return None, [self.waiting("hold", ready, None)]
        return ready, []

    def can_come(self, route: str) -> bool:
        """Whether the notice that is waited for can still be given."""
        before = next((each for each in self.seen.decision.referrals if each.route == route), None)
        if before is None:
            return True  # not certain yet
        steps = Course(self.seen, before).obligations()
        return any(each.state in (*OPEN, "done") for each in steps)

    def again_after_bounce(self, bounced: list[datetime]) -> list[Obligation]:
        """It came back."""
        if len(bounced) >= MAX_BOUNCES:
            return [self.step("send", "escalated", "bounced_often")]
        return [self.timed("send", bounced[-1], "bounced")]

    def follow(self, sent: list[datetime]) -> list[Obligation]:
        """After a request: look again, ask again, until it is gone or has been asked often enough."""
        rule = self.seen.decision.edition.rules.routes[self.referral.route].follow_up
        if rule is None:
            return []
        first, last = sent[0], sent[-1]
        gone, there = self.seen.page("gone", first), self.seen.page("still_there", first)
        if gone is not None and (there is None or gone >= there):
            return [self.step("recheck", "done", "gone")]
        look = self.seen.after(last, rule.recheck_after)
        if look is None:
            return []
        route = self.referral.route
        number = max(len(self.seen.of(route, "sent")), len(self.seen.of(route, "delivered")))  # of one request, both
        if there is None or there < look:
            return [self.timed("recheck", look, "look_again", number)]
        if self.seen.of(route, "refused") or number > self.seen.limit(rule.repeats):
            return [self.step("recheck", "escalated", "asked_often")]
        return [self.timed("send", there, "still_there", number + 1)]

    def name(self, step: Step, number: int = 1) -> str:
        """The id of an obligation."""
        return f"{step} {self.referral.route}" + (f" {number}" if number > 1 else "")

    def step(self, step: Step, state: State, because: str) -> Obligation:
        """An obligation without a time."""
        return Obligation(
            self.name(step),
            step,
            self.referral.route,
            self.referral.recipient,
            state,
            because,
            emergency=self.emergency,
        )

    def waiting(self, because: str, due: datetime | None, late: datetime | None) -> Obligation:
        """A message that something stands before."""
        route, to = self.referral.route, self.referral.recipient
        return self.seen.made(
            Obligation(self.name("send"), "send", route, to, "waiting", because, due, late, self.emergency)
        )

    def timed(self, step: Step, due: datetime, because: str, number: int = 1) -> Obligation:
        """An obligation that is due from a moment on, and escalated when it is late."""
        state: State = "due" if due <= self.seen.at else "waiting"
        late = self.seen.after(due, "emergency_within" if self.emergency else "send_within")
        made = Obligation(
            self.name(step, number),
            step,
            self.referral.route,
            self.referral.recipient,
            state,
            because,
            due,
            late,
            self.emergency,
        )
        return self.seen.made(made)

    @property
    def emergency(self) -> bool:
        """Whether life or body is at stake."""
        return self.seen.decision.edition.rules.routes[self.referral.route].emergency
