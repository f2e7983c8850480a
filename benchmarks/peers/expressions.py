"""A rule → the expression languages that several peers share: infix, and JSON Logic."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from benchmarks.rules import Leaf, Rule

SIGNS = {"at_least": ">=", "at_most": "<=", "more_than": ">", "less_than": "<"}
OPPOSITE = {"at_least": "<", "at_most": ">", "more_than": "<=", "less_than": ">="}


def infix(rule: Rule, leaf: Callable[[Leaf], str], every: str = "and", some: str = "or") -> str:
    """`a and b and (c or d)`."""
    nested = f" {some} ".join(map(leaf, rule.any_of))
    return f" {every} ".join([*map(leaf, rule.leaves), f"({nested})"])


def guarded(leaf: Leaf, null: str = "null", every: str = "and", no: str = "not ") -> str:
    """A test that a null fails, guarded only where it must be: equality and `in` fail on null by themselves."""
    fact, present = leaf.fact, f"{leaf.fact} != {null} {every} "
    if leaf.operator == "is":
        return f"{fact} == {json.dumps(leaf.operand is not leaf.negated)}"
    if leaf.operator == "in":
        inside = f"{fact} in {json.dumps(leaf.operand)}"
        return f"({present}{no}({inside}))" if leaf.negated else inside
    sign = (OPPOSITE if leaf.negated else SIGNS)[leaf.operator]
    return f"({present}{fact} {sign} {leaf.operand})"


def plainly(leaf: Leaf, fact: str = "", no: str = "not ") -> str:
    """A test as one writes it without thinking of missing facts."""
    fact, operand = fact or leaf.fact, json.dumps(leaf.operand)
    sign = {"is": "==", "in": "in", **SIGNS}[leaf.operator]
    own = f"{fact} {sign} {operand}"
    return f"{no}({own})" if leaf.negated else own


def json_logic(rule: Rule, guard: bool) -> dict[str, Any]:
    """The rule in JSON Logic."""
    some = {"or": [_logic(leaf, guard) for leaf in rule.any_of]}
    return {"and": [*(_logic(leaf, guard) for leaf in rule.leaves), some]}


def _logic(leaf: Leaf, guard: bool) -> dict[str, Any]:
    fact = {"var": leaf.fact}
    operand = list(leaf.operand) if leaf.operator == "in" else leaf.operand
    sign = {"is": "===" if guard else "==", "in": "in", **SIGNS}[leaf.operator]
    own: dict[str, Any] = {sign: [fact, operand]}
    if leaf.negated:
        own = {"!": own}
    if guard and (leaf.negated or leaf.operator in SIGNS):
        return {"and": [{"!==": [fact, None]}, own]}
    return own
