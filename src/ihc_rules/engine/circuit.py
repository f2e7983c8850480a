"""Formulas → a circuit: the bits and constants with which one integer settles them all.

- Every leaf of every formula owns one bit. Every inner node owns the bits of its children and one more above them,
  its guard.
- An addition settles all nodes of one height at once. `all`: the bits between the children are filled with ones and
  one is added at the bottom; the carry reaches the guard only if every child's bit is set. `any`: ones are added over
  the whole span; the carry reaches the guard if at least one child's bit is set.
- Formulas that refer to others stand in later layers; between layers answers are fed to the leaves that ask for them.
- The result of a formula stands at a multiple of eight, so that it can be read as a byte.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ihc_rules.guideline.formula import AtLeast, Either, Every, Formula, Known, Ref

Literals = Known | Ref


@dataclass
class _Step:
    """All nodes of one height in one layer."""

    children: int = 0
    ones: int = 0
    add: int = 0
    guards: int = 0
    keep: int = 0
    counts: list[tuple[int, int, int]] = field(default_factory=list)


@dataclass
class _Layer:
    """Nodes that refer only to nodes of earlier layers."""

    steps: dict[int, _Step] = field(default_factory=dict)
    roots: int = 0
    end: int = 0  # bytes up to the last root
    feeds: list[tuple[int, int]] = field(default_factory=list)  # (byte of a root, bits of the leaves that ask for it)


class Circuit:
    """Formulas laid out on one integer.

    Args:
        layers: named formulas, layer after layer; leaves may refer to names of earlier layers.
    """

    def __init__(self, layers: Sequence[Mapping[Ref, Formula]]) -> None:
        self.leaves: dict[Literals, int] = {}
        self.constant = 0
        self.byte: dict[Ref, int] = {}
        self._layers: list[_Layer] = []
        self._top = 0
        for formulas in layers:
            layer = _Layer()
            for name, formula in formulas.items():
                base = -(-(self._top + _size(formula)) // 8) * 8 + 1 - _size(formula)
                root, self._top, _ = self._lay(layer, formula, max(base, self._top))
                layer.roots |= 1 << root
                layer.end = root // 8 + 1
                self.byte[name] = root // 8
            self._layers.append(layer)
        self.size = self._top // 8 + 1
        self._finish()

    def _lay(self, layer: _Layer, formula: Formula, base: int) -> tuple[int, int, int]:
        """Give a formula its bits from `base` on: (bit of its result, first free bit, height)."""
        if isinstance(formula, (Known, Ref)):
            self.leaves[formula] = self.leaves.get(formula, 0) | 1 << base
            return base, base + 1, 0
        if not formula.parts:
            self.constant |= (1 << base) if isinstance(formula, Every) else 0
            return base, base + 1, 0
        bits, top, height = 0, base, 0
        for part in formula.parts:
            bit, top, below = self._lay(layer, part, top)
            bits |= 1 << bit
            height = max(height, below)
        step = layer.steps.setdefault(height + 1, _Step())
        span = (1 << top) - (1 << base)
        number = _needed(formula)
        if number == len(formula.parts):
            step.children |= bits
            step.ones |= span & ~bits
            step.add += 1 << base
        elif number == 1:
            step.children |= bits
            step.add += span
        else:
            step.counts.append((bits, number, 1 << top))
        step.guards |= 1 << top
        return top, top + 1, height + 1

    def _finish(self) -> None:
        """What each step must leave alone: results that are still waited for, roots, and later layers."""
        later = 0
        roots = 0
        for layer in self._layers:
            roots |= layer.roots
        for layer in reversed(self._layers):
            waiting = roots | later
            for height in sorted(layer.steps, reverse=True):
                step = layer.steps[height]
                counted = 0
                for bits, _, _ in step.counts:
                    counted |= bits
                step.keep = waiting & ~step.guards
                waiting = step.keep | step.children | counted
            later = waiting
        for i, layer in enumerate(self._layers):
            layer.feeds = [
                (self.byte[leaf], bits)
                for leaf, bits in self.leaves.items()
                if isinstance(leaf, Ref) and layer.roots >> (self.byte[leaf] * 8) & 1
            ]
            self._layers[i] = layer
        self.program = [
            (
                [
                    (s.children, s.ones, s.add, s.guards, s.keep, tuple(s.counts))
                    for _, s in sorted(layer.steps.items())
                ],
                layer.roots,
                layer.end,
                layer.feeds,
            )
            for layer in self._layers
        ]


def _needed(formula: Every | Either | AtLeast) -> int:
    if isinstance(formula, AtLeast):
        return formula.number
    return len(formula.parts) if isinstance(formula, Every) else 1


def _size(formula: Formula) -> int:
    if isinstance(formula, (Known, Ref)) or not formula.parts:
        return 1
    return 1 + sum(_size(part) for part in formula.parts)
