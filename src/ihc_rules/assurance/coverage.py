"""Results of worked cases × what they must reach (`goals`) → which cases reach it, and what no case reaches.

Only a case that holds reaches anything, and only what it names under `expect`:

- an answer: `provisions` names it, on a day on which that version is in force;
- an exception: `provisions` says not met, the provision's own conditions are met, and no other exception applies;
- a route: `referrals` names it. A recipient: `recipients` names it, or `referrals` a route that went to it and has
  no other recipient;
- a boundary, on its day:

  | what begins or ends | what the case names |
  |---|---|
  | provision, exception | the provision, in `provisions` (perhaps as `absent`) |
  | an article of a provision | the provision, in `statutes` |
  | route | the route, among the referrals; where it is not in force, `referrals` without it |
  | category | the category, in `categories` (perhaps as `absent`) or as `category` |
  | recipient | a route that may go to it: in `recipients`, in `referrals` if it has no other, or as not in force |
  | definition | a provision that it decides, or `referrals` if it decides a route; its report records what it reads |
  | figure | a route that is held for so long, in `holds` |
  | panel | a provision on which advisers gave opinions, in `provisions`; or one where they did on an element |
  | triage rule | `triage` |
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from ihc_rules.assurance.cases import CaseResult
from ihc_rules.assurance.compare import Expectation
from ihc_rules.assurance.goals import Goal, answer, boundary, goals, panelled, reads, users
from ihc_rules.decision.decide import Decision
from ihc_rules.guideline.guideline import Guideline
from ihc_rules.guideline.model import Provision, Route, Triage


def coverage(guideline: Guideline, results: Iterable[CaseResult]) -> dict[Goal, tuple[str, ...]]:
    """Everything that must be reached, with the ids of the cases that reach it."""
    found: dict[Goal, dict[str, None]] = {each: {} for each in goals(guideline)}
    judge = _Judge(guideline)
    for result in results:
        if result.holds and result.decision is not None:
            record = result.case.record
            for goal in judge.reached(record.expect, result.decision):
                if goal in found:
                    found[goal][record.id] = None
    return {goal: tuple(cases) for goal, cases in found.items()}


def gaps(guideline: Guideline, results: Iterable[CaseResult]) -> list[Goal]:
    """Everything that has no case yet."""
    return [goal for goal, cases in coverage(guideline, results).items() if not cases]


class _Judge:
    """Says what a case reaches."""

    def __init__(self, guideline: Guideline) -> None:
        self.guideline = guideline

    @cached_property
    def routes(self) -> dict[str, list[Route]]:
        """Every version of every route."""
        found: dict[str, list[Route]] = {}
        for each in self.guideline.sections.of(Route):
            found.setdefault(each.id, []).append(each)
        return found

    @cached_property
    def used(self) -> dict[str, set[tuple[str, str]]]:
        """Provisions and routes that each definition decides."""
        return users(self.guideline)

    @cached_property
    def read(self) -> dict[str, set[str]]:
        """Facts and lists that each definition reads."""
        return reads(self.guideline)

    @cached_property
    def judged(self) -> dict[str, set[str]]:
        """Provisions and elements that each panel judges."""
        return panelled(self.guideline)

    def reached(self, expect: Expectation, decision: Decision) -> Iterator[Goal]:
        """Everything that a case reaches, and things that nobody asks for."""
        named = expect.provisions or {}
        for version in self.guideline.sections.of(Provision):
            if version.id in named and version.in_force.covers(decision.day):
                yield answer(version, named[version.id])
        for name, found in named.items():
            if found == "not_met":
                yield from _exceptions(decision, name)
        yield from (Goal("route", name) for name in expect.referrals or ())
        yield from (Goal("recipient", name) for name in self._recipients(expect, decision))
        yield from (boundary(section, name, decision.day) for section, name in self._named(expect, decision))

    def _recipients(self, expect: Expectation, decision: Decision) -> Iterator[str]:
        yield from (expect.recipients or {}).values()
        rules = decision.edition.rules
        for referral in decision.referrals:
            alone = len(rules.routes[referral.route].recipients()) == 1
            if alone and referral.recipient is not None and referral.route in (expect.referrals or ()):
                yield referral.recipient

    def _named(self, expect: Expectation, decision: Decision) -> Iterator[tuple[str, str]]:
        """What a case says something about, with its section."""
        provisions = set(expect.provisions or ())
        absent = self.routes.keys() - decision.routes.keys() if expect.referrals is not None else set()
        sent = (
            {*(expect.referrals or ()), *(expect.possible_referrals or ())} if expect.referrals is not None else set()
        )
        yield from (("provisions", name) for name in provisions)
        yield from (("statutes", name) for name in expect.statutes or ())
        yield from (("routes", name) for name in sent | absent)
        yield from (("categories", name) for name in {*(expect.categories or ()), str(expect.category)})
        alone = {
            name for name in expect.referrals or () if all(len(each.recipients()) == 1 for each in self.routes[name])
        }
        told = {*(expect.recipients or ()), *alone, *absent}
        yield from (("recipients", name) for name in self._may_receive(told))
        yield from (("definitions", name) for name in self._defined(expect, decision))
        held = {each.hold.for_ for name in expect.holds or () for each in self.routes[name] if each.hold}
        yield from (("parameters", name) for name in held)
        yield from (
            ("panels", name) for name, judged in self.judged.items() if self._spoke(decision, judged, provisions)
        )
        if expect.triage is not None:
            yield from (("triage", each.id) for each in self.guideline.sections.of(Triage))

    def _defined(self, expect: Expectation, decision: Decision) -> Iterator[str]:
        recorded = decision.inputs.values.keys() | decision.inputs.lists.keys()
        spoken = {("provisions", name) for name in expect.provisions or ()}
        spoken |= {("routes", name) for name in self.routes if expect.referrals is not None}
        yield from (name for name, by in self.used.items() if by & spoken and self.read.get(name, set()) & recorded)

    def _may_receive(self, routes: Iterable[str]) -> Iterator[str]:
        yield from (name for route in routes for each in self.routes[route] for name in each.recipients())

    @staticmethod
    def _spoke(decision: Decision, judged: set[str], provisions: set[str]) -> bool:
        """Whether a panel was asked about a provision that is named, or about an element where one is."""
        spoken = {each.subject for each in decision.report.opinions} & judged
        return bool(spoken & provisions or (provisions and spoken - decision.edition.rules.provisions.keys()))


def _exceptions(decision: Decision, name: str) -> Iterator[Goal]:
    """The exception that alone makes a provision not met whose own conditions are met."""
    provision = decision.edition.rules.provisions.get(name)
    if provision is None or decision.knowledge.node(f"when:{name}") != "met":
        return
    met = [each.id for each in provision.unless if decision.knowledge.node(f"unless:{name}:{each.id}") == "met"]
    if len(met) == 1:
        yield Goal("exception", name, met[0])
