"""common-expression-language (CEL in Rust): all rules in one program; missing facts are given as null.

Not part of the extra `bench`; measured where it is installed.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import compress
from typing import Any

import cel

from benchmarks.peers import Engine, Loaded
from benchmarks.peers.expressions import guarded, infix, plainly
from benchmarks.rules import FACTS, Rule

NOTHING = dict.fromkeys(FACTS)


def load(rules: Sequence[Rule]) -> Loaded:
    ids = [rule.id for rule in rules]
    test = partial(guarded, every="&&", no="!")
    program = cel.compile(f"[{', '.join(infix(rule, test, '&&', '||') for rule in rules)}]")
    return Loaded(lambda report: list(compress(ids, program.execute({**NOTHING, **report}))))


def naive(rules: Sequence[Rule]) -> Loaded:
    test = partial(plainly, no="!")
    programs = [(rule.id, cel.compile(infix(rule, test, "&&", "||"))) for rule in rules]

    def decide(report: dict[str, Any]) -> list[str]:
        context = cel.Context(report)
        return [name for name, each in programs if _holds(each, context)]

    return Loaded(decide)


def _holds(program: cel.Program, context: cel.Context) -> bool:
    try:
        return program.execute(context) is True
    except Exception:  # it names none of its own
        return False


ENGINES = (Engine("CEL (Rust)", 2, load, naive, cost=3),)
