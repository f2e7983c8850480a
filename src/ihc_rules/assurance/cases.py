"""Worked cases × guideline → which hold, which fail and why, and what has no case yet.

- A case is facts, a date, and what must follow: answers, reasons, referrals, stage. They are the staff's tests.
- A case that names nothing expected, or no source or ground, is refused.
- What `common` says at the top of a file holds for every case of it, unless the case says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_core import PydanticCustomError

from ihc_rules.decision.ask import questions, stage
from ihc_rules.decision.because import because
from ihc_rules.decision.decide import Decision, Referral, decide, panels
from ihc_rules.errors import IhcRulesError, Problem, ReportError, nearest
from ihc_rules.facts import as_moment
from ihc_rules.guideline.guideline import Guideline
from ihc_rules.guideline.parse.document import Document
from ihc_rules.guideline.parse.faults import tell_faults
from ihc_rules.guideline.parse.read import read
from ihc_rules.records import Citation, Record, Text, as_date
from ihc_rules.report import Report, read_report
from ihc_rules.source import Place

Answer = Literal["met", "not_met", "open"]


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


class Expectation(Record):
    """What must follow; everything named must hold, what is not named may be anything."""

    provisions: dict[str, Literal["met", "not_met", "open", "absent"]] | None = None
    because: dict[str, tuple[str, ...]] | None = None
    categories: dict[str, Answer] | None = None
    category: str | None = None
    referrals: tuple[str, ...] | None = None
    possible_referrals: tuple[str, ...] | None = None
    recipients: dict[str, str] | None = None
    urgency: dict[str, Literal["immediate", "normal", "open"]] | None = None
    waits_for: dict[str, str] | None = None
    stage: Literal["out_of_scope", "investigate", "legal_review", "unresolved", "decided"] | None = None
    questions: tuple[str, ...] | None = None
    first_question: str | None = None
    triage: tuple[str, ...] | None = None


class CaseRecord(Record):
    """One worked case as written."""

    id: CaseId
    title: Text
    source: Citation | None = None
    ground: Text | None = None
    at: When = None
    report: dict[str, Any] = Field(default_factory=dict)
    expect: Expectation


class Common(Record):
    """What every case of a file has."""

    at: When = None
    report: dict[str, Any] = Field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """One worked case, ready to run."""

    record: CaseRecord
    place: Place
    at: datetime
    report: Mapping[str, Any]


@dataclass(frozen=True)
class Mismatch:
    """One expectation that does not hold."""

    what: str
    expected: str
    found: str


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
    if all(getattr(record.expect, name) is None for name in Expectation.model_fields if name != "places"):
        document.report("nothing-expected", place)
    document.problems += _unknown(guideline, record, document, i)
    when = record.at or common.at
    if when is None:
        document.report("missing-key", place, name="at")
        return
    at = when if isinstance(when, datetime) else datetime.combine(when, time(12), guideline.zone)
    yield Case(record, place, at, {**_merged(common.report, record.report), "id": record.id})


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


def _unknown(guideline: Guideline, record: CaseRecord, document: Document, i: int) -> Iterator[Problem]:
    sections, expect = guideline.sections, record.expect
    known = {name: {str(getattr(each, "id", "")) for each in sections.records[name]} for name in sections.records}
    named: list[tuple[str, Iterable[str], str]] = [
        ("provisions", expect.provisions or (), "provisions"),
        ("because", expect.because or (), "provisions"),
        ("categories", expect.categories or (), "categories"),
        ("referrals", expect.referrals or (), "routes"),
        ("possible_referrals", expect.possible_referrals or (), "routes"),
        ("recipients", expect.recipients or (), "routes"),
        ("urgency", expect.urgency or (), "routes"),
        ("waits_for", expect.waits_for or (), "routes"),
    ]
    singular = {"provisions": "provision", "categories": "category", "routes": "route"}
    for field, names, section in named:
        for name in names:
            if name not in known[section]:
                place = document.value(("cases", i, "expect", field))
                near = nearest(name, known[section])
                yield Problem(f"unknown-{singular[section]}", place, "", {"name": name}, near)


def run_case(guideline: Guideline, case: Case) -> CaseResult:
    """Decide one case and compare."""
    try:
        report = _report(guideline, case)
        decision = decide(guideline, report, at=case.at)
    except ReportError as error:
        return CaseResult(case, None, (), error.problems)
    except IhcRulesError as error:
        return CaseResult(case, None, (Mismatch("decision", "-", str(error)),))
    return CaseResult(case, decision, tuple(_compare(case.record.expect, decision)))


def _report(guideline: Guideline, case: Case) -> Report:
    data = dict(case.report)
    shorthand = data.pop("panel", {})
    edition = guideline.on(case.at.astimezone(guideline.zone).date())
    rules = panels(edition)
    opinions = list(data.get("opinions", []))
    for subject, view in shorthand.items() if isinstance(shorthand, Mapping) else ():
        rule = rules.get(subject)
        kind = rule.adviser_kinds[0] if rule else "lawyer"
        one = {"provision": subject, "adviser_kind": kind, "view": view, "at": case.at}
        opinions += [{**one, "adviser": f"adviser-{i + 1}"} for i in range(rule.members if rule else 1)]
    if opinions:
        data["opinions"] = opinions
    return read_report(guideline.vocabulary, data, guideline.subjects, typed=False)


def _compare(expect: Expectation, decision: Decision) -> Iterator[Mismatch]:
    for name, answer in (expect.provisions or {}).items():
        yield from _differs(name, answer, decision.provisions.get(name, "absent"))
    for name, reasons in (expect.because or {}).items():
        node = f"answer:{name}"
        found = [str(each) for each in because(decision, node)] if node in decision.edition.nodes else []
        missing = [reason for reason in reasons if reason not in found]
        yield from (Mismatch(f"{name} because", reason, ", ".join(found) or "-") for reason in missing)
    for name, answer in (expect.categories or {}).items():
        yield from _differs(name, answer, decision.categories.get(name, "absent"))
    yield from _differs("category", expect.category, decision.category)
    yield from _sent(expect, decision)
    yield from _asked(expect, decision)


def _sent(expect: Expectation, decision: Decision) -> Iterator[Mismatch]:
    certain = {each.route: each for each in decision.referrals}
    possible = {each.route: each for each in decision.possible_referrals}
    every = certain | possible
    yield from _differs("referrals", _set(expect.referrals), _set(certain))
    yield from _differs("possible_referrals", _set(expect.possible_referrals), _set(possible))
    for name, to in (expect.recipients or {}).items():
        yield from _differs(f"{name} recipient", to, _recipient(every.get(name)))
    for name, urgency in (expect.urgency or {}).items():
        yield from _differs(f"{name} urgency", urgency, every[name].urgency if name in every else "-")
    for name, after in (expect.waits_for or {}).items():
        hold = every[name].hold if name in every else None
        yield from _differs(f"{name} waits for", after, hold.after if hold else "none")


def _recipient(referral: Referral | None) -> str | None:
    if referral is None:
        return "-"
    return {"met": referral.recipient, "not_met": "none", "open": "open"}[referral.recipient_answer]


def _asked(expect: Expectation, decision: Decision) -> Iterator[Mismatch]:
    if expect.stage is not None:
        yield from _differs("stage", expect.stage, stage(decision))
    if expect.triage is not None:
        yield from _differs("triage", _set(expect.triage), _set(decision.triage))
    if expect.questions is None and expect.first_question is None:
        return
    asked = [each.path for each in questions(decision)]
    for name in expect.questions or ():
        if name not in asked:
            yield Mismatch("questions", name, ", ".join(asked) or "-")
    yield from _differs("first_question", expect.first_question, asked[0] if asked else "-")


def _set(names: Iterable[str] | None) -> str | None:
    return None if names is None else "{" + ", ".join(sorted(names)) + "}"


def _differs(what: str, expected: str | None, found: str | None) -> Iterator[Mismatch]:
    if expected is not None and expected != found:
        yield Mismatch(what, expected, str(found))


def run_cases(guideline: Guideline, files: Mapping[str, bytes]) -> tuple[list[CaseResult], list[Problem]]:
    """Decide every case of a guideline.

    Args:
        files: content of the files below `cases/` by name.

    Returns:
        One result a case in the order of the files, and every Problem of the form of the cases.
    """
    cases, problems = read_cases(guideline, files)
    return [run_case(guideline, case) for case in cases], problems
