"""datalogic-py: all rules merged into one that gives the ids."""

from __future__ import annotations

from collections.abc import Sequence

import datalogic_py

from benchmarks.peers import Engine, Loaded
from benchmarks.peers.expressions import json_logic
from benchmarks.rules import Rule


def load(rules: Sequence[Rule], guard: bool = True) -> Loaded:
    engine = datalogic_py.Engine()
    session = engine.session()
    one = engine.compile({"merge": [{"if": [json_logic(rule, guard), rule.id, []]} for rule in rules]})
    return Loaded(lambda report: session.evaluate(one, report))


ENGINES = (Engine("datalogic-py", 2, load, lambda rules: load(rules, guard=False)),)
