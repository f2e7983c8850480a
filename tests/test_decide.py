"""Report × guideline × time → the decision that the design gives: worked examples, and each rule of the meaning by itself.

The shipped guideline where it has the rule; else a guideline of the test's own.
"""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import ihc_rules as ihc
from ihc_rules.guideline.guideline import make
from tests.own_guideline import (
    AT,
    PANEL,
    SOURCE,
    Written,
    category,
    decided,
    fact,
    files,
    late_after,
    own,
    provision,
    recipient,
    route,
    titled,
    unless,
    views,
)

ROOT = Path(__file__).parents[1]
SHIPPED = ihc.load("ihc")
I01 = {
    "posting.visibility": "unspecified_persons",
    "content.genitals": "clearly_visible",
    "content.evident_context": "none",
}
ELSEWHERE_NOTHING = {
    "page.kind": "web_page",
    "page.reachable": "reachable",
    "life.notice": ["none"],
    "rights.concern": ["none"],
}
DOMESTIC = {"hosting.origin_country": "JP", "hosting.behind_cdn": False}
ADMINISTRATOR = {"site_administrator.contact": "usable", "site_administrator.is_poster": "different"}
AGREED = views("I-01", "applies", "applies")


def shipped(facts: Written | None = None, at: datetime = AT, **more: Any) -> ihc.Decision:
    return decided(SHIPPED, facts, at, **more)


def routes(decision: ihc.Decision) -> list[str]:
    return [each.route for each in decision.referrals]


def possible(decision: ihc.Decision) -> list[str]:
    return [each.route for each in decision.possible_referrals]


# --- the worked example: I-01 -----------------------------------------------------------------------------------------

WORKED: dict[str, tuple[Written, str]] = {
    "visible, no other purpose, and two of three advisers agree": ({"facts": I01, "opinions": AGREED}, "met"),
    "visible to many persons though not to everybody": (
        {"facts": {**I01, "posting.visibility": "many_persons"}, "opinions": AGREED},
        "met",
    ),
    "a mask that is easily removed is as good as none": (
        {"facts": {**I01, "content.genitals": "behind_removable_mask"}, "opinions": AGREED},
        "met",
    ),
    "an evidently medical purpose is excepted": (
        {"facts": {**I01, "content.evident_context": "medical"}, "opinions": AGREED},
        "not_met",
    ),
    "an evidently academic purpose is excepted before any adviser spoke": (
        {"facts": {**I01, "content.evident_context": "academic"}},
        "not_met",
    ),
    "an artistic purpose is no exception": (
        {"facts": {**I01, "content.evident_context": "artistic"}, "opinions": AGREED},
        "met",
    ),
    "limited to few persons": ({"facts": {**I01, "posting.visibility": "limited_persons"}}, "not_met"),
    "nobody looked at the purpose": (
        {"facts": {k: v for k, v in I01.items() if k != "content.evident_context"}, "opinions": AGREED},
        "open",
    ),
    "the purpose could not be told": (
        {"facts": {**I01, "content.evident_context": {"undeterminable": True}}, "opinions": AGREED},
        "open",
    ),
    "no adviser has spoken yet": ({"facts": I01}, "open"),
    "one adviser of three": ({"facts": I01, "opinions": views("I-01", "applies")}, "open"),
    "the advisers are split": (
        {"facts": I01, "opinions": views("I-01", "applies", "does_not_apply", "reserved")},
        "open",
    ),
    "the advisers say that it does not apply": (
        {"facts": I01, "opinions": views("I-01", "does_not_apply", "does_not_apply")},
        "not_met",
    ),
    "the advisers only suspect it": (
        {"facts": I01, "opinions": views("I-01", "considerable_suspicion", "considerable_suspicion", "applies")},
        "open",
    ),
    "opinions alone make nothing met": ({"opinions": AGREED}, "open"),
    "nothing is recorded": ({}, "open"),
}


@pytest.mark.parametrize("name", WORKED)
def test_the_worked_example(name: str) -> None:
    report, answer = WORKED[name]

    assert shipped(**report).provisions["I-01"] == answer


