"""Declared facts → the vocabulary that reports and rules share.

- A fact is one thing that can be known about a report; it is typed, asked in two languages, and somebody
  establishes it. Fact ids are dotted and none is a prefix of another, so nested input means the same as flat.
- A recorded value is text, a boolean, a number, a day, a moment or a set of words; nothing else is ever stored.
- `read_value` reads from JSON (`typed`) or from YAML, where every scalar is text until its fact says more.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal, TypeVar

from pydantic import Field
from pydantic_core import PydanticCustomError

from ihc_rules.records import (
    Bool,
    Citation,
    FactId,
    Integer,
    Prose,
    Record,
    Role,
    Text,
    Word,
    as_boolean,
    as_date,
    as_integer,
)

FactType = Literal["boolean", "enum", "set", "integer", "decimal", "date", "datetime", "country", "text"]
Value = bool | str | int | Decimal | date | datetime | frozenset[str] | None  # None: a text known to be absent

BOUND = 2**53  # the largest whole number that every JSON reader keeps exactly
DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,15})(\.[0-9]{1,12})?", re.ASCII)
MOMENT = re.compile(
    r"(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})",
    re.ASCII,
)
LEAP = re.compile(r"(T[0-9]{2}:[0-9]{2}):60")
# ISO 3166-1 alpha-2, officially assigned.
ASSIGNED = """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
    CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO
    FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE
    JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO
    MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW
    PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM
    TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
