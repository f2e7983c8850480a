"""Declared facts → Problems: what does not go together in a declaration.

- No fact id is a prefix of another, so that nested input means the same as flat.
- An evaluated fact (a legal or medical appreciation) is for advisers, or for analysts where a source delegates
  it to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pydantic_core import PydanticCustomError

from ihc_rules.errors import Problem, nearest
from ihc_rules.facts import Fact, ListOf, read_value
from ihc_rules.guideline.parse.sections import Sections
from ihc_rules.report.wrong_value import wrong_value

WORDED = ("enum", "set")
NUMBERS = ("integer", "decimal")
ONLY_FOR = {"values": WORDED, "minimum": NUMBERS, "maximum": NUMBERS, "unit": NUMBERS}


def facts(sections: Sections) -> Iterator[Problem]:
    """Facts badly declared."""
    declared, lists = sections.of(Fact), sections.of(ListOf)
    yield from _prefixes(declared)
    for each in lists:
        yield from _prefixes(each.facts)
        for fact in each.facts:
            if fact.presumed:
                yield _misplaced(fact, "presumed", f"lists: {each.id}")
    for fact in [*declared, *(fact for each in lists for fact in each.facts)]:
        yield from _keys(fact)
        yield from _values(fact)
        yield from _establishers(fact)


def _prefixes(declared: Iterable[Fact]) -> Iterator[Problem]:
    names = {fact.id for fact in declared}
    for fact in declared:
        parts = fact.id.split(".")
        for length in range(1, len(parts)):
            if (prefix := ".".join(parts[:length])) in names:
                yield Problem("prefix-fact", fact.place("id"), values={"name": fact.id, "prefix": prefix})


def _misplaced(fact: Fact, name: str, where: str) -> Problem:
    return Problem("misplaced-key", fact.place(name), values={"name": name, "where": where})


def _keys(fact: Fact) -> Iterator[Problem]:
    """Keys that do not go with the type, or are missing for it."""
    for name, types in ONLY_FOR.items():
        if getattr(fact, name) not in (None, ()) and fact.type not in types:
            yield _misplaced(fact, name, f"type: {fact.type}")
    if fact.type in WORDED and not fact.values:
        yield Problem("missing-key", fact.place("type"), values={"name": "values"})
    if fact.kind == "observed" and fact.delegated:
        yield _misplaced(fact, "delegated", "kind: observed")


def _values(fact: Fact) -> Iterator[Problem]:
    """Values and ranges that cannot be."""
    low, high = fact.minimum, fact.maximum
    if low is not None and high is not None and low >= high:
        yield Problem("out-of-range", fact.place("maximum"), values={"limit": f"> {low}"})
    for i, value in enumerate(fact.values):
        if value.id in fact.value_ids[:i]:
            yield Problem("repeated-value", value.place("id"), values={"fact": fact.id})
    if fact.presumed is not None:
        try:
            read_value(fact, fact.presumed.value, typed=False)
        except PydanticCustomError as error:
            code, details = wrong_value(fact, fact.presumed.value, error)
            near, known = str(details.pop("near", "")), details.pop("known", ())
            choices = details.pop("choices", ())
            place = fact.presumed.place("value")
            yield Problem(code, place, "", details, nearest(near, known) if near else "", choices)


def _establishers(fact: Fact) -> Iterator[Problem]:
    if fact.kind == "observed":
        return
    allowed = {"advisor", "analyst"} if fact.delegated else {"advisor"}
    for i, role in enumerate(fact.established_by):
        if role not in allowed:
            place = fact.place(f"established_by.{i}")
            yield Problem("wrong-establisher", place, values={"fact": fact.id, "role": role})
