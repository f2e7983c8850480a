"""A few provisions × everything that can be known of them → the answers, row by row as the design states them.

The reference must give every row too: the oracle of the property tests is held to the same tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import product
from typing import Any

import pytest

from ihc_rules.decision.decide import Decision, decide
from ihc_rules.guideline.guideline import Guideline, make
from ihc_rules.testing.strategies import written
from ihc_rules.testing.vocabulary import SOURCE, TEXT
from tests.reference import Answer, Reference

AT = datetime.fromisoformat("2025-10-01T12:00:00+09:00")
TITLED = {"title": TEXT, "source": SOURCE}
PANEL = {
    "members": "1",
    "quorum": "1",
    "majority": "all",
    "of": "members",
    "split": "open",
    "adviser_kinds": ["lawyer"],
}
KNOWN: Mapping[Answer, bool | None] = {"met": True, "not_met": False, "open": None}
VIEWS = ("applies", "considerable_suspicion", "does_not_apply", "reserved", None)


def fact(name: str, **more: Any) -> dict[str, Any]:
    asked = {"title": TEXT, "question": TEXT, "established_by": ["analyst"], "exposure": "0"}
    return {"id": name, "type": "boolean", **asked, **more}


def provision(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "name": "words", "category": "illegal", **TITLED, **more}


def route(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "title": TEXT, "action": "tell", "to": "police", "basis": SOURCE, **more}


def guideline(provisions: list[Any], facts: list[Any], **more: Any) -> Guideline:
    header = {"id": "small", "title": TEXT, "trusts": ["analyst"]}
    shown = {
        "guideline": {**header, "governing_date": {"of": "decision", "utc_offset": "+09:00"}},
        "editions": [{"id": "2020-01", "from": "2020-01-01", **TITLED}],
        "documents": [{"id": "D1", "title": TEXT}],
        "parameters": [{"id": "panel", **TITLED, "panel": PANEL}],
        "categories": [{"id": "illegal", **TITLED, "legal_review": "never", "panel": "panel"}],
        "recipients": [{"id": "police", **TITLED, "channels": ["mail"], "languages": ["ja"]}],
        "provisions": provisions,
        "facts": facts,
        **more,
    }
    return make({"guideline.yaml": written(shown)})


def decided(of: Guideline, facts: Mapping[str, Any], view: str | None = None, complete: bool = False) -> Decision:
    """The decision, once the reference agrees with it."""
    spoken = {"provision": "P-1", "adviser": "a", "adviser_kind": "lawyer", "view": view, "at": AT.isoformat()}
    data = {
        "id": "r",
        "investigation_complete": complete,
        "facts": {name: value for name, value in facts.items() if value is not None},
        "opinions": [spoken] if view else [],
    }
    report = of.report(data)
    decision, reference = decide(of, report, at=AT), Reference(of, report, AT)
    assert decision.provisions == {name: reference.provision(name) for name in reference.provisions}
    assert decision.routes == {name: reference.route(name) for name in reference.routes}
    return decision


REVIEWED = guideline(
    [
        provision("P-1", when={"f.base": "true"}, legal_review={"when": {"f.review": "true"}, "source": SOURCE}),
        provision("S-1", suspected_of=["P-1"]),
    ],
    [fact("f.base"), fact("f.review")],
)


def after_review(base: Answer, review: Answer, view: str | None) -> Answer:
    if base != "met":
        return base
    if review == "not_met" or view == "applies":
        return "met"
    return "not_met" if review == "met" and view == "does_not_apply" else "open"


def suspicion(base: Answer, review: Answer, view: str | None) -> Answer:
    if "not_met" in (base, review) or view in ("applies", "does_not_apply"):
        return "not_met"
    return "met" if base == review == "met" and view == "considerable_suspicion" else "open"


def test_legal_review_and_suspicion_follow_their_tables() -> None:
    for base, review, view in product(KNOWN, KNOWN, VIEWS):
        decision = decided(REVIEWED, {"f.base": KNOWN[base], "f.review": KNOWN[review]}, view)
        expected = {"P-1": after_review(base, review, view), "S-1": suspicion(base, review, view)}
        assert decision.provisions == expected, (base, review, view)


PRESUMING = guideline(
    [provision("P-1", when={"all": [{"f.seen": "true"}, {"not": {"f.presumed": "true"}}]})],
    [fact("f.seen"), fact("f.presumed", presumed={"value": "false", "source": SOURCE})],
)
EXCEPTING = guideline(
    [provision("P-1", when={"f.seen": "true"}, unless=[{"id": "u", **TITLED, "when": {"f.presumed": "true"}}])],
    [fact("f.seen"), fact("f.presumed", presumed={"value": "false", "source": SOURCE})],
)
EITHER = guideline(
    [provision("P-1", when={"any": [{"f.seen": "true"}, {"f.presumed": "false"}]})],
    [fact("f.seen"), fact("f.presumed", presumed={"value": "false", "source": SOURCE})],
)
UNDETERMINABLE = {"undeterminable": True}

# guideline, facts, whether the investigation is complete, the panel's view → P-1
PRESUMPTIONS: Mapping[str, tuple[Guideline, dict[str, Any], bool, str | None, Answer]] = {
    "nothing is presumed before the investigation is complete": (PRESUMING, {"f.seen": True}, False, None, "open"),
    "a presumption alone does not meet a provision": (PRESUMING, {"f.seen": True}, True, None, "open"),
    "it brings the provision before the panel": (PRESUMING, {"f.seen": True}, True, "applies", "met"),
    "the panel may say no": (PRESUMING, {"f.seen": True}, True, "does_not_apply", "not_met"),
    "what is known is not presumed": (PRESUMING, {"f.seen": True, "f.presumed": False}, True, None, "met"),
    "what is known stands against it": (PRESUMING, {"f.seen": True, "f.presumed": True}, True, None, "not_met"),
    "what nobody could tell is presumed": (
        PRESUMING,
        {"f.seen": True, "f.presumed": UNDETERMINABLE},
        True,
        "applies",
        "met",
    ),
    "a presumption may close an exception": (EXCEPTING, {"f.seen": True}, True, None, "met"),
    "what is met without a presumption needs no panel because of one": (EITHER, {"f.seen": True}, True, None, "met"),
    "an exception is open without it": (EXCEPTING, {"f.seen": True}, False, None, "open"),
}


@pytest.mark.parametrize("name", PRESUMPTIONS)
def test_presumptions_help_but_never_alone_make_a_provision_met(name: str) -> None:
    of, facts, complete, view, expected = PRESUMPTIONS[name]

    assert decided(of, facts, view, complete).provisions == {"P-1": expected}


OVERRIDING = guideline(
    [
        provision("P-1", when={"f.one": "true"}, legal_review="always", overrides=["P-2"]),
        provision("P-2", when={"f.two": "true"}),
    ],
    [fact("f.one"), fact("f.two")],
    routes=[
        route("after", when={"provision": "P-2"}),
        route("before", when={"provision": "P-2"}, needs_review="false"),
    ],
)


def test_an_overriding_provision_holds_back_the_other_as_far_as_it_is_known() -> None:
    for one, two, view in product(KNOWN, KNOWN, ("applies", "does_not_apply", None)):
        decision = decided(OVERRIDING, {"f.one": KNOWN[one], "f.two": KNOWN[two]}, view)
        over = decision.provisions["P-1"]
        held: Answer = "not_met" if two == "not_met" or over == "met" else two if over == "not_met" else "open"
        assert decision.provisions["P-2"] == held, (one, two, view)


def test_a_route_that_needs_no_review_does_not_wait_for_the_panel_on_an_overriding_provision() -> None:
    decision = decided(OVERRIDING, {"f.one": True, "f.two": True})

    assert decision.routes == {"after": "open", "before": "not_met"}