def test_the_worked_example_goes_to_the_police_and_then_to_the_administrator() -> None:
    decision = shipped({**I01, **ELSEWHERE_NOTHING, **DOMESTIC, **ADMINISTRATOR}, opinions=AGREED)
    filtering, police, removal = decision.referrals

    assert (filtering.route, filtering.recipient) == ("filtering_vendors", "filtering_vendors")
    assert (decision.category, decision.edition.id) == ("illegal", "2025-09")
    assert (police.route, police.action, police.recipient, police.urgency) == (
        "police",
        "inform_police",
        "police",
        "normal",
    )
    assert (removal.route, removal.action, removal.recipient) == (
        "removal_domestic",
        "request_removal",
        "site_administrator",
    )
    assert removal.hold is not None
    assert (removal.hold.after, removal.hold.counted_from, removal.hold.answer) == ("police", "delivered", "met")
    assert (removal.hold.value, removal.hold.unit) == (2, "days")
    assert (removal.hold.blocked_while, removal.hold.ends_on) == ("preservation_requested", "released")


@pytest.mark.parametrize(("lang", "article"), [("ja", "刑法175条1項"), ("en", "Penal Code, Article 175(1)")])
def test_the_explanation_names_the_article_and_the_place_of_the_rule(lang: Any, article: str) -> None:
    decision = shipped(I01, opinions=AGREED)
    place = decision.edition.rules.provisions["I-01"].place()
    text = ihc.explain_provision(decision, "I-01", lang)

    assert article in text
    assert place is not None
    assert f"illegal/obscenity.yaml:{place.line}" in text
    written = (ROOT / "guidelines/ihc/illegal/obscenity.yaml").read_text("utf-8").splitlines()
    assert written[place.line - 1].strip() == "- id: I-01"


def test_the_article_is_that_of_the_day() -> None:
    before = shipped(I01, datetime.fromisoformat("2011-07-13T23:59:59+09:00"), opinions=AGREED)
    after = shipped(I01, datetime.fromisoformat("2011-07-14T00:00:00+09:00"), opinions=AGREED)

    assert "刑法175条）" in ihc.explain_provision(before, "I-01", "ja")
    assert "刑法175条1項）" in ihc.explain_provision(after, "I-01", "ja")


# --- categories -------------------------------------------------------------------------------------------------------

TWO = [provision("P-1", {"a.one": "true"}, "illegal", legal_review="never"), provision("P-2", {"a.two": "true"})]
PRECEDENCE: dict[str, tuple[Written, str]] = {
    "the first in precedence": ({"a.one": True, "a.two": True}, "illegal"),
    "the second once the first is excluded": ({"a.one": False, "a.two": True}, "harmful"),
    "open while an earlier one is": ({"a.two": True}, "open"),
    "open while the later one is": ({"a.one": False}, "open"),
    "none if all are excluded": ({"a.one": False, "a.two": False}, "none"),
    "the first, whatever the later one is": ({"a.one": True}, "illegal"),
}


@pytest.mark.parametrize("name", PRECEDENCE)
def test_the_category_is_the_first_that_is_met(name: str) -> None:
    facts, expected = PRECEDENCE[name]
    guideline = own(provisions=TWO, facts=[fact("a.one"), fact("a.two")])

    assert decided(guideline, facts).category == expected


def test_a_category_without_provisions_is_not_met() -> None:
    guideline = own(
        provisions=TWO,
        facts=[fact("a.one"), fact("a.two")],
        categories=[category("illegal", legal_review="never"), category("harmful"), category("empty")],
    )

    assert decided(guideline, {}).categories["empty"] == "not_met"


def test_several_provisions_are_met_at_once() -> None:
    decision = shipped({**I01, **ELSEWHERE_NOTHING, "rights.concern": ["defamation"]}, opinions=AGREED)
    met = [name for name, answer in decision.provisions.items() if answer == "met"]

    assert {"I-01", "S-4"} <= set(met)
    assert decision.category == "illegal"


def test_routes_see_every_category_that_is_met() -> None:
    rules = [route("one", {"category": "illegal"}), route("two", {"category": "harmful"})]
    guideline = own(provisions=TWO, facts=[fact("a.one"), fact("a.two")], routes=rules)

    assert routes(decided(guideline, {"a.one": True, "a.two": True})) == ["one", "two"]


# --- gates ------------------------------------------------------------------------------------------------------------


