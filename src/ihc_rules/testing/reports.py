"""A guideline × Hypothesis → data of reports, and times to decide at, for this guideline.

- Values lie at and around the thresholds that the guideline's conditions compare with; times lie at and around the
  days on which something changes in it.
- Facts may be missing or undeterminable, lists incomplete, opinions corrected, panels closed; nothing is invalid.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import combinations
from typing import Any, get_args

from hypothesis import strategies as st

from ihc_rules.facts import BOUND, COUNTRIES, Fact, Vocabulary
from ihc_rules.guideline.condition import Assess, Condition, Leaf, Some
from ihc_rules.guideline.guideline import Guideline
from ihc_rules.guideline.model import (
    Category,
    Definition,
    EditionName,
    Panel,
    Parameter,
    Provision,
    Recipient,
    Route,
    Triage,
)
from ihc_rules.records import Record
from ihc_rules.report import View
from ihc_rules.report.recorded import UNDETERMINABLE

VIEWS: tuple[View, ...] = get_args(View)
HEARD = datetime(2020, 1, 1, tzinfo=UTC)  # when advisers begin to speak; each a minute after the other
Thresholds = Mapping[tuple[str | None, str], Sequence[Any]]


def _written(part: object, of: str | None = None) -> Iterator[tuple[str | None, Condition]]:
    """Every condition below a part of a guideline, with the list whose elements it judges."""
    if isinstance(part, Condition):
        yield of, part
        for each in part.children():
            yield from _written(each, part.of if isinstance(part, Some) else of)
    elif isinstance(part, Record):
        for name, value in part:
            if name != "places":
                yield from _written(value, part.of if isinstance(part, Definition) else of)
    elif isinstance(part, (tuple, list)):
        for each in part:
            yield from _written(each, of)


def _conditions(guideline: Guideline) -> list[tuple[str | None, Condition]]:
    kinds: tuple[type[Record], ...] = (Category, Definition, Provision, Recipient, Route, Triage)
    return [each for kind in kinds for each in _written(guideline.sections.of(kind))]


def thresholds(guideline: Guideline) -> Thresholds:
    """What the conditions compare each fact (of the report, or of a list) with."""
    found: dict[tuple[str | None, str], set[Any]] = {}
    for of, node in _conditions(guideline):
        if isinstance(node, Leaf):
            operand = node.test.operand
            known = found.setdefault((of, node.fact), set())
            known.update(operand if isinstance(operand, frozenset) else {operand})
    return {name: sorted(operands, key=str) for name, operands in found.items()}


def values(fact: Fact, near: Sequence[Any] = ()) -> tuple[Any, ...]:
    """Values of a fact as JSON has them.

    Args:
        near: thresholds to stay near to.
    """
    match fact.type:
        case "boolean":
            return False, True
        case "enum":
            return fact.value_ids
        case "set":
            sizes = {0, 1, 2, len(fact.value_ids)}
            some = (each for size in sorted(sizes) for each in combinations(fact.value_ids, size))
            return tuple(list(each) for each in some if fact.goes_together(each))
        case "text":
            return {"absent": True}, "words"
        case "country":
            return *near, *sorted(COUNTRIES)[::50]
        case "integer" | "decimal":
            return _numbers(fact, near)
        case "date":
            days = [each + timedelta(days=by) for each in near or [date(2020, 1, 1)] for by in (0, -1, 1)]
            return tuple(each.isoformat() for each in days)
        case "datetime":
            times = [each + timedelta(seconds=by) for each in near or [HEARD] for by in (0, -1, 1)]
            return tuple(each.astimezone(zone).isoformat() for each in times for zone in (UTC, each.tzinfo))


def _numbers(fact: Fact, near: Sequence[Any]) -> tuple[Any, ...]:
    low = -BOUND if fact.minimum is None else fact.minimum
    high = BOUND if fact.maximum is None else fact.maximum
    steps = (0, -1, 1) if fact.type == "integer" else (Decimal(0), Decimal("-0.01"), Decimal("0.01"))
    around = {low, high, *(each + by for each in near for by in steps)}
    kept = sorted((each for each in around if low <= each <= high), key=abs)
    return tuple(kept if fact.type == "integer" else [format(Decimal(each), "f") for each in kept])


def _panels(guideline: Guideline) -> dict[str, list[Panel]]:
    """Every version of the panel that may judge each subject; none where no panel ever does."""
    sections = guideline.sections
    rules: dict[str | None, list[Panel]] = {}
    for parameter in sections.of(Parameter):
        if parameter.panel:
            rules.setdefault(parameter.id, []).append(parameter.panel)
    found: dict[str, list[Panel]] = {subject: [] for subject in sorted(guideline.subjects)}
    for provision in sections.of(Provision):
        names = {each.panel for each in sections.of(Category) if each.id == provision.category}
        found[provision.id] += [panel for name in sorted(map(str, names)) for panel in rules.get(name, ())]
    for _, node in _conditions(guideline):
        if isinstance(node, Assess):
            found[node.id] += rules[node.panel]
    return found


def _entries(fact: Fact, near: Sequence[Any]) -> st.SearchStrategy[Any]:
    """How one fact may be recorded."""
    bare, by = values(fact, near), fact.established_by[-1]
    signed = [{"value": value, "by": by} for value in bare]
    unknown = {"undeterminable": True, "by": by}
    known = signed if fact.kind == "evaluated" else [*bare, *signed]
    return st.sampled_from([*known, *known, unknown])


def _some_or_all(parts: Mapping[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Little is known in one half of the reports, much in the other."""
    return st.one_of(st.fixed_dictionaries({}, optional={**parts}), st.fixed_dictionaries({**parts}))


