"""Dated records → Problems of their dates.

- A record's last day is not before its first.
- Versions of one id follow each other without a gap, unless the earlier one says `retired: true`.
- An article that a provision names is in force on every day on which it is named.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ihc_rules.errors import Problem, nearest
from ihc_rules.guideline.model import Act, Article, Provision, StatuteRef
from ihc_rules.guideline.parse.sections import Sections
from ihc_rules.records import Dated, InForce, Record

DAY = timedelta(days=1)


def _days(when: InForce) -> tuple[date, date]:
    return when.from_ or date.min, when.to or date.max


def _dated(sections: Sections) -> Iterator[tuple[str, Dated]]:
    """Every dated record with a name that its versions share."""
    for name, records in sections.records.items():
        for record in records:
            if isinstance(record, Dated):
                yield f"{name}/{getattr(record, 'id', '')}", record
    for provision in sections.of(Provision):
        for i, ref in enumerate(provision.statutes):
            yield f"ref/{id(provision)}/{i}", ref
        for exception in provision.unless:
            yield f"unless/{id(provision)}/{exception.id}", exception
    for act in sections.of(Act):
        for article in act.articles:
            yield f"article/{act.id}/{article.article}", article


def intervals(sections: Sections) -> Iterator[Problem]:
    """Reversed intervals, and gaps that are not marked."""
    versions: dict[str, list[Dated]] = {}
    for name, record in _dated(sections):
        first, last = _days(record.in_force)
        if last < first:
            place = record.in_force.place("to")
            yield Problem("reversed-interval", place, values={"from": str(first), "to": str(last)})
        elif not isinstance(record, StatuteRef):
            versions.setdefault(name, []).append(record)
    for records in versions.values():
        starts = {_days(each.in_force)[0] for each in records}
        for record in records:
            end = record.in_force.to
            if end is not None and not record.in_force.retired and end + DAY not in starts:
                name = str(getattr(record, "id", getattr(record, "article", "")))
                yield Problem(
                    "unmarked-gap", record.in_force.place("to"), values={"name": name, "to": str(end)}
                )


def articles(sections: Sections) -> Iterator[Problem]:
    """Articles that do not exist, or not on all the days on which a provision names them."""
    acts = {act.id: act for act in sections.of(Act)}
    for provision in sections.of(Provision):
        for i, ref in enumerate(provision.statutes):
            act = acts.get(ref.act)
            if act is None:
                yield _unknown(provision, f"statutes.{i}", ref, ref.act, acts)
                continue
            named = [article for article in act.articles if article.article == ref.article]
            if not named:
                known = [article.article for article in act.articles]
                yield _unknown(provision, f"statutes.{i}", ref, ref.article, known)
            elif gap := _not_covered(provision, ref, named):
                values = {"article": f"{ref.act} {ref.article}", "day": str(gap), "provision": provision.id}
                yield Problem("article-not-in-force", ref.place("article"), values=values)


def _unknown(provision: Record, field: str, ref: StatuteRef, name: str, known: object) -> Problem:
    names = [str(each) for each in known]  # type: ignore[attr-defined]  # a mapping or list of names
    place = ref.place("act" if name == ref.act else "article") or provision.place(field)
    return Problem("unknown-statute", place, "", {"name": name}, nearest(name, names), tuple(names))


def _not_covered(provision: Provision, ref: StatuteRef, versions: list[Article]) -> date | None:
    """The first day on which the article is named but not in force."""
    day = max(_days(provision.in_force)[0], _days(ref.in_force)[0])
    last = min(_days(provision.in_force)[1], _days(ref.in_force)[1])
    while day <= last:
        until = [_days(each.in_force)[1] for each in versions if each.in_force.covers(day)]
        if not until:
            return day
        if until[0] == date.max:
            return None
        day = until[0] + DAY
    return None