def gated(**of_route: Any) -> ihc.Guideline:
    """A gate `a.gone`, and a route that looks at `a.one`."""
    categories = [
        category("gone", stops="true", in_scope="false"),
        category("closed", stops="true"),
        category("harmful"),
    ]
    provisions = [provision("G-1", {"a.gone": "true"}, "gone"), provision("G-2", {"a.closed": "true"}, "closed")]
    facts = [fact("a.gone"), fact("a.closed"), fact("a.one")]
    return own(
        categories=categories,
        provisions=[*provisions, provision("P-1", {"a.one": "true"})],
        facts=facts,
        routes=[route("tell", {"category": "harmful"}, **of_route)],
    )


GATES: dict[str, tuple[Written, Written, str]] = {
    "a gate that is met stops the route": ({}, {"a.one": True, "a.gone": True, "a.closed": False}, "not_met"),
    "a gate that is open leaves it open": ({}, {"a.one": True, "a.closed": False}, "open"),
    "gates that are excluded let it pass": ({}, {"a.one": True, "a.gone": False, "a.closed": False}, "met"),
    "despite one gate, that one does not matter": (
        {"despite": ["gone"]},
        {"a.one": True, "a.gone": True, "a.closed": False},
        "met",
    ),
    "despite one gate, another still stops it": (
        {"despite": ["gone"]},
        {"a.one": True, "a.gone": True, "a.closed": True},
        "not_met",
    ),
    "despite all, none matters": ({"despite": "all"}, {"a.one": True, "a.gone": True, "a.closed": True}, "met"),
    "despite all, an unknown gate does not matter": ({"despite": "all"}, {"a.one": True}, "met"),
}


@pytest.mark.parametrize("name", GATES)
def test_gates(name: str) -> None:
    of_route, facts, answer = GATES[name]

    assert decided(gated(**of_route), facts).routes["tell"] == answer


# --- emergencies ------------------------------------------------------------------------------------------------------

NOTICE = {"life.notice": ["suicide"], "life.imminence": "imminent"}
EMERGENCIES: dict[str, Written] = {
    "nothing else is known": {},
    "the page is gone": {"facts": {"page.reachable": "gone"}},
    "what was reported is a list of search results": {"facts": {"page.kind": "search_result"}},
    "only few persons can see it": {"facts": {"posting.visibility": "limited_persons"}},
    "the legal review has not ended": {"facts": I01, "opinions": views("I-01", "applies")},
    "the advisers are split": {"facts": I01, "opinions": views("I-01", "applies", "does_not_apply", "reserved")},
    "it is hosted abroad": {"facts": {"hosting.origin_country": "NO", "hosting.behind_cdn": False}},
}


@pytest.mark.parametrize("name", EMERGENCIES)
def test_nothing_stands_before_an_emergency(name: str) -> None:
    report = EMERGENCIES[name]
    decision = shipped({**report.get("facts", {}), **NOTICE}, opinions=report.get("opinions", []))
    emergency = next(each for each in decision.referrals if each.route == "police_emergency")

    assert (emergency.recipient, emergency.urgency, emergency.hold) == ("police", "immediate", None)


def test_an_emergency_comes_before_every_other_referral() -> None:
    known = {**I01, **ELSEWHERE_NOTHING, **DOMESTIC, **ADMINISTRATOR, **NOTICE}
    waiting, cleared = (shipped(facts, opinions=AGREED) for facts in (known, {**known, "life.removal_cleared": True}))

    assert routes(waiting)[:2] == routes(cleared)[:2] == ["police_emergency", "reporter_110"]
    assert "police" in routes(waiting)
    assert "removal_domestic" not in routes(waiting)  # it may be the poster's own notice: the police are waited for
    assert {"police", "removal_domestic"} <= set(routes(cleared))


def test_what_the_reporter_claims_makes_no_referral() -> None:
    claimed = shipped({}, claims={"claim.danger": {"value": True, "by": "reporter"}})

    assert claimed.triage == ("claims_danger",)
    assert claimed.referrals == shipped({}).referrals
    (rule,) = ihc.decision_data(claimed)["triage"]
    assert (rule["id"], rule["queue"], sorted(rule["notice"])) == ("claims_danger", "first", ["en", "ja"])
    assert "Call 110 (the police) at once" in rule["notice"]["en"]


URGENT = [provision("P-1", {"a.one": "true"})]
URGENCY: dict[str, tuple[Written, str]] = {
    "urgent": ({"a.one": True, "a.soon": True}, "immediate"),
    "not urgent": ({"a.one": True, "a.soon": False}, "normal"),
    "sent, though whether it is urgent is open": ({"a.one": True}, "open"),
}


