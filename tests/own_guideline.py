"""A few rules of a test → a whole guideline: what the test does not say is filled in as plainly as can be.

- Facts are named `a.one`, categories `illegal` and `harmful`, routes by what they do: nothing is said of any content.
- Every fact may be recorded by an analyst or an adviser; titles are the ids.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ihc_rules.decision.decide import Decision, decide
from ihc_rules.guideline.guideline import Guideline, make
from ihc_rules.guideline.waiting import DEADLINES
from ihc_rules.testing.strategies import written

Written = dict[str, Any]

AT = datetime.fromisoformat("2025-10-01T12:00:00+09:00")
SOURCE = {"document": "D1", "status": "derived"}
PANEL = {
    "members": "3",
    "quorum": "2",
    "majority": "more_than_half",
    "of": "members",
    "split": "open",
    "adviser_kinds": ["lawyer"],
}


def titled(name: str) -> Written:
    return {"ja": name, "en": name}


def fact(name: str, type_: str = "boolean", *values: str, **more: Any) -> Written:
    listed = {"values": [{"id": each, "title": titled(each)} for each in values]} if values else {}
    asked = {"title": titled(name), "question": titled(f"{name}?"), "exposure": "1"}
    return {"id": name, "type": type_, **asked, "established_by": ["analyst", "advisor"], **listed, **more}


def listed(name: str, *facts: Written, **more: Any) -> Written:
    asked = {"title": titled(name), "question": titled(f"{name}?"), "exposure": "1"}
    return {"id": name, **asked, "established_by": ["analyst"], "facts": list(facts), **more}


def provision(name: str, when: Any = None, category: str = "harmful", **more: Any) -> Written:
    condition = {} if when is None else {"when": when}
    return {
        "id": name,
        "name": "words",
        "title": titled(name),
        "category": category,
        "source": SOURCE,
        **condition,
        **more,
    }


def unless(name: str, when: Any) -> Written:
    return {"id": name, "title": titled(name), "source": SOURCE, "when": when}


def definition(name: str, when: Any, **more: Any) -> Written:
    return {"id": name, "title": titled(name), "when": when, "source": SOURCE, **more}


def category(name: str, **more: Any) -> Written:
    return {"id": name, "title": titled(name), "legal_review": "never", "source": SOURCE, **more}


def recipient(name: str, **more: Any) -> Written:
    return {"id": name, "title": titled(name), "channels": ["mail"], "languages": ["ja"], "source": SOURCE, **more}


def route(name: str, when: Any, to: Any = "police", **more: Any) -> Written:
    return {"id": name, "title": titled(name), "action": "tell", "to": to, "when": when, "basis": SOURCE, **more}


HEADER: Mapping[str, Any] = {
    "id": "own",
    "title": titled("own guideline"),
    "trusts": ["analyst", "system", "advisor"],
    "governing_date": {"of": "decision", "utc_offset": "+09:00"},
}


def with_deadlines(**named: str) -> Written:
    """The header, with the figure that each deadline names."""
    return {**HEADER, "deadlines": named}


def late_after(name: str) -> Written:
    """The header, with one figure for every deadline."""
    return with_deadlines(**dict.fromkeys(DEADLINES, name))


def figure(name: str, value: str, unit: str) -> Written:
    return {"id": name, "title": titled(name), "value": value, "unit": unit, "source": SOURCE}


def files(**sections: Any) -> dict[str, bytes]:
    """The file of a guideline; a section that is given replaces the plain one."""
    plain: Mapping[str, Any] = {
        "guideline": HEADER,
        "editions": [{"id": "2025-01", "from": "2025-01-01", "title": titled("first edition"), "source": SOURCE}],
        "documents": [{"id": "D1", "title": titled("document")}],
        "parameters": [{"id": "panel", "title": titled("panel"), "panel": PANEL, "source": SOURCE}],
        "categories": [category("illegal", legal_review="always", panel="panel"), category("harmful")],
        "recipients": [recipient("police")],
        "routes": [route("tell", {"any": [{"category": "illegal"}, {"category": "harmful"}]})],
    }
    return {"guideline.yaml": written({**plain, **sections})}


def own(**sections: Any) -> Guideline:
    """A guideline of the test's own."""
    return make(files(**sections))


def views(subject: str, *given: str, element: str = "") -> list[Written]:
    """One view of each adviser, in order."""
    on = {"provision": subject, **({"element": element} if element else {})}
    return [
        {**on, "adviser": f"adviser-{i}", "adviser_kind": "lawyer", "view": view, "at": "2025-09-01T09:00:00+09:00"}
        for i, view in enumerate(given, 1)
    ]


def decided(guideline: Guideline, facts: Written | None = None, at: datetime = AT, **more: Any) -> Decision:
    """The decision on a report with these facts."""
    return decide(guideline, guideline.report({"id": "r", "facts": facts or {}, **more}), at=at)
