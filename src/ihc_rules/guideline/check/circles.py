"""What depends on what → Problems: circles in definitions, overrides, suspicions and routes.

- Definitions, provisions and routes form layers; a circle has no answer.
- A route that waits for itself, through other routes' holds, would never be sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ihc_rules.errors import Problem
from ihc_rules.guideline.check.vocabulary import conditions_of
from ihc_rules.guideline.condition import Refer, walk
from ihc_rules.guideline.model import Definition, Provision, Route
from ihc_rules.guideline.parse.sections import Sections
from ihc_rules.records import Record
from ihc_rules.source import Place

Edges = dict[str, dict[str, Place | None]]


def circles(sections: Sections) -> Iterator[Problem]:
    """Every circle, once, at one of its edges."""
    yield from _report("circle", _named(sections.of(Definition), ("meets",)))
    overrides: Edges = {each.id: {} for each in sections.of(Provision)}
    for provision in sections.of(Provision):
        for i, other in enumerate(provision.overrides):
            overrides.setdefault(other, {}).setdefault(provision.id, provision.place(f"overrides.{i}"))
        for i, other in enumerate(provision.suspected_of):
            overrides[provision.id].setdefault(other, provision.place(f"suspected_of.{i}"))
    yield from _report("circle", overrides)
    yield from _report("circle", _named(sections.of(Route), ("route",)))
    waits: Edges = {each.id: {} for each in sections.of(Route)}
    for route in sections.of(Route):
        if route.hold is not None:
            waits[route.id].setdefault(route.hold.after, route.hold.place("after"))
    yield from _report("waits-for-itself", waits)


def _named(records: Iterable[Record], kinds: tuple[str, ...]) -> Edges:
    edges: Edges = {}
    for record in records:
        mine = edges.setdefault(str(getattr(record, "id", "")), {})
        for _, condition in conditions_of(record):
            for node in walk(condition):
                if isinstance(node, Refer) and node.kind in kinds:
                    mine.setdefault(node.id, node.place)
    return edges


def _report(code: str, edges: Mapping[str, Mapping[str, Place | None]]) -> Iterator[Problem]:
    """Depth first without recursion; an edge back into the open path closes a circle."""
    done: set[str] = set()
    for start in sorted(edges):
        if start in done:
            continue
        path, iterators = [start], [iter(sorted(edges[start]))]
        while path:
            following = next(iterators[-1], None)
            if following is None:
                done.add(path.pop())
                iterators.pop()
            elif following in path:
                members = [*path[path.index(following) :], following]
                yield Problem(code, edges[path[-1]][following], values={"path": " → ".join(members)})
            elif following in edges and following not in done:
                path.append(following)
                iterators.append(iter(sorted(edges[following])))
