"""Names of outputs → what the commands really print, for the hand-written pages.

- A page says `<!-- made: NAME … -->` and `<!-- end -->`; what stands between them is written by `docs/generate.py`.
- Steps that change the guideline run on a copy in a temporary folder; the change shown is the change made.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import chdir
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from docs.writers.commands import commands, run
from docs.writers.data import decision_table, explanation_table, guide_table, report_table
from docs.writers.door import exceptions, functions, values
from docs.writers.guideline import OF_GUIDELINE, statuses
from docs.writers.language import LANGUAGE
from docs.writers.markdown import fenced
from docs.writers.problems import problems
from docs.writers.words import Missing, Words
from ihc_rules import Guideline, load
from ihc_rules.paths import data


@dataclass(frozen=True)
class Edit:
    """One change of one file: a text, and what stands there instead."""

    file: str
    old: str
    new: str

    def make(self, folder: Path) -> None:
        """Make the change, which must be possible exactly once."""
        path = folder / self.file
        text = path.read_text(encoding="utf-8")
        if text.count(self.old) != 1:
            raise ValueError(f"docs/writers/shown.py: {self.file} no longer holds once: {self.old!r}")
        path.write_text(text.replace(self.old, self.new), encoding="utf-8")


RULES, CASES = "serious-crime.yaml", "cases/c-1.yaml"
BEFORE = "          posting.context: quotation\n\n  - id: C-2\n"  # the end of C-1
EXCEPTION = """\
      - id: academic
        title: {ja: 学術, en: Academic}
        source: {document: S31, status: assumed, note: 練習のための架空の改正}
        in_force: {from: 2027-04-01}
        when:
          posting.context: academic
"""
END_OF_C1 = BEFORE.removesuffix("\n  - id: C-2\n")
WITH_EXCEPTION = Edit(RULES, BEFORE, f"{END_OF_C1}{EXCEPTION}\n  - id: C-2\n")
MISSPELT = Edit(RULES, BEFORE, WITH_EXCEPTION.new.replace("posting.context: academic", "posting.contxt: academic"))
FIRST_CASE = "cases:\n  - id: c1-direct-and-explicit\n"
NEW_CASES = """\
  - id: c1-academic-day-before
    title: {ja: 学術（改正の前日）, en: Academic on the day before the change}
    ground: {ja: 練習のための架空の改正, en: A made-up change for practice}
    at: 2027-03-31
    report:
      facts:
        posting.context: academic
        crime.direct_and_explicit: {value: [firearms_transfer], by: analyst}
    expect:
      provisions: {C-1: met}

  - id: c1-academic
    title: {ja: 学術（改正の日）, en: Academic on the day of the change}
    ground: {ja: 練習のための架空の改正, en: A made-up change for practice}
    at: 2027-04-01
    report:
      facts:
        posting.context: academic
        crime.direct_and_explicit: {value: [firearms_transfer], by: analyst}
    expect:
      provisions: {C-1: not_met}
      because: {C-1: [unless academic]}
"""
WITH_CASES = Edit(CASES, FIRST_CASE, f"cases:\n{NEW_CASES}\n  - id: c1-direct-and-explicit\n")
WRONG_CASE = Edit(CASES, FIRST_CASE, WITH_CASES.new.replace("provisions: {C-1: met}", "provisions: {C-1: not_met}"))
IN_SCOPE_FILE = "      page.kind: mail\n"
FULL_WIDTH = Edit("scope.yaml", IN_SCOPE_FILE, "      page.kind：mail\n")
ONE_LANGUAGE = Edit("scope.yaml", "title: {ja: 検索結果のURL, en: URL of search results}", "title: {ja: 検索結果のURL}")
OTHER_VALUE = Edit("scope.yaml", IN_SCOPE_FILE, "      page.kind: e-mail\n")
NO_WORD = Edit("scope.yaml", IN_SCOPE_FILE, "      - page.kind: mail\n      - page.kind: message\n")
ENDED = Edit("triage.yaml", "    queue: first\n", "    queue: first\n    in_force: {to: 2027-03-31}\n")


@cache
def _changed(lang: str, command: tuple[str, ...], *edits: Edit) -> str:
    """What a command prints on a changed copy of the shipped guideline."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(data("guidelines") / "ihc", Path(folder) / "guidelines" / "ihc")
        for edit in edits:
            edit.make(Path(folder) / "guidelines" / "ihc")
        with chdir(folder):
            return run(*command, "--lang", lang)[1]


CHECK, TEST = ("check", "guidelines/ihc"), ("test", "guidelines/ihc")


@cache
def demo(lang: str) -> Mapping[str, str]:
    """The sections of the demo by their number."""
    _, *sections = run("demo", "--lang", lang)[1].split("\n=== ")
    return {each[0]: f"=== {each.rstrip()}" for each in sections}


@cache
def shipped() -> Guideline:
    """The guideline that the pages tell of."""
    return load("ihc")


def _faults(lang: str) -> str:
    """Several Problems at once."""
    return _changed(lang, CHECK, ONE_LANGUAGE, NO_WORD, ENDED)


def _rule(file: str, name: str) -> str:
    """One provision as it is written."""
    text = (data("guidelines") / "ihc" / file).read_text(encoding="utf-8")
    start = text.index(f"  - id: {name}\n")
    return text[start:].partition("\n\n")[0]


SHOWN: Mapping[str, Callable[..., str]] = {
    "demo": lambda words, lang, *numbers: fenced("\n\n".join(demo(lang)[each] for each in numbers)),
    "rule": lambda words, file, name: fenced(_rule(file, name), "yaml"),
    "exception": lambda words: fenced(EXCEPTION.rstrip(), "yaml"),
    "new-cases": lambda words: fenced(NEW_CASES.rstrip(), "yaml"),
    "check-misspelt": lambda words, lang: fenced(_changed(lang, CHECK, MISSPELT)),
    "check-sound": lambda words, lang: fenced(_changed(lang, CHECK, WITH_EXCEPTION)),
    "test-gaps": lambda words, lang: fenced(_changed(lang, TEST, WITH_EXCEPTION)),
    "test-wrong": lambda words, lang: fenced(_changed(lang, TEST, WITH_EXCEPTION, WRONG_CASE)),
    "test-held": lambda words, lang: fenced(_changed(lang, TEST, WITH_EXCEPTION, WITH_CASES)),
    "check-full-width": lambda words, lang: fenced(_changed(lang, CHECK, FULL_WIDTH)),
    "check-other-value": lambda words, lang: fenced(_changed(lang, CHECK, OTHER_VALUE)),
    "check-several": lambda words, lang: fenced(_faults(lang)),
    "statuses": lambda words: statuses(shipped(), words),
    "report-table": lambda words, kind: report_table(kind, words),
    "decision-table": decision_table,
    "explanation-table": explanation_table,
    "guide-table": guide_table,
    "problems": lambda words: problems(),
    "commands": lambda words: commands(),
    "functions": lambda words: functions(),
    "values": lambda words: values(),
    "exceptions": lambda words: exceptions(),
}


def shown(words: Words, asked: str) -> str:
    """What a page asks for by `made: NAME arguments`.

    Raises:
        Missing: there is nothing of that name.
    """
    name, *arguments = asked.split()
    if name not in {**LANGUAGE, **OF_GUIDELINE, **SHOWN}:
        raise Missing(f"docs/writers/shown.py: nothing is called `{name}`")
    if name in LANGUAGE:
        return LANGUAGE[name](words)
    if name in OF_GUIDELINE:
        return OF_GUIDELINE[name](shipped())
    return SHOWN[name](words, *arguments)
