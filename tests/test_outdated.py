"""A guideline × a day → what is not firm in it: listed once each, with its place, and nothing else.

- `SMALL` says in its comments what must be listed on its lines.
- What the shipped guidelines must show is found a second time, by plain PyYAML, without our reader and records.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import ihc_rules as ihc
from ihc_rules.assurance.outdated import Doubt, outdated
from ihc_rules.cli import main
from ihc_rules.decision.data import decision_data, to_json
from ihc_rules.guideline.guideline import Guideline, make
from ihc_rules.guideline.parse.characters import unwrapped
from ihc_rules.testing.strategies import written
from tests.own_guideline import files, recipient

ROOT = Path(__file__).parents[1]
TODAY = date(2026, 1, 1)
SHIPPED = ("ihc", "consultation")
DAYS = ("2006-05-31", "2009-04-01", "2016-09-30", "2025-09-24", "2026-06-30", "2026-07-01", "2026-12-01", "2199-12-31")

# Each comment that begins with an arrow names what must be listed at its line on 1 January 2026.
SMALL: Mapping[str, str] = {
    "guideline.yaml": """\
guideline:
  id: small
  title: {ja: 例, en: Example}
  trusts: [analyst, advisor]
  governing_date: {of: decision, utc_offset: "+09:00"}
documents:
  - {id: S1, title: {ja: 資料, en: Document}}
editions:
  - id: 2025-01
    from: 2025-01-01
    title: {ja: 版, en: Edition}
    source: {document: S1, status: quoted}
    expected: # → expected
      what: {ja: 次の改訂, en: The next revision}
      source: {document: S1, status: summarised}
  - id: 2026-01
    from: 2026-01-02 # → begins
    title: {ja: 次の版, en: Next edition}
    source: {document: S1, status: derived} # → derived
categories:
  - id: illegal
    title: {ja: 違法情報, en: Illegal}
    legal_review: {when: {page.open: true}, source: {document: S1, status: derived}} # → derived
    panel: legal_panel
    source: {document: S1, status: quoted}
parameters:
  - id: legal_panel
    title: {ja: 合議, en: Panel}
    panel: {members: 3, quorum: 2, majority: all, of: votes, split: open, adviser_kinds: [lawyer]}
    source:
      document: S1
      status: assumed # → assumed
      note: 人数は不明
    in_force: {from: 2020-01-01, to: 2026-01-01, status: derived} # → derived, ends
  - id: legal_panel
    title: {ja: 合議, en: Panel}
    panel: {members: 5, quorum: 2, majority: all, of: votes, split: open, adviser_kinds: [lawyer]}
    source: {document: S1, status: summarised}
    in_force: {from: 2026-01-02} # → begins
""",
    "rules.yaml": """\
statutes:
  - id: an_act
    title: {ja: 法律, en: Act}
    source: {document: S1, status: quoted}
    articles:
      - article: "1"
        in_force: {from: 2000-01-01, status: assumed} # → assumed
        source: {document: S1, status: quoted}
        expected: # → expected, come
          what: {ja: 罰則の引上げ, en: Higher penalties}
          from: 2025-12-31
          source: {document: S1, status: derived} # → derived
facts:
  - id: page.open
    type: boolean
    title: {ja: 公開, en: Open}
    question: {ja: 公開されていますか。, en: "Is it open?"}
    kind: evaluated
    established_by: [analyst, advisor]
    delegated: {document: S1, status: assumed} # → assumed
    exposure: 0
provisions:
  - id: I-01
    name: one
    title: {ja: 項目, en: Item}
    category: illegal
    statutes:
      - act: an_act
        article: "1"
        in_force: {from: 2027-01-01} # → begins
    source: {document: S1, status: quoted}
    when: {page.open: true}
    unless:
      - id: news
        title: {ja: 報道, en: News}
        source: {document: S1, status: derived} # → derived
        when: {page.open: false}
        expected: # → expected
          what: {ja: 例外の廃止, en: The exception is dropped}
          from: 2026-01-02
          source: {document: S1, status: quoted}
  - id: I-02
    name: two
    title: {ja: 案の項目, en: Item of a draft}
    category: illegal
    draft: true # → draft
    source: {document: S1, status: quoted}
    when: {page.open: true}
