"""Guideline × templates × decisions → every message can be written, says what it may, and what stands against it is told.

- `message_faults` is what `ihc-rules check` runs; the worked cases of the guideline are the decisions.
"""

from __future__ import annotations

import json
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator

import ihc_rules as ihc
from ihc_rules.assurance.cases import read_cases, run_case
from ihc_rules.assurance.messages import OF_PENALTIES, message_faults, reachable
from ihc_rules.cli import main
from ihc_rules.decision import wording
from ihc_rules.decision.ask import stage
from ihc_rules.decision.data import decision_data
from ihc_rules.decision.decide import Decision, Referral
from ihc_rules.decision.explain import explain
from ihc_rules.errors import Lang
from ihc_rules.guideline.guideline import Guideline
from ihc_rules.guideline.model import Recipient, Route, Template
from ihc_rules.paths import data
from ihc_rules.referral.attachment_schema import REFERRAL_SCHEMA
from ihc_rules.referral.compose import Case, Earlier, compose
from ihc_rules.referral.compose import content as written
from ihc_rules.referral.compose.compose import REPORTER, Templates, status_text
from ihc_rules.referral.compose.load import load_templates, read_template_folder, read_templates
from ihc_rules.referral.compose.placeholders import Kind
from ihc_rules.referral.message import Message, Party
from tests import mailing
from tests.own_guideline import SOURCE, decided, fact, own, provision, titled

SHIPPED = ("ihc", "consultation")
LANGS: tuple[Lang, ...] = get_args(Lang)
VALID = Path(__file__).parent / "problems" / "_valid"
REFERENCE = "T-2025-9731"  # of the reporter: it must not be seen
DAY = date(2025, 10, 1)
EARLIER = Earlier("R-0001", date(2025, 9, 24), 3, ("掲載箇所が変わりました。",))
FINDINGS = {"provisions", "facts", "category", "urgent", "urgency_open", "penalty_named", "url", "host"}
PENALTY_FREE = {"I-04", "I-20", "I-21"}
VALIDATOR = Draft202012Validator(REFERRAL_SCHEMA)


@lru_cache
def guideline(name: str = "ihc") -> Guideline:
    return ihc.load(name)


@lru_cache
def templates(name: str = "ihc") -> Templates:
    return load_templates(data("templates") / name)


def files(name: str) -> Mapping[str, bytes]:
    return read_template_folder(data("templates") / name)


# --- what may ever be needed is there ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SHIPPED)
def test_nothing_stands_against_the_shipped_messages(name: str) -> None:
    assert [each.text("en") for each in message_faults(guideline(name), files(name))] == []


@pytest.mark.parametrize("name", SHIPPED)
def test_every_route_recipient_language_and_kind_is_looked_at(name: str) -> None:
    """Worked out once more, from the records alone."""
    sections = guideline(name).sections
    languages: dict[str, set[str]] = defaultdict(set)
    for each in sections.of(Recipient):
        languages[each.id].update(each.languages)
    wanted = set()
    for route in sections.of(Route):
        for recipient in route.recipients() if route.template else ():
            kinds = {"first"} if recipient == REPORTER else {"first", "correction", "withdrawal"}
            kinds |= {"repeat"} if route.follow_up and recipient != REPORTER else set()
            wanted |= {(route.id, recipient, lang, kind) for lang in languages[recipient] for kind in kinds}

    assert {(each.route, each.recipient, each.lang, each.kind) for each in reachable(guideline(name))} == wanted
    assert bool(wanted) == (name == "ihc")


@pytest.mark.parametrize("file", sorted(files("ihc")))
def test_a_template_that_is_taken_away_is_missed_and_no_other_takes_its_place(file: str) -> None:
    rest = {name: content for name, content in files("ihc").items() if name != file}

    assert mailing.codes(message_faults(guideline(), rest)) == {"no-template"}


