"""Declared facts → JSON Schemas of the conditions that test them and of the reports that record them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ihc_rules.facts import COUNTRIES, Fact, ListOf
from ihc_rules.guideline.guideline import Guideline
from ihc_rules.guideline.model import Category, Definition, Group, Parameter, Provision, Route
from ihc_rules.guideline.parse.sections import Sections
from ihc_rules.records import Record, Text
from ihc_rules.report import Opinion

Schema = dict[str, Any]
DAY = r"^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$"
MOMENT = r"^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2})$"
DECIMAL = r"^-?(0|[1-9][0-9]{0,15})(\.[0-9]{1,12})?$"


def one_of(choices: Iterable[tuple[str, str]]) -> Schema:
    """One of several words, each explained."""
    listed = [{"const": word, "description": text} if text else {"const": word} for word, text in choices]
    return {"anyOf": listed} if listed else {"type": "string"}


def _both(text: Text | None) -> str:
    return "" if text is None else f"{text.ja}\n\n{text.en}"


def _value(fact: Fact) -> Schema:
    """One value of a fact (of a set: one of its members)."""
    if fact.type in ("enum", "set"):
        helped = [
            (v.id, f"{v.title.ja} / {v.title.en}" + (f"\n\n{_both(v.help)}" if v.help else "")) for v in fact.values
        ]
        return one_of(helped)
    limits = {
        name: limit for name, limit in (("minimum", fact.minimum), ("maximum", fact.maximum)) if limit is not None
    }
    plain: Mapping[str, Schema] = {
        "boolean": {"type": "boolean"},
        "integer": {"type": "integer", **limits},
        "decimal": {"anyOf": [{"type": "integer"}, {"type": "number"}, {"type": "string", "pattern": DECIMAL}]},
        "date": {"type": "string", "pattern": DAY},
        "datetime": {"type": "string", "pattern": MOMENT},
        "country": {"$ref": "#/$defs/Country"},
        "text": {"type": "string", "minLength": 1},
    }
    return dict(plain[fact.type])


COMPARED: Mapping[str, tuple[str, ...]] = {
    "integer": ("at_least", "at_most", "more_than", "less_than"),
    "decimal": ("at_least", "at_most", "more_than", "less_than"),
    "date": ("at_least", "at_most", "before", "after"),
    "datetime": ("at_least", "at_most", "before", "after"),
}


def _test(fact: Fact) -> Schema:
    """What may stand after a fact in a condition."""
    value = _value(fact)
    several = {"type": "array", "items": value, "minItems": 1, "uniqueItems": True}
    present = _object({"present": {"type": "boolean"}}, ["present"])
    forms = [present] if fact.type == "text" else [value, several]
    if fact.type == "set":
        forms += [_object({word: {"anyOf": [value, several]}}, [word]) for word in ("includes", "excludes")]
    forms += [_object({word: value}, [word]) for word in COMPARED.get(fact.type, ())]
    title = f"{fact.title.ja} / {fact.title.en}"
    asked = f"{_both(fact.question)}" + (f"\n\n{_both(fact.help)}" if fact.help else "")
    return {"title": title, "description": asked, "anyOf": forms}


def _object(properties: Mapping[str, Any], required: Iterable[str] = ()) -> Schema:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
    }


def _ids(sections: Sections, kind: type[Record], keep: Any = None) -> Schema:
    unique = {str(getattr(r, "id", "")): r for r in sections.of(kind) if keep is None or keep(r)}
    return one_of((name, _both(getattr(each, "title", None))) for name, each in unique.items())


def condition_schemas(guideline: Guideline) -> dict[str, Schema]:
    """Conditions on the report, in routes, on what reporters claim, and on one element of each list."""
    sections, vocabulary = guideline.sections, guideline.vocabulary
    trusted = set(guideline.header.trusts)
    findings = [each for each in vocabulary.facts.values() if set(each.established_by) <= trusted]
    claims = [each for each in vocabulary.facts.values() if set(each.established_by) == {"reporter"}]
    panels = _ids(sections, Parameter, lambda each: each.panel is not None)
    assess = {
        "id": {"type": "string"},
        "considering": {"type": "array", "items": {"type": "string"}, "minItems": 1},
        "by": {"const": "advisor"},
        "question": _object({"ja": {"type": "string"}, "en": {"type": "string"}}, ["ja", "en"]),
        "panel": panels,
    }
    own: dict[str, Schema] = {"meets": _ids(sections, Definition, lambda each: each.of is None)}
    some = [
        _object({"of": {"const": name}, "where": {"$ref": f"#/$defs/Element_{name}"}}, ["of", "where"])
        for name in vocabulary.lists
    ]
    if some:
        own["some"] = {"anyOf": some}
    own["assess"] = _object(assess, list(assess))
    category = _ids(sections, Category)
    refers = {
        "category": category,
        "primary_category": category,
        "provision": _ids(sections, Provision),
        "group": _ids(sections, Group),
        "route": _ids(sections, Route),
    }
    found = {
        "Country": {"enum": sorted(COUNTRIES)},
        "Condition": _condition("Condition", findings, own),
        "RouteCondition": _condition("RouteCondition", findings, own | refers),
        "ClaimCondition": _condition("ClaimCondition", claims, {}),
    }
    for name, each in vocabulary.lists.items():
        meets = {"meets": _ids(sections, Definition, lambda definition, of=name: definition.of == of)}
        found[f"Element_{name}"] = _condition(f"Element_{name}", each.facts, meets)
    return found


def _condition(name: str, facts: Iterable[Fact], words: Mapping[str, Schema]) -> Schema:
    again = {"$ref": f"#/$defs/{name}"}
    several = {"type": "array", "items": again, "minItems": 1}
    number = {"type": "integer", "minimum": 0}
    count = [_object({word: number, "of": several}, [word, "of"]) for word in ("at_least", "at_most")]
    forms = {"all": several, "any": several, "not": again, "count": {"anyOf": count}}
    properties = forms | dict(words) | {fact.id: _test(fact) for fact in facts}
    return {**_object(properties), "minProperties": 1, "maxProperties": 1}


def report_schema(guideline: Guideline, definitions: dict[str, Any], case: bool = False) -> Schema:
    """A report as data; in a worked case without its id, and with the panel's view in short.

    Args:
        definitions: what the schema refers to is added here.
    """
    vocabulary = guideline.vocabulary
    claims = [each for each in vocabulary.facts.values() if "reporter" in each.established_by]
    opinion = Opinion.model_json_schema()
    opinion["properties"]["at"] = {"type": "string", "pattern": MOMENT}
    text = {"type": "string", "minLength": 1}
    moment = {"type": "string", "pattern": MOMENT}
    properties: dict[str, Schema] = {
        "id": text,
        "reference": text,
        "page": _object({"url": text}, ["url"]),
        "received_at": moment,
        "investigation_complete": {"type": "boolean"},
        "facts": _recorded(vocabulary.facts.values(), definitions, ""),
        "lists": _object({name: _elements(each, definitions) for name, each in vocabulary.lists.items()}),
        "opinions": {"type": "array", "items": opinion},
        "closed_panels": {"type": "object", "additionalProperties": moment},
        "claims": _recorded(claims, definitions, ""),
    }
    if case:
        views = opinion["properties"]["view"]
        properties["panel"] = {"type": "object", "additionalProperties": views}
    return _object(properties, [] if case else ["id"])


def _elements(each: ListOf, definitions: dict[str, Any]) -> Schema:
    items = {"type": "array", "items": _recorded(each.facts, definitions, f"{each.id}."), "maxItems": 1000}
    return _object({"complete": {"type": "boolean"}, "items": items}, ["complete", "items"])


def _recorded(facts: Iterable[Fact], definitions: dict[str, Any], prefix: str) -> Schema:
    """Facts by their dotted names, or nested."""
    properties: dict[str, Any] = {}
    for fact in facts:
        name = f"Recorded_{prefix}{fact.id}"
        definitions[name] = _entry(fact)
        properties[fact.id] = {"$ref": f"#/$defs/{name}"}
        inner = properties
        *before, last = fact.id.split(".")
        for part in before:
            inner = inner.setdefault(part, _object({}))["properties"]
        inner[last] = {"$ref": f"#/$defs/{name}"}
    return _object(properties)


def _entry(fact: Fact) -> Schema:
    value = _value(fact)
    if fact.type == "set":
        value = {"type": "array", "items": value, "uniqueItems": True}
    if fact.type == "text":
        value = {"anyOf": [value, _object({"absent": {"const": True}}, ["absent"])]}
    about = {
        "by": {"enum": list(fact.established_by)},
        "at": {"type": "string", "pattern": MOMENT},
        "seen_in": {"type": "string"},
    }
    forms = [
        _object({"value": value, **about}, ["value", "by"] if fact.kind == "evaluated" else ["value"]),
        _object({"undeterminable": {"const": True}, **about}, ["undeterminable"]),
    ]
    bare = [] if fact.kind == "evaluated" else [value]
    return {
        "title": f"{fact.title.ja} / {fact.title.en}",
        "description": _both(fact.question),
        "anyOf": [*bare, *forms],
    }
