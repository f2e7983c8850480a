"""What depends on what → Problems: circles and over-long chains.

- Definitions, overrides, suspicions and routes form layers; a circle has no answer on any day on which all of
  it is in force.
- A route that waits for itself, through other routes' holds, would never be sent.
- Chains are short, so that following them can never exhaust the stack.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ihc_rules.errors import Problem
from ihc_rules.guideline.check.dates import days_of
from ihc_rules.guideline.check.vocabulary import conditions_of
from ihc_rules.guideline.condition import Refer, walk
from ihc_rules.guideline.model import Definition, Provision, Route
from ihc_rules.guideline.parse.sections import Sections
from ihc_rules.records import Dated
from ihc_rules.source import Place

MAX_CHAIN = 20  # references, one after the other
MAX_DAYS = 100  # on which a circle is looked for, once there is one in all versions taken together
ENDS = 3  # names of a long chain that are shown at either end

Edges = Mapping[str, Mapping[str, Place | None]]


@dataclass(frozen=True)
class _Link:
    """One record's reference from one name to another."""

    record: Dated
    start: str
    end: str
    place: Place | None


def circles(sections: Sections) -> Iterator[Problem]:
    """Every circle, once, at one of its references; and the longest of chains that are too long."""
    yield from _told("circle", _named(sections.of(Definition), "meets"))
    yield from _told("circle", _named(sections.of(Route), "route"))
    yield from _told("circle", _overrides(sections))
    yield from _told("circle", _suspicions(sections))
    yield from _told("waits-for-itself", _holds(sections))


def _named(records: Iterable[Definition | Route], kind: str) -> list[_Link]:
    return [
        _Link(record, record.id, node.id, node.place)
        for record in records
        for condition in conditions_of(record)
        for node in walk(condition)
        if isinstance(node, Refer) and node.kind == kind
    ]


def _overrides(sections: Sections) -> list[_Link]:
    """The answer of what is overridden waits for the answer of what overrides it."""
    return [
        _Link(provision, other, provision.id, provision.place(f"overrides.{i}"))
        for provision in sections.of(Provision)
        for i, other in enumerate(provision.overrides)
    ]


def _suspicions(sections: Sections) -> list[_Link]:
    return [
        _Link(provision, provision.id, other, provision.place(f"suspected_of.{i}"))
        for provision in sections.of(Provision)
        for i, other in enumerate(provision.suspected_of)
    ]


def _holds(sections: Sections) -> list[_Link]:
    return [
        _Link(route, route.id, route.hold.after, route.hold.place("after"))
        for route in sections.of(Route)
        if route.hold is not None
    ]


def _told(code: str, links: list[_Link]) -> Iterator[Problem]:
    """Problems of all versions together; if there are any, those of the days on which they really meet."""
    if not any(True for _ in _problems(code, _edges(links))):
        return
    days = sorted({days_of(link.record.in_force)[0] for link in links})
    told: set[Place | None] = set()
    for day in days[:MAX_DAYS]:
        for problem in _problems(code, _edges(links, day)):
            if problem.place not in told:
                told.add(problem.place)
                yield problem


def _edges(links: Iterable[_Link], day: date | None = None) -> Edges:
    edges: dict[str, dict[str, Place | None]] = {}
    for link in links:
        if day is None or link.record.in_force.covers(day):
            edges.setdefault(link.start, {}).setdefault(link.end, link.place)
    return edges


def _problems(code: str, edges: Edges) -> Iterator[Problem]:
    order, circular = walked(edges)
    for path in circular:
        yield Problem(code, edges[path[-2]][path[-1]], values={"path": " → ".join(path)})
    if circular:
        return
    chain = _longest(order, edges)
    if len(chain) > MAX_CHAIN + 1:
        shown = [*chain[:ENDS], "…", *chain[-ENDS:]]
        values = {"path": " → ".join(shown), "limit": str(MAX_CHAIN)}
        yield Problem("chain-too-long", edges[chain[0]][chain[1]], values=values)


def walked(edges: Mapping[str, Iterable[str]]) -> tuple[list[str], list[list[str]]]:
    """Names, each after everything that it refers to, and the circles; depth first, without recursion."""
    order: dict[str, None] = {}
    circular: list[list[str]] = []
    for start in sorted(edges):
        if start in order:
            continue
        path, following = {start: None}, [iter(sorted(edges[start]))]
        while following:
            name = next(following[-1], None)
            if name is None:
                order[path.popitem()[0]] = None
                following.pop()
            elif name in path:
                names = [*path]
                circular.append([*names[names.index(name) :], name])
            elif name not in order:
                path[name] = None
                following.append(iter(sorted(edges.get(name, ()))))
    return [*order], circular


def _longest(order: list[str], edges: Edges) -> list[str]:
    """The longest chain of references; of two the first by name."""
    chains: dict[str, tuple[int, str]] = {}
    for name in order:
        longest = max(((chains[end][0], end) for end in edges.get(name, ())), default=(0, ""))
        chains[name] = (longest[0] + 1, longest[1])
    name = max(chains, key=lambda each: chains[each][0], default="")
    chain = []
    while name:
        chain.append(name)
        name = chains[name][1]
    return chain
