"""Bytes of a guideline's files → a guideline: a checked value that knows what is in force on each day.

- A guideline is a value: what was written, and a digest of every byte of it.
- `on(day)` gives what is in force on that day; days between two changes share one edition.

Example:
    >>> guideline.on(date(2025, 10, 1)).id
    '2025-09'
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from functools import cached_property
from typing import Any, TypeVar

from ihc_rules.errors import GuidelineError, NotInForce, Problem, wrong_argument
from ihc_rules.facts import Vocabulary
from ihc_rules.guideline.check import check
from ihc_rules.guideline.check.vocabulary import all_conditions
from ihc_rules.guideline.condition import Assess, walk
from ihc_rules.guideline.edition import Edition
from ihc_rules.guideline.model import (
    Act,
    Category,
    Definition,
    DocumentName,
    EditionName,
    Group,
    Header,
    Parameter,
    Provision,
    Recipient,
    Route,
    Template,
    Triage,
)
from ihc_rules.guideline.normalise import Normaliser, Rules
from ihc_rules.guideline.order import order
from ihc_rules.guideline.parse.sections import SECTIONS, Sections, parse
from ihc_rules.records import Dated
from ihc_rules.report import Report, Submission, read_report, read_submission

D = TypeVar("D", bound=Dated)
NEEDED_BOOLEAN, NEEDED_REPORT = "True / False", "guideline.report(…)"  # what is written for an argument
NEEDED_TIME = "ihc_rules.moment('2025-10-01T12:00:00+09:00')"


def natural(name: str) -> tuple[tuple[tuple[str, int], ...], str]:
    """A sort key in which I-2 comes before I-10; no two names have the same."""
    return tuple((word, int(digits or 0)) for word, digits in re.findall(r"([^0-9]*)([0-9]*)", name)), name


@dataclass(frozen=True, eq=False)
class Guideline:
    """One guideline, checked: a value with a digest.

    Attributes:
        digest: SHA-256 over the names and bytes of all its files.
    """

    sections: Sections
    digest: str
    _editions: dict[tuple[date, bool], Edition] = field(default_factory=dict, repr=False)

    @cached_property
    def header(self) -> Header:
        """The `guideline:` section."""
        return self.sections.of(Header)[0]

    @property
    def id(self) -> str:
        """The guideline's id."""
        return self.header.id

    @property
    def vocabulary(self) -> Vocabulary:
        """Its facts and lists."""
        return self.sections.vocabulary

    @cached_property
    def subjects(self) -> frozenset[str]:
        """Everything that an opinion may be on: provisions and assessed elements."""
        assessed = {
            node.id
            for _, condition in all_conditions(self.sections)
            for node in walk(condition)
            if isinstance(node, Assess)
        }
        return frozenset(assessed | {each.id for each in self.sections.of(Provision)})

    @cached_property
    def boundaries(self) -> tuple[date, ...]:
        """Every day on which something begins to be, or is no longer, in force."""
        days = {date.min} | {each.from_ for each in self.sections.of(EditionName)}
        for record in _dated(self.sections):
            if record.in_force.from_:
                days.add(record.in_force.from_)
            if record.in_force.to and record.in_force.to < date.max:
                days.add(record.in_force.to + timedelta(days=1))
        return tuple(sorted(days))

    @property
    def zone(self) -> timezone:
        """The offset in which the governing day is taken."""
        return self.header.governing_date.zone

    def governing_day(self, report: Report, at: datetime) -> date:
        """The day whose edition decides a report.

        Raises:
            NotInForce: the time has no offset from UTC, or the guideline counts from receipt and there is none.
            WrongArgument: `report` is not a report, or `at` not a datetime.
        """
        if not isinstance(report, Report):
            raise wrong_argument("report", NEEDED_REPORT)
        if not isinstance(at, datetime):
            raise wrong_argument("at", NEEDED_TIME)
        moment = at
        if self.header.governing_date.of == "receipt":
            if report.received_at is None:
                raise NotInForce(Problem("no-time-of-receipt", values={"guideline": self.id}))
            moment = report.received_at
        if moment.utcoffset() is None:
            raise NotInForce(Problem("no-offset"))
        try:
            return moment.astimezone(self.zone).date()
        except OverflowError:  # the first or last day that a datetime can hold
            raise self.not_in_force(moment.date()) from None

    def not_in_force(self, day: date) -> NotInForce:
        """What is raised for a day without an edition."""
        first = min(each.from_ for each in self.sections.of(EditionName))
        return NotInForce(Problem("no-edition", values={"guideline": self.id, "day": str(day), "first": str(first)}))

    def on(self, day: date, include_drafts: bool = False) -> Edition:
        """What is in force on a day.

        Raises:
            NotInForce: the day is before the first edition. WrongArgument: an argument is of another kind.
        """
        if not _is_day(day):
            raise wrong_argument("day", "datetime.date(2025, 10, 1)")
        if not isinstance(include_drafts, bool):
            raise wrong_argument("include_drafts", NEEDED_BOOLEAN)
        start = self.boundaries[bisect_right(self.boundaries, day) - 1]
        edition = self._editions.get((start, include_drafts))
        if edition is None:
            edition = self._editions[start, include_drafts] = self._edition(start, day, include_drafts)
        return edition

    def report(self, data: Any, typed: bool = True) -> Report:
        """A report, checked against the vocabulary.

        Args:
            data: a mapping as docs/reference/report.md gives it.
            typed: booleans and numbers come as such (JSON); else every scalar is text (YAML).

        Raises:
            ReportError: with every fault at once.
        """
        return read_report(self.vocabulary, data, self.subjects, typed)

    def submission(self, data: Any, typed: bool = True) -> Submission:
        """Several reports under one reference.

        Raises:
            ReportError: with every fault at once.
        """
        return read_submission(self.vocabulary, data, self.subjects, typed)

    def _edition(self, start: date, day: date, include_drafts: bool) -> Edition:
        sections = self.sections
        named = [each for each in sections.of(EditionName) if each.from_ <= day]
        if not named:
            raise self.not_in_force(day)
        name = max(named, key=lambda each: each.from_)
        provisions = [each for each in sections.of(Provision) if include_drafts or not each.draft]
        rules = Rules(
            categories=tuple(each for each in sections.of(Category) if each.in_force.covers(day)),
            provisions=_in_force((each.model_copy(update=_kept(each, day)) for each in provisions), day),
            definitions=_in_force(sections.of(Definition), day),
            routes=dict(sorted(_in_force(sections.of(Route), day).items(), key=lambda item: not item[1].emergency)),
            recipients=_in_force(sections.of(Recipient), day),
            triage=_in_force(sections.of(Triage), day),
            presumed=frozenset(fact.id for fact in self.vocabulary.facts.values() if fact.presumed),
        )
        return Edition(
            guideline=self.id,
            guideline_digest=self.digest,
            id=name.id,
            title=name.title,
            header=self.header,
            vocabulary=self.vocabulary,
            rules=rules,
            nodes=dict(sorted(Normaliser(rules).build().items())),
            parameters=_in_force(sections.of(Parameter), day),
            groups={each.id: each for each in sections.of(Group)},
            acts={each.id: each for each in sorted(sections.of(Act), key=lambda each: each.id)},
            templates={each.id: each for each in sections.of(Template)},
            documents={each.id: each for each in sections.of(DocumentName)},
            day=start,
        )


