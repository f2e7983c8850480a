"""Facts that stand `after` others → Problems: names that stand for nothing here, and circles.

- A fact of the report may name facts and lists of the report; a fact of an element, the facts of the same element too.
- Where a file could not be read, no name is unknown: it may stand in that file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ihc_rules.errors import Problem, nearest
from ihc_rules.facts import Fact, ListOf
from ihc_rules.guideline.check.circles import walked
from ihc_rules.guideline.parse.sections import Sections
from ihc_rules.problem_texts.text import shown


def order(sections: Sections) -> Iterator[Problem]:
    """What is wrong with `after`."""
    lists = sections.of(ListOf)
    declared: list[Fact | ListOf] = [*sections.of(Fact), *lists]
    outside = dict.fromkeys([*sections.ids(Fact), *sections.ids(ListOf)])
    yield from _unknown(sections, declared, outside)
    yield from _circles(declared)
    for each in lists:
        inside = {fact.id: fact for fact in each.facts}
        yield from _unknown(sections, each.facts, dict.fromkeys([*inside, *outside]))
        yield from _circles(each.facts)


def _unknown(sections: Sections, declared: Iterable[Fact | ListOf], known: Mapping[str, None]) -> Iterator[Problem]:
    for each in declared:
        for i, name in enumerate(each.after):
            if name not in known and sections.whole:
                near = nearest(shown(name), known)
                yield Problem("unknown-fact", each.place(f"after.{i}"), "", {"name": shown(name)}, near)


def _circles(declared: Iterable[Fact | ListOf]) -> Iterator[Problem]:
    places = {each.id: {name: each.place(f"after.{i}") for i, name in enumerate(each.after)} for each in declared}
    for path in walked(places)[1]:
        yield Problem("circle", places[path[-2]][path[-1]], values={"path": " → ".join(path)})