def test_no_other_text_is_sent_where_the_one_for_a_provider_is_missing() -> None:
    each = next(each for each in worked() if each.referral.recipient == "hosting_provider")
    name, rest = f"{each.referral.template}_hosting_provider", dict(templates())
    del rest[name, each.lang]
    with pytest.raises(ihc.MessageError) as caught:
        compose(
            each.decision,
            each.referral,
            case=Case("R-0042", DAY, mailing.SENDER, mailing.RECIPIENT),
            lang=each.lang,
            templates=rest,
        )

    assert [(one.code, one.values["name"]) for one in caught.value.problems] == [("no-template", name)]


# --- real decisions ---------------------------------------------------------------------------------------------------


DESK = Party("ご担当（例）", "desk@example.invalid")


@dataclass(frozen=True, eq=False)
class Worked:
    """A referral of a worked case in a language of its recipient."""

    case: str
    decision: Decision
    referral: Referral
    lang: Lang

    @property
    def template(self) -> Template:
        return self.decision.edition.templates[self.referral.template or ""]

    @property
    def provisions(self) -> tuple[str, ...]:
        return written.provisions_behind(self.decision, self.referral.route)

    @property
    def bound(self) -> bool:
        """Whether it is tied to its decision: one message of each is, as that takes most of the time."""
        return self.referral is self.decision.referrals[0]

    @cached_property
    def first(self) -> Message:
        return self.composed("first")

    def composed(self, kind: Kind, to: Party | None = DESK) -> Message:
        case = Case(
            "R-0042",
            DAY,
            mailing.SENDER,
            to,
            kind=kind,
            earlier=None if kind == "first" else EARLIER,
            binding_key=b"a key of the house" if self.bound else None,
        )
        return compose(self.decision, self.referral, case=case, lang=self.lang, templates=templates())


@lru_cache
def worked() -> tuple[Worked, ...]:
    """Every referral with a template, of every worked case; each page has a URL and each report a reference."""
    return tuple(_worked())


def _worked() -> Iterator[Worked]:
    folder = data("guidelines") / "ihc" / "cases"
    cases, _ = read_cases(guideline(), {path.name: path.read_bytes() for path in sorted(folder.glob("*.yaml"))})
    for case in cases:
        page = {"url": "https://例え.example.invalid/pages/1?q=%E4%BE%8B"}
        result = run_case(guideline(), replace(case, report={**case.report, "page": page, "reference": REFERENCE}))
        assert result.decision is not None, case.record.id
        recipients = result.decision.edition.rules.recipients
        for referral in result.decision.referrals:
            if referral.template and referral.recipient:
                for lang in recipients[referral.recipient].languages:
                    yield Worked(case.record.id, result.decision, referral, lang)


def _said(message: Message) -> str:
    return "\n".join((message.subject, message.text, *(each.content.decode() for each in message.attachments)))


def test_the_cases_are_many() -> None:
    mailed = {each.case for each in worked() if each.referral.recipient != REPORTER}

    assert len(mailed) >= 200
    assert {each.referral.template for each in worked()} == {
        each.id for each in guideline().sections.of(Template) if any(key[0] == each.id for key in templates())
    } - {"reporter_status"}


def test_every_referral_of_every_worked_case_is_written() -> None:
    for each in worked():
        message = each.first
        said = _said(message)

        assert REFERENCE not in said, each.case
        assert each.decision.report.id not in said, each.case
        assert not [word for word in each.template.never if word.lower() in f"{message.subject}{message.text}".lower()]
        assert "http" not in message.text, each.case  # nothing that can be clicked
        assert message.text.isascii() or each.lang == "ja" or "例え" in message.text, each.case


def test_what_the_reporter_claimed_and_when_it_came_changes_no_message() -> None:
    report = json.loads((Path(__file__).parents[1] / "examples/reports/emergency.json").read_text(encoding="utf-8"))
    assert report["claims"]
    report["received_at"] = "2025-09-30T01:02:03+09:00"
    later = {name: {**each, "at": "2025-10-01T10:11:12+09:00"} for name, each in report["facts"].items()}
    bare = {name: each for name, each in report.items() if name not in ("claims", "reference", "received_at")}
    told: list[object] = []
    for each in (report, bare, {**report, "facts": later}):
        decision = ihc.decide(guideline(), guideline().report(each), at=ihc.moment("2025-10-01T12:00:00+09:00"))
        mailed = [one for one in decision.referrals if one.template and one.recipient != REPORTER]
        case = Case("R-0042", DAY, mailing.SENDER, DESK)
        told.append([compose(decision, one, case=case, lang="ja", templates=templates()) for one in mailed])

    assert told[0] != []
    assert told[0] == told[1] == told[2]


