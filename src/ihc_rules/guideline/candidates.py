"""A fact × the tests on it → one value of each kind that the tests tell apart.

- Whatever the fact may be recorded as, some candidate passes and fails the same tests; none is a value that it may
  not have.
- Of sets of words: those that are tested, alone and together (of more than eight, up to three at once and those that
  one test asks for), and each other word alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import combinations
from typing import Any

from ihc_rules.facts import COUNTRIES, Fact, Value
from ihc_rules.guideline.condition import Test

TOGETHER, ALL_TOGETHER = 3, 8
STEPS: Mapping[type, Any] = {
    datetime: timedelta(seconds=1),
    date: timedelta(days=1),
    int: 1,
    Decimal: Decimal("1e-12"),
}
FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)  # the days that can be recorded
End = tuple[Any, bool]  # a number or day, and whether it is itself included
Span = tuple[End | None, End | None]  # None where there is no end


@dataclass(frozen=True)
class Candidates:
    """One value of each kind.

    Attributes:
        values: numbers and days in their order.
        other: the country that stands for every country that no test names.
        named: what the tests compare with.
    """

    fact: Fact
    values: tuple[Value, ...]
    other: Value = None
    named: frozenset[Any] = frozenset()

    def shown(self, allowed: frozenset[Any]) -> tuple[Any, ...]:
        """The values to name; of sets of words only the smallest that are not empty."""
        sets = [each for each in allowed if isinstance(each, frozenset) and each]
        if sets:
            least, places = min(map(len, sets)), {name: i for i, name in enumerate(self.fact.value_ids)}
            smallest = [each for each in sets if len(each) == least]
            return tuple(sorted(smallest, key=lambda each: sorted(places[name] for name in each)))
        return tuple(each for each in self.values if each in allowed) or tuple(sorted(allowed, key=str))

    def spans(self, allowed: frozenset[Any]) -> tuple[Span, ...]:
        """Numbers or days that would do, from the first to the last of each row without a gap."""
        if self.fact.type not in ("integer", "decimal", "date", "datetime"):
            return ()
        listed: Sequence[Any] = sorted({*self.values, *allowed})
        rows: list[list[Any]] = []
        for before, each in zip([None, *listed], listed, strict=False):
            if each in allowed:
                if before in allowed:
                    rows[-1].append(each)
                else:
                    rows.append([each])
        first, last = listed[0], listed[-1]
        return tuple(
            (
                None if row[0] == first else self._end(row[0], -1),
                None if row[-1] == last else self._end(row[-1], 1),
            )
            for row in rows
        )

    def _end(self, each: Any, side: int) -> End:
        """An end of a row; where it lies just beyond a figure of the guideline, that figure."""
        if self.fact.type in ("integer", "date") or each in self.named:
            return each, True
        figure = each + side * STEPS[type(each)]
        return next(known for known in self.named if known == figure), False

    def but(self, allowed: frozenset[Any]) -> tuple[Any, ...]:
        """The countries that would not do, where every other would."""
        others = self.fact.type == "country" and self.other in allowed
        return tuple(each for each in self.values if each not in allowed) if others else ()


def candidates(fact: Fact, tests: Iterable[Test]) -> Candidates:
    """One value of each kind that the tests tell apart."""
    tests = list(tests)
    named: set[Any] = set()
    for test in tests:
        named |= test.operand if isinstance(test.operand, frozenset) else {test.operand}
    match fact.type:
        case "boolean":
            return Candidates(fact, (True, False))
        case "enum":
            return Candidates(fact, fact.value_ids)
        case "country":
            other = min(COUNTRIES - named)
            return Candidates(fact, (*sorted(named), other), other)
        case "set":
            sets = _sets(fact, tests, [each for each in fact.value_ids if each in named])
            return Candidates(fact, tuple(each for each in sets if fact.goes_together(each)))
        case "text":
            return Candidates(fact, ("…", None))
    around = sorted({each for edge in named for each in _around(fact, edge)})
    return Candidates(fact, tuple(around), None, frozenset(named))


def _sets(fact: Fact, tests: Sequence[Test], named: Sequence[str]) -> Iterator[frozenset[str]]:
    most = len(named) if len(named) <= ALL_TOGETHER else TOGETHER
    yield from (frozenset(some) for size in range(most + 1) for some in combinations(named, size))
    yield from (frozenset([each]) for each in fact.value_ids if each not in named)
    if most < len(named):
        whole = [test.operand for test in tests if test.operator == "includes" and isinstance(test.operand, frozenset)]
        yield from (frozenset(map(str, each)) for each in whole if len(each) > most)


def _around(fact: Fact, edge: Any) -> Iterator[Any]:
    """The value itself and its neighbours, as far as the fact may be recorded so."""
    low, high = _limits(fact)
    step = STEPS[type(edge)]
    for each in (edge - step, edge, edge + step):
        if (low is None or low <= each) and (high is None or each <= high):
            yield each


def _limits(fact: Fact) -> tuple[Any, Any]:
    if fact.type == "date":
        return FIRST, LAST
    if fact.type == "datetime":
        return datetime(FIRST.year, 1, 2, tzinfo=UTC), datetime(LAST.year, 12, 30, tzinfo=UTC)
    return fact.minimum, fact.maximum
