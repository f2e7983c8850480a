"""Decision → the questions that can still change what follows; and the conversation on a terminal that asks them.

`test_semantics` has the law for drawn guidelines; here the shipped one is asked to the end, and each fact is flipped.
"""

from __future__ import annotations

import json
import os
import random
import re
import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ihc_rules import Decision, Question, ask, decide, load, questions, stage
from ihc_rules.facts import Fact
from ihc_rules.testing.reports import thresholds, values
from tests.own_guideline import (
    AT,
    Written,
    category,
    decided,
    fact,
    files,
    listed,
    own,
    provision,
    recipient,
    route,
    views,
)
from tests.terminal import Conversation

SHIPPED = load("ihc")
NEAR = thresholds(SHIPPED)
SEEDS = range(40 if os.environ.get("IHC_RULES_FUZZ") != "full" else 2000)
ENDS = {"decided", "legal_review", "unresolved", "out_of_scope"}
UNTOLD = {"undeterminable": True}


def dice(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - the same draws each time, and no secrets


def entry(known: Fact, value: Any) -> Written:
    return {"value": value, "by": known.established_by[-1]}


def recorded(order: random.Random, of: str | None, known: Fact) -> Written:
    """One way in which a fact may be recorded."""
    if order.random() < 0.15:
        return {**UNTOLD, "by": known.established_by[-1]}
    return entry(known, order.choice(values(known, NEAR.get((of, known.id), ()))))


def partial(order: random.Random) -> Written:
    """A report on which somebody has begun."""
    share = order.choice([0.0, 0.1, 0.3, 0.6])
    facts = [each for each in SHIPPED.vocabulary.facts.values() if "reporter" not in each.established_by]
    report: Written = {
        "id": "r",
        "facts": {each.id: recorded(order, None, each) for each in facts if order.random() < share},
    }
    report["lists"] = {
        name: {
            "complete": order.choice([False, False, False, True, "undeterminable"]),
            "items": [
                {each.id: recorded(order, name, each) for each in listed.facts if order.random() < share}
                for _ in range(order.randrange(3))
            ],
        }
        for name, listed in SHIPPED.vocabulary.lists.items()
        if order.random() < share
    }
    if order.random() < share:
        report["opinions"] = views("I-01", *order.choices(["applies", "does_not_apply", "considerable_suspicion"], k=2))
    return report


def decision_on(report: Written) -> Decision:
    return decide(SHIPPED, SHIPPED.report(report), at=AT)


def answered(report: Written, question: Question, order: random.Random) -> Written:
    """The report with one more answer, of any kind."""
    new: Written = json.loads(json.dumps(report))
    if question.type == "list":
        held = new.setdefault("lists", {}).setdefault(question.fact, {"complete": False, "items": []})
        if order.random() < 0.5 or len(held["items"]) > 2:
            held["complete"] = order.choice([True, "undeterminable"])
        else:
            held["items"].append({})
        return new
    facts = new.setdefault("facts", {})
    if question.list is not None and question.index is not None:
        facts = new["lists"][question.list]["items"][question.index]
    facts[question.fact] = recorded(order, question.list, SHIPPED.vocabulary.fact(question.list, question.fact))
    return new


# --- what is asked ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_what_was_recorded_or_could_not_be_told_is_not_asked(seed: int) -> None:
    report = partial(dice(seed))
    for question in questions(decision_on(report)):
        if question.type == "list":
            assert not report["lists"].get(question.fact, {}).get("complete")
        elif question.list is None or question.index is None:
            assert question.fact not in report["facts"]
        else:
            assert question.fact not in report["lists"][question.list]["items"][question.index]


@pytest.mark.parametrize("seed", SEEDS)
def test_life_comes_first_and_then_what_exposes_least(seed: int) -> None:
    asked = questions(decision_on(partial(dice(seed))))
    rank = [(not each.life, each.exposure) for each in asked]
    free = [(*at, -each.settles, each.fact) for at, each in zip(rank, asked, strict=True) if not each.after]
    place = {each.path: i for i, each in enumerate(asked)}

    assert rank == sorted(rank)
    assert free == sorted(free)
    assert all(
        place[before] < place[each.path] or rank[place[before]] > rank[place[each.path]]
        for each in asked
        for before in each.after
    )
    assert len({each.path for each in asked}) == len(asked)


@pytest.mark.parametrize("seed", SEEDS)
def test_asking_comes_to_an_end(seed: int) -> None:
    order = dice(seed)
    report = partial(order)
    for _ in range(400):
        decision = decision_on(report)
        asked = questions(decision)
        if not asked:
            assert stage(decision) in ENDS
            return
        assert stage(decision) in ("investigate", "out_of_scope")
        report = answered(report, asked[0] if order.random() < 0.7 else order.choice(asked), order)
    pytest.fail("400 questions, and still one more")


def what_follows(decision: Decision) -> tuple[Any, ...]:
    """Referrals with recipient, urgency and hold; and which others are possible."""
    return decision.referrals, [each.route for each in decision.possible_referrals], decision.routes


def flipped(report: Written, asked: set[str]) -> Iterator[tuple[str, Written]]:
    """The report with one more thing recorded in it that was not asked, in every way."""
    for name, known in SHIPPED.vocabulary.facts.items():
        if name in asked or name in report["facts"] or "reporter" in known.established_by:
            continue
        for value in values(known, NEAR.get((None, name), ()))[:12]:
            yield name, {**report, "facts": {**report["facts"], name: entry(known, value)}}
    for of, listed_ in SHIPPED.vocabulary.lists.items():
        held = report["lists"].get(of, {"complete": False, "items": []})
        for i, item in enumerate(held["items"]):
            for known in listed_.facts:
                if f"{of}[{i}].{known.id}" not in asked and known.id not in item:
                    for value in values(known, NEAR.get((of, known.id), ())):
                        items = [*held["items"][:i], {**item, known.id: entry(known, value)}, *held["items"][i + 1 :]]
                        yield (
                            f"{of}[{i}].{known.id}",
                            {**report, "lists": {**report["lists"], of: {**held, "items": items}}},
                        )
        if of not in asked and not held["complete"]:
            whole = {known.id: entry(known, values(known, NEAR.get((of, known.id), ()))[0]) for known in listed_.facts}
            for more in (
                {"complete": True, "items": held["items"]},
                {"complete": False, "items": [*held["items"], whole]},
            ):
                yield of, {**report, "lists": {**report["lists"], of: more}}


@pytest.mark.parametrize("seed", SEEDS[:: 4 if len(SEEDS) == 40 else 1])
def test_what_is_not_asked_changes_nothing(seed: int) -> None:
    report = partial(dice(seed))
    before = decision_on(report)
    asked = {each.path for each in questions(before)}
    for name, more in flipped(report, asked):
        assert what_follows(decision_on(more)) == what_follows(before), name


def test_ask_is_decide_and_then_the_questions() -> None:
    report = SHIPPED.report({"id": "r"})

    assert ask(SHIPPED, report, at=AT) == questions(decide(SHIPPED, report, at=AT))


def test_where_nothing_is_known_life_is_asked_first() -> None:
    first, *rest = questions(decision_on({"id": "r"}))

    assert (first.path, first.life) == ("life.notice", True)
    assert {each.life for each in rest} == {False}


# --- single rules, by an own guideline --------------------------------------------------------------------------------

FACTS = [fact("a.one"), fact("a.two"), fact("a.three", exposure="3"), fact("a.zero", exposure="0"), fact("a.where")]
ONE, TWO, THREE, ZERO = ({f"a.{name}": "true"} for name in ("one", "two", "three", "zero"))
ITEMS = [listed("items", fact("item.one"), fact("item.two"))]
ITEM = {"some": {"of": "items", "where": {"all": [{"item.one": "true"}, {"item.two": "true"}]}}}


def asked_by(rule: Any, report: Written | None = None, **sections: Any) -> list[str]:
    guideline = own(**{"provisions": [provision("P-1", rule)], "facts": FACTS, "lists": ITEMS, **sections})
    return [each.path for each in questions(decided(guideline, **(report or {})))]


EXPECTED: dict[str, tuple[Any, Written, list[str]]] = {
    "everything that matters": ({"all": [ONE, TWO]}, {}, ["a.one", "a.two"]),
    "the lowest exposure first": ({"all": [ONE, THREE, ZERO]}, {}, ["a.zero", "a.one", "a.three"]),
    "nothing once it is decided": ({"all": [ONE, TWO]}, {"facts": {"a.one": False}}, []),
    "nothing that could not be told": ({"all": [ONE, TWO]}, {"facts": {"a.one": UNTOLD}}, ["a.two"]),
    "nothing for the sake of what could not be told": (
        {"any": [{"all": [ONE, TWO]}, THREE]},
        {"facts": {"a.one": UNTOLD, "a.three": False}},
        ["a.two"],
    ),
    "nothing where only what could not be told is missing": (
        {"all": [ONE, {"any": [TWO, THREE]}]},
        {"facts": {"a.one": UNTOLD, "a.two": True}},
        [],
    ),
    "a list that is not recorded": (ITEM, {}, ["items"]),
    "nothing of a list that could not be seen to the end": (
        ITEM,
        {"lists": {"items": {"complete": "undeterminable", "items": [{"item.one": False}]}}},
        [],
    ),
    "the elements of a list that could not be seen to the end": (
        ITEM,
        {"lists": {"items": {"complete": "undeterminable", "items": [{"item.one": True}]}}},
        ["items[0].item.two"],
    ),
    "the elements of a list, and whether there are more": (
        ITEM,
        {"lists": {"items": {"complete": False, "items": [{"item.one": True}]}}},
        ["items[0].item.two", "items"],
    ),
    "the elements that can still matter": (
        ITEM,
        {"lists": {"items": {"complete": True, "items": [{"item.one": False}, {"item.one": True}]}}},
        ["items[1].item.two"],
    ),
    "nothing of a list in which one thing could not be told": (
        ITEM,
        {"lists": {"items": {"complete": True, "items": [{"item.one": True, "item.two": UNTOLD}]}}},
        [],
    ),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_what_is_asked(name: str) -> None:
    rule, report, expected = EXPECTED[name]

    assert sorted(asked_by(rule, report)) == sorted(expected)
    if "first" in name:
        assert asked_by(rule, report) == expected


def test_what_settles_most_comes_first() -> None:
    rules = [route("one", {"all": [TWO, ONE]}), route("two", TWO)]

    assert asked_by(ONE, routes=rules)[0] == "a.two"


def test_what_stands_after_is_asked_later_but_no_sooner_than_its_exposure() -> None:
    facts = [
        fact("a.one", after=["a.two", "a.gone"]),
        fact("a.two"),
        fact("a.zero", exposure="0", after=["a.three"]),
        fact("a.three", exposure="3"),
        fact("a.gone"),
    ]
    rule = {"all": [ONE, TWO, THREE, ZERO]}

    assert asked_by(rule, facts=facts) == ["a.zero", "a.two", "a.one", "a.three"]
    assert asked_by(rule, {"facts": {"a.two": UNTOLD}}, facts=facts) == ["a.zero", "a.one", "a.three"]
    assert asked_by({"any": [ONE, TWO]}, {"facts": {"a.two": UNTOLD}}, facts=facts) == ["a.one"]


def test_an_elements_fact_stands_after_one_of_the_same_element() -> None:
    items = [listed("items", fact("item.one", after=["item.two", "a.one"]), fact("item.two"), after=["a.one"])]
    begun: Written = {"lists": {"items": {"complete": False, "items": [{}, {"item.two": True}]}}}

    asked = asked_by({"any": [ITEM, ONE]}, begun, lists=items)

    assert asked == ["a.one", "items[0].item.two", "items[0].item.one", "items[1].item.one", "items"]


def test_a_recipient_is_asked_for_once_it_is_certain_that_somebody_is_told() -> None:
    there = recipient("there", reachable_when={"a.where": "true"})
    more: Written = {"recipients": [there], "routes": [route("tell", {"category": "harmful"}, "there")]}

    assert asked_by(ONE, {}, **more) == ["a.one"]
    assert asked_by(ONE, {"facts": {"a.one": True}}, **more) == ["a.where"]
    assert asked_by(ONE, {"facts": {"a.one": False}}, **more) == []


def test_a_gate_is_asked_for() -> None:
    gate = category("gone", stops="true", in_scope="false")
    rules = [provision("G-1", TWO, "gone"), provision("P-1", ONE)]
    guideline = own(
        categories=[gate, category("harmful")],
        provisions=rules,
        facts=FACTS,
        routes=[route("tell", {"category": "harmful"})],
    )

    assert {each.fact for each in questions(decided(guideline))} == {"a.one", "a.two"}
    assert not questions(decided(guideline, {"a.two": True}))


def test_nobody_is_asked_while_the_advisers_are_awaited() -> None:
    guideline = own(provisions=[provision("P-1", ONE, "illegal")], facts=FACTS)
    decision = decided(guideline, {"a.one": True})

    assert (questions(decision), stage(decision)) == ((), "legal_review")


# --- on a terminal ----------------------------------------------------------------------------------------------------

BEGUN = {
    "id": "r",
    "facts": {
        "page": {"kind": "web_page", "reachable": "reachable"},
        "posting.visibility": "unspecified_persons",
    },
}


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.json"
    path.write_text(json.dumps(BEGUN), encoding="utf-8")
    return path


def test_answers_given_on_a_terminal_are_recorded_and_saved(report: Path, tmp_path: Path) -> None:
    saved = tmp_path / "saved.json"
    talk = Conversation("ask", report, "--save", saved, "--by", "analyst", cwd=tmp_path)
    first = talk.read()
    assert "[life]" in first
    talk.say("5,nonsense")
    assert "nonsense" in talk.read()  # what was refused, by name
    number = re.search(r"(\d+)\. None", first)
    assert number
    talk.say(number[1])
    second = talk.read()
    assert second.count("?") >= 1
    talk.say("u")
    talk.read()
    talk.say("s")
    talk.read()
    talk.say("q")
    assert talk.close() == 0
    assert "Decision: " in talk.seen
    assert f"Written to {saved}" in talk.seen
    data = json.loads(saved.read_text("utf-8"))
    facts = data["facts"]

    assert facts["life.notice"] == {"value": ["none"], "by": "analyst"}
    assert sum("undeterminable" in each for each in facts.values() if isinstance(each, dict)) == 1
    assert facts["page"] == BEGUN["facts"]["page"]  # type: ignore[index]  # BEGUN is JSON
    assert json.loads(report.read_text("utf-8")) == BEGUN
    assert {each.name for each in tmp_path.iterdir()} == {"report.json", "saved.json"}
    SHIPPED.report(data)


def test_the_report_itself_may_be_saved_over(report: Path, tmp_path: Path) -> None:
    talk = Conversation("ask", report, "--save", report, cwd=tmp_path)
    number = re.search(r"(\d+)\. None", talk.read())
    assert number
    talk.say(number[1])
    talk.read()
    talk.say("\x04")  # the end of input
    assert talk.close() == 0

    assert json.loads(report.read_text("utf-8"))["facts"]["life.notice"] == {"value": ["none"], "by": "analyst"}
    assert [each.name for each in tmp_path.iterdir()] == ["report.json"]


@pytest.mark.skipif(signal.getsignal(signal.SIGINT) is signal.SIG_IGN, reason="interrupts are ignored here")
def test_an_interrupted_conversation_saves_nothing(report: Path, tmp_path: Path) -> None:
    talk = Conversation("ask", report, "--save", report, cwd=tmp_path)
    talk.read()
    talk.say("1")
    talk.read()
    talk.interrupt()
    assert talk.close() == 130

    assert json.loads(report.read_text("utf-8")) == BEGUN


def test_one_can_go_back_and_answer_again(report: Path, tmp_path: Path) -> None:
    talk = Conversation("ask", report, "--save", report, cwd=tmp_path)
    first = talk.read()
    assert "question 1 " in first
    assert "life.notice" in first
    talk.say("b")
    assert "There is no answer before this one." in talk.read()
    talk.say("4")
    assert "life.notice" not in talk.read()
    talk.say("b")
    assert "question 1 " in talk.read()
    number = re.search(r"(\d+)\. None", first)
    assert number
    talk.say(number[1])
    talk.read()
    talk.say("q")
    assert talk.close() == 0

    assert json.loads(report.read_text("utf-8"))["facts"]["life.notice"] == {"value": ["none"], "by": "analyst"}
    assert "(skipped, or for others to establish)" in talk.seen


def waiting_for_views(tmp_path: Path) -> tuple[Path, Path]:
    """A guideline, and a report in a file, that waits for nothing but advisers."""
    folder, report = tmp_path / "own", tmp_path / "new.json"
    folder.mkdir()
    made = files(provisions=[provision("P-1", ONE, "illegal")], facts=FACTS)
    (folder / "guideline.yaml").write_bytes(made["guideline.yaml"])
    report.write_text('{"id": "r", "facts": {"a.one": true}}', encoding="utf-8")
    return folder, report


def test_an_adviser_is_asked_for_opinions(tmp_path: Path) -> None:
    folder, report = waiting_for_views(tmp_path)
    words: list[str | Path] = [report, "--guideline", folder, "--save", report]
    talk = Conversation("ask", *words, cwd=tmp_path)
    assert talk.close() == 0
    assert "Waiting for the advisers' opinions" in talk.seen
    assert "Nothing is left" not in talk.seen
    talk = Conversation("ask", *words, "--by", "advisor", cwd=tmp_path)
    for answer in ("A", "1", ""):
        talk.read()
        talk.say(answer)
    assert talk.close() == 0
    (opinion,) = json.loads(report.read_text("utf-8"))["opinions"]

    assert (opinion["provision"], opinion["adviser"], opinion["view"]) == ("P-1", "A", "applies")
    ago = datetime.now(UTC) - datetime.fromisoformat(opinion["at"])  # noqa: TID251 - the command asked the clock
    assert abs(ago) < timedelta(minutes=10)
    assert opinion["at"].endswith("+09:00")


def test_an_opinion_may_have_been_given_before(tmp_path: Path) -> None:
    folder, report = waiting_for_views(tmp_path)
    given = ["--by", "advisor", "--given-at", "2025-09-30T15:00:00+09:00"]
    talk = Conversation("ask", report, "--guideline", folder, "--save", report, *given, cwd=tmp_path)
    for answer in ("A", "1", ""):
        talk.read()
        talk.say(answer)

    assert talk.close() == 0
    assert [each["at"] for each in json.loads(report.read_text("utf-8"))["opinions"]] == ["2025-09-30T15:00:00+09:00"]


REFUSED: dict[str, tuple[list[str], str]] = {
    "a role that there is not": (["--by", "nobody"], "--by `nobody`"),
    "a time of opinions for somebody else": (["--given-at", "2025-10-01"], "--given-at goes with --by advisor"),
    "a time of opinions that is none": (["--by", "advisor", "--given-at", "x"], "--given-at: the time `x`"),
    "a time of opinions far ahead": (["--by", "advisor", "--given-at", "2199-01-01"], "until 100 years from now"),
    "a folder that there is not": (["--save", "nowhere/saved.json"], "there is no such folder"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_could_not_be_used_is_refused_before_the_first_question(name: str, report: Path, tmp_path: Path) -> None:
    words, message = REFUSED[name]
    talk = Conversation("ask", report, *words, cwd=tmp_path)

    assert talk.close() == 2
    assert message in talk.seen
    assert ">" not in talk.seen.replace(message, "")


EVERY_TYPE = {
    "all": [
        {"a.yes": "true"},
        {"a.age": {"at_least": "3"}},
        {"a.share": {"more_than": "0.5"}},
        {"a.day": {"after": "2020-01-01"}},
        {"a.country": "JP"},
        {"a.text": {"present": "false"}},
        ITEM,
    ]
}
TYPES = {"yes": "boolean", "age": "integer", "share": "decimal", "day": "date", "country": "country", "text": "text"}
ANSWERS = {
    "yes": "y",
    "age": "7",
    "share": "0.75",
    "day": "2020-06-15",
    "country": "jp",
    "text": "-",
    "items": "a",
    "one": "はい",
    "two": "yes",
}


def test_every_type_of_fact_can_be_answered(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    facts = [fact(f"a.{name}", type_, exposure="0") for name, type_ in TYPES.items()]
    made = files(provisions=[provision("P-1", EVERY_TYPE)], facts=facts, lists=ITEMS)
    (folder / "guideline.yaml").write_bytes(made["guideline.yaml"])
    report = tmp_path / "new.json"
    report.write_text('{"id": "r"}', encoding="utf-8")
    talk = Conversation("ask", report, "--guideline", folder, "--save", report, cwd=tmp_path)
    for _ in range(20):
        text = talk.read()
        asked = re.search(r"(?:a|item)\.(\w+)\?|(items)\?", text)
        if asked is None:
            break
        talk.say(ANSWERS[asked[1] or asked[2]])
    assert talk.close() == 0
    data = json.loads(report.read_text("utf-8"))
    told = {name.removeprefix("a."): each["value"] for name, each in data["facts"].items()}

    assert told == {
        "yes": True,
        "age": 7,
        "share": "0.75",
        "day": "2020-06-15",
        "country": "JP",
        "text": {"absent": True},
    }
    (item,) = data["lists"]["items"]["items"]
    assert {name: each["value"] for name, each in item.items()} == {"item.one": True, "item.two": True}
    assert "Nothing is left to be found out." in talk.seen
