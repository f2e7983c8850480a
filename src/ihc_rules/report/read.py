"""Data about one page × the vocabulary → a report, or every fault of it at once.

- Every fault names its path: `facts.page.kind`, `opinions.2.at`.
- `typed` data (JSON) must have the right types; in YAML every scalar is text until its fact says more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationError, ValidationInfo
from pydantic_core import ErrorDetails, PydanticCustomError

from ihc_rules.errors import ReportError
from ihc_rules.facts import Fact, Vocabulary
from ihc_rules.problem_texts.text import shown
from ihc_rules.records import as_boolean
from ihc_rules.report.model import Frozen, Line, Moment, Opinion, Page, Report, Submission
from ihc_rules.report.recorded import MAX_ITEMS, MAX_LINE, Recorder

KEYS = tuple(Report.model_fields)
CODES: Mapping[str, str] = {  # pydantic's word → our code
    "string_type": "not-a-text",
    "string_unicode": "not-a-text",
    "string_too_short": "empty-text",
    "string_too_long": "too-long",
    "string_pattern_mismatch": "not-one-line",
    "dict_type": "not-a-mapping",
    "model_type": "not-a-mapping",
    "list_type": "not-a-list",
    "too_long": "too-many",
    "missing": "missing-key",
    "not-boolean": "not-boolean",
    "bad-value": "not-moment",
}


def _strict_boolean(value: object, info: ValidationInfo) -> object:
    typed = (info.context or {}).get("typed", True)
    if typed and not isinstance(value, bool):
        raise PydanticCustomError("not-boolean", "not a boolean")
    return as_boolean(value)


Boolean = Annotated[bool, BeforeValidator(_strict_boolean)]


class _Frame(Frozen):
    """A report before its facts are read."""

    id: Line
    reference: Line | None = None
    page: Page | None = None
    received_at: Moment | None = None
    investigation_complete: Boolean = False
    facts: dict[str, Any] = Field(default_factory=dict)
    lists: dict[str, Any] = Field(default_factory=dict)
    opinions: Annotated[list[Opinion], Field(max_length=MAX_ITEMS)] = Field(default_factory=list)
    closed_panels: dict[str, Moment] = Field(default_factory=dict)
    claims: dict[str, Any] = Field(default_factory=dict)


def read_report(
    vocabulary: Vocabulary,
    data: Any,
    subjects: frozenset[str] = frozenset(),
    typed: bool = True,
    base: str = "",
) -> Report:
    """A report from data.

    Args:
        data: a mapping as design "A report, as input" gives it.
        subjects: provisions and elements that an opinion may be on.
        typed: booleans and numbers come as such (JSON); else every scalar is text (YAML).
        base: path of the report in what was given, for the messages.

    Raises:
        ReportError: with every fault at once.
    """
    recorder = Recorder(vocabulary, typed, base)
    frame: _Frame | None = None
    try:
        frame = _Frame.model_validate(data, context={"typed": typed})
    except ValidationError as error:
        for each in error.errors(include_url=False):
            _tell(recorder, each)
    facts = recorder.facts(_part(data, "facts"), vocabulary.facts, "facts")
    claims = recorder.facts(_part(data, "claims"), _claimable(vocabulary), "claims", claims=True)
    lists = recorder.lists(_part(data, "lists"))
    if frame is not None:
        _opinions(recorder, frame, subjects)
    if recorder.problems or frame is None:
        raise ReportError(recorder.problems)
    return Report(
        id=frame.id,
        reference=frame.reference,
        page=frame.page,
        received_at=frame.received_at,
        investigation_complete=frame.investigation_complete,
        facts=facts,
        lists=lists,
        opinions=tuple(frame.opinions),
        closed_panels=frame.closed_panels,
        claims=claims,
    )


def _part(data: Any, name: str) -> Mapping[Any, Any]:
    found = data.get(name) if isinstance(data, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _claimable(vocabulary: Vocabulary) -> Mapping[str, Fact]:
    return {name: fact for name, fact in vocabulary.facts.items() if "reporter" in fact.established_by}


def _opinions(recorder: Recorder, frame: _Frame, subjects: frozenset[str]) -> None:
    seen: dict[tuple[str, str, datetime], str] = {}
    for i, opinion in enumerate(frame.opinions):
        path, subject = f"opinions.{i}", opinion.subject
        for name, value in (("provision", opinion.provision), ("element", opinion.element)):
            if value is not None and value not in subjects:
                recorder.fail(f"unknown-{name}", f"{path}.{name}", value, subjects, name=value)
        if seen.setdefault((subject, opinion.adviser, opinion.at), opinion.view) != opinion.view:
            recorder.fail("two-opinions", path, name=opinion.adviser, subject=subject)
        closed = frame.closed_panels.get(subject)
        if closed is not None and opinion.at > closed:
            recorder.fail("panel-closed", f"{path}.at", subject=subject)
    for name in frame.closed_panels:
        if name not in subjects:
            recorder.fail("unknown-provision", f"closed_panels.{shown(name)}", name, subjects, name=name)


def _tell(recorder: Recorder, detail: ErrorDetails) -> None:
    """Note one of pydantic's errors."""
    location = detail["loc"]
    if "[key]" in location and location[0] in ("facts", "lists", "claims"):
        return  # told when the facts are read
    path = ".".join(shown(str(part)) for part in location)
    last, written = str(location[-1]) if location else "", detail["input"]
    if detail["type"] == "extra_forbidden":
        keys = tuple(Opinion.model_fields) if location[0] == "opinions" else KEYS
        recorder.fail("unknown-key", path, last, keys, name=last)
    elif detail["type"] == "literal_error":
        choices = tuple(re.findall(r"'([^']*)'", str(detail.get("ctx", {}).get("expected", ""))))
        recorder.fail("bad-value", path, shown(written), choices, choices, value=written)
    elif last == "url" and detail["type"].startswith("string_pattern"):
        recorder.fail("not-a-url", path)
    else:
        limit = f"{detail.get('ctx', {}).get('max_length', MAX_LINE):,}"
        recorder.fail(CODES.get(detail["type"], "bad-value"), path, name=last, value=written, limit=limit)


def read_submission(
    vocabulary: Vocabulary, data: Any, subjects: frozenset[str] = frozenset(), typed: bool = True
) -> Submission:
    """Several reports under one reference; every fault of all of them is raised at once.

    Raises:
        ReportError: with every fault.
    """
    recorder = Recorder(vocabulary, typed)
    written = data if isinstance(data, Mapping) and set(data) == {"reference", "reports"} else {}
    reference, pages = written.get("reference"), written.get("reports")
    if not isinstance(pages, (list, tuple)) or not pages:
        recorder.fail("bad-submission", "reports" if written else "")
        raise ReportError(recorder.problems)
    if not isinstance(reference, str) or not 0 < len(reference) <= MAX_LINE or not reference.isprintable():
        recorder.fail("not-one-line", "reference", limit=str(MAX_LINE))
    reports: list[Report] = []
    for i, each in enumerate(pages):
        try:
            reports.append(read_report(vocabulary, each, subjects, typed, f"reports.{i}."))
        except ReportError as error:
            recorder.problems += error.problems
    if recorder.problems:
        raise ReportError(recorder.problems)
    return Submission(reference=str(reference), reports=tuple(reports))