recipients:
  - id: police
    title: {ja: 警察, en: Police}
    channels: [mail]
    languages: [ja]
    source: {document: S1, status: quoted}
    expected: # → expected, come
      what: {ja: 送付先の変更, en: Another address}
      from: 2026-01-01
      source: {document: S1, status: quoted}
routes:
  - id: tell
    title: {ja: 情報提供, en: Tell}
    action: tell
    to: police
    when: {category: illegal}
    basis: {document: S1, status: derived} # → derived
""",
}
Shown = list[tuple[str, int, str]]


def small() -> Guideline:
    return make({name: text.encode() for name, text in SMALL.items()})


def shown(doubts: tuple[Doubt, ...]) -> Shown:
    """What is listed, by file and line."""
    return sorted((each.place.file, each.place.line, each.kind) for each in doubts if each.place)


def said(texts: Mapping[str, str]) -> Shown:
    """What the comments say."""
    return sorted(
        (file, number, kind)
        for file, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if "# →" in line
        for kind in line.partition("# →")[2].replace(", come", "").strip().split(", ")
    )


# --- a small guideline ------------------------------------------------------------------------------------------------


def test_each_doubt_is_listed_once_with_its_place() -> None:
    found = outdated(small(), TODAY)

    assert shown(found) == said(SMALL)
    assert {each.kind for each in found} == {"derived", "assumed", "draft", "begins", "ends", "expected"}


def test_the_order_is_that_of_the_files() -> None:
    places = [each.place for each in outdated(small(), TODAY)]

    assert places == sorted(filter(None, places))


def test_a_doubt_names_its_record_and_its_part() -> None:
    named = {(each.kind, each.what, each.about) for each in outdated(small(), TODAY)}

    assert named >= {
        ("begins", "editions 2026-01", "in_force"),
        ("derived", "categories illegal", "legal_review.source"),
        ("assumed", "facts page.open", "delegated"),
        ("derived", "provisions I-01 news", "source"),
        ("begins", "provisions I-01 1", "in_force"),
        ("assumed", "statutes an_act 1", "in_force"),
        ("expected", "statutes an_act 1", "expected"),
        ("derived", "statutes an_act 1", "expected.source"),
        ("derived", "routes tell", "basis"),
        ("draft", "provisions I-02", "draft"),
    }


def test_an_expected_change_says_what_and_since_when() -> None:
    found = [each for each in outdated(small(), TODAY) if each.kind == "expected"]
    what = {each.what: (each.expected.what.en, each.day, each.come) for each in found if each.expected}

    assert what == {
        "editions 2025-01": ("The next revision", None, False),
        "provisions I-01 news": ("The exception is dropped", date(2026, 1, 2), False),
        "recipients police": ("Another address", date(2026, 1, 1), True),
        "statutes an_act 1": ("Higher penalties", date(2025, 12, 31), True),
    }


Days = dict[str, tuple[list[str], list[str], list[str]]]
MOVED: Days = {  # the day → what begins, what ends, which expected day has come
    "2024-12-31": (
        ["editions 2025-01", "editions 2026-01", "parameters legal_panel", "provisions I-01 1"],
        ["parameters legal_panel"],
        [],
    ),
    "2025-12-30": (
        ["editions 2026-01", "parameters legal_panel", "provisions I-01 1"],
        ["parameters legal_panel"],
        [],
    ),
    "2026-01-01": (
        ["editions 2026-01", "parameters legal_panel", "provisions I-01 1"],
        ["parameters legal_panel"],
        ["recipients police", "statutes an_act 1"],
    ),
    "2026-01-02": (
        ["provisions I-01 1"],
        [],
        ["provisions I-01 news", "recipients police", "statutes an_act 1"],
    ),
    "2027-01-01": ([], [], ["provisions I-01 news", "recipients police", "statutes an_act 1"]),
}


@pytest.mark.parametrize("day", MOVED)
def test_the_day_says_what_is_still_to_come(day: str) -> None:
    found = outdated(small(), date.fromisoformat(day))
    begins, ends = (sorted(each.what for each in found if each.kind == kind) for kind in ("begins", "ends"))
    come = sorted(each.what for each in found if each.come)

    assert (begins, ends, come) == MOVED[day]


def test_the_day_moves_nothing_else() -> None:
    def undated(day: date) -> list[tuple[str, str, str]]:
        return [
            (each.kind, each.what, each.about) for each in outdated(small(), day) if each.kind not in ("begins", "ends")
        ]

    assert undated(date(1990, 1, 1)) == undated(TODAY) == undated(date(2100, 1, 1))


# --- the shipped guidelines: nothing is left out, and nothing else is listed ------------------------------------------


def nodes(node: yaml.Node) -> Iterator[yaml.MappingNode]:
    """Every mapping of a file."""
    if isinstance(node, yaml.MappingNode):
        yield node
        for _, value in node.value:
            yield from nodes(value)
    elif isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from nodes(each)


def later(node: yaml.Node, key: str, kind: str, holds: Callable[[str], bool]) -> Iterator[tuple[int, str]]:
    for name, value in node.value:
        if name.value == key and holds(value.value):
            yield value.start_mark.line + 1, kind


def told(node: yaml.MappingNode, day: str) -> Iterator[tuple[int, str]]:
    """What one mapping says that is not firm: lines and kinds. Days are compared as they are written."""
    for key, value in node.value:
        line = value.start_mark.line + 1
        if key.value == "status" and value.value not in ("quoted", "summarised"):
            yield line, value.value
        elif key.value == "draft" and value.value == "true":
            yield line, "draft"
        elif key.value == "expected":
            yield key.start_mark.line + 1, "expected"
        elif key.value == "in_force":
            yield from later(value, "from", "begins", lambda written: written > day)
            yield from later(value, "to", "ends", lambda written: written >= day)


@cache
def composed(folder: Path) -> Mapping[str, yaml.Node]:
    """The files of a guideline by name, without its cases."""
    found = {}
    for path in folder.rglob("*.yaml"):
        name = path.relative_to(folder).as_posix()
        node = yaml.compose(path.read_text(encoding="utf-8"))
        if node is not None and not name.startswith("cases/"):
            found[name] = node
    return found


def oracle(folder: Path, day: str) -> Shown:
    """What must be listed, read by plain PyYAML."""
    found: Shown = []
    for name, top in composed(folder).items():
        found += [(name, *each) for node in nodes(top) for each in told(node, day)]
        for section, records in top.value:
            for edition in records.value if section.value == "editions" else ():
                found += [(name, *each) for each in later(edition, "from", "begins", lambda written: written > day)]
    return sorted(found)


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("name", SHIPPED)
def test_what_is_not_firm_is_listed_and_nothing_else(name: str, day: str) -> None:
    found = shown(outdated(ihc.load(name), date.fromisoformat(day)))

    assert found == oracle(ROOT / "guidelines" / name, day)


NOT_FIRM = re.compile("導い|記憶|とした|確かめて(い|お)")  # what authors write beside what no document says


def unsure(node: yaml.Node | None) -> bool:
    """The mapping carries a status that `outdated` lists."""
    fields = {} if node is None else {key.value: value.value for key, value in node.value}
    return fields.get("status") in ("derived", "assumed")


def taken_for_firm(node: yaml.MappingNode) -> Iterator[str]:
    """Notes of a record that tell a doubt which neither its source nor its dates admit."""
    fields = {key.value: value for key, value in node.value}
    for key in ("source", "basis", "delegated"):
        cited = fields.get(key)
        if not isinstance(cited, yaml.MappingNode) or unsure(cited) or unsure(fields.get("in_force")):
            continue
        yield from (value.value for name, value in cited.value if name.value == "note" and NOT_FIRM.search(value.value))


@pytest.mark.parametrize("name", SHIPPED)
def test_what_a_note_calls_derived_or_remembered_is_listed(name: str) -> None:
    tops = composed(ROOT / "guidelines" / name).values()

    assert [note for top in tops for node in nodes(top) for note in taken_for_firm(node)] == []


def test_the_oracle_reads_the_small_guideline_alike(tmp_path: Path) -> None:
    assert oracle(folder_of(SMALL, tmp_path), TODAY.isoformat()) == said(SMALL)


def test_what_is_announced_is_listed() -> None:
    found = {each.what: each for each in outdated(ihc.load("ihc"), date(2026, 12, 1)) if each.kind == "expected"}

    assert {*found} == {
        "editions 2025-09",
        "provisions I-12",
        "provisions I-13",
        "statutes criminal_proceeds_act 28(4)",
    }
    assert {what for what, each in found.items() if each.come} == {
        "provisions I-13",
        "statutes criminal_proceeds_act 28(4)",
    }


# --- on the command line ----------------------------------------------------------------------------------------------


def folder_of(texts: Mapping[str, str], folder: Path) -> Path:
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


Ran = tuple[int, str, str]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Callable[..., Ran]:
    """`ihc-rules outdated` on the small guideline."""
    folder = folder_of(SMALL, tmp_path)

    def go(*words: str) -> Ran:
        code = main(["outdated", str(folder), *words])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return go


TEXTS: Mapping[str, str] = {
    "en": """\
