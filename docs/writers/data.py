"""The models of a report, a real decision → the tables of report.md and decision.md."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import ihc_rules
from docs.writers.markdown import code, table
from docs.writers.words import Words
from ihc_rules.paths import data
from ihc_rules.report import Opinion, Report
from ihc_rules.report.recorded import KEYS

AT = ihc_rules.moment("2025-10-01T12:00:00+09:00")  # as in the demo
CONTAINERS: Mapping[str, tuple[str, ...]] = {
    "Report": tuple(Report.model_fields),
    "Opinion": tuple(Opinion.model_fields),
    "Elements": ("complete", "items"),
    "Recorded": KEYS,
}
BY_ID = ("categories", "values", "trace")  # mappings whose keys are ids of the guideline


def report_table(kind: str, words: Words) -> str:
    """The keys of one part of a report."""
    names = words.section("Keys of reports", [f"{kind}.{each}" for each in CONTAINERS[kind]])
    rows = [(code(name.partition(".")[2]), *meaning) for name, meaning in names.items()]
    return table(("key", "日本語", "English"), rows)


def example(name: str) -> Any:
    """One of the shipped example reports, as data."""
    return json.loads((data("examples") / "reports" / name).read_text(encoding="utf-8"))


def decision_table(words: Words) -> str:
    """Every key of the JSON of a decision."""
    return _table("Keys of decisions", _found(), words)


def explanation_table(words: Words) -> str:
    """The keys that an explanation adds to it."""
    return _table("Keys of explanations", _found(explained=True) - _found(), words)


def guide_table(words: Words) -> str:
    """Every key of the JSON of `guide`."""
    chart = ihc_rules.load("consultation")
    made = ihc_rules.guide_data(ihc_rules.decide(chart, chart.report(example("needs.json")), at=AT))
    windows = {f"windows[].{key}" for each in made["windows"] for key in each}
    return _table("Keys of guide", windows | made.keys() - {"windows"}, words)


def _table(section: str, found: set[str], words: Words) -> str:
    order = {name: position for position, name in enumerate(words.rows(section))}
    names = words.section(section, sorted(found, key=lambda each: (order.get(each, -1), each)))
    return table(("key", "日本語", "English"), [(code(name), *meaning) for name, meaning in names.items()])


def _found(explained: bool = False) -> set[str]:
    """Every key of the decisions on the example reports."""
    guideline = ihc_rules.load("ihc")
    keys: set[str] = set()
    for name in ("complete.json", "incomplete.json", "emergency.json"):
        decision = ihc_rules.decide(guideline, guideline.report(example(name)), at=AT)
        made = ihc_rules.explanation_data(decision) if explained else ihc_rules.decision_data(decision, trace=True)
        keys |= set(paths(made, ""))
    return {key for key in keys if not any(other.startswith((f"{key}[]", f"{key}.")) for other in keys)} | {
        key for key in keys if key.endswith(".hold")
    }


def paths(value: Any, path: str = "") -> Iterator[str]:
    """Paths to every value that is neither an object nor a list of them."""
    if path in ("unreachable_referrals", "possible_referrals"):
        yield path  # in the form of `referrals`
    elif isinstance(value, Mapping) and path.rpartition(".")[2] not in BY_ID:
        for key, inner in value.items():
            yield from paths(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and value and isinstance(value[0], Mapping):
        for each in value:
            yield from paths(each, f"{path}[]")
    else:
        yield path
