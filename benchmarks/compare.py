"""The generated rules × every engine → who is right, how fast, and who is wrong without guards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from benchmarks.peers import Engine, Loaded
from benchmarks.rules import Report, Rule, answers, met, top_category
from benchmarks.timing import best_of, once, percentile, table


def found(loaded: Loaded, prepared: Any) -> frozenset[str]:
    """The rules that an engine finds met."""
    result = loaded.decide(prepared)
    return frozenset(name for name in result if not isinstance(result, Mapping) or result[name] == "met")


def mismatches(rules: Sequence[Rule], reports: Sequence[Report], loaded: Loaded) -> int:
    """Reports on which an engine differs: in the set of met rules, or in any of the three values."""
    wrong = 0
    for report in reports:
        prepared = loaded.prepare(report)
        right = found(loaded, prepared) == met(rules, report)
        if loaded.answers is not None:
            right &= loaded.answers(prepared) == answers(rules, report)
        wrong += not right
    return wrong


def speed(engines: Sequence[Engine], rules: Sequence[Rule], reports: Sequence[Report], rounds: int) -> str:
    """Agreement, then time. Whoever is wrong is not timed: the run ends."""
    loads = [once(partial(each.load, rules), clock=each.clock) for each in engines]
    loaded = [each.load(rules) for each in engines]
    wrong = [mismatches(rules, reports, each) for each in loaded]
    names = [each.name for each, count in zip(engines, wrong, strict=True) if count]
    assert not names, f"these engines do not agree with the rules: {names}"
    calls = [
        (own.decide, partial(_prepared, own, reports[: max(1, len(reports) // each.cost)]), each.clock)
        for each, own in zip(engines, loaded, strict=True)
    ]
    times = best_of(calls, rounds)
    middle = [percentile(each, 0.5) for each in times]
    rows = [
        (
            each.name,
            each.values,
            middle[i],
            percentile(times[i], 0.99),
            f"{middle[i] / middle[0]:.1f}",
            loads[i],
            f"{wrong[i]} of {len(reports):,}",
        )
        for i, each in enumerate(engines)
    ]
    rows.sort(key=lambda row: row[2])
    return table(("engine", "values", "p50 µs", "p99 µs", "ratio", "load ms", "mismatches"), rows)


def _prepared(loaded: Loaded, reports: Sequence[Report]) -> list[Any]:
    return [loaded.prepare(report) for report in reports]


def naive(engines: Sequence[Engine], rules: Sequence[Rule], reports: Sequence[Report]) -> str:
    """Wrong answers where the rules were translated as they read, without a thought of missing facts."""
    rights = [met(rules, report) for report in reports]
    tops = [top_category(rules, right) for right in rights]
    rows = []
    for engine in engines:
        loaded = (engine.naive or engine.load)(rules)
        found_ = [found(loaded, loaded.prepare(report)) for report in reports]
        sets = sum(one != right for one, right in zip(found_, rights, strict=True))
        firsts = sum(top_category(rules, one) != top for one, top in zip(found_, tops, strict=True))
        share = f"{100 * sets / len(reports):.0f} %"
        rows.append((engine.name, f"{sets:,}", f"{firsts:,}", f"{len(reports):,}", share))
    return table(("engine", "reports wrong", "top category wrong", "of", "share"), rows)
