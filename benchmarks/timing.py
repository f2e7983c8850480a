"""Calls × inputs → CPU microseconds: interleaved rounds, the best of each input, and tables to print."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Sequence
from time import thread_time_ns
from typing import Any

Clock = Callable[[], int]
Inputs = Callable[[], Sequence[Any]]  # made anew for each round: nothing is remembered in them


def best_of(calls: Sequence[tuple[Callable[[Any], object], Inputs, Clock]], rounds: int) -> list[list[float]]:
    """Microseconds for every input of every call, the best of the rounds; each round goes through all calls."""
    best: list[list[float]] = [[] for _ in calls]
    empty = {clock: _empty(clock) for clock in {each[2] for each in calls}}
    for _ in range(rounds):
        for n, (call, inputs, clock) in enumerate(calls):
            own, given, spans = empty[clock], inputs(), []
            gc.collect()
            for each in given:
                start = clock()
                call(each)
                spans.append((clock() - start - own) / 1000)
            best[n] = [*map(min, best[n], spans)] if best[n] else spans
    return best


def _empty(clock: Clock) -> int:
    """What reading the clock costs by itself."""
    spans = []
    for _ in range(2000):
        start = clock()
        spans.append(clock() - start)
    return sorted(spans)[len(spans) // 2]


def once(call: Callable[[], object], rounds: int = 3, clock: Clock = thread_time_ns) -> float:
    """Milliseconds of one call, the best of some."""
    spans = []
    for _ in range(rounds):
        gc.collect()
        start = clock()
        call()
        spans.append(clock() - start)
    return min(spans) / 1e6


def percentile(values: Iterable[float], share: float) -> float:
    """The value below which a share of them lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def number(value: float) -> str:
    """Three figures, as people write them."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; all but the first column are figures."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(number(c) if isinstance(c, float) else str(c) for c in line)} |" for line in lines)
