"""Conditions → Problems: tests that must all be met, and that no value of their fact meets together.

- Looked at is what one `all` demands: its parts, those of an `all` in it, what `not` demands of an `any`. Inside `some`
  it is the same element that all of it is about.
- A part counts if it is about one fact only, whatever it says of it. The values are tried, one of each kind that the
  tests tell apart; of sets of words every combination of the words named, as a set may hold several.
- Definitions are taken by their name: what they say is looked at where they are written.
- That an `any` is always met is not looked for: it costs a question, and decides nothing wrongly.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ihc_rules.errors import Problem
from ihc_rules.facts import Fact
from ihc_rules.guideline.candidates import ALL_TOGETHER, candidates
from ihc_rules.guideline.check.vocabulary import all_conditions
from ihc_rules.guideline.condition import All, AnyOf, Condition, Count, Leaf, Not, Some, Test, walk
from ihc_rules.guideline.holds import holds
from ihc_rules.guideline.parse.sections import Sections

MAX_TESTS = 200  # of one fact in one conjunction: beyond it nothing is said
Demand = tuple[Condition, bool]  # a part, and whether it must be met or must not


def contradictions(sections: Sections) -> Iterator[Problem]:
    """Every part that contradicts what is demanded beside it, told at the later of the two."""
    for record, condition in all_conditions(sections):
        stack: list[tuple[Demand, str | None]] = [((condition, True), getattr(record, "of", None))]
        while stack:
            demand, list_id = stack.pop()
            parts = [*_demanded(*demand)]
            yield from _contradicted(parts, _facts(sections, list_id))
            for part, met in parts:
                inner = part.of if isinstance(part, Some) else list_id
                turned = isinstance(part, Count) and part.operator == "at_most"
                stack += (((each, met is not turned), inner) for each in part.children())


def _facts(sections: Sections, list_id: str | None) -> Mapping[str, Fact]:
    vocabulary = sections.vocabulary
    return vocabulary.of(list_id) if list_id is None or list_id in vocabulary.lists else {}


def _demanded(condition: Condition, met: bool) -> Iterator[Demand]:
    """What all must hold for a condition to be met (or not to be), in the order of writing."""
    stack: list[Demand] = [(condition, met)]
    while stack:
        node, met = stack.pop()
        match node:
            case Not(part):
                stack.append((part, not met))
            case All(parts) if met:
                stack += ((part, True) for part in reversed(parts))
            case AnyOf(parts) if not met:
                stack += ((part, False) for part in reversed(parts))
            case Count("at_least", number, parts) if met and number == len(parts):
                stack += ((part, True) for part in reversed(parts))
            case Count("at_most", 0, parts) if met:
                stack += ((part, False) for part in reversed(parts))
            case _:
                yield node, met


def _contradicted(parts: list[Demand], facts: Mapping[str, Fact]) -> Iterator[Problem]:
    by_fact: dict[str, list[Demand]] = {}
    for part, met in parts:
        if (name := _only_fact(part)) in facts:
            by_fact.setdefault(name, []).append((part, met))
    for name, demands in by_fact.items():
        yield from _impossible(facts[name], demands)


def _only_fact(part: Condition) -> str:
    """The one fact that a part is about; empty where it is about more, or about anything else."""
    names = {_fact_of(node) for node in walk(part)} - {None}
    return str(*names) if len(names) == 1 else ""


def _fact_of(node: Condition) -> str | None:
    """The fact of a test; nothing of what only joins tests; else no fact at all."""
    return node.fact if isinstance(node, Leaf) else None if isinstance(node, (All, AnyOf, Not, Count)) else ""


def _impossible(fact: Fact, demands: list[Demand]) -> Iterator[Problem]:
    """The first demand that no value meets that meets all before it."""
    tests = [node.test for part, _ in demands for node in walk(part) if isinstance(node, Leaf)]
    if len(tests) > MAX_TESTS or _too_many_words(fact, tests):
        return
    values = candidates(fact, tests).values
    left = list(values)
    for i, (part, met) in enumerate(demands):
        left = [each for each in left if _passes(part, each) is met]
        if left:
            continue
        fitting = [each for each in values if _passes(part, each) is met]
        if not fitting:  # it could not be met alone
            yield Problem("says-nothing", part.place, values={"fact": fact.id})
            return
        before = [one for one, its in demands[:i] if not any(_passes(one, each) is its for each in fitting)]
        places = [str(one.place) for one in before[:1] or [one for one, _ in demands[:i]]]
        yield Problem("contradiction", part.place, values={"fact": fact.id, "first": ", ".join(places)})
        return


def _too_many_words(fact: Fact, tests: list[Test]) -> bool:
    """Whether there are more combinations of words than are tried."""
    words: set[Any] = set()
    for test in tests:
        words |= test.operand if isinstance(test.operand, frozenset) else set()
    return fact.type == "set" and len(words) > ALL_TOGETHER


def _passes(part: Condition, value: Any) -> bool:
    match part:
        case Leaf(_, test):
            return holds(test, value)
        case All(parts):
            return all(_passes(each, value) for each in parts)
        case AnyOf(parts):
            return any(_passes(each, value) for each in parts)
        case Not(inner):
            return not _passes(inner, value)
        case Count(operator, number, parts):
            met = sum(_passes(each, value) for each in parts)
            return met >= number if operator == "at_least" else met <= number
    raise AssertionError(part)  # only what joins tests of one fact gets here
