"""What was typed for a question → the data of a report, where the answer belongs.

- Numbers stand for the listed values. Whether an answer may stand there is judged when the report is read.
"""

from __future__ import annotations

from typing import Any

from ihc_rules.decision.ask import Question


def record(data: dict[str, Any], question: Question, text: str, by: str) -> None:
    """Put an answer into the data of a report; whether it may stand there is judged when the report is read."""
    if question.type == "list":
        held = data.setdefault("lists", {}).setdefault(question.fact, {"complete": False, "items": []})
        held["complete"] = text == "c"
        if text == "a":
            held["items"].append({})
        return
    entry: dict[str, Any] = {"undeterminable": True} if text == "u" else {"value": _value(question, text)}
    place(data, question, entry, by)


def place(data: dict[str, Any], question: Question, entry: dict[str, Any], by: str) -> None:
    """Put a recorded value where the question says."""
    facts = data.setdefault("facts", {})
    if question.list is not None and question.index is not None:
        facts = data["lists"][question.list]["items"][question.index]
    facts[question.fact] = {**entry, "by": by}


def _value(question: Question, text: str) -> Any:
    """What was typed, as the type of the fact: numbers stand for the listed values."""
    ids = [value.id for value in question.values]

    def one(word: str) -> str:
        word = word.strip()
        return ids[int(word) - 1] if word.isascii() and word.isdigit() and 0 < int(word) <= len(ids) else word

    if question.type == "boolean":
        yes_no = {"y": True, "n": False, "yes": True, "no": False, "はい": True, "いいえ": False}
        return yes_no.get(text.lower(), text)
    if question.type == "country":
        return text.upper()
    if question.type == "text":
        return {"absent": True} if text == "-" else text
    if question.type == "set":
        return [] if text == "-" else [one(word) for word in text.split(",")]
    if question.type == "integer" and text.lstrip("-").isdigit() and text.isascii():
        return int(text)
    return one(text)
