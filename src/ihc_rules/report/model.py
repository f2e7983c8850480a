"""Data about one page × the vocabulary → a report: facts that people recorded, each with who, when and where seen.

- Strict: unknown facts, wrong types, values out of range and roles that may not establish a fact are refused by
  name, all at once. A recorded `null` is a fault; absence is a value of its own.
- `undeterminable` 確認できず means: somebody looked and could not tell. It counts as unknown and is not asked again.
- What a reporter claims stands apart from what was found.
- The library cannot know who recorded something: the backend must authenticate `by`.

Example:
    >>> report = guideline.report({"id": "r1", "facts": {"page.kind": "web_page"}})
    >>> report.values["page.kind"]
    'web_page'
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from ihc_rules.facts import Value, as_moment
from ihc_rules.records import Role

View = Literal["applies", "considerable_suspicion", "does_not_apply", "reserved"]
Moment = Annotated[datetime, BeforeValidator(as_moment)]
Line = Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[^\x00-\x1f\x7f]+$")]


class Frozen(BaseModel):
    """A value that refuses unknown keys and wrong types."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, arbitrary_types_allowed=True)


class Page(Frozen):
    """The page that was reported."""

    url: Annotated[str, Field(min_length=1, max_length=8000, pattern=r"^[^\x00-\x20\x7f]+$")]


class Opinion(Frozen):
    """One adviser's dated view on a provision, or on one element of it.

    Attributes:
        view: `applies` 該当, `considerable_suspicion` 疑いが相当程度, `does_not_apply` 非該当, `reserved` 意見留保.
    """

    provision: Line
    element: Line | None = None
    adviser: Line
    adviser_kind: Line
    view: View
    at: Moment

    @property
    def subject(self) -> str:
        """The provision or the element that the view is on."""
        return self.element or self.provision


@dataclass(frozen=True, slots=True)
class Recorded:
    """One fact as it was recorded.

    Attributes:
        value: typed as the fact says; None for a text known to be absent, and where undeterminable.
        undeterminable: somebody looked and could not tell.
        by: role of who recorded it, if told.
    """

    value: Value
    undeterminable: bool = False
    by: Role | None = None
    at: datetime | None = None
    seen_in: str | None = None


@dataclass(frozen=True, slots=True)
class Elements:
    """The elements of one list that were recorded.

    Attributes:
        complete: there are no others.
        undeterminable: somebody looked and could not tell whether there are others; never together with `complete`.
    """

    complete: bool
    items: tuple[Mapping[str, Recorded], ...]
    undeterminable: bool = False


class Report(Frozen):
    """What was recorded about one page.

    Attributes:
        facts: recorded facts by id.
        lists: recorded elements by list.
        closed_panels: when the panel on a provision or element was closed: no view comes after it.
        claims: what the reporter says; never read by a rule that makes a referral.
    """

    id: str
    reference: str | None = None
    page: Page | None = None
    received_at: datetime | None = None
    investigation_complete: bool = False
    facts: Mapping[str, Recorded] = Field(default_factory=dict)
    lists: Mapping[str, Elements] = Field(default_factory=dict)
    opinions: tuple[Opinion, ...] = ()
    closed_panels: Mapping[str, datetime] = Field(default_factory=dict)
    claims: Mapping[str, Recorded] = Field(default_factory=dict)

    def model_post_init(self, _context: object) -> None:
        """Work out once what every decision reads."""
        _ = self.values, self.latest

    @cached_property
    def values(self) -> Mapping[str, Value]:
        """Known values by fact id; what was found stands before what was claimed."""
        both = {**self.claims, **self.facts}
        return {name: each.value for name, each in both.items() if not each.undeterminable}

    @cached_property
    def latest(self) -> Mapping[str, tuple[Opinion, ...]]:
        """The last view of each adviser, by provision or element; a later view corrects an earlier one."""
        last: dict[str, dict[str, Opinion]] = {}
        for opinion in sorted(self.opinions, key=lambda each: each.at):
            last.setdefault(opinion.subject, {})[opinion.adviser] = opinion
        return {name: tuple(each[adviser] for adviser in sorted(each)) for name, each in last.items()}


class Submission(Frozen):
    """Several pages that one reporter told of under one reference."""

    reference: str
    reports: tuple[Report, ...]
