"""Ids → Problems: the same one twice (on one day, where dated), or one for two different things."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ihc_rules.errors import Problem
from ihc_rules.facts import ListOf
from ihc_rules.guideline.check.vocabulary import all_conditions
from ihc_rules.guideline.condition import Assess, walk
from ihc_rules.guideline.model import Act, Article, Provision
from ihc_rules.guideline.parse.sections import Sections
from ihc_rules.records import Dated, Record
from ihc_rules.source import Place


def ids(sections: Sections) -> Iterator[Problem]:
    """The same id twice."""
    for name, records in sections.records.items():
        if name != "guideline":
            yield from _twice(records)
    for provision in sections.of(Provision):
        yield from _twice(provision.unless)
    for each in sections.of(ListOf):
        yield from _twice(each.facts)
    for act in sections.of(Act):
        yield from _twice(act.articles)
    yield from _assessed(sections)


def name_of(record: Record) -> str:
    """What a record is called; its versions share it."""
    return record.article if isinstance(record, Article) else str(getattr(record, "id", ""))


def _twice(records: Iterable[Record]) -> Iterator[Problem]:
    seen: dict[str, list[Record]] = {}
    for record in records:
        earlier = seen.setdefault(name_of(record), [])
        other = next((each for each in earlier if _on_one_day(record, each)), None)
        if other is not None:
            field = "article" if isinstance(record, Article) else "id"
            dated = "dated-twice" if isinstance(record, Dated) else "duplicate-id"
            yield _problem(dated, name_of(record), record.place(field), other.place(field))
        earlier.append(record)


def _problem(code: str, name: str, place: Place | None, first: Place | None) -> Problem:
    return Problem(code, place, values={"name": name, "first": str(first)})


def _on_one_day(one: Record, other: Record) -> bool:
    if not (isinstance(one, Dated) and isinstance(other, Dated)):
        return True
    late = max((each.in_force.from_ for each in (one, other) if each.in_force.from_), default=None)
    early = min((each.in_force.to for each in (one, other) if each.in_force.to), default=None)
    return late is None or early is None or late <= early


def _assessed(sections: Sections) -> Iterator[Problem]:
    """Opinions are given on provisions and on assessed elements by id: no id may mean both, or two elements."""
    seen: dict[str, Assess] = {}
    provisions = {each.id: each for each in sections.of(Provision)}
    for _, condition in all_conditions(sections):
        for node in walk(condition):
            if not isinstance(node, Assess):
                continue
            if node.id in provisions:
                yield _problem("duplicate-id", node.id, node.place, provisions[node.id].place("id"))
            elif seen.setdefault(node.id, node) != node:
                yield _problem("duplicate-id", node.id, node.place, seen[node.id].place)
