"""A fact × a value that it cannot have → the code of the Problem and what its text asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic_core import PydanticCustomError

from ihc_rules.errors import nearest
from ihc_rules.facts import Fact
from ihc_rules.problem_texts.text import shown

BY_TYPE: Mapping[str, str] = {
    "boolean": "not-boolean",
    "integer": "not-integer",
    "decimal": "not-decimal",
    "date": "not-date",
    "datetime": "not-moment",
    "country": "not-country",
    "text": "not-prose",
}


def wrong_value(
    fact: Fact, written: Any, error: PydanticCustomError, typed: bool = False
) -> tuple[str, dict[str, Any]]:
    """What to say of a value that a fact cannot have.

    Args:
        typed: it came as JSON, in which words stand in quotes.

    A number, a day or a text is never repeated: it may say something about a person. A word is, since it was to be
    one of the declared ones.
    """
    if error.type == "out-of-range":
        limits = error.context or {}
        return error.type, {"limit": " – ".join(f"{int(limits[name]):,}" for name in ("low", "high"))}
    if error.type == "repeated-value":
        return error.type, {"fact": fact.id}
    if error.type == "exclusive-value":
        return error.type, {"fact": fact.id, "value": next(each for each in written if each in fact.exclusive)}
    if error.type == "list-needed":
        return error.type, _as_list(fact, written, typed)
    if fact.type in BY_TYPE:
        return BY_TYPE[fact.type], {}
    if fact.type == "set" and not isinstance(written, (str, list, tuple)):
        return "not-a-list", {"choices": fact.value_ids}
    if fact.type == "enum" and isinstance(written, (list, tuple)):
        return "one-value", {"fact": fact.id, "choices": fact.value_ids}
    word = written if isinstance(written, str) else _strange(fact, written)
    details = {"near": word, "known": fact.value_ids, "choices": fact.value_ids}
    return "wrong-fact-value", {"fact": fact.id, "value": word or "…", **details}


def _as_list(fact: Fact, word: str, typed: bool) -> dict[str, Any]:
    """A list with what was probably meant; where the word is none of the declared ones, those too."""
    near = word if word in fact.value_ids else nearest(shown(word), fact.value_ids)
    value = near or next(iter(fact.value_ids), "…")
    details = {"fact": fact.id, "list": f'["{value}"]' if typed else f"[{value}]"}
    return details if near == word else {**details, "choices": fact.value_ids}


def _strange(fact: Fact, written: Any) -> str:
    """The first word in a list that is not one of the declared ones."""
    words = written if isinstance(written, (list, tuple)) else ()
    return next((word for word in words if isinstance(word, str) and word not in fact.value_ids), "")
