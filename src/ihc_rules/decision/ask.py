"""Decision → the questions that can still change what follows, and the stage at which the report stands.

- Only live leaves are asked: unknown facts that an open route, or the urgency or recipient of a route, still rests
  on. A fact that nothing depends on any more is never asked, nor one that somebody looked for and could not tell.
- What rests only on things that will not become known (a fact that could not be told, a panel that has concluded
  otherwise or was closed) stays open; nobody is asked for its sake.
- Questions about life and body come first; then lower exposure before higher (nobody views media while metadata can
  decide), then what settles most, then the fact's id.

Example:
    >>> [question.fact for question in ask(guideline, incomplete, at=when)][:2]
    ['life.notice', 'hosting.behind_cdn']
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from ihc_rules.decision.decide import Decision, decide
from ihc_rules.engine.atoms import Knowledge
from ihc_rules.facts import EnumValue, Fact, ListOf
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
from ihc_rules.guideline.guideline import Guideline
from ihc_rules.records import Text
from ihc_rules.report import Report

Stage = Literal["out_of_scope", "investigate", "legal_review", "unresolved", "decided"]


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to find out.

    Attributes:
        fact: a fact's id; or a list's id, where its elements are not all recorded.
        list: the list whose element is asked about, with `index` from 0; else None.
        settles: how many open matters it may settle.
        life: whether life or body may depend on it.
    """

    fact: str
    list: str | None
    index: int | None
    text: Text
    help: Text | None
    type: str
    values: tuple[EnumValue, ...]
    exposure: int
    established_by: tuple[str, ...]
    settles: int
    life: bool

    @property
    def path(self) -> str:
        """Where the answer is recorded: `page.kind`, `depictions[0].person.existence`, `depictions`."""
        return self.fact if self.list is None or self.index is None else f"{self.list}[{self.index}].{self.fact}"


@dataclass(frozen=True, slots=True)
class Leaf:
    """An unknown that an open formula rests on: a fact, an element's fact, a list, or a panel's verdict."""

    kind: Literal["fact", "list", "panel"]
    name: str
    list: str | None = None
    index: int | None = None


@dataclass
class Live:
    """Finds the live leaves of formulas that do not hold yet.

    Attributes:
        never: leaves that will not become known.
    """

    knowledge: Knowledge
    never: frozenset[Leaf] = frozenset()
    seen: dict[Ref, frozenset[Leaf] | None] = field(default_factory=dict)

    def leaves(self, formula: Formula) -> frozenset[Leaf] | None:
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
            return frozenset()
        return frozenset().union(*possible)

    def both(self, pair: Pair) -> frozenset[Leaf]:
        """The unknowns that can still make something met, or not met."""
        return (self.leaves(pair.met) or frozenset()) | (self.leaves(pair.not_met) or frozenset())

    def _node(self, ref: Ref) -> frozenset[Leaf] | None:
        answer = self.knowledge.node(ref.node)
        if answer != "open":
            return frozenset() if (answer == "met") is ref.met else None
        pair = self.knowledge.nodes[ref.node]
        return self.leaves(pair.met if ref.met else pair.not_met)

    def _atom(self, formula: Known) -> frozenset[Leaf] | None:
        known = self.knowledge.atom(formula.atom)
        if known is not None:
            return frozenset() if known is formula.value else None
        match formula.atom:
            case FactAtom(_, fact):
                return self._leaf(Leaf("fact", fact))
            case PanelAtom(subject):
                return self._leaf(Leaf("panel", subject))
            case SomeAtom(of, where):
                return self._elements(of, where)
        raise AssertionError(formula)  # whether something is presumed is always known

    def _leaf(self, leaf: Leaf) -> frozenset[Leaf] | None:
        return None if leaf in self.never else frozenset([leaf])

    def _elements(self, of: str, where: Pair) -> frozenset[Leaf] | None:
        elements = self.knowledge.inputs.lists.get(of)
        found = set() if elements is not None and elements.complete else {Leaf("list", of)}
        for index in range(len(elements.items) if elements else 0):
            never = frozenset(Leaf("fact", each.name) for each in self.never if (each.list, each.index) == (of, index))
            inside = Live(self.knowledge.element(of, index), never).both(where)
            found |= {Leaf("fact", leaf.name, of, index) for leaf in inside}
        return frozenset(found) or None


def finder(decision: Decision) -> Live:
    """Finds what can still become known and settle something."""
    report = decision.report
    never = {Leaf("panel", name) for name, verdict in decision.verdicts.items() if verdict.view is not None}
    never |= {Leaf("panel", name) for name in report.closed_panels}
    never |= {Leaf("fact", name) for name, each in report.facts.items() if each.undeterminable}
    for of, elements in report.lists.items():
        for index, item in enumerate(elements.items):
            never |= {Leaf("fact", name, of, index) for name, each in item.items() if each.undeterminable}
    return Live(decision.knowledge, frozenset(never))


def goals(decision: Decision) -> Iterator[tuple[str, bool]]:
    """Open matters: (node, whether life or body depends on it)."""
    rules, answers = decision.edition.rules, decision.answers
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
            reachable = answers[node] if node in decision.edition.nodes else "met"
            if reachable == "open":
                yield node, False
            if recipient in rules.recipients and reachable != "not_met":
                break


def live(decision: Decision) -> dict[Leaf, tuple[int, bool]]:
    """Each live leaf with how many open matters it may settle and whether life depends on one of them."""
    search = finder(decision)
    found: dict[Leaf, tuple[int, bool]] = {}
    for node, life in goals(decision):
        for leaf in search.both(decision.edition.nodes[node]):
            count, urgent = found.get(leaf, (0, False))
            found[leaf] = (count + 1, urgent or life)
    return found


def questions(decision: Decision) -> tuple[Question, ...]:
    """What to find out next, most pressing first."""
    asked = [
        _question(decision, leaf, count, life) for leaf, (count, life) in live(decision).items() if leaf.kind != "panel"
    ]
    return tuple(sorted(asked, key=lambda q: (not q.life, q.exposure, -q.settles, q.fact, q.index or 0)))


def _question(decision: Decision, leaf: Leaf, settles: int, life: bool) -> Question:
    vocabulary = decision.edition.vocabulary
    what: Fact | ListOf = vocabulary.lists[leaf.name] if leaf.kind == "list" else vocabulary.fact(leaf.list, leaf.name)
    kind, values = (what.type, what.values) if isinstance(what, Fact) else ("list", ())
    return Question(
        leaf.name,
        leaf.list,
        leaf.index,
        what.question,
        what.help,
        kind,
        values,
        what.exposure,
        what.established_by,
        settles,
        life,
    )


def stage(decision: Decision) -> Stage:
    """Where the report stands: the first of these that applies."""
    categories = decision.edition.rules.categories
    met = [each for each in categories if decision.categories[each.id] == "met"]
    if any(each.stops for each in met) or any(each.id == decision.category and not each.in_scope for each in met):
        return "out_of_scope"
    leaves = live(decision)
    if any(leaf.kind != "panel" for leaf in leaves):
        return "investigate"
    if leaves:
        return "legal_review"
    return "unresolved" if any(True for _ in goals(decision)) else "decided"


def ask(guideline: Guideline, report: Report, *, at: datetime) -> tuple[Question, ...]:
    """The next questions for a report.

    Args:
        at: the time of the decision, aware.

    Returns:
        Questions, most pressing first; none where nothing that can be found out changes what follows.

    Raises:
        NotInForce, ReportError: as `decide`.
    """
    return questions(decide(guideline, report, at=at))
