"""Earlier decisions × a later one → who must hear of it: nobody who was informed is left with what does not hold."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ihc_rules as ihc
from ihc_rules.guideline.guideline import Guideline, make
from ihc_rules.testing.strategies import guidelines, moments, reports
from tests.drawing import examples
from tests.own_guideline import AT, SOURCE, Written, category, decided, fact, own, provision, recipient, route, titled

SHIPPED = ihc.load("ihc")
NOTICE = {"life.notice": ["suicide"], "life.imminence": "imminent"}


def small() -> Guideline:
    """Two items in two categories, three routes: one urgent at times, one to the first of two, one an emergency."""
    return own(
        facts=[fact("a.one"), fact("a.two"), fact("a.soon"), fact("a.x"), fact("a.life"), fact("a.shown", "text")],
        categories=[category("illegal"), category("harmful")],
        provisions=[provision("P-1", {"a.one": "true"}, "illegal"), provision("P-2", {"a.two": "true"})],
        recipients=[recipient("police"), recipient("x", reachable_when={"a.x": "true"}), recipient("y")],
        templates=[
            {"id": "letter", "title": titled("letter"), "languages": ["ja"], "reads": ["a.shown"], "source": SOURCE}
        ],
        routes=[
            route(
                "tell",
                {"any": [{"category": "illegal"}, {"category": "harmful"}]},
                urgent_when={"a.soon": "true"},
                template="letter",
            ),
            route("ask", {"category": "illegal"}, {"first_of": ["x", "y"]}),
            route("call", {"a.life": "true"}, despite="all", emergency="true"),
        ],
    )


RULES = small()
KNOWN: Written = {"a.one": True, "a.two": False, "a.soon": False, "a.x": True, "a.life": False}
PAIRS = {("tell", "police"), ("ask", "x")}
# what is recorded otherwise: (kind, route, recipient, urgency, changes) of everybody who must hear of it
CORRECTED: dict[str, tuple[Written, list[tuple[str, str, str, str, tuple[str, ...]]]]] = {
    "nothing that anybody was told": ({"a.life": True}, []),
    "the item is not met": (
        {"a.one": False},
        [
            ("withdrawal", "ask", "x", "normal", ("route", "provisions")),
            ("withdrawal", "tell", "police", "normal", ("route", "provisions")),
        ],
    ),
    "another item, of another category, is met instead": (
        {"a.one": False, "a.two": True},
        [
            ("withdrawal", "ask", "x", "normal", ("route", "provisions")),
            ("correction", "tell", "police", "normal", ("provisions", "category")),
        ],
    ),
    "one more item is met": ({"a.two": True}, [("correction", "tell", "police", "normal", ("provisions",))]),
    "it has become urgent": ({"a.soon": True}, [("correction", "tell", "police", "immediate", ("urgency",))]),
    "somebody else receives it": ({"a.x": False}, [("withdrawal", "ask", "x", "normal", ("recipient",))]),
    "a fact that the letter shows": (
        {"a.shown": "some words"},
        [("correction", "tell", "police", "normal", ("facts",))],
    ),
}


def told(found: tuple[ihc.Correction, ...]) -> list[tuple[str, str, str, str, tuple[str, ...]]]:
    return sorted(
        ((each.kind, each.route, each.recipient, each.urgency, each.changes) for each in found), key=lambda e: e[1]
    )


@pytest.mark.parametrize("name", CORRECTED)
def test_who_must_hear_of_a_correction(name: str) -> None:
    facts, expected = CORRECTED[name]

    assert told(ihc.corrections(decided(RULES, KNOWN), decided(RULES, {**KNOWN, **facts}))) == expected


def test_who_was_not_informed_hears_nothing() -> None:
    before, after = decided(RULES, KNOWN), decided(RULES, {**KNOWN, "a.one": False})

    assert [each.route for each in ihc.corrections(before, after, informed=[("ask", "x")])] == ["ask"]
    assert ihc.corrections(before, after, informed=[]) == ()


def test_an_emergency_is_withdrawn_at_once_and_first() -> None:
    before = decided(RULES, {**KNOWN, "a.life": True})
    found = ihc.corrections(before, decided(RULES, {**KNOWN, "a.life": False, "a.one": False}))

    assert [(each.route, each.urgency) for each in found] == [
        ("call", "immediate"),
        ("ask", "normal"),
        ("tell", "normal"),
    ]


def test_nobody_is_left_with_what_any_decision_of_a_chain_said() -> None:
    first, second = decided(RULES, KNOWN), decided(RULES, {**KNOWN, "a.one": False, "a.life": True})
    last = decided(RULES, {**KNOWN, "a.one": False})

    assert {each.route for each in ihc.corrections([first, second], last)} == {"tell", "ask", "call"}
    assert {each.route for each in ihc.corrections([second], last)} == {"call"}
    # once the second had been told to somebody, going back to what the first said is news again
    urgent = decided(RULES, {**KNOWN, "a.soon": True})
    assert told(ihc.corrections([first, urgent], first)) == [
        ("correction", "tell", "police", "immediate", ("urgency",))
    ]


def test_the_reason_in_words() -> None:
    (ask, tell) = ihc.corrections(decided(RULES, KNOWN), decided(RULES, {**KNOWN, "a.one": False, "a.two": True}))

    assert ask.reason.en == '"ask" does not take place any more; P-1 (P-1): met, now not met'
    assert ask.reason.ja == "「ask」は行わないことになった。P-1（P-1）：「該当」から「非該当」に変わった"
    assert tell.reason.en == "P-1 (P-1): met, now not met; P-2 (P-2): not met, now met; category: illegal, now harmful"
    shown = ihc.corrections(decided(RULES, {**KNOWN, "a.shown": "one"}), decided(RULES, {**KNOWN, "a.shown": "two"}))
    assert [each.reason.en for each in shown] == ["a.shown: the record was corrected"]
    moved = ihc.corrections(decided(RULES, KNOWN), decided(RULES, {**KNOWN, "a.x": False}))
    assert [each.reason.ja for each in moved] == ["送付先は「y」となった"]


def test_what_cannot_be_corrected() -> None:
    before = decided(RULES, KNOWN)
    other = ihc.decide(RULES, RULES.report({"id": "another"}), at=AT)

    with pytest.raises(ihc.CannotCorrect, match="give decisions on the same report"):
        ihc.corrections(before, other)
    with pytest.raises(ihc.CannotCorrect, match="did you mean `tell police`"):
        ihc.corrections(before, before, informed=[("tell", "polise")])


def test_under_the_shipped_guideline_police_and_reporter_are_told_at_once() -> None:
    facts = {"page.kind": "web_page", "posting.visibility": "unspecified_persons"}
    before = decided(SHIPPED, {**facts, **NOTICE})
    found = ihc.corrections(before, decided(SHIPPED, {**facts, "life.notice": ["none"]}))

    assert {(each.route, each.kind, each.urgency) for each in found} >= {
        ("police_emergency", "withdrawal", "immediate"),
        ("reporter_110", "withdrawal", "immediate"),
    }


# --- whatever is decided before and after -----------------------------------------------------------------------------


def assert_nobody_is_forgotten(before: ihc.Decision, after: ihc.Decision, informed: set[tuple[str, str]]) -> None:
    """Everybody informed is unchanged, corrected or withdrawn; nobody else hears anything; nothing is said twice."""
    found = {(each.route, each.recipient): each for each in ihc.corrections(before, after, informed)}
    now = {(each.route, each.recipient): each for each in after.referrals}
    then = {(each.route, each.recipient): each for each in before.referrals}
    assert set(found) <= informed
    for pair in informed:
        if pair not in now:
            assert found[pair].kind == "withdrawal"
        elif pair in found:
            assert found[pair].kind == "correction"
            assert found[pair].changes
        else:
            assert (now[pair].urgency, now[pair].action) == (then[pair].urgency, then[pair].action)
        if pair in found and before.edition.rules.routes[pair[0]].emergency:
            assert found[pair].urgency == "immediate"
    assert all(each.reason.ja and each.reason.en for each in found.values())


def assert_corrections(data: st.DataObject, guideline: Guideline) -> None:
    def drawn() -> ihc.Decision:
        written: dict[str, Any] = data.draw(reports(guideline))
        return ihc.decide(guideline, guideline.report(written), at=data.draw(moments(guideline)))

    before, after = drawn(), drawn()
    everybody = sorted((each.route, str(each.recipient)) for each in before.referrals)
    informed = {pair for pair in everybody if data.draw(st.booleans())}
    assert_nobody_is_forgotten(before, after, informed)
    assert_nobody_is_forgotten(before, after, set(everybody))
    assert ihc.corrections(before, before) == ()


@pytest.mark.fuzz
@pytest.mark.slow
@given(st.data())
@examples(60)
def test_everybody_informed_hears_of_a_change_and_nobody_else(data: st.DataObject) -> None:
    assert_corrections(data, make(data.draw(guidelines())))


@pytest.mark.fuzz
@pytest.mark.slow
@given(st.data())
@examples(30)
def test_so_it_is_under_the_shipped_guideline(data: st.DataObject) -> None:
    assert_corrections(data, SHIPPED)
