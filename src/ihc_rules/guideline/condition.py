"""What staff wrote under `when` → a small immutable tree.

- Every node knows where it was written; a test's operands already have the type of their fact.
- Nothing here knows what a name stands for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from ihc_rules.facts import Value
from ihc_rules.records import Text
from ihc_rules.source import Place

Operator = Literal[
    "in",
    "at_least",
    "at_most",
    "more_than",
    "less_than",
    "before",
    "after",
    "includes",
    "excludes",
    "present",
]
Operand = Value | frozenset[Value]


@dataclass(frozen=True, slots=True)
class Test:
    """An operator with its operand: `in` a frozen set of values, or compared with one value."""

    operator: Operator
    operand: Operand


@dataclass(frozen=True, slots=True)
class Condition:
    """A node of a condition; `place` is where its key was written."""

    place: Place | None = field(default=None, compare=False, repr=False, kw_only=True)

    def children(self) -> tuple[Condition, ...]:
        """The conditions directly below."""
        return ()


@dataclass(frozen=True, slots=True)
class Leaf(Condition):
    """One test of one fact: of the report, or of an element inside `some`."""

    fact: str
    test: Test


@dataclass(frozen=True, slots=True)
class All(Condition):
    """Every part must be met."""

    parts: tuple[Condition, ...]

    def children(self) -> tuple[Condition, ...]:
        """The parts."""
        return self.parts


@dataclass(frozen=True, slots=True)
class AnyOf(Condition):
    """At least one part must be met."""

    parts: tuple[Condition, ...]

    def children(self) -> tuple[Condition, ...]:
        """The parts."""
        return self.parts


@dataclass(frozen=True, slots=True)
class Not(Condition):
    """The part must not be met."""

    part: Condition

    def children(self) -> tuple[Condition, ...]:
        """The part."""
        return (self.part,)


@dataclass(frozen=True, slots=True)
class Count(Condition):
    """At least, or at most, so many of the parts must be met."""

    operator: Literal["at_least", "at_most"]
    number: int
    parts: tuple[Condition, ...]

    def children(self) -> tuple[Condition, ...]:
        """The parts."""
        return self.parts


@dataclass(frozen=True, slots=True)
class Some(Condition):
    """At least one element of a list meets the condition; all of it is judged on the same element."""

    of: str
    where: Condition

    def children(self) -> tuple[Condition, ...]:
        """The condition on one element."""
        return (self.where,)


@dataclass(frozen=True, slots=True)
class Assess(Condition):
    """A weighing as a whole 総合考慮: answered by the panel's opinions only, never computed."""

    id: str
    considering: tuple[str, ...]
    question: Text
    panel: str


@dataclass(frozen=True, slots=True)
class Refer(Condition):
    """A reference to something else that has an answer."""

    kind: Literal["meets", "category", "primary_category", "provision", "group", "route"]
    id: str


@dataclass(frozen=True, slots=True)
class Broken(Condition):
    """A condition that could not be read; its Problem says why. A guideline that holds one never runs."""


def walk(condition: Condition) -> Iterator[Condition]:
    """A condition and everything below it, top down, without recursion."""
    stack = [condition]
    while stack:
        yield (node := stack.pop())
        stack.extend(reversed(node.children()))
