"""Real plans, the words of `plan_words` → the tables of plan.md."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import chdir
from pathlib import Path
from typing import Any

import ihc_rules
from docs.writers.commands import run
from docs.writers.data import AT, example, paths
from docs.writers.markdown import code, fenced, table
from docs.writers.words import Words
from ihc_rules.decision.events import KINDS
from ihc_rules.decision.plan_words import BECAUSE, STATE, STEP, plan_data
from ihc_rules.paths import data

WORDS: Mapping[str, Mapping[Any, tuple[str, str]]] = {"step": STEP, "state": STATE, "because": BECAUSE}
HAPPENED = (
    {"kind": "sent", "route": "police", "at": "2025-10-01T12:10:00+09:00"},
    {"kind": "delivered", "route": "police", "at": "2025-10-01T12:11:00+09:00"},
    {"kind": "still_there", "at": "2025-10-04T09:30:00+09:00"},
)
PLANNED = f"plan complete.json --at {AT.isoformat()}"
LATER = f"{PLANNED} --events events.json --now 2025-10-04T10:00:00+09:00"


def plan_example(lang: str) -> str:
    """A plan at the time of the decision, what happened, and the plan after it."""
    with tempfile.TemporaryDirectory() as name, chdir(name):
        shutil.copy(data("examples") / "reports" / "complete.json", ".")
        Path("events.json").write_text(json.dumps(HAPPENED), encoding="utf-8")
        shown = [f"$ ihc-rules {each}\n{run(*each.split(), '--lang', lang)[1].rstrip()}" for each in (PLANNED, LATER)]
    events = ",\n ".join(json.dumps(each) for each in HAPPENED)
    return fenced(f"{shown[0]}\n\n$ cat events.json\n[{events}]\n\n{shown[1]}", "console")


def events_table(words: Words) -> str:
    """Every kind of event."""
    return table(
        ("kind", "日本語", "English"),
        [(code(name), *said) for name, said in words.section("Kinds of events", KINDS).items()],
    )


def plan_table(words: Words) -> str:
    """Every key of the JSON of a plan."""
    guideline = ihc_rules.load("ihc")
    decision = ihc_rules.decide(guideline, guideline.report(example("complete.json")), at=AT)
    keys = dict.fromkeys(paths(plan_data(ihc_rules.plan(decision, (), at=AT))))
    return table(
        ("key", "日本語", "English"),
        [(code(name), *said) for name, said in words.section("Keys of plans", keys).items()],
    )


def plan_words(key: str) -> str:
    """What may stand under one key."""
    return table((code(key), "日本語", "English"), [(code(name), *said) for name, said in WORDS[key].items()])
