"""durable-rules: its C matcher on the same two-valued rules, and our second engine with three values around it.

- The matcher is used as docs/decisions and `engine.durable` found it safe: the C extension alone, one fact at a time,
  a marker in front. Its Python host is slower and not safe.
- The second engine runs in a process of its own, so the wall's clock is read for it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from time import perf_counter_ns
from typing import Any

import durable_rules_engine

from benchmarks.peers import Engine, Loaded
from benchmarks.peers.compiled import nodes, prepared
from benchmarks.rules import WORDS, Leaf, Report, Rule
from ihc_rules.engine.atoms import Inputs
from ihc_rules.engine.durable import DurableEngine

SIGNS = {"at_least": "$gte", "at_most": "$lte", "more_than": "$gt", "less_than": "$lt"}
OPPOSITE = {"at_least": "$lt", "at_most": "$gt", "more_than": "$lte", "less_than": "$gte"}


def _test(leaf: Leaf) -> dict[str, Any]:
    if leaf.operator == "is":
        return {leaf.fact: leaf.operand is not leaf.negated}
    if leaf.operator == "in":
        return _or([{leaf.fact: word} for word in WORDS if (word in leaf.operand) is not leaf.negated])
    return {(OPPOSITE if leaf.negated else SIGNS)[leaf.operator]: {leaf.fact: leaf.operand}}


def _or(parts: list[dict[str, Any]]) -> dict[str, Any]:
    return parts[0] if len(parts) == 1 else {"$or": parts}


def load(rules: Sequence[Rule]) -> Loaded:
    tests = {
        rule.id: {"$and": [{"kind": "report"}, *map(_test, rule.leaves), _or([*map(_test, rule.any_of)])]}
        for rule in rules
    }
    written = json.dumps({name: {"all": [{"m": test}]} for name, test in tests.items()})
    handle = durable_rules_engine.create_ruleset("bench", written)

    def decide(report: Report) -> set[str]:
        fact = json.dumps({"id": "1", "sid": "0", "kind": "report", **report})
        status, state = durable_rules_engine.assert_fact(handle, fact)
        found: set[str] = set()
        if status == 0 and (started := durable_rules_engine.start_action_for_state(handle, state)):
            action = started[1]
            while action:
                found |= json.loads(action).keys()
                action = durable_rules_engine.complete_and_start_action(handle, state)
        durable_rules_engine.retract_fact(handle, fact)
        return found

    return Loaded(decide)


def load_second(rules: Sequence[Rule]) -> Loaded:
    engine = DurableEngine(nodes(rules))
    engine.start()

    def answers(values: dict[str, Any]) -> dict[str, str]:
        found = engine.answers(Inputs(values, {}, {}))
        return {rule.id: found[rule.id] for rule in rules}

    return Loaded(answers, prepared, answers)


ENGINES = (
    Engine("durable-rules, its C matcher", 2, load),
    Engine("ihc_rules `durable` (second opinion; wall time)", 3, load_second, clock=perf_counter_ns, cost=3),
)
