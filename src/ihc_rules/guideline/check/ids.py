"""Ids → Problems: the same one twice (on one day, where dated), or one for two different things."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

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
    named: dict[str, list[Record]] = {}
    for record in records:
        named.setdefault(name_of(record), []).append(record)
    for name, same in named.items():
        dated = [each for each in same if isinstance(each, Dated)]
        if len(dated) == len(same):
            yield from _dated_twice(name, dated)
        else:
            yield from (_problem("duplicate-id", name, each, same[0]) for each in same[1:])


def _dated_twice(name: str, versions: list[Dated]) -> Iterator[Problem]:
    """Versions of one id that are in force on one day."""
    written = {id(each): i for i, each in enumerate(versions)}
    latest: Dated | None = None  # of those that began before, the one that ends last
    for each in sorted(versions, key=lambda each: each.in_force.from_ or date.min):
        if latest is not None and (latest.in_force.to or date.max) >= (each.in_force.from_ or date.min):
            first, second = sorted((latest, each), key=lambda one: written[id(one)])
            yield _problem("dated-twice", name, second, first)
        if latest is None or (each.in_force.to or date.max) > (latest.in_force.to or date.max):
            latest = each


def _problem(code: str, name: str, record: Record, first: Record) -> Problem:
    field = "article" if isinstance(record, Article) else "id"
    return Problem(code, record.place(field), values={"name": name, "first": str(first.place(field))})


def _assessed(sections: Sections) -> Iterator[Problem]:
    """Opinions are given on provisions and on assessed elements by id: no id may mean both, or two elements."""
    seen: dict[str, Assess] = {}
    provisions = {each.id: each for each in sections.of(Provision)}
    for _, condition in all_conditions(sections):
        for node in walk(condition):
            if not isinstance(node, Assess):
                continue
            if node.id in provisions:
                yield _named_twice(node, provisions[node.id].place("id"))
            elif seen.setdefault(node.id, node) != node:
                yield _named_twice(node, seen[node.id].place)


def _named_twice(node: Assess, first: Place | None) -> Problem:
    return Problem("duplicate-id", node.place, values={"name": node.id, "first": str(first)})
