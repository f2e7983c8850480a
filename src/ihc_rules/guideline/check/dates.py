"""Dated records → Problems of their dates.

- A record's last day is not before its first.
- Versions of one id follow each other without a gap, unless the earlier one says `retired: true`.
- No two editions begin on one day.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate

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


class Spans:
    """The days on which one of several versions is in force."""

    def __init__(self, versions: Iterable[Dated]) -> None:
        spans = sorted(days_of(each.in_force) for each in versions)
        self.firsts = [first for first, _ in spans]
        self.lasts = [*accumulate((last for _, last in spans), max)]  # the latest end of all that began until then

    def cover(self, day: date) -> bool:
        """Whether a version is in force on a day."""
        return (begun := bisect_right(self.firsts, day)) > 0 and self.lasts[begun - 1] >= day

    def missing(self, needed: Days) -> date | None:
        """The first of the needed days on which none is in force."""
        day, last = needed
        while day <= last and self.cover(day):
            until = self.lasts[bisect_right(self.firsts, day) - 1]
            if until >= last:
                return None
            day = until + DAY
        return day if day <= last else None


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
        sound: dict[str, list[Dated]] = {}
        for record in records:
            first, last = days_of(record.in_force)
            if last < first:
                values = {"from": str(first), "to": str(last)}
                yield Problem("reversed-interval", record.in_force.place("to"), values=values)
                sections.left_out.add(name_of(record))
            elif record.in_force.retired and record.in_force.to is None:
                yield Problem("retired-without-end", record.in_force.place("retired"))
            else:
                sound.setdefault(name_of(record), []).append(record)
        for name, versions in sound.items():
            if name not in sections.left_out and not isinstance(versions[0], StatuteRef):
                yield from _gaps(name, versions, days_of(around)[1])


def _gaps(name: str, versions: list[Dated], around: date) -> Iterator[Problem]:
    """Days after a version on which no other is in force.

    Args:
        around: the last day of what the versions stand in.
    """
    following = Spans(versions)
    for record in versions:
        end = record.in_force.to
        if end is not None and not record.in_force.retired and end < around and not following.cover(end + DAY):
            yield Problem("unmarked-gap", record.in_force.place("to"), values={"name": name, "to": str(end)})


def first_days(sections: Sections) -> Iterator[Problem]:
    """Two editions that begin on one day: which of them is in force could not be told."""
    seen: dict[date, Record] = {}
    for edition in sections.of(EditionName):
        other = seen.setdefault(edition.from_, edition)
        if other is not edition:
            values = {"day": str(edition.from_), "first": str(other.place("from"))}
            yield Problem("same-first-day", edition.place("from"), values=values)
