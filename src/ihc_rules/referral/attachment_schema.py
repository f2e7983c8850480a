"""The machine-readable form of a referral → its JSON Schema (2020-12): public, and versioned by its name.

- A change that a reader could not bear gets a new version; new keys may be added within one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ihc_rules.referral.attachment import SCHEMA

_TEXT: Mapping[str, Any] = {"type": "string"}
_BOTH: Mapping[str, Any] = {
    "type": "object",
    "properties": {"ja": _TEXT, "en": _TEXT},
    "required": ["ja", "en"],
    "additionalProperties": False,
}
_DAY: Mapping[str, Any] = {"type": "string", "format": "date"}


def _object(properties: Mapping[str, Any], optional: tuple[str, ...] = ()) -> dict[str, Any]:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": dict(properties), "required": required}


_STATUTE = _object({"act": _TEXT, "title": _BOTH, "article": _TEXT})
_PROVISION = _object({"id": _TEXT, "title": _BOTH, "category": _TEXT, "statutes": {"type": "array", "items": _STATUTE}})
_FACT = _object({"id": _TEXT, "value": {"type": ["string", "boolean", "integer", "array", "null"]}})
REFERRAL_SCHEMA: Mapping[str, Any] = _object(
    {
        "schema": {"const": SCHEMA},
        "id": {**_TEXT, "description": "この文書の番号\n\nthe number of this message"},
        "kind": {"enum": ["first", "repeat", "correction", "withdrawal"]},
        "day": _DAY,
        "route": _TEXT,
        "action": _TEXT,
        "urgency": {"enum": ["immediate", "normal", "open"]},
        "url": {
            "type": ["string", "null"],
            "format": "uri",
            "description": "正確なURL（ホスト名は A ラベル）\n\nthe exact URL, its host as A-label",
        },
        "guideline": _object({"id": _TEXT, "edition": _TEXT, "edition_digest": _TEXT}),
        "provisions": {"type": "array", "items": _PROVISION},
        "facts": {"type": "array", "items": _FACT},
        "earlier": _object({"id": _TEXT, "day": _DAY}),
        "binding": _object(
            {
                "method": {"const": "HMAC-SHA256"},
                "key": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
                "value": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            }
        ),
    },
    optional=("earlier", "binding"),
)
