"""Plain data with places → the small records that every part of a guideline is made of.

- Every record is frozen, refuses unknown keys, and knows where it was written.
- A scalar arrives as text; the type of its field decides what the text means: a boolean is `true` or `false`
  and nothing else, a date is `2006-06-01`, a number is written in ASCII digits.
- Every text for people is given in Japanese and in English.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema
from pydantic_core import PydanticCustomError

from ihc_rules.source import Place

Status = Literal["quoted", "summarised", "derived", "assumed"]
Role = Literal[
    "reporter",
    "analyst",
    "system",
    "advisor",
    "police",
    "provider",
    "foreign_hotline",
    "person_seeking_help",
]

NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,15})", re.ASCII)
DATE = re.compile(r"(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}", re.ASCII)


def as_boolean(value: object) -> object:
    """`true` or `false`, as text or as a boolean."""
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return value == "true"
    raise PydanticCustomError("not-boolean", "not a boolean")


def as_integer(value: object) -> object:
    """A whole number within ±2**53, as text or as a number."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and NUMBER.fullmatch(value):
        return int(value)
    raise PydanticCustomError("not-integer", "not a whole number")


def as_date(value: object) -> date:
    """A day written `2006-06-01`, from 1900 to 2199."""
    if isinstance(value, date):
        return value
    if isinstance(value, str) and DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise PydanticCustomError("not-date", "not a date")


Bool = Annotated[bool, BeforeValidator(as_boolean, json_schema_input_type=bool)]
Integer = Annotated[int, BeforeValidator(as_integer, json_schema_input_type=int)]
Day = Annotated[date, BeforeValidator(as_date, json_schema_input_type=date)]
Word = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
EditionId = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9a-z]{2}$")]
RuleId = Annotated[str, Field(pattern=r"^([A-Z]+-[0-9]+[a-z]?|[a-z][a-z0-9_]*)$", max_length=64)]
FactId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$", max_length=120)]
Prose = Annotated[str, Field(min_length=1, max_length=4000)]


class Record(BaseModel):
    """Something a person wrote: frozen, complete, and placed.

    Attributes:
        places: the place of the record (key `""`) and of its fields (`unless.0.when`).
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    places: SkipJsonSchema[Mapping[str, Place]] = Field(default_factory=dict, repr=False, exclude=True)

    def place(self, field: str = "") -> Place | None:
        """Where a field stands; else the nearest enclosing field that was written."""
        while field and field not in self.places:
            field = field.rpartition(".")[0]
        return self.places.get(field)


class Text(Record):
    """One text in both languages."""

    ja: Prose
    en: Prose

    def get(self, lang: str) -> str:
        """The text in `ja` or `en`."""
        return self.ja if lang == "ja" else self.en


class Citation(Record):
    """Where a rule or a figure comes from, and how firmly.

    Attributes:
        document: id of a declared document.
        section: chapter, article or heading in it.
        status: quoted or summarised from the document; derived from it by reasoning; or assumed.
    """

    document: str
    section: Prose | None = None
    status: Status
    note: Prose | None = None


class InForce(Record):
    """From when until when something holds; both days inclusive; an open end has no day.

    Attributes:
        retired: the end is meant to be an end: no later version follows.
    """

    from_: Day | None = Field(default=None, alias="from")
    to: Day | None = None
    retired: Bool = False
    status: Status | None = None

    def covers(self, day: date) -> bool:
        """Whether a day lies within."""
        return (self.from_ or date.min) <= day <= (self.to or date.max)


ALWAYS = InForce()


class Expected(Record):
    """A change that was announced and whose day is not known: it is told, and decides nothing.

    Attributes:
        what: what is to change.
        from_: the first day on which it is expected, if anything is known of it.
    """

    what: Text
    from_: Day | None = Field(default=None, alias="from")
    source: Citation


Expectable = Annotated[Expected | None, Field(exclude=True)]  # no digest and no decision knows of it


class Dated(Record):
    """Something that holds for a time."""

    in_force: InForce = ALWAYS
    expected: Expectable = None


def plain(value: Any) -> Any:
    """A record as plain data (for digests and JSON), without its places and without what is only expected."""
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        return {
            field.alias or name: plain(v)
            for name, field in fields.items()
            if not field.exclude and (v := getattr(value, name)) is not None and v != field.default
        }
    if isinstance(value, (tuple, list)):
        return [plain(v) for v in value]
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    return value.isoformat() if isinstance(value, date) else value
