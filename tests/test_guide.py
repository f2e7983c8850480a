"""Contact windows: the chart of the second source, the windows of a decision, and the command `guide`."""

from __future__ import annotations

import dataclasses
import json
import signal
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from itertools import chain, combinations, product
from pathlib import Path
from typing import Any

import pytest

import ihc_rules as ihc
from ihc_rules.cli.answering import understood
from ihc_rules.decision.windows import possible_windows
from tests.own_guideline import category, fact, files, listed, own, provision, recipient, route
from tests.running import Run
from tests.terminal import Conversation

ROOT = Path(__file__).parents[1]
NEEDS = ROOT / "examples/reports/needs.json"
CHART = ihc.load("consultation")
EDITION = CHART.on(date(2025, 10, 1))
WHEN = datetime(2025, 10, 1, 12, tzinfo=timezone(timedelta(hours=9)))
AT = ("--at", "2025-10-01")
UNTOLD = {"undeterminable": True}


def needs(**answers: Any) -> ihc.Decision:
    """The decision on answers; `danger__level` is `danger.level`."""
    facts = {name.replace("__", "."): value for name, value in answers.items()}
    return ihc.decide(CHART, CHART.report({"id": "n", "facts": facts}), at=WHEN)


def ids(decision: ihc.Decision) -> list[str]:
    return [each.recipient.id for each in ihc.windows(decision)]


# --- the chart --------------------------------------------------------------------------------------------------------

TROUBLE = {"danger__level": "none", "situation__kind": "trouble"}
FOUND = {"danger__level": "none", "situation__kind": "found"}
NEARBY = {"w13_school_local"}  # the note under the chart, for whoever is in trouble
ARROWS: dict[str, tuple[dict[str, Any], set[str]]] = {
    "does not know what to do": ({**TROUBLE, "trouble__wish": ["advice"]}, {"w1_ihaho"} | NEARBY),
    "removal, experts": (
        {**TROUBLE, "trouble__wish": ["removal"], "removal__helper": "net_expert"},
        {"w1_ihaho"} | NEARBY,
    ),
    "removal, human rights": (
        {**TROUBLE, "trouble__wish": ["removal"], "removal__helper": "human_rights_body"},
        {"w2_human_rights", "w2b_children", "w2b_women"} | NEARBY,
    ),
    "removal, private bodies": (
        {**TROUBLE, "trouble__wish": ["removal"], "removal__helper": "private_body"},
        {"w3_defamation_hotline", "w4_safe_line"} | NEARBY,
    ),
    "compensation": ({**TROUBLE, "trouble__wish": ["damages"]}, {"w6_lawyer", "w6_houterasu"} | NEARBY),
    "investigation": ({**TROUBLE, "trouble__wish": ["investigation"]}, {"w7_police", "w7_cyber_desk"} | NEARBY),
    "threatened": (
        {"danger__level": "feared", "situation__kind": "other"},
        {"w7_police", "w7_cyber_desk", "w1_ihaho"} | NEARBY,
    ),
    "talk": ({**TROUBLE, "trouble__wish": ["talk"]}, {"w8_mamorouyo_kokoro"} | NEARBY),
    "illegal information": ({**FOUND, "found__kind": ["listed"]}, {"w5_ihc"}),
    "harmful information too": ({**FOUND, "found__kind": ["harmful"]}, {"w4_safe_line"}),
    "note: IPA": ({"danger__level": "none", "situation__kind": "technical"}, {"w9_ipa"}),
    "beside: spam": ({**FOUND, "found__kind": ["spam_mail"]}, {"w10_spam"}),
    "beside: investment": ({**FOUND, "found__kind": ["fake_investment_ad"]}, {"w11_fsa"}),
    "beside: crime tip": ({**FOUND, "found__kind": ["crime_tip"]}, {"w12_anonymous_tips"}),
}
BESIDE = {"w2b_children", "w2b_women", "w10_spam", "w11_fsa", "w12_anonymous_tips"}


