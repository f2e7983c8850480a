"""Decisions → the words that a lawyer reads, each accepted by eye: tests/explanations/<name>.<lang>.txt.

`IHC_RULES_WRITE=1` writes them anew; then read the diff as somebody who has never seen the YAML.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import ihc_rules as ihc
from ihc_rules.decision.explain import summary
from ihc_rules.decision.wording import article
from ihc_rules.errors import Lang
from tests.own_guideline import AT, Written, category, decided, fact, own, provision, route, views

ROOT = Path(__file__).parents[1]
FOLDER = Path(__file__).parent / "explanations"
SHIPPED, OWN = ihc.load("ihc"), ihc.load(FOLDER / "guideline")
LANGUAGES: tuple[Lang, Lang] = ("ja", "en")
UNTOLD = {"undeterminable": True, "by": "analyst"}


def by(role: str, **facts: Any) -> Written:
    return {name.replace("__", "."): {"value": value, "by": role} for name, value in facts.items()}


VISIBLE = by("analyst", posting__visibility="unspecified_persons", content__genitals="clearly_visible")
I01 = {**VISIBLE, **by("analyst", content__evident_context="none")}
CHILD = {"person.existence": "real_person", "person.age_evidence": {"value": "appearance_evident", "by": "analyst"}}
ACT = {"depiction.act": "intercourse_or_similar"}
OFFER = by(
    "analyst", suicide__reference="explicit", suicide__conduct=["offers_help"], suicide__addressee="person_hinting"
)
NOTHING_ELSE = {
    **by("system", page__kind="web_page", page__reachable="reachable"),
    **by("analyst", life__notice=["none"], posting__visibility="unspecified_persons", content__genitals="none_visible"),
}
SAID = "2025-09-01T09:00:00+09:00"


def physicians(subject: str, *given: str, element: str = "") -> list[Written]:
    return [{**each, "adviser_kind": "physician"} for each in views(subject, *given, element=element)]


def example(name: str, page: int | None = None) -> Written:
    data: Any = json.loads((ROOT / f"examples/reports/{name}.json").read_text("utf-8"))
    found: Written = data if page is None else data["reports"][page]
    return found


PRESENT = by("analyst", thing__present=True)
ABSENT = {"thing.words": {"value": {"absent": True}, "by": "analyst"}}
QUIET = {**PRESENT, **ABSENT, **by("analyst", thing__consent=False, thing__day="2020-03-31")}
ENOUGH = by("analyst", thing__count=10000)
EMPTY = {"entries": {"complete": True, "items": []}}
# what is explained: a guideline, a report, and one item of it (or the whole decision)
TOLD: dict[str, tuple[ihc.Guideline, Written, str | None]] = {
    # the examples that are shipped
    "complete": (SHIPPED, example("complete"), None),
    "incomplete": (SHIPPED, example("incomplete"), None),
    "emergency": (SHIPPED, example("emergency"), None),
    "submission-search-results": (SHIPPED, example("submission", 0), None),
    "submission-page": (SHIPPED, example("submission", 1), None),
    "complete-why-not-i14": (SHIPPED, example("complete"), "I-14"),
    # I-01 in each state
    "i01-nothing-known": (SHIPPED, {}, "I-01"),
    "i01-could-not-be-told": (SHIPPED, {"facts": {**I01, "content.genitals": UNTOLD}}, "I-01"),
    "i01-awaits-the-panel": (SHIPPED, {"facts": I01, "opinions": views("I-01", "applies")}, "I-01"),
    "i01-panel-split": (
        SHIPPED,
        {"facts": I01, "opinions": views("I-01", "applies", "does_not_apply", "reserved")},
        "I-01",
    ),
    "i01-panel-denies": (
        SHIPPED,
        {"facts": I01, "opinions": views("I-01", "does_not_apply", "does_not_apply")},
        "I-01",
    ),
    "i01-panel-closed": (SHIPPED, {"facts": I01, "closed_panels": {"I-01": SAID}}, "I-01"),
    "i01-exception": (SHIPPED, {"facts": {**VISIBLE, **by("analyst", content__evident_context="medical")}}, "I-01"),
    "i01-suspected": (
        SHIPPED,
        {
            "facts": {**NOTHING_ELSE, **I01},
            "opinions": views("I-01", "considerable_suspicion", "considerable_suspicion", "applies"),
        },
        None,
    ),
    # lists
    "i02-list-incomplete": (
        SHIPPED,
        {
            "facts": VISIBLE,
            "lists": {
                "depictions": {
                    "complete": False,
                    "items": [{"person.existence": "drawn"}, {**CHILD, "depiction.act": UNTOLD}],
                }
            },
        },
        "I-02",
    ),
    "i02-element": (
        SHIPPED,
        {
            "facts": VISIBLE,
            "lists": {"depictions": {"complete": False, "items": [{"person.existence": "drawn"}, {**CHILD, **ACT}]}},
            "opinions": views("I-02", "applies", "applies"),
        },
        "I-02",
    ),
    "i02-no-such-element": (
        SHIPPED,
        {"facts": VISIBLE, "lists": {"depictions": {"complete": True, "items": [{"person.existence": "drawn"}]}}},
        "I-02",
    ),
    "i02-no-element": (SHIPPED, {"facts": VISIBLE, "lists": {"depictions": {"complete": True, "items": []}}}, "I-02"),
    # exceptions and suspicion
    "u01-four-exceptions": (SHIPPED, {"facts": {**OFFER, **by("analyst", posting__context="none")}}, "U-1"),
    "u01-exception": (SHIPPED, {"facts": {**OFFER, **by("analyst", posting__context="news_report")}}, "U-1"),
    "h01-exception-of-another-item": (
        SHIPPED,
        {
            "facts": {
                **VISIBLE,
                **by("analyst", content__evident_context="medical", access__controlled_service=False),
                **by("analyst", dating_site__at_request=False, solicitation__actor="nobody"),
            },
            "lists": {"depictions": {"complete": True, "items": []}},
        },
        "H-1",
    ),
    "h01-panel-suspects": (SHIPPED, {"facts": I01, "opinions": views("I-01", *["considerable_suspicion"] * 3)}, "H-1"),
    "h02-nothing-known": (SHIPPED, {}, "H-2"),
    "i04-no-penalty": (
        SHIPPED,
        {
            "facts": {
                **VISIBLE,
                **by(
                    "analyst",
                    dating_site__at_request=True,
                    dating_site__public_display=True,
                    dating_site__mutual_contact=True,
                ),
                **by("analyst", dating_site__business=True, dating__invitee="child", dating__purpose="association"),
                **by("analyst", dating__consideration="none", dating__partner="not_shown_as_child"),
                **by("analyst", posting__context="none"),
            },
            "opinions": views("I-04", "applies", "applies"),
        },
        "I-04",
    ),
    # what the shipped guideline does not have
    "precedence": (OWN, {"facts": {**PRESENT, **by("analyst", thing__count=25000)}}, "A-2"),
    "precedence-not-met": (OWN, {"facts": {**PRESENT, **by("analyst", thing__count=9999)}}, "A-2"),
    "precedence-open": (OWN, {"facts": PRESENT}, "A-2"),
    "number": (OWN, {"facts": {**PRESENT, **by("analyst", thing__count=9999)}}, "A-1"),
    "articles": (OWN, {"facts": {**PRESENT, **by("analyst", thing__count=10000, thing__urgent=True)}}, "A-1"),
    "presumed": (
        OWN,
        {
            "investigation_complete": True,
            "facts": {**PRESENT, **ABSENT},
        },
        "A-3",
    ),
    "presumed-though-looked-for": (
        OWN,
        {"investigation_complete": True, "facts": {**PRESENT, **ABSENT, "thing.consent": UNTOLD}},
        "A-3",
    ),
    "weighed": (
        OWN,
        {
            "facts": by("analyst", thing__day="2020-04-01"),
            "opinions": physicians("A-4", "applies", "applies", element="weighing"),
        },
        "A-4",
    ),
    "weighed-open": (
        OWN,
        {
            "facts": by("analyst", thing__day="2020-04-01"),
            "opinions": physicians("A-4", "applies", "does_not_apply", "reserved", element="weighing"),
        },
        "A-4",
    ),
    "weighed-why-not": (OWN, {"facts": by("analyst", thing__day="2020-03-31")}, "A-4"),
    "entries-why-not": (OWN, {"lists": {"entries": {"complete": False, "items": [{"entry.kind": "mention"}]}}}, "A-5"),
    "sets": (OWN, {"facts": by("analyst", thing__signs=["first", "second"])}, "A-5"),
    "suspected": (OWN, {}, "A-6"),
    "hold-open": (OWN, {"facts": {**QUIET, **by("system", desk__open=True)}, "lists": EMPTY}, None),
    "nobody-reachable": (OWN, {"facts": {**QUIET, **ENOUGH, **by("system", desk__open=False)}, "lists": EMPTY}, None),
    "recipient-open": (OWN, {"facts": {**QUIET, **ENOUGH}, "lists": EMPTY}, None),
    "nothing-met": (
        OWN,
        {
            "facts": by("analyst", thing__present=False, thing__day="2020-03-31"),
            "lists": EMPTY,
        },
        None,
    ),
    "before-the-review": (
        OWN,
        {
            "facts": {
                **by("analyst", thing__present=False, thing__day="2020-03-31", thing__signs=["none"]),
                **by("system", thing__time="2025-05-31T23:59:59+09:00"),
            },
            "lists": {"entries": {"complete": True, "items": [{"entry.kind": "offer", "entry.named": True}]}},
        },
        None,
    ),
}


def told(name: str, lang: Lang) -> str:
    guideline, report, provision = TOLD[name]
    decision = ihc.decide(guideline, guideline.report({"id": "r", **report}), at=AT)
    return ihc.explain(decision, lang) if provision is None else ihc.explain_provision(decision, provision, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", TOLD)
def test_the_words_are_those_that_were_accepted(name: str, lang: Lang) -> None:
    path, text = FOLDER / f"{name}.{lang}.txt", told(name, lang) + "\n"
    if os.environ.get("IHC_RULES_WRITE"):
        path.write_text(text, encoding="utf-8")

    assert path.read_text("utf-8") == text


def test_every_accepted_text_is_told() -> None:
    assert {path.name for path in FOLDER.glob("*.txt")} == {f"{name}.{lang}.txt" for name in TOLD for lang in LANGUAGES}


# --- what holds for every text ----------------------------------------------------------------------------------------

# names of a guideline that a reader need not know
IDS = re.compile(r"\b[a-z]+_[a-z_]+\b|\b[a-z]+\.[a-z_]+\b(?<!\.yaml)(?<!nantv\.com)(?<!info\.nantv)")


def texts(lang: Lang) -> Iterator[tuple[str, str]]:
    for name in TOLD:
        for line in told(name, lang).splitlines():
            yield name, line


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_id_of_a_fact_is_told(lang: Lang) -> None:
    found = [(name, line) for name, line in texts(lang) if IDS.search(line.partition("yaml:")[0])]

    assert found == []


ENGLISH = re.compile(r"[A-Za-z]{2,}")
NAMES = re.compile(
    r"I-\d+|[A-Z]-\d|URL|CDN|SNS|SMS|ID|JP|UTC|INHOPE|The Japan Times|About Internet Hotline Center|info\.nantv\.com"
    r"|The Role of the Internet Hotline Center|The Operation of the Internet Hotline Center|[a-z-]+(/[a-z-]+)*\.yaml:\d+"
)


def test_japanese_is_japanese() -> None:
    """Nothing English but names: of sources and their sections, of files, and what has no Japanese name."""
    found = [(name, line) for name, line in texts("ja") if ENGLISH.search(NAMES.sub("", line))]

    assert found == []


def test_japanese_punctuation_is_full_width() -> None:
    odd = re.compile(r"[:;!?]|,(?!\d)|\w\(|[。、：；]\s*[。、：；]|\.(?!\w)")
    found = [(name, line) for name, line in texts("ja") if odd.search(NAMES.sub("名", line))]

    assert found == []


def test_english_is_written_in_half_width() -> None:
    quoted = re.compile(r"①ア・イ|①アただし書|児童ポルノ公然陳列 年齢の基準a・b|[ぁ-んァ-ヶ一-龠①-⑳ー・]+")
    found = [(name, line) for name, line in texts("en") if re.search(r"[：；、。（）「」]", quoted.sub("", line))]

    assert found == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_summary_is_the_explanation_without_reasons(lang: Lang) -> None:
    for guideline, report, _ in TOLD.values():
        decision = ihc.decide(guideline, guideline.report({"id": "r", **report}), at=AT)
        short, whole = summary(decision, lang).splitlines(), ihc.explain(decision, lang).splitlines()
        only_here = {"ja": "まだ決まらない項目もあるが、", "en": "Still open, but nothing further follows from it: "}[
            lang
        ]
        assert {each for each in short if not each.startswith(only_here)} <= set(whole)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_text_is_not_longer_than_what_somebody_reads(lang: Lang) -> None:
    assert max(len(told(name, lang).splitlines()) for name in TOLD) <= 80
    assert max(len(told(name, lang).splitlines()) for name in TOLD if TOLD[name][2]) <= 20


# --- the first lines --------------------------------------------------------------------------------------------------

GATE = category("gone", stops="true", in_scope="false")
CATEGORIES = [category("first", stops="true", in_scope="false"), GATE, category("harmful")]
OPEN_ITEMS = own(
    facts=[fact("a.one"), fact("a.two"), fact("a.three")],
    categories=CATEGORIES,
    provisions=[
        provision("P-1", {"a.one": "true"}, "first"),
        provision("P-2", {"a.two": "true"}, "gone"),
        provision("P-3", {"a.three": "true"}),
        provision("P-4", {"a.three": "true"}, draft="true"),
    ],
    routes=[route("tell", {"category": "harmful"}, despite="all")],
)
NO_ROUTE = own(
    facts=[fact("a.one")],
    provisions=[provision("P-1", {"a.one": "true"})],
    routes=[route("tell", {"category": "illegal"})],
)
FIRST_LINES: dict[str, tuple[ihc.Guideline, Written, dict[Lang, str]]] = {
    "nothing can change, a category is open": (
        NO_ROUTE,
        {},
        {
            "ja": "判断：取扱いはこれ以上変わらない（判断済み）。「harmful」に当たるかどうかは未確定だが、そのために行うことはない",
            "en": 'Decision: no referral can change any more (decided); whether it is "harmful" stays open, and nothing'
            " further follows from that",
        },
    ),
    "out of scope, an earlier category is open": (
        OPEN_ITEMS,
        {"a.two": True},
        {
            "ja": "判断：対象外（gone）。「first」に当たるかどうかは未確定",
            "en": 'Decision: out of scope (gone); whether it is "first" stays open',
        },
    ),
    "open": (OPEN_ITEMS, {}, {"ja": "判断：未確定（調査中）", "en": "Decision: open (being investigated)"}),
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", FIRST_LINES)
def test_the_headline_never_contradicts_itself(name: str, lang: Lang) -> None:
    guideline, facts, expected = FIRST_LINES[name]

    assert ihc.explain(decided(guideline, facts), lang).splitlines()[0] == expected[lang]


def test_every_open_item_has_a_reason_though_nothing_rests_on_it() -> None:
    text = ihc.explain(decided(NO_ROUTE), "en")

    assert "Nothing follows." in text
    assert text.endswith(
        "Items that are still open (they change nothing that follows)\n  - P-1 P-1 – not known yet: a.one"
    )


def test_the_summary_says_that_nothing_follows_from_what_stays_open() -> None:
    settled, asked = decided(NO_ROUTE), decided(OPEN_ITEMS)

    assert summary(settled, "en").endswith("\nStill open, but nothing further follows from it: P-1 P-1")
    assert summary(settled, "ja").endswith("\nまだ決まらない項目もあるが、取扱いには影響しない：P-1 P-1")
    assert "Still open, but" not in summary(asked, "en")


def test_drafts_that_are_counted_are_named_and_marked() -> None:
    report = OPEN_ITEMS.report({"id": "r", "facts": {"a.one": False, "a.two": False, "a.three": True}})
    decision = ihc.decide(OPEN_ITEMS, report, at=AT, include_drafts=True)

    assert ihc.explain(decision, "en").splitlines()[2] == "Drafts, which are not in force, were counted: P-4."
    assert "  P-4 P-4 [draft]: met" in ihc.explain(decision, "en").splitlines()
    assert summary(decision, "ja").splitlines()[2] == "効力のない案の項目（P-4）も数えて判断した。"
    assert "  P-4 P-4（案）：該当" in summary(decision, "ja").splitlines()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_notice_to_the_reporter_is_said_at_once(lang: Lang) -> None:
    decision = decided(SHIPPED, {}, claims={"claim.danger": {"value": True, "by": "reporter"}})
    notice = SHIPPED.on(decision.day).rules.triage["claims_danger"].notice.get(lang)

    assert any(notice in line for line in summary(decision, lang).splitlines()[:6])
    assert any(notice in line for line in ihc.explain(decision, lang).splitlines()[:6])


# --- single words -----------------------------------------------------------------------------------------------------

ARTICLES = {
    "175": ("175条", "Article 175"),
    "175(1)": ("175条1項", "Article 175(1)"),
    "6(iv)": ("6条4号", "Article 6(iv)"),
    "6(2)(iii)": ("6条2項3号", "Article 6(2)(iii)"),
    "3-2(1)": ("3条の2第1項", "Article 3-2(1)"),
    "3-2(ix)": ("3条の2第9号", "Article 3-2(ix)"),
    "2(xiv)": ("2条14号", "Article 2(xiv)"),
    "19-2-3": ("19条の2の3", "Article 19-2-3"),
    "附則2": ("附則2", "附則2"),
}


@pytest.mark.parametrize("written", ARTICLES)
def test_an_article_as_a_lawyer_writes_it(written: str) -> None:
    assert (article(written, "ja"), article(written, "en")) == ARTICLES[written]


@pytest.mark.parametrize(
    ("lang", "message"),
    [
        ("ja", "項目 `I-1` は、2025-10-01 には施行されていません\n   ヒント: 「I-15」ではありませんか。"),
        ("en", "no provision `I-1` is in force on 2025-10-01\n   hint: did you mean `I-15`?"),
    ],
)
def test_an_item_that_there_is_not(lang: Lang, message: str) -> None:
    with pytest.raises(ihc.NoSuchProvision) as refused:
        ihc.explain_provision(decided(SHIPPED), "I-1", lang)

    assert message in re.sub("I-[0-9]{2}", "I-15", refused.value.text(lang))


# --- as data ----------------------------------------------------------------------------------------------------------


def test_the_explanation_as_data() -> None:
    data = ihc.explanation_data(decided(SHIPPED, I01, opinions=views("I-01", "applies", "applies")), "en")
    (item,) = (each for each in data["provisions"] if each["id"] == "I-01")

    assert item["articles"] == ["Penal Code, Article 175(1)"]
    assert item["rule"].startswith("illegal/obscenity.yaml:")
    assert item["exceptions"] == [
        {
            "ids": ["academic_or_medical"],
            "applies": False,
            "reasons": ["Purpose of the posting: None of these is evident (recorded by an analyst)"],
        }
    ]
    assert "How far genitals are shown: Clearly visible (recorded by an analyst)" in item["reasons"]
    assert json.loads(json.dumps(data)) == data


def test_one_item_as_data_says_what_would_make_it_met() -> None:
    decision = decided(SHIPPED, VISIBLE)
    data = ihc.explanation_data(decision, "ja", only="I-01")
    (item,) = data["provisions"]

    assert [change["name"] for change in item["why_not"][0]] == ["content.evident_context", "I-01"]
    assert item["open"][0] == "掲載の目的：まだ確認していない"
    with pytest.raises(ihc.NoSuchProvision):
        ihc.explanation_data(decision, "ja", only="I-99")