def test_where_no_statute_has_a_penalty_nothing_speaks_of_crime() -> None:
    """The template's own words: what a provision or an article is called is not its."""
    seen: set[str] = set()
    for each in worked():
        if each.referral.recipient == REPORTER or written.penalty_named(each.decision, each.provisions):
            continue
        message = each.first
        words = f"{message.subject}\n{message.text}"
        for name in _names(each):
            words = words.replace(name, "")
        seen.update(each.provisions)

        assert not [word for word in OF_PENALTIES if word in words.lower()], (each.case, words)
    assert seen >= PENALTY_FREE


def test_of_an_article_that_applies_under_a_condition_the_penalty_counts_only_where_it_does() -> None:
    """`one` brings an article with a penalty, `two` one without; a provision that the act itself calls free is free."""
    act = {
        "id": "act",
        "title": titled("act"),
        "source": SOURCE,
        "articles": [
            {"article": "1", "source": SOURCE},
            {"article": "2", "source": SOURCE},
            {"article": "3", "source": SOURCE, "penalty": "none"},
        ],
    }
    statutes = [
        {"act": "act", "article": "1", "when": {"a.one": "true"}},
        {"act": "act", "article": "2", "when": {"a.two": "true"}, "penalty": "none"},
        {"act": "act", "article": "3", "when": {"a.three": "true"}},
    ]
    rules = own(
        facts=[fact("a.one"), fact("a.two"), fact("a.three"), fact("a.four")],
        statutes=[act],
        provisions=[provision("A-1", {"a.four": "true"}, statutes=statutes)],
    )
    seen = {
        (True, False, False): (True, [None]),
        (True, True, False): (False, [None, "none"]),
        (True, None, False): (False, [None, "none"]),  # it may apply
        (False, True, False): (False, ["none"]),
        (True, False, True): (False, [None, "none"]),
        (False, False, False): (False, []),
    }
    for facts, (named, penalties) in seen.items():
        known = {f"a.{name}": value for name, value in zip(("one", "two", "three"), facts, strict=True)}
        decision = decided(rules, {"a.four": True, **{name: v for name, v in known.items() if v is not None}})
        data = decision_data(decision)["provisions"][0]

        assert written.penalty_named(decision, ("A-1",)) is named, facts
        assert [each["penalty"] for each in data["statutes"]] == penalties, facts
        assert explain(decision, lang="ja").count("罰則なし") == penalties.count("none"), facts
        assert explain(decision, lang="en").count("no penalty") == penalties.count("none"), facts


def _names(each: Worked) -> list[str]:
    """What the guideline calls things, the longest first."""
    decision, lang = each.decision, each.lang
    items = written.items(decision, each.provisions, lang)
    facts = written.shown_facts(decision, each.template, lang)
    category = written.category(decision, each.referral, each.provisions, lang)
    names = {category, decision.edition.title.get(lang), *(text for row in (*items, *facts) for text in row.values())}
    return sorted(names - {""}, key=len, reverse=True)


def test_the_attachment_is_of_the_public_form_and_holds_least_data() -> None:
    for each in worked():
        message = each.first
        if each.referral.recipient == REPORTER:
            assert message.attachments == ()
            continue
        attached: dict[str, Any] = json.loads(message.attachments[0].content)
        VALIDATOR.validate(attached)

        assert {fact["id"] for fact in attached["facts"]} <= {*each.template.reads} & {*each.decision.report.facts}
        assert {item["id"] for item in attached["provisions"]} == {*each.provisions}
        assert attached["url"] == "https://xn--r8jz45g.example.invalid/pages/1?q=%E4%BE%8B"


