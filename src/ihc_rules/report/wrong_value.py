"""A fact × a value that it cannot have → the code of the Problem and what its text asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic_core import PydanticCustomError

from ihc_rules.facts import Fact

BY_TYPE: Mapping[str, str] = {
    "boolean": "not-boolean",
    "integer": "not-integer",
    "decimal": "not-decimal",
    "date": "not-date",
    "datetime": "not-moment",
    "country": "not-country",
    "text": "not-prose",
}


def wrong_value(fact: Fact, written: Any, error: PydanticCustomError) -> tuple[str, dict[str, Any]]:
    """What to say of a value that a fact cannot have.

    A number, a day or a text is never repeated: it may say something about a person. A word is, since it was to be
    one of the declared ones.
    """
    if error.type == "out-of-range":
        limits = error.context or {}
        return error.type, {"limit": " – ".join(f"{int(limits[name]):,}" for name in ("low", "high"))}
    if error.type == "repeated-value":
        return error.type, {"fact": fact.id}
    if fact.type in BY_TYPE:
        return BY_TYPE[fact.type], {}
    if fact.type == "set" and not isinstance(written, (str, list, tuple)):
        return "not-a-list", {"choices": fact.value_ids}
    word = written if isinstance(written, str) else _strange(fact, written)
    details = {"near": word, "known": fact.value_ids, "choices": fact.value_ids}
    return "wrong-fact-value", {"fact": fact.id, "value": word or "…", **details}


def _strange(fact: Fact, written: Any) -> str:
    """The first word in a list that is not one of the declared ones."""
    words = written if isinstance(written, (list, tuple)) else ()
    return next((word for word in words if isinstance(word, str) and word not in fact.value_ids), "")
