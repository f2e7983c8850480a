"""Worked cases × guideline → which hold, which fail and why, and what has no case yet.

- A case is facts, a date, and what must follow: answers, reasons, referrals, stage. They are the staff's tests.
- A case that names nothing expected, or no source or ground, is refused; so is a name that stands for nothing.
- What `common` says at the top of a file holds for every case of it, unless the case says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_core import PydanticCustomError

from ihc_rules.assurance.compare import NOTHING, Expectation, Mismatch, differences
from ihc_rules.decision.decide import Decision, decide, panels
from ihc_rules.errors import IhcRulesError, Problem, ReportError
from ihc_rules.facts import as_moment
from ihc_rules.guideline.cited import cited
from ihc_rules.guideline.guideline import Guideline
from ihc_rules.guideline.parse.document import Document, Path
from ihc_rules.guideline.parse.faults import tell_faults
from ihc_rules.guideline.parse.read import read
from ihc_rules.records import Bool, Citation, Record, Text, as_date
from ihc_rules.report import Report, read_report
from ihc_rules.source import Place


def _as_time(value: object) -> object:
    try:
        return as_date(value)
    except PydanticCustomError:
        pass
    try:
        return as_moment(value)
    except PydanticCustomError:
        raise PydanticCustomError("not-date", "not a date or time") from None


When = Annotated[Any, BeforeValidator(_as_time, json_schema_input_type=str)]
CaseId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=120)]


class CaseRecord(Record):
    """One worked case as written."""

    id: CaseId
    title: Text
    source: Citation | None = None
    ground: Text | None = None
    at: When = None
    include_drafts: Bool = False
    report: dict[str, Any] = Field(default_factory=dict)
    expect: Expectation


class Common(Record):
    """What every case of a file has."""

    at: When = None
    include_drafts: Bool = False
    report: dict[str, Any] = Field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """One worked case, ready to run."""

    record: CaseRecord
    place: Place
    at: datetime
    report: Mapping[str, Any]
    include_drafts: bool = False


@dataclass(frozen=True)
class CaseResult:
    """What one case gave.

    Attributes:
        faults: why the case could not be decided at all.
    """

    case: Case
    decision: Decision | None
    mismatches: tuple[Mismatch, ...]
    faults: tuple[Problem, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether everything named holds."""
        return not self.mismatches and not self.faults


def read_cases(guideline: Guideline, files: Mapping[str, bytes]) -> tuple[list[Case], list[Problem]]:
    """The cases in the files below `cases/`, with every Problem of their form."""
    cases: list[Case] = []
    problems: list[Problem] = []
    for name in sorted(files):
        document = read(name, files[name])
        cases += _file(guideline, document)
        problems += document.problems
    seen: dict[str, Place] = {}
    for case in cases:
        first = seen.setdefault(case.record.id, case.place)
        if first is not case.place:
            problems.append(Problem("duplicate-id", case.place, values={"name": case.record.id, "first": str(first)}))
    return cases, problems


def _file(guideline: Guideline, document: Document) -> Iterator[Case]:
    data = document.data
    if not isinstance(data, dict) or not isinstance(data.get("cases"), list):
        if not document.problems:
            document.report("missing-key", document.value(()), name="cases")
        return
    for key in data:
        if key not in ("common", "cases"):
            document.report("unknown-key", document.key((key,)), name=key)
    common = _record(document, data.get("common", {}), ("common",), Common)
    for i, written in enumerate(data["cases"]):
        record = _record(document, written, ("cases", i), CaseRecord)
        if record is not None and common is not None:
            yield from _case(guideline, document, common, record, i)


def _case(guideline: Guideline, document: Document, common: Common, record: CaseRecord, i: int) -> Iterator[Case]:
    place = document.key(("cases", i))
    if record.source is None and record.ground is None:
        document.report("case-without-ground", place)
    if all(getattr(record.expect, name) in (None, {}) for name in Expectation.model_fields if name != "places"):
        document.report("nothing-expected", place)
    for kind, name, path in [*_named(record, i), *_cited(guideline, record, i)]:
        known = _known(guideline, kind)
        if name not in known:
            at_name = document.value(path) if kind == "document" else document.key(path)
            document.report(f"unknown-{kind}", at_name, near=name, known=known, name=name)
    when = record.at or common.at
    if when is None:
        document.report("missing-key", place, name="at")
        return
    at = when if isinstance(when, datetime) else datetime.combine(when, time(12), guideline.zone)
    report = {**_merged(common.report, record.report), "id": record.id}
    if not isinstance(report.get("panel", {}), Mapping):
        document.report("not-a-mapping", document.value(("cases", i, "report", "panel")))
        return
    yield Case(record, place, at, report, record.include_drafts or common.include_drafts)