@pytest.mark.parametrize("name", ARROWS)
def test_an_arrow_of_the_chart_leads_to_its_windows(name: str) -> None:
    answers, expected = ARROWS[name]
    decision = needs(**answers)

    assert set(ids(decision)) == expected
    assert (possible_windows(decision), ihc.questions(decision)) == ((), ())


def test_every_window_is_reached_and_those_beside_the_chart_say_so() -> None:
    assert set().union(*(expected for _, expected in ARROWS.values())) == set(EDITION.rules.recipients)
    assert {name for name, each in EDITION.rules.recipients.items() if not each.in_chart} == BESIDE


def every_answer(fact_id: str) -> list[Any]:
    """Every value of a fact, every set of them that may be recorded, and that it cannot be told."""
    declared = CHART.vocabulary.facts[fact_id]
    names = sorted(declared.value_ids)
    if declared.type == "enum":
        return [*names, UNTOLD]
    sets = chain.from_iterable(combinations(names, size) for size in range(len(names) + 1))
    alone = {each.id for each in declared.values if each.exclusive}
    return [*(list(each) for each in sets if len(each) == 1 or not alone & {*each}), UNTOLD]


def everybody() -> Iterator[dict[str, Any]]:
    """Every way to answer what is asked."""
    for danger, situation in product(every_answer("danger.level"), every_answer("situation.kind")):
        base = {"danger.level": danger, "situation.kind": situation}
        if situation in ("trouble", UNTOLD):
            for wish, helper in product(every_answer("trouble.wish"), every_answer("removal.helper")):
                yield {**base, "trouble.wish": wish, "removal.helper": helper, "found.kind": UNTOLD}
        if situation in ("found", UNTOLD):
            for found in every_answer("found.kind"):
                yield {**base, "found.kind": found, "trouble.wish": UNTOLD, "removal.helper": UNTOLD}
        if situation not in ("trouble", "found", UNTOLD):
            yield base


def test_nobody_is_left_without_a_window() -> None:
    for facts in everybody():
        decision = ihc.decide(CHART, CHART.report({"id": "n", "facts": facts}), at=WHEN)
        found, possible = ids(decision), possible_windows(decision)
        asked = {each.path for each in ihc.questions(decision)}

        assert not asked, facts
        assert found or possible, facts
        assert len(set(found)) == len(found)
        if facts["situation.kind"] != UNTOLD and (facts["situation.kind"] != "found" or facts["found.kind"] != UNTOLD):
            assert found, facts
        if facts["danger.level"] in ("now", "feared"):
            assert found[0] == "w7_police"
            assert ihc.windows(decision)[0].recipient.phones[0] == "110"
        if facts["danger.level"] == "not_sure":
            assert "w7_police" in found
        if facts["danger.level"] == UNTOLD and "w7_police" not in found:
            assert possible[0].recipient.id == "w7_police"


def test_windows_of_a_decision_are_the_recipients_of_guide() -> None:
    decision = needs(danger__level="feared", situation__kind="trouble", trouble__wish=["investigation"])

    assert ihc.decision_data(decision)["windows"] == ["w7_police", "w7_cyber_desk", "w13_school_local"]
    assert [each.urgency for each in ihc.windows(decision)] == ["normal"] * 3
    assert ihc.windows(needs(danger__level="now"))[0].urgency == "immediate"


def test_the_hotline_hands_the_reporter_over_without_naming_a_window() -> None:
    hotline = ihc.load("ihc")
    decision = ihc.decide(hotline, hotline.report({"id": "r", "facts": {"page.kind": "mail"}}), at=WHEN)
    data = ihc.decision_data(decision)

    assert ("guide_to_windows", "reporter") in {(each["action"], each["recipient"]) for each in data["referrals"]}
    assert data["windows"] == []