@pytest.mark.parametrize("name", URGENCY)
def test_an_open_urgency_holds_nothing_back(name: str) -> None:
    facts, urgency = URGENCY[name]
    rules = [route("tell", {"category": "harmful"}, urgent_when={"a.soon": "true"})]
    decision = decided(own(provisions=URGENT, facts=[fact("a.one"), fact("a.soon")], routes=rules), facts)

    assert [(each.route, each.urgency) for each in decision.referrals] == [("tell", urgency)]
    if urgency == "open":
        assert [(each.fact, each.life) for each in ihc.questions(decision)] == [("a.soon", True)]


# --- recipients -------------------------------------------------------------------------------------------------------

FIRST_OF: dict[str, tuple[Written, list[tuple[str, str | None, str]], list[str]]] = {
    "the first that can be reached": ({"a.x": True, "a.y": True}, [("ask", "x", "met")], []),
    "the next once the first cannot be": ({"a.x": False, "a.y": True}, [("ask", "y", "met")], []),
    "open while the first is not known": ({"a.y": True}, [], ["ask"]),
    "open while the next is not known": ({"a.x": False}, [], ["ask"]),
    "apart if none can be": ({"a.x": False, "a.y": False}, [], []),
}


@pytest.mark.parametrize("name", FIRST_OF)
def test_the_first_recipient_that_can_be_reached(name: str) -> None:
    facts, certain, open_ = FIRST_OF[name]
    guideline = own(
        provisions=[provision("P-1", {"a.one": "true"})],
        facts=[fact("a.one"), fact("a.x"), fact("a.y")],
        recipients=[recipient("x", reachable_when={"a.x": "true"}), recipient("y", reachable_when={"a.y": "true"})],
        routes=[route("ask", {"category": "harmful"}, {"first_of": ["x", "y"]})],
    )
    decision = decided(guideline, {"a.one": True, **facts})

    assert [(each.route, each.recipient, each.recipient_answer) for each in decision.referrals] == certain
    assert possible(decision) == open_
    nobody = [("ask", None, "not_met")] if not certain and not open_ else []
    assert [(each.route, each.recipient, each.recipient_answer) for each in decision.unreachable] == nobody


def test_a_decision_names_the_one_that_it_replaces() -> None:
    guideline = own(provisions=URGENT, facts=[fact("a.one")])
    report = guideline.report({"id": "r"})
    decision = ihc.decide(guideline, report, at=AT, supersedes="decision-1")

    assert ihc.decision_data(decision)["supersedes"] == "decision-1"
    assert ihc.decision_data(ihc.decide(guideline, report, at=AT))["supersedes"] is None


def test_a_draft_that_is_counted_says_so() -> None:
    rules = [provision("P-1", {"a.one": "true"}), provision("P-2", {"a.one": "true"}, draft="true")]
    guideline = own(provisions=rules, facts=[fact("a.one")])
    decision = ihc.decide(
        guideline, guideline.report({"id": "r", "facts": {"a.one": True}}), at=AT, include_drafts=True
    )

    assert decision.drafts == ("P-2",)
    assert {each["id"]: each["draft"] for each in ihc.decision_data(decision)["provisions"]} == {
        "P-1": False,
        "P-2": True,
    }
    assert decided(guideline, {"a.one": True}).drafts == ()


def test_a_single_recipient_that_is_always_there() -> None:
    decision = decided(own(provisions=URGENT, facts=[fact("a.one")]), {"a.one": True})

    assert [(each.recipient, each.recipient_answer) for each in decision.referrals] == [("police", "met")]


# --- holds ------------------------------------------------------------------------------------------------------------

HOLDS: dict[str, tuple[Written, str | None]] = {
    "it waits for a route that fires": ({"a.first": True}, "met"),
    "there is nothing to wait for where that route does not fire": ({"a.first": False}, None),
    "whether there is anything to wait for is open": ({}, "open"),
}


@pytest.mark.parametrize("name", HOLDS)
def test_what_a_referral_waits_for(name: str) -> None:
    facts, answer = HOLDS[name]
    figure = {"id": "days_to_wait", "title": titled("days"), "value": "3", "unit": "days", "source": SOURCE}
    hold = {"after": "first", "counted_from": "delivered", "for": "days_to_wait"}
    guideline = own(
        guideline=late_after("days_to_wait"),
        provisions=URGENT,
        facts=[fact("a.one"), fact("a.first")],
        parameters=[{"id": "panel", "title": titled("panel"), "panel": PANEL, "source": SOURCE}, figure],
        routes=[route("first", {"a.first": "true"}), route("then", {"category": "harmful"}, hold=hold)],
    )
    then = next(each for each in decided(guideline, {"a.one": True, **facts}).referrals if each.route == "then")

    assert (then.hold.answer if then.hold else None) == answer
    assert then.hold is None or (then.hold.value, then.hold.unit) == (3, "days")


