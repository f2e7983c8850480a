"""Names of outputs → what the commands really print, for the hand-written pages.

- A page says `<!-- made: NAME … -->` and `<!-- end -->`; what stands between them is written by `docs/generate.py`.
- `written`, `added`, `ran` and `printed` show a change of the guideline and what follows (`practice.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from docs.writers.commands import commands, run
from docs.writers.data import decision_table, explanation_table, guide_table, report_table
from docs.writers.door import exceptions, functions, values
from docs.writers.guideline import OF_GUIDELINE, statuses
from docs.writers.language import LANGUAGE
from docs.writers.mails import example_mails, needs, openssl
from docs.writers.markdown import fenced
from docs.writers.messages import OF_MESSAGES
from docs.writers.plan import events_table, plan_example, plan_table, plan_words
from docs.writers.practice import added, printed, ran, written
from docs.writers.problems import problems
from docs.writers.words import Missing, Words
from ihc_rules import Guideline, load
from ihc_rules.paths import data

OPEN: Mapping[str, str] = {"ja": "\n\n未確定", "en": "\n\nItems that are still open"}  # what a short page leaves out


@cache
def demo(lang: str) -> Mapping[str, str]:
    """The sections of the demo by their number."""
    _, *sections = run("demo", "--lang", lang)[1].split("\n=== ")
    return {each[0]: f"=== {each.rstrip()}" for each in sections}


@cache
def shipped() -> Guideline:
    """The guideline that the pages tell of."""
    return load("ihc")


def _template(file: str) -> str:
    """One template as it is written."""
    return (data("templates") / "ihc" / f"{file}.txt.j2").read_text(encoding="utf-8")


def _rule(file: str, name: str) -> str:
    """One provision as it is written."""
    text = (data("guidelines") / "ihc" / file).read_text(encoding="utf-8")
    start = text.index(f"  - id: {name}\n")
    return text[start:].partition("\n\n")[0]


SHOWN: Mapping[str, Callable[..., str]] = {
    "demo": lambda words, lang, *numbers: fenced("\n\n".join(demo(lang)[each] for each in numbers)),
    "demo-follows": lambda words, lang, number: fenced(demo(lang)[number].partition(OPEN[lang])[0]),
    "rule": lambda words, file, name: fenced(_rule(file, name), "yaml"),
    "template": lambda words, file: fenced(_template(file)),
    "written": lambda words, name: written(name),
    "added": lambda words, file: added(file),
    "ran": lambda words, lang, name: ran(name, lang),
    "printed": lambda words, lang, name: printed(name, lang),
    "statuses": lambda words: statuses(shipped(), words),
    "report-table": lambda words, kind: report_table(kind, words),
    "decision-table": decision_table,
    "explanation-table": explanation_table,
    "guide-table": guide_table,
    "events-table": events_table,
    "plan-example": lambda words, lang: plan_example(lang),
    "plan-table": plan_table,
    "plan-words": lambda words, key: plan_words(key),
    "mails": lambda words, *steps: example_mails(*steps),
    "openssl": lambda words: openssl(),
    "needs": lambda words: needs(),
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
    if name not in {**LANGUAGE, **OF_MESSAGES, **OF_GUIDELINE, **SHOWN}:
        raise Missing(f"docs/writers/shown.py: nothing is called `{name}`")
    if name in LANGUAGE:
        return LANGUAGE[name](words)
    if name in OF_MESSAGES:
        return OF_MESSAGES[name](words)
    if name in OF_GUIDELINE:
        return OF_GUIDELINE[name](shipped())
    return SHOWN[name](words, *arguments)
