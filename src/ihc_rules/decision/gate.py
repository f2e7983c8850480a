"""One referral × what is known → what stands before it, or since when nothing does.

1. A preservation of evidence that was asked for and not ended since: shut, whatever else has passed.
2. A hold: shut until the message that comes first has reached its recipient, and the hold has run out from then; what
   ends a hold early counts only after that.

Only requests are held back by a preservation: referrals with a hold or a follow-up ask that something be done about the
page; the others tell somebody something.

Source: S05 (the hold, and the police's notice that evidence must be preserved). That a preservation holds back requests
without a hold too, and that life comes before every request (`life_first`), is assumed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ihc_rules.decision.decide import Referral, Waits
from ihc_rules.decision.obligation import Because
from ihc_rules.decision.seen import Attempt, Seen

MAX_BOUNCES = 3  # one after the other; then people look for another way
BY_HAND = ("signed_mail", "mail", "phone")  # what somebody sends; the reporter's page shows by itself


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether a message may be sent.

    Attributes:
        shut: what stands before it; None if nothing does.
        since: since when nothing stands before it; if something does, when that ends by itself, or None.
        late: when people are told that something still does.
    """

    shut: Because | None
    since: datetime | None = None
    late: datetime | None = None


def gate(seen: Seen, referral: Referral) -> Gate:
    """What stands before a message."""
    hold = referral.hold
    begin = None
    if is_request(seen, referral.route) and (hold is None or hold.blocked_while):
        asked = seen.times("preservation_requested")
        ended = [each for each in seen.times("released") if asked and each > asked[-1]]
        if asked and not ended:
            return Gate("preserved", late=seen.late(asked[-1], "preserve"))
        begin = ended[0] if ended else None
    if hold is None:
        return Gate(None, begin or seen.begin)
    return _held(seen, hold, begin)


def _held(seen: Seen, hold: Waits, free: datetime | None) -> Gate:
    tries = seen.attempts(hold.after)
    there = [each.delivered if hold.counted_from == "delivered" else each.at for each in tries if each.back is None]
    told = [each for each in there if each is not None]
    if not told:
        first = seen.referral(hold.after)
        if first is not None and given_up(seen, first):
            return Gate("nobody_told")
        return Gate("waits_for_notice", late=seen.late(max([seen.begin, *(each.at for each in tries)]), "send"))
    since = seen.passed(told[0], hold.value, hold.unit)
    if hold.ends_on:
        since = min([since, *(each for each in seen.times("released") if each >= told[0])])
    since = since if free is None else max(since, free)
    return Gate("hold" if since > seen.at else None, since)


def life_first(seen: Seen, referral: Referral) -> bool:
    """Whether a message about danger to life, which somebody can still send, has to leave before this request."""
    rules = seen.decision.edition.rules
    if rules.routes[referral.route].emergency or not is_request(seen, referral.route):
        return False
    return any(
        rules.routes[each.route].emergency
        and any(channel in BY_HAND for channel in rules.recipients[each.recipient or ""].channels)
        and not reached(seen.attempts(each.route))
        and not given_up(seen, each)
        for each in seen.decision.referrals
        if each.recipient is not None
    )


def is_request(seen: Seen, route: str) -> bool:
    """Whether it asks that something be done about the page."""
    rule = seen.decision.edition.rules.routes[route]
    return rule.hold is not None or rule.follow_up is not None


def reached(tries: list[Attempt]) -> list[Attempt]:
    """The messages that did not come back."""
    return [each for each in tries if each.back is None]


def failures(tries: list[Attempt]) -> list[datetime]:
    """When the messages at the end came back, one after the other."""
    last = max((i for i, each in enumerate(tries) if each.back is None), default=-1)
    return [each.back for each in tries[last + 1 :] if each.back is not None]


def called_off(seen: Seen, route: str) -> bool:
    """Whether the house called it off, under this decision, and has not sent it since."""
    off = [each for each in seen.times("cancelled", route) if each >= seen.begin]
    return bool(off) and not any(each.at > off[-1] for each in seen.attempts(route))


def given_up(seen: Seen, referral: Referral) -> bool:
    """Whether it will not be sent: nobody can be reached, it came back too often, or was called off."""
    often = len(failures(seen.attempts(referral.route))) >= MAX_BOUNCES
    return referral.recipient is None or often or called_off(seen, referral.route)
