"""Arguments and files → a guideline, a report, a time. Here, at the edge, the clock is asked.

- A file of at most 1 MB, JSON or YAML by its ending; `-` reads JSON from standard input.
- JSON with a key twice, NaN or Infinity is refused; so is what is nested too deeply.
"""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from pydantic_core import PydanticCustomError

from ihc_rules import load
from ihc_rules.errors import GuidelineError, IhcRulesError, Problem, ReportError
from ihc_rules.facts import as_moment
from ihc_rules.guideline.guideline import Guideline
from ihc_rules.guideline.parse.read import MAX_BYTES, read
from ihc_rules.records import DATE
from ihc_rules.report import Report


class WrongUse(IhcRulesError):
    """An argument that cannot be used."""


def guideline(arguments: Namespace) -> Guideline:
    """The guideline that `--guideline` names."""
    return load(arguments.guideline)


def moment(arguments: Namespace, rules: Guideline) -> datetime:
    """The time that `--at` gives (a day means its noon in the guideline's offset), else now.

    Raises:
        WrongUse: it is neither a day nor a time.
    """
    if arguments.at is None:
        return datetime.now(UTC)  # noqa: TID251 - the command line is the edge that asks the clock
    try:
        if DATE.fullmatch(arguments.at):
            return datetime.combine(date.fromisoformat(arguments.at), time(12), rules.zone)
        return as_moment(arguments.at)
    except (PydanticCustomError, ValueError):
        raise WrongUse(f"--at `{arguments.at}`: write 2025-10-01 or 2025-10-01T12:00:00+09:00") from None


def data(name: str) -> tuple[Any, bool]:
    """What a file holds, and whether its scalars are typed (JSON) or text (YAML).

    Raises:
        ReportError: it cannot be read. GuidelineError: its YAML has Problems.
    """
    try:
        content = sys.stdin.buffer.read(MAX_BYTES + 1) if name == "-" else _file(Path(name))
    except OSError as error:
        raise _unreadable(f"{name}: {error.strerror}") from None
    if len(content) > MAX_BYTES:
        raise _unreadable(f"{name}: > {MAX_BYTES:,} bytes")
    if name.endswith((".yaml", ".yml")):
        document = read(Path(name).name, content)
        if document.problems:
            raise GuidelineError(document.problems)
        return document.data, False
    try:
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_refuse), True
    except (ValueError, RecursionError) as error:
        raise _unreadable(f"{name}: {error}") from None


def _file(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _unreadable(reason: str) -> ReportError:
    return ReportError([Problem("unreadable-report", None, "", {"reason": reason})])


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key `{twice[:80]}` stands twice")
    return found


def _refuse(word: str) -> Any:
    raise ValueError(f"`{word}` is not a number of JSON")


def reports(arguments: Namespace, rules: Guideline) -> tuple[str | None, tuple[Report, ...]]:
    """The report, or the reports of a submission with their reference.

    Raises:
        ReportError: with every fault.
    """
    written, typed = data(arguments.report)
    if isinstance(written, dict) and "reports" in written:
        submission = rules.submission(written, typed)
        return submission.reference, submission.reports
    return None, (rules.report(written, typed),)
