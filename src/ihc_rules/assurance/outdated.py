"""Guideline × a day → what of it is not quoted law, and what is about to change, each with its place.

- Whatever is `derived` (reasoned from a source) or `assumed` (no source found): rules, dates, figures, routes.
- Whatever is a draft, begins after the day, or ends on or after it.
- Facts of the guideline are never presented as more certain than they are: this list is what to ask and to look up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ihc_rules.guideline.guideline import Guideline
from ihc_rules.guideline.model import Provision
from ihc_rules.records import Citation, Dated, InForce, Record
from ihc_rules.source import Place

Kind = Literal["derived", "assumed", "draft", "begins", "ends"]
UNSURE: Mapping[str | None, Kind] = {"derived": "derived", "assumed": "assumed"}


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to look up, to ask, or to prepare for.

    Attributes:
        what: the record it belongs to, such as `provisions I-02`.
        about: `source` or `in_force`, or the field that is cited.
        note: what the author wrote beside it. day: of a change.
    """

    kind: Kind
    what: str
    about: str
    note: str
    day: date | None
    place: Place | None


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


def _doubts(record: Record, what: str, today: date) -> Iterator[Doubt]:
    if isinstance(record, Provision) and record.draft:
        yield Doubt("draft", what, "draft", "", None, record.place("draft"))
    if isinstance(record, Dated):
        yield from _changes(record.in_force, what, today)
    for field in type(record).model_fields:
        if field == "places":
            continue
        value = getattr(record, field)
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, Citation) and each.status in UNSURE:
                yield Doubt(UNSURE[each.status], what, field, each.note or "", None, each.place("status"))
            elif isinstance(each, InForce) and each.status in UNSURE:
                yield Doubt(UNSURE[each.status], what, "in_force", "", each.from_, each.place("status"))
            elif isinstance(each, Record) and not isinstance(each, (Citation, InForce)):
                name = str(getattr(each, "id", getattr(each, "article", "")))
                yield from _doubts(each, f"{what} {name}".strip(), today)


def _changes(in_force: InForce, what: str, today: date) -> Iterator[Doubt]:
    if in_force.from_ is not None and in_force.from_ > today:
        yield Doubt("begins", what, "in_force", "", in_force.from_, in_force.place("from"))
    if in_force.to is not None and in_force.to >= today:
        yield Doubt("ends", what, "in_force", "", in_force.to, in_force.place("to"))
