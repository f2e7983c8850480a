"""Recorded facts → which atoms are known to be true, and which to be false; plainly, one at a time.

- An unrecorded or undeterminable fact leaves its atoms unknown.
- A list meets `some` if an element does; it does not if it is complete and no element can.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from ihc_rules.facts import Value
from ihc_rules.guideline.formula import (
    AtLeast,
    Atom,
    Either,
    Every,
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
from ihc_rules.report import Elements, View


class Inputs(NamedTuple):
    """What an engine is told.

    Attributes:
        values: known values by fact, presumed ones included where they count.
        verdicts: the panel's view by subject, where there is one.
        presuming: whether presumptions count.
        recorded: known values by fact without presumptions, where they count.
    """

    values: Mapping[str, Value]
    lists: Mapping[str, Elements]
    verdicts: Mapping[str, View | None]
    presuming: bool = False
    recorded: Mapping[str, Value] = MappingProxyType({})


class Knowledge:
    """What is known for one decision: atoms and nodes, evaluated on demand and remembered.

    Args:
        nodes: the normal form.
        inputs: what was recorded.
    """

    def __init__(self, nodes: Mapping[str, Pair], inputs: Inputs) -> None:
        self.nodes = nodes
        self.inputs = inputs
        self._nodes: dict[tuple[str, bool], bool] = {}
        self._atoms: dict[Atom, bool | None] = {}

    def atom(self, atom: Atom) -> bool | None:
        """True, False, or None where it is not known."""
        if atom not in self._atoms:
            self._atoms[atom] = self._atom(atom)
        return self._atoms[atom]

    def _atom(self, atom: Atom) -> bool | None:
        inputs = self.inputs
        match atom:
            case FactAtom(None, fact, test):
                return holds(test, inputs.values[fact]) if fact in inputs.values else None
            case SomeAtom(of, where):
                elements = inputs.lists.get(of)
                if elements is None:
                    return None
                views = [self.element(of, i) for i in range(len(elements.items))]
                if any(view.formula(where.met) for view in views):
                    return True
                return False if elements.complete and all(view.formula(where.not_met) for view in views) else None
            case PanelAtom(subject, _, true_on, false_on):
                view = inputs.verdicts.get(subject)
                return True if view in true_on else False if view in false_on else None
            case PresumedAtom(provision):
                if not inputs.presuming:
                    return False
                recorded = Inputs(inputs.recorded, inputs.lists, inputs.verdicts)
                return not Knowledge(self.nodes, recorded).formula(self.nodes[f"when:{provision}"].met)
        raise AssertionError(atom)  # an element's test is asked of `element`

    def element(self, list_id: str, index: int) -> _Element:
        """What is known of one element of a list."""
        item = self.inputs.lists[list_id].items[index]
        return _Element(self.nodes, {name: each.value for name, each in item.items() if not each.undeterminable})

    def node(self, name: str) -> str:
        """The answer of a node: `met`, `not_met` or `open`."""
        if self.formula(Ref(name, True)):
            return "met"
        return "not_met" if self.formula(Ref(name, False)) else "open"

    def formula(self, formula: Formula) -> bool:
        """Whether a formula holds."""
        match formula:
            case Known(atom, value):
                return self.atom(atom) is value
            case Ref(name, met):
                key = (name, met)
                if key not in self._nodes:
                    pair = self.nodes[name]
                    self._nodes[key] = self.formula(pair.met if met else pair.not_met)
                return self._nodes[key]
            case Every(parts):
                return all(self.formula(part) for part in parts)
            case Either(parts):
                return any(self.formula(part) for part in parts)
            case AtLeast(number, parts):
                return sum(self.formula(part) for part in parts) >= number


class _Element(Knowledge):
    """What is known of one element: its own facts only."""

    def __init__(self, nodes: Mapping[str, Pair], values: Mapping[str, Value]) -> None:
        super().__init__(nodes, Inputs(values, {}, {}))

    def _atom(self, atom: Atom) -> bool | None:
        assert isinstance(atom, FactAtom)  # noqa: S101 - conditions on an element hold nothing else
        values = self.inputs.values
        return holds(atom.test, values[atom.fact]) if atom.fact in values else None