def _is_day(day: object) -> bool:
    return isinstance(day, date) and not isinstance(day, datetime)


def _kept(provision: Provision, day: date) -> dict[str, Any]:
    """Its exceptions and statutes in force on a day."""
    return {
        "unless": tuple(sorted((e for e in provision.unless if e.in_force.covers(day)), key=lambda e: e.id)),
        "statutes": tuple(s for s in provision.statutes if s.in_force.covers(day)),
    }


def _in_force(records: Iterable[D], day: date) -> dict[str, D]:
    chosen = {str(each.id): each for each in records if each.in_force.covers(day)}  # type: ignore[attr-defined]  # every dated section has ids
    return {name: chosen[name] for name in sorted(chosen, key=natural)}


def _dated(sections: Sections) -> Iterable[Dated]:
    for name in SECTIONS:
        for record in sections.records[name]:
            if isinstance(record, Dated):
                yield record
            if isinstance(record, Provision):
                yield from record.unless
                yield from record.statutes
            if isinstance(record, Act):
                yield from record.articles


def make(files: Mapping[str, bytes]) -> Guideline:
    """A guideline from the bytes of its files.

    Args:
        files: content by name relative to the guideline's folder.

    Raises:
        GuidelineError: with every Problem.
    """
    sections = parse(files)
    problems = sections.problems or [*check(sections), *order(sections)]
    if problems:
        raise GuidelineError(problems)
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name}\0{hashlib.sha256(files[name]).hexdigest()}\n".encode())
    return Guideline(sections, digest.hexdigest())


def problems_of(files: Mapping[str, bytes]) -> list[Problem]:
    """Every Problem of a guideline: of its form, and of its meaning as far as its records could be read."""
    sections = parse(files)
    return [*sections.problems, *check(sections), *order(sections)]
