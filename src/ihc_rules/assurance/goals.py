"""A guideline → what its worked cases must reach.

- **answer**: each version of a provision is met in one case, not met in one, and left open by an unknown in one.
- **exception**: each exception is, in one case, alone what makes its provision not met.
- **boundary**: whatever begins or ends after the first edition has a case the day before and a case on the day.
  `section` says what it is; what such a case must name stands in `coverage`.
- **route**, **recipient**: each is reached by the referral of one case.

What nothing refers to (a definition, a figure) needs no case: it decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ihc_rules.guideline.check.vocabulary import conditions_of, nodes
from ihc_rules.guideline.condition import Assess, Condition, Leaf, Refer, walk
from ihc_rules.guideline.guideline import Guideline
from ihc_rules.guideline.model import (
    Category,
    Definition,
    EditionName,
    Parameter,
    Provision,
    Recipient,
    Route,
    Triage,
)
from ihc_rules.records import Dated, Record

DAY = timedelta(days=1)
ANSWERS = ("met", "not_met", "open")


@dataclass(frozen=True, slots=True, order=True)
class Goal:
    """Something that a case must reach.

    Attributes:
        kind: `answer`, `exception`, `boundary`, `route` or `recipient`.
        name: the provision, route or recipient; of a boundary, whatever begins or ends.
        detail: the answer, the exception, or the day.
        version: the first day of the version of a provision, where it names one.
        section: of a boundary, the section of what begins or ends; `statutes` are those of the provision.
    """

    kind: str
    name: str
    detail: str = ""
    version: str = ""
    section: str = ""


def answer(provision: Provision, found: str) -> Goal:
    """The goal of one answer of one version."""
    return Goal("answer", provision.id, found, str(provision.in_force.from_ or ""))


def boundary(section: str, name: str, day: date) -> Goal:
    """The goal of one day on which something is the last time, or the first time, as it is."""
    return Goal("boundary", name, day.isoformat(), section=section)


def goals(guideline: Guideline) -> list[Goal]:
    """Everything that must be reached, in order."""
    first = min(each.from_ for each in guideline.sections.of(EditionName))
    provisions = [each for each in guideline.sections.of(Provision) if (each.in_force.to or date.max) >= first]
    found = {answer(each, one) for each in provisions for one in ANSWERS}
    found |= {Goal("exception", each.id, one.id) for each in provisions for one in each.unless}
    found |= {Goal("route", each.id) for each in guideline.sections.of(Route)}
    found |= {Goal("recipient", each.id) for each in guideline.sections.of(Recipient)}
    for section, name, record in _dated(guideline):
        found |= {boundary(section, name, day) for day in _days(record, first)}
    return sorted(found)


def _dated(guideline: Guideline) -> Iterator[tuple[str, str, Dated]]:
    """Everything that may begin or end: the section of its boundary, its name, and the record."""
    sections, used = guideline.sections, users(guideline)
    for provision in sections.of(Provision):
        yield from (("provisions", provision.id, each) for each in (provision, *provision.unless))
        yield from (("statutes", provision.id, each) for each in provision.statutes)
    for kind, section in ((Route, "routes"), (Category, "categories"), (Recipient, "recipients"), (Triage, "triage")):
        yield from ((section, str(getattr(each, "id", "")), each) for each in sections.of(kind))
    yield from (("definitions", each.id, each) for each in sections.of(Definition) if used.get(each.id))
    figures, panels = {each.hold.for_ for each in sections.of(Route) if each.hold}, panelled(guideline)
    for parameter in sections.of(Parameter):
        if parameter.id in (figures if parameter.panel is None else panels):
            yield "parameters" if parameter.panel is None else "panels", parameter.id, parameter


def _days(record: Dated, first: date) -> Iterator[date]:
    """The day before and the day of each change after the first edition."""
    start, end = record.in_force.from_, record.in_force.to
    if start is not None and start > first:
        yield from (start - DAY, start)
    if end is not None and end >= first:
        yield from (end, end + DAY)


def users(guideline: Guideline) -> dict[str, set[tuple[str, str]]]:
    """Provisions and routes that a definition decides, also through others and through recipients, by its id."""
    sections = guideline.sections
    direct: dict[str, set[tuple[str, str]]] = {}

    def note(conditions: Iterable[Condition], *by: tuple[str, str]) -> None:
        for condition in conditions:
            for node in walk(condition):
                if isinstance(node, Refer) and node.kind == "meets":
                    direct.setdefault(node.id, set()).update(by)

    for definition in sections.of(Definition):
        note(conditions_of(definition), ("definitions", definition.id))
    for provision in sections.of(Provision):
        note(conditions_of(provision), ("provisions", provision.id))
    for route in sections.of(Route):
        reached = [each for each in sections.of(Recipient) if each.id in route.recipients()]
        asking: list[Record] = [route, *reached]
        note((condition for each in asking for condition in conditions_of(each)), ("routes", route.id))
    return {name: _followed(direct, name) for name in direct}


def _followed(direct: dict[str, set[tuple[str, str]]], name: str) -> set[tuple[str, str]]:
    found, stack, seen = set[tuple[str, str]](), [name], {name}
    while stack:
        for section, user in direct.get(stack.pop(), ()):
            if section != "definitions":
                found.add((section, user))
            elif user not in seen:
                seen.add(user)
                stack.append(user)
    return found


def reads(guideline: Guideline) -> dict[str, set[str]]:
    """Facts of the report and lists that a definition reads, also through others, by its id."""
    own: dict[str, set[str]] = {}
    named: dict[str, set[str]] = {}
    for definition in guideline.sections.of(Definition):
        read, refers = own.setdefault(definition.id, set()), named.setdefault(definition.id, set())
        for list_id, node in nodes(definition.when, definition.of):
            if isinstance(node, Refer):
                refers.add(node.id)
            elif isinstance(node, Leaf):
                read.add(list_id or node.fact)
    found: dict[str, set[str]] = {}
    for name in own:
        stack, found[name] = {name}, set()
        seen = set[str]()
        while stack:
            seen.add(each := stack.pop())
            found[name] |= own.get(each, set())
            stack |= named.get(each, set()) - seen
    return found


def panelled(guideline: Guideline) -> dict[str, set[str]]:
    """What each panel judges: provisions, by their categories, and assessed elements, by the panel's id."""
    found: dict[str, set[str]] = {}
    sections = guideline.sections
    for category in sections.of(Category):
        if category.panel is not None:
            judged = {each.id for each in sections.of(Provision) if each.category == category.id}
            found.setdefault(category.panel, set()).update(judged)
    for kind in (Category, Definition, Provision, Recipient, Route):
        for record in sections.of(kind):
            for condition in conditions_of(record):
                for node in walk(condition):
                    if isinstance(node, Assess):
                        found.setdefault(node.panel, set()).add(node.id)
    return found