def test_a_window_that_may_be_reached_is_possible_and_none_that_cannot() -> None:
    """Of several recipients each that may be meant is possible, until it is known."""
    guideline = own(
        facts=[fact("a.one"), fact("a.two")],
        provisions=[provision("P-1", {"a.one": "true"})],
        recipients=[recipient("near", reachable_when={"a.two": "true"}), recipient("far")],
        routes=[route("shown", {"provision": "P-1"}, to={"first_of": ["near", "far"]}, action="guide")],
    )

    def windows(**facts: Any) -> tuple[list[str], list[str]]:
        known = {name.replace("__", "."): value for name, value in facts.items()}
        decision = ihc.decide(guideline, guideline.report({"id": "r", "facts": known}), at=WHEN)
        return ids(decision), [each.recipient.id for each in possible_windows(decision)]

    assert windows() == ([], ["near", "far"])
    assert windows(a__one=True) == ([], ["near", "far"])
    assert windows(a__one=True, a__two=True) == (["near"], [])
    assert windows(a__one=True, a__two=False) == (["far"], [])
    assert windows(a__two=False) == ([], ["far"])
    assert windows(a__one=False) == ([], [])


# --- what a person types ----------------------------------------------------------------------------------------------

DANGER, KIND, WISH, *_ = (
    next(each for each in ihc.questions(needs()) if each.fact == name)
    for name in ("danger.level", "situation.kind", "trouble.wish")
)
TYPED: dict[str, tuple[ihc.Question, str, Any]] = {
    "a number": (DANGER, "3", {"value": "none"}),
    "a full-width number": (DANGER, " ３ ", {"value": "none"}),
    "a value": (DANGER, "FEARED", {"value": "feared"}),
    "a choice in Japanese": (DANGER, "危険はない。", {"value": "none"}),
    "a choice in English": (DANGER, "no, there is no danger", {"value": "none"}),
    "enough of a choice": (DANGER, "脅され", {"value": "feared"}),
    "enough of a choice in English": (KIND, "virus", {"value": "technical"}),
    "not enough of a choice": (DANGER, "危険", None),
    "a word within another word": (DANGER, "ang", None),
    "a choice that one does not know": (KIND, "わからない", {"value": "other"}),
    "none of the numbers": (DANGER, "9", None),
    "zero": (DANGER, "0", None),
    "a very long number": (DANGER, "1" * 5000, None),
    "a digit of another script": (DANGER, "²", {"value": "feared"}),  # NFKC: the same digit
    "a digit that is no decimal": (DANGER, "①", {"value": "now"}),
    "nonsense": (DANGER, "ｘｙｚ \x00 \ufffd", None),
    "a pattern": (DANGER, ".*", None),
    "several numbers": (WISH, "2, 3", {"value": ["removal", "damages"]}),
    "several numbers with full-width commas": (WISH, "２、３，２", {"value": ["removal", "damages"]}),
    "several numbers with spaces": (WISH, "2 3", {"value": ["removal", "damages"]}),
    "several words": (WISH, "removal, 損害賠償", {"value": ["removal", "damages"]}),
    "one of several is not understood": (WISH, "2, 17", None),
    "none of several": (WISH, "-", {"value": []}),
    "only commas": (WISH, ",,", None),
    "skip": (DANGER, "", "skip"),
    "skip in words": (DANGER, "とばす", "skip"),
    "quit": (DANGER, "Ｑ", "quit"),
    "quit in words": (WISH, "終わる", "quit"),
    "cannot be told": (DANGER, "u", "untold"),
}


@pytest.mark.parametrize("name", TYPED)
def test_what_was_typed(name: str) -> None:
    question, text, meant = TYPED[name]

    assert understood(question, text) == meant


def test_each_choice_is_understood_by_its_number_its_value_and_its_words() -> None:
    for question in ihc.questions(needs()):
        for number, value in enumerate(question.values, 1):
            for text in (str(number), value.id, value.title.ja, value.title.en):
                found = understood(question, text)
                assert found == {"value": value.id if question.type == "enum" else [value.id]}, text


KINDS: dict[str, tuple[str, str, Any]] = {
    "yes": ("boolean", "はい", {"value": True}),
    "no": ("boolean", "NO", {"value": False}),
    "neither": ("boolean", "perhaps", None),
    "I do not know": ("boolean", "分からない", "untold"),
    "a whole number": ("integer", "－１２", {"value": -12}),
    "no number": ("integer", "twelve", None),
    "a day": ("date", "２０２５-10-01", {"value": "2025-10-01"}),
    "a country": ("country", "jp", {"value": "JP"}),
    "free words": ("text", " Stop ", {"value": "Stop"}),
    "no words": ("text", "-", {"value": {"absent": True}}),
}


