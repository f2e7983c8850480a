"""Real plans, the words of `plan_words` → the tables of plan.md."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ihc_rules
from docs.writers.data import AT, example, paths
from docs.writers.markdown import code, table
from docs.writers.words import Words
from ihc_rules.decision.events import KINDS
from ihc_rules.decision.plan_words import BECAUSE, STATE, STEP, plan_data

WORDS: Mapping[str, Mapping[Any, tuple[str, str]]] = {"step": STEP, "state": STATE, "because": BECAUSE}


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
