"""Arguments and files → a guideline, a report, a time. Here, at the edge, the clock is asked.

- A file of at most 1 MB, YAML where its name ends so, else JSON.
- `-` is standard input: what begins with `{` or `[` is JSON, all else YAML.
- JSON with a key twice, NaN or Infinity is refused; so is what is nested too deeply.
"""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import Any

from pydantic_core import PydanticCustomError

from ihc_rules import load
from ihc_rules.errors import GuidelineError, IhcRulesError, Lang, Problem, ReportError
from ihc_rules.facts import as_moment
from ihc_rules.guideline.guideline import Guideline
from ihc_rules.guideline.parse.read import MAX_BYTES, read
from ihc_rules.problem_texts.text import shown
from ihc_rules.records import DATE
from ihc_rules.report import Report

WORDS: Mapping[str, Mapping[str, str]] = {
    "ja": {
        "at": "{option}：時刻 `{at}` は使えません。2025-10-01 か 2025-10-01T12:00:00+09:00 のように書いてください",
        "age": "{option} `{at}`：2006年6月1日から、今より100年後までの時刻を書いてください",
        "before": "--now `{at}` は、判断の時刻（{decided}）より前です",
        "supersedes": "--sent と --superseded-at は、--supersedes とともに用います",
        "events": "compose の --events は、--supersedes とともに用います",
        "binding": "verify-mail の --binding-key-file は、--decision とともに用います",
        "one_report": "--supersedes は、一つの通報だけに用います",
        "not_earlier": "--superseded-at `{at}` は、判断の時刻より後です",
        "too_large": "{size:,} バイトを超えています",
        "not_utf8": "UTF-8 ではありません",
        "not_json": "{line}行{column}文字目から先が、JSON として読めません",
        "too_deep": "入れ子が深すぎます",
        "number": "数が長すぎます",
        "twice": "キー `{key}` が二度書かれています",
        "constant": "`{word}` は JSON の数ではありません",
    },
    "en": {
        "at": "{option}: the time `{at}` cannot be used: write one like 2025-10-01 or 2025-10-01T12:00:00+09:00",
        "age": "{option} `{at}`: write a time from 1 June 2006 until 100 years from now",
        "before": "--now `{at}` lies before the decision ({decided})",
        "supersedes": "--sent and --superseded-at go with --supersedes",
        "events": "--events of compose goes with --supersedes",
        "binding": "--binding-key-file of verify-mail goes with --decision",
        "one_report": "--supersedes is for a single report",
        "not_earlier": "--superseded-at `{at}` lies after the decision",
        "too_large": "more than {size:,} bytes",
        "not_utf8": "not UTF-8",
        "not_json": "not JSON from line {line}, character {column} on",
        "too_deep": "nested too deeply",
        "number": "a number is too long",
        "twice": "the key `{key}` stands twice",
        "constant": "`{word}` is not a number of JSON",
    },
}


BEGIN = date(2006, 6, 1)  # of the hotline: no mail of it is older
AHEAD = timedelta(days=36_525)  # a hundred years: a time after that is a slip


class WrongUse(IhcRulesError):
    """An argument that cannot be used."""


class _Refused(ValueError):
    """What JSON must not hold: a key of `WORDS`, and what its text asks for."""


def guideline(arguments: Namespace) -> Guideline:
    """The guideline that `--guideline` names."""
    return load(arguments.guideline)


def moment(arguments: Namespace, zone: tzinfo, option: str = "--at") -> datetime:
    """The time that `--at` gives (a day means its noon in an offset, such as the guideline's), else now.

    Raises:
        WrongUse: it is neither a day nor a time.
    """
    if arguments.at is None:
        return datetime.now(UTC)  # noqa: TID251 - the command line is the edge that asks the clock
    return moment_of(arguments.at, zone, arguments.lang, option)


def times(arguments: Namespace, rules: Guideline) -> tuple[datetime, datetime]:
    """The time of a decision, and that of what follows from it: `--now`, else the same.

    Raises:
        WrongUse: one of them is no time, or not of our age, or `--now` lies before the decision.
    """
    lang, written = arguments.lang, getattr(arguments, "now", None)
    decided = moment(arguments, rules.zone)
    of_our_age(decided, lang, "--at")
    if written is None:
        return decided, decided
    now = moment_of(written, rules.zone, lang, "--now")
    of_our_age(now, lang, "--now")
    if now < decided:
        raise WrongUse(WORDS[lang]["before"].format(at=written[:80], decided=decided.isoformat()))
    return decided, now


