"""Decision × provision that is not met → the smallest changes with which it would be met.

- A change gives one fact another value, adds or completes a list's elements, or is a panel's verdict.
- Exact up to four changes: every smallest set is found. Beyond four it says so and no more.
- Values that no test tells apart stand for each other: one candidate of each kind is tried; of sets of words, those
  that up to three tests on one fact can ask for at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import combinations
from typing import Any, Literal

from ihc_rules.decision.decide import Decision
from ihc_rules.engine.atoms import Knowledge, holds
from ihc_rules.facts import COUNTRIES, Fact, Value
from ihc_rules.guideline.condition import Test
from ihc_rules.guideline.formula import (
    AtLeast,
    Atom,
    Either,
    Every,
    FactAtom,
    Formula,
    Known,
    PanelAtom,
    Ref,
    SomeAtom,
)

LIMIT = 4
Slot = tuple[Literal["fact", "complete", "panel"], str, int, str]  # kind, list, index, name
Way = Mapping[Slot, frozenset[Any]]  # what must be recorded where


@dataclass(frozen=True, slots=True)
class Change:
    """One change: what must be recorded where.

    Attributes:
        kind: `fact`; `complete`: the list has no further element; `panel`: a verdict.
        list: the list of an element's fact, with `index` from 0 (an index beyond the recorded ones is a new element).
        values: any of these would do.
    """

    kind: Literal["fact", "complete", "panel"]
    name: str
    list: str
    index: int
    values: tuple[Any, ...]


@dataclass
class _Search:
    decision: Decision
    limit: int
    tests: Mapping[tuple[str, str], list[Test]]
    seen: dict[Ref, list[Way]] = field(default_factory=dict)
    candidates: dict[tuple[str, str], tuple[Value, ...]] = field(default_factory=dict)

    def ways(self, formula: Formula, knowledge: Knowledge, at: tuple[str, int]) -> list[Way]:
        """Every minimal way to make a formula hold with at most `limit` changes."""
        if isinstance(formula, Known):
            return list(self._atom(formula.atom, formula.value, knowledge, at))
        if isinstance(formula, Ref):
            if formula not in self.seen:
                pair = knowledge.nodes[formula.node]
                self.seen[formula] = self.ways(pair.met if formula.met else pair.not_met, knowledge, at)
            return self.seen[formula]
        if isinstance(formula, Every):
            return self._all([self.ways(part, knowledge, at) for part in formula.parts])
        number = formula.number if isinstance(formula, AtLeast) else 1
        options = [self.ways(part, knowledge, at) for part in formula.parts]
        return self._minimal(way for some in combinations(options, number) for way in self._all(list(some)))

    def _all(self, options: list[list[Way]]) -> list[Way]:
        """Ways that make all of several formulas hold; contradictory ones fall away."""
        found: list[Way] = [{}]
        for ways in sorted(options, key=len):
            found = self._minimal(
                joined for one in found for other in ways if (joined := _join(one, other)) is not None
            )
        return found

    def _minimal(self, ways: Iterator[Way]) -> list[Way]:
        unique = {frozenset(way.items()): way for way in ways if self.cost(way) <= self.limit}
        return list(unique.values())

    def cost(self, way: Way) -> int:
        """How many changes a way takes."""
        return sum(not self.already(slot, allowed) for slot, allowed in way.items())

    def already(self, slot: Slot, allowed: frozenset[Any]) -> bool:
        """Whether what is recorded fits."""
        kind, of, index, name = slot
        inputs = self.decision.knowledge.inputs
        if kind == "panel":
            return inputs.verdicts.get(name) in allowed
        if kind == "complete":
            return of in inputs.lists and inputs.lists[of].complete
        values = inputs.values
        if of:
            items = inputs.lists[of].items if of in inputs.lists else ()
            item = items[index] if index < len(items) else {}
            values = {key: each.value for key, each in item.items() if not each.undeterminable}
        return name in values and values[name] in allowed

    def _atom(self, atom: Atom, value: bool, knowledge: Knowledge, at: tuple[str, int]) -> Iterator[Way]:
        match atom:
            case FactAtom(_, name, test):
                allowed = frozenset(c for c in self._candidates(at[0], name) if holds(test, c) is value)
                if allowed:
                    yield {("fact", *at, name): allowed}
            case PanelAtom(subject, _, true_on, false_on):
                yield {("panel", "", -1, subject): true_on if value else false_on}
            case SomeAtom(of, where):
                count = len(knowledge.inputs.lists[of].items) if of in knowledge.inputs.lists else 0
                if value:
                    for index in range(count + 1):
                        yield from self.ways(where.met, knowledge, (of, index))
                else:
                    every = [self.ways(where.not_met, knowledge, (of, index)) for index in range(count)]
                    yield from self._all([*every, [{("complete", of, -1, of): frozenset([True])}]])
            case _:
                if knowledge.atom(atom) is value:
                    yield {}

    def _candidates(self, of: str, name: str) -> tuple[Value, ...]:
        if (of, name) not in self.candidates:
            fact = self.decision.edition.vocabulary.fact(of or None, name)
            self.candidates[of, name] = tuple(_candidates(fact, self.tests.get((of, name), [])))
        return self.candidates[of, name] + self._recorded(of, name)

    def _recorded(self, of: str, name: str) -> tuple[Value, ...]:
        """Values that are recorded already: keeping one is no change."""
        inputs = self.decision.knowledge.inputs
        if not of:
            return (inputs.values[name],) if name in inputs.values else ()
        items = inputs.lists[of].items if of in inputs.lists else ()
        return tuple(item[name].value for item in items if name in item and not item[name].undeterminable)


def _join(one: Way, other: Way) -> Way | None:
    joined = dict(one)
    for slot, allowed in other.items():
        both = joined.get(slot, allowed) & allowed
        if not both:
            return None
        joined[slot] = both
    return joined


def _candidates(fact: Fact, tests: list[Test]) -> Iterator[Value]:
    """One value of each kind that the tests tell apart."""
    named: set[Any] = set()
    for test in tests:
        named |= test.operand if isinstance(test.operand, frozenset) else {test.operand}
    match fact.type:
        case "boolean":
            yield from (True, False)
        case "enum":
            yield from fact.value_ids
        case "country":
            yield from sorted(named)
            yield next(each for each in sorted(COUNTRIES) if each not in named)
        case "set":
            other = [each for each in fact.value_ids if each not in named][:1]
            whole = [
                test.operand for test in tests if test.operator == "includes" and isinstance(test.operand, frozenset)
            ]
            blocks = [*(frozenset([each]) for each in [*sorted(named), *other]), *whole]
            for size in range(min(len(blocks), 3) + 1):
                yield from (frozenset().union(*some) for some in combinations(blocks, size))
        case "text":
            yield from ("…", None)
        case _:
            yield from sorted({each for edge in named for each in _around(edge)})


def _around(edge: Any) -> Iterator[Any]:
    steps: Mapping[type, Any] = {
        datetime: timedelta(seconds=1),
        date: timedelta(days=1),
        int: 1,
        Decimal: Decimal("1e-12"),
    }
    step = steps[type(edge)]
    yield from (edge - step, edge, edge + step)


def why_not(decision: Decision, provision: str) -> tuple[tuple[Change, ...], ...] | None:
    """Every smallest set of changes with which a provision would be met.

    Args:
        provision: id of a provision in force.

    Returns:
        Sets of changes, all of the same size; one empty set if it is met; None where more than four are needed.
    """
    tests: dict[tuple[str, str], list[Test]] = {}
    for atom in _fact_atoms(decision):
        tests.setdefault((atom.list or "", atom.fact), []).append(atom.test)
    for limit in range(LIMIT + 1):
        search = _Search(decision, limit, tests)
        ways = search.ways(Ref(f"answer:{provision}", True), decision.knowledge, ("", -1))
        if ways:
            return tuple(sorted({_changes(search, way) for way in ways}, key=str))
    return None


def _changes(search: _Search, way: Way) -> tuple[Change, ...]:
    changed = [(slot, allowed) for slot, allowed in way.items() if not search.already(slot, allowed)]
    return tuple(
        sorted(
            (Change(kind, name, of, index, _shown(allowed)) for (kind, of, index, name), allowed in changed),
            key=str,
        )
    )


def _shown(allowed: frozenset[Any]) -> tuple[Any, ...]:
    """The values to name; of sets of words only the smallest that are not empty."""
    sets = [each for each in allowed if isinstance(each, frozenset) and each]
    if sets:
        least = min(map(len, sets))
        return tuple(sorted((each for each in sets if len(each) == least), key=sorted))
    return tuple(sorted(allowed, key=str))


def _fact_atoms(decision: Decision) -> set[FactAtom]:
    """Every test of a fact in force."""
    found: set[FactAtom] = set()
    stack: list[Formula] = [each for pair in decision.edition.nodes.values() for each in (pair.met, pair.not_met)]
    while stack:
        node = stack.pop()
        if isinstance(node, (Every, Either, AtLeast)):
            stack += node.parts
        elif isinstance(node, Known) and isinstance(node.atom, FactAtom):
            found.add(node.atom)
        elif isinstance(node, Known) and isinstance(node.atom, SomeAtom):
            stack += [node.atom.where.met, node.atom.where.not_met]
    return found
