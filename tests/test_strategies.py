"""What the strategies draw → nothing of the language is left out, and everything of it is valid."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ihc_rules.decision.decide import decide
from ihc_rules.guideline.guideline import make
from ihc_rules.guideline.parse.leaf import OPERATORS
from ihc_rules.testing.strategies import guidelines, moments, reports

pytestmark = pytest.mark.slow

WORDS = {"all", "any", "not", "count", "some", "assess", "meets"}
ROUTE_WORDS = {"category", "primary_category", "provision", "group", "route"}
KEYS = {
    "categories": {"stops", "panel", "legal_review", "in_force"},
    "parameters": {"panel", "value", "in_force"},
    "definitions": {"of", "in_force"},
    "provisions": {
        "when",
        "unless",
        "legal_review",
        "group",
        "overrides",
        "suspected_of",
        "statutes",
        "draft",
        "in_force",
    },
    "recipients": {"reachable_when", "in_force"},
    "routes": {"urgent_when", "needs_review", "emergency", "despite", "hold", "in_force"},
    "facts": {"presumed", "delegated", "minimum"},
    "triage": {"in_force"},
}


def drawn(number: int) -> list[dict[str, Any]]:
    """The sections of guidelines: always the same ones."""
    found: list[dict[str, Any]] = []

    @settings(
        max_examples=number,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(guidelines())
    def draw(files: dict[str, bytes]) -> None:
        found.append({key: part for content in files.values() for key, part in json.loads(content).items()})

    draw()
    return found


def conditions(part: Any) -> Iterator[dict[str, Any]]:
    """Every mapping of one key below a part: the conditions, and a few that are not."""
    if isinstance(part, dict):
        if len(part) == 1:
            yield part
        for each in part.values():
            yield from conditions(each)
    elif isinstance(part, list):
        for each in part:
            yield from conditions(each)


def test_every_word_operator_and_key_is_drawn() -> None:
    words: set[str] = set()
    tests: set[tuple[str, str]] = set()
    keys: dict[str, set[str]] = {section: set() for section in KEYS}
    for sections in drawn(150):
        types = {each["id"]: each["type"] for each in sections["facts"]}
        types |= {each["id"]: each["type"] for of in sections["lists"] for each in of["facts"]}
        for section in KEYS:
            keys[section] |= {key for record in sections.get(section, ()) for key in record}
        for condition in conditions(sections):
            ((word, operand),) = condition.items()
            words.add(word)
            if word in types:
                operator = next(iter(operand)) if isinstance(operand, dict) else type(operand).__name__
                tests.add((types[word], operator))

    compared = {(type_, operator) for operator, types in OPERATORS.items() for type_ in types}
    chosen = {
        (type_, "str") for type_ in ("boolean", "enum", "set", "integer", "decimal", "date", "datetime", "country")
    }
    listed = {(type_, "list") for type_, _ in chosen - {("boolean", "str")}}
    assert not (WORDS | ROUTE_WORDS) - words
    assert not (compared | chosen | listed) - tests
    assert not {section: missing for section in KEYS if (missing := KEYS[section] - keys[section])}


def test_reports_reach_every_answer() -> None:
    answers: Counter[tuple[str, str]] = Counter()

    @settings(
        max_examples=40,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def draw(data: st.DataObject) -> None:
        guideline = make(data.draw(guidelines()))
        recorded, times = reports(guideline), moments(guideline)
        for _ in range(3):
            decision = decide(guideline, guideline.report(data.draw(recorded)), at=data.draw(times))
            answers.update(("provision", answer) for answer in decision.provisions.values())
            answers.update(("route", answer) for answer in decision.routes.values())
            answers.update(("recipient", each.recipient_answer) for each in decision.possible_referrals)
            answers.update(("verdict", each.view or "none") for each in decision.verdicts.values())

    draw()
    three = ("met", "not_met", "open")
    expected = {(kind, answer) for kind in ("provision", "route", "recipient") for answer in three}
    views = ("applies", "considerable_suspicion", "does_not_apply", "none")
    assert not (expected | {("verdict", view) for view in views}) - set(answers)