# --- stages -----------------------------------------------------------------------------------------------------------

QUIET = {**ELSEWHERE_NOTHING, "posting.visibility": "unspecified_persons"}
EXAMPLES = {"complete": "decided", "incomplete": "investigate", "emergency": "out_of_scope"}


@pytest.mark.parametrize(("name", "stage"), EXAMPLES.items())
def test_the_stage_of_the_example_reports(name: str, stage: str) -> None:
    data = json.loads((ROOT / f"examples/reports/{name}.json").read_text("utf-8"))

    assert ihc.stage(ihc.decide(SHIPPED, SHIPPED.report(data), at=AT)) == stage


REVIEWED = own(
    provisions=[provision("P-1", {"all": [{"a.one": "true"}, {"a.two": "true"}]}, "illegal")],
    facts=[fact("a.one"), fact("a.two")],
)
UNTOLD = {"undeterminable": True}
STAGES: dict[str, tuple[Written, str]] = {
    "something can still be found out": ({"facts": {"a.one": True}}, "investigate"),
    "only the advisers can still say": ({"facts": {"a.one": True, "a.two": True}}, "legal_review"),
    "one adviser has spoken": (
        {"facts": {"a.one": True, "a.two": True}, "opinions": views("P-1", "applies")},
        "legal_review",
    ),
    "the panel has agreed": (
        {"facts": {"a.one": True, "a.two": True}, "opinions": views("P-1", *["applies"] * 2)},
        "decided",
    ),
    "all is excluded": ({"facts": {"a.one": False}}, "decided"),
    "all was asked, and one thing could not be told": ({"facts": {"a.one": UNTOLD, "a.two": True}}, "unresolved"),
    "what could not be told does not matter any more": ({"facts": {"a.one": UNTOLD, "a.two": False}}, "decided"),
    "the panel found a suspicion and nothing else": (
        {"facts": {"a.one": True, "a.two": True}, "opinions": views("P-1", *["considerable_suspicion"] * 3)},
        "unresolved",
    ),
    "the panel was closed without a conclusion": (
        {"facts": {"a.one": True, "a.two": True}, "closed_panels": {"P-1": "2025-09-02T09:00:00+09:00"}},
        "unresolved",
    ),
}


@pytest.mark.parametrize("name", STAGES)
def test_the_stage_is_the_first_that_applies(name: str) -> None:
    report, stage = STAGES[name]

    assert ihc.stage(decided(REVIEWED, **report)) == stage


def test_out_of_scope_by_a_gate_whatever_is_open() -> None:
    assert ihc.stage(shipped({"page.kind": "search_result"})) == "out_of_scope"


def test_out_of_scope_by_the_category_only_if_it_is_the_first() -> None:
    categories = [category("harmful"), category("elsewhere", in_scope="false")]
    rules = [provision("P-1", {"a.one": "true"}), provision("P-2", {"a.two": "true"}, "elsewhere")]
    tell = [route("tell", {"category": "harmful"})]
    guideline = own(categories=categories, provisions=rules, facts=[fact("a.one"), fact("a.two")], routes=tell)

    assert ihc.stage(decided(guideline, {"a.one": False, "a.two": True})) == "out_of_scope"
    assert ihc.stage(decided(guideline, {"a.two": True})) == "investigate"
    assert ihc.stage(decided(guideline, {"a.one": True, "a.two": True})) == "decided"


# --- dates ------------------------------------------------------------------------------------------------------------

MOMENTS: dict[str, tuple[str, str]] = {
    "the last second of a day in Japan": ("2023-02-14T23:59:59+09:00", "2018-01"),
    "the first second of the next": ("2023-02-15T00:00:00+09:00", "2023-02"),
    "the same last second given in UTC": ("2023-02-14T14:59:59+00:00", "2018-01"),
    "the same first second given in UTC": ("2023-02-14T15:00:00Z", "2023-02"),
    "the same first second given in New York": ("2023-02-14T10:00:00-05:00", "2023-02"),
    "the first day of the first edition": ("2006-06-01T00:00:00+09:00", "2006-06"),
    "long after the last change": ("2199-12-31T23:59:59+09:00", "2025-09"),
}


