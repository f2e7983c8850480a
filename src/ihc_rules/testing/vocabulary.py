"""Types of facts → the vocabulary of drawn guidelines: a fact of every type, and every way to test it.

- Operators come from the reader of conditions: one that is added there is drawn here from then on.
- Operands are few, so that conditions meet at the same thresholds.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any

from ihc_rules.guideline.parse.leaf import OPERATORS

Written = dict[str, Any]

TEXT = {"ja": "文", "en": "words"}
SOURCE = {"document": "D1", "status": "derived"}

OPERANDS: Mapping[str, tuple[str, ...]] = {
    "boolean": ("true", "false"),
    "enum": ("one", "two", "three"),
    "set": ("one", "two", "three"),
    "integer": ("3", "7"),
    "decimal": ("0.5", "20"),
    "date": ("2019-12-31", "2020-06-15"),
    "datetime": ("2020-01-01T00:00:00+09:00", "2020-06-15T12:30:00Z"),
    "country": ("JP", "NO"),
    "text": (),
}
WORDED = ("enum", "set")
LISTS: Mapping[str, tuple[str, ...]] = {
    "items": ("boolean", "enum", "integer"),
    "offers": ("set", "date", "text"),
}
LIMITS = {"minimum": "0", "maximum": "10"}


def _writings(kind: str) -> tuple[Any, ...]:
    """Every way to test a fact of a type."""
    operands = OPERANDS[kind]
    pairs = [] if kind == "boolean" else [list(pair) for pair in combinations(operands, 2)]
    compared = [
        {operator: operand}
        for operator, kinds in OPERATORS.items()
        if kind in kinds
        for operand in (*(operands or ("true", "false")), *(pairs if kind == "set" else ()))
    ]
    return (*operands, *pairs, *compared)


def _fact(name: str, type_: str, **more: Any) -> Written:
    values = {"values": [{"id": each, "title": TEXT} for each in OPERANDS[type_]]} if type_ in WORDED else {}
    limits = LIMITS if type_ == "integer" else {}
    described = {"title": TEXT, "question": TEXT, "established_by": ["analyst", "system"], "exposure": "1"}
    return {"id": name, "type": type_, **described, **values, **limits, **more}


FACTS: Mapping[str, Written] = {
    fact["id"]: fact
    for fact in (
        *(_fact(f"seen.{kind}", kind) for kind in OPERANDS),
        _fact("seen.other", "boolean"),
        _fact("weighed.grave", "boolean", kind="evaluated", established_by=["advisor"]),
        _fact("weighed.kind", "enum", kind="evaluated", established_by=["advisor", "analyst"], delegated=SOURCE),
    )
}
CLAIM = _fact("claim.danger", "boolean", established_by=["reporter"])
LISTED: Mapping[str, Written] = {
    of: {
        "id": of,
        "title": TEXT,
        "question": TEXT,
        "established_by": ["analyst"],
        "exposure": "2",
        "facts": [_fact(f"{of}.{kind}", kind) for kind in kinds],
    }
    for of, kinds in LISTS.items()
}
LEAVES: Mapping[str | None, tuple[tuple[str, tuple[Any, ...]], ...]] = {
    None: tuple((name, _writings(fact["type"])) for name, fact in FACTS.items()),
    **{of: tuple((f"{of}.{kind}", _writings(kind)) for kind in kinds) for of, kinds in LISTS.items()},
}
PAIRS: Mapping[str, tuple[Any, Any]] = {
    "seen.set": ({"includes": "one"}, {"excludes": "two"}),
    "seen.integer": ({"at_least": "3"}, {"less_than": "7"}),
    "seen.decimal": ({"more_than": "0.5"}, {"at_most": "20"}),
    "seen.date": ({"after": "2019-12-31"}, {"before": "2020-06-15"}),
}  # tests of one fact that some value passes together
