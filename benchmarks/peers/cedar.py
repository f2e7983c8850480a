"""cedarpy: one policy a rule; the reasons of a permit name those that are met."""

from __future__ import annotations

import json
from collections.abc import Sequence

import cedarpy

from benchmarks.peers import Engine, Loaded
from benchmarks.peers.expressions import SIGNS, infix
from benchmarks.rules import Leaf, Report, Rule

REQUEST = {"principal": 'User::"u"', "action": 'Action::"decide"', "resource": 'Report::"r"'}


def _test(leaf: Leaf) -> str:
    fact, operand = f"context.{leaf.fact}", json.dumps(leaf.operand)
    own = (
        f"{operand}.contains({fact})" if leaf.operator == "in" else f"{fact} {SIGNS.get(leaf.operator, '==')} {operand}"
    )
    return f"!({own})" if leaf.negated else own


def _guarded(leaf: Leaf) -> str:
    return f"(context has {leaf.fact} && {_test(leaf)})"


def load(rules: Sequence[Rule], guard: bool = True) -> Loaded:
    conditions = [infix(rule, _guarded if guard else _test, "&&", "||") for rule in rules]
    policies = cedarpy.PolicySet.from_str(
        "\n".join(f"permit(principal, action, resource) when {{ {each} }};" for each in conditions)
    )
    nobody = cedarpy.Entities.from_json_str("[]")
    ids = {f"policy{i}": rule.id for i, rule in enumerate(rules)}

    def decide(report: Report) -> list[str]:
        result = cedarpy.is_authorized({**REQUEST, "context": report}, policies, nobody)
        return [ids[each] for each in result.diagnostics.reasons]

    return Loaded(decide)


ENGINES = (Engine("cedarpy", 2, load, lambda rules: load(rules, guard=False), cost=3),)
