"""Decision × node → the reasons that suffice for its answer.

- A reason is a recorded fact, a list as a whole, a panel's verdict, an exception that is met, a provision that
  overrides, or the answer of another node (for routes and categories).
- Of several alternatives that each suffice one is given: what was recorded before what is presumed, then the one with
  the fewest reasons; equal ones are chosen by their names, so that the same decision always has the same reasons.
- What rests on a presumption 推定 says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from ihc_rules.decision.decide import Decision
from ihc_rules.engine.atoms import Inputs, Knowledge
from ihc_rules.guideline.formula import (
    AtLeast,
    Every,
    FactAtom,
    Formula,
    Known,
    PanelAtom,
    PresumedAtom,
    Ref,
    SomeAtom,
)

Kind = Literal["fact", "list", "panel", "exception", "overridden", "node"]


@dataclass(frozen=True, slots=True, order=True)
class Reason:
    """One thing that an answer rests on.

    Attributes:
        kind: what it is; `name` is a fact, list, subject of a panel, exception, provision or node.
        list: the list whose element the fact is of, with `index` from 0.
        presumed: the fact was not recorded but presumed.
        answer: of a node: `met` or `not_met`.
        owner: the provision whose exception it is.
    """

    kind: Kind
    name: str
    list: str = ""
    index: int = -1
    presumed: bool = False
    answer: str = ""
    owner: str = ""

    def __str__(self) -> str:
        match self.kind:
            case "fact":
                name = f"{self.list}.{self.name}" if self.list else self.name
                return f"presumed {name}" if self.presumed else name
            case "exception":
                return f"unless {self.name}"
            case "overridden":
                return f"overridden by {self.name}"
            case "panel":
                return "panel"
        return self.name if self.kind == "list" else f"{self.name} {self.answer}"


Reasons = frozenset[Reason]


@dataclass
class _Finder:
    """Finds a smallest set of reasons for formulas that hold."""

    knowledge: Knowledge
    root: str
    inside: tuple[str, int] | None = None  # the element that is judged, within a list
    found: dict[Ref, Reasons] = field(default_factory=dict)

    def of(self, formula: Formula) -> Reasons:
        """Reasons for a formula that holds."""
        if isinstance(formula, Known):
            return self._atom(formula)
        if isinstance(formula, Ref):
            if formula not in self.found:
                self.found[formula] = self._node(formula)
            return self.found[formula]
        held = [self.of(part) for part in formula.parts if self.knowledge.formula(part)]
        if isinstance(formula, Every):
            return frozenset().union(*held)
        needed = formula.number if isinstance(formula, AtLeast) else 1
        return frozenset().union(*sorted(held, key=_size)[:needed])

    def _node(self, ref: Ref) -> Reasons:
        kind, _, name = ref.node.partition(":")
        pair = self.knowledge.nodes[ref.node]
        below = self.of(pair.met if ref.met else pair.not_met)
        if kind == "unless" and ref.met:
            owner, _, exception = name.partition(":")
            return below | {Reason("exception", exception, owner=owner)}
        if kind in ("meets", "when", "base", "unless"):
            return below
        if kind == "answer" and ref.met and self.root.startswith("answer:"):
            return frozenset([Reason("overridden", name)])
        return frozenset([Reason("node", ref.node, answer="met" if ref.met else "not_met")])

    def _atom(self, known: Known) -> Reasons:
        match known.atom:
            case FactAtom(_, fact):
                if self.inside is not None:
                    return frozenset([Reason("fact", fact, *self.inside)])
                inputs = self.knowledge.inputs
                return frozenset([Reason("fact", fact, presumed=inputs.presuming and fact not in inputs.recorded)])
            case PanelAtom(subject):
                return frozenset([Reason("panel", subject)])
            case SomeAtom(of, where):
                return self._list(of, where.met if known.value else where.not_met, known.value)
            case PresumedAtom(provision):
                return frozenset() if known.value or not self.knowledge.inputs.presuming else self._recorded(provision)
        raise AssertionError(known)

    def _recorded(self, provision: str) -> Reasons:
        """Why the condition of a provision is met without any presumption."""
        inputs = self.knowledge.inputs
        recorded = Knowledge(self.knowledge.nodes, Inputs(inputs.recorded, inputs.lists, inputs.verdicts))
        return _Finder(recorded, self.root).of(self.knowledge.nodes[f"when:{provision}"].met)

    def _list(self, of: str, formula: Formula, met: bool) -> Reasons:
        elements = self.knowledge.inputs.lists[of].items
        each: list[Reasons] = []
        for index in range(len(elements)):
            view = self.knowledge.element(of, index)
            if view.formula(formula):
                each.append(_Finder(view, self.root, (of, index)).of(formula))
        if met:
            return min(each, key=_size)
        return frozenset([Reason("list", of)]).union(*each)


def _size(reasons: Reasons) -> tuple[bool, int, list[Reason]]:
    return any(each.presumed for each in reasons), len(reasons), sorted(reasons)


def because(decision: Decision, node: str) -> tuple[Reason, ...]:
    """The reasons for the answer of a node; none where it is open.

    Args:
        node: `answer:I-01`, `category:illegal`, `route:police` and so on.

    Raises:
        WrongArgument: there is no such node.
    """
    answer = decision.knowledge.node(node)
    if answer == "open":
        return ()
    pair = decision.edition.nodes[node]
    reasons = _Finder(decision.knowledge, node).of(pair.met if answer == "met" else pair.not_met)
    return ordered(reasons)


def ordered(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """What decides first: overriding provisions and exceptions, then the panel, lists and facts."""
    rank = ("overridden", "exception", "node", "panel", "list", "fact")
    return tuple(sorted(reasons, key=lambda each: (rank.index(each.kind), each)))


def presumed(decision: Decision, node: str) -> tuple[str, ...]:
    """The facts on whose presumption the answer of a node rests."""
    return tuple(each.name for each in because(decision, node) if each.presumed)
