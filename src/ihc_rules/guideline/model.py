"""A guideline's records → immutable values.

- Records are what staff wrote, checked for form only; what they refer to is checked in `check`.
- Dated records may stand several times under one id, with disjoint `in_force`.
"""

from __future__ import annotations

from datetime import timedelta, timezone
from functools import cached_property
from typing import Literal

from pydantic import Field, InstanceOf

from ihc_rules.guideline.condition import Condition
from ihc_rules.guideline.waiting import Deadlines, FollowUp, Hold
from ihc_rules.records import (
    Bool,
    Citation,
    Dated,
    Day,
    EditionId,
    Expectable,
    Integer,
    Prose,
    Record,
    Role,
    RuleId,
    Text,
    Word,
)

When = InstanceOf[Condition]


class GoverningDate(Record):
    """Which moment selects the edition, and the offset from UTC in which its day is taken."""

    of: Literal["decision", "receipt"]
    utc_offset: str = Field(pattern=r"^[+-](0[0-9]|1[0-4]):[0-5][0-9]$")

    @cached_property
    def zone(self) -> timezone:
        """The offset as a zone."""
        delta = timedelta(hours=int(self.utc_offset[1:3]), minutes=int(self.utc_offset[4:]))
        return timezone(-delta if self.utc_offset.startswith("-") else delta)


class Header(Record):
    """The `guideline:` section."""

    id: Word
    title: Text
    trusts: tuple[Role, ...] = Field(min_length=1)
    governing_date: GoverningDate
    deadlines: Deadlines | None = None


class EditionName(Record):
    """The name of what is in force from a day on."""

    id: EditionId
    from_: Day = Field(alias="from")
    title: Text
    source: Citation
    expected: Expectable = None


class ReviewRule(Record):
    """When the panel's verdict is demanded, if not always or never."""

    when: When
    source: Citation


LegalReview = Literal["always", "never"] | ReviewRule


class Category(Dated):
    """One class of the guideline; the order in which categories are declared is their precedence.

    Attributes:
        stops: a gate: while it is met no route fires unless the route is `despite` it.
        in_scope: whether being of this category is the centre's business.
        panel: the parameter with the panel's rule.
    """

    id: Word
    title: Text
    stops: Bool = False
    in_scope: Bool = True
    legal_review: LegalReview
    panel: str | None = None
    source: Citation


class Group(Record):
    """A named group of provisions."""

    id: Word
    title: Text


class Panel(Record):
    """The rule by which several advisers' opinions make one verdict.

    Attributes:
        members: how many advisers the panel has.
        quorum: how many must have given a view (a reserved view does not count).
        majority: more than half, two thirds, or all `of` the votes cast or of the members.
        split: what it means when the panel is complete or closed and no view has the majority.
    """

    members: Integer = Field(ge=1, le=15)
    quorum: Integer = Field(ge=1, le=15)
    majority: Literal["more_than_half", "two_thirds", "all"]
    of: Literal["votes", "members"]
    split: Literal["open", "considerable_suspicion", "does_not_apply"]
    adviser_kinds: tuple[Word, ...] = Field(min_length=1)


class Parameter(Dated):
    """A figure or rule of an edition, with its status."""

    id: Word
    title: Text
    value: Integer | None = None
    unit: Word | None = None
    panel: Panel | None = None
    source: Citation


class DocumentName(Record):
    """A document that sources refer to."""

    id: str = Field(pattern=r"^[A-Z][A-Za-z0-9]*$")
    title: Text
    url: Prose | None = None
    grade: Literal["O", "P", "L", "N", "E", "W"] | None = None


class Article(Dated):
    """One article of an act, for as long as it stands under this number."""

    article: Prose
    penalty: Text | Literal["none"] | None = None
    source: Citation


class Act(Record):
    """An act with its articles."""

    id: Word
    title: Text
    law_id: str | None = None
    source: Citation
    articles: tuple[Article, ...] = Field(min_length=1)


class StatuteRef(Dated):
    """An article that a provision rests on; `when` says for which acts."""

    act: str
    article: str
    when: When | None = None
    penalty: Literal["none"] | None = None


class Definition(Dated):
    """A named condition; `of` a list, it is about one element and may be used only there."""

    id: Word
    title: Text
    when: When
    of: str | None = None
    source: Citation


class Unless(Dated):
    """A named exception; each stands alone."""

    id: Word
    title: Text
    when: When
    source: Citation


class Provision(Dated):
    """One item of the guideline 項目 in one version.

    Attributes:
        xarf: the type of an XARF report on it, where one fits.
    """

    id: RuleId
    name: Word
    title: Text
    category: str
    group: str | None = None
    statutes: tuple[StatuteRef, ...] = ()
    source: Citation
    when: When | None = None
    unless: tuple[Unless, ...] = ()
    legal_review: LegalReview | None = None
    overrides: tuple[str, ...] = ()
    suspected_of: tuple[str, ...] = ()
    draft: Bool = False
    xarf: Literal["csam", "csem", "investment_fraud", "phishing"] | None = None
    note: Text | None = None


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
        never: words that may not stand in it. texts: more special texts that it has, for a recipient (`x_provider`), a
            kind of message (`repeat_x`), or both; each a file in every language.
    """

    id: Word
    title: Text
    languages: tuple[Literal["ja", "en"], ...] = Field(min_length=1)
    texts: tuple[Word, ...] = ()
    reads: tuple[str, ...] = ()
    never: tuple[Prose, ...] = ()
    source: Citation | None = None


class FirstOf(Record):
    """The first recipient that can be reached, all before it being known not to be."""

    first_of: tuple[str, ...] = Field(min_length=1)


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
