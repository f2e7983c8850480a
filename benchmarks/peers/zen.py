"""zen-engine: all rules in one compiled expression that gives a list of booleans."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress
from typing import Any

import zen

from benchmarks.peers import Engine, Loaded
from benchmarks.peers.expressions import guarded, infix, plainly
from benchmarks.rules import Rule


def load(rules: Sequence[Rule]) -> Loaded:
    ids = [rule.id for rule in rules]
    expression = zen.compile_expression(f"[{', '.join(infix(rule, guarded) for rule in rules)}]")
    return Loaded(lambda report: list(compress(ids, expression.evaluate(report))))


def naive(rules: Sequence[Rule]) -> Loaded:
    """One expression a rule: a comparison with null is an error."""
    expressions = [(rule.id, zen.compile_expression(infix(rule, plainly))) for rule in rules]
    return Loaded(lambda report: [name for name, each in expressions if _holds(each, report)])


def _holds(expression: zen.Expression, report: Any) -> bool:
    try:
        return expression.evaluate(report) is True
    except RuntimeError:
        return False


ENGINES = (Engine("zen-engine", 2, load, naive),)
