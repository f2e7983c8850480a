"""Answers × what was recorded → the unknowns that something open still rests on, found once for a decision.

- A live leaf is an unknown that can still make a formula hold; one that nothing depends on any more is none.
- What somebody looked for and could not tell (a fact; whether a list has more elements), a panel that has concluded or
  was closed: these will not become known.
- The nearest leaves are those of a shortest way to an answer; equal ways are told apart by their names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from ihc_rules.engine.answers import Answers
from ihc_rules.engine.atoms import Knowledge
from ihc_rules.engine.panel import Verdict
from ihc_rules.guideline.edition import Edition
from ihc_rules.guideline.formula import (
    AtLeast,
    Every,
    FactAtom,
    Formula,
    Known,
    Pair,
    PanelAtom,
    Ref,
    SomeAtom,
)
from ihc_rules.report import Report


@dataclass(frozen=True, slots=True)
class Leaf:
    """An unknown that an open formula rests on: a fact, an element's fact, a list, or a panel's verdict."""

    kind: Literal["fact", "list", "panel"]
    name: str
    list: str | None = None
    index: int | None = None


Leaves = frozenset[Leaf]
NO_LEAVES: Leaves = frozenset()


def order(leaf: Leaf) -> tuple[bool, str, int, str]:
    """Facts of the page, then of its lists, then panels."""
    return leaf.kind == "panel", leaf.list or "", -1 if leaf.index is None else leaf.index, leaf.name


def _size(leaves: Leaves) -> tuple[int, list[tuple[bool, str, int, str]]]:
    return len(leaves), sorted(map(order, leaves))


@dataclass
class Live:
    """Finds the live leaves of formulas that do not hold yet.

    Attributes:
        never: leaves that will not become known.
        nearest: of several alternatives only a shortest one.
    """

    knowledge: Knowledge
    never: Leaves = NO_LEAVES
    nearest: bool = False
    seen: dict[Ref, Leaves | None] = field(default_factory=dict)

    def leaves(self, formula: Formula) -> Leaves | None:
        """The unknowns that can still make a formula hold; None where nothing can; empty where it holds."""
        if isinstance(formula, Known):
            return self._atom(formula)
        if isinstance(formula, Ref):
            if formula not in self.seen:
                self.seen[formula] = self._node(formula)
            return self.seen[formula]
        parts = [self.leaves(part) for part in formula.parts]
        possible = [part for part in parts if part is not None]
        needed = len(parts) if isinstance(formula, Every) else formula.number if isinstance(formula, AtLeast) else 1
        if len(possible) < needed:
            return None
        if sum(not part for part in possible) >= needed:
            return NO_LEAVES
        return self._joined(possible, needed)

    def both(self, pair: Pair) -> Leaves:
        """The unknowns that can still make something met, or not met."""
        return (self.leaves(pair.met) or NO_LEAVES) | (self.leaves(pair.not_met) or NO_LEAVES)

    def _joined(self, alternatives: list[Leaves], needed: int) -> Leaves:
        if self.nearest and needed < len(alternatives):
            alternatives = sorted(alternatives, key=_size)[:needed]
        return NO_LEAVES.union(*alternatives)

    def _node(self, ref: Ref) -> Leaves | None:
        answer = self.knowledge.node(ref.node)
        if answer != "open":
            return NO_LEAVES if (answer == "met") is ref.met else None
        pair = self.knowledge.nodes[ref.node]
        return self.leaves(pair.met if ref.met else pair.not_met)

    def _atom(self, formula: Known) -> Leaves | None:
        known = self.knowledge.atom(formula.atom)
        if known is not None:
            return NO_LEAVES if known is formula.value else None
        match formula.atom:
            case FactAtom(_, fact):
                return self._leaf(Leaf("fact", fact))
            case PanelAtom(subject):
                return self._leaf(Leaf("panel", subject))
            case SomeAtom(of, where):
                return self._elements(of, where)
        raise AssertionError(formula)  # whether something is presumed is always known

    def _leaf(self, leaf: Leaf) -> Leaves | None:
        return None if leaf in self.never else frozenset([leaf])

    def _elements(self, of: str, where: Pair) -> Leaves | None:
        elements = self.knowledge.inputs.lists.get(of)
        others = Leaf("list", of)
        settled = (elements is not None and elements.complete) or others in self.never
        found = [] if settled else [frozenset([others])]
        for index in range(len(elements.items) if elements else 0):
            never = frozenset(Leaf("fact", each.name) for each in self.never if (each.list, each.index) == (of, index))
            inside = Live(self.knowledge.element(of, index), never, self.nearest).both(where)
            found.append(frozenset(Leaf("fact", leaf.name, of, index) for leaf in inside))
        return self._joined([each for each in found if each], 1) if any(found) else None


@dataclass(frozen=True)
class Unknowns:
    """What is not known of one decision; each part is worked out when it is first asked for, and kept."""

    edition: Edition
    report: Report
    verdicts: Mapping[str, Verdict]
    answers: Answers
    knowledge: Knowledge

    @cached_property
    def never(self) -> Leaves:
        """Leaves that will not become known."""
        never = {Leaf("panel", name) for name, verdict in self.verdicts.items() if verdict.view is not None}
        never |= {Leaf("panel", name) for name in self.report.closed_panels}
        never |= {Leaf("fact", name) for name, each in self.report.facts.items() if each.undeterminable}
        for of, elements in self.report.lists.items():
            never |= {Leaf("list", of)} if elements.undeterminable else set()
            for index, item in enumerate(elements.items):
                never |= {Leaf("fact", name, of, index) for name, each in item.items() if each.undeterminable}
        return frozenset(never)

    @cached_property
    def live(self) -> Live:
        """Finds what can still become known."""
        return Live(self.knowledge, self.never)

    @cached_property
    def every(self) -> Live:
        """Finds what is not known, whether or not it still can be."""
        return Live(self.knowledge)

    @cached_property
    def goals(self) -> tuple[tuple[str, bool], ...]:
        """Open matters: (node, whether life or body depends on it)."""
        return tuple(self._goals())

    def _goals(self) -> Iterator[tuple[str, bool]]:
        rules, answers = self.edition.rules, self.answers
        for name, route in rules.routes.items():
            answer = answers[f"route:{name}"]
            if answer == "open":
                yield f"route:{name}", route.emergency
            if answer != "met":
                continue
            if route.urgent_when is not None and answers[f"urgent:{name}"] == "open":
                yield f"urgent:{name}", True
            for recipient in route.recipients():
                node = f"reachable:{recipient}"
                reachable = answers[node] if node in self.edition.nodes else "met"
                if reachable == "open":
                    yield node, False
                if recipient in rules.recipients and reachable != "not_met":
                    break

    @cached_property
    def leaves(self) -> Mapping[Leaf, tuple[int, bool]]:
        """Each live leaf with how many open matters it may settle and whether life depends on one of them."""
        found: dict[Leaf, tuple[int, bool]] = {}
        for node, life in self.goals:
            for leaf in self.live.both(self.edition.nodes[node]):
                count, urgent = found.get(leaf, (0, False))
                found[leaf] = (count + 1, urgent or life)
        return found

    @cached_property
    def untold(self) -> tuple[Leaf, ...]:
        """What somebody looked for in vain, facts and further elements, and without which an open matter stays open."""
        if all(leaf.kind == "panel" for leaf in self.never):
            return ()
        every = NO_LEAVES.union(*(self.every.both(self.edition.nodes[node]) for node, _ in self.goals))
        return tuple(sorted((leaf for leaf in every & self.never if leaf.kind != "panel"), key=order))

    def of(self, node: str) -> tuple[Leaf, ...]:
        """Everything that an open node rests on: a shortest way to being met, then what can still become known."""
        pair = self.edition.nodes[node]
        near, live = self.nearest(node), self.live.both(pair)
        return tuple(sorted(self.every.both(pair), key=lambda leaf: (leaf not in live, leaf not in near, order(leaf))))

    def nearest(self, node: str) -> Leaves:
        """What is not known on a shortest way to being met; the way that can still be gone, if there is one."""
        met = self.edition.nodes[node].met
        return self._ways[0].leaves(met) or self._ways[1].leaves(met) or NO_LEAVES

    @cached_property
    def _ways(self) -> tuple[Live, Live]:
        return Live(self.knowledge, self.never, nearest=True), Live(self.knowledge, nearest=True)

    def panels(self) -> Iterable[str]:
        """Provisions whose conditions are met and which only a panel still decides."""
        for name in self.edition.rules.provisions:
            fits = self.answers[f"answer:{name}"] == "open" and self.knowledge.node(f"base:{name}") == "met"
            if fits and Leaf("panel", name) in self.live.both(self.edition.nodes[f"answer:{name}"]):
                yield name
