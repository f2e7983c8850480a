"""Kinds of records × what can be named → their schemas, as YAML 1.2 sees what we read as text.

- pydantic says what a record is made of; it knows nothing of names, of conditions, or that a missing key is not null.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ihc_rules.assurance.schema_conditions import SCALARS, ref
from ihc_rules.assurance.schema_names import Names, Schema
from ihc_rules.assurance.schema_words import described
from ihc_rules.guideline.parse.faults import fields_of, records_in
from ihc_rules.records import Record

PLACES = {"Route": "route_condition", "Triage": "triage_condition"}  # kind of record → its conditions
NAMED: Mapping[str, str] = {  # field of a record → what it names
    "Citation.document": "document",
    "Category.panel": "panel",
    "Provision.category": "category",
    "Provision.group": "group",
    "Provision.overrides": "provision",
    "Provision.suspected_of": "provision",
    "StatuteRef.act": "act",
    "Definition.of": "list",
    "Template.reads": "trusted fact",
    "Route.to": "recipient",
    "FirstOf.first_of": "recipient",
    "Route.template": "template",
    "Route.despite": "gate",
    "Hold.after": "route",
    "Hold.for": "figure",
    "Deadlines.send": "figure",
    "Deadlines.emergency": "figure",
    "Deadlines.investigate": "figure",
    "Deadlines.review": "figure",
    "Deadlines.preserve": "figure",
    "FollowUp.recheck_after": "figure",
    "FollowUp.repeats": "figure",
    "Expectation.triage": "triage",
    "Expectation.referrals": "route",
    "Expectation.possible_referrals": "route",
}
KEYED: Mapping[str, str] = {  # field that is a mapping → what its keys name
    "Expectation.provisions": "provision",
    "Expectation.because": "provision",
    "Expectation.categories": "category",
    "Expectation.recipients": "route",
    "Expectation.urgency": "route",
    "Expectation.waits_for": "route",
}
LIMITS = {"ge": "minimum", "le": "maximum"}


def record_schemas(names: Names, kind: type[Record]) -> dict[str, Schema]:
    """The schema of a kind of record and of every kind in it, by name."""
    made = kind.model_json_schema()
    inner: dict[str, Schema] = made.pop("$defs", {})
    place = PLACES.get(kind.__name__, "condition")
    return {
        each.__name__: _record(names, each, made if each is kind else inner[each.__name__], place)
        for each in _kinds(kind)
    }


def _kinds(kind: type[Record]) -> Iterator[type[Record]]:
    """A kind of record and every kind in it, each once."""
    found = {kind: None}
    stack = [kind]
    while stack:
        for annotation in fields_of(stack.pop()).values():
            for inner in records_in(annotation):
                if inner not in found:
                    found[inner] = None
                    stack.append(inner)
    return iter(found)


def _record(names: Names, kind: type[Record], schema: Schema, place: str) -> Schema:
    properties = {}
    for key, annotation in fields_of(kind).items():
        if any(each is kind for each in records_in(annotation)):
            continue  # no record holds its own kind
        value = _tidied(schema["properties"][key], place)
        field = f"{kind.__name__}.{key}"
        if what := NAMED.get(field):
            value = _with_texts(value, lambda what=what: names.choice(what))  # type: ignore[misc]  # `what` is bound now
        if what := KEYED.get(field):
            value = names.keyed(what, value["additionalProperties"])
        properties[key] = {**value, **_limits(kind, key), **_words(key, kind.__name__)}
    found = {**_closed(properties, schema.get("required", [])), **_words(kind.__name__)}
    return _of_an_element(found, names) if kind.__name__ == "Definition" else found


def _closed(properties: Schema, required: list[str]) -> Schema:
    schema: Schema = {"type": "object", "additionalProperties": False, "properties": properties}
    return {**schema, "required": required} if required else schema


def _words(key: str, kind: str = "") -> Schema:
    words = described(key, kind)
    return {"description": words} if words else {}


def _limits(kind: type[Record], key: str) -> Schema:
    """The limits of a number, which pydantic forgets where a validator reads it first."""
    fields = kind.model_fields.items()
    field = next(field for name, field in fields if (field.alias or name) == key)
    found = {LIMITS[word]: getattr(each, word) for each in field.metadata for word in LIMITS if hasattr(each, word)}
    return found if field.annotation is int else {}


def _tidied(schema: Any, place: str) -> Any:
    """Without what is Python's: no null, no default, no title; conditions as they are written."""
    if not isinstance(schema, dict):
        return schema
    if schema.get("$ref") == "#/$defs/Condition":
        return ref(place)
    if schema.get("format") == "date":
        return SCALARS["date"]
    kept = {key: value for key, value in schema.items() if key not in ("title", "default", "description")}
    branches = [_tidied(each, place) for each in kept.pop("anyOf", ()) if each.get("type") != "null"]
    kept |= {key: _tidied(kept[key], place) for key in ("items", "additionalProperties") if key in kept}
    if kept.get("type") == "string" and not kept.keys() & {"pattern", "enum", "const"}:
        kept["type"] = ["string", "number"]  # `article: 7` is a number to an editor, and text to us
    return {**kept, **branches[0]} if len(branches) == 1 else {**kept, "anyOf": branches} if branches else kept


def _with_texts(schema: Schema, make: Callable[[], Schema]) -> Schema:
    """A schema in which every free text is a name."""
    if schema.get("type") == ["string", "number"]:
        return make()
    changed: Schema = {"items": _with_texts(schema["items"], make)} if "items" in schema else {}
    if "anyOf" in schema:
        changed["anyOf"] = [_with_texts(each, make) for each in schema["anyOf"]]
    return {**schema, **changed}


def _of_an_element(definition: Schema, names: Names) -> Schema:
    """A definition `of` a list is written in the facts of its elements, another in those of the report."""
    properties = {**definition["properties"], "when": {"type": "object", **_words("when")}}
    rules = [_rule({"of": {"const": each}}, f"condition_of_{each}") for each in names.of.get("list", {})]
    otherwise = {"if": {"not": {"required": ["of"]}}, "then": {"properties": {"when": ref("condition")}}}
    return {**definition, "properties": properties, "allOf": [otherwise, *rules]}


def _rule(where: Schema, place: str) -> Schema:
    return {"if": {"properties": where, "required": [*where]}, "then": {"properties": {"when": ref(place)}}}