"""
ABROAD = "XX"  # user-assigned in ISO 3166-1; here: another country than the guideline's own, not known which
COUNTRIES = frozenset([*ASSIGNED.split(), ABROAD])


class EnumValue(Record):
    """One value of an enum or set, with what it means.

    Attributes:
        exclusive: in a set it stands alone, such as `none`: no other value may be recorded with it.
    """

    id: Word
    title: Text
    help: Text | None = None
    exclusive: Bool = False


class Presumption(Record):
    """推定: what an unrecorded fact counts as once the investigation is complete."""

    value: Any
    source: Citation


class Fact(Record):
    """One declared thing that can be known about a report.

    Attributes:
        established_by: the roles that may record it.
        kind: `observed` by anyone who looks, or `evaluated`: a legal or medical appreciation.
        delegated: the source that lets analysts establish an evaluated fact.
        exposure: 0 metadata, 1 text around the page, 2 the page's text, 3 viewing media.
        after: facts and lists that are asked before it, of those that are still to be asked.
        presumed: what it counts as when unrecorded and the investigation is complete.
    """

    id: FactId
    type: FactType
    title: Text
    question: Text
    help: Text | None = None
    values: tuple[EnumValue, ...] = ()
    minimum: Integer | None = None
    maximum: Integer | None = None
    unit: Prose | None = None
    established_by: tuple[Role, ...] = Field(min_length=1)
    kind: Literal["observed", "evaluated"] = "observed"
    delegated: Citation | None = None
    exposure: Integer = Field(ge=0, le=3)
    after: tuple[Prose, ...] = ()
    presumed: Presumption | None = None
    source: Citation | None = None
    deprecated: Bool = False

    @cached_property
    def value_ids(self) -> tuple[str, ...]:
        """Ids of the values of an enum or set, as declared."""
        return tuple(value.id for value in self.values)

    @cached_property
    def exclusive(self) -> frozenset[str]:
        """Values that stand alone in a set."""
        return frozenset(value.id for value in self.values if value.exclusive)

    def goes_together(self, values: Collection[str]) -> bool:
        """Whether a set may hold these values at once."""
        return len(values) <= 1 or self.exclusive.isdisjoint(values)

    def title_of(self, value: str, lang: str) -> str:
        """What one value of an enum or set is called."""
        return next((v.title.get(lang) for v in self.values if v.id == value), value)


class ListOf(Record):
    """What a page shows several of: its elements carry facts of their own.

    Attributes:
        after: as for a fact.
        facts: facts of one element; conditions read them only inside `some` over this list.
    """

    id: Word
    title: Text
    question: Text
    help: Text | None = None
    established_by: tuple[Role, ...] = Field(min_length=1)
    exposure: Integer = Field(ge=0, le=3)
    after: tuple[Prose, ...] = ()
    facts: tuple[Fact, ...] = Field(min_length=1)

    @cached_property
    def by_id(self) -> Mapping[str, Fact]:
        """The facts of one element by id."""
        return {fact.id: fact for fact in self.facts}


class Vocabulary:
    """All declared facts and lists of a guideline.

    Args:
        facts: declared facts of the report.
        lists: declared lists with the facts of their elements.
        unread: ids of facts and lists that were written but could not be read.
    """

    def __init__(self, facts: Iterable[Fact], lists: Iterable[ListOf], unread: Iterable[str] = ()) -> None:
        self.unread = frozenset(unread)
        self.facts: Mapping[str, Fact] = {fact.id: fact for fact in facts}
        self.lists: Mapping[str, ListOf] = {each.id: each for each in lists}

    def of(self, list_id: str | None) -> Mapping[str, Fact]:
        """The facts of the report (None), or of one element of a list."""
        return self.facts if list_id is None else self.lists[list_id].by_id

    def fact(self, list_id: str | None, fact_id: str) -> Fact:
        """One declared fact."""
        return self.of(list_id)[fact_id]


MAX_DIGITS, MAX_MEMBERS, MAX_TEXT = 40, 1000, 10_000


def _fail(code: str) -> PydanticCustomError:
    return PydanticCustomError("bad-value", "bad value", {"expected": code})


def read_value(fact: Fact, raw: Any, typed: bool) -> Value:
    """One recorded value of a fact.

    Args:
        raw: what was written; text for everything where `typed` is false.
        typed: whether booleans and numbers must come as such (JSON) or come as text (YAML).

    Raises:
        PydanticCustomError: what is wrong; `wrong_value` makes a Problem of it.
    """
    match fact.type:
        case "boolean" if not typed or isinstance(raw, bool):
            return bool(as_boolean(raw))
        case "integer" if not typed or (isinstance(raw, int) and not isinstance(raw, bool)):
            return _bounded(fact, int(str(as_integer(raw))))
        case "decimal" if isinstance(raw, (str, int)) and not isinstance(raw, bool):
            return _bounded(fact, _decimal(raw))
        case "enum" if isinstance(raw, str) and raw in fact.value_ids:
            return raw
        case "country" if isinstance(raw, str) and raw in COUNTRIES:
            return raw
        case "set" if isinstance(raw, (list, tuple)):
            return _set(fact, raw)
        case "set" if isinstance(raw, str):
            raise PydanticCustomError("list-needed", "a word where a list is needed")
        case "date" if isinstance(raw, str):
            return as_date(raw)
        case "datetime" if isinstance(raw, str):
            return as_moment(raw)
        case "text" if isinstance(raw, str):
            return _prose(raw)
        case "text" if isinstance(raw, Mapping) and raw in ({"absent": True}, {"absent": "true"}):
            return None
    raise _fail(fact.type)


N = TypeVar("N", int, Decimal)


def _bounded(fact: Fact, number: N) -> N:
    low = -BOUND if fact.minimum is None else fact.minimum
    high = BOUND if fact.maximum is None else fact.maximum
    if not low <= number <= high:
        raise PydanticCustomError("out-of-range", "out of range", {"low": str(low), "high": str(high)})
    return number


def _decimal(raw: str | int) -> Decimal:
    if len(text := str(raw)) > MAX_DIGITS or not DECIMAL.fullmatch(text):
        raise _fail("decimal")
    return Decimal(text)


def _set(fact: Fact, raw: Iterable[Any]) -> frozenset[str]:
    values = list(raw)
    if len(values) > MAX_MEMBERS or not all(isinstance(v, str) and v in fact.value_ids for v in values):
        raise _fail("set")
    if len(set(values)) != len(values):
        raise PydanticCustomError("repeated-value", "a value stands twice")
    if not fact.goes_together(values):
        raise PydanticCustomError("exclusive-value", "a value that stands alone has others beside it")
    return frozenset(values)


def _prose(raw: str) -> str:
    text = unicodedata.normalize("NFC", raw)
    if not 0 < len(text) <= MAX_TEXT or any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t" for c in text):
        raise _fail("text")
    return text


def as_moment(raw: object) -> datetime:
    """An aware moment written `2025-09-25T00:00:00+09:00` (RFC 3339; a leap second counts as :59)."""
    if isinstance(raw, datetime) and raw.tzinfo is not None:
        return raw
    if isinstance(raw, str) and MOMENT.fullmatch(raw):
        try:
            moment = datetime.fromisoformat(LEAP.sub(r"\1:59", raw))
            if abs(moment.utcoffset() or timedelta()) <= timedelta(hours=14):
                return moment
        except ValueError:
            pass
    raise _fail("datetime")