guideline.yaml:13:5: expected (day not known): editions 2025-01 ― The next revision
guideline.yaml:17:11: from 2026-01-02: editions 2026-01 (in force)
guideline.yaml:19:36: derived: editions 2026-01 (source)
guideline.yaml:23:76: derived: categories illegal (legal review, source)
guideline.yaml:32:15: assumed: parameters legal_panel (source) ― 人数は不明
guideline.yaml:34:38: until 2026-01-01: parameters legal_panel (in force)
guideline.yaml:34:58: derived: parameters legal_panel (in force)
guideline.yaml:39:22: from 2026-01-02: parameters legal_panel (in force)
rules.yaml:7:46: assumed: statutes an_act 1 (in force)
rules.yaml:9:9: expected from 2025-12-31: statutes an_act 1 ― Higher penalties ― \
the expected day has come: check whether it happened
rules.yaml:12:42: derived: statutes an_act 1 (expected change, source)
rules.yaml:20:39: assumed: facts page.open (delegation)
rules.yaml:30:26: from 2027-01-01: provisions I-01 1 (in force)
rules.yaml:36:40: derived: provisions I-01 news (source)
rules.yaml:38:9: expected from 2026-01-02: provisions I-01 news ― The exception is dropped
rules.yaml:46:12: draft: provisions I-02
rules.yaml:55:5: expected from 2026-01-01: recipients police ― Another address ― \
the expected day has come: check whether it happened
rules.yaml:65:35: derived: routes tell (basis)