def given_at(arguments: Namespace, rules: Guideline) -> datetime:
    """When an adviser's view was given: `--given-at`, else now, in the guideline's offset.

    Raises:
        WrongUse: it is no time, or not of our age.
    """
    if arguments.given_at is None:
        return datetime.now(rules.zone)  # noqa: TID251 - the command line is the edge that asks the clock
    at = moment_of(arguments.given_at, rules.zone, arguments.lang, "--given-at")
    of_our_age(at, arguments.lang, "--given-at")
    return at


def of_our_age(at: datetime, lang: Lang, option: str) -> None:
    """Refuse a time at which nobody can have signed, or will sign, a mail of ours.

    Raises:
        WrongUse: it is such a time.
    """
    last = datetime.now(UTC).date() + AHEAD  # noqa: TID251 - the command line is the edge that asks the clock
    if not BEGIN <= at.date() <= last:
        raise WrongUse(WORDS[lang]["age"].format(option=option, at=at.isoformat()))


def moment_of(written: str, zone: tzinfo, lang: Lang, option: str = "--at") -> datetime:
    """A day, which means its noon in an offset, or a time.

    Raises:
        WrongUse: it is neither.
    """
    try:
        if DATE.fullmatch(written):
            return datetime.combine(date.fromisoformat(written), time(12), zone)
        return as_moment(written)
    except (PydanticCustomError, ValueError):
        raise WrongUse(WORDS[lang]["at"].format(option=option, at=written[:80])) from None


def data(name: str, lang: Lang) -> tuple[Any, bool]:
    """What a file holds, and whether its scalars are typed (JSON) or text (YAML).

    Raises:
        ReportError: it cannot be read. GuidelineError: its YAML has Problems.
    """
    try:
        content = sys.stdin.buffer.read(MAX_BYTES + 1) if name == "-" else _file(Path(name))
    except OSError as error:
        raise _unreadable(name, error.strerror or "-") from None
    if len(content) > MAX_BYTES:
        raise _unreadable(name, WORDS[lang]["too_large"].format(size=MAX_BYTES))
    if _is_yaml(name, content):
        document = read(Path(name).name, content)
        if document.problems:
            raise GuidelineError(document.problems)
        return document.data, False
    return _json(name, content, WORDS[lang]), True


def _is_yaml(name: str, content: bytes) -> bool:
    """Whether what a name leads to is to be read as YAML."""
    if name == "-":
        return not content.removeprefix(BOM_UTF8).lstrip().startswith((b"{", b"[")) and bool(content.strip())
    return name.lower().endswith((".yaml", ".yml"))


def _json(name: str, content: bytes, words: Mapping[str, str]) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_refuse)
    except _Refused as error:
        reason = words[error.args[0]].format(**error.args[1])
    except UnicodeDecodeError:
        reason = words["not_utf8"]
    except json.JSONDecodeError as error:
        reason = words["not_json"].format(line=error.lineno, column=error.colno)
    except RecursionError:
        reason = words["too_deep"]
    except ValueError:  # more digits than Python reads (sys.int_info)
        reason = words["number"]
    raise _unreadable(name, reason)


def _file(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _unreadable(name: str, reason: str) -> ReportError:
    return ReportError([Problem("unreadable-report", None, "", {"reason": f"{shown(name)}: {reason}"})])


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = next(name for name, times in Counter(name for name, _ in pairs).items() if times > 1)
        raise _Refused("twice", {"key": shown(twice)})
    return found


def _refuse(word: str) -> Any:
    raise _Refused("constant", {"word": word})


def opened(arguments: Namespace) -> tuple[Guideline, str | None, tuple[Report, ...]]:
    """The guideline, and the report, or the reports of a submission with their reference.

    Raises:
        GuidelineError, ReportError: with every fault.
    """
    written, typed = data(arguments.report, arguments.lang)  # first: it fails soon
    rules = guideline(arguments)
    if isinstance(written, dict) and "reports" in written:
        submission = rules.submission(written, typed)
        return rules, submission.reference, submission.reports
    return rules, None, (rules.report(written, typed),)
