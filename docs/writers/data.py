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
    """Every key of the JSON of a decision, found in real ones."""
    guideline = ihc_rules.load("ihc")
    keys: dict[str, None] = {}
    for name in ("complete.json", "incomplete.json", "emergency.json"):
        decision = ihc_rules.decide(guideline, guideline.report(example(name)), at=AT)
        for key in _keys(ihc_rules.decision_data(decision, trace=True), ""):
            keys[key] = None
    known = words.rows("Keys of decisions")
    order = {name: position for position, name in enumerate(known)}
    names = words.section("Keys of decisions", sorted(keys, key=lambda each: order.get(each, -1)))
    rows = [(code(name), *meaning) for name, meaning in names.items()]
    return table(("key", "日本語", "English"), rows)


def _keys(value: Any, path: str) -> Iterator[str]:
    """Paths to every value that is neither an object nor a list of them."""
    name = path.rpartition(".")[2].removesuffix("[]")
    if path.startswith("possible_referrals"):
        yield "possible_referrals"  # in the form of `referrals`
    elif isinstance(value, Mapping) and name not in BY_ID:
        for key, inner in value.items():
            yield from _keys(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and value and isinstance(value[0], Mapping):
        for each in value:
            yield from _keys(each, f"{path}[]")
    elif not (isinstance(value, list) and not value and path in ("referrals", "questions", "provisions")) and not (
        path.endswith("statutes") and not value
    ):
        yield path
