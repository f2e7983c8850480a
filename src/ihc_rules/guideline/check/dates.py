"""Dated records → Problems of their dates.

- A record's last day is not before its first.
- Versions of one id follow each other without a gap, unless the earlier one says `retired: true`.
- No two editions begin on one day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from ihc_rules.errors import Problem
from ihc_rules.guideline.check.ids import name_of
from ihc_rules.guideline.model import Act, EditionName, Provision, StatuteRef
from ihc_rules.guideline.parse.sections import Sections
from ihc_rules.records import Dated, InForce, Record

DAY = timedelta(days=1)
Days = tuple[date, date]


def days_of(when: InForce) -> Days:
    """The first and the last day."""
    return when.from_ or date.min, when.to or date.max


def _families(sections: Sections) -> Iterator[tuple[Sequence[Dated], InForce]]:
    """Records that may be versions of each other, and how long what they stand in is in force."""
    always = InForce()
    for records in sections.records.values():
        yield [each for each in records if isinstance(each, Dated)], always
    for provision in sections.of(Provision):
        yield list(provision.unless), provision.in_force
        yield from (([ref], provision.in_force) for ref in provision.statutes)
    for act in sections.of(Act):
        yield list(act.articles), always


def intervals(sections: Sections) -> Iterator[Problem]:
    """Reversed intervals, ends that say nothing, and gaps that are not marked."""
    for records, around in _families(sections):
        sound = []
        for record in records:
            first, last = days_of(record.in_force)
            if last < first:
                values = {"from": str(first), "to": str(last)}
                yield Problem("reversed-interval", record.in_force.place("to"), values=values)
            elif record.in_force.retired and record.in_force.to is None:
                yield Problem("retired-without-end", record.in_force.place("retired"))
            else:
                sound.append(record)
        yield from _gaps(sound, around)


def _gaps(records: list[Dated], around: InForce) -> Iterator[Problem]:
    starts = {(name_of(each), days_of(each.in_force)[0]) for each in records}
    for record in records:
        end = record.in_force.to
        if end is None or record.in_force.retired or end >= days_of(around)[1] or end == date.max:
            continue
        if not isinstance(record, StatuteRef) and (name_of(record), end + DAY) not in starts:
            values = {"name": name_of(record), "to": str(end)}
            yield Problem("unmarked-gap", record.in_force.place("to"), values=values)


def first_days(sections: Sections) -> Iterator[Problem]:
    """Two editions that begin on one day: which of them is in force could not be told."""
    seen: dict[date, Record] = {}
    for edition in sections.of(EditionName):
        other = seen.setdefault(edition.from_, edition)
        if other is not edition:
            values = {"day": str(edition.from_), "first": str(other.place("from"))}
            yield Problem("same-first-day", edition.place("from"), values=values)