def test_facts_that_a_template_does_not_read_are_not_shown() -> None:
    """The titles of all other recorded facts are not in the text."""
    for each in worked():
        vocabulary = each.decision.edition.vocabulary
        hidden = {*each.decision.report.facts} - {*each.template.reads}
        shown = {row["title"] for row in written.shown_facts(each.decision, each.template, each.lang)}
        text = each.first.text
        for name in hidden:
            title = vocabulary.facts[name].title.get(each.lang)
            assert title in shown or (f"{title}：" not in text and f"{title}: " not in text), (each.case, name)


@pytest.mark.parametrize("kind", ["correction", "withdrawal", "repeat"])
def test_a_message_that_follows_names_the_earlier_one(kind: Kind) -> None:
    routes = {route.id for route in guideline().sections.of(Route) if route.follow_up}
    chosen = {
        (each.referral.route, each.referral.recipient, each.lang): each
        for each in worked()
        if each.referral.recipient != REPORTER and (kind != "repeat" or each.referral.route in routes)
    }
    assert chosen
    for each in chosen.values():
        message = each.composed(kind)
        attached = json.loads(message.attachments[0].content)
        VALIDATOR.validate(attached)

        assert "R-0001" in message.text
        assert wording.day(EARLIER.day, each.lang) in message.text
        assert (attached["kind"], attached["earlier"]) == (kind, {"id": "R-0001", "day": "2025-09-24"})
        assert kind != "correction" or EARLIER.changes[0] in message.text
        assert message.text != each.first.text


def test_what_is_handed_over_in_a_portal_does_not_say_that_it_is_signed() -> None:
    recipients = guideline().sections.of(Recipient)
    mailed = {each.id for each in recipients if {"mail", "signed_mail"} & {*each.channels}} | {REPORTER}
    portals = {(each.referral.route, each.lang): each for each in worked() if each.referral.recipient not in mailed}
    assert {route for route, _ in portals} == {"address_list_body", "filtering_vendors", "inhope", "safe_line"}
    kinds: tuple[Kind, ...] = ("first", "correction", "withdrawal")
    for each in portals.values():
        for kind in kinds:
            assert not re.search("署名|signed", each.composed(kind, None).text), (each.case, kind)
    post = next(each for each in worked() if each.referral.recipient == "police")
    assert all("電子署名を付しています" in post.composed(kind).text for kind in kinds)


# --- what a reporter is shown -----------------------------------------------------------------------------------------


def test_the_pages_of_a_reporter_ask_for_no_finding() -> None:
    for (name, lang), template in templates().items():
        if name.startswith(REPORTER):
            assert template.names.isdisjoint(FINDINGS), (name, lang)


def test_whatever_was_found_a_reporter_reads_the_same() -> None:
    pages: dict[tuple[object, ...], set[tuple[str, str]]] = defaultdict(set)
    statuses: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for each in worked():
        if each.referral.recipient == REPORTER:
            message = each.first
            pages[each.referral.template, each.lang].add((message.subject, message.text))
        for lang in LANGS:
            shown = status_text(each.decision, day=DAY, lang=lang, templates=templates())
            statuses[stage(each.decision), lang].add(shown)

    assert {len(texts) for texts in (*pages.values(), *statuses.values())} == {1}
    assert len(pages) >= 6


# --- what `check` finds -----------------------------------------------------------------------------------------------

