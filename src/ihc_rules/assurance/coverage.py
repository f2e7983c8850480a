"""Results of worked cases × guideline → what no case reaches yet.

- Every provision has a case in which it is met, one in which it is not, and one in which an unknown leaves it open.
- Every exception has a case in which it applies and the provision is therefore not met.
- Every boundary of a provision or route has a pair of cases: the day before and the day itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ihc_rules.assurance.cases import CaseResult
from ihc_rules.guideline.guideline import Guideline
from ihc_rules.guideline.model import EditionName, Provision, Route
from ihc_rules.records import Dated

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """Something that no case reaches.

    Attributes:
        kind: `answer` (met, not_met, open), `exception`, `boundary` or `route`.
        name: provision or route. detail: the answer, the exception, or the day.
    """

    kind: str
    name: str
    detail: str


def gaps(guideline: Guideline, results: Iterable[CaseResult]) -> list[Gap]:
    """Everything that has no case yet."""
    held = [each for each in results if each.holds and each.decision is not None]
    return sorted(
        {
            *_answers(guideline, held),
            *_exceptions(guideline, held),
            *_boundaries(guideline, held),
            *_routes(guideline, held),
        }
    )


def _named(result: CaseResult) -> dict[str, str]:
    return dict(result.case.record.expect.provisions or {})


def _answers(guideline: Guideline, results: list[CaseResult]) -> Iterator[Gap]:
    seen = {(name, answer) for each in results for name, answer in _named(each).items()}
    for provision in guideline.sections.of(Provision):
        for answer in ("met", "not_met", "open"):
            if (provision.id, answer) not in seen:
                yield Gap("answer", provision.id, answer)


def _exceptions(guideline: Guideline, results: list[CaseResult]) -> Iterator[Gap]:
    seen: set[tuple[str, str]] = set()
    for each in results:
        for name, answer in _named(each).items():
            provision = each.decision.edition.rules.provisions.get(name) if each.decision else None
            for exception in provision.unless if provision and answer == "not_met" else ():
                if each.decision and each.decision.knowledge.node(f"unless:{name}:{exception.id}") == "met":
                    seen.add((name, exception.id))
    for provision in guideline.sections.of(Provision):
        for exception in provision.unless:
            if (provision.id, exception.id) not in seen:
                yield Gap("exception", provision.id, exception.id)


def _boundaries(guideline: Guideline, results: list[CaseResult]) -> Iterator[Gap]:
    first = min(each.from_ for each in guideline.sections.of(EditionName))
    named = {(name, day) for each in results for name, day in _seen(guideline, each)}
    for provision in guideline.sections.of(Provision):
        dated: tuple[Dated, ...] = (provision, *provision.unless)
        yield from (_gap(provision.id, day) for day in _days(dated, first) if (provision.id, day) not in named)
    for route in guideline.sections.of(Route):
        yield from (_gap(route.id, day) for day in _days((route,), first) if (route.id, day) not in named)


def _gap(name: str, day: date) -> Gap:
    return Gap("boundary", name, day.isoformat())


def _seen(guideline: Guideline, result: CaseResult) -> Iterator[tuple[str, date]]:
    """Provisions and routes that a case says something about, with its day; a route may be said to be absent."""
    if result.decision is None:
        return
    expect, day = result.case.record.expect, result.decision.day
    yield from ((name, day) for name in _named(result))
    if expect.referrals is not None:
        absent = {each.id for each in guideline.sections.of(Route)} - set(result.decision.routes)
        yield from ((name, day) for name in {*expect.referrals, *(expect.possible_referrals or ()), *absent})


def _days(records: Iterable[Dated], first: date) -> Iterator[date]:
    """The day before and the day of each change after the first edition."""
    for record in records:
        start, end = record.in_force.from_, record.in_force.to
        if start is not None and start > first:
            yield from (start - DAY, start)
        if end is not None and end >= first:
            yield from (end, end + DAY)


def _routes(guideline: Guideline, results: list[CaseResult]) -> Iterator[Gap]:
    fired = {name for each in results for name in each.case.record.expect.referrals or ()}
    for route in guideline.sections.of(Route):
        if route.id not in fired:
            yield Gap("route", route.id, "met")
