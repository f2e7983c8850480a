"""Conditions with everything that they name written out → Problems: one that would grow too large.

A definition that names two definitions that name two … doubles at every step: twenty steps are a million tests.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ihc_rules.errors import Problem
from ihc_rules.guideline.check.circles import walked
from ihc_rules.guideline.check.vocabulary import all_conditions
from ihc_rules.guideline.condition import Condition, Refer, walk
from ihc_rules.guideline.model import Definition, Route
from ihc_rules.guideline.parse.sections import Sections

MAX_TESTS = 10_000
MAX_LEVELS = 100

Size = tuple[int, int]  # tests and levels


def sizes(sections: Sections) -> Iterator[Problem]:
    """Conditions that are too large when written out in full; each told where it first becomes so."""
    parts: dict[str, list[Condition]] = {}
    for record, condition in all_conditions(sections):
        word = "meets" if isinstance(record, Definition) else "route" if isinstance(record, Route) else ""
        parts.setdefault(f"{word}:{getattr(record, 'id', '')}" if word else "", []).append(condition)
    edges = {name: {ref for each in conditions for ref in _names(each)} for name, conditions in parts.items()}
    order, circular = walked(edges)
    if circular:
        return
    known: dict[str, Size] = {}
    for name in order:
        for condition in parts.get(name, ()):
            tests, levels = _size(condition, known)
            if tests > MAX_TESTS or levels > MAX_LEVELS:
                values = {"tests": f"{MAX_TESTS:,}", "levels": str(MAX_LEVELS)}
                yield Problem("condition-too-large", condition.place, values=values)
                tests, levels = 1, 1  # told here, and not again of everything that refers to it
            known[name] = max(known.get(name, (0, 0)), (tests, levels))


def _names(condition: Condition) -> Iterator[str]:
    for node in walk(condition):
        if isinstance(node, Refer):
            yield f"{node.kind}:{node.id}"


def _size(condition: Condition, known: Mapping[str, Size]) -> Size:
    if isinstance(condition, Refer):
        tests, levels = known.get(f"{condition.kind}:{condition.id}", (1, 1))
        return tests, levels + 1
    inner = [_size(each, known) for each in condition.children()] or [(1, 0)]
    return sum(tests for tests, _ in inner), 1 + max(levels for _, levels in inner)
