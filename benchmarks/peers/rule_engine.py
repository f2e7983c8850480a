"""rule-engine: one rule each, with a resolver for which a missing fact is null (its default is ten times slower)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import rule_engine

from benchmarks.peers import Engine, Loaded
from benchmarks.peers.expressions import guarded, infix, plainly
from benchmarks.rules import Report, Rule


def _value(report: Report, name: str) -> Any:
    return report.get(name)


CONTEXT = rule_engine.Context(resolver=_value)


def load(rules: Sequence[Rule]) -> Loaded:
    made = [(rule.id, rule_engine.Rule(infix(rule, guarded), context=CONTEXT)) for rule in rules]
    return Loaded(lambda report: [name for name, each in made if each.matches(report)])


def naive(rules: Sequence[Rule]) -> Loaded:
    made = [(rule.id, rule_engine.Rule(infix(rule, plainly), context=CONTEXT)) for rule in rules]
    return Loaded(lambda report: [name for name, each in made if _holds(each, report)])


def _holds(rule: rule_engine.Rule, report: Report) -> bool:
    try:
        return bool(rule.matches(report))
    except rule_engine.EngineError:
        return False


ENGINES = (Engine("rule-engine", 2, load, naive, cost=10),)
