"""Monotone formulas over what is known → the normal form that every engine starts from.

- An atom is what can be known: a test of a fact, an element of a list that meets something, a panel's verdict.
- A formula is `and`, `or`, `at least n` over atoms known to be true or known to be false, and over other nodes.
  There is no negation: adding knowledge can only make more formulas true.
- A pair says when something is met and when it is not met; where neither holds it is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ihc_rules.guideline.condition import Test


@dataclass(frozen=True, slots=True)
class FactAtom:
    """A test of a fact of the report, or (`list`) of one element."""

    list: str | None
    fact: str
    test: Test


@dataclass(frozen=True, slots=True)
class SomeAtom:
    """Whether an element of a list meets something. A complete list without one is known not to."""

    list: str
    where: Pair


@dataclass(frozen=True, slots=True)
class PanelAtom:
    """Whether the panel on a provision or element has given one of these views."""

    subject: str
    panel: str
    true_on: frozenset[str]
    false_on: frozenset[str]


@dataclass(frozen=True, slots=True)
class PresumedAtom:
    """Whether the condition of a provision is met only if presumptions are counted: then review is demanded."""

    provision: str


Atom = FactAtom | SomeAtom | PanelAtom | PresumedAtom


@dataclass(frozen=True, slots=True)
class Known:
    """An atom that is known to be true, or known to be false."""

    atom: Atom
    value: bool


@dataclass(frozen=True, slots=True)
class Ref:
    """A node that is met, or not met."""

    node: str
    met: bool


@dataclass(frozen=True, slots=True)
class Every:
    """All parts hold; without parts, true."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one part holds; without parts, false."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least so many parts hold."""

    number: int
    parts: tuple[Formula, ...]


Formula = Known | Ref | Every | Either | AtLeast


@dataclass(frozen=True, slots=True)
class Pair:
    """When something is met, and when it is not met; else it is open."""

    met: Formula
    not_met: Formula

    def negated(self) -> Pair:
        """Met where this is not met, and the other way round."""
        return Pair(self.not_met, self.met)


TRUE, FALSE = Every(()), Either(())
YES, NO = Pair(TRUE, FALSE), Pair(FALSE, TRUE)


def every(parts: Iterable[Formula]) -> Formula:
    """All of the parts, simplified."""
    kept = tuple(dict.fromkeys(part for part in parts if part != TRUE))
    return FALSE if FALSE in kept else kept[0] if len(kept) == 1 else Every(kept)


def either(parts: Iterable[Formula]) -> Formula:
    """Any of the parts, simplified."""
    kept = tuple(dict.fromkeys(part for part in parts if part != FALSE))
    return TRUE if TRUE in kept else kept[0] if len(kept) == 1 else Either(kept)


def both(*pairs: Pair) -> Pair:
    """Kleene's `and`."""
    return Pair(every(p.met for p in pairs), either(p.not_met for p in pairs))


def one_of(*pairs: Pair) -> Pair:
    """Kleene's `or`."""
    return Pair(either(p.met for p in pairs), every(p.not_met for p in pairs))


def known(atom: Atom) -> Pair:
    """An atom as a pair."""
    return Pair(Known(atom, True), Known(atom, False))


def ref(name: str) -> Pair:
    """A node as a pair."""
    return Pair(Ref(name, True), Ref(name, False))


def at_least(number: int, pairs: list[Pair]) -> Pair:
    """At least so many of the pairs are met."""
    if number > len(pairs):
        return NO
    misses = len(pairs) - number + 1
    return Pair(AtLeast(number, tuple(p.met for p in pairs)), AtLeast(misses, tuple(p.not_met for p in pairs)))


def atoms_of(nodes: Mapping[str, Pair], *names: str) -> set[Atom]:
    """Every atom that any of these nodes rests on, through other nodes; each node is walked once."""
    seen, atoms = set(names), set[Atom]()
    stack = [part for name in names for part in (nodes[name].met, nodes[name].not_met)]
    while stack:
        match stack.pop():
            case Known(atom):
                atoms.add(atom)
            case Ref(name) if name not in seen:
                seen.add(name)
                stack += [nodes[name].met, nodes[name].not_met]
            case Every(parts) | Either(parts) | AtLeast(parts=parts):
                stack += parts
    return atoms
