"""One referral × what is known → every step of it so far, and the next.

- Before it was sent: it is called off, or waits (`gate`), or somebody has to see that the page still shows it, or it is
  due.
- After a request somebody looks again, and it is repeated as often as the edition says; then people decide.
- What came back is sent again, three times at most. What was sent though something stood before it is shown as such.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from ihc_rules.decision.decide import Referral
from ihc_rules.decision.gate import MAX_BOUNCES, Gate, called_off, failures, gate, is_request, life_first, reached
from ihc_rules.decision.obligation import Because, Obligation, State, Step
from ihc_rules.decision.seen import Attempt, Seen
from ihc_rules.guideline.waiting import FollowUp


@dataclass(frozen=True)
class Course:
    """One referral on its way."""

    seen: Seen
    referral: Referral

    def obligations(self) -> list[Obligation]:
        """Every step so far, and the next."""
        rule = self.seen.decision.edition.rules.routes[self.referral.route].follow_up
        tries = self.seen.attempts(self.referral.route)
        made, off = reached(tries), called_off(self.seen, self.referral.route)
        if not made:
            return [self.step("send", "cancelled", "cancelled") if off else self.first(tries)]
        sent = self.was_sent(made)
        if rule is None:
            return [sent]
        return [sent, self.step("recheck", "cancelled", "cancelled") if off else self.follow(made, tries, rule)]

    def first(self, tries: list[Attempt]) -> Obligation:
        """Before anything was sent that did not come back."""
        seen, route = self.seen, self.referral.route
        if self.referral.recipient is None:
            return self.step("find_recipient", "escalated", "nobody_reachable")
        open_ = self.gate()
        if open_.shut or open_.since is None:
            return self.shut(open_, 1)
        ready = max(open_.since, seen.begin)
        if is_request(seen, route):
            held = self.referral.hold is not None  # time has passed: is there still anything to be removed?
            look = seen.look(open_.since if held else seen.begin)
            if look is None and held:
                return self.timed("check_page", ready, "page_unconfirmed")
            if look is not None and look.kind == "gone":
                return self.step("send", "cancelled", "gone")
            ready = max(ready, look.at) if held and look is not None else ready
        return self.sending(ready, tries, 1, "ready")

    def follow(self, made: list[Attempt], tries: list[Attempt], rule: FollowUp) -> Obligation:
        """After a request: look again, ask again, until it is gone or was asked often enough."""
        seen, route, number = self.seen, self.referral.route, len(made)
        look = seen.look(made[0].at)
        if look is not None and look.kind == "gone":
            return self.step("recheck", "done", "gone", number)
        if any(each > made[-1].at for each in seen.times("refused", route)):
            return self.step("recheck", "escalated", "refused", number)
        again = seen.after(made[-1].at, rule.recheck_after)
        if look is None or look.at < again:
            return self.timed("recheck", again, "look_again", number)
        if number > seen.limit(rule.repeats):
            return self.step("recheck", "escalated", "asked_often", number)
        if self.referral.recipient is None:
            return self.step("find_recipient", "escalated", "nobody_reachable", number + 1)
        open_ = self.gate()
        if open_.shut or open_.since is None:
            return self.shut(open_, number + 1)
        if look.at < open_.since:  # evidence was preserved meanwhile
            return self.timed("recheck", open_.since, "look_again", number)
        return self.sending(max(look.at, seen.begin), tries, number + 1, "still_there")

    def was_sent(self, made: list[Attempt]) -> Obligation:
        """What was sent, and whether it might be, and was taken."""
        seen, route = self.seen, self.referral.route
        if is_request(seen, route) and any(gate(seen.until(each.at), self.referral).shut for each in made):
            return self.step("send", "escalated", "sent_early")
        follows = seen.decision.edition.rules.routes[route].follow_up is not None
        if not follows and any(each > made[-1].at for each in seen.times("refused", route)):
            return self.step("send", "escalated", "refused")
        return self.step("send", "done", "sent")

    def gate(self) -> Gate:
        """What stands before sending now."""
        if life_first(self.seen, self.referral):
            return Gate("life_first", late=self.seen.late(self.seen.begin, "send"))
        return gate(self.seen, self.referral)

    def shut(self, stands: Gate, number: int) -> Obligation:
        """A message that something stands before."""
        because = stands.shut or "hold"
        if because == "nobody_told":
            return self.step("send", "escalated", because, number)
        return self.seen.made(
            replace(self.step("send", "waiting", because, number), due=stands.since, late=stands.late)
        )

    def sending(self, ready: datetime, tries: list[Attempt], number: int, because: Because) -> Obligation:
        """A message that may be sent, unless it came back too often."""
        back = failures(tries)
        if len(back) >= MAX_BOUNCES:
            return self.step("send", "escalated", "bounced_often", number)
        if back:
            return self.timed("send", max(ready, back[-1]), "bounced", number)
        return self.timed("send", ready, because, number)

    def step(self, step: Step, state: State, because: Because, number: int = 1) -> Obligation:
        """An obligation without a time."""
        route = self.referral.route
        name = f"{step} {route}" + (f" {number}" if number > 1 else "")
        told = self.referral.recipient
        return Obligation(name, step, route, told, state, because, emergency=self.emergency, number=number)

    def timed(self, step: Step, due: datetime | None, because: Because, number: int = 1) -> Obligation:
        """An obligation that is due from a moment on, and escalated when it is late."""
        state: State = "due" if due is not None and due <= self.seen.at else "waiting"
        late = None if due is None else self.seen.late(due, "emergency" if self.emergency else "send")
        return self.seen.made(replace(self.step(step, state, because, number), due=due, late=late))

    @property
    def emergency(self) -> bool:
        """Whether life or body is at stake."""
        return self.seen.decision.edition.rules.routes[self.referral.route].emergency or (
            self.referral.urgency == "immediate"
        )
