"""Names in records → Problems: names that stand for nothing, or for something that may not stand there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ihc_rules.errors import Problem, nearest
from ihc_rules.guideline.check.vocabulary import all_conditions
from ihc_rules.guideline.condition import Assess, Broken, Condition, Refer, Some, walk
from ihc_rules.guideline.model import (
    Category,
    Definition,
    DocumentName,
    Group,
    Parameter,
    Provision,
    Recipient,
    Route,
    Template,
)
from ihc_rules.guideline.parse.sections import Sections
from ihc_rules.records import Citation, Record
from ihc_rules.source import Place


def _ids(sections: Sections, kind: type[Record]) -> tuple[str, ...]:
    return sections.ids(kind)


def _but(sections: Sections, kind: type[Record], fitting: Iterable[Record]) -> tuple[str, ...]:
    """Ids of the fitting records, and of those that could not be read."""
    read = {str(getattr(each, "id", "")) for each in sections.of(kind)}
    fit = {str(getattr(each, "id", "")) for each in fitting}
    return tuple(each for each in sections.ids(kind) if each in fit or each not in read)


def _lookup(what: str, name: str, known: Iterable[str], place: Place | None) -> Iterator[Problem]:
    names = tuple(known)
    if name not in names:
        yield Problem(f"unknown-{what}", place, "", {"name": name[:80]}, nearest(name, names))


def references(sections: Sections) -> Iterator[Problem]:
    """Names outside conditions."""
    categories, groups = _ids(sections, Category), _ids(sections, Group)
    provisions, parameters = _ids(sections, Provision), sections.of(Parameter)
    panels = _but(sections, Parameter, [each for each in parameters if each.panel])
    for category in sections.of(Category):
        if category.legal_review != "never" and category.panel is None:
            yield Problem("missing-key", category.place("legal_review"), values={"name": "panel"})
        if category.panel is not None:
            yield from _lookup("panel", category.panel, panels, category.place("panel"))
    for parameter in parameters:
        if (parameter.value is None) == (parameter.panel is None):
            yield Problem("missing-key", parameter.place("id"), values={"name": "value / panel"})
        if parameter.panel and parameter.panel.quorum > parameter.panel.members:
            limit = f"≤ {parameter.panel.members}"
            yield Problem(
                "out-of-range",
                parameter.panel.place("quorum"),
                values={"value": str(parameter.panel.quorum), "limit": limit},
            )
    for provision in sections.of(Provision):
        yield from _lookup("category", provision.category, categories, provision.place("category"))
        if provision.group is not None:
            yield from _lookup("group", provision.group, groups, provision.place("group"))
        if provision.when is None and not provision.suspected_of:
            yield Problem("missing-key", provision.place("id"), values={"name": "when"})
        for field in ("overrides", "suspected_of"):
            for i, name in enumerate(getattr(provision, field)):
                yield from _lookup("provision", name, provisions, provision.place(f"{field}.{i}"))
        yield from _panel_of(provision, {each.id: each for each in sections.of(Category)})
    yield from _routes(sections, categories)
    yield from _cited(sections)


def _panel_of(provision: Provision, categories: Mapping[str, Category]) -> Iterator[Problem]:
    category = categories.get(provision.category)
    if category and provision.legal_review not in (None, "never") and category.panel is None:
        yield Problem("no-panel", provision.place("legal_review"), values={"category": category.id})


def _routes(sections: Sections, categories: Iterable[str]) -> Iterator[Problem]:
    recipients, templates = _ids(sections, Recipient), _ids(sections, Template)
    routes = _ids(sections, Route)
    figures = _but(sections, Parameter, [each for each in sections.of(Parameter) if each.value is not None])
    gates = [each.id for each in sections.of(Category) if each.stops]
    for route in sections.of(Route):
        if isinstance(route.to, str):
            yield from _lookup("recipient", route.to, recipients, route.place("to"))
        else:
            for i, name in enumerate(route.to.first_of):
                yield from _lookup("recipient", name, recipients, route.to.place(f"first_of.{i}"))
        if route.template is not None:
            yield from _lookup("template", route.template, templates, route.place("template"))
        for i, name in enumerate(route.despite if route.despite != "all" else ()):
            yield from _lookup("category", name, categories, route.place(f"despite.{i}"))
            if name in categories and name not in gates:
                yield Problem(
                    "not-a-gate", route.place(f"despite.{i}"), "", {"name": name}, choices=tuple(gates)
                )
        if route.hold is not None:
            yield from _lookup("route", route.hold.after, routes, route.hold.place("after"))
            yield from _lookup("parameter", route.hold.for_, figures, route.hold.place("for"))
    for template in sections.of(Template):
        for i, name in enumerate(template.reads):
            yield from _lookup("fact", name, sections.vocabulary.facts, template.place(f"reads.{i}"))


def _cited(sections: Sections) -> Iterator[Problem]:
    documents = _ids(sections, DocumentName)
    stack: list[object] = [record for records in sections.records.values() for record in records]
    while stack:
        each = stack.pop()
        if isinstance(each, Citation):
            yield from _lookup("document", each.document, documents, each.place("document"))
        elif isinstance(each, Record):
            stack.extend(value for name, value in each if name != "places")
        elif isinstance(each, tuple):
            stack.extend(each)


def conditions(sections: Sections) -> Iterator[Problem]:
    """Names inside conditions."""
    definitions = {each.id: each for each in sections.of(Definition)}
    known: Mapping[str, tuple[str, ...]] = {
        "meets": tuple(definitions),
        "category": _ids(sections, Category),
        "primary_category": _ids(sections, Category),
        "provision": _ids(sections, Provision),
        "group": _ids(sections, Group),
        "route": _ids(sections, Route),
    }
    words = {"meets": "definition", "primary_category": "category"}
    panels = _but(sections, Parameter, [each for each in sections.of(Parameter) if each.panel])
    for record, condition in all_conditions(sections):
        home = record.of if isinstance(record, Definition) else None
        for list_id, node in _within(condition, home):
            if isinstance(node, Refer):
                yield from _lookup(words.get(node.kind, node.kind), node.id, known[node.kind], node.place)
                definition = definitions.get(node.id) if node.kind == "meets" else None
                if definition and definition.of != list_id:
                    values = {"name": node.id, "of": definition.of or "-", "here": list_id or "-"}
                    yield Problem("definition-elsewhere", node.place, values=values)
            elif isinstance(node, Assess):
                yield from _lookup("panel", node.panel, panels, node.place)


def _within(condition: Condition, home: str | None) -> Iterator[tuple[str | None, Condition]]:
    """Every node of a condition with the list whose element it judges."""
    for node in walk(condition):
        if isinstance(node, Some):
            for inner in walk(node.where):
                yield node.of, inner
    inside = {id(inner) for node in walk(condition) if isinstance(node, Some) for inner in walk(node.where)}
    for node in walk(condition):
        if id(node) not in inside and not isinstance(node, Broken):
            yield home, node
