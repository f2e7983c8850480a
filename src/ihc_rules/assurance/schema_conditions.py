"""Vocabulary × what can be named → the schema of conditions, in each place where conditions may stand.

- A condition is a mapping of one key: a fact with a test of its type, or a word. An editor completes the facts with
  their questions, and their values with what they mean.
- Four places: everywhere, in routes (which may name categories and so on), in triage (claims only), and inside
  `some` over a list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ihc_rules.assurance.schema_names import Names, Schema, about, choice, values_of
from ihc_rules.assurance.schema_words import described
from ihc_rules.facts import COUNTRIES, DECIMAL, MOMENT, Fact
from ihc_rules.guideline.parse.conditions import ROUTE_WORDS
from ihc_rules.guideline.parse.leaf import OPERATORS
from ihc_rules.records import DATE

ANY_FACT = r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$"
SCALARS: dict[str, Schema] = {
    "boolean": {"type": "boolean"},
    "integer": {"type": "integer"},
    "decimal": {"anyOf": [{"type": "number"}, {"type": "string", "pattern": f"^({DECIMAL.pattern})$"}]},
    "date": {"type": "string", "pattern": f"^({DATE.pattern})$"},
    "datetime": {"type": "string", "pattern": f"^({MOMENT.pattern})$"},
    "country": {"$ref": "#/$defs/country"},
}
COUNTRY: Schema = {"type": "string", "enum": sorted(COUNTRIES)}


def ref(name: str) -> Schema:
    """A reference to a definition of the same schema."""
    return {"$ref": f"#/$defs/{name}"}


def declared(names: Names) -> Iterator[tuple[str, Fact]]:
    """Every fact with a name of its own: `posting.visibility`, and of a list `pictures.picture.subject`."""
    yield from names.vocabulary.facts.items()
    for each in sorted(names.vocabulary.lists.values(), key=lambda each: each.id):
        yield from ((f"{each.id}.{fact.id}", fact) for fact in each.facts)


def values(names: Names) -> dict[str, Schema]:
    """What facts are chosen from, by name: the values of each enum and set, and the countries."""
    chosen = {f"values.{name}": choice(values_of(fact)) for name, fact in declared(names) if fact.values}
    return {**chosen, "country": COUNTRY}


def scalar(fact: Fact, name: str) -> Schema:
    """One value of a fact as YAML 1.2 types it; of a set, one of its members.

    Args:
        name: its own among all facts, as `declared` gives it.
    """
    if fact.type in ("enum", "set"):
        return ref(f"values.{name}")
    if fact.type == "integer":
        limits = {"minimum": fact.minimum, "maximum": fact.maximum}
        return {"type": "integer", **{name: limit for name, limit in limits.items() if limit is not None}}
    return SCALARS[fact.type]


def alone(fact: Fact) -> Schema:
    """That a set with an exclusive value holds nothing else; nothing where no value is exclusive."""
    if not fact.exclusive:
        return {}
    return {"if": {"contains": {"enum": sorted(fact.exclusive)}}, "then": {"maxItems": 1}}


def test_of(fact: Fact, name: str) -> Schema:
    """What may be written for a fact in a condition."""
    words = {"markdownDescription": about(fact)}
    operators = [word for word, types in OPERATORS.items() if fact.type in types]
    if fact.type == "text":
        return {**_one_of_keys({"present": {"type": "boolean", "description": described("present")}}), **words}
    one = scalar(fact, name)
    several = {"type": "array", "items": one, "minItems": 1, "uniqueItems": True}
    forms = [one, several]
    if operators:
        operand = {"anyOf": [one, several]} if fact.type == "set" else one
        every = {"anyOf": [one, {**several, **alone(fact)}]} if fact.type == "set" else one
        operands = {word: every if word == "includes" else operand for word in operators}
        forms.append(_one_of_keys({word: {**each, "description": described(word)} for word, each in operands.items()}))
    return {"anyOf": forms, **words}


def _one_of_keys(properties: Schema) -> Schema:
    shape = {"type": "object", "additionalProperties": False, "minProperties": 1, "maxProperties": 1}
    return {**shape, "properties": properties}


def conditions(names: Names) -> dict[str, Schema]:
    """Every schema that a condition may need, by name: `condition`, `route condition`, `triage condition` …"""
    facts = names.vocabulary.facts
    every = dict(declared(names))
    trusts = names.trusts or {role for fact in every.values() for role in fact.established_by}
    trusted = {name: fact for name, fact in facts.items() if set(fact.established_by) <= trusts}
    claims = {name: fact for name, fact in facts.items() if fact.established_by == ("reporter",)}
    lists = sorted(names.vocabulary.lists)
    refers = {word: _words(word, names.choice(word.removeprefix("primary_"))) for word in ROUTE_WORDS}
    found = {f"fact.{name}": test_of(fact, name) for name, fact in every.items()} | values(names)
    for place, words in (("condition", {}), ("route_condition", refers)):
        found[place] = _condition(place, trusted, {**_report_words(names, place, lists), **words}, not facts)
    found["triage_condition"] = _condition("triage_condition", claims, {}, not facts)
    for each in lists:
        elements = {name: fact for name, fact in every.items() if fact in names.vocabulary.lists[each].facts}
        meets = {"meets": _words("meets", names.choice(f"definition of {each}"))}
        found[f"condition_of_{each}"] = _condition(f"condition_of_{each}", elements, meets, False)
    return found


def _condition(place: str, facts: Mapping[str, Fact], words: Schema, any_fact: bool) -> Schema:
    tests = {fact.id: ref(f"fact.{name}") for name, fact in sorted(facts.items())}
    schema = _one_of_keys({**_joining(place), **words, **tests})
    return {**schema, "patternProperties": {ANY_FACT: True}} if any_fact else schema


def _words(key: str, schema: Schema) -> Schema:
    return {**schema, "description": described(key)}


def _joining(place: str) -> Schema:
    parts = {"type": "array", "items": ref(place), "minItems": 1}
    number = {"type": "integer", "minimum": 0}
    count = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            **{word: _words(word, number) for word in ("at_least", "at_most")},
            "of": {"type": "array", "items": ref(place), "minItems": 1},
        },
        "required": ["of"],
        "minProperties": 2,
        "maxProperties": 2,
    }
    return {
        "all": _words("all", parts),
        "any": _words("any", parts),
        "not": _words("not", ref(place)),
        "count": _words("count", count),
    }


def _report_words(names: Names, place: str, lists: list[str]) -> Schema:
    return {
        "meets": _words("meets", names.choice("definition")),
        "some": _words("some", _some(names, lists)),
        "assess": _words("assess", _assess(names)),
    }


def _some(names: Names, lists: list[str]) -> Schema:
    where: Any = {"description": described("where"), "type": "object"}
    schema: Schema = {
        "type": "object",
        "additionalProperties": False,
        "required": ["of", "where"],
        "properties": {"of": names.choice("list"), "where": where},
    }
    rules = [
        {
            "if": {"properties": {"of": {"const": each}}, "required": ["of"]},
            "then": {"properties": {"where": ref(f"condition_of_{each}")}},
        }
        for each in lists
    ]
    return {**schema, "allOf": rules} if rules else schema


def _assess(names: Names) -> Schema:
    considered = {**names.of.get("trusted fact", {}), **names.of.get("list", {})}
    properties: dict[str, Schema] = {
        "id": {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"},
        "considering": {"type": "array", "items": choice(considered), "minItems": 1},
        "by": {"const": "advisor"},
        "question": ref("Text"),
        "panel": names.choice("panel"),
    }
    words = {key: _words(key, schema) for key, schema in properties.items()}
    return {"type": "object", "additionalProperties": False, "properties": words, "required": [*properties]}
