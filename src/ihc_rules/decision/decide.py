"""Guideline × report × time → decision: what is met, what follows for whom, and what is still open.

- The governing date selects the edition; the engine answers every provision, category and route at once.
- A referral is certain when its route is met and its recipient known; open ones, and those that nobody can receive,
  are listed apart. Nothing is guessed, and nothing is left out.
- Time is an argument. The same inputs give the same decision, whatever the machine, the hash seed or the locale.

Example:
    >>> decision = decide(guideline, report, at=datetime(2025, 10, 1, 12, tzinfo=JST))
    >>> decision.category, [referral.route for referral in decision.referrals]
    ('illegal', ['filtering_vendors', 'police', 'removal_domestic'])
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Literal

from ihc_rules.decision.unknowns import Unknowns
from ihc_rules.engine.answers import Answer, Answers
from ihc_rules.engine.atoms import Inputs, Knowledge
from ihc_rules.engine.compiled import compiled
from ihc_rules.engine.panel import Verdict, verdicts
from ihc_rules.errors import NotInForce, Problem
from ihc_rules.guideline.edition import Edition
from ihc_rules.guideline.formula import PanelAtom, atoms_of
from ihc_rules.guideline.guideline import Guideline
from ihc_rules.guideline.model import Panel, Route
from ihc_rules.guideline.waiting import Hold
from ihc_rules.records import Citation
from ihc_rules.report import Report

Urgency = Literal["immediate", "normal", "open"]
URGENCIES: Mapping[Answer, Urgency] = {"met": "immediate", "not_met": "normal", "open": "open"}
NO_VERDICTS: Mapping[str, Verdict] = {}


@dataclass(frozen=True, slots=True)
class Waits:
    """What a referral waits for.

    Attributes:
        after: the route that comes first.
        value: how long, in `unit`, from the event `counted_from` of that route.
        answer: whether that route fires; open where it is not known whether there is anything to wait for.
    """

    after: str
    counted_from: str
    value: int
    unit: str
    blocked_while: str | None
    ends_on: str | None
    answer: Answer


@dataclass(frozen=True, slots=True)
class Referral:
    """A route that fires, or may fire, for one report.

    Attributes:
        recipient: id; None in an unreachable referral, and in a possible one where it is not known yet.
        recipient_answer: `met` known, `not_met` nobody can be reached, `open` not known yet.
        basis: the source of the route.
    """

    route: str
    action: str
    recipient: str | None
    recipient_answer: Answer
    urgency: Urgency
    hold: Waits | None
    template: str | None
    basis: Citation


@dataclass(frozen=True)
class Decision:
    """What follows for one report under the edition in force.

    Attributes:
        edition: what was in force on `day`.
        category: the first category that is met; `open` while an earlier one is open; `none` if none is met.
        referrals: the certain ones: met, and the recipient known.
        unreachable: met, and none of the recipients can be reached: somebody has to look.
        supersedes: the name under which the caller keeps the decision that this one replaces.
        crosschecked: the second engine gave the same answers, but for the nodes in `unchecked`, which lie beyond what
            it can safely judge.
    """

    edition: Edition
    report: Report
    at: datetime
    day: date
    category: str
    referrals: tuple[Referral, ...]
    unreachable: tuple[Referral, ...]
    inputs: Inputs
    verdicts: Mapping[str, Verdict]
    answers: Answers
    crosschecked: bool = False
    unchecked: tuple[str, ...] = ()
    supersedes: str | None = None

    @cached_property
    def possible_referrals(self) -> tuple[Referral, ...]:
        """Referrals that something unknown may still make: an open route, or an open recipient."""
        certain = {referral.route for referral in (*self.referrals, *self.unreachable)}
        ways = [each for each in _ways(self.edition) if each.route.id not in certain]
        return tuple(
            _referral(self.edition, each, self.answers) for each in ways if self.answers[each.node] != "not_met"
        )

    @cached_property
    def categories(self) -> dict[str, Answer]:
        """The answer of every category, in order of precedence."""
        return {each.id: self.answers[f"category:{each.id}"] for each in self.edition.rules.categories}

    @cached_property
    def provisions(self) -> dict[str, Answer]:
        """The answer of every provision in force."""
        return {name: self.answers[f"answer:{name}"] for name in self.edition.rules.provisions}

    @cached_property
    def routes(self) -> dict[str, Answer]:
        """The answer of every route in force."""
        return {name: self.answers[f"route:{name}"] for name in self.edition.rules.routes}

    @cached_property
    def triage(self) -> tuple[str, ...]:
        """Triage rules that the reporter's claims meet."""
        return tuple(name for name in self.edition.rules.triage if self.answers[f"triage:{name}"] == "met")

    @cached_property
    def drafts(self) -> tuple[str, ...]:
        """Provisions that are drafts and were counted."""
        return tuple(name for name, each in self.edition.rules.provisions.items() if each.draft)

    @cached_property
    def unknowns(self) -> Unknowns:
        """What is not known, and what rests on it."""
        return Unknowns(self.edition, self.report, self.verdicts, self.answers, self.knowledge)

    @cached_property
    def knowledge(self) -> Knowledge:
        """The same answers, to be walked for reasons and questions."""
        return Knowledge(self.edition.nodes, self.inputs)


