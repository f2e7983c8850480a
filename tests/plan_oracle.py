"""One decision × events × a time → what is owed for each referral, told as a clerk would who files paper as it comes: the oracle.

- One pass over the events, moment by moment; what was wrong when a letter left is noted at that moment and not worked out
  afterwards. Nothing of `course`, `gate` or `seen` is used; only lengths of time are counted by `calendar`.

Source: docs/reference/plan.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from ihc_rules.decision.calendar import passed
from ihc_rules.decision.decide import Decision, Referral
from ihc_rules.decision.events import Event

SAME_MOMENT = (
    *("sent", "delivered", "bounced", "refused", "released", "preservation_requested"),
    *("gone", "still_there", "cancelled"),
)
Told = tuple[str, str, str, datetime | None, datetime | None]  # id, state, because, due, late


@dataclass
class Letter:
    left: datetime
    posted: bool
    arrived: datetime | None = None
    returned: datetime | None = None
    too_early: bool = False


@dataclass
class File:
    """Everything about one referral."""

    letters: list[Letter] = field(default_factory=list)
    stopped: bool = False
    refused: datetime | None = None

    @property
    def standing(self) -> list[Letter]:
        return [each for each in self.letters if each.returned is None]

    @property
    def returned_in_a_row(self) -> list[Letter]:
        row: list[Letter] = []
        for each in self.letters:
            row = [] if each.returned is None else [*row, each]
        return row


class Clerk:
    """Files what comes, then tells what is owed."""

    def __init__(self, decision: Decision, events: Iterable[Event], now: datetime) -> None:
        self.decision, self.now = decision, now
        self.referrals = {each.route: each for each in decision.referrals}
        self.rules = decision.edition.rules
        self.files: dict[str, File] = {}
        self.releases: list[datetime] = []
        self.preserve_asked: datetime | None = None
        self.preserve_ended: datetime | None = None
        self.looks: list[tuple[datetime, str]] = []
        known = sorted({e for e in events if e.at <= now}, key=lambda e: (e.at, SAME_MOMENT.index(e.kind)))
        for moment, together in groupby(known, key=lambda e: e.at):
            left = [letter for each in together for letter in self.take(each)]
            for route, letter in left:
                letter.too_early = self.asks(route) and self.obstacle(route, moment)[0] != ""

    def file(self, route: str) -> File:
        return self.files.setdefault(route, File())

    def take(self, each: Event) -> list[tuple[str, Letter]]:
        file, at = self.file(each.route), each.at
        last = file.letters[-1] if file.letters else None
        match each.kind:
            case "released":
                self.releases.append(at)
                if self.preserve_asked is not None and self.preserve_ended is None and at > self.preserve_asked:
                    self.preserve_ended = at
            case "preservation_requested":
                self.preserve_asked, self.preserve_ended = at, None
            case "gone" | "still_there":
                self.looks.append((at, each.kind))
            case "cancelled":
                file.stopped = file.stopped or at >= self.decision.at
            case "refused":
                file.refused = at
            case "bounced" if last is not None:
                if last.returned is None:
                    last.arrived, last.returned = None, at
            case "delivered" if last is not None and last.arrived is None:
                last.arrived, last.returned = at, None
            case "delivered" if last is not None and last.posted:
                pass
            case _:
                letter = Letter(at, each.kind != "delivered")
                letter.arrived = at if each.kind == "delivered" else None
                letter.returned = at if each.kind == "bounced" else None
                file.letters.append(letter)
                file.stopped = False
                return [(each.route, letter)] if each.route in self.referrals else []
        return []

    def asks(self, route: str) -> bool:
        return self.rules.routes[route].hold is not None or self.rules.routes[route].follow_up is not None

    def figure(self, name: str) -> tuple[int, str]:
        parameter = self.decision.edition.parameters[name]
        assert parameter.value is not None
        return parameter.value, parameter.unit or "days"

    def late(self, begin: datetime, name: str) -> datetime:
        deadlines = self.decision.edition.header.deadlines
        assert deadlines is not None
        return self.end(begin, getattr(deadlines, name))

    def end(self, begin: datetime, name: str) -> datetime:
        value, unit = self.figure(name)
        return passed(begin, value, unit, self.decision.edition.header.governing_date.zone)

    def will_not_go(self, route: str) -> bool:
        file = self.file(route)
        return self.referrals[route].recipient is None or file.stopped or len(file.returned_in_a_row) >= 3

    def obstacle(self, route: str, now: datetime) -> tuple[str, datetime | None, datetime | None]:
        """What stands before a letter; when that ends (or ended) by itself; when people are told."""
        hold = self.referrals[route].hold
        freed = None
        if self.asks(route) and (hold is None or hold.blocked_while is not None) and self.preserve_asked is not None:
            if self.preserve_ended is None:
                return "preserved", None, self.late(self.preserve_asked, "preserve")
            freed = self.preserve_ended
        if hold is None:
            return "", freed or self.decision.at, None
        first = self.file(hold.after)
        arrivals = [each.arrived if hold.counted_from == "delivered" else each.left for each in first.standing]
        arrived = [each for each in arrivals if each is not None]
        if not arrived:
            if hold.after in self.referrals and self.will_not_go(hold.after):
                return "nobody_told", None, None
            begin = max([self.decision.at, *(each.left for each in first.letters)])
            return "waits_for_notice", None, self.late(begin, "send")
        over = passed(arrived[0], hold.value, hold.unit, self.decision.edition.header.governing_date.zone)
        for each in self.releases:
            if hold.ends_on and arrived[0] <= each < over:
                over = each
        over = over if freed is None or freed < over else freed
        return ("hold" if over > now else ""), over, None

    def life_waits(self, route: str) -> bool:
        if self.rules.routes[route].emergency or not self.asks(route):
            return False
        for name, each in self.referrals.items():
            if self.rules.routes[name].emergency and each.recipient is not None:
                channels = self.rules.recipients[each.recipient].channels
                by_hand = {"signed_mail", "mail", "phone"} & {*channels}
                if by_hand and not self.file(name).standing and not self.will_not_go(name):
                    return True
        return False

    # --- what is owed -------------------------------------------------------------------------------------------------

    def owed(self, route: str) -> list[Told]:
        referral, file = self.referrals[route], self.file(route)
        follow = self.rules.routes[route].follow_up
        if not file.standing:
            return [(f"send {route}", "cancelled", "cancelled", None, None) if file.stopped else self.unsent(referral)]
        last = file.standing[-1].left
        refused = file.refused is not None and file.refused > last
        sent: Told = (f"send {route}", "done", "sent", None, None)
        if any(each.too_early for each in file.standing):
            sent = (f"send {route}", "escalated", "sent_early", None, None)
        elif refused and follow is None:
            sent = (f"send {route}", "escalated", "refused", None, None)
        if follow is None:
            return [sent]
        if file.stopped:
            return [sent, (f"recheck {route}", "cancelled", "cancelled", None, None)]
        return [sent, self.after_request(referral, refused)]

    def unsent(self, referral: Referral) -> Told:
        route, file = referral.route, self.file(referral.route)
        if referral.recipient is None:
            return f"find_recipient {route}", "escalated", "nobody_reachable", None, None
        stops = self.stopped_by(route, f"send {route}")
        if stops is not None:
            return stops
        _, since, _ = self.obstacle(route, self.now)
        assert since is not None
        begin = max(since, self.decision.at)
        held = referral.hold is not None
        looked = [each for each in self.looks if each[0] >= (since if held else self.decision.at)]
        if self.asks(route):
            if held and not looked:
                return self.clock(f"check_page {route}", "page_unconfirmed", begin, route)
            if looked and looked[-1][1] == "gone":
                return f"send {route}", "cancelled", "gone", None, None
            if held:
                begin = max(begin, looked[-1][0])
        return self.letter(file, f"send {route}", "ready", begin, route)

    def after_request(self, referral: Referral, refused: bool) -> Told:
        route, file = referral.route, self.file(referral.route)
        follow = self.rules.routes[route].follow_up
        assert follow is not None
        count = len(file.standing)
        here, following = ("" if count == 1 else f" {count}"), f" {count + 1}"
        looked = [each for each in self.looks if each[0] >= file.standing[0].left]
        if looked and looked[-1][1] == "gone":
            return f"recheck {route}{here}", "done", "gone", None, None
        if refused:
            return f"recheck {route}{here}", "escalated", "refused", None, None
        again = self.end(file.standing[-1].left, follow.recheck_after)
        if not looked or looked[-1][0] < again:
            return self.clock(f"recheck {route}{here}", "look_again", again, route)
        if count > self.figure(follow.repeats)[0]:
            return f"recheck {route}{here}", "escalated", "asked_often", None, None
        if referral.recipient is None:
            return f"find_recipient {route}{following}", "escalated", "nobody_reachable", None, None
        stops = self.stopped_by(route, f"send {route}{following}")
        if stops is not None:
            return stops
        _, since, _ = self.obstacle(route, self.now)
        assert since is not None
        if looked[-1][0] < since:
            return self.clock(f"recheck {route}{here}", "look_again", since, route)
        begin = max(looked[-1][0], self.decision.at)
        return self.letter(file, f"send {route}{following}", "still_there", begin, route)

    def stopped_by(self, route: str, name: str) -> Told | None:
        why, until, late = self.obstacle(route, self.now)
        if self.life_waits(route):
            why, until, late = "life_first", None, self.late(self.decision.at, "send")
        if why == "nobody_told":
            return name, "escalated", why, None, None
        if not why:
            return None
        overdue = late is not None and late <= self.now
        return name, "escalated" if overdue else "waiting", why, None if overdue else until, late

    def letter(self, file: File, name: str, why: str, begin: datetime, route: str) -> Told:
        row = file.returned_in_a_row
        if len(row) >= 3:
            return name, "escalated", "bounced_often", None, None
        if row and row[-1].returned is not None:
            return self.clock(name, "bounced", max(begin, row[-1].returned), route)
        return self.clock(name, why, begin, route)

    def clock(self, name: str, why: str, begin: datetime, route: str) -> Told:
        life = self.rules.routes[route].emergency or self.referrals[route].urgency == "immediate"
        late = self.late(begin, "emergency" if life else "send")
        if begin > self.now:
            return name, "waiting", why, begin, late
        return name, "escalated" if late <= self.now else "due", why, begin, late