small: 6 derived, 3 assumed, 1 draft(s), 4 change(s) with a day, 4 expected without one
""",
    "ja": """\
guideline.yaml:13:5: 変更の予定（日は不明）: editions 2025-01 ― 次の改訂
guideline.yaml:17:11: 2026-01-02から: editions 2026-01 (施行期間)
guideline.yaml:19:36: 推論: editions 2026-01 (出典)
guideline.yaml:23:76: 推論: categories illegal (法的検討・出典)
guideline.yaml:32:15: 仮定: parameters legal_panel (出典) ― 人数は不明
guideline.yaml:34:38: 2026-01-01まで: parameters legal_panel (施行期間)
guideline.yaml:34:58: 推論: parameters legal_panel (施行期間)
guideline.yaml:39:22: 2026-01-02から: parameters legal_panel (施行期間)
rules.yaml:7:46: 仮定: statutes an_act 1 (施行期間)
rules.yaml:9:9: 変更の予定（2025-12-31以降）: statutes an_act 1 ― 罰則の引上げ ― \
予定の日が来ています。実際に変わったか確かめてください
rules.yaml:12:42: 推論: statutes an_act 1 (変更の予定・出典)
rules.yaml:20:39: 仮定: facts page.open (委任の根拠)
rules.yaml:30:26: 2027-01-01から: provisions I-01 1 (施行期間)
rules.yaml:36:40: 推論: provisions I-01 news (出典)
rules.yaml:38:9: 変更の予定（2026-01-02以降）: provisions I-01 news ― 例外の廃止
rules.yaml:46:12: 案: provisions I-02
rules.yaml:55:5: 変更の予定（2026-01-01以降）: recipients police ― 送付先の変更 ― \
予定の日が来ています。実際に変わったか確かめてください
rules.yaml:65:35: 推論: routes tell (根拠)

