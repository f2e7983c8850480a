"""A test × a known value → whether the value passes it.

- `holds` says what each operator means; the compiled engine makes tables of it, the others and the checks call it.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

from ihc_rules.guideline.condition import Test


def _in(value: Any, operand: Any) -> bool:
    return not operand.isdisjoint(value) if isinstance(value, frozenset) else value in operand


MEANINGS: Mapping[str, Callable[[Any, Any], bool]] = {
    "in": _in,
    "at_least": operator.ge,
    "at_most": operator.le,
    "more_than": operator.gt,
    "after": operator.gt,
    "less_than": operator.lt,
    "before": operator.lt,
    "includes": lambda value, operand: bool(operand <= value),
    "excludes": lambda value, operand: bool(operand.isdisjoint(value)),
    "present": lambda value, operand: (value is not None) is operand,
}


def holds(test: Test, value: Any) -> bool:
    """Whether a known value passes a test; what each operator means stands in `MEANINGS`."""
    return bool(MEANINGS[test.operator](value, test.operand))
