"""Decision × message → a keyed digest that ties them together; without the key it tells nothing.

- HMAC-SHA256 over the canonical JSON of the decision and of what the message is (number, route, kind, addressee): a
  mail shown beside another decision, or two mails exchanged, do not match.
- A bare hash would let a receiver try facts until it fits; the key stays in the house.

Source: RFC 8785 (canonical JSON), RFC 2104 (HMAC).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

import rfc8785

from ihc_rules.decision.data import decision_data
from ihc_rules.decision.decide import Decision
from ihc_rules.errors import MessageError, Problem

MIN_KEY = 16  # bytes
MAX_INTEGER = 2**53 - 1
BOUND = ("id", "kind", "route")  # what of the message is bound


def binding(key: bytes, decision: Decision, message: Mapping[str, Any], address: str) -> dict[str, str]:
    """The digest, and the name of the key by which it can be checked.

    Args:
        message: its machine-readable form. address: to whom it goes.

    Raises:
        MessageError: the key is shorter than 16 bytes.
    """
    return {
        "method": "HMAC-SHA256",
        "key": key_name(key),
        "value": digest(key, decision_data(decision), message, address),
    }


def digest(key: bytes, decision: Mapping[str, Any], message: Mapping[str, Any], address: str) -> str:
    """The keyed digest, in hexadecimal.

    Args:
        decision: as `decision_data` gives it, or as `ihc-rules decide --json` printed it; its `trace` is not bound.

    Raises:
        MessageError: the key is shorter than 16 bytes.
    """
    if len(key) < MIN_KEY:
        raise MessageError([Problem("short-key", values={"found": str(len(key)), "limit": str(MIN_KEY)})])
    told = {name: each for name, each in decision.items() if name != "trace"}
    bound = {"decision": told, "message": {name: message.get(name) for name in BOUND}, "to": address.lower()}
    return hmac.new(key, rfc8785.dumps(_exact(bound)), hashlib.sha256).hexdigest()


def _exact(value: Any) -> Any:
    """Plain data with whole numbers that JSON's readers may round (RFC 8785 §3.1, RFC 7493 §2.2) written as text."""
    if isinstance(value, Mapping):
        return {str(name): _exact(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_exact(each) for each in value]
    return f"{value}" if type(value) is int and abs(value) > MAX_INTEGER else value


def key_name(key: bytes) -> str:
    """A name for a key that does not give it away."""
    return hmac.new(key, b"ihc-rules/binding/key-name", hashlib.sha256).hexdigest()[:16]


def same(one: str, other: str) -> bool:
    """Whether two digests are equal, in a time that tells nothing."""
    return hmac.compare_digest(one.encode(), other.encode())
