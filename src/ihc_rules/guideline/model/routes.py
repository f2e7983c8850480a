"""Records of what follows → values: recipients, templates, routes and what they wait for, triage."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ihc_rules.guideline.model.rules import When
from ihc_rules.records import Bool, Citation, Dated, Prose, Record, Text, Word

Channel = Literal["signed_mail", "mail", "portal", "phone", "web_form", "in_person", "chat", "sns"]


class Recipient(Dated):
    """Somebody who receives referrals, or a window to which people are guided.

    Attributes:
        limits: what it does not do, and what to know before using it.
        in_chart: whether it stands in the chart of windows that the guideline follows.
    """

    id: Word
    title: Text
    operator: Text | None = None
    channels: tuple[Channel, ...] = Field(min_length=1)
    url: Prose | None = None
    phones: tuple[Prose, ...] = ()
    languages: tuple[Literal["ja", "en"], ...] = Field(min_length=1)
    hours: Text | None = None
    for_whom: Text | None = None
    limits: Text | None = None
    in_chart: Bool = True
    reachable_when: When | None = None
    source: Citation


class Template(Record):
    """A message that a route may send, with the facts that it may show.

    Attributes:
        never: words that may not stand in it.
    """

    id: Word
    title: Text
    languages: tuple[Literal["ja", "en"], ...] = Field(min_length=1)
    reads: tuple[str, ...] = ()
    never: tuple[Prose, ...] = ()
    source: Citation | None = None


class FirstOf(Record):
    """The first recipient that can be reached, all before it being known not to be."""

    first_of: tuple[str, ...] = Field(min_length=1)


class Hold(Record):
    """What a referral waits for: so long after an event of another route."""

    after: str
    counted_from: Word
    for_: str = Field(alias="for")
    blocked_while: Word | None = None
    ends_on: Word | None = None


class FollowUp(Record):
    """What follows a request: somebody looks again, and asks again.

    Attributes:
        recheck_after: how long after a request (a parameter with a value). repeats: how often it is repeated.
    """

    recheck_after: str
    repeats: str


class Route(Dated):
    """One outcome: who is told or asked to do what."""

    id: Word
    title: Text
    action: Word
    to: str | FirstOf
    when: When
    urgent_when: When | None = None
    emergency: Bool = False
    needs_review: Bool = True
    despite: Literal["all"] | tuple[str, ...] = ()
    hold: Hold | None = None
    follow_up: FollowUp | None = None
    template: str | None = None
    basis: Citation

    def recipients(self) -> tuple[str, ...]:
        """Every recipient that this route may reach, in order."""
        return (self.to,) if isinstance(self.to, str) else self.to.first_of


class Triage(Dated):
    """What a reporter's claim may do: raise the place in the queue and show a notice. Never a referral."""

    id: Word
    title: Text
    when: When
    queue: Word
    notice: Text
    source: Citation
