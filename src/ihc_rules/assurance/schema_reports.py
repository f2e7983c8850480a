"""Vocabulary → the schema of what is recorded: of a report in JSON, and of a worked case in YAML.

- A fact is a value, or `{value, by, at, seen_in}`, or `{undeterminable: true}`; dotted or nested, which mean the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ihc_rules.assurance.schema_conditions import ANY_FACT, SCALARS, alone, declared, ref, scalar, values
from ihc_rules.assurance.schema_names import Names, Schema, about, both
from ihc_rules.assurance.schema_words import described
from ihc_rules.facts import DECIMAL, Fact
from ihc_rules.report.model import Opinion
from ihc_rules.report.recorded import MAX_ITEMS, MAX_LINE, UNDETERMINABLE

LINE: Schema = {"type": "string", "minLength": 1, "maxLength": MAX_LINE}
MOMENT: Schema = SCALARS["datetime"]
JSON_DECIMAL: Schema = {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": f"^({DECIMAL.pattern})$"}]}


def _value(fact: Fact, name: str, typed: bool) -> Schema:
    if fact.type == "text":
        absent = _mapping({"absent": {"const": True}}, ["absent"])
        return {"anyOf": [{"type": "string", "minLength": 1, "maxLength": 10_000}, absent]}
    if fact.type == "set":
        members = {"type": "array", "items": scalar(fact, name), "uniqueItems": True, "maxItems": MAX_ITEMS}
        return {**members, **alone(fact)}
    return JSON_DECIMAL if typed and fact.type == "decimal" else scalar(fact, name)


def _mapping(properties: Schema, required: Iterable[str] = ()) -> Schema:
    schema: Schema = {"type": "object", "additionalProperties": False, "properties": properties}
    return {**schema, "required": [*required]} if required else schema


def recorded(fact: Fact, name: str, typed: bool) -> Schema:
    """What may be recorded for a fact.

    Args:
        name: its own among all facts.
        typed: JSON, in which decimals are texts; else YAML.
    """
    value = _value(fact, name, typed)
    common = {"by": {"enum": [*fact.established_by]}, "at": MOMENT, "seen_in": LINE}
    words = {key: {**schema, "description": described(key)} for key, schema in common.items()}
    unknown = {"const": True, "description": described("undeterminable")}
    evaluated = ["by"] if fact.kind == "evaluated" else []
    forms = [
        _mapping({"value": value, **words}, ["value", *evaluated]),
        _mapping({"undeterminable": unknown, **words}, ["undeterminable", *evaluated]),
    ]
    return {"anyOf": forms if evaluated else [value, *forms], "markdownDescription": about(fact)}


def _nested(facts: Mapping[str, Schema]) -> Schema:
    """Facts dotted or nested, at every dot."""
    properties: Schema = dict(facts)
    below: dict[str, dict[str, Schema]] = {}
    for name, schema in facts.items():
        parts = name.split(".")
        for length in range(1, len(parts)):
            below.setdefault(".".join(parts[:length]), {})[".".join(parts[length:])] = schema
    properties |= {name: _nested(inner) for name, inner in below.items()}
    return _mapping(dict(sorted(properties.items())))


def _facts(named: Mapping[str, Fact], none_known: bool) -> Schema:
    if none_known:
        return {"type": "object", "patternProperties": {ANY_FACT: True}}
    return _nested({fact.id: ref(f"recorded.{name}") for name, fact in named.items()})


def report_schemas(names: Names, typed: bool) -> dict[str, Schema]:
    """The schema of a report, as `report`, and every schema that it needs.

    Args:
        typed: JSON; else the `report` of a worked case, which needs no id and may say `panel`.
    """
    every = dict(declared(names))
    facts = names.vocabulary.facts
    claims = {name: fact for name, fact in facts.items() if "reporter" in fact.established_by}
    views = Opinion.model_json_schema()["properties"]["view"]["enum"]
    properties: dict[str, Schema] = {
        "id": LINE,
        "reference": LINE,
        "page": _mapping({"url": {"type": "string", "minLength": 1, "maxLength": 8000}}, ["url"]),
        "received_at": MOMENT,
        "investigation_complete": {"type": "boolean"},
        "facts": _facts(facts, not facts),
        "lists": _lists(names, every),
        "opinions": {"type": "array", "items": _opinion(names, views), "maxItems": MAX_ITEMS},
        "closed_panels": names.keyed("subject", MOMENT),
        "claims": _facts(claims, not facts),
    }
    if not typed:
        properties["panel"] = names.keyed("subject", {"enum": views})
    words = {key: {**schema, "description": described(key)} for key, schema in properties.items()}
    found = {f"recorded.{name}": recorded(fact, name, typed) for name, fact in every.items()}
    return {**values(names), **found, "report": _mapping(words, ["id"] if typed else ())}


def _lists(names: Names, every: Mapping[str, Fact]) -> Schema:
    lists = names.vocabulary.lists.values()
    if not lists:
        return {"type": "object"}
    elements = {}
    for each in lists:
        facts = {name: fact for name, fact in every.items() if fact in each.facts}
        items = {"type": "array", "items": _facts(facts, False), "maxItems": MAX_ITEMS}
        parts: dict[str, Schema] = {"complete": {"enum": [True, False, UNDETERMINABLE]}, "items": items}
        words = {key: {**schema, "description": described(key)} for key, schema in parts.items()}
        elements[each.id] = _mapping(words, [*words]) | {"description": both(each.title)}
    return _mapping(elements)


def _opinion(names: Names, views: list[str]) -> Schema:
    properties = {
        "provision": names.choice("provision"),
        "element": names.choice("element"),
        "adviser": LINE,
        "adviser_kind": LINE,
        "view": {"enum": views},
        "at": MOMENT,
    }
    words = {key: {**schema, "description": described(key)} for key, schema in properties.items()}
    return _mapping(words, [key for key in properties if key != "element"])


def submission(names: Names) -> tuple[Schema, dict[str, Schema]]:
    """The schema of a file of reports (one, or several under one reference), and the schemas that it needs."""
    reports = {"type": "array", "items": ref("report"), "minItems": 1, "description": described("reports")}
    several = _mapping({"reference": LINE, "reports": reports}, ["reference", "reports"])
    schema = {"type": "object", "if": {"required": ["reports"]}, "then": several, "else": ref("report")}
    return schema, report_schemas(names, typed=True)