def _facts(facts: Mapping[str, Fact], list_id: str | None, near: Thresholds) -> st.SearchStrategy[dict[str, Any]]:
    """Some facts, or all of them."""
    entries = {name: _entries(fact, near.get((list_id, name), ())) for name, fact in facts.items()}
    return _some_or_all(entries)


def _lists(vocabulary: Vocabulary, near: Thresholds) -> st.SearchStrategy[dict[str, Any]]:
    lists = {
        name: st.fixed_dictionaries(
            {
                "complete": st.sampled_from([False, True, UNDETERMINABLE]),
                "items": st.lists(_facts(listed.by_id, name, near), max_size=3),
            }
        )
        for name, listed in vocabulary.lists.items()
    }
    return _some_or_all(lists)


def _voices(panels: Sequence[Panel]) -> st.SearchStrategy[list[tuple[int, View, str]]]:
    """Advisers' views on one subject, or all members' one view.

    No more advisers speak than the smallest panel has members; some are of another kind, some correct themselves.
    """
    members = min((panel.members for panel in panels), default=2)
    kinds = sorted({kind for panel in panels for kind in panel.adviser_kinds}) or ["lawyer"]
    view, kind = st.sampled_from(VIEWS), st.sampled_from([*kinds, *kinds, "visitor"])
    agreed = view.map(lambda each: [(number, each, kinds[0]) for number in range(1, members + 1)])
    mixed = st.lists(st.tuples(st.integers(1, members), view, kind), max_size=members + 1)
    return st.one_of(mixed, agreed, agreed)


@st.composite
def _opinions(
    draw: st.DrawFn, provisions: Sequence[str], spoken: st.SearchStrategy[Any], closed: st.SearchStrategy[Any]
) -> dict[str, Any]:
    """The part of a report that advisers make: opinions, and panels that are closed."""
    opinions = [
        {
            **({"provision": name} if name in provisions else {"provision": provisions[0], "element": name}),
            "adviser": f"adviser-{number}",
            "adviser_kind": kind,
            "view": view,
            "at": (HEARD + timedelta(minutes=minute)).isoformat(),
        }
        for name, voices in draw(spoken).items()
        for minute, (number, view, kind) in enumerate(voices)
    ]
    last = (HEARD + timedelta(days=1)).isoformat()
    return {"opinions": opinions, "closed_panels": dict.fromkeys(draw(closed), last)}


def reports(guideline: Guideline) -> st.SearchStrategy[dict[str, Any]]:
    """Data of reports, as `guideline.report` takes it."""
    near, vocabulary = thresholds(guideline), guideline.vocabulary
    claimed = {name: fact for name, fact in vocabulary.facts.items() if "reporter" in fact.established_by}
    found = {name: fact for name, fact in vocabulary.facts.items() if name not in claimed}
    framed = st.fixed_dictionaries(
        {
            "id": st.just("report-1"),
            "received_at": moments(guideline).map(datetime.isoformat),
            "investigation_complete": st.booleans(),
            "facts": _facts(found, None, near),
            "claims": _facts(claimed, None, near),
            "lists": _lists(vocabulary, near),
        }
    )
    provisions, panels = [each.id for each in guideline.sections.of(Provision)], _panels(guideline)
    spoken = _some_or_all({name: _voices(each) for name, each in panels.items()})
    closed = st.lists(st.sampled_from(sorted(panels)), max_size=2, unique=True)
    return st.builds(operator.or_, framed, _opinions(provisions, spoken, closed))


def moments(guideline: Guideline) -> st.SearchStrategy[datetime]:
    """Times at or around a day on which something changes, on which some edition is in force."""
    first = min(each.from_ for each in guideline.sections.of(EditionName))
    days = [day + timedelta(days=by) for day in guideline.boundaries if day >= first for by in (0, -1, 1)]
    clocks = (time(0), time(12), time(23, 59, 59))
    here = [datetime.combine(day, clock, guideline.zone) for day in days if day >= first for clock in clocks]
    return st.sampled_from([*here, *(each.astimezone(UTC) for each in here)])