@pytest.mark.parametrize("name", MOMENTS)
def test_the_day_in_japan_selects_the_edition(name: str) -> None:
    at, edition = MOMENTS[name]
    decision = shipped({}, ihc.moment(at))

    assert decision.edition.id == edition
    assert ("serious_crime" in decision.categories) is (edition in ("2023-02", "2025-09"))


def test_the_same_instant_is_the_same_decision() -> None:
    one, other = (shipped(I01, ihc.moment(at)) for at in ("2023-02-15T00:00:00+09:00", "2023-02-14T15:00:00Z"))

    assert one.edition is other.edition
    assert ihc.decision_data(one) == {**ihc.decision_data(other), "at": "2023-02-15T00:00:00+09:00"}


OUTSIDE: dict[str, datetime] = {
    "the day before the first edition": datetime.fromisoformat("2006-05-31T23:59:59+09:00"),
    "a time without an offset": datetime(2025, 10, 1, 12),  # noqa: DTZ001 - what is refused
    "the first moment that there is": datetime.min.replace(tzinfo=UTC),
    "the last moment that there is": datetime.max.replace(tzinfo=UTC),
}


@pytest.mark.parametrize("name", OUTSIDE)
def test_no_edition_is_in_force(name: str) -> None:
    with pytest.raises(ihc.NotInForce):
        shipped({}, OUTSIDE[name])


GOVERNED_BY_RECEIPT = {
    "id": "own",
    "title": titled("own"),
    "trusts": ["analyst", "advisor"],
    "governing_date": {"of": "receipt", "utc_offset": "+09:00"},
}


def test_the_time_of_receipt_may_govern() -> None:
    early = provision("P-1", {"a.one": "true"}, in_force={"from": "2025-06-01"})
    guideline = own(guideline=GOVERNED_BY_RECEIPT, provisions=[early], facts=[fact("a.one")])
    days = {"2025-05-31T23:59:59+09:00": set(), "2025-06-01T00:00:00+09:00": {"P-1"}}

    for received, provisions in days.items():
        assert set(decided(guideline, received_at=received).provisions) == provisions
    with pytest.raises(ihc.NotInForce):
        decided(guideline)
    with pytest.raises(ihc.NotInForce):
        decided(guideline, at=datetime(2025, 10, 1, 12), received_at="2025-06-01T00:00:00+09:00")  # noqa: DTZ001 - what is refused


def test_the_last_day_is_included() -> None:
    rule = provision("P-1", {"a.one": "true"}, in_force={"from": "2025-02-01", "to": "2025-06-30", "retired": "true"})
    guideline = own(provisions=[rule], facts=[fact("a.one")])
    days = {"2025-01-31": "absent", "2025-02-01": "met", "2025-06-30": "met", "2025-07-01": "absent"}
    found = {day: decided(guideline, {"a.one": True}, ihc.moment(f"{day}T23:59:59+09:00")) for day in days}

    assert {day: each.provisions.get("P-1", "absent") for day, each in found.items()} == days
    assert {day: each.category for day, each in found.items() if days[day] == "absent"} == dict.fromkeys(
        ("2025-01-31", "2025-07-01"), "none"
    )


# --- presumptions -----------------------------------------------------------------------------------------------------


def presuming(when: Any, value: str, **more: Any) -> ihc.Guideline:
    """`a.presumed` counts as `value` where nobody recorded it."""
    facts = [fact("a.one"), fact("a.presumed", presumed={"value": value, "source": SOURCE})]
    return own(provisions=[provision("P-1", when, "illegal", **{"legal_review": "never", **more})], facts=facts)


