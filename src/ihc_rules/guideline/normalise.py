"""Rules in force → one normal form: two monotone formulas for everything that has an answer.

- Negation is pushed to the leaves. Each condition becomes a pair: a formula for met and a formula for not met, over
  leaves that are known to be true and leaves that are known to be false. So Kleene's three values need nothing but
  `and`, `or` and `at least n`, and adding knowledge can never take an answer back.
- An atom is what can be known: a test of a fact, an element of a list that meets something, a panel's verdict.
- A node is a named pair. Nodes refer to nodes, never in a circle: definitions, then `base` (when and no exception),
  `judged` (after legal review), `answer` (after overrides), categories, groups, routes.

Semantics: see "Semantics" in docs/reference/semantics.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ihc_rules.guideline.condition import All, AnyOf, Assess, Condition, Count, Leaf, Not, Refer, Some
from ihc_rules.guideline.formula import (
    NO,
    YES,
    FactAtom,
    Pair,
    PanelAtom,
    PresumedAtom,
    SomeAtom,
    at_least,
    atoms_of,
    both,
    either,
    every,
    known,
    one_of,
    ref,
)
from ihc_rules.guideline.model import Category, Definition, Provision, Recipient, ReviewRule, Route, Triage


@dataclass(frozen=True)
class Rules:
    """What is in force on one day, by id."""

    categories: tuple[Category, ...]
    provisions: Mapping[str, Provision]
    definitions: Mapping[str, Definition]
    routes: Mapping[str, Route]
    recipients: Mapping[str, Recipient]
    triage: Mapping[str, Triage]
    presumed: frozenset[str] = frozenset()  # facts that declare a presumption


@dataclass
class Normaliser:
    """Builds the nodes of one day's rules."""

    rules: Rules
    nodes: dict[str, Pair] = field(default_factory=dict)

    def build(self) -> dict[str, Pair]:
        """Every node, by name."""
        for provision in self.rules.provisions:
            self.answer(provision)
        for position, category in enumerate(self.rules.categories):
            self.category(category.id)
            earlier = [self.category(each.id).negated() for each in self.rules.categories[:position]]
            self.nodes[f"primary:{category.id}"] = both(self.category(category.id), *earlier)
        for recipient in self.rules.recipients.values():
            if recipient.reachable_when is not None:
                self.nodes[f"reachable:{recipient.id}"] = self.pair(recipient.reachable_when)
        for route in self.rules.routes.values():
            self.route(route.id)
        for triage in self.rules.triage.values():
            self.nodes[f"triage:{triage.id}"] = self.pair(triage.when)
        return self.nodes

    def refer(self, name: str, made: Pair) -> Pair:
        """Remember a node and refer to it."""
        self.nodes[name] = made
        return ref(name)

    # --- conditions -------------------------------------------------------------------------------------------------

    def pair(self, condition: Condition, list_id: str | None = None, reviewed: bool = True) -> Pair:
        """The two formulas of a condition."""
        match condition:
            case Leaf(fact, test):
                return known(FactAtom(list_id, fact, test))
            case All(parts):
                return both(*(self.pair(part, list_id, reviewed) for part in parts))
            case AnyOf(parts):
                return one_of(*(self.pair(part, list_id, reviewed) for part in parts))
            case Not(part):
                return self.pair(part, list_id, reviewed).negated()
            case Count(operator, number, parts):
                pairs = [self.pair(part, list_id, reviewed) for part in parts]
                if operator == "at_least":
                    return at_least(number, pairs)
                return at_least(number + 1, pairs).negated()
            case Some(of, where):
                return known(SomeAtom(of, self.pair(where, of)))
            case Assess(id=subject, panel=panel):
                return known(PanelAtom(subject, panel, frozenset(["applies"]), frozenset(["does_not_apply"])))
            case Refer(kind, name):
                return self.named(kind, name, list_id, reviewed)
        raise AssertionError(condition)  # a Broken condition never gets here: its guideline does not load

    def named(self, kind: str, name: str, list_id: str | None, reviewed: bool) -> Pair:
        """What a reference stands for; what is not in force is absent and counts as not met."""
        if kind == "meets":
            definition = self.rules.definitions.get(name)
            if definition is None:
                return NO
            if list_id is not None:
                return self.pair(definition.when, list_id)
            if f"meets:{name}" not in self.nodes:
                self.nodes[f"meets:{name}"] = self.pair(definition.when)
            return ref(f"meets:{name}")
        if kind == "provision":
            return self.answer(name, reviewed) if name in self.rules.provisions else NO
        if kind == "group":
            members = [p.id for p in self.rules.provisions.values() if p.group == name]
            prefix = "group" if reviewed else "unreviewed-group"
            return self.refer(f"{prefix}:{name}", one_of(*(self.answer(each, reviewed) for each in members)))
        if kind == "category":
            return self.category(name, reviewed)
        if kind == "primary_category":
            return ref(f"primary:{name}") if f"primary:{name}" in self.nodes else NO
        return self.route(name) if name in self.rules.routes else NO

    # --- provisions -------------------------------------------------------------------------------------------------

    def base(self, name: str) -> Pair:
        """When and no exception."""
        if f"base:{name}" in self.nodes:
            return ref(f"base:{name}")
        provision = self.rules.provisions[name]
        grounds = [self.pair(provision.when)] if provision.when is not None else []
        grounds += [self.suspicion(each) for each in provision.suspected_of if each in self.rules.provisions]
        when = self.refer(f"when:{name}", one_of(*grounds))
        exceptions = [self.refer(f"unless:{name}:{each.id}", self.pair(each.when)) for each in provision.unless]
        for i, statute in enumerate(provision.statutes):
            if statute.when is not None:
                self.nodes[f"statute:{name}:{i}"] = self.pair(statute.when)
        return self.refer(f"base:{name}", both(when, *(each.negated() for each in exceptions)))

    def suspicion(self, name: str) -> Pair:
        """The panel on a provision finds considerable suspicion 疑いが相当程度; missing facts never do."""
        provision = self.rules.provisions[name]
        panel = self._panel(provision)
        if panel is None:
            return NO
        suspected = PanelAtom(
            name, panel, frozenset(["considerable_suspicion"]), frozenset(["applies", "does_not_apply"])
        )
        return both(self.base(name), self.review(name), known(suspected))

    def review(self, name: str) -> Pair:
        """Whether the panel's verdict is demanded."""
        provision = self.rules.provisions[name]
        rule = provision.legal_review or self._category(provision).legal_review
        demanded = self.pair(rule.when) if isinstance(rule, ReviewRule) else YES if rule == "always" else NO
        if self._may_presume(f"when:{name}"):
            demanded = one_of(demanded, known(PresumedAtom(name)))
        return demanded

    def judged(self, name: str) -> Pair:
        """The base, and the panel's verdict where review is demanded."""
        base, demanded = self.base(name), self.review(name)
        panel = self._panel(self.rules.provisions[name])
        if demanded == NO:
            return base
        if panel is None:  # a forced review without any panel stays open
            return Pair(every([base.met, demanded.not_met]), base.not_met)
        verdict = known(PanelAtom(name, panel, frozenset(["applies"]), frozenset(["does_not_apply"])))
        met = every([base.met, either([demanded.not_met, verdict.met])])
        return Pair(met, either([base.not_met, every([base.met, demanded.met, verdict.not_met])]))

    def answer(self, name: str, reviewed: bool = True) -> Pair:
        """The judged provision, unless a provision that overrides it is met."""
        node = f"answer:{name}" if reviewed else f"unreviewed:{name}"
        if node not in self.nodes:
            over = [each.id for each in self.rules.provisions.values() if name in each.overrides]
            own = self.judged(name) if reviewed else self.base(name)
            self.nodes[node] = both(own, *(self.answer(each, reviewed).negated() for each in over))
        return ref(node)

    def _category(self, provision: Provision) -> Category:
        return next(each for each in self.rules.categories if each.id == provision.category)

    def _panel(self, provision: Provision) -> str | None:
        return self._category(provision).panel

    def _may_presume(self, node: str) -> bool:
        if not self.rules.presumed:
            return False
        return any(
            isinstance(atom, FactAtom) and atom.list is None and atom.fact in self.rules.presumed
            for atom in atoms_of(self.nodes, node)
        )

    # --- categories and routes --------------------------------------------------------------------------------------

    def category(self, name: str, reviewed: bool = True) -> Pair:
        """Met if one of its provisions is; not met if none can be."""
        if all(each.id != name for each in self.rules.categories):
            return NO
        node = f"category:{name}" if reviewed else f"unreviewed-category:{name}"
        if node not in self.nodes:
            members = [each.id for each in self.rules.provisions.values() if each.category == name]
            self.nodes[node] = one_of(*(self.answer(each, reviewed) for each in members))
        return ref(node)

    def route(self, name: str) -> Pair:
        """Its condition, while no gate that it is not `despite` is met."""
        node = f"route:{name}"
        if node not in self.nodes:
            route = self.rules.routes[name]
            gates = [
                each.id
                for each in self.rules.categories
                if each.stops and route.despite != "all" and each.id not in route.despite
            ]
            own = self.pair(route.when, reviewed=route.needs_review)
            self.nodes[node] = both(own, *(self.category(each).negated() for each in gates))
            if route.urgent_when is not None:
                self.nodes[f"urgent:{name}"] = self.pair(route.urgent_when, reviewed=route.needs_review)
        return ref(node)
