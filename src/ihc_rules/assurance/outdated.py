"""Guideline × a day → what of it is not quoted law, and what is about to change, each with its place.

- Whatever is `derived` (reasoned from a source) or `assumed` (no source found): rules, dates, figures, routes.
- Whatever is a draft, begins after the day, or ends on or after it.
- Whatever is `expected` to change on a day that is not known. Once the day from which it was expected has come, it may
  have happened already.
- Facts of the guideline are never presented as more certain than they are: this list is what to ask and to look up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ihc_rules.guideline.guideline import Guideline
from ihc_rules.guideline.model import EditionName, Provision
from ihc_rules.records import Citation, Dated, Expected, InForce, Record
from ihc_rules.source import Place

Kind = Literal["derived", "assumed", "draft", "begins", "ends", "expected"]
UNSURE: Mapping[str | None, Kind] = {"derived": "derived", "assumed": "assumed"}


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to look up, to ask, or to prepare for.

    Attributes:
        what: the record it belongs to, such as `provisions I-02`.
        about: `source` or `in_force`, or the field that is cited; of a part without a name, `presumed.source`.
        note: what the author wrote beside it. day: of a change.
        expected: the change. come: the day from which it was expected is the day asked for, or before it.
    """

    kind: Kind
    what: str
    about: str
    note: str
    day: date | None
    place: Place | None
    expected: Expected | None = None
    come: bool = False


def outdated(guideline: Guideline, today: date) -> tuple[Doubt, ...]:
    """Everything that is not firm on a day, in the order of the files.

    Args:
        today: the day from which changes are expected.
    """
    found = [
        doubt
        for section, records in guideline.sections.records.items()
        for record in records
        for doubt in _doubts(record, f"{section} {getattr(record, 'id', '')}".strip(), today)
    ]
    first = Place("", 0, 0)
    return tuple(sorted(found, key=lambda each: (each.place or first, each.kind, each.about)))


def _doubts(record: Record, what: str, today: date, within: str = "") -> Iterator[Doubt]:
    if isinstance(record, Provision) and record.draft:
        yield Doubt("draft", what, "draft", "", None, record.place("draft"))
    if isinstance(record, EditionName) and record.from_ > today:
        yield Doubt("begins", what, "in_force", "", record.from_, record.place("from"))
    if isinstance(record, Dated):
        yield from _changes(record.in_force, what, today)
    for field in type(record).model_fields:
        if field == "places":
            continue
        value = getattr(record, field)
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, Record):
                yield from _of_part(each, what, f"{within}{field}", today)


def _of_part(part: Record, what: str, about: str, today: date) -> Iterator[Doubt]:
    """What is not firm in a part of a record."""
    if isinstance(part, Citation):
        if part.status in UNSURE:
            yield Doubt(UNSURE[part.status], what, about, part.note or "", None, part.place("status"))
    elif isinstance(part, InForce):
        if part.status in UNSURE:
            yield Doubt(UNSURE[part.status], what, about, "", part.from_, part.place("status"))
    elif name := str(getattr(part, "id", getattr(part, "article", ""))):
        yield from _doubts(part, f"{what} {name}", today)
    else:
        if isinstance(part, Expected):
            come = part.from_ is not None and part.from_ <= today
            yield Doubt("expected", what, about, "", part.from_, part.place(), part, come)
        yield from _doubts(part, what, today, f"{about}.")


def _changes(in_force: InForce, what: str, today: date) -> Iterator[Doubt]:
    if in_force.from_ is not None and in_force.from_ > today:
        yield Doubt("begins", what, "in_force", "", in_force.from_, in_force.place("from"))
    if in_force.to is not None and in_force.to >= today:
        yield Doubt("ends", what, "in_force", "", in_force.to, in_force.place("to"))
