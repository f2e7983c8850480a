"""Guideline → JSON Schemas (2020-12) that complete and explain its files in an editor.

- One schema for each kind of file, made from the records of `guideline.model`; what can be named is filled in from
  the guideline: facts with their questions, values with what they mean, ids with their titles.
- An editor reads scalars as YAML 1.2 does (a number is a number), where we read text: so a schema lets a number stand
  where a text is meant. What passes `check` passes the schema; `check` says more.
- The same guideline gives the same bytes.

Example:
    >>> sorted(schemas(None))[:3]
    ['cases', 'definitions', 'facts']
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ihc_rules.assurance.cases import CaseRecord
from ihc_rules.assurance.schema_conditions import SCALARS, conditions, ref
from ihc_rules.assurance.schema_names import Names, Schema, names_in
from ihc_rules.assurance.schema_records import record_schemas
from ihc_rules.assurance.schema_reports import report_schemas, submission
from ihc_rules.assurance.schema_words import described
from ihc_rules.guideline.guideline import Guideline
from ihc_rules.guideline.parse.sections import SECTIONS
from ihc_rules.referral.attachment_schema import REFERRAL_SCHEMA

DIALECT = "https://json-schema.org/draft/2020-12/schema"
KINDS: Mapping[str, tuple[str, ...]] = {  # kind of file → the sections that it is for
    "guideline": ("guideline", "editions", "categories", "groups", "parameters"),
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


def schemas(guideline: Guideline | None) -> Mapping[str, Schema]:
    """The schema of each kind of file, of reports and of machine-readable referrals, by the name of the kind.

    Args:
        guideline: fills in what can be named; without one any name may stand.
    """
    names = names_in(guideline)
    title = guideline.id if guideline else "ihc_rules"
    found = {kind: _file(names, sections) for kind, sections in KINDS.items()}
    found["cases"] = _cases(names)
    found["report"] = _closed(*submission(names))
    found["referral"] = dict(REFERRAL_SCHEMA)
    return {kind: {"$schema": DIALECT, "title": f"{title}: {kind}", **found[kind]} for kind in sorted(found)}


def schema_texts(guideline: Guideline | None) -> Mapping[str, str]:
    """The same as files: text by file name, such as `facts.schema.json`."""
    return {
        f"{kind}.schema.json": json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
        for kind, schema in schemas(guideline).items()
    }


def _file(names: Names, sections: tuple[str, ...]) -> Schema:
    """A file may hold any section; those that it is not for are left to `check`."""
    defs: dict[str, Schema] = {}
    properties: dict[str, Schema] = {}
    for name in (*sections, *(each for each in SECTIONS if each not in sections)):
        words = {"description": described(name)}
        if name not in sections:
            properties[name] = words
            continue
        kind = SECTIONS[name]
        defs |= record_schemas(names, kind)
        one = ref(kind.__name__)
        properties[name] = {**(one if name == "guideline" else {"type": "array", "items": one}), **words}
    return _closed(_object(properties), {**conditions(names), **defs})


def _object(properties: Schema, *required: str) -> Schema:
    schema: Schema = {"type": "object", "additionalProperties": False, "properties": properties}
    return {**schema, "required": [*required]} if required else schema


def _closed(schema: Schema, known: Mapping[str, Schema]) -> Schema:
    """A schema with the definitions that it needs, and no others."""
    used: dict[str, Schema] = {}
    stack: list[Any] = [schema]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            name = str(node.get("$ref", "")).removeprefix("#/$defs/")
            if name and name not in used:
                used[name] = known[name]
                stack.append(known[name])
            stack.extend(node.values())
        elif isinstance(node, list):
            stack.extend(node)
    return {**schema, "$defs": dict(sorted(used.items()))} if used else schema


def _cases(names: Names) -> Schema:
    """The schema of worked cases."""
    defs = record_schemas(names, CaseRecord)
    expected = defs["Expectation"]["properties"]
    expected["category"] = {"enum": [*names.of.get("category", ()), "open", "none"]} if names.of else {"type": "string"}
    at = {"anyOf": [SCALARS["date"], SCALARS["datetime"]], "description": described("at")}
    recorded = {"$ref": "#/$defs/report", "description": described("report")}
    defs["CaseRecord"]["properties"] |= {"at": at, "report": recorded}
    defs["CaseRecord"]["anyOf"] = [{"required": ["source"]}, {"required": ["ground"]}]
    defs["Expectation"]["minProperties"] = 1
    defs |= report_schemas(names, typed=False)
    properties = {
        "common": {**_object({"at": at, "report": recorded}), "description": described("common")},
        "cases": {"type": "array", "items": ref("CaseRecord"), "description": described("cases")},
    }
    return _closed(_object(properties, "cases"), defs)
