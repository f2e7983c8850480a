"""Results of a circuit, one byte a formula → the answers of nodes, read when asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import compress
from operator import itemgetter
from typing import Literal

Answer = Literal["met", "not_met", "open"]
ANSWERS: tuple[Answer, Answer, Answer] = ("open", "met", "not_met")


@dataclass(frozen=True, slots=True)
class Index:
    """Where the answers of nodes stand among the results: of each node, and of all of them in one go."""

    where: Mapping[str, tuple[int, int]]
    names: tuple[str, ...]
    open: dict[str, Answer]  # every node, open
    met: Callable[[bytes], tuple[int, ...]]
    not_met: Callable[[bytes], tuple[int, ...]]


def index(where: Mapping[str, tuple[int, int]]) -> Index:
    """An index from the bytes (met, not met) of each node."""
    met, not_met = ([each[i] for each in where.values()] for i in (0, 1))
    return Index(
        where, tuple(where), dict.fromkeys(where, "open"), itemgetter(*met, 0, 0), itemgetter(*not_met, 0, 0)
    )  # 0, 0: always a tuple


class Answers:
    """The answer of every node."""

    __slots__ = ("_bytes", "_index")

    def __init__(self, where: Index, results: bytes) -> None:
        self._index = where
        self._bytes = results

    def __getitem__(self, node: str) -> Answer:
        met, not_met = self._index.where[node]
        return ANSWERS[1 if self._bytes[met] else 2 if self._bytes[not_met] else 0]

    def met(self) -> list[str]:
        """The names of all nodes that are met."""
        return list(compress(self._index.names, self._index.met(self._bytes)))

    def every(self) -> dict[str, Answer]:
        """The answer of every node, by name."""
        where, results = self._index, self._bytes
        found = where.open.copy()
        found.update(dict.fromkeys(compress(where.names, where.not_met(results)), "not_met"))
        found.update(dict.fromkeys(compress(where.names, where.met(results)), "met"))
        return found
