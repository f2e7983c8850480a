"""Nodes → layers of formulas: each after every node that it refers to.

- Parts that only other nodes ask for are written into them, so that there are few layers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ihc_rules.guideline.formula import AtLeast, Either, Every, Formula, Known, Pair, Ref

INLINED = (
    "meets:",
    "when:",
    "unless:",
    "base:",
    "statute:",
    "primary:",
)  # parts of other nodes; nobody asks for them alone


def layers(nodes: Mapping[str, Pair]) -> list[dict[Ref, Formula]]:
    """Nodes by layer: after every node that they refer to; parts are written into the nodes that use them."""
    written = {name: expanded(pair, nodes) for name, pair in nodes.items() if not name.startswith(INLINED)}
    depth: dict[str, int] = {}

    def depth_of(name: str) -> int:
        if name not in depth:
            below = [*_refs(written[name].met), *_refs(written[name].not_met)]
            depth[name] = 1 + max((depth_of(each) for each in below), default=-1)
        return depth[name]

    found: list[dict[Ref, Formula]] = [{} for _ in range(1 + max(map(depth_of, written), default=-1))]
    for name, pair in written.items():
        found[depth[name]] |= {Ref(name, True): pair.met, Ref(name, False): pair.not_met}
    return found


def expanded(pair: Pair, nodes: Mapping[str, Pair]) -> Pair:
    """A pair with its parts written in."""
    return Pair(_write_in(pair.met, nodes), _write_in(pair.not_met, nodes))


def _write_in(formula: Formula, nodes: Mapping[str, Pair]) -> Formula:
    match formula:
        case Ref(name, met) if name.startswith(INLINED):
            return _write_in(nodes[name].met if met else nodes[name].not_met, nodes)
        case Every(parts) | Either(parts):
            return type(formula)(tuple(_write_in(part, nodes) for part in parts))
        case AtLeast(number, parts):
            return AtLeast(number, tuple(_write_in(part, nodes) for part in parts))
    return formula


def _refs(formula: Formula) -> Iterable[str]:
    if isinstance(formula, Ref):
        yield formula.node
    elif not isinstance(formula, Known):
        for part in formula.parts:
            yield from _refs(part)
