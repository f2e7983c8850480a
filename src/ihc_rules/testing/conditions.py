"""Hypothesis → conditions: as varied as the language allows, and none that contradicts itself.

- What one `all` demands is about a different fact in each part, but for pairs that go together (`PAIRS`); so is what
  a `count` counts. What stands under `any` may be about the same one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations
from typing import TypeVar

from hypothesis import strategies as st

from ihc_rules.testing.vocabulary import LEAVES, LISTED, PAIRS, Written

T = TypeVar("T")


@cache
def _below(number: int) -> st.SearchStrategy[int]:
    """One strategy a number, made once: most of the time goes into making strategies."""
    return st.integers(0, number - 1)


@dataclass
class Conditions:
    """Draws conditions, and remembers what they read.

    Attributes:
        read: facts and lists that conditions read: only these are declared.
        elements: definitions of the elements of each list.
        names: what a condition may refer to, by word.
        avoided: facts that conditions do not read for now, so that they may be presumed.
    """

    draw: st.DrawFn
    assessed: list[Written] = field(default_factory=list)
    read: set[str] = field(default_factory=set)
    elements: dict[str, list[str]] = field(default_factory=lambda: {of: [] for of in LISTED})
    names: dict[str, list[str]] = field(default_factory=dict)
    avoided: frozenset[str] = frozenset()

    def pick(self, options: Sequence[T]) -> T:
        """One of them."""
        return options[self.draw(_below(len(options)))]

    def maybe(self) -> bool:
        """Yes or no."""
        return self.pick((False, True))

    def some(self, options: Sequence[T], least: int = 0, most: int = 2) -> list[T]:
        """Some of them, each once."""
        sizes = range(least, min(most, len(options)) + 1)
        return list(self.pick([each for size in sizes for each in combinations(options, size)]))

    def condition(
        self, depth: int = 2, of: str | None = None, met: bool = True, taken: set[str] | None = None
    ) -> Written:
        """One condition.

        Args:
            of: the list whose element it is about.
            met: whether it helps by being met, or (below `not`) by not being met.
            taken: facts of which something is demanded beside it; those that it demands are added.
        """
        taken = set() if taken is None else taken
        names = self.names if of is None else {"meets": self.elements[of]}
        named = [word for word, ids in names.items() if ids]
        whole = ["some", "assess"] if of is None else []
        form = self.pick(["leaf", "leaf", "leaf", *named, *whole, *(["all", "any", "not", "count"] if depth else [])])
        if form == "leaf":
            return self.leaf(of, met, taken)
        if form in named:
            return {form: self.pick(names[form])}
        if form == "some":
            of = self.pick(tuple(LISTED))
            self.read.add(of)
            return {"some": {"of": of, "where": self.condition(max(depth - 1, 0), of, met)}}
        if form == "assess":
            self.read |= {"seen.enum", "items"}
            return {"assess": self.pick(self.assessed)}
        if form == "not":
            return {"not": self.condition(depth - 1, of, not met, taken)}
        return self.joined(form, depth - 1, of, met, taken)

    def leaf(self, of: str | None, met: bool, taken: set[str]) -> Written:
        """One test, or a pair on one fact; where every fact is taken, two of which one is enough."""
        free = [each for each in LEAVES[of] if each[0] not in taken | self.avoided]
        if not free:
            either = [{fact: self.pick(writings)} for fact, writings in LEAVES[of][:2]]
            self.read |= {fact for each in either for fact in each}
            return {"any" if met else "all": either}
        fact, writings = self.pick(free)
        self.read.add(fact)
        taken.add(fact)
        if fact in PAIRS and self.pick((False, False, True)):
            return {"all": [{fact: each} for each in PAIRS[fact]]}
        return {fact: self.pick(writings)}

    def joined(self, form: str, depth: int, of: str | None, met: bool, taken: set[str]) -> Written:
        """Several conditions; where one of them is enough, each may be about what the others are about."""
        operator = self.pick(("at_least", "at_most")) if form == "count" else ""
        apart = form == ("any" if met else "all")
        parts, before = [], frozenset(taken)
        for _ in range(self.pick((1, 2, 3))):
            own = {*before} if apart else taken
            parts.append(self.condition(depth, of, met is not (operator == "at_most"), own))
            taken |= own
        if not operator:
            return {form: parts}
        lowest = 1 if operator == "at_least" else 0
        return {"count": {operator: str(self.pick(range(lowest, len(parts) + lowest))), "of": parts}}
