"""Data about one page × the vocabulary → a report, or every fault of it at once.

- Facts may be nested or dotted; both mean the same. Every fault names its path.
- `typed` data (JSON) must have the right types; in YAML every scalar is text until its fact says more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationError, ValidationInfo
from pydantic_core import PydanticCustomError

from ihc_rules.errors import Problem, ReportError, nearest
from ihc_rules.facts import Fact, Value, Vocabulary, as_moment, read_value
from ihc_rules.records import Role, as_boolean
from ihc_rules.report.model import Elements, Frozen, Line, Moment, Opinion, Page, Recorded, Report, Submission

MAX_ITEMS = 1000


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


@dataclass
class _Reader:
    vocabulary: Vocabulary
    typed: bool
    base: str = ""
    problems: list[Problem] = field(default_factory=list)

    def fail(self, code: str, path: str, suggestion: str = "", choices: tuple[str, ...] = (), **values: str) -> None:
        self.problems.append(Problem(code, None, self.base + path, values, suggestion, choices))

    def facts(
        self, data: Mapping[str, Any], facts: Mapping[str, Fact], path: str, claims: bool = False
    ) -> dict[str, Recorded]:
        """Recorded facts by id, from flat or nested data."""
        found: dict[str, Recorded] = {}
        for fact_id, written in self._flat(data, facts, path, ""):
            where = f"{path}.{fact_id}"
            if fact_id in found:
                self.fail("recorded-twice", where, name=fact_id)
            elif (recorded := self._recorded(facts[fact_id], written, where, claims)) is not None:
                found[fact_id] = recorded
        return found

    def _flat(
        self, data: Mapping[str, Any], facts: Mapping[str, Fact], path: str, prefix: str
    ) -> Iterator[tuple[str, Any]]:
        for key, value in data.items():
            name = f"{prefix}{key}" if isinstance(key, str) else ""
            if name in facts:
                yield name, value
            elif name and isinstance(value, Mapping) and any(each.startswith(f"{name}.") for each in facts):
                yield from self._flat(value, facts, path, f"{name}.")
            else:
                shown = str(name)[:80]
                self.fail("unknown-fact", f"{path}.{shown}", nearest(shown, facts), name=shown)

    def _recorded(self, fact: Fact, written: Any, path: str, claims: bool) -> Recorded | None:
        entry = written if isinstance(written, Mapping) and "absent" not in written else {"value": written}
        for key in entry:
            if key not in ("value", "by", "at", "seen_in", "undeterminable"):
                self.fail("unknown-key", f"{path}.{str(key)[:80]}", name=str(key)[:80])
        unknown = entry.get("undeterminable") in ((True,) if self.typed else (True, "true"))
        if ("undeterminable" in entry and not unknown) or unknown == ("value" in entry):
            self.fail("value-or-undeterminable", path, name=fact.id)
            return None
        by = self._by(fact, entry.get("by"), path, claims)
        try:
            at = as_moment(entry["at"]) if "at" in entry else None
        except PydanticCustomError:
            self.fail("not-moment", f"{path}.at")
            at = None
        seen = entry.get("seen_in")
        if seen is not None and not (isinstance(seen, str) and 0 < len(seen) <= 500 and seen.isprintable()):
            self.fail("wrong-kind", f"{path}.seen_in", expected="text", name="seen_in")
            seen = None
        value = None if unknown else self._value(fact, entry["value"], path)
        return Recorded(value, unknown, by, at, seen)

    def _value(self, fact: Fact, written: Any, path: str) -> Value:
        if written is None:
            self.fail("null-value", path, name=fact.id)
            return None
        try:
            return read_value(fact, written, self.typed)
        except PydanticCustomError as error:
            shown = written[:80] if isinstance(written, str) and fact.type in ("enum", "country") else "…"
            choices = fact.value_ids or (("true", "false") if fact.type == "boolean" else ())
            values = {"fact": fact.id, "value": shown, "type": fact.type, "reason": error.type}
            self.fail("wrong-fact-value", path, nearest(shown, choices), choices, **values)
            return None

    def _by(self, fact: Fact, by: Any, path: str, claims: bool) -> Role | None:
        if by is None:
            if fact.kind == "evaluated":
                self.fail("who-evaluated", path, "", fact.established_by, name=fact.id)
            return None
        if by not in fact.established_by or (claims and by != "reporter"):
            shown = str(by)[:80]
            self.fail("may-not-establish", f"{path}.by", "", fact.established_by, name=fact.id, role=shown)
            return None
        role: Role = by
        return role

    def lists(self, data: Mapping[str, Any]) -> dict[str, Elements]:
        """Recorded elements by list."""
        found: dict[str, Elements] = {}
        for name, written in data.items():
            path = f"lists.{str(name)[:80]}"
            if name not in self.vocabulary.lists:
                self.fail("unknown-list", path, nearest(str(name), self.vocabulary.lists), name=str(name)[:80])
            elif not isinstance(written, Mapping) or set(written) != {"complete", "items"}:
                self.fail("bad-list", path, name=name)
            elif (elements := self._elements(name, written, path)) is not None:
                found[name] = elements
        return found

    def _elements(self, name: str, written: Mapping[str, Any], path: str) -> Elements | None:
        complete, items = written["complete"], written["items"]
        if complete not in ((True, False) if self.typed else (True, False, "true", "false")) or isinstance(
            complete, int
        ) != isinstance(complete, bool):
            self.fail("not-boolean", f"{path}.complete", value=str(complete)[:40])
            return None
        if (
            not isinstance(items, (list, tuple))
            or len(items) > MAX_ITEMS
            or not all(isinstance(i, Mapping) for i in items)
        ):
            self.fail("bad-list", path, name=name)
            return None
        facts = self.vocabulary.of(name)
        return Elements(
            complete in (True, "true"),
            tuple(self.facts(item, facts, f"{path}.items.{i}") for i, item in enumerate(items)),
        )


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
    reader = _Reader(vocabulary, typed, base)
    frame: _Frame | None = None
    parts: Mapping[str, Any] = data if isinstance(data, Mapping) else {}
    try:
        frame = _Frame.model_validate(data, context={"typed": typed})
    except ValidationError as error:
        reader.problems += [_problem(each, base) for each in error.errors(include_url=False)]

    def part(name: str) -> Mapping[str, Any]:
        return found if isinstance(found := parts.get(name), Mapping) else {}

    facts = reader.facts(part("facts"), vocabulary.facts, "facts")
    claims = reader.facts(part("claims"), _claimable(vocabulary), "claims", claims=True)
    lists = reader.lists(part("lists"))
    if frame is not None:
        _opinions(reader, frame, subjects)
    if reader.problems or frame is None:
        raise ReportError(reader.problems)
    return Report(
        **{
            name: getattr(frame, name)
            for name in ("id", "reference", "page", "received_at", "investigation_complete", "closed_panels")
        },
        facts=facts,
        lists=lists,
        opinions=tuple(frame.opinions),
        claims=claims,
    )


def _claimable(vocabulary: Vocabulary) -> Mapping[str, Fact]:
    return {name: fact for name, fact in vocabulary.facts.items() if "reporter" in fact.established_by}


def _opinions(reader: _Reader, frame: _Frame, subjects: frozenset[str]) -> None:
    seen: dict[tuple[str, str, datetime], str] = {}
    for i, opinion in enumerate(frame.opinions):
        for name, value in (("provision", opinion.provision), ("element", opinion.element)):
            if value is not None and value not in subjects:
                reader.fail(f"unknown-{name}", f"opinions.{i}.{name}", nearest(value, subjects), name=value[:80])
        if seen.setdefault((opinion.subject, opinion.adviser, opinion.at), opinion.view) != opinion.view:
            reader.fail("two-opinions", f"opinions.{i}", name=opinion.adviser, subject=opinion.subject)
        closed = frame.closed_panels.get(opinion.subject)
        if closed is not None and opinion.at > closed:
            reader.fail("panel-closed", f"opinions.{i}", subject=opinion.subject)
    for name in frame.closed_panels:
        if name not in subjects:
            reader.fail("unknown-provision", f"closed_panels.{name[:80]}", nearest(name, subjects), name=name[:80])


def _problem(detail: Any, base: str) -> Problem:
    path = base + ".".join(str(part)[:80] for part in detail["loc"])
    last = str(detail["loc"][-1])[:80] if detail["loc"] else "-"
    code = detail["type"]
    shown = detail["input"][:80] if isinstance(detail["input"], str) else "…"
    if code == "missing":
        return Problem("missing-key", None, path, {"name": last})
    if code == "extra_forbidden":
        return Problem("unknown-key", None, path, {"name": last}, nearest(last, _Frame.model_fields))
    if code == "literal_error":
        choices = tuple(each.strip("' ") for each in detail["ctx"]["expected"].replace(" or ", ", ").split(","))
        return Problem("bad-value", None, path, {"value": shown}, nearest(shown, choices), choices)
    if code == "not-boolean":
        return Problem(code, None, path, {"value": shown})
    if code == "bad-value":
        return Problem("not-moment", None, path)
    return Problem(
        "wrong-kind",
        None,
        path,
        {
            "expected": "text"
            if "string" in code
            else "mapping"
            if "dict" in code or "model" in code
            else "list"
            if "list" in code
            else "text",
            "name": last,
        },
    )


def read_submission(
    vocabulary: Vocabulary, data: Any, subjects: frozenset[str] = frozenset(), typed: bool = True
) -> Submission:
    """Several reports under one reference; every fault of all of them is raised at once.

    Raises:
        ReportError: with every fault.
    """
    if (
        not isinstance(data, Mapping)
        or set(data) != {"reference", "reports"}
        or not isinstance(data["reports"], (list, tuple))
    ):
        raise ReportError([Problem("bad-submission", None, "")])
    problems: list[Problem] = []
    reports: list[Report] = []
    if not isinstance(data["reference"], str) or not 0 < len(data["reference"]) <= 500 or not data["reports"]:
        problems.append(Problem("bad-submission", None, "reference"))
    for i, each in enumerate(data["reports"]):
        try:
            reports.append(read_report(vocabulary, each, subjects, typed, f"reports.{i}."))
        except ReportError as error:
            problems += error.problems
    if problems:
        raise ReportError(problems)
    return Submission(reference=data["reference"], reports=tuple(reports))
