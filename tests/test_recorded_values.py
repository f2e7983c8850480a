"""Values recorded for enums and sets → what is read, and what whoever wrote them is told."""

from __future__ import annotations

from typing import Any

import pytest

from ihc_rules import IhcRulesError, ReportError, why_not
from ihc_rules.guideline import condition
from ihc_rules.guideline.candidates import candidates
from ihc_rules.guideline.guideline import Guideline
from ihc_rules.testing.reports import values
from tests.own_guideline import decided, fact, own, provision, titled

SIGNS = fact("a.signs", "set", "arrow", "circle")
SIGNS["values"].insert(0, {"id": "none", "title": titled("none"), "exclusive": "true"})
RULE = provision("P-1", {"all": [{"a.signs": {"includes": ["arrow", "circle"]}}, {"a.kind": "one"}]})


@pytest.fixture(scope="module")
def guideline() -> Guideline:
    return own(facts=[SIGNS, fact("a.kind", "enum", "one", "two")], provisions=[RULE])


READ: dict[str, list[str]] = {
    "a value that stands alone, alone": ["none"],
    "several others": ["arrow", "circle"],
    "one other": ["arrow"],
    "nothing": [],
}


@pytest.mark.parametrize("typed", [True, False])
@pytest.mark.parametrize("name", READ)
def test_what_is_read(name: str, typed: bool, guideline: Guideline) -> None:
    report = guideline.report({"id": "r", "facts": {"a.signs": READ[name]}}, typed)

    assert report.values["a.signs"] == frozenset(READ[name])


REFUSED: dict[str, tuple[str, Any, str, str, str]] = {
    "a word for a set": ("a.signs", "arrow", "list-needed", '`["arrow"]`', "`[arrow]`"),
    "a word for a set, misspelt": ("a.signs", "arow", "list-needed", '`["arrow"]`', "`[arrow]`"),
    "a list for an enum": ("a.kind", ["one"], "one-value", "without brackets", "without brackets"),
    "an empty list for an enum": ("a.kind", [], "one-value", "without brackets", "without brackets"),
    "a value that stands alone, with another": (
        "a.signs",
        ["arrow", "none"],
        "exclusive-value",
        "remove `none`",
        "remove `none`",
    ),
    "a misspelt word in a list": ("a.signs", ["arow"], "wrong-fact-value", "mean `arrow`?", "mean `arrow`?"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(name: str, guideline: Guideline) -> None:
    fact_id, written, code, in_json, in_yaml = REFUSED[name]
    for typed, hint in ((True, in_json), (False, in_yaml)):
        with pytest.raises(ReportError) as refused:
            guideline.report({"id": "r", "facts": {fact_id: written}}, typed)
        (problem,) = refused.value.problems

        assert problem.code == code
        assert hint in problem.text("en")


def test_no_proposal_joins_what_stands_alone(guideline: Guideline) -> None:
    signs = guideline.vocabulary.facts["a.signs"]
    tests = [condition.Test("includes", frozenset([each])) for each in signs.value_ids]
    found = candidates(signs, tests).values

    assert frozenset(["none"]) in found
    assert frozenset(["arrow", "circle"]) in found
    assert all(len(each) == 1 for each in found if isinstance(each, frozenset) and "none" in each)
    assert why_not(decided(guideline), "P-1")


def test_drawn_reports_do_not_join_them_either(guideline: Guideline) -> None:
    drawn = values(guideline.vocabulary.facts["a.signs"])

    assert ["none"] in drawn
    for each in drawn:
        try:
            guideline.report({"id": "r", "facts": {"a.signs": each}})
        except IhcRulesError as error:  # pragma: no cover - what the test is about
            pytest.fail(str(error))
