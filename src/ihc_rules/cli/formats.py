"""Findings → text, JSON, SARIF, JUnit XML or GitHub annotations.

- A finding is a Problem of a guideline, a case that fails, or something that has no case.
- SARIF 2.1.0 for code scanning; JUnit for CI; GitHub workflow commands for annotations.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from ihc_rules.errors import Lang, Problem
from ihc_rules.source import Place

NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not hold.

    Attributes:
        text: as a person reads it on a terminal, with its place.
        name: what was looked at: a file, a case; or nothing by itself.
    """

    code: str
    place: Place | None
    message: str
    text: str
    name: str = ""


def of_problem(problem: Problem, lang: Lang, folder: str) -> Finding:
    """A Problem of a file in a folder."""
    hint = problem.hint(lang)
    message = problem.message(lang) + (f" ({hint})" if hint else "")
    place = None if problem.place is None else below(folder, problem.place)
    told = Problem(problem.code, place, problem.path, problem.values, problem.suggestion, problem.choices)
    return Finding(problem.code, place, message, told.text(lang), place.file if place else "")


def below(folder: str, place: Place) -> Place:
    """A place in a file of a folder."""
    return Place(f"{folder.rstrip('/')}/{place.file}", place.line, place.column, place.text)


def as_json(findings: Sequence[Finding], names: Sequence[str], more: Mapping[str, object] | None = None) -> str:
    """A list of findings, and how many things were looked at.

    Args:
        more: what else to say.
    """
    listed = [
        {
            "code": each.code,
            "message": each.message,
            "file": each.place.file if each.place else None,
            "line": each.place.line if each.place else None,
            "column": each.place.column if each.place else None,
        }
        for each in findings
    ]
    return json.dumps({"checked": len(names), "findings": listed, **(more or {})}, ensure_ascii=False, indent=2)


def as_sarif(findings: Sequence[Finding], names: Sequence[str]) -> str:
    """SARIF 2.1.0."""
    results = []
    for each in findings:
        result: dict[str, object] = {"ruleId": each.code, "level": "error", "message": {"text": each.message}}
        if each.place:
            region = {"startLine": each.place.line, "startColumn": each.place.column}
            artifact = {"artifactLocation": {"uri": _uri(each.place.file)}, "region": region}
            result["locations"] = [{"physicalLocation": artifact}]
        results.append(result)
    rules = [{"id": code} for code in sorted({each.code for each in findings})]
    driver = {"name": "ihc-rules", "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _uri(file: str) -> str:
    return PurePath(file).as_uri() if PurePath(file).is_absolute() else quote(file)


def as_junit(findings: Sequence[Finding], names: Sequence[str]) -> str:
    """JUnit XML: one test for each thing looked at, failed where it has a finding."""
    failed: dict[str, list[Finding]] = {}
    for each in findings:
        failed.setdefault(each.name or each.code, []).append(each)
    every = list(dict.fromkeys([*names, *failed]))
    lines = [f'<testsuite name="ihc-rules" tests="{len(every)}" failures="{len(failed)}">']
    for name in every:
        lines.append(f"  <testcase name={quoteattr(_xml(name))}>")
        lines += [
            f"    <failure message={quoteattr(_xml(each.message))}>{escape(_xml(each.text))}</failure>"
            for each in failed.get(name, ())
        ]
        lines.append("  </testcase>")
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', *lines, "</testsuite>"])


def _xml(text: str) -> str:
    """A text without what XML cannot hold."""
    return NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def as_github(findings: Sequence[Finding], names: Sequence[str]) -> str:
    """GitHub workflow commands."""
    return "\n".join(_command(each) for each in findings)


def _command(each: Finding) -> str:
    place = each.place
    where = f"file={_property(place.file)},line={place.line},col={place.column}," if place else ""
    return f"::error {where}title={_property(each.code)}::{_data(each.message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMATS: Mapping[str, Callable[[Sequence[Finding], Sequence[str]], str]] = {
    "json": as_json,
    "sarif": as_sarif,
    "junit": as_junit,
    "github": as_github,
}
