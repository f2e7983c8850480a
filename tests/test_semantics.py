"""Guidelines and reports that Hypothesis draws → the engines mean what the reference says, and keep its laws.

Laws: how a guideline is written down never matters; what is met or not met stays so; what is not asked changes
nothing. `IHC_RULES_FUZZ=full` draws fifty times as much, and each time something else.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from random import Random
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ihc_rules
from ihc_rules.decision.ask import questions, stage
from ihc_rules.decision.data import decision_data
from ihc_rules.decision.decide import Decision, Referral, decide
from ihc_rules.engine.layers import INLINED
from ihc_rules.guideline.guideline import Guideline, make
from ihc_rules.testing.strategies import guidelines, moments, reports, written
from tests.drawing import examples
from tests.reference import Fired, Reference

SHIPPED = ihc_rules.load("ihc")
REPORTS_OF_SHIPPED = reports(SHIPPED)
MOMENTS_OF_SHIPPED = moments(SHIPPED)
T = TypeVar("T")

pytestmark = [pytest.mark.fuzz, pytest.mark.slow]


# --- the engines mean what the reference says -------------------------------------------------------------------------


def fired(referral: Referral) -> Fired:
    waits = referral.hold
    hold = None if waits is None else (waits.after, waits.value, waits.unit, waits.answer)
    return Fired(referral.route, referral.recipient, referral.recipient_answer, referral.urgency, hold)


def assert_as_the_reference_says(decision: Decision, reference: Reference) -> None:
    categories = [each.id for each in reference.categories]
    assert decision.day == reference.day
    assert decision.provisions == {name: reference.provision(name) for name in reference.provisions}
    assert decision.categories == {name: reference.category(name) for name in categories}
    assert decision.category == reference.primary_category()
    primary = {name: decision.knowledge.node(f"primary:{name}") for name in categories}
    assert primary == {name: reference.primary(name) for name in categories}
    assert decision.routes == {name: reference.route(name) for name in reference.routes}
    assert {fired(each) for each in decision.referrals} == reference.referrals()
    assert {fired(each) for each in decision.unreachable} == reference.unreachable()
    assert {fired(each) for each in decision.possible_referrals} == reference.possible_referrals()
    assert set(decision.triage) == reference.triaged()


def assert_both_engines_agree(decision: Decision) -> None:
    named = [name for name in decision.edition.nodes if not name.startswith(INLINED)]
    compiled = {name: decision.answers[name] for name in named}
    assert compiled == {name: decision.knowledge.node(name) for name in named}


@given(st.data())
@examples(120)
def test_every_engine_gives_the_answers_of_the_plain_meaning(data: st.DataObject) -> None:
    guideline = make(data.draw(guidelines()))
    recorded, times = reports(guideline), moments(guideline)
    for _ in range(3):
        report, at, drafts = guideline.report(data.draw(recorded)), data.draw(times), data.draw(st.booleans())
        decision = decide(guideline, report, at=at, include_drafts=drafts)
        assert_as_the_reference_says(decision, Reference(guideline, report, at, drafts))
        assert_both_engines_agree(decision)


@given(REPORTS_OF_SHIPPED, MOMENTS_OF_SHIPPED)
@examples(80)
def test_so_it_is_with_the_shipped_guideline(data: dict[str, Any], at: Any) -> None:
    report = SHIPPED.report(data)
    decision = decide(SHIPPED, report, at=at)
    assert_as_the_reference_says(decision, Reference(SHIPPED, report, at))
    assert_both_engines_agree(decision)


# --- how it is written down never matters -----------------------------------------------------------------------------


def shuffled(random: Random, items: list[T]) -> list[T]:
    return random.sample(items, len(items))


def written_otherwise(random: Random, part: Any) -> Any:
    """The same with its keys in another order."""
    if isinstance(part, dict):
        return {key: written_otherwise(random, part[key]) for key in shuffled(random, list(part))}
    return [written_otherwise(random, each) for each in part] if isinstance(part, list) else part


def rearranged(random: Random, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same records in other files, in another order, with their keys in another order; categories stay in order."""
    names = ["z.yaml", "a/b/c.yaml", "guideline.yaml"]
    made: dict[str, dict[str, Any]] = {}
    for content in files.values():
        for section, records in written_otherwise(random, json.loads(content)).items():
            together = section in ("guideline", "categories")
            if together:
                made.setdefault(random.choice(names), {})[section] = records
            for record in [] if together else shuffled(random, records):
                if "unless" in record:
                    record["unless"] = shuffled(random, record["unless"])
                made.setdefault(random.choice(names), {}).setdefault(section, []).append(record)
    return {name: written(made[name]) for name in shuffled(random, list(made))}


def shown(decision: Decision) -> str:
    """Everything that a decision says, but for the digest of the bytes."""
    data = decision_data(decision)
    del data["guideline"]["digest"]
    return json.dumps(data)


