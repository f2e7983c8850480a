"""Records of a guideline × a report × a time → every answer, written as plainly as the design says it: the oracle.

- Read from the records and conditions as staff wrote them; nothing of the normal form, of atoms or of any engine.
- Slow and plain: each answer is worked out again whenever it is asked for, and a panel's verdict by trying whatever
  its silent members might still say.

Source: design "Semantics".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from itertools import product
from typing import Any, Literal, TypeVar, assert_never

from ihc_rules.facts import Fact, read_value
from ihc_rules.guideline.condition import All, AnyOf, Assess, Condition, Count, Leaf, Not, Refer, Some, Test
from ihc_rules.guideline.guideline import Guideline
from ihc_rules.guideline.model import (
    Category,
    Definition,
    Panel,
    Parameter,
    Provision,
    Recipient,
    ReviewRule,
    Route,
    Triage,
)
from ihc_rules.records import Dated
from ihc_rules.report import Report

Answer = Literal["met", "not_met", "open"]
Held = tuple[str, int, str, Answer]  # after which route, how long, unit, whether that route fires
D = TypeVar("D", bound=Dated)
VIEWS = ("applies", "considerable_suspicion", "does_not_apply", "reserved")
NOTHING = "says nothing"


# --- three values -----------------------------------------------------------------------------------------------------


def negation(answer: Answer) -> Answer:
    opposite: Mapping[Answer, Answer] = {"met": "not_met", "not_met": "met", "open": "open"}
    return opposite[answer]


def conjunction(answers: Iterable[Answer]) -> Answer:
    seen = set(answers)
    return "not_met" if "not_met" in seen else "open" if "open" in seen else "met"


def disjunction(answers: Iterable[Answer]) -> Answer:
    return negation(conjunction(negation(each) for each in answers))


def truth(value: bool) -> Answer:
    return "met" if value else "not_met"


# --- what a test of a known value says --------------------------------------------------------------------------------


def passes(test: Test, value: Any) -> bool:
    """Whether a value that is known passes a test. None is a text that is known to be absent."""
    operand: Any = test.operand
    match test.operator:
        case "in":
            values = value if isinstance(value, frozenset) else {value}
            return any(each == wanted for each in values for wanted in operand)
        case "at_least":
            return bool(value > operand or value == operand)
        case "at_most":
            return bool(value < operand or value == operand)
        case "more_than" | "after":
            return bool(value > operand)
        case "less_than" | "before":
            return bool(value < operand)
        case "includes":
            return all(each in value for each in operand)
        case "excludes":
            return not any(each in value for each in operand)
        case "present":
            return bool((value is not None) == operand)
    assert_never(test.operator)


# --- panels -----------------------------------------------------------------------------------------------------------


def outcome(views: tuple[str, ...], panel: Panel) -> str | None:
    """The view of a panel in which nobody speaks any more; None where it has none."""
    votes = [view for view in views if view not in ("reserved", NOTHING)]
    if len(votes) < panel.quorum:
        return None
    whole = panel.members if panel.of == "members" else len(votes)

    def enough(number: int) -> bool:
        if panel.majority == "more_than_half":
            return 2 * number > whole
        if panel.majority == "two_thirds":
            return 3 * number >= 2 * whole
        return number == whole

    if enough(votes.count("applies")):
        return "applies"
    if enough(votes.count("does_not_apply")):
        return "does_not_apply"
    if enough(votes.count("applies") + votes.count("considerable_suspicion")):
        return "considerable_suspicion"
    return None if panel.split == "open" else panel.split


def finding(views: tuple[str, ...], panel: Panel, closed: bool) -> str | None:
    """The view that a panel has found: whatever each silent member may say or leave unsaid, it stays."""
    now, silent = outcome(views, panel), 0 if closed else panel.members - len(views)
    if now is None:
        return None
    futures = product((*VIEWS, NOTHING), repeat=silent)
    return now if all(outcome(views + more, panel) == now for more in futures) else None


# --- one decision -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Fired:
    """A referral, certain or possible: as far as it is known."""

    route: str
    recipient: str | None
    recipient_answer: Answer
    urgency: str
    hold: Held | None


class Reference:
    """All answers for one report.

    Args:
        presuming: count presumptions (where the report says that the investigation is complete).
    """

    def __init__(
        self,
        guideline: Guideline,
        report: Report,
        at: datetime,
        include_drafts: bool = False,
        presuming: bool = True,
    ) -> None:
        self.guideline, self.report, self.at = guideline, report, at
        self.include_drafts = include_drafts
        self.day = governing_day(guideline, report, at)
        sections = guideline.sections
        self.categories = [each for each in sections.of(Category) if each.in_force.covers(self.day)]
        self.definitions = self.in_force(sections.of(Definition))
        self.recipients = self.in_force(sections.of(Recipient))
        self.parameters = self.in_force(sections.of(Parameter))
        self.routes = self.in_force(sections.of(Route))
        self.triage = self.in_force(sections.of(Triage))
        self.provisions = self.in_force(each for each in sections.of(Provision) if include_drafts or not each.draft)
        recorded = {**report.claims, **report.facts}
        self.values = {name: each.value for name, each in recorded.items() if not each.undeterminable}
        declared = presumptions(guideline)
        self.presumed = set(declared)
        self.presuming = presuming and report.investigation_complete and not self.presumed <= set(self.values)
        if self.presuming:
            self.values = {**declared, **self.values}

    def in_force(self, records: Iterable[D]) -> dict[str, D]:
        return {getattr(each, "id"): each for each in records if each.in_force.covers(self.day)}  # noqa: B009 - every such record has one

    # --- conditions -------------------------------------------------------------------------------------------------

    def condition(
        self, condition: Condition, element: Mapping[str, Any] | None = None, reviewed: bool = True
    ) -> Answer:
        """The answer of a condition: on the report, or on one element of a list."""
        match condition:
            case Leaf(fact, test):
                values = self.values if element is None else element
                return truth(passes(test, values[fact])) if fact in values else "open"
            case All(parts):
                return conjunction([self.condition(part, element, reviewed) for part in parts])
            case AnyOf(parts):
                return disjunction([self.condition(part, element, reviewed) for part in parts])
            case Not(part):
                return negation(self.condition(part, element, reviewed))
            case Count(operator, number, parts):
                answers = [self.condition(part, element, reviewed) for part in parts]
                least, most = answers.count("met"), len(answers) - answers.count("not_met")
                if operator == "at_least":
                    return "met" if least >= number else "not_met" if most < number else "open"
                return "met" if most <= number else "not_met" if least > number else "open"
            case Some(of, where):
                return self.some(of, where)
            case Assess(id=subject, panel=panel):
                return self.verdict_as_answer(subject, panel)
            case Refer("meets", name):
                absent = name not in self.definitions
                return "not_met" if absent else self.condition(self.definitions[name].when, element)
            case Refer(kind, name):
                return self.referred(kind, name, reviewed)
        raise AssertionError(condition)

    def some(self, of: str, where: Condition) -> Answer:
        """A list of which it could not be told whether there are more is not complete."""
        if of not in self.report.lists:
            return "open"
        shown = self.report.lists[of]
        elements = [
            {name: each.value for name, each in item.items() if not each.undeterminable} for item in shown.items
        ]
        answer = disjunction([self.condition(where, element) for element in elements])
        return "open" if answer == "not_met" and not shown.complete else answer

    def referred(self, kind: str, name: str, reviewed: bool) -> Answer:
        """What routes read: an answer after legal review, or before it; what is not in force is not met."""
        members = self.provisions.values()
        match kind:
            case "provision":
                return self.provision(name, reviewed)
            case "group":
                return disjunction([self.provision(each.id, reviewed) for each in members if each.group == name])
            case "category":
                return self.category(name, reviewed)
            case "primary_category":
                return self.primary(name)
            case "route":
                return self.route(name)
        raise AssertionError(kind)

    # --- panels and legal review --------------------------------------------------------------------------------------

    def verdict(self, subject: str, parameter: str | None) -> str | None:
        """The panel's view: the last view of each adviser of the right kind counts."""
        panel = self.parameters[parameter].panel if parameter in self.parameters else None
        if panel is None:
            return None
        last: dict[str, Any] = {}
        for opinion in sorted(self.report.opinions, key=lambda each: each.at):
            if (opinion.element or opinion.provision) == subject:
                last[opinion.adviser] = opinion
        views = [each.view for each in last.values() if each.adviser_kind in panel.adviser_kinds]
        assert len(views) <= panel.members, "too many opinions"
        return finding(tuple(sorted(views)), panel, subject in self.report.closed_panels)

    def verdict_as_answer(self, subject: str, parameter: str | None) -> Answer:
        view = self.verdict(subject, parameter)
        return "met" if view == "applies" else "not_met" if view == "does_not_apply" else "open"

    def category_of(self, name: str) -> Category:
        return next(each for each in self.categories if each.id == self.provisions[name].category)

    def review(self, name: str) -> Answer:
        """Whether the panel's verdict is demanded: by the rule, or because only presumptions meet the condition."""
        rule = self.provisions[name].legal_review or self.category_of(name).legal_review
        ruled = self.condition(rule.when) if isinstance(rule, ReviewRule) else truth(rule == "always")
        return disjunction([ruled, self.rests_on_presumptions(name)])

    def rests_on_presumptions(self, name: str) -> Answer:
        """Met where `when` is met only by counting presumptions; open where it may still come to that."""
        if not self.presuming or self.presumed.isdisjoint(self.facts_of_when(name)):
            return "not_met"
        recorded = Reference(self.guideline, self.report, self.at, self.include_drafts, presuming=False)
        if recorded.when(name) == "met":
            return "not_met"
        return "met" if self.when(name) == "met" else "open"

    def facts_of_when(self, name: str) -> set[str]:
        """The facts that `when` of a provision rests on; of suspicions, what their panel's verdict rests on."""
        provision = self.provisions[name]
        facts = set() if provision.when is None else self.facts_of(provision.when)
        for each in provision.suspected_of:
            if each in self.provisions and self.category_of(each).panel is not None:
                rule = self.provisions[each].legal_review or self.category_of(each).legal_review
                asked = [rule.when] if isinstance(rule, ReviewRule) else []
                read = [self.facts_of(condition) for condition in (*asked, *self.exceptions(each))]
                facts |= self.facts_of_when(each).union(*read)
        return facts

    def facts_of(self, condition: Condition) -> set[str]:
        """The facts of the report that a condition reads, through definitions."""
        if isinstance(condition, Leaf):
            return {condition.fact}
        if isinstance(condition, Refer):
            return self.facts_of(self.definitions[condition.id].when) if condition.id in self.definitions else set()
        parts = () if isinstance(condition, Some) else condition.children()
        return {fact for part in parts for fact in self.facts_of(part)}

    # --- provisions, categories ---------------------------------------------------------------------------------------

    def when(self, name: str) -> Answer:
        provision = self.provisions[name]
        own = [] if provision.when is None else [self.condition(provision.when)]
        return disjunction(own + [self.suspicion(each) for each in provision.suspected_of if each in self.provisions])

    def base(self, name: str) -> Answer:
        """`when`, and no exception in force."""
        exceptions = [negation(self.condition(each)) for each in self.exceptions(name)]
        return conjunction([self.when(name), *exceptions])

    def exceptions(self, name: str) -> list[Condition]:
        return [each.when for each in self.provisions[name].unless if each.in_force.covers(self.day)]

    def suspicion(self, name: str) -> Answer:
        """A demanded panel on a provision whose condition is met finds considerable suspicion."""
        view = self.verdict(name, self.category_of(name).panel)
        found: Answer = "open" if view is None else truth(view == "considerable_suspicion")
        never = self.category_of(name).panel is None
        return "not_met" if never else conjunction([self.base(name), self.review(name), found])

    def judged(self, name: str) -> Answer:
        """The base, and the panel's verdict where it is demanded."""
        base, review = self.base(name), self.review(name)
        verdict = self.verdict_as_answer(name, self.category_of(name).panel)
        if base != "met":
            return base
        if review == "not_met":
            return "met"
        if review == "open" and verdict == "not_met":
            return "open"  # were it not demanded, the provision would be met
        return verdict

    def provision(self, name: str, reviewed: bool = True) -> Answer:
        """The judged provision, and no provision that overrides it."""
        if name not in self.provisions:
            return "not_met"
        over = [each.id for each in self.provisions.values() if name in each.overrides]
        own = self.judged(name) if reviewed else self.base(name)
        return conjunction([own, *(negation(self.provision(each, reviewed)) for each in over)])

    def category(self, name: str, reviewed: bool = True) -> Answer:
        if name not in [each.id for each in self.categories]:
            return "not_met"
        members = [each.id for each in self.provisions.values() if each.category == name]
        return disjunction([self.provision(each, reviewed) for each in members])

    def primary(self, name: str) -> Answer:
        """Whether a category is the first that is met, in the order in which they are declared."""
        ids = [each.id for each in self.categories]
        if name not in ids:
            return "not_met"
        earlier = ids[: ids.index(name)]
        return conjunction([self.category(name), *(negation(self.category(each)) for each in earlier)])

    def primary_category(self) -> str:
        for category in self.categories:
            answer = self.category(category.id)
            if answer != "not_met":
                return category.id if answer == "met" else "open"
        return "none"

    # --- routes -------------------------------------------------------------------------------------------------------

    def route(self, name: str) -> Answer:
        """Its condition, while no gate stands in its way."""
        if name not in self.routes:
            return "not_met"
        route = self.routes[name]
        gates = [each.id for each in self.categories if each.stops]
        before = [each for each in gates if route.despite != "all" and each not in route.despite]
        own = self.condition(route.when, reviewed=route.needs_review)
        return conjunction([own, *(negation(self.category(each)) for each in before)])

    def recipient(self, route: Route) -> tuple[str | None, Answer]:
        """The first that can be reached; known only when all before it are known not to be."""
        named = [route.to] if isinstance(route.to, str) else route.to.first_of
        for name in named:
            if name not in self.recipients:
                continue
            rule = self.recipients[name].reachable_when
            reachable = "met" if rule is None else self.condition(rule)
            if reachable == "met":
                return name, "met"
            if reachable == "open":
                return None, "open"
        return None, "not_met"

    def urgency(self, route: Route) -> str:
        if route.urgent_when is None:
            return "normal"
        answer = self.condition(route.urgent_when, reviewed=route.needs_review)
        return {"met": "immediate", "not_met": "normal", "open": "open"}[answer]

    def hold(self, route: Route) -> Held | None:
        if route.hold is None or self.route(route.hold.after) == "not_met":
            return None
        figure = self.parameters.get(route.hold.for_)
        if figure is None or figure.value is None:
            return None
        return route.hold.after, figure.value, figure.unit or "days", self.route(route.hold.after)

    def fired(self, name: str) -> Fired:
        route = self.routes[name]
        return Fired(name, *self.recipient(route), self.urgency(route), self.hold(route))

    def referrals(self) -> set[Fired]:
        """The certain ones: the route met, and known who receives it."""
        return {each for each in self.all_fired() if each.recipient_answer == "met"}

    def unreachable(self) -> set[Fired]:
        """The route met, and known that nobody can receive it."""
        return {each for each in self.all_fired() if each.recipient_answer == "not_met"}

    def all_fired(self) -> set[Fired]:
        return {self.fired(name) for name in self.routes if self.route(name) == "met"}

    def possible_referrals(self) -> set[Fired]:
        fired = {self.fired(name) for name in self.routes if self.route(name) != "not_met"}
        return fired - self.referrals() - self.unreachable()

    def triaged(self) -> set[str]:
        return {each.id for each in self.triage.values() if self.condition(each.when) == "met"}


def governing_day(guideline: Guideline, report: Report, at: datetime) -> date:
    """The day, in the guideline's offset, of the decision or of the receipt."""
    rule = guideline.header.governing_date
    moment = at if rule.of == "decision" else report.received_at
    assert moment is not None
    offset = timedelta(hours=int(rule.utc_offset[1:3]), minutes=int(rule.utc_offset[4:6]))
    return moment.astimezone(timezone(-offset if rule.utc_offset[0] == "-" else offset)).date()


def presumptions(guideline: Guideline) -> dict[str, Any]:
    """What each fact counts as that declares a presumption."""
    presumed = [fact for fact in guideline.sections.of(Fact) if fact.presumed]
    return {
        fact.id: read_value(fact, fact.presumed.value, typed=False) for fact in presumed if fact.presumed is not None
    }