@pytest.mark.parametrize("name", KINDS)
def test_what_was_typed_for_another_type_of_fact(name: str) -> None:
    kind, text, meant = KINDS[name]
    question = dataclasses.replace(DANGER, type=kind, values=())

    assert understood(question, text) == meant


# --- in a pipe --------------------------------------------------------------------------------------------------------


@pytest.fixture
def run(run: Run) -> Run:
    """Run `guide`."""
    return lambda *words, **more: run("guide", *words, **more)


def test_without_answers_the_possible_windows_and_the_questions_are_shown(run: Run) -> None:
    done = run(*AT)

    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("No window is certain from these answers yet.\n")
    assert "  - Police (110 or the nearest station): 110 / #9110\n" in done.out
    assert all(f"  {each.path}: {each.text.en}\n" in done.out for each in ihc.questions(needs()))
    assert "      feared: I feel in danger, or somebody is threatening me\n" in done.out
    assert '{"danger.level": …}' in done.out


FILES = {
    "a report": ("a.json", NEEDS.read_text("utf-8")),
    "facts of a report, without its id": (
        "a.json",
        (
            '{"facts": {"danger.level": "none", "situation": {"kind": "trouble"}, '
            '"trouble.wish": ["removal", "damages"], "removal.helper": "private_body"}}'
        ),
    ),
    "a plain mapping": (
        "a.json",
        (
            '{"danger.level": "none", "situation.kind": "trouble", "trouble.wish": ["removal", "damages"], '
            '"removal.helper": "private_body"}'
        ),
    ),
    "a plain mapping in YAML": (
        "a.yaml",
        (
            "danger: {level: none}\nsituation.kind: trouble\ntrouble.wish: [removal, damages]\n"
            "removal.helper: {value: private_body, by: person_seeking_help}\n"
        ),
    ),
    "a report in YAML": (
        "a.yml",
        (
            "id: n\nfacts:\n  danger.level: none\n  situation.kind: trouble\n  trouble.wish: [removal, damages]\n"
            "  removal.helper: private_body\n"
        ),
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_answers_from_a_file(name: str, run: Run, tmp_path: Path) -> None:
    file, text = FILES[name]
    (tmp_path / file).write_text(text, encoding="utf-8")
    done = run(tmp_path / file, *AT, lang="ja")

    assert (done.code, done.err) == (0, "")
    assert [line for line in done.out.splitlines() if line.startswith("■")] == [
        "■ 誹謗中傷ホットライン",
        "■ セーフライン",
        "■ 法テラス（法的トラブルの総合案内所）",
        "■ 弁護士",
        "■ 学校や地方公共団体の相談窓口",
    ]
    assert "  電話：0570-078374 / 03-6745-5600\n" in done.out
    assert "要件の確認あり" in done.out  # the means test
    assert "匿名では受け付けない" in done.out
    assert "質問" not in done.out
    assert "次の窓口も" not in done.out


def test_answers_from_standard_input_and_danger_first(run: Run) -> None:
    answers = '{"danger.level": "now", "situation.kind": "trouble", "trouble.wish": ["advice", "investigation"]}'
    ja, en = (run("-", *AT, lang=lang, stdin=answers) for lang in ("ja", "en"))

    assert ja.out.startswith("相談・通報の窓口\n\n■ 【まず110番に電話】警察（110番・最寄りの警察署）\n")
    assert en.out.startswith("Windows that can help\n\n■ [call 110 first] Police (110 or the nearest station)\n")
    assert ja.out.count("【まず") == 1


def test_what_could_not_be_told_leaves_the_possible_windows(run: Run) -> None:
    facts = {"danger.level": {**UNTOLD, "by": "person_seeking_help"}, "situation.kind": "distress"}
    done = run("-", *AT, lang="ja", stdin=json.dumps(facts))

    assert "■ まもろうよ こころ\n" in done.out
    assert (
        "分からない答えがあるため、次の窓口も考えられます\n  - 警察（110番・最寄りの警察署）：110 / #9110\n" in done.out
    )
    assert "質問" not in done.out


def test_a_window_beside_the_chart_says_so(run: Run) -> None:
    answers = '{"danger.level": "none", "situation.kind": "found", "found.kind": ["spam_mail"]}'

    assert "■ 迷惑メール相談センター（案内図にない窓口）\n" in run("-", *AT, lang="ja", stdin=answers).out


# the JSON is a contract
WINDOW = {
    *{"id", "title", "operator", "channels", "url", "phones", "hours", "for_whom", "limits"},
    *{"in_chart", "urgency", "source"},
}


@pytest.mark.parametrize("answers", ["{}", '{"danger.level": "now"}', NEEDS.read_text("utf-8")])
def test_the_keys_of_the_json(answers: str, run: Run) -> None:
    done = run("-", *AT, "--json", stdin=answers)
    data = json.loads(done.out)

    assert (done.code, done.err) == (0, "")
    assert list(data) == ["windows", "possible_windows", "questions"]
    assert all(isinstance(each, str) for each in data["possible_windows"])
    for each in data["windows"]:
        assert set(each) == WINDOW
        assert set(each["title"]) == {"ja", "en"}
        assert all(each[key] is None or set(each[key]) == {"ja", "en"} for key in ("operator", "hours", "limits"))
        assert {"document", "status"} <= set(each["source"])
        assert each["urgency"] in {"immediate", "normal", "open"}
        assert isinstance(each["phones"], list)


def test_the_values_of_the_json(run: Run) -> None:
    none, danger, done = (
        json.loads(run("-", *AT, "--json", stdin=text).out)
        for text in ("{}", '{"danger.level": "now"}', NEEDS.read_text("utf-8"))
    )

    assert (none["windows"], none["possible_windows"][0]) == ([], "w7_police")
    assert set(none["possible_windows"]) == set(EDITION.rules.recipients)
    assert none["questions"][0]["fact"] == "danger.level"
    (police,) = danger["windows"]
    assert (police["id"], police["phones"], police["urgency"], police["url"]) == (
        "w7_police",
        ["110", "#9110"],
        "immediate",
        None,
    )
    assert "w7_police" not in danger["possible_windows"]
    assert [each["id"] for each in done["windows"]][:2] == ["w3_defamation_hotline", "w4_safe_line"]
    assert (done["possible_windows"], done["questions"]) == ([], [])


REFUSED: dict[str, tuple[str, str]] = {
    "a list": ("[1]", "-: error not-a-mapping"),
    "nothing": ("", "not JSON"),
    "a fact that there is not": ('{"danger.levl": "now"}', "-: danger.levl: error unknown-fact"),
    "a value that there is not": ('{"danger.level": "yes"}', "-: danger.level: error wrong-fact-value"),
    "a value that there is not, in a report": ('{"facts": {"danger.level": 1}}', "-: facts.danger.level: error"),
    "null": ('{"danger.level": null}', "-: danger.level: error null-value"),
    "facts that are none": ('{"id": "x", "facts": 3}', "-: facts: error not-a-mapping"),
    "somebody who may not say": ('{"danger.level": {"value": "now", "by": "analyst"}}', "may-not-establish"),
    "several reports": ('{"reference": "x", "reports": []}', "-: reports: error unknown-fact"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_answers_that_cannot_be_read_are_refused_with_their_place(name: str, run: Run) -> None:
    text, message = REFUSED[name]
    done = run("-", *AT, stdin=text)

    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert "Traceback" not in done.err


def test_a_file_that_there_is_not(run: Run) -> None:
    done = run("nowhere.json", *AT)

    assert (done.code, done.out) == (2, "")
    assert "nowhere.json: No such file or directory" in done.err


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_guideline_without_windows_is_told(lang: str, run: Run) -> None:
    done = run("--guideline", "ihc", *AT, lang=lang)

    assert (done.code, done.out) == (2, "")
    assert "--guideline `ihc`" in done.err
    assert "consultation" in done.err


def test_a_day_before_the_chart(run: Run) -> None:
    done = run("--at", "2020-01-01")

    assert (done.code, done.out) == (2, "")
    assert "2020-01-01" in done.err


# --- on a terminal ----------------------------------------------------------------------------------------------------


def test_a_conversation_in_japanese(tmp_path: Path) -> None:
    talk = Conversation("guide", cwd=tmp_path, lang="ja")
    assert "あなたや身近な人に、身の危険がありますか。" in talk.read()
    again = talk.answer("はい？")
    assert "もう一度お願いします" in again
    assert "→ 危険はない" in talk.answer("３")
    third = talk.answer("トラブル")
    assert "どうしたいですか" in third
    assert "見つけたもの" not in third  # what no longer matters is not asked
    helper = talk.answer("消したい、 3")
    assert "→ 書き込みや画像を消したい" in helper
    assert "→ 書き込んだ人に損害賠償を求めたい" in helper
    talk.say("人権")
    assert talk.close() == 0

    cards = talk.seen.partition("相談・通報の窓口")[2]
    assert [line.strip() for line in cards.splitlines() if line.startswith("■")] == [
        "■ 人権相談（法務局）",
        "■ 法テラス（法的トラブルの総合案内所）",
        "■ 弁護士",
        "■ 学校や地方公共団体の相談窓口",
        "■ こどもの人権110番（案内図にない窓口）",
        "■ 女性の人権ホットライン（案内図にない窓口）",
    ]
    assert "0570-003-110" in cards
    assert "判断には時間がかかることがある" in cards
    assert list(tmp_path.iterdir()) == []


def test_a_conversation_in_english_in_danger(tmp_path: Path) -> None:
    talk = Conversation("guide", cwd=tmp_path)
    talk.read()
    warned = talk.answer("1")
    assert warned.index("[call 110 first]") < warned.index("What is the matter?")
    talk.answer("2")
    talk.say("1,2")
    assert talk.close() == 0

    cards = talk.seen.partition("Windows that can help")[2]
    assert cards.index("[call 110 first]") < cards.index("Safe-line") < cards.index("Internet Hotline Center")
    assert "Depending on further answers" not in cards


def test_only_what_an_answers_file_leaves_open_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "answers.yaml"
    path.write_text("danger: {level: none}\nsituation.kind: trouble\ntrouble.wish: [removal]\n", encoding="utf-8")
    talk = Conversation("guide", path, cwd=tmp_path)
    first = talk.read()
    assert "Who would you like to help you" in first
    assert first.count("?") == 1
    talk.say("human")
    assert talk.close() == 0
    assert "Human rights counselling" in talk.seen


def test_with_every_answer_in_the_file_nothing_is_asked(tmp_path: Path) -> None:
    talk = Conversation("guide", NEEDS, cwd=tmp_path)

    assert talk.close() == 0
    assert talk.seen.startswith("\r\nWindows that can help")


def test_what_is_skipped_stays_possible(tmp_path: Path) -> None:
    talk = Conversation("guide", cwd=tmp_path)
    talk.read()
    talk.answer("s")
    talk.say("distress")
    assert talk.close() == 0

    assert "■ Mamorouyo Kokoro" in talk.seen
    assert "Depending on further answers, also\r\n  - Police (110 or the nearest station): 110 / #9110" in talk.seen


def test_whoever_does_not_know_anything_has_windows_too(tmp_path: Path) -> None:
    talk = Conversation("guide", cwd=tmp_path, lang="ja")
    talk.read()
    assert "→ 分からない" in talk.answer("わからない")
    talk.say("分からない")
    assert talk.close() == 0

    cards = talk.seen.partition("相談・通報の窓口")[2]
    assert [line.strip() for line in cards.splitlines() if line.startswith("■")] == [
        "■ 違法・有害情報相談センター",
        "■ 警察（110番・最寄りの警察署）",
        "■ 学校や地方公共団体の相談窓口",
    ]


ENDS: dict[str, tuple[str | bytes, int]] = {
    "q": ("q", 0),
    "in words": ("終わる", 0),
    "the end of input": (b"\x04", 0),
}


@pytest.mark.parametrize("name", ENDS)
def test_a_conversation_that_is_ended_shows_what_is_certain(name: str, tmp_path: Path) -> None:
    typed, code = ENDS[name]
    talk = Conversation("guide", cwd=tmp_path)
    talk.read()
    talk.answer("feared")
    talk.say(typed)
    assert talk.close() == code

    cards = talk.seen.partition("Windows that can help")[2]
    assert "■ [call 110 first] Police" in cards
    assert "■ Cybercrime desk" in cards
    assert "Depending on further answers, also" in cards
    assert "Traceback" not in talk.seen


@pytest.mark.skipif(signal.getsignal(signal.SIGINT) is signal.SIG_IGN, reason="interrupts are ignored here")
def test_an_interrupted_conversation_shows_what_is_certain(tmp_path: Path) -> None:
    talk = Conversation("guide", cwd=tmp_path)
    talk.read()
    talk.answer("feared")
    talk.interrupt()
    assert talk.close() == 130

    assert "■ [call 110 first] Police" in talk.seen.partition("Windows that can help")[2]
    assert "Traceback" not in talk.seen


ODD: list[str | bytes] = [
    "9",
    "0",
    "-1",
    "1.5",
    "1,2",
    "\x1b[A",
    "🙂",
    "null",
    "{}",
    "x" * 3000,
    b"\xff\xfe",
    "%s %d {0}",
    "--help",
    "²³",
]


def test_no_input_is_too_odd(tmp_path: Path) -> None:
    talk = Conversation("guide", cwd=tmp_path)
    talk.read()
    for text in ODD:
        assert "Please try again" in talk.answer(text), text
    talk.say("q")
    assert talk.close() == 0
    assert "Traceback" not in talk.seen


PERSON: Any = {"established_by": ["person_seeking_help"]}
OTHER = files(
    guideline={
        "id": "own",
        "title": {"ja": "own", "en": "own"},
        "trusts": ["person_seeking_help", "system"],
        "governing_date": {"of": "decision", "utc_offset": "+09:00"},
    },
    categories=[category("harmful")],
    facts=[fact("a.one", **PERSON), fact("a.day", "date", **PERSON), fact("a.two", established_by=["system"])],
    lists=[listed("things", fact("thing.kind", **PERSON), **PERSON)],
    provisions=[
        provision("P-1", {"a.one": "true"}),
        provision("P-2", {"a.day": {"before": "2020-01-01"}}),
        provision("P-3", {"a.two": "true"}),
        provision("P-4", {"some": {"of": "things", "where": {"thing.kind": "true"}}}),
    ],
    recipients=[recipient(f"desk{i}") for i in (1, 2, 3, 4)],
    routes=[route(f"to_{i}", {"provision": f"P-{i}"}, to=f"desk{i}", action="guide") for i in (1, 2, 3, 4)],
)


def test_another_guideline_with_windows(tmp_path: Path) -> None:
    """Other types of facts, lists, and what somebody else must establish."""
    for name, content in OTHER.items():
        (tmp_path / name).write_bytes(content)
    talk = Conversation("guide", "--guideline", tmp_path, cwd=tmp_path)
    assert "a.day?" in talk.read()
    assert "Please try again" in talk.answer("32 May")
    assert "a.one?" in talk.answer("2019-05-01")
    assert "things?" in talk.answer("u")
    assert "Please try again" in talk.answer("b")
    assert "thing.kind?" in talk.answer("a")
    assert "things?" not in talk.answer("yes")
    talk.say("q")
    assert talk.close() == 0

    cards = talk.seen.partition("Windows that can help")[2]
    assert "■ desk2\r\n" in cards
    assert "■ desk4\r\n" in cards
    assert "  - desk1\r\n  - desk3\r\n" in cards
    assert "a.two?" not in talk.seen
    assert "Traceback" not in talk.seen