BOTH = {"all": [{"a.one": "true"}, {"a.presumed": "true"}]}
PRESUMPTIONS: dict[str, tuple[ihc.Guideline, Written, str]] = {
    "before the investigation is complete nothing is presumed": (
        presuming(BOTH, "false"),
        {"facts": {"a.one": True}},
        "open",
    ),
    "it may exclude a provision": (presuming(BOTH, "false"), {"investigation_complete": True}, "not_met"),
    "what is recorded comes first": (
        presuming(BOTH, "false"),
        {"investigation_complete": True, "facts": {"a.one": True, "a.presumed": True}},
        "met",
    ),
    "it may close an exception": (
        presuming({"a.one": "true"}, "false", unless=[unless("u", {"a.presumed": "true"})]),
        {"investigation_complete": True, "facts": {"a.one": True}},
        "met",
    ),
    "alone it makes nothing met: the advisers must say so": (
        presuming(BOTH, "true"),
        {"investigation_complete": True, "facts": {"a.one": True}},
        "open",
    ),
    "and then they may": (
        presuming(BOTH, "true"),
        {"investigation_complete": True, "facts": {"a.one": True}, "opinions": views("P-1", "applies", "applies")},
        "met",
    ),
    "a fact that could not be told is presumed too": (
        presuming(BOTH, "false"),
        {"investigation_complete": True, "facts": {"a.one": True, "a.presumed": UNTOLD}},
        "not_met",
    ),
}


@pytest.mark.parametrize("name", PRESUMPTIONS)
def test_presumptions(name: str) -> None:
    guideline, report, answer = PRESUMPTIONS[name]

    assert decided(guideline, **report).provisions["P-1"] == answer


def test_a_presumption_is_named_among_the_reasons() -> None:
    decision = decided(presuming(BOTH, "false"), {"a.one": True}, investigation_complete=True)

    assert [str(each) for each in ihc.because(decision, "answer:P-1")] == ["presumed a.presumed"]


# --- drafts, suspicion, overrides, submissions -------------------------------------------------------------------------


def test_drafts_count_only_where_they_are_asked_for() -> None:
    guideline = own(provisions=[provision("P-1", {"a.one": "true"}, draft="true")], facts=[fact("a.one")])
    report = guideline.report({"id": "r", "facts": {"a.one": True}})
    without, with_drafts = (ihc.decide(guideline, report, at=AT, include_drafts=each) for each in (False, True))

    assert (without.provisions, without.category) == ({}, "none")
    assert (with_drafts.provisions, with_drafts.category) == ({"P-1": "met"}, "harmful")
    assert without.edition.digest != with_drafts.edition.digest


SUSPECTED = own(
    provisions=[
        provision("P-1", {"a.one": "true"}, "illegal", unless=[unless("u", {"a.two": "true"})]),
        provision("P-2", suspected_of=["P-1"]),
    ],
    facts=[fact("a.one"), fact("a.two")],
)
SUSPICION = ("considerable_suspicion",) * 3
SUSPICIONS: dict[str, tuple[Written, tuple[str, ...], str, str]] = {
    "the panel suspects": ({"a.one": True, "a.two": False}, SUSPICION, "open", "met"),
    "the panel suspects, but a condition is open": ({"a.two": False}, SUSPICION, "open", "open"),
    "the panel suspects, but a condition is not met": ({"a.one": False}, SUSPICION, "not_met", "not_met"),
    "the panel suspects, but the exception applies": ({"a.one": True, "a.two": True}, SUSPICION, "not_met", "not_met"),
    "the panel is sure": ({"a.one": True, "a.two": False}, ("applies",) * 2, "met", "not_met"),
    "the panel denies it": ({"a.one": True, "a.two": False}, ("does_not_apply",) * 2, "not_met", "not_met"),
    "the panel is silent": ({"a.one": True, "a.two": False}, (), "open", "open"),
}


@pytest.mark.parametrize("name", SUSPICIONS)
def test_suspicion_rests_on_the_panel_and_never_on_missing_facts(name: str) -> None:
    facts, given, suspected, suspicion = SUSPICIONS[name]
    decision = decided(SUSPECTED, facts, opinions=views("P-1", *given))

    assert decision.provisions == {"P-1": suspected, "P-2": suspicion}


OVERRIDING = own(
    provisions=[provision("P-1", {"a.one": "true"}, overrides=["P-2"]), provision("P-2", {"a.two": "true"})],
    facts=[fact("a.one"), fact("a.two")],
)
OVERRIDES: dict[str, tuple[Written, str]] = {
    "the one that takes precedence is met": ({"a.one": True, "a.two": True}, "not_met"),
    "it is not": ({"a.one": False, "a.two": True}, "met"),
    "it is open": ({"a.two": True}, "open"),
    "it is open, but the other is excluded anyhow": ({"a.two": False}, "not_met"),
}


