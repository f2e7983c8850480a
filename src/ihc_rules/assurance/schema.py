"""Guideline → JSON Schemas (2020-12) of its files and of reports, for editors.

- Made from the records' own models, so that they cannot say anything else; what a guideline declares is written in:
  facts with their questions, values with their titles, and the ids that may be named.
- With `# yaml-language-server: $schema=…` as its first line a file is completed and explained while it is written.
- Editors read YAML 1.2: booleans and whole numbers come as such, days and everything else as text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import TypeAdapter

from ihc_rules.assurance.cases import CaseRecord
from ihc_rules.assurance.schema_facts import condition_schemas, one_of, report_schema
from ihc_rules.guideline.guideline import Guideline
from ihc_rules.guideline.model import (
    Act,
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
from ihc_rules.guideline.parse.sections import SECTIONS
from ihc_rules.records import Record

DIALECT = "https://json-schema.org/draft/2020-12/schema"
KINDS: Mapping[str, tuple[str, ...]] = {
    "guideline": tuple(SECTIONS),
    "facts": ("facts", "lists"),
    "definitions": ("definitions",),
    "statutes": ("statutes",),
    "sources": ("documents",),
    "recipients": ("recipients",),
    "routes": ("routes",),
    "templates": ("templates",),
    "triage": ("triage",),
    "provisions": ("provisions",),
}
# where a field of a model names something that is declared
NAMED: Mapping[tuple[str, str], type[Record]] = {
    ("Citation", "document"): DocumentName,
    ("Category", "panel"): Parameter,
    ("Provision", "category"): Category,
    ("Provision", "group"): Group,
    ("Provision", "overrides"): Provision,
    ("Provision", "suspected_of"): Provision,
    ("StatuteRef", "act"): Act,
    ("Route", "to"): Recipient,
    ("Route", "template"): Template,
    ("FirstOf", "first_of"): Recipient,
    ("Hold", "after"): Route,
    ("Hold", "for"): Parameter,
}
CONDITION_OF = {"Route": "RouteCondition", "Triage": "ClaimCondition"}


def schemas(guideline: Guideline) -> dict[str, dict[str, Any]]:
    """The schema of each kind of file, and of a report, by kind."""
    shared = condition_schemas(guideline)
    found: dict[str, dict[str, Any]] = {}
    for kind, sections in KINDS.items():
        definitions = dict(shared)
        properties = {name: _section(guideline, name, definitions) for name in sections}
        found[kind] = _whole(f"ihc_rules: {kind}", {"type": "object", "properties": properties}, definitions)
    definitions = dict(shared)
    case = _model(guideline, CaseRecord, definitions)
    report = report_schema(guideline, definitions, case=True)
    definitions["CaseRecord"]["properties"]["report"] = report
    common = {
        "type": "object",
        "properties": {"at": {"type": "string"}, "report": report},
        "additionalProperties": False,
    }
    properties = {"common": common, "cases": {"type": "array", "items": case}}
    found["cases"] = _whole("ihc_rules: cases", {"type": "object", "properties": properties}, definitions)
    definitions = dict(shared)
    definitions["Report"] = report_schema(guideline, definitions)
    one = {"$ref": "#/$defs/Report"}
    several = {
        "type": "object",
        "properties": {"reference": {"type": "string"}, "reports": {"type": "array", "items": one, "minItems": 1}},
        "required": ["reference", "reports"],
        "additionalProperties": False,
    }
    whole = _whole("ihc_rules: report", {"anyOf": [one, several]}, definitions)
    del whole["additionalProperties"]
    return found | {"report": whole}


def schema_texts(guideline: Guideline) -> dict[str, str]:
    """The text of each schema file by its name, the same on every machine."""
    return {
        f"{kind}.schema.json": json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        for kind, schema in schemas(guideline).items()
    }


def _section(guideline: Guideline, name: str, definitions: dict[str, Any]) -> dict[str, Any]:
    item = _model(guideline, SECTIONS[name], definitions)
    return item if name == "guideline" else {"type": "array", "items": item}


def _model(guideline: Guideline, kind: type[Record], definitions: dict[str, Any]) -> dict[str, Any]:
    """A reference to the schema of a record; it and its parts are added to the definitions."""
    schema = TypeAdapter(kind).json_schema(ref_template="#/$defs/{model}")
    parts = schema.pop("$defs", {}) | {kind.__name__: schema}
    for name, part in parts.items():
        for field, written in part.get("properties", {}).items():
            if (name, field) in NAMED:
                _name(guideline, written, NAMED[name, field])
            if field == "article":
                written["type"] = ["string", "integer"]  # an editor reads `5` as a number; the reader as text
            if field in ("when", "urgent_when", "reachable_when"):
                part["properties"][field] = _condition(kind.__name__)
        definitions.setdefault(name, part)
    if kind is Definition:
        definitions["Definition"]["properties"]["when"] = {"anyOf": _condition_kinds(guideline)}
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _condition(kind: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{CONDITION_OF.get(kind, 'Condition')}"}


def _condition_kinds(guideline: Guideline) -> list[dict[str, Any]]:
    """A definition is about the report, or about one element of a list."""
    lists = [f"Element_{name}" for name in guideline.vocabulary.lists]
    return [{"$ref": f"#/$defs/{name}"} for name in ["Condition", *lists]]


def _name(guideline: Guideline, written: dict[str, Any], kind: type[Record]) -> None:
    """Allow the declared ids only, wherever a text stands in a field."""
    choices = one_of((str(getattr(each, "id", "")), _titles(each)) for each in _unique(guideline.sections.of(kind)))
    places = [
        written,
        written.get("items", {}),
        *written.get("anyOf", ()),
        *(a.get("items", {}) for a in written.get("anyOf", ())),
    ]
    for place in places:
        if isinstance(place, dict) and place.get("type") == "string":
            place.clear()
            place.update(choices)


def _unique(records: Iterable[Record]) -> list[Record]:
    return list({str(getattr(each, "id", "")): each for each in records}.values())


def _titles(record: Record) -> str:
    title = getattr(record, "title", "")
    return title if isinstance(title, str) else f"{title.ja} / {title.en}"


def _whole(title: str, schema: dict[str, Any], definitions: Mapping[str, Any]) -> dict[str, Any]:
    """A schema with the definitions that it needs."""
    needed: set[str] = set()
    stack: list[Any] = [schema]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            name = str(node.get("$ref", "")).removeprefix("#/$defs/")
            if name and name not in needed:
                needed.add(name)
                stack.append(definitions[name])
            stack.extend(node.values())
        elif isinstance(node, list):
            stack.extend(node)
    kept = {name: definitions[name] for name in sorted(needed)}
    return {"$schema": DIALECT, "title": title, **schema, "additionalProperties": False, "$defs": kept}
