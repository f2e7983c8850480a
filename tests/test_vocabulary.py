"""The shipped vocabulary → how its questions are put: in which order, and in which words.

The outcomes that hang on the answers are cases: `guidelines/ihc/cases/second-reading.yaml`.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

import ihc_rules as ihc
from ihc_rules.decision.wording import article
from ihc_rules.errors import Lang

SHIPPED = ihc.load("ihc")
WHEN = datetime(2025, 10, 1, 12, tzinfo=timezone(timedelta(hours=9)))
BEGUN = {"life.notice": ["none"], "page.kind": "web_page", "page.reachable": "reachable"}
SUBJECTS = {"crime.subject", "drug.subject", "gambling.subject", "matter.kind"}
NUMBERLESS = "の罪（条番号は未確認） / the offence (its number is not known)"


def asked(**answers: Any) -> list[str]:
    """What is asked once this is known; `id_code__shown` is `id_code.shown`."""
    facts = {**BEGUN, **{name.replace("__", "."): value for name, value in answers.items()}}
    decision = ihc.decide(SHIPPED, SHIPPED.report({"id": "v", "facts": facts}), at=WHEN)
    return [each.path for each in ihc.questions(decision)]


def test_ids_and_passwords_are_asked_about_once_the_subject_is_known() -> None:
    order = asked()

    assert order.index("access.controlled_service") > max(map(order.index, SUBJECTS))
    assert order.index("hosting.origin_country") > order.index("access.controlled_service")


def test_whom_a_page_poses_as_is_asked_only_where_it_asks_for_something() -> None:
    order = asked(access__controlled_service=True)

    assert order.index("id_request.requested") < order.index("id_request.presented_as")
    assert "id_request.presented_as" not in asked(access__controlled_service=True, id_request__requested="nothing")
    assert not {each for each in asked(access__controlled_service=False) if each.startswith(("id_request", "id_code"))}


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_no_text_of_a_fact_names_a_file(lang: Lang) -> None:
    lists = SHIPPED.vocabulary.lists.values()
    facts = [*SHIPPED.vocabulary.facts.values(), *(fact for each in lists for fact in each.facts)]
    texts = [text for each in facts for text in (each.question, each.help) if text]
    texts += [text for each in lists for text in (each.question, each.help) if text]
    texts += [value.help for each in facts for value in each.values if value.help]

    assert [text.get(lang) for text in texts if re.search(r"\.ya?ml|\.json", text.get(lang))] == []


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_help_that_sends_to_another_answer_names_one_that_is_there(lang: Lang) -> None:
    about, named = {"ja": ("製造を勧め", "製造の助長"), "en": ("urges manufacture", "Promotes manufacture")}[lang]
    conduct = SHIPPED.vocabulary.facts["crime.conduct"]
    helps = [each.help.get(lang) for each in conduct.values if each.help]

    assert [named in each for each in helps if about in each] == [True]
    assert named in {each.title.get(lang) for each in conduct.values}


def test_an_article_without_a_number_is_told_in_one_language() -> None:
    assert article(NUMBERLESS, "ja") == "の罪（条番号は未確認）"
    assert article(NUMBERLESS, "en") == "the offence (its number is not known)"
    assert [
        each.article for act in SHIPPED.on(WHEN.date()).acts.values() for each in act.articles if "不明" in each.article
    ] == []
