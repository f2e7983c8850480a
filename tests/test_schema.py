"""The schemas that editors use → they are valid, they accept what is shipped, and refuse what is wrong."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

import ihc_rules as ihc
from ihc_rules.assurance.schema import schema_texts, schemas

ROOT = Path(__file__).parents[1]
GUIDELINE = ihc.load(ROOT / "guidelines" / "ihc")
SCHEMAS = schemas(GUIDELINE)
FILES = sorted((ROOT / "guidelines" / "ihc").rglob("*.yaml"))


class _Yaml12(yaml.SafeLoader):
    """YAML 1.2 as an editor reads it: booleans and whole numbers; days and all the rest are text."""


_Yaml12.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag.endswith((":bool", ":int"))]
    for first, resolvers in copy.deepcopy(yaml.SafeLoader.yaml_implicit_resolvers).items()
    if first in "tfTF0123456789-"
}


def kind_of(path: Path) -> str:
    """The kind that the first line of a shipped file names."""
    line = path.read_text(encoding="utf-8").split("\n", 1)[0]
    name = line.rpartition("/")[2]
    assert line.startswith("# yaml-language-server: $schema="), path
    assert (path.parent / line.partition("$schema=")[2]).resolve().parent == ROOT / "guidelines" / "schema", path
    return name.removesuffix(".schema.json")


def faults(kind: str, data: Any) -> list[str]:
    return [error.message[:200] for error in Draft202012Validator(SCHEMAS[kind]).iter_errors(data)]


@pytest.mark.parametrize("kind", SCHEMAS)
def test_each_schema_is_a_valid_schema_of_2020_12(kind: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[kind])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_shipped_file_is_accepted_by_the_schema_that_it_names(path: Path) -> None:
    data = yaml.load(path.read_text(encoding="utf-8"), _Yaml12)  # noqa: S506 - a safe loader with fewer types

    assert faults(kind_of(path), data) == []


@pytest.mark.parametrize("path", sorted((ROOT / "examples" / "reports").glob("*.json")), ids=lambda path: path.stem)
def test_each_example_report_is_accepted(path: Path) -> None:
    assert faults("report", json.loads(path.read_text(encoding="utf-8"))) == []


WRONG: dict[str, tuple[str, Any]] = {
    "an unknown section": ("provisions", {"provision": []}),
    "an unknown key": ("provisions", {"provisions": [{"id": "I-01", "titel": {}}]}),
    "an unknown fact": ("definitions", {"definitions": [{"id": "x", "when": {"page.knd": "web_page"}}]}),
    "an unknown value": ("triage", {"triage": [{"id": "x", "when": {"claim.danger": "perhaps"}}]}),
    "a category named outside routes": ("definitions", {"definitions": [{"id": "x", "when": {"category": "illegal"}}]}),
    "an empty all": ("definitions", {"definitions": [{"id": "x", "when": {"all": []}}]}),
    "two keys in one condition": (
        "definitions",
        {"definitions": [{"id": "x", "when": {"page.kind": "mail", "page.reachable": "gone"}}]},
    ),
    "a fact recorded by a role that may not": (
        "report",
        {"id": "r", "facts": {"page.kind": {"value": "mail", "by": "police"}}},
    ),
    "an evaluated fact without its author": (
        "report",
        {"id": "r", "facts": {"recruitment.pay_level": "extremely_high"}},
    ),
    "null": ("report", {"id": "r", "facts": {"page.kind": None}}),
    "an unknown view": ("cases", {"cases": [{"id": "x", "report": {"panel": {"I-01": "perhaps"}}}]}),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_refused(what: str) -> None:
    kind, data = WRONG[what]

    assert faults(kind, data) != []


def test_facts_are_explained_by_their_questions_in_both_languages() -> None:
    leaf = SCHEMAS["definitions"]["$defs"]["Condition"]["properties"]["page.kind"]
    fact = GUIDELINE.vocabulary.facts["page.kind"]

    assert fact.question.ja in leaf["description"]
    assert fact.question.en in leaf["description"]
    assert {"const": "web_page", "description": f"{fact.values[0].title.ja} / {fact.values[0].title.en}"} in leaf[
        "anyOf"
    ][0]["anyOf"]


def test_nested_and_dotted_facts_are_both_accepted() -> None:
    assert faults("report", {"id": "r", "facts": {"page": {"kind": "mail"}}}) == []
    assert faults("report", {"id": "r", "facts": {"page.kind": "mail"}}) == []


def test_the_files_on_disk_are_fresh() -> None:
    """Rewrite them with `ihc-rules schema --output guidelines/schema`."""
    folder = ROOT / "guidelines" / "schema"

    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == schema_texts(GUIDELINE)