@given(st.data(), st.randoms(use_true_random=True))
@examples(40)
def test_the_order_of_files_records_and_keys_never_matters(data: st.DataObject, random: Random) -> None:
    files = data.draw(guidelines())
    one, other = make(files), make(rearranged(random, files))
    recorded, at = data.draw(reports(one)), data.draw(moments(one))
    otherwise = written_otherwise(random, recorded)

    assert shown(decide(one, one.report(recorded), at=at)) == shown(decide(other, other.report(otherwise), at=at))
    for day in one.boundaries[1:]:
        if day >= one.governing_day(one.report(recorded), at):
            assert one.on(day).digest == other.on(day).digest


# --- more knowledge ---------------------------------------------------------------------------------------------------


def keep_some(draw: Callable[[st.SearchStrategy[bool]], bool], items: Mapping[str, T]) -> dict[str, T]:
    return {name: item for name, item in items.items() if draw(st.booleans())}


@st.composite
def less_known(draw: st.DrawFn, report: dict[str, Any]) -> dict[str, Any]:
    """The same report at an earlier time: less is recorded in it, and nothing differently."""
    lists = {}
    for name, listed in keep_some(draw, report["lists"]).items():
        items = [keep_some(draw, item) for item in listed["items"]]
        all_shown = draw(st.booleans())
        items = items if all_shown else items[: draw(st.integers(0, len(items)))]
        lists[name] = {"complete": listed["complete"] and all_shown, "items": items}
    settled = {name for name in report["closed_panels"] if draw(st.booleans())}
    voices = {(each.get("element", each["provision"]), each["adviser"]) for each in report["opinions"]}
    heard = {voice for voice in sorted(voices) if voice[0] in settled or draw(st.booleans())}
    opinions = [e for e in report["opinions"] if (e.get("element", e["provision"]), e["adviser"]) in heard]
    return {
        **report,
        "facts": keep_some(draw, report["facts"]),
        "claims": keep_some(draw, report["claims"]),
        "lists": lists,
        "opinions": opinions,
        "closed_panels": {name: when for name, when in report["closed_panels"].items() if name in settled},
    }


def answers(decision: Decision) -> Iterator[tuple[str, str]]:
    yield from ((name, decision.answers[name]) for name in decision.edition.nodes if not name.startswith(INLINED))


def assert_final(before: Decision, after: Decision) -> None:
    """What was certain stays; what was open may become anything."""
    now = dict(answers(after))
    changed = [name for name, answer in answers(before) if answer != "open" and now[name] != answer]
    assert not changed
    assert before.category in ("open", after.category)
    later = {each.route: fired(each) for each in (*after.referrals, *after.unreachable)}
    for referral in map(fired, (*before.referrals, *before.unreachable)):
        found = later[referral.route]
        assert (found.recipient, found.recipient_answer) == (referral.recipient, referral.recipient_answer)
        assert referral.urgency in ("open", found.urgency)
        assert referral.hold == found.hold or (referral.hold is not None and referral.hold[3] == "open")


def assert_nothing_new_where_all_is_decided(before: Decision, after: Decision) -> None:
    """No referral changes; the report may still turn out to be out of scope, where no route depends on that."""
    if stage(before) == "decided":
        assert [fired(each) for each in before.referrals] == [fired(each) for each in after.referrals]
        assert stage(after) in ("decided", "out_of_scope")


def sooner_and_later(data: st.DataObject, guideline: Guideline) -> tuple[Decision, Decision]:
    """Two decisions on one report: the later one knows more. Presumptions, which give way, do not count."""
    later = {**data.draw(reports(guideline)), "investigation_complete": False}
    sooner, at = data.draw(less_known(later)), data.draw(moments(guideline))
    first, second = (decide(guideline, guideline.report(each), at=at) for each in (sooner, later))
    return first, second


@given(st.data())
@examples(80)
def test_what_is_met_or_not_met_stays_so_whatever_else_becomes_known(data: st.DataObject) -> None:
    before, after = sooner_and_later(data, make(data.draw(guidelines())))

    assert_final(before, after)
    assert_nothing_new_where_all_is_decided(before, after)


@given(st.data())
@examples(40)
def test_so_it_stays_under_the_shipped_guideline(data: st.DataObject) -> None:
    before, after = sooner_and_later(data, SHIPPED)

    assert_final(before, after)
    assert_nothing_new_where_all_is_decided(before, after)


@given(st.data())
@examples(40)
def test_a_fact_that_is_not_asked_for_changes_no_referral(data: st.DataObject) -> None:
    guideline = make(data.draw(guidelines()))
    report = {**data.draw(reports(guideline)), "investigation_complete": False}
    less, at = data.draw(less_known(report)), data.draw(moments(guideline))
    before = decide(guideline, guideline.report(less), at=at)
    asked = {each.fact for each in questions(before) if each.list is None}
    unasked = {name: entry for name, entry in report["facts"].items() if name not in asked}
    after = decide(guideline, guideline.report({**less, "facts": {**unasked, **less["facts"]}}), at=at)

    assert before.routes == after.routes
    assert [fired(each) for each in before.referrals] == [fired(each) for each in after.referrals]
