"""Records as they are written → the facts that may be presumed: only where a review stands behind them.

- Not what rules of review, routes, recipients or triage read; nor what a route that waits for no review rests on.
- Not what could make an item met whose category has no panel. Here this is taken more widely than the check takes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ihc_rules.testing.vocabulary import FACTS, Written

UNREVIEWED = ("provision", "group", "category")


def presumable(sections: Mapping[str, Sequence[Written]]) -> frozenset[str]:
    """The facts of the report that may have a presumption in these records."""
    provisions = sections.get("provisions", ())
    panelled = {each["id"] for each in sections.get("categories", ()) if "panel" in each}
    conditions: list[Any] = [
        each["legal_review"] for each in (*sections.get("categories", ()), *provisions) if "legal_review" in each
    ]
    conditions += [each["reachable_when"] for each in sections.get("recipients", ()) if "reachable_when" in each]
    for route in sections.get("routes", ()):
        own = [route["when"], route.get("urgent_when")]
        conditions += own
        if route.get("needs_review") == "false":
            names = {pair for pair in _pairs(own) if pair[0] in UNREVIEWED}
            conditions += [[each.get("when"), each.get("unless")] for each in _rested_on(names, provisions)]
    for each in provisions:
        if each["category"] not in panelled:
            suspected = _suspected(each, provisions)
            conditions += [each.get("when"), *([one.get("when"), one.get("unless")] for one in suspected)]
    return frozenset(FACTS) - _facts(conditions, sections.get("definitions", ()))


def _pairs(written: Any) -> Iterator[tuple[str, Any]]:
    """Every key with its value, however deep."""
    if isinstance(written, Mapping):
        for key, value in written.items():
            yield key, value if isinstance(value, str) else ""
            yield from _pairs(value)
    elif isinstance(written, list):
        for each in written:
            yield from _pairs(each)


def _facts(conditions: list[Any], definitions: Sequence[Written]) -> set[str]:
    """Facts that conditions read, through definitions (which name earlier ones only)."""
    pairs = {*_pairs(conditions)}
    for each in reversed(definitions):
        if ("meets", each["id"]) in pairs:
            pairs |= {*_pairs(each["when"])}
    return {key for key, _ in pairs}


def _rested_on(names: Iterable[tuple[str, Any]], provisions: Sequence[Written]) -> list[Written]:
    """Provisions that are named, and all that override them."""
    found = [
        each for each in provisions for kind, name in names if each.get("id" if kind == "provision" else kind) == name
    ]
    for each in found:
        found += [one for one in provisions if each["id"] in one.get("overrides", ()) and one not in found]
    return found


def _suspected(provision: Written, provisions: Sequence[Written]) -> list[Written]:
    """Provisions on which a suspicion rests, and those on which theirs do."""
    found = [each for each in provisions if each["id"] in provision.get("suspected_of", ())]
    for each in found:
        found += [one for one in provisions if one["id"] in each.get("suspected_of", ()) and one not in found]
    return found