@pytest.mark.parametrize("name", OVERRIDES)
def test_overrides(name: str) -> None:
    facts, answer = OVERRIDES[name]

    assert decided(OVERRIDING, facts).provisions["P-2"] == answer


def test_a_submission_is_decided_page_by_page() -> None:
    data = json.loads((ROOT / "examples/reports/submission.json").read_text("utf-8"))
    submission = SHIPPED.submission(data)
    found = {each.id: ihc.decide(SHIPPED, each, at=AT).category for each in submission.reports}

    assert submission.reference == "EXAMPLE-0004"
    assert found == {"example-page-1": "returned", "example-page-2": "open"}


# --- digests ----------------------------------------------------------------------------------------------------------

RULES: Written = {
    "provisions": [
        provision("P-1", {"all": [{"a.one": "true"}, {"a.two": ["x", "y"]}]}, unless=[unless("u", {"a.one": "false"})]),
        provision("P-2", {"any": [{"a.one": "true"}, {"not": {"a.two": "x"}}]}),
    ],
    "facts": [fact("a.one"), fact("a.two", "enum", "x", "y", "z")],
}


def digests(made: dict[str, bytes]) -> tuple[str, str]:
    guideline = make(made)
    return guideline.digest, guideline.on(AT.date()).digest


def test_a_comment_changes_the_digest_of_the_bytes_only() -> None:
    plain = files(**RULES)
    commented = {name: content + b"# a comment\n" for name, content in plain.items()}

    assert digests(plain)[0] != digests(commented)[0]
    assert digests(plain)[1] == digests(commented)[1]


def test_the_name_of_a_file_changes_the_digest_of_the_bytes_only() -> None:
    plain = files(**RULES)
    moved = {"other.yaml": plain["guideline.yaml"]}

    assert digests(plain)[0] != digests(moved)[0]
    assert digests(plain)[1] == digests(moved)[1]


CHANGES: dict[str, Any] = {
    "a value of a condition": lambda p: p[0]["when"]["all"][1].update({"a.two": ["x", "z"]}),
    "one condition fewer": lambda p: p[0]["when"]["all"].pop(),
    "an exception": lambda p: p[0]["unless"][0].update({"when": {"a.two": "z"}}),
    "a category": lambda p: p[1].update({"category": "illegal"}),
    "a title": lambda p: p[1].update({"title": titled("another")}),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_rule_changes_both_digests(name: str) -> None:
    changed = json.loads(json.dumps(RULES))
    CHANGES[name](changed["provisions"])
    before, after = digests(files(**RULES)), digests(files(**changed))

    assert before[0] != after[0]
    assert before[1] != after[1]


def test_a_rule_of_another_day_leaves_the_digest_of_this_day_alone() -> None:
    later = provision("P-9", {"a.one": "true"}, in_force={"from": "2030-01-01"})
    before, after = digests(files(**RULES)), digests(files(**{**RULES, "provisions": [*RULES["provisions"], later]}))

    assert before[0] != after[0]
    assert before[1] == after[1]


def test_the_order_of_files_records_parts_and_keys_does_not_matter() -> None:
    written = (ROOT / "guidelines/ihc").rglob("*.yaml")
    shipped_files = {str(each.relative_to(ROOT / "guidelines/ihc")): each.read_bytes() for each in written}
    shipped_files = {name: content for name, content in shipped_files.items() if not name.startswith("cases/")}
    order = random.Random(1)  # noqa: S311 - any order will do
    shuffled = dict(order.sample(sorted(shipped_files.items()), len(shipped_files)))

    assert digests(shuffled) == digests(shipped_files)
    turned = {
        "provisions": [turned_round(each) for each in reversed(RULES["provisions"])],
        "facts": [turned_round(each) for each in reversed(RULES["facts"])],
    }
    assert digests(files(**turned))[1] == digests(files(**RULES))[1]


def turned_round(part: Any, within: str = "") -> Any:
    """The same with its keys, and the parts of its conditions, in the other order."""
    if isinstance(part, dict):
        return {key: turned_round(part[key], key) for key in reversed(list(part))}
    kept = within in ("values", "established_by")  # in the order in which they are shown
    return [turned_round(each) for each in (part if kept else reversed(part))] if isinstance(part, list) else part


def test_time_passes_without_changing_what_is_in_force() -> None:
    one, other = (shipped(I01, AT + timedelta(days=days)) for days in (0, 400))

    assert one.edition.digest == other.edition.digest
    assert one.provisions == other.provisions
