"""Findings → text, JSON, SARIF, JUnit XML or GitHub annotations.

- A finding is a Problem of a guideline, a case that fails, or something that has no case.
- SARIF 2.1.0 for code scanning; JUnit for CI; GitHub workflow commands for annotations.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from ihc_rules.errors import Lang, Problem
from ihc_rules.source import Place


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not hold.

    Attributes:
        text: as a person reads it on a terminal, with its place.
    """

    code: str
    place: Place | None
    message: str
    text: str


def of_problem(problem: Problem, lang: Lang, folder: str) -> Finding:
    """A Problem of a file in a folder."""
    hint = problem.hint(lang)
    message = problem.message(lang) + (f" ({hint})" if hint else "")
    place = problem.place
    if place is not None and folder:
        place = Place(f"{folder.rstrip('/')}/{place.file}", place.line, place.column, place.text)
        problem = Problem(problem.code, place, problem.path, problem.values, problem.suggestion, problem.choices)
    return Finding(problem.code, place, message, problem.text(lang))


def as_json(findings: Sequence[Finding], names: Sequence[str]) -> str:
    """A list of findings, and how many things were looked at."""
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
    return json.dumps({"checked": len(names), "findings": listed}, ensure_ascii=False, indent=2)


def as_sarif(findings: Sequence[Finding], names: Sequence[str]) -> str:
    """SARIF 2.1.0."""
    results = []
    for each in findings:
        result: dict[str, object] = {"ruleId": each.code, "level": "error", "message": {"text": each.message}}
        if each.place:
            region = {"startLine": each.place.line, "startColumn": each.place.column}
            artifact = {"artifactLocation": {"uri": each.place.file}, "region": region}
            result["locations"] = [{"physicalLocation": artifact}]
        results.append(result)
    rules = [{"id": code} for code in sorted({each.code for each in findings})]
    run = {"tool": {"driver": {"name": "ihc-rules", "rules": rules}}, "results": results}
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def as_junit(findings: Sequence[Finding], names: Sequence[str]) -> str:
    """JUnit XML: one test for each thing looked at, failed where it has a finding."""
    failed: dict[str, list[Finding]] = {}
    for each in findings:
        failed.setdefault(each.place.file if each.place else each.code, []).append(each)
    every = list(dict.fromkeys([*names, *failed]))
    lines = [f'<testsuite name="ihc-rules" tests="{len(every)}" failures="{len(failed)}">']
    for name in every:
        lines.append(f"  <testcase name={quoteattr(name)}>")
        lines += [
            f"    <failure message={quoteattr(each.message)}>{_escaped(each.text)}</failure>"
            for each in failed.get(name, ())
        ]
        lines.append("  </testcase>")
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', *lines, "</testsuite>"])


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def as_github(findings: Sequence[Finding], names: Sequence[str]) -> str:
    """GitHub workflow commands."""
    return "\n".join(_command(each) for each in findings)


def _command(each: Finding) -> str:
    where = f"file={each.place.file},line={each.place.line},col={each.place.column}," if each.place else ""
    message = each.message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return f"::error {where}title={each.code}::{message}"


FORMATS: Mapping[str, Callable[[Sequence[Finding], Sequence[str]], str]] = {
    "json": as_json,
    "sarif": as_sarif,
    "junit": as_junit,
    "github": as_github,
}