def _named(record: CaseRecord, i: int) -> Iterator[tuple[str, str, Path]]:
    """Every name that is expected: what it is the name of, and where it stands."""
    expect, path = record.expect, ("cases", i, "expect")
    kinds: list[tuple[str, str, Iterable[str]]] = [
        ("provision", "provisions", expect.provisions or ()),
        ("provision", "because", expect.because or ()),
        ("provision", "statutes", expect.statutes or ()),
        ("category", "categories", expect.categories or ()),
        ("route", "recipients", expect.recipients or ()),
        ("route", "urgency", expect.urgency or ()),
        ("route", "waits_for", expect.waits_for or ()),
        ("route", "holds", expect.holds or ()),
    ]
    for kind, field, names in kinds:
        yield from ((kind, name, (*path, field, name)) for name in names)
    for field in ("referrals", "possible_referrals"):
        yield from (("route", name, (*path, field, k)) for k, name in enumerate(getattr(expect, field) or ()))
    for field, answers, kind in (("recipients", ("none", "open"), "recipient"), ("waits_for", ("none",), "route")):
        for route, name in (getattr(expect, field) or {}).items():
            if name not in answers:
                yield kind, name, (*path, field, route)
    if expect.category not in (None, "open", "none"):
        yield "category", str(expect.category), (*path, "category")
    asked = [*enumerate(expect.questions or ())]
    yield from (("fact", _asked(name), (*path, "questions", k)) for k, name in asked)
    if expect.first_question not in (None, NOTHING):
        yield "fact", _asked(str(expect.first_question)), (*path, "first_question")
    for provision, reasons in (expect.because or {}).items():
        for k, reason in enumerate(reasons):
            if " " not in reason and reason != "panel":  # others are sentences: `unless …`, `overridden by …`
                yield "fact", reason, (*path, "because", provision, k)


def _cited(guideline: Guideline, record: CaseRecord, i: int) -> Iterator[tuple[str, str, Path]]:
    """Every document that its source names, in the same form."""
    for citation in (record.source,) if record.source else ():
        for name, field in cited(citation, _known(guideline, "document")):
            yield "document", name, ("cases", i, "source", field)


def _asked(name: str) -> str:
    """`depictions[0].person.existence` as the element's fact is named: `depictions.person.existence`."""
    return re.sub(r"\[[0-9]+\]", "", name)


def _known(guideline: Guideline, kind: str) -> list[str]:
    if kind == "fact":
        lists = guideline.vocabulary.lists
        elements = (f"{name}.{fact}" for name, each in lists.items() for fact in each.by_id)
        return [*guideline.vocabulary.facts, *lists, *elements]
    section = {"category": "categories"}.get(kind, f"{kind}s")
    return list(dict.fromkeys(str(getattr(each, "id", "")) for each in guideline.sections.records[section]))


def _record(document: Document, data: Any, path: tuple[str | int, ...], kind: type[Any]) -> Any:
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        tell_faults(error, document, data, path, kind)
        return None


def _merged(common: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Key by key for facts, lists, panel and claims; else the case's own."""
    both = {**common, **own}
    for key in ("facts", "lists", "panel", "claims"):
        if isinstance(common.get(key), Mapping) and isinstance(own.get(key), Mapping):
            both[key] = {**common[key], **own[key]}
    return both


def run_case(guideline: Guideline, case: Case) -> CaseResult:
    """Decide one case and compare."""
    try:
        decision = _decided(guideline, case)
    except ReportError as error:
        return CaseResult(case, None, (), error.problems)
    except IhcRulesError as error:
        return CaseResult(case, None, (Mismatch("decision", NOTHING, str(error)),))
    return CaseResult(case, decision, tuple(differences(case.record.expect, decision)))


def faults(guideline: Guideline, case: Case) -> tuple[Problem, ...]:
    """What is wrong with the report of a case: wrong facts and values, each with its path in the report."""
    try:
        _decided(guideline, case)
    except ReportError as error:
        return error.problems
    except IhcRulesError:
        pass  # its day has no edition: a difference, which `run_case` tells
    return ()


def _decided(guideline: Guideline, case: Case) -> Decision:
    return decide(guideline, _report(guideline, case), at=case.at, include_drafts=case.include_drafts)


def _report(guideline: Guideline, case: Case) -> Report:
    """The report of a case; `panel: {I-01: applies}` stands for this view of every member."""
    data = dict(case.report)
    agreed: Mapping[str, str] = data.pop("panel", {})
    report = read_report(guideline.vocabulary, data, guideline.subjects, typed=False)
    if not agreed:
        return report
    rules = panels(guideline.on(guideline.governing_day(report, case.at), case.include_drafts))
    opinions = list(data.get("opinions", []))
    for subject, view in agreed.items():
        rule = rules.get(subject)
        kind = rule.adviser_kinds[0] if rule else "lawyer"
        one = {"provision": subject, "adviser_kind": kind, "view": view, "at": case.at}
        opinions += [{**one, "adviser": f"adviser-{i + 1}"} for i in range(rule.members if rule else 1)]
    return read_report(guideline.vocabulary, {**data, "opinions": opinions}, guideline.subjects, typed=False)


def run_cases(guideline: Guideline, files: Mapping[str, bytes]) -> tuple[list[CaseResult], list[Problem]]:
    """Decide every case of a guideline.

    Args:
        files: content of the files below `cases/` by name.

    Returns:
        One result a case in the order of the files, and every Problem of the form of the cases.
    """
    cases, problems = read_cases(guideline, files)
    return [run_case(guideline, case) for case in cases], problems