small：推論 6 件、仮定 3 件、案 1 件、日の決まった変更 4 件、日の分からない変更の予定 4 件
""",
}


@pytest.mark.parametrize("lang", TEXTS)
def test_the_list_in_words(run: Callable[..., Ran], lang: str) -> None:
    assert run("--today", "2026-01-01", "--lang", lang) == (0, TEXTS[lang], "")


def test_the_list_as_json(run: Callable[..., Ran]) -> None:
    code, out, err = run("--today", "2026-01-01", "--json")
    found = json.loads(out)

    assert (code, err) == (0, "")
    assert sorted((each["file"], each["line"], each["kind"]) for each in found) == said(SMALL)
    assert next(each for each in found if each["what"] == "statutes an_act 1" and each["kind"] == "expected") == {
        "kind": "expected",
        "what": "statutes an_act 1",
        "about": "expected",
        "note": "",
        "change": {"ja": "罰則の引上げ", "en": "Higher penalties"},
        "day": "2025-12-31",
        "come": True,
        "file": "rules.yaml",
        "line": 9,
        "column": 9,
    }
    assert {tuple(each) for each in found} == {tuple(found[0])}
    assert all(each["change"] is None and not each["come"] for each in found if each["kind"] != "expected")


def test_without_a_day_it_is_today(run: Callable[..., Ran]) -> None:
    code, out, err = run("--json")

    assert (code, err) == (0, "")
    assert {each["kind"] for each in json.loads(out)} >= {"derived", "assumed", "draft", "expected"}


@pytest.mark.parametrize("words", [("--today", "someday"), ("--today", "2026-02-30"), ("--tomorrow",)])
def test_wrong_use_is_told(run: Callable[..., Ran], words: tuple[str, ...]) -> None:
    code, out, err = run(*words)

    assert (code, out) == (2, "")
    assert words[-1] in err


def test_a_guideline_with_a_mistake_has_no_list(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    wrong = {**SMALL, "rules.yaml": SMALL["rules.yaml"].replace("to: police", "to: polise")}
    code = main(["outdated", str(folder_of(wrong, tmp_path)), "--lang", "en"])
    printed = capsys.readouterr()

    assert code in (1, 2)
    assert printed.out == ""
    assert "unknown-recipient" in printed.err


# --- what is expected decides nothing ---------------------------------------------------------------------------------

CHANGE = {
    "what": {"ja": "変更", "en": "A change"},
    "from": "2020-01-01",
    "source": {"document": "S24", "status": "derived"},
}
DATED = ("editions", "categories", "parameters", "definitions", "provisions", "recipients", "routes", "triage")
PARTS = ("unless", "statutes", "articles")  # dated records inside others
Sections = dict[str, Any]


class Texts(yaml.BaseLoader):
    """Every scalar as text; Japanese that goes on in the next line without a space, as our reader has it."""

    def construct_scalar(self, node: yaml.ScalarNode) -> str:
        value = str(super().construct_scalar(node))
        return unwrapped(value) if node.style != "|" and node.end_mark.line > node.start_mark.line else value


def sections_of(name: str) -> dict[str, Sections]:
    """The files of a shipped guideline, every scalar as text."""
    folder = ROOT / "guidelines" / name
    paths = [each for each in folder.rglob("*.yaml") if "cases" not in each.relative_to(folder).parts]
    return {
        path.relative_to(folder).as_posix(): yaml.load(path.read_text("utf-8"), Texts)  # noqa: S506 - text only
        for path in paths
    }


def dated(sections: Sections) -> Iterator[Sections]:
    """Every record of a file at which a change may be expected."""
    for section, records in sections.items():
        for record in records if isinstance(records, list) else ():
            if section in DATED:
                yield record
            for part in PARTS:
                yield from record.get(part, ())


@cache
def ways(name: str, document: str) -> tuple[Guideline, Guideline, int]:
    """A shipped guideline in which nothing is expected, and one in which everything is; how many records that is."""
    change = {**CHANGE, "source": {"document": document, "status": "derived"}}
    without, everywhere = sections_of(name), sections_of(name)
    records = [each for sections in everywhere.values() for each in dated(sections)]
    for each in records:
        each["expected"] = change
    for sections in without.values():
        for each in dated(sections):
            each.pop("expected", None)
    made = [make({file: written(each) for file, each in files.items()}) for files in (without, everywhere)]
    return made[0], made[1], len(records)


DECIDED = ("2009-05-01", "2025-10-01", "2026-12-01")
REPORTS = ("complete", "emergency", "incomplete")


def test_what_is_expected_changes_no_decision() -> None:
    without, everywhere, count = ways("ihc", "S24")

    assert sum(each.kind == "expected" for each in outdated(everywhere, TODAY)) == count > 150
    for day in DECIDED:
        at = datetime.fromisoformat(f"{day}T12:00:00+09:00")
        for report in REPORTS:
            data = json.loads((ROOT / f"examples/reports/{report}.json").read_text("utf-8"))
            before, after = (
                ihc.decide(each, each.report(data), at=at, include_drafts=drafts)
                for drafts in [report == "complete"]
                for each in (without, everywhere)
            )
            old, new = (each.edition.guideline_digest for each in (before, after))

            assert old != new  # the bytes of the files are others
            assert to_json(decision_data(before, trace=True)) == to_json(decision_data(after, trace=True)).replace(
                new, old
            )
            assert ihc.explain(before, "ja") == ihc.explain(after, "ja")


@pytest.mark.parametrize(
    ("name", "document", "days"), [("ihc", "S24", DECIDED), ("consultation", "SEED2", DECIDED[1:])]
)
def test_what_is_expected_changes_no_digest_of_an_edition(name: str, document: str, days: tuple[str, ...]) -> None:
    without, everywhere, _ = ways(name, document)

    assert without.boundaries == everywhere.boundaries  # the expected day begins nothing
    for day in days:
        digests = {each.on(date.fromisoformat(day), include_drafts=True).digest for each in (without, everywhere)}

        assert digests == {ihc.load(name).on(date.fromisoformat(day), include_drafts=True).digest}


def test_a_change_of_what_is_in_force_does_change_the_digest() -> None:
    """The tests above could not pass by a digest that sees nothing."""
    change = {**CHANGE, "source": {"document": "D1", "status": "assumed"}}
    plain, announced, changed = (
        make(files(recipients=[recipient("police", **more)])).on(TODAY).digest
        for more in ({}, {"expected": change}, {"in_force": {"from": "2020-01-01"}})
    )

    assert plain == announced
    assert plain != changed


def test_the_day_that_is_expected_may_not_be_known() -> None:
    text = SMALL["rules.yaml"]
    undated = {**SMALL, "rules.yaml": text.replace("          from: 2025-12-31\n", "")}
    assert undated != SMALL
    found = outdated(make({name: each.encode() for name, each in undated.items()}), date(2199, 1, 1))

    assert [
        (each.day, each.come) for each in found if each.what == "statutes an_act 1" and each.kind == "expected"
    ] == [(None, False)]
