"""Every engine of the comparison, one file each → those that are installed, and why the others are not.

- An engine loads the rules once and then turns a Python dictionary of known facts into the ids of the rules that are
  met. The clock runs from the one to the other, with whatever the engine needs between: JSON, contexts, name tables.
- A peer is guarded by hand, so that a missing fact makes no rule met: two values, the right ones. Its `naive` form is
  what one writes without thinking of missing facts; an error there counts as "not met".
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from time import thread_time_ns
from typing import Any

from benchmarks.rules import Report, Rule

Decide = Callable[[Any], Iterable[str]]
NAMES = ("compiled", "durable", "zen", "datalogic", "rule_engine", "cedar", "json_logic", "cel")


@dataclass(frozen=True, slots=True)
class Loaded:
    """Rules in the form of one engine.

    Attributes:
        decide: the rules that are met, or a mapping of all of them to their answers; this is timed.
        prepare: a report in the form that a caller of this engine would hold anyway; not timed.
        answers: all three values, to be compared; only of engines that have them.
    """

    decide: Decide
    prepare: Callable[[Report], Any] = dict
    answers: Callable[[Any], Mapping[str, str]] | None = None


@dataclass(frozen=True, slots=True)
class Engine:
    """One row of the table.

    Attributes:
        values: two (met or not), or three (met, not met, open).
        naive: the rules without guards for missing facts, where that is another form.
        clock: CPU time, or the wall's where another process works too.
        cost: how many times dearer than a cheap one, roughly: dear ones see fewer reports.
    """

    name: str
    values: int
    load: Callable[[Sequence[Rule]], Loaded]
    naive: Callable[[Sequence[Rule]], Loaded] | None = None
    clock: Callable[[], int] = thread_time_ns
    cost: int = 1


def installed() -> tuple[list[Engine], list[str]]:
    """The engines that can be imported, and a note on each that cannot."""
    engines: list[Engine] = []
    notes: list[str] = []
    for name in NAMES:
        try:
            engines += importlib.import_module(f"benchmarks.peers.{name}").ENGINES
        except ImportError as error:
            notes.append(f"{name}: not installed ({error})")
    return engines, notes
