"""A verified mail × a decision × the house's key → whether the mail follows from that decision.

- The mail must have been verified first: what is compared here is only as true as its signature.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ihc_rules.errors import Problem
from ihc_rules.referral.binding import digest, same
from ihc_rules.referral.parse import Broken, Part, SignedMail, addresses, decoded, parts_of

NAME = "referral.json"


def bound_faults(mail: SignedMail, decision: object, key: bytes) -> list[Problem]:
    """Why a mail does not follow from a decision; nothing if it does.

    Args:
        decision: as `ihc-rules decide --json` printed it.

    Raises:
        MessageError: the key is too short.
    """
    attached = attachment(mail)
    bound = attached.get("binding") if attached else None
    if attached is None or not isinstance(bound, Mapping) or not isinstance(bound.get("value"), str):
        return [Problem("no-binding")]
    to = addresses(mail.inner.one("To"))
    if not isinstance(decision, Mapping) or len(to) != 1:
        return [Problem("other-decision")]
    try:
        expected = digest(key, decision, attached, to[0])
    except (ValueError, RecursionError):  # not what a decision looks like
        return [Problem("other-decision")]
    return [] if same(expected, bound["value"]) else [Problem("other-decision")]


def attachment(mail: SignedMail) -> Mapping[str, Any] | None:
    """The machine-readable referral of a mail, if it has one."""
    try:
        for each in parts_of(mail.inner):
            if _name(each) == NAME:
                data = json.loads(decoded(each))
                return data if isinstance(data, dict) else None
    except (Broken, ValueError, RecursionError):
        return None
    return None


def _name(part: Part) -> str:
    return part.kind[1].get("name", "")
