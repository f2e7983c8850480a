"""A decision's answers → reasons that suffice: what is not among them may be left out of the report.

A report that keeps only what the reasons name gives the same answer; the same decision always gives the same reasons.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ihc_rules import because, decide, load
from ihc_rules.decision.because import Reason
from ihc_rules.decision.decide import Decision
from ihc_rules.guideline.guideline import Guideline, make
from ihc_rules.testing.strategies import guidelines, moments, reports
from tests.drawing import examples
from tests.own_guideline import Written, decided, fact, listed, own, provision, route, unless, views

SHIPPED = load("ihc")
REPORTS, MOMENTS = reports(SHIPPED), moments(SHIPPED)

# --- what the reasons name, and nothing else --------------------------------------------------------------------------


def every_reason(decision: Decision, node: str) -> Iterator[Reason]:
    """The reasons of an answer, and those of the answers that it rests on."""
    for each in because(decision, node):
        yield each
        if each.kind == "node":
            yield from every_reason(decision, each.name)
        if each.kind == "overridden":
            yield from every_reason(decision, f"answer:{each.name}")


def only(data: Written, reasons: Iterable[Reason]) -> Written:
    """The report with nothing in it but what the reasons name."""
    kept = list(reasons)
    named = {(each.list, each.index, each.name) for each in kept if each.kind == "fact" and not each.presumed}
    whole = {each.name for each in kept if each.kind == "list"}
    subjects = {each.name for each in kept if each.kind == "panel"}
    lists = {}
    for name, written in data.get("lists", {}).items():
        items = [
            {fact: entry for fact, entry in item.items() if (name, i, fact) in named}
            for i, item in enumerate(written["items"])
        ]
        if name in whole or any(items):
            lists[name] = {"complete": name in whole, "items": items}
    return {
        "id": data["id"],
        "received_at": data.get("received_at", "2025-10-01T12:00:00+09:00"),
        "investigation_complete": any(each.presumed for each in kept),
        "facts": {name: entry for name, entry in data.get("facts", {}).items() if ("", -1, name) in named},
        "claims": {name: entry for name, entry in data.get("claims", {}).items() if ("", -1, name) in named},
        "lists": lists,
        "opinions": [e for e in data.get("opinions", []) if e.get("element", e["provision"]) in subjects],
        "closed_panels": {name: at for name, at in data.get("closed_panels", {}).items() if name in subjects},
    }


def assert_reasons_suffice(guideline: Guideline, data: Written, decision: Decision) -> None:
    edition = decision.edition
    nodes = [f"answer:{name}" for name in edition.rules.provisions]
    nodes += [f"category:{each.id}" for each in edition.rules.categories]
    nodes += [f"route:{name}" for name in edition.rules.routes]
    for node in nodes:
        answer = decision.answers[node]
        reasons = list(every_reason(decision, node))
        if answer == "open":
            assert reasons == []
            continue
        report = guideline.report(only(data, reasons))
        assert decide(guideline, report, at=decision.at).answers[node] == answer, (
            node,
            [str(each) for each in reasons],
        )


@pytest.mark.fuzz
@given(st.data())
@examples(15, full=20)
def test_reasons_suffice_under_drawn_guidelines(data: st.DataObject) -> None:
    guideline = make(data.draw(guidelines()))
    report, at = data.draw(reports(guideline)), data.draw(moments(guideline))

    assert_reasons_suffice(guideline, report, decide(guideline, guideline.report(report), at=at))


@pytest.mark.fuzz
@given(REPORTS, MOMENTS)
@examples(15, full=20)
def test_reasons_suffice_under_the_shipped_guideline(report: Any, at: Any) -> None:
    assert_reasons_suffice(SHIPPED, report, decide(SHIPPED, SHIPPED.report(report), at=at))


@pytest.mark.fuzz
@given(REPORTS, MOMENTS, st.randoms(use_true_random=False))
@examples(8, full=20)
def test_the_same_decision_has_the_same_reasons(report: Any, at: Any, order: random.Random) -> None:
    turned = {
        key: dict(order.sample(list(part.items()), len(part))) if isinstance(part, dict) else part
        for key, part in report.items()
    }
    one, other = (decide(SHIPPED, SHIPPED.report(each), at=at) for each in (report, turned))
    for node in one.edition.nodes:
        assert because(one, node) == because(other, node)


# --- what each kind of reason is called -------------------------------------------------------------------------------

FACTS = [fact("a.one"), fact("a.two"), fact("a.three"), fact("a.kind", "enum", "x", "y")]
ITEMS = [listed("items", fact("item.one"), fact("item.two"))]
ONE, TWO, THREE = ({f"a.{name}": "true"} for name in ("one", "two", "three"))
ITEM = {"some": {"of": "items", "where": {"all": [{"item.one": "true"}, {"item.two": "true"}]}}}
# what the guideline says of P-1, what is recorded, and the reasons
KINDS: dict[str, tuple[Written, Written, list[str]]] = {
    "facts": ({"when": {"all": [ONE, TWO]}}, {"facts": {"a.one": True, "a.two": True}}, ["a.one", "a.two"]),
    "one fact that excludes it": ({"when": {"all": [ONE, TWO]}}, {"facts": {"a.two": False}}, ["a.two"]),
    "of two that suffice, the first by name": (
        {"when": {"any": [TWO, ONE]}},
        {"facts": {"a.one": True, "a.two": True}},
        ["a.one"],
    ),
    "of two ways, the one with fewer reasons": (
        {"when": {"any": [{"all": [ONE, TWO]}, THREE]}},
        {"facts": {"a.one": True, "a.two": True, "a.three": True}},
        ["a.three"],
    ),
    "as many as are counted": (
        {"when": {"count": {"at_least": "2", "of": [ONE, TWO, THREE]}}},
        {"facts": {"a.one": True, "a.two": True, "a.three": True}},
        ["a.one", "a.three"],
    ),
    "the panel": (
        {"when": ONE, "category": "illegal"},
        {"facts": {"a.one": True}, "opinions": views("P-1", "applies", "applies")},
        ["panel", "a.one"],
    ),
    "an exception": ({"when": ONE, "unless": [unless("u", TWO)]}, {"facts": {"a.two": True}}, ["unless u", "a.two"]),
    "what closes an exception": (
        {"when": ONE, "unless": [unless("u", TWO)]},
        {"facts": {"a.one": True, "a.two": False}},
        ["a.one", "a.two"],
    ),
    "an element": (
        {"when": ITEM},
        {"lists": {"items": {"complete": False, "items": [{}, {"item.one": True, "item.two": True}]}}},
        ["items.item.one", "items.item.two"],
    ),
    "a list without such an element": (
        {"when": ITEM},
        {"lists": {"items": {"complete": True, "items": [{"item.one": False}, {"item.one": True, "item.two": False}]}}},
        ["items", "items.item.one", "items.item.two"],
    ),
    "a list without any element": ({"when": ITEM}, {"lists": {"items": {"complete": True, "items": []}}}, ["items"]),
    "nothing, where it is open": ({"when": ONE}, {}, []),
}


@pytest.mark.parametrize("name", KINDS)
def test_reasons_by_name(name: str) -> None:
    rule, report, expected = KINDS[name]
    decision = decided(own(provisions=[provision("P-1", **rule)], facts=FACTS, lists=ITEMS), **report)

    assert list(dict.fromkeys(str(each) for each in because(decision, "answer:P-1"))) == expected


def test_a_provision_that_takes_precedence_is_named() -> None:
    rules = [provision("P-1", ONE, overrides=["P-2"]), provision("P-2", TWO)]
    guideline = own(provisions=rules, facts=FACTS)
    overridden = decided(guideline, {"a.one": True, "a.two": True})
    not_overridden = decided(guideline, {"a.one": False, "a.two": True})

    assert [str(each) for each in because(overridden, "answer:P-2")] == ["overridden by P-1"]
    assert [str(each) for each in because(not_overridden, "answer:P-2")] == ["answer:P-1 not_met", "a.two"]


def test_an_exception_says_whose_it_is() -> None:
    rules = [provision("P-1", ONE, "illegal", unless=[unless("u", TWO)]), provision("P-2", suspected_of=["P-1"])]
    decision = decided(own(provisions=rules, facts=FACTS), {"a.two": True})

    assert [(str(each), each.owner) for each in because(decision, "answer:P-2") if each.kind == "exception"] == [
        ("unless u", "P-1")
    ]


def test_what_is_recorded_is_a_better_reason_than_what_is_presumed() -> None:
    presumed = fact("a.before", presumed={"value": "true", "source": {"document": "D1", "status": "derived"}})
    rule = provision("P-1", {"any": [{"a.before": "true"}, {"all": [ONE, TWO]}]}, "illegal", legal_review="never")
    guideline = own(provisions=[rule], facts=[*FACTS, presumed])
    decision = decided(guideline, {"a.one": True, "a.two": True}, investigation_complete=True)

    assert decision.provisions["P-1"] == "met"
    assert [str(each) for each in because(decision, "answer:P-1")] == ["a.one", "a.two"]


def test_the_reasons_of_a_route_are_the_answers_that_it_reads() -> None:
    rules = [route("tell", {"all": [{"category": "harmful"}, TWO]}), route("then", {"not": {"route": "tell"}})]
    decision = decided(
        own(provisions=[provision("P-1", ONE)], facts=FACTS, routes=rules), {"a.one": True, "a.two": True}
    )

    assert [str(each) for each in because(decision, "route:tell")] == ["category:harmful met", "a.two"]
    assert [str(each) for each in because(decision, "route:then")] == ["route:tell met"]
