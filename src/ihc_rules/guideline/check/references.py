"""Names in records → Problems: names that stand for nothing, or for something that may not stand there.

- The note of a source may name other documents: what reads like the id of one has to be declared, too.
- Where a file could not be read, no name is unknown: it may stand in that file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ihc_rules.errors import Problem, nearest
from ihc_rules.facts import Fact
from ihc_rules.guideline.check.vocabulary import all_conditions, nodes
from ihc_rules.guideline.cited import citations, cited
from ihc_rules.guideline.condition import Assess, Refer
from ihc_rules.guideline.model import (
    Category,
    Definition,
    DocumentName,
    Group,
    Header,
    Parameter,
    Provision,
    Recipient,
    Route,
    Template,
)
from ihc_rules.guideline.parse.document import FEW
from ihc_rules.guideline.parse.sections import Sections
from ihc_rules.guideline.waiting import DEADLINES, LONGEST, PERIODS, figures
from ihc_rules.problem_texts.text import shown
from ihc_rules.records import Dated, Record
from ihc_rules.source import Place

KINDS: Mapping[str, type[Record]] = {
    "category": Category,
    "group": Group,
    "provision": Provision,
    "definition": Definition,
    "recipient": Recipient,
    "route": Route,
    "template": Template,
    "document": DocumentName,
    "fact": Fact,
}
WORDS: Mapping[str, str] = {"meets": "definition", "primary_category": "category"}


@dataclass(frozen=True)
class _Names:
    """Everything that can be named."""

    sections: Sections
    known: Mapping[str, Mapping[str, None]]  # an ordered set of ids

    def lookup(self, what: str, name: str, place: Place | None) -> Iterator[Problem]:
        """A Problem, if a name stands for nothing."""
        known = self.known[what]
        if name not in known and self.sections.whole:
            near = nearest(shown(name), known)
            choices = () if near or len(known) > FEW else tuple(known)
            yield Problem(f"unknown-{what}", place, "", {"name": shown(name)}, near, choices)


def _names(sections: Sections) -> _Names:
    known = {what: sections.ids(kind) for what, kind in KINDS.items()}
    parameters = sections.of(Parameter)
    known["panel"] = _but(sections, Parameter, [each for each in parameters if each.panel])
    known["parameter"] = _but(sections, Parameter, [each for each in parameters if each.value is not None])
    return _Names(sections, {what: dict.fromkeys(ids) for what, ids in known.items()})


def _but(sections: Sections, kind: type[Record], fitting: Iterable[Record]) -> tuple[str, ...]:
    """Ids of which every version fits, and of those that could not be read."""
    kept = {id(each) for each in fitting}
    unfit = {str(getattr(each, "id", "")) for each in sections.of(kind) if id(each) not in kept}
    return tuple(each for each in sections.ids(kind) if each not in unfit)


def references(sections: Sections) -> Iterator[Problem]:
    """Names outside conditions."""
    names = _names(sections)
    yield from _categories(sections, names)
    yield from _parameters(sections)
    yield from _provisions(sections, names)
    for route in sections.of(Route):
        yield from _route(route, names)
    yield from _deadlines(sections, names)
    yield from _not_gates(sections, names)
    yield from _figures(sections)
    for template in sections.of(Template):
        for i, name in enumerate(template.reads):
            yield from names.lookup("fact", name, template.place(f"reads.{i}"))
    yield from _cited(sections, names)


def _categories(sections: Sections, names: _Names) -> Iterator[Problem]:
    for category in sections.of(Category):
        if category.panel is not None:
            yield from names.lookup("panel", category.panel, category.place("panel"))
        elif category.legal_review != "never":
            yield Problem("no-panel", category.place("legal_review"), values={"category": category.id})


def _parameters(sections: Sections) -> Iterator[Problem]:
    for parameter in sections.of(Parameter):
        panel = parameter.panel
        if (parameter.value is None) == (panel is None):
            yield Problem("value-or-panel", parameter.place("id"), values={"name": parameter.id})
        if panel and panel.quorum > panel.members:
            yield Problem("out-of-range", panel.place("quorum"), values={"limit": f"≤ {panel.members}"})


def _provisions(sections: Sections, names: _Names) -> Iterator[Problem]:
    categories = sections.of(Category)
    for provision in sections.of(Provision):
        yield from names.lookup("category", provision.category, provision.place("category"))
        if provision.group is not None:
            yield from names.lookup("group", provision.group, provision.place("group"))
        if provision.when is None and not provision.suspected_of:
            yield Problem("missing-key", provision.place("id"), values={"name": "when"})
        if provision.legal_review not in (None, "never"):
            yield from _panel_of(provision, categories, provision.place("legal_review"))
        for i, name in enumerate(provision.overrides):
            yield from names.lookup("provision", name, provision.place(f"overrides.{i}"))
        for i, name in enumerate(provision.suspected_of):
            place = provision.place(f"suspected_of.{i}")
            yield from names.lookup("provision", name, place)
            for other in sections.of(Provision):
                if other.id == name and _overlap(other, provision):
                    yield from _panel_of(other, categories, place)


def _overlap(one: Dated, other: Dated) -> bool:
    """Whether both are in force on some day."""
    first = max(each.in_force.from_ or date.min for each in (one, other))
    return first <= min(each.in_force.to or date.max for each in (one, other))


def _panel_of(provision: Provision, categories: Iterable[Category], place: Place | None) -> Iterator[Problem]:
    """A panel is asked that the category of the provision does not have, on a day on which both are in force."""
    for category in categories:
        without = category.panel is None and category.legal_review == "never"
        if category.id == provision.category and without and _overlap(category, provision):
            yield Problem("no-panel", place, values={"category": category.id})
            return


def _route(route: Route, names: _Names) -> Iterator[Problem]:
    if isinstance(route.to, str):
        yield from names.lookup("recipient", route.to, route.place("to"))
    else:
        for i, name in enumerate(route.to.first_of):
            yield from names.lookup("recipient", name, route.to.place(f"first_of.{i}"))
    if route.template is not None:
        yield from names.lookup("template", route.template, route.place("template"))
    if route.hold is not None:
        yield from names.lookup("route", route.hold.after, route.hold.place("after"))
        yield from names.lookup("parameter", route.hold.for_, route.hold.place("for"))
    if route.follow_up is not None:
        yield from names.lookup("parameter", route.follow_up.recheck_after, route.follow_up.place("recheck_after"))
        yield from names.lookup("parameter", route.follow_up.repeats, route.follow_up.place("repeats"))


def _deadlines(sections: Sections, names: _Names) -> Iterator[Problem]:
    """Deadlines stand for figures; a guideline that asks for something to be done about a page has them."""
    headers = sections.of(Header)
    for header in headers:
        for name, place in figures(header.deadlines):
            yield from names.lookup("parameter", name, place)
    asks = [each for each in sections.of(Route) if each.hold is not None or each.follow_up is not None]
    if asks and headers and all(each.deadlines is None for each in headers):
        yield Problem("no-deadlines", headers[0].place("id"), values={"name": asks[0].id}, choices=DEADLINES)


def _figures(sections: Sections) -> Iterator[Problem]:
    """What is waited for is a time, and what is counted a number."""
    most = str(LONGEST)
    for name, place, counted in _figures_used(sections):
        for each in sections.of(Parameter):
            if each.id != name or each.panel is not None:
                continue
            if counted and (each.unit in PERIODS or not 0 <= (each.value or 0) <= LONGEST):
                yield Problem("not-a-count", place, values={"name": name, "most": most})
            elif not counted and (each.unit not in PERIODS or not 0 <= (each.value or 0) <= LONGEST):
                yield Problem("not-a-period", place, values={"name": name, "most": most}, choices=PERIODS)


def _figures_used(sections: Sections) -> Iterator[tuple[str, Place | None, bool]]:
    """Each figure that times are taken from: its name, where it is named, and whether it is a count."""
    for header in sections.of(Header):
        yield from ((name, place, False) for name, place in figures(header.deadlines))
    for route in sections.of(Route):
        if route.hold is not None:
            yield route.hold.for_, route.hold.place("for"), False
        if route.follow_up is not None:
            yield route.follow_up.recheck_after, route.follow_up.place("recheck_after"), False
            yield route.follow_up.repeats, route.follow_up.place("repeats"), True


def _not_gates(sections: Sections, names: _Names) -> Iterator[Problem]:
    gates = tuple(dict.fromkeys(each.id for each in sections.of(Category) if each.stops))
    read = {each.id for each in sections.of(Category)}
    for route in sections.of(Route):
        for i, name in enumerate(route.despite if route.despite != "all" else ()):
            place = route.place(f"despite.{i}")
            yield from names.lookup("category", name, place)
            if name in read and name not in gates:
                yield Problem("not-a-gate", place, "", {"name": name}, choices=gates)


def _cited(sections: Sections, names: _Names) -> Iterator[Problem]:
    for records in sections.records.values():
        for citation in citations(records):
            for name, field in cited(citation, names.known["document"]):
                yield from names.lookup("document", name, citation.place(field))


def conditions(sections: Sections) -> Iterator[Problem]:
    """Names inside conditions."""
    names = _names(sections)
    definitions = {each.id: each for each in sections.of(Definition)}
    for record, condition in all_conditions(sections):
        for list_id, node in nodes(condition, getattr(record, "of", None)):
            if isinstance(node, Refer):
                yield from names.lookup(WORDS.get(node.kind, node.kind), node.id, node.place)
                definition = definitions.get(node.id) if node.kind == "meets" else None
                if definition and definition.of != list_id:
                    yield _elsewhere(definition, list_id, node.place)
            elif isinstance(node, Assess):
                yield from names.lookup("panel", node.panel, node.place)


def _elsewhere(definition: Definition, here: str | None, place: Place | None) -> Problem:
    if definition.of is None:
        return Problem("definition-of-the-report", place, values={"name": definition.id, "here": here or ""})
    return Problem("definition-of-a-list", place, values={"name": definition.id, "of": definition.of})