NOTE = "件名：例（{{ referral_id }}）\n\n{{ recipient_name }} 御中\n\n前の文書の続きです。\n"
SOUND = {f"{name}.ja.txt.j2": NOTE for name in ("police_report", "correction", "withdrawal")}
FAULTY: Mapping[str, tuple[Mapping[str, str | None], str]] = {
    "a template that is missing": ({"police_report.ja.txt.j2": None}, "routes.yaml:11:5: error no-template"),
    "a kind that is missing": ({"withdrawal.ja.txt.j2": None}, "routes.yaml:11:5: error no-template"),
    "an unknown placeholder": (
        {"police_report.ja.txt.j2": NOTE + "{{ reporter }}\n"},
        "police_report.ja.txt.j2:6:4: error unknown-placeholder",
    ),
    "a placeholder of another kind": (
        {"police_report.ja.txt.j2": NOTE + "{{ earlier_day }}\n"},
        "police_report.ja.txt.j2:6:4: error placeholder-not-guaranteed",
    ),
    "a forbidden word": (
        {"police_report.ja.txt.j2": NOTE + "通報者から\n"},
        "police_report.ja.txt.j2:6:1: error forbidden-word",
    ),
    "a word of penalties": (
        {"police_report.ja.txt.j2": NOTE + "犯罪です。\n"},
        "police_report.ja.txt.j2:6:1: error forbidden-word",
    ),
    "a special text that is not declared": (
        {"police_report_police.ja.txt.j2": NOTE},
        "police_report_police.ja.txt.j2:1:1: error unused-template",
    ),
    "a template without use": ({"old.ja.txt.j2": NOTE}, "old.ja.txt.j2:1:1: error unused-template"),
    "a template in a language that nobody reads": (
        {"police_report.en.txt.j2": "Subject: A\n\nB\n"},
        "police_report.en.txt.j2:1:1: error unused-template",
    ),
    "a template that cannot be read": (
        {"correction.ja.txt.j2": NOTE + "{% include 'x' %}\n"},
        "correction.ja.txt.j2:6:1: error template-construct",
    ),
}


def _checked(tmp_path: Path, changes: Mapping[str, str | None]) -> int:
    folder, below = tmp_path / "guidelines" / "valid", tmp_path / "templates" / "valid"
    shutil.copytree(VALID, folder)
    routes = folder / "routes.yaml"
    routes.write_text(routes.read_text("utf-8").replace("reads: [p", "never: [通報], reads: [p"), encoding="utf-8")
    below.mkdir(parents=True)
    for name, text in {**SOUND, **changes}.items():
        if text is not None:
            (below / name).write_text(text, encoding="utf-8")
    return main(["check", str(folder), "--lang", "en"])


def test_sound_messages_pass_the_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _checked(tmp_path, {}) == 0, capsys.readouterr()


@pytest.mark.parametrize("name", FAULTY)
def test_a_faulty_message_is_found_when_checking(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changes, told = FAULTY[name]

    assert _checked(tmp_path, changes) == 1
    output = capsys.readouterr().err
    assert told in output
    assert output.count(": error ") == 1, output


def test_a_template_that_branches_is_looked_at_on_both_sides() -> None:
    hidden = NOTE + "{% if penalty_named %}\n{% else %}\n罰則があります。\n{% endif %}\n"
    changed = dict(files("ihc")) | {"police_report.ja.txt.j2": hidden.encode()}

    assert mailing.codes(message_faults(guideline(), changed)) == {"forbidden-word"}
    assert read_templates(changed)[1] == []


FIELDS: Mapping[str, tuple[Any, str]] = {
    "referral_id": (5, "case.referral_id"),
    "day": ("2025-10-01", "case.day"),
    "sender": (None, "case.sender"),
    "recipient": ("desk@example.invalid", "case.recipient"),
    "url": (b"https://a.invalid", "case.url"),
    "kind": ("corection", "mean `correction`?"),
    "earlier": ("R-0001", "case.earlier"),
    "binding_key": ("secret", "case.binding_key"),
    "classification": (1, "case.classification"),
}


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_of_another_kind_is_refused_by_its_name(name: str) -> None:
    value, told = FIELDS[name]
    given: dict[str, Any] = {"referral_id": "R-0001", "day": DAY, "sender": mailing.SENDER, name: value}
    with pytest.raises(ihc.WrongArgument) as caught:
        Case(**given)

    assert told in caught.value.text("en")


@pytest.mark.parametrize("field", ["referral_id", "day", "times", "changes"])
def test_so_is_one_of_the_earlier_message(field: str) -> None:
    given: dict[str, Any] = {"referral_id": "R-0001", "day": DAY, field: "" if field == "referral_id" else ["x"]}
    with pytest.raises(ihc.WrongArgument) as caught:
        Earlier(**given)

    assert f"earlier.{field}" in caught.value.text("en")
