"""Compiled edition × inputs → all answers at once: the default engine.

- A recorded value sets the bits of all the leaves that it settles: one `or` a fact; numbers and days are looked up by
  bisecting their thresholds.
- A circuit (see `circuit`) then settles every node, met and not met apart, in a few operations on one big integer.
- A compiled edition is immutable and holds no state of a report: any number of threads may run it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from ihc_rules.engine.answers import Answers, index
from ihc_rules.engine.atoms import Inputs
from ihc_rules.engine.circuit import Circuit
from ihc_rules.engine.layers import INLINED, expanded, layers
from ihc_rules.facts import COUNTRIES, Fact
from ihc_rules.guideline.edition import Edition
from ihc_rules.guideline.formula import (
    Atom,
    FactAtom,
    Formula,
    Known,
    Pair,
    PanelAtom,
    PresumedAtom,
    Ref,
    SomeAtom,
)
from ihc_rules.guideline.holds import holds
from ihc_rules.report import Elements

Marks = list[tuple[Atom, int, int]]  # atom, bits if it is true, bits if it is false


@dataclass(frozen=True, slots=True)
class Table:
    """Bits that the facts of a report, or of one element, set."""

    direct: Mapping[str, Mapping[Any, int]]
    computed: Mapping[str, Callable[[Any], int]]

    def bits(self, values: Mapping[str, Any]) -> int:
        """The bits of all known values."""
        state, direct, computed = 0, self.direct, self.computed
        for fact, value in values.items():
            if (table := direct.get(fact)) is not None:
                state |= table[value]
            elif (compute := computed.get(fact)) is not None:
                state |= compute(value)
        return state


def table(facts: Mapping[str, Fact], marks: Marks) -> Table:
    """The bits for each value of each fact that a circuit asks for."""
    by_fact: dict[str, Marks] = {}
    for mark in marks:
        if isinstance(mark[0], FactAtom):
            by_fact.setdefault(mark[0].fact, []).append(mark)
    direct: dict[str, Mapping[Any, int]] = {}
    computed: dict[str, Callable[[Any], int]] = {}
    for name, tests in by_fact.items():
        fact = facts[name]
        if fact.type in ("boolean", "enum", "country"):
            values: Iterable[Any] = (True, False) if fact.type == "boolean" else fact.value_ids or COUNTRIES
            direct[name] = {value: _bits(tests, value) for value in values}
        elif fact.type == "text":
            absent, present = _bits(tests, None), _bits(tests, "")
            computed[name] = partial(_presence, absent, present)
        elif fact.type == "set":
            rows: list[tuple[str, Any, int, int]] = [
                (atom.test.operator, atom.test.operand, true, false)
                for atom, true, false in tests
                if isinstance(atom, FactAtom)
            ]
            computed[name] = partial(_members, rows)
        else:
            computed[name] = _thresholds(tests)
    return Table(direct, computed)


def _bits(marks: Marks, value: Any) -> int:
    state = 0
    for atom, true, false in marks:
        state |= true if holds(atom.test, value) else false  # type: ignore[union-attr]  # only FactAtoms get here
    return state


def _presence(absent: int, present: int, value: Any) -> int:
    return absent if value is None else present


def _members(rows: list[tuple[str, Any, int, int]], value: frozenset[str]) -> int:
    state = 0
    for operator, operand, true, false in rows:
        if operator == "includes":
            state |= true if operand <= value else false
        else:
            state |= true if operand.isdisjoint(value) is (operator == "excludes") else false
    return state


def _thresholds(marks: Marks) -> Callable[[Any], int]:
    """Numbers and days: between two thresholds nothing changes, so one bisection finds the bits."""
    points: set[Any] = set()
    for atom, _, _ in marks:
        operand = atom.test.operand  # type: ignore[union-attr]  # only FactAtoms get here
        points |= operand if isinstance(operand, frozenset) else {operand}
    edges = sorted(points)
    states = [0] * (2 * len(edges) + 1)  # below the first edge, at it, between it and the next, at that, …
    for atom, true, false in marks:
        for region in range(len(states)):
            states[region] |= true if _in_region(atom, edges, region) else false
    last = len(edges)

    def compute(value: Any) -> int:
        i = bisect_left(edges, value)
        return states[2 * i + (i < last and edges[i] == value)]

    return compute


def _in_region(atom: Any, edges: list[Any], region: int) -> bool:
    """Whether a test holds in a region; every operand is an edge."""
    operator, operand = atom.test.operator, atom.test.operand
    if operator == "in":
        return region % 2 == 1 and edges[region // 2] in operand
    at = 2 * edges.index(operand) + 1
    return {
        "at_least": region >= at,
        "at_most": region <= at,
        "more_than": region > at,
        "after": region > at,
        "less_than": region < at,
        "before": region < at,
    }[operator]


# --- the engine -----------------------------------------------------------------------------------------------------


class Compiled:
    """All nodes of a normal form, ready to run.

    Args:
        nodes: the normal form.
        edition: gives the vocabulary.
    """

    def __init__(
        self, nodes: Mapping[str, Pair], facts: Mapping[str, Fact], lists: Mapping[str, Mapping[str, Fact]]
    ) -> None:
        self._circuit = Circuit(layers(nodes))
        self._index = index(
            {
                name: (self._circuit.byte[Ref(name, True)], self._circuit.byte[Ref(name, False)])
                for name in nodes
                if not name.startswith(INLINED)
            }
        )
        marks: dict[Atom, tuple[int, int]] = {}
        for leaf, bits in self._circuit.leaves.items():
            if isinstance(leaf, Known):
                true, false = marks.get(leaf.atom, (0, 0))
                marks[leaf.atom] = (true | bits, false) if leaf.value else (true, false | bits)
        listed = [(atom, *bits) for atom, bits in marks.items()]
        self._table = table(facts, [each for each in listed if isinstance(each[0], FactAtom)])
        self._lists = {
            name: _ListCircuit(
                facts_of, [each for each in listed if isinstance(each[0], SomeAtom) and each[0].list == name]
            )
            for name, facts_of in lists.items()
            if any(isinstance(each[0], SomeAtom) and each[0].list == name for each in listed)
        }
        self._panels: dict[str, list[tuple[frozenset[str], frozenset[str], int, int]]] = {}
        for atom, true, false in listed:
            if isinstance(atom, PanelAtom):
                self._panels.setdefault(atom.subject, []).append((atom.true_on, atom.false_on, true, false))
        self._presumed = [
            (atom.provision, true, false) for atom, true, false in listed if isinstance(atom, PresumedAtom)
        ]
        self._unpresumed = 0
        for _, _, false in self._presumed:
            self._unpresumed |= false
        whens = {name: nodes[f"when:{name}"] for name, _, _ in self._presumed if f"when:{name}" in nodes}
        self._whens = (
            Compiled({f"answer:{n}": expanded(p, nodes) for n, p in whens.items()}, facts, lists) if whens else None
        )

    def run(self, inputs: Inputs) -> Answers:
        """Every answer."""
        circuit = self._circuit
        state = self._table.bits(inputs.values) | circuit.constant
        for name, elements in inputs.lists.items():
            if name in self._lists:
                state |= self._lists[name].bits(elements)
        for subject, view in inputs.verdicts.items():
            for true_on, false_on, true, false in self._panels.get(subject, ()):
                state |= true if view in true_on else false if view in false_on else 0
        if self._whens is not None and inputs.presuming:
            recorded = self._whens.run(Inputs(inputs.recorded, inputs.lists, inputs.verdicts))
            for name, true, false in self._presumed:
                state |= false if recorded[f"answer:{name}"] == "met" else true
        else:
            state |= self._unpresumed
        return Answers(self._index, _run(circuit, state))


def _run(circuit: Circuit, state: int) -> bytes:
    """All results for the leaves that are set: the byte of a formula is not zero if it holds."""
    for steps, roots, end, feeds in circuit.program:
        for children, ones, add, guards, keep, counts in steps:
            settled = ((state & children | ones) + add) & guards
            for bits, number, guard in counts:
                if (state & bits).bit_count() >= number:
                    settled |= guard
            state = state & keep | settled
        if feeds:
            known = (state & roots).to_bytes(end, "little")
            for byte, bits in feeds:
                if known[byte]:
                    state |= bits
    return state.to_bytes(circuit.size, "little")


class _ListCircuit:
    """Conditions on one element of a list, for all elements of a report."""

    def __init__(self, facts: Mapping[str, Fact], somes: Marks) -> None:
        formulas: dict[Ref, Formula] = {}
        for i, (atom, _, _) in enumerate(somes):
            where = atom.where  # type: ignore[union-attr]  # a SomeAtom
            formulas |= {Ref(str(i), True): where.met, Ref(str(i), False): where.not_met}
        self._circuit = Circuit([formulas])
        byte = self._circuit.byte
        self._outcomes = [
            (byte[Ref(str(i), True)], byte[Ref(str(i), False)], true, false) for i, (_, true, false) in enumerate(somes)
        ]
        marks: dict[Atom, tuple[int, int]] = {}
        for leaf, bits in self._circuit.leaves.items():
            if isinstance(leaf, Known):
                true, false = marks.get(leaf.atom, (0, 0))
                marks[leaf.atom] = (true | bits, false) if leaf.value else (true, false | bits)
        self._table = table(facts, [(atom, *bits) for atom, bits in marks.items()])

    def bits(self, elements: Elements) -> int:
        """The bits that the elements of one list set."""
        values = ({n: r.value for n, r in item.items() if not r.undeterminable} for item in elements.items)
        results = [_run(self._circuit, self._table.bits(each) | self._circuit.constant) for each in values]
        state = 0
        for met, not_met, true, false in self._outcomes:
            if any(each[met] for each in results):
                state |= true
            elif elements.complete and all(each[not_met] for each in results):
                state |= false
        return state


@lru_cache(maxsize=256)
def compiled(edition: Edition) -> Compiled:
    """The engine of an edition; editions are compiled once."""
    vocabulary = edition.vocabulary
    return Compiled(edition.nodes, vocabulary.facts, {name: each.by_id for name, each in vocabulary.lists.items()})