def decide(  # noqa: PLR0913 - all but the first two are named, and have defaults or are the time
    guideline: Guideline,
    report: Report,
    *,
    at: datetime,
    include_drafts: bool = False,
    crosscheck: bool = False,
    supersedes: str | None = None,
) -> Decision:
    """What follows from a report under the guideline's rules in force.

    Args:
        at: the time of the decision, aware; its day in the guideline's offset selects the edition.
        include_drafts: count provisions that are marked `draft: true`.
        crosscheck: decide with the second engine too.
        supersedes: name of the decision that this one replaces; `corrections` says who must hear of it.

    Returns:
        The decision; reasons, questions and stage are worked out when asked for.

    Raises:
        NotInForce: no edition is in force on that day, or `at` has no offset. ReportError: more opinions than a
        panel has members. EngineDisagreement, EngineUnavailable: with `crosscheck`, where the second engine
        disagrees or cannot answer.

    Source: design "Semantics"; guideline chapters 判断の対象, 判断手続, 依頼の相手方.
    """
    day = _day(guideline, report, at)
    edition = guideline.on(day, include_drafts)
    found = NO_VERDICTS
    if report.opinions or report.closed_panels:
        found = verdicts(report, panels(edition))
    inputs = _inputs(edition, report, found)
    answers = compiled(edition).run(inputs)
    fired = [_referral(edition, way, answers) for way in _ways(edition) if answers[way.node] == "met"]
    certain = tuple(referral for referral in fired if referral.recipient_answer == "met")
    unreachable = tuple(referral for referral in fired if referral.recipient_answer == "not_met")
    unchecked: tuple[str, ...] = ()
    if crosscheck:
        from ihc_rules.engine.durable import compare  # noqa: PLC0415 - optional, and loaded only here

        unchecked = compare(edition, report.id, inputs, answers)
    category = _category(edition, answers)
    return Decision(
        edition,
        report,
        at,
        day,
        category,
        certain,
        unreachable,
        inputs,
        found,
        answers,
        crosscheck,
        unchecked,
        supersedes,
    )


def _day(guideline: Guideline, report: Report, at: datetime) -> date:
    """The governing day; a time without an offset from UTC is refused whatever the guideline is governed by."""
    if at.utcoffset() is None:
        raise NotInForce(Problem("no-offset", None, "at"))
    return guideline.governing_day(report, at)


def _inputs(edition: Edition, report: Report, found: Mapping[str, Verdict]) -> Inputs:
    views = {subject: each.view for subject, each in found.items()} if found else {}
    presumed = edition.rules.presumed
    if not (report.investigation_complete and presumed):
        return Inputs(report.values, report.lists, views)
    values = {name: value for name, value in edition.presumptions.items() if name not in report.values}
    return Inputs({**values, **report.values}, report.lists, views, bool(values), report.values)


def _category(edition: Edition, answers: Answers) -> str:
    for category in edition.rules.categories:
        answer = answers[f"category:{category.id}"]
        if answer != "not_met":
            return category.id if answer == "met" else "open"
    return "none"


@dataclass(frozen=True, slots=True)
class _Way:
    """Where the answers that make one route's referral stand."""

    route: Route
    node: str
    urgent: str | None
    recipients: tuple[tuple[str, str | None], ...]  # (id, node that says whether it can be reached)
    after: str | None  # node of the route that the hold counts from


@lru_cache(maxsize=256)
def _ways(edition: Edition) -> tuple[_Way, ...]:
    """Every route in force, prepared once."""
    rules, found = edition.rules, []
    for name, route in rules.routes.items():
        known = [rules.recipients[each] for each in route.recipients() if each in rules.recipients]
        recipients = tuple(
            (each.id, f"reachable:{each.id}" if each.reachable_when is not None else None) for each in known
        )
        held = route.hold is not None and route.hold.after in rules.routes and route.hold.for_ in edition.parameters
        after = f"route:{route.hold.after}" if held and route.hold else None
        found.append(_Way(route, f"route:{name}", f"urgent:{name}" if route.urgent_when else None, recipients, after))
    return tuple(found)


def _referral(edition: Edition, way: _Way, answers: Answers) -> Referral:
    urgency: Urgency = "normal" if way.urgent is None else URGENCIES[answers[way.urgent]]
    recipient, known = _recipient(way, answers)
    fires: Answer = "not_met" if way.after is None else answers[way.after]
    route = way.route
    hold = None if route.hold is None or fires == "not_met" else _hold(edition, route.hold, fires)
    return Referral(route.id, route.action, recipient, known, urgency, hold, route.template, route.basis)


def _recipient(way: _Way, answers: Answers) -> tuple[str | None, Answer]:
    """The first that can be reached, when all before it are known not to be."""
    for name, node in way.recipients:
        reachable = "met" if node is None else answers[node]
        if reachable != "not_met":
            return (name, "met") if reachable == "met" else (None, "open")
    return None, "not_met"


def _hold(edition: Edition, hold: Hold, fires: Answer) -> Waits | None:
    parameter = edition.parameters[hold.for_]
    if parameter.value is None:
        return None
    unit = parameter.unit or "days"
    return Waits(hold.after, hold.counted_from, parameter.value, unit, hold.blocked_while, hold.ends_on, fires)


@lru_cache(maxsize=256)
def panels(edition: Edition) -> Mapping[str, Panel]:
    """The panel's rule for every provision and element that a panel may judge."""
    atoms = atoms_of(edition.nodes, *edition.nodes)
    rules = {atom.subject: edition.parameters.get(atom.panel) for atom in atoms if isinstance(atom, PanelAtom)}
    return {subject: parameter.panel for subject, parameter in rules.items() if parameter and parameter.panel}
