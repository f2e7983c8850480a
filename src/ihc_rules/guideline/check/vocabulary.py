"""Records → the conditions written in them, and what each node of a condition reads.

- `all_conditions` is every place at which a guideline asks something; the checks and the assurances start from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, get_args

from ihc_rules.guideline.condition import Condition, Leaf, Some, walk
from ihc_rules.guideline.parse.sections import SECTIONS, Sections
from ihc_rules.records import Record


def conditions_of(record: Record) -> Iterator[Condition]:
    """Every condition written in a record."""
    for name in _asking(type(record)):
        value = getattr(record, name)
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, Condition):
                yield each
            elif isinstance(each, Record):
                yield from conditions_of(each)


@lru_cache(maxsize=128)
def _asking(kind: type[Record]) -> tuple[str, ...]:
    """The fields of a kind of record in which conditions may stand."""
    return tuple(name for name, field in kind.model_fields.items() if _asks(field.annotation))


def _asks(annotation: Any) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return bool(_asking(annotation))
    asks = isinstance(annotation, type) and issubclass(annotation, Condition)
    return asks or any(_asks(inner) for inner in get_args(annotation))


def all_conditions(sections: Sections, *but: type[Record]) -> Iterator[tuple[Record, Condition]]:
    """Every condition of a guideline with the record it belongs to.

    Args:
        but: kinds of records to leave out.
    """
    for name, records in sections.records.items():
        if SECTIONS[name] not in but:
            for record in records:
                for condition in conditions_of(record):
                    yield record, condition


def nodes(condition: Condition, home: str | None = None) -> Iterator[tuple[str | None, Condition]]:
    """Every node of a condition with the list whose element it judges, if any.

    Args:
        home: the list that the whole condition is about (a definition `of` a list).
    """
    stack = [condition]
    while stack:
        yield home, (node := stack.pop())
        if isinstance(node, Some):
            yield from ((node.of, inner) for inner in walk(node.where))
        else:
            stack.extend(reversed(node.children()))


def leaves(condition: Condition, home: str | None = None) -> Iterator[tuple[str | None, Leaf]]:
    """Every test of a condition with the list whose element it reads, if any."""
    for list_id, node in nodes(condition, home):
        if isinstance(node, Leaf):
            yield list_id, node
