"""What the conversation of `ask` says and keeps: dead ends, answers unsaved, lists, full-width answers, advisers.

A newcomer recorded 24 published examples and told what was missed (2026-11); each test is one of those misses.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.own_guideline import Written, fact, files, listed, provision, route, views
from tests.terminal import Conversation

ONE, TWO = {"a.one": "true"}, {"a.two": "true"}
UNTOLD: Written = {"undeterminable": True, "by": "analyst"}
ITEM = {"some": {"of": "items", "where": {"all": [{"item.one": "true"}, {"item.two": "true"}]}}}
ITEMS = [listed("items", fact("item.one", exposure="2"), fact("item.two", exposure="2"))]


class House:
    """A guideline of one item in a folder of its own, and conversations about a report under it."""

    def __init__(self, folder: Path, when: Any, category: str = "harmful", **sections: Any) -> None:
        self.folder = folder
        (folder / "own").mkdir()
        more: Written = {"facts": [fact("a.one"), fact("a.two")], **sections}
        made = files(provisions=[provision("P-1", when, category)], **more)
        (folder / "own" / "guideline.yaml").write_bytes(made["guideline.yaml"])

    def written(self, name: str = "new.json", **more: Any) -> Path:
        """A report in a file."""
        path = self.folder / name
        path.write_text(json.dumps({"id": "r", **more}), encoding="utf-8")
        return path

    def talk(self, *words: str | Path, lang: str = "en", answers: tuple[str, ...] = (), **more: Any) -> str:
        """Everything that is said when `ask` is answered so."""
        talk = Conversation("ask", *words, "--guideline", self.folder / "own", cwd=self.folder, lang=lang, **more)
        for each in answers:
            talk.read()
            talk.say(each)
        assert talk.close() == 0, talk.seen
        return talk.seen.replace("\r\n", "\n")

    def data(self, name: str = "new.json") -> Any:
        """What a file holds."""
        return json.loads((self.folder / name).read_text("utf-8"))


# --- what could not be told -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            (
                "Stays open because it could not be told:\n"
                "  - a.two? [a.two] (recorded as undeterminable by an analyst)\n"
                "      items: P-1 P-1\n"
                "      what would follow: tell\n"
                "      if it becomes known: an analyst, an adviser may record it (--by analyst or --by advisor with --again "
                "asks once more)\n"
                "As things are recorded, nothing more is to be asked.\n"
            ),
        ),
        (
            "ja",
            (
                "確認できなかったため、決まらないまま残るもの：\n"
                "  - a.two?［a.two］（分析担当者が「確認できず」と記録）\n"
                "      項目：P-1 P-1\n"
                "      取扱い：tell\n"
                "      後で分かったとき：分析担当者・アドバイザーが記録できる（--by analyst、--by advisor に --again を付けると、"
                "もう一度尋ねる）\n"
                "今の記録のままでは、これ以上尋ねることはない。\n"
            ),
        ),
    ],
)
def test_what_stays_open_is_named_with_what_it_leaves_open_and_who_may_tell_it(
    tmp_path: Path, lang: str, said: str
) -> None:
    house = House(tmp_path, {"all": [ONE, TWO]}, routes=[route("tell", {"category": "harmful"})])
    report = house.written(facts={"a.one": {"value": True, "by": "analyst"}})

    assert said in house.talk(report, "--save", report, lang=lang, answers=("u",))


def test_what_could_not_be_told_is_asked_once_more(tmp_path: Path) -> None:
    house = House(tmp_path, {"all": [ONE, TWO]}, routes=[route("tell", {"category": "harmful"})])
    begun: Written = {"a": {"one": True, "two": UNTOLD}}
    report = house.written(facts=begun)

    assert "Nothing was recorded as undeterminable" in house.talk(report, "--by", "system", "--again")
    assert "question 1 " in house.talk(report, "--save", report, "--again", answers=("s",))
    assert house.data()["facts"]["a.two"] == UNTOLD
    house.talk(report, "--save", report, "--by", "advisor", "--again", answers=("y",))
    assert house.data()["facts"]["a.two"] == {"value": True, "by": "advisor"}


def test_an_adviser_may_tell_what_is_a_matter_of_appreciation(tmp_path: Path) -> None:
    facts = [fact("a.one"), fact("a.two", kind="evaluated", established_by=["advisor"])]
    house = House(tmp_path, {"all": [ONE, TWO]}, facts=facts, routes=[route("tell", {"category": "harmful"})])
    report = house.written(facts={"a.one": True, "a.two": {"undeterminable": True, "by": "advisor"}})

    assert "an adviser may record it too (--by advisor --again)" in house.talk(report)


def test_advisers_are_asked_where_their_views_still_settle_something(tmp_path: Path) -> None:
    """Part of an item's conditions could not be told; but whether it is suspected is the panel's to say."""
    suspected = provision("P-2", None, "harmful", suspected_of=["P-1"])
    house = House(tmp_path, None)
    made = files(
        provisions=[provision("P-1", {"all": [ONE, TWO]}, "illegal"), suspected],
        facts=[fact("a.one"), fact("a.two")],
        routes=[route("tell", {"provision": "P-2"})],
    )
    (tmp_path / "own" / "guideline.yaml").write_bytes(made["guideline.yaml"])
    report = house.written(facts={"a.one": True, "a.two": UNTOLD})

    first = house.talk(report)
    assert "  P-1 P-1: 0 of 3 advisers have given one" in first
    assert "the item stays open. They may still settle: tell" in first
    seen = house.talk(report, "--save", report, "--by", "advisor", answers=("A", "3", "B", "3"))

    assert "  Not known:\n    - a.two: could not be told (recorded by an analyst)\n" in seen
    assert "(decided)" in seen  # P-1 stays open, but what follows is settled
    assert len(house.data()["opinions"]) == 2


# --- saving -----------------------------------------------------------------------------------------------------------


def test_answers_that_are_not_saved_are_warned_of_and_offered_to_be_saved(tmp_path: Path) -> None:
    house = House(tmp_path, {"all": [ONE, TWO]})
    report, other = house.written(), house.written("other.json")

    seen = house.talk(report, answers=("y", "q", "nowhere/x.json", "other.json", "n", "saved.json"))
    assert seen.index("without --save") < seen.index("question 1")
    assert "nowhere/x.json: there is no such folder" in seen
    assert "other.json exists. y to write over it" in seen
    assert "Written to saved.json." in seen
    assert house.data("saved.json")["facts"] == {"a.one": {"value": True, "by": "analyst"}}
    assert json.loads(other.read_text("utf-8")) == {"id": "r"} == house.data()


@pytest.mark.parametrize(("lang", "said"), [("en", "The answers were not saved."), ("ja", "回答は保存していない。")])
def test_no_name_means_no(tmp_path: Path, lang: str, said: str) -> None:
    house = House(tmp_path, {"all": [ONE, TWO]})

    assert said in house.talk(house.written(), lang=lang, answers=("y", "q", ""))
    assert {each.name for each in tmp_path.iterdir()} == {"own", "new.json"}


def test_nothing_is_offered_where_nothing_was_answered(tmp_path: Path) -> None:
    house = House(tmp_path, {"all": [ONE, TWO]})

    assert "name of the file" not in house.talk(house.written(), answers=("q",))


def test_another_file_is_never_saved_over(tmp_path: Path) -> None:
    house = House(tmp_path, ONE)
    report = house.written()
    house.written("other.json")
    talk = Conversation("ask", report, "--guideline", "own", "--save", "other.json", cwd=tmp_path)

    assert talk.close() == 2
    assert "--save `other.json`: it exists, and is not the report" in talk.seen


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "new.json does not exist yet: a new report is begun, with the id new."),
        ("ja", "new.json はまだないため、新しい通報（id：new）として始める。"),
    ],
)
def test_a_file_that_does_not_exist_yet_begins_a_new_report(tmp_path: Path, lang: str, said: str) -> None:
    house = House(tmp_path, ONE)

    assert said in house.talk("new.json", "--save", "new.json", lang=lang, answers=("y",))
    assert house.data() == {"id": "new", "facts": {"a.one": {"value": True, "by": "analyst"}}}


def test_a_new_report_in_a_folder_that_there_is_not_is_refused(tmp_path: Path) -> None:
    House(tmp_path, ONE)
    talk = Conversation("ask", "nowhere/new.json", "--guideline", "own", cwd=tmp_path)

    assert talk.close() == 2


# --- lists ------------------------------------------------------------------------------------------------------------


def test_of_a_list_it_is_said_what_is_asked_of_each_and_how_many_there_are(tmp_path: Path) -> None:
    house = House(tmp_path, ITEM, facts=[fact("a.one")], lists=ITEMS)
    seen = house.talk(house.written(), "--save", "new.json", answers=("a", "y", "n", "a", "n", "ｃ"))
    told = [line for line in seen.splitlines() if line.startswith(("  Asked", "  Recorded", "- q"))]

    assert told[:3] == [
        "- question 1 (at most 1 left) items",
        "  Asked for each one: item.one, item.two",
        "  Recorded so far: 0",
    ]
    assert 'Added items, entry 1 (1 so far). The questions headed "items, entry 1" are about it.' in seen
    assert "  Recorded so far: 1" in told
    assert "items: recorded as complete, 2 in all." in seen
    assert [each.split(" ")[-1] for each in told if each.startswith("- q")] == [
        "items",
        "items[0].item.one",  # the list has the lower exposure, and yet is not asked again before its element is told
        "items[0].item.two",
        "items",
        "items[1].item.one",
        "items",
    ]
    assert house.data()["lists"]["items"]["complete"] is True


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "items: 1 recorded; whether there are more is undeterminable, and is not asked again."),
        ("ja", "items：1件を記録した。ほかにもあるかは「確認できず」と記録し、再び尋ねない。"),
    ],
)
def test_a_list_that_cannot_be_seen_to_the_end_is_not_asked_again(tmp_path: Path, lang: str, said: str) -> None:
    tell = [route("tell", {"category": "harmful"})]
    house = House(tmp_path, ITEM, facts=[fact("a.one")], lists=ITEMS, routes=tell)
    report = house.written()

    assert said in house.talk(report, "--save", report, lang=lang, answers=("a", "n", "u"))
    assert house.data()["lists"]["items"]["complete"] == "undeterminable"
    again = house.talk(report)
    assert "question" not in again
    assert "  - items: whether there are more [items]\n" in again
    assert "Decision: open (investigated, still open)" in again
    house.talk(report, "--save", report, "--again", answers=("s",))
    assert house.data()["lists"]["items"]["complete"] == "undeterminable"
    house.talk(report, "--save", report, "--again", answers=("c",))
    assert house.data()["lists"]["items"]["complete"] is True


# --- what is typed ----------------------------------------------------------------------------------------------------

TYPED: dict[str, tuple[Written, tuple[str, ...], Any]] = {
    "full-width numbers and a Japanese comma": (fact("a.one", "set", "x", "y", "none"), ("１、２",), ["x", "y"]),
    "a full-width comma": (fact("a.one", "set", "x", "y", "none"), ("1，2",), ["x", "y"]),
    "the words of a choice": (fact("a.one", "set", "x", "y", "none"), ("ｎｏｎｅ",), ["none"]),
    "a number of one choice": (fact("a.one", "enum", "x", "y"), ("２",), "y"),
    "a full-width letter": (fact("a.one"), ("ｙ",), True),
    "a Japanese word": (fact("a.one"), ("いいえ",), False),
    "a full-width number": (fact("a.one", "integer"), ("１０",), 10),
    "a full-width decimal": (fact("a.one", "decimal"), ("０．５",), "0.5"),
    "a full-width day": (fact("a.one", "date"), ("２０２５－１０－０１",), "2025-10-01"),
    "a full-width country": (fact("a.one", "country"), ("ｊｐ",), "JP"),
    "a full-width dash for none": (fact("a.one", "text"), ("－",), {"absent": True}),
    "once what is wrong is told": (fact("a.one", "enum", "x", "y"), ("7", "z", "1"), "x"),
    "once two that do not go together are told": (
        {
            **fact("a.one", "set", "x", "none"),
            "values": [
                {"id": "x", "title": {"ja": "x", "en": "x"}},
                {"id": "none", "title": {"ja": "なし", "en": "None at all"}, "exclusive": "true"},
            ],
        },
        ("1,2", "None at all"),
        ["none"],
    ),
    "once a number that is none is told": (fact("a.one", "integer"), ("many", "3"), 3),
    "once a day of no calendar is told": (fact("a.one", "date"), ("2025-02-30", "2025-02-28"), "2025-02-28"),
}


@pytest.mark.parametrize("name", TYPED)
def test_what_is_typed_is_understood(name: str, tmp_path: Path) -> None:
    declared, answers, value = TYPED[name]
    whens: dict[str, Any] = {
        "set": {"a.one": {"includes": "x"}},
        "enum": {"a.one": "x"},
        "boolean": {"a.one": "true"},
        "integer": {"a.one": {"at_least": "5"}},
        "decimal": {"a.one": {"at_least": "5"}},
        "date": {"a.one": {"after": "2020-01-01"}},
        "country": {"a.one": "JP"},
        "text": {"a.one": {"present": "true"}},
    }
    house = House(tmp_path, whens[declared["type"]], facts=[declared])
    seen = house.talk("new.json", "--save", "new.json", answers=answers)

    assert house.data()["facts"]["a.one"]["value"] == value
    assert "error" not in seen


def test_what_is_not_understood_is_told_with_the_numbers_on_the_screen(tmp_path: Path) -> None:
    house = House(tmp_path, {"a.one": "x"}, facts=[fact("a.one", "enum", "x", "y")])
    seen = house.talk("new.json", lang="ja", answers=("z", "ｕ", ""))

    assert "「z」に当たるものがありません。次の番号で答えてください\n  1. x\n  2. y\n" in seen
    assert "wrong-fact-value" not in seen


# --- whose turn it is, and when ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "  1 may be told by the system (asked with --by system)\n"),
        ("ja", "  システムが確認できるもの：1件（--by system で尋ねる）\n"),
    ],
)
def test_what_is_left_is_told_with_whose_it_is(tmp_path: Path, lang: str, said: str) -> None:
    house = House(tmp_path, {"all": [ONE, TWO]}, facts=[fact("a.one"), fact("a.two", established_by=["system"])])

    assert said in house.talk("new.json", "--save", "new.json", lang=lang, answers=("y",))


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            ("P-1 P-1: is the item met?\n  Recorded, and of weight for this item:\n    - a.one: yes", "next adviser"),
        ),
        ("ja", ("この項目に関して記録された事項：\n    - a.one：はい", "次のアドバイザーの氏名等を入力")),
    ],
)
def test_an_adviser_sees_what_an_item_rests_on_and_the_next_is_asked_for(
    tmp_path: Path, lang: str, said: tuple[str, ...]
) -> None:
    house = House(tmp_path, ONE, "illegal")
    report = house.written(facts={"a.one": {"value": True, "by": "analyst"}})
    seen = house.talk(report, "--save", report, "--by", "advisor", lang=lang, answers=("A", "１", "ｑ"))

    assert all(each in seen for each in said)
    assert [(each["adviser"], each["view"]) for each in house.data()["opinions"]] == [("A", "applies")]


def test_an_adviser_is_told_where_nothing_waits(tmp_path: Path) -> None:
    house = House(tmp_path, ONE, "illegal")
    report = house.written(facts={"a.one": True}, opinions=views("P-1", "applies", "applies"))

    assert "No item waits for the advisers' opinions." in house.talk(report, "--by", "advisor")


@pytest.mark.parametrize(("lang", "said"), [("en", "name it: --at 2022-05-01"), ("ja", "--at 2022-05-01 のように")])
def test_another_day_is_suggested_where_none_was_given(tmp_path: Path, lang: str, said: str) -> None:
    house = House(tmp_path, ONE)

    assert said in house.talk("new.json", lang=lang, answers=("q",), at=None)
    assert said not in house.talk("new.json", lang=lang, answers=("q",))


def test_many_questions_are_not_counted_down(tmp_path: Path) -> None:
    facts = [fact(f"a.n{number:02}") for number in range(32)]
    house = House(tmp_path, {"all": [{each["id"]: "true"} for each in facts]}, facts=facts)
    seen = house.talk("new.json", answers=("y", "y", "y", "q", ""))

    assert "- question 2 a.n01" in seen
    assert "- question 4 (at most 29 left, usually fewer) a.n03" in seen
