"""The schemas that editors use → they are valid, accept what is shipped, explain it, and refuse what is wrong."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

import ihc_rules as ihc
from ihc_rules.assurance.schema import KINDS, schema_texts, schemas
from ihc_rules.assurance.schema_words import KEYS, described
from ihc_rules.guideline.load import load_folder
from ihc_rules.guideline.parse.faults import fields_of, records_in
from ihc_rules.guideline.parse.sections import SECTIONS

ROOT = Path(__file__).parents[1]
PROBLEMS = ROOT / "tests" / "problems"
GUIDELINES = {name: ihc.load(ROOT / "guidelines" / name) for name in ("ihc", "consultation")}
GUIDELINE = GUIDELINES["ihc"]
OF = {name: schemas(guideline) for name, guideline in GUIDELINES.items()}
SCHEMAS = OF["ihc"]
SMALL = schemas(load_folder(PROBLEMS / "_valid"))
FILES = sorted(path for name in GUIDELINES for path in (ROOT / "guidelines" / name).rglob("*.yaml"))
REPORTS = sorted((ROOT / "examples" / "reports").glob("*.json"))
ANSWERS = ("needs",)  # reports for the guideline `consultation`


_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Yaml12(_Loader):  # type: ignore[misc]  # one of the two
    """YAML 1.2 as an editor reads it (core schema): booleans, numbers, null; days and all the rest are text."""


_Yaml12.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
):
    _Yaml12.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), list(_first))


def load(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), _Yaml12)  # noqa: S506 - a safe loader with fewer types


def guideline_of(path: Path) -> str:
    """The guideline whose file it is."""
    return path.relative_to(ROOT / "guidelines").parts[0]


def kind_of(path: Path) -> str:
    """The kind that the first line of a shipped file names."""
    line = path.read_text(encoding="utf-8").split("\n", 1)[0]
    name = line.rpartition("/")[2]
    assert line.startswith("# yaml-language-server: $schema="), path
    folder = ROOT / "guidelines" / "schema" / guideline_of(path)
    assert (path.parent / line.partition("$schema=")[2]).resolve().parent == folder, path
    return name.removesuffix(".schema.json")


def faults(kind: str, data: Any, small: bool = False, guideline: str = "ihc") -> list[str]:
    schema = (SMALL if small else OF[guideline])[kind]
    return [f"{error.json_path}: {error.message[:200]}" for error in Draft202012Validator(schema).iter_errors(data)]


# --- valid and fresh -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", SCHEMAS)
def test_each_schema_is_a_valid_schema_of_2020_12(kind: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[kind])
    Draft202012Validator.check_schema(schemas(None)[kind])


def test_there_is_a_schema_for_every_section() -> None:
    assert {section for sections in KINDS.values() for section in sections} == {*SECTIONS}


@pytest.mark.parametrize("name", GUIDELINES)
def test_the_files_on_disk_are_fresh(name: str) -> None:
    """Rewrite them with `ihc-rules schema --guideline guidelines/NAME --output guidelines/schema/NAME`."""
    found = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "guidelines" / "schema" / name).iterdir()}

    assert found == schema_texts(GUIDELINES[name])


# --- what is right is accepted ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{guideline_of(path)}-{path.stem}")
def test_each_shipped_file_is_accepted_by_the_schema_that_it_names(path: Path) -> None:
    assert faults(kind_of(path), load(path), guideline=guideline_of(path)) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{guideline_of(path)}-{path.stem}")
def test_each_shipped_file_is_accepted_where_nothing_is_known(path: Path) -> None:
    errors = Draft202012Validator(schemas(None)[kind_of(path)]).iter_errors(load(path))

    assert [error.message for error in errors] == []


@pytest.mark.parametrize("path", sorted((PROBLEMS / "_valid").iterdir()), ids=lambda path: path.stem)
@pytest.mark.parametrize("kind", KINDS)
def test_a_file_may_hold_any_section(path: Path, kind: str) -> None:
    assert faults(kind, load(path), small=True) == []


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_each_example_report_is_accepted(path: Path) -> None:
    guideline = "consultation" if path.stem in ANSWERS else "ihc"

    assert faults("report", json.loads(path.read_text(encoding="utf-8")), guideline=guideline) == []


def definition(when: Any) -> Any:
    return {"id": "x", "title": {"ja": "x", "en": "x"}, "source": {"document": "S02", "status": "quoted"}, "when": when}


RIGHT: dict[str, tuple[str, Any]] = {
    "dotted facts": ("report", {"id": "r", "facts": {"page.kind": "mail"}}),
    "nested facts": ("report", {"id": "r", "facts": {"page": {"kind": "mail"}}}),
    "undeterminable": ("report", {"id": "r", "facts": {"page.kind": {"undeterminable": True, "by": "analyst"}}}),
    "an exclusive value alone": ("report", {"id": "r", "facts": {"life.notice": ["none"]}}),
    "several values, none of them exclusive": (
        "report",
        {"id": "r", "facts": {"life.notice": {"value": ["suicide", "harm_to_persons"], "by": "analyst"}}},
    ),
    "an exclusive value among those of which one is enough": (
        "definitions",
        {"definitions": [definition({"life.notice": ["none", "suicide"]})]},
    ),
    "an article that looks like a number": (
        "statutes",
        {
            "statutes": [
                {
                    "id": "x",
                    "title": {"ja": "x", "en": "x"},
                    "source": {"document": "S02", "section": 7, "status": "quoted"},
                    "articles": [{"article": 7, "source": {"document": "S02", "status": "quoted"}}],
                }
            ]
        },
    ),
}


@pytest.mark.parametrize("what", RIGHT)
def test_what_is_right_is_accepted(what: str) -> None:
    assert faults(*RIGHT[what]) == []


# --- what is wrong is refused ----------------------------------------------------------------------------------------

SEEN_BY_AN_EDITOR = """bad-form bad-value conditions-without-word definition-of-a-list definition-of-the-report
empty-condition empty-list empty-text fact-of-a-list fact-of-the-report impossible-comparison misplaced-reference
missing-key missing-language not-a-condition not-a-gate not-a-list not-a-mapping not-a-text not-boolean not-country
not-date not-decimal not-integer not-moment not-one-key out-of-range repeated-value some-in-some assess-in-some
text-compared too-long triage-reads-findings unknown-act unknown-category unknown-definition unknown-document
unknown-fact unknown-group unknown-key unknown-list unknown-operator unknown-panel unknown-parameter unknown-provision
unknown-recipient unknown-route unknown-section unknown-template unknown-word untrusted-fact wrong-fact-value
case-without-ground nothing-expected null-value who-evaluated may-not-establish value-or-undeterminable bad-list
not-one-line too-many unknown-element""".split()  # noqa: SIM905 - a list of words
ONLY_CHECKED = {  # needs more than one look: two records, or two keys, together
    "missing-key.when",
    "missing-key.values",
    "out-of-range.limits",
    "out-of-range.quorum",
    "repeated-value.declared",
    "wrong-fact-value.presumed",
    "not-prose",
    "not-one-line",
    "not-moment.argument",  # of a call: nothing is written in a file
    "not-date.fact",  # 2026-02-30 has the form of a date
    "unknown-element",
    "unknown-document.note",  # in the middle of a sentence
    "unknown-document.case-note",
    "unknown-key.event",  # events have no schema: a system writes them
    "unknown-fact.after",  # a fact of the report may be named, or one of the same element
}
EXAMPLES = [
    path
    for code in SEEN_BY_AN_EDITOR
    for path in sorted([*PROBLEMS.glob(code), *PROBLEMS.glob(f"{code}.*")])
    if path.name not in ONLY_CHECKED
]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_a_mistake_that_an_editor_can_see_is_refused(example: Path) -> None:
    found: list[str] = []
    for path in example.iterdir():
        if path.name == "report.json":
            found += faults("report", json.loads(path.read_text(encoding="utf-8")), small=True)
        elif path.name == "cases.yaml":
            found += faults("cases", load(path), small=True)
        elif path.suffix == ".yaml":
            data = load(path)
            for kind, sections in KINDS.items():
                found += faults(kind, data, small=True) if {*sections} & {*data} or not {*data} & {*SECTIONS} else []

    assert found


WRONG: dict[str, tuple[str, Any]] = {
    "an empty all": ("definitions", {"definitions": [{"id": "x", "when": {"all": []}}]}),
    "an unknown claim": ("triage", {"triage": [{"id": "x", "when": {"claim.danger": "perhaps"}}]}),
    "a fact recorded by a role that may not": (
        "report",
        {"id": "r", "facts": {"page.kind": {"value": "mail", "by": "police"}}},
    ),
    "an evaluated fact without its author": (
        "report",
        {"id": "r", "facts": {"recruitment.pay_level": "extremely_high"}},
    ),
    "an exclusive value with another": ("report", {"id": "r", "facts": {"life.notice": ["none", "suicide"]}}),
    "an exclusive value with another, and by whom": (
        "report",
        {"id": "r", "facts": {"life": {"notice": {"value": ["suicide", "none"], "by": "analyst"}}}},
    ),
    "an exclusive value with another in a case": (
        "cases",
        {
            "cases": [
                {"id": "x", "title": {"ja": "x", "en": "x"}, "report": {"facts": {"life.notice": ["none", "suicide"]}}}
            ]
        },
    ),
    "including an exclusive value with another": (
        "definitions",
        {"definitions": [definition({"life.notice": {"includes": ["none", "suicide"]}})]},
    ),
    "null": ("report", {"id": "r", "facts": {"page.kind": None}}),
    "an unknown view": (
        "cases",
        {"cases": [{"id": "x", "title": {"ja": "x", "en": "x"}, "report": {"panel": {"I-01": "perhaps"}}}]},
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_refused(what: str) -> None:
    assert faults(*WRONG[what]) != []


# --- what an editor says ---------------------------------------------------------------------------------------------


def test_facts_are_explained_by_their_questions_in_both_languages() -> None:
    fact = GUIDELINE.vocabulary.facts["page.kind"]
    defs = SCHEMAS["definitions"]["$defs"]

    assert defs["condition"]["properties"]["page.kind"] == {"$ref": "#/$defs/fact.page.kind"}
    assert fact.question.ja in defs["fact.page.kind"]["markdownDescription"]
    assert fact.question.en in defs["fact.page.kind"]["markdownDescription"]


def test_values_are_explained_by_their_titles_in_both_languages() -> None:
    fact = GUIDELINE.vocabulary.facts["page.kind"]
    values = SCHEMAS["definitions"]["$defs"]["values.page.kind"]

    assert values["enum"] == [*fact.value_ids]
    assert values["markdownEnumDescriptions"] == [f"{value.title.ja} / {value.title.en}" for value in fact.values]


def test_every_key_is_explained() -> None:
    stack, seen = [*SECTIONS.values()], set()
    while stack:
        kind = stack.pop()
        for key, annotation in fields_of(kind).items():
            assert described(key, kind.__name__), f"{kind.__name__}.{key} has no words in assurance/schema_words.py"
            seen |= {key, f"{kind.__name__}.{key}"}
            stack += [inner for inner in records_in(annotation) if inner is not kind]

    assert all(ja and en for ja, en in KEYS.values())
