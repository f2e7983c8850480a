"""What was meant by an answer → the data of a report, where the answer belongs; and out again, to be asked once more.

- Whether an answer may stand there is judged when the report is read.
- Facts may be nested or dotted (`page: {kind: …}`, `page.kind: …`); what is put there is dotted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from ihc_rules.decision.ask import Question
from ihc_rules.decision.unknowns import Leaf
from ihc_rules.report.recorded import UNDETERMINABLE

More = Literal["a", "c", "u"]
COMPLETE: Mapping[More, Any] = {"a": False, "c": True, "u": UNDETERMINABLE}
UNTOLD = {"undeterminable": True}


def lengthen(data: dict[str, Any], name: str, more: More) -> int:
    """Record that a list has one more element (`a`), no other (`c`), or that this cannot be told (`u`); its length."""
    held = data.setdefault("lists", {}).setdefault(name, {"complete": False, "items": []})
    held["complete"] = COMPLETE[more]
    held["items"] += [{}] if more == "a" else []
    return len(held["items"])


def place(data: dict[str, Any], question: Question, entry: dict[str, Any], by: str) -> None:
    """Put a recorded value where the question says."""
    _facts(data, question.list, question.index)[question.fact] = {**entry, "by": by}


def _facts(data: dict[str, Any], of: str | None, index: int | None) -> dict[str, Any]:
    if of is not None and index is not None:
        items: list[dict[str, Any]] = data["lists"][of]["items"]
        return items[index]
    facts: dict[str, Any] = data.setdefault("facts", {})
    return facts


def take(data: dict[str, Any], leaf: Leaf) -> Any:
    """Take out what was recorded as not to be told, so that it is asked once more; what was taken."""
    if leaf.kind == "list":
        held = data["lists"][leaf.name]
        held["complete"] = False
        return len(held["items"])
    return _taken(_facts(data, leaf.list, leaf.index), leaf.name)


def _taken(facts: dict[str, Any], name: str) -> Any:
    if name in facts:
        return facts.pop(name)
    heads = [head for head in facts if name.startswith(f"{head}.") and isinstance(facts[head], dict)]
    found = (_taken(facts[head], name.removeprefix(f"{head}.")) for head in heads)
    return next((each for each in found if each is not None), None)


def put_back(data: dict[str, Any], leaf: Leaf, taken: Any) -> None:
    """Put back what was taken, where nothing else was recorded instead."""
    if leaf.kind == "list":
        held = data["lists"][leaf.name]
        if held["complete"] is False and len(held["items"]) == taken:
            held["complete"] = UNDETERMINABLE
        return
    _facts(data, leaf.list, leaf.index).setdefault(leaf.name, taken)
