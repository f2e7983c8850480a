"""json-logic-qubit: one expression a rule, interpreted."""

from __future__ import annotations

from collections.abc import Sequence

from json_logic import jsonLogic

from benchmarks.peers import Engine, Loaded
from benchmarks.peers.expressions import json_logic
from benchmarks.rules import Rule


def load(rules: Sequence[Rule], guard: bool = True) -> Loaded:
    logic = [(rule.id, json_logic(rule, guard)) for rule in rules]
    return Loaded(lambda report: [name for name, each in logic if jsonLogic(each, report)])


ENGINES = (Engine("json-logic-qubit", 2, load, lambda rules: load(rules, guard=False), cost=10),)
