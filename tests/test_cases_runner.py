"""Worked cases × guideline → what fails, what is refused, and what no case reaches.

The shipped cases reach everything; each test takes some of them away, in memory, and looks for the gap.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from ihc_rules import Guideline, load
from ihc_rules.assurance.cases import Case, CaseResult, faults, read_cases, run_case, run_cases
from ihc_rules.assurance.coverage import coverage, gaps
from ihc_rules.assurance.goals import Goal, goals
from ihc_rules.errors import Problem
from ihc_rules.guideline.load import read_folder
from ihc_rules.guideline.model import Provision, Route
from ihc_rules.testing.strategies import written
from tests.own_guideline import (
    AT,
    PANEL,
    SOURCE,
    Written,
    category,
    definition,
    fact,
    late_after,
    listed,
    own,
    provision,
    recipient,
    route,
    titled,
    unless,
)

FOLDER = Path(__file__).parents[1] / "guidelines/ihc"
SHIPPED = load("ihc")
FILES, _ = read_folder(FOLDER, cases=True)
RESULTS, PROBLEMS = run_cases(SHIPPED, FILES)

# --- what lacks a case ------------------------------------------------------------------------------------------------


def test_the_shipped_cases_hold_and_reach_everything() -> None:
    assert PROBLEMS == []
    assert [each.case.record.id for each in RESULTS if not each.holds] == []
    assert gaps(SHIPPED, RESULTS) == []


def without(leave_out: Callable[[CaseResult], bool]) -> list[Goal]:
    return gaps(SHIPPED, [each for each in RESULTS if not leave_out(each)])


def named(result: CaseResult) -> Mapping[str, str]:
    return result.case.record.expect.provisions or {}


ANSWERS = [(each.id, answer) for each in SHIPPED.sections.of(Provision) for answer in ("met", "not_met", "open")]


@pytest.mark.parametrize(("name", "answer"), sorted(set(ANSWERS)))
def test_an_answer_without_a_case(name: str, answer: str) -> None:
    found = without(lambda each: named(each).get(name) == answer)

    versions = {str(each.in_force.from_ or "") for each in SHIPPED.sections.of(Provision) if each.id == name}
    assert {Goal("answer", name, answer, version) for version in versions} <= {*found}


EXCEPTIONS = sorted({(each.id, one.id) for each in SHIPPED.sections.of(Provision) for one in each.unless})


def applies(result: CaseResult, name: str, exception: str) -> bool:
    decision = result.decision
    node = f"unless:{name}:{exception}"
    return decision is not None and node in decision.edition.nodes and decision.knowledge.node(node) == "met"


@pytest.mark.parametrize(("name", "exception"), EXCEPTIONS)
def test_an_exception_without_a_case(name: str, exception: str) -> None:
    found = without(lambda each: applies(each, name, exception))

    assert Goal("exception", name, exception) in found


def test_an_exception_beside_another_one_decides_nothing() -> None:
    exceptions = [unless("u", {"a.two": "true"}), unless("v", {"a.three": "true"})]
    guideline = own(
        provisions=[provision("P-1", {"a.one": "true"}, unless=exceptions)],
        facts=[fact("a.one"), fact("a.two"), fact("a.three")],
    )
    facts = {"a.one": "true", "a.two": "true", "a.three": "true"}
    reports = {
        "both": facts,
        "the first": {**facts, "a.three": "false"},
        "the second, though the item itself is not met": {**facts, "a.one": "false", "a.two": "false"},
    }
    cases = [case({"provisions": {"P-1": "not_met"}}, {"facts": each}) for each in reports.values()]
    results, _ = ran(*({**each, "id": f"case-{i}"} for i, each in enumerate(cases)), guideline=guideline)
    reached = {goal.detail: by for goal, by in coverage(guideline, results).items() if goal.kind == "exception"}

    assert reached == {"u": ("case-1",), "v": ()}


def test_every_version_needs_its_answers() -> None:
    versions = [
        {**provision("P-1", {"a.one": "true"}), "in_force": {"to": "2025-05-31"}},
        {**provision("P-1", {"a.one": "true"}), "in_force": {"from": "2025-06-01"}},
    ]
    guideline = own(provisions=versions, facts=[fact("a.one")])
    results, _ = ran(case({"provisions": {"P-1": "met"}}, ONE, at="2025-06-01"), guideline=guideline)
    answers = {(each.version, each.detail) for each in gaps(guideline, results) if each.kind == "answer"}

    assert answers == {("", "met"), ("", "not_met"), ("", "open"), ("2025-06-01", "not_met"), ("2025-06-01", "open")}


LATER = {"from": "2025-06-01"}
EARLIER = {"to": "2025-05-31"}
CHANGING = own(
    guideline=late_after("wait"),
    categories=[
        category("illegal", legal_review="always", panel="panel"),
        category("harmful"),
        category("late", in_force=LATER),
    ],
    parameters=[
        *(
            {"id": "wait", "title": titled("wait"), "value": value, "unit": "days", "source": SOURCE, "in_force": span}
            for value, span in (("2", EARLIER), ("3", LATER))
        ),
        *(
            {"id": "panel", "title": titled("panel"), "panel": PANEL, "source": SOURCE, "in_force": span}
            for span in (EARLIER, LATER)
        ),
        {"id": "unused", "title": titled("unused"), "value": "2", "source": SOURCE, "in_force": LATER},
    ],
    statutes=[
        {
            "id": "act",
            "title": titled("act"),
            "source": SOURCE,
            "articles": [{"article": each, "source": SOURCE} for each in "12"],
        }
    ],
    definitions=[
        {**definition("inner", {"a.one": "true"}), "in_force": EARLIER},
        {**definition("inner", {"a.one": "true"}), "in_force": LATER},
        definition("outer", {"meets": "inner"}),
        {**definition("unused", {"a.one": "true"}), "in_force": LATER},
    ],
    provisions=[
        provision(
            "P-1",
            {"meets": "outer"},
            "illegal",
            statutes=[
                {"act": "act", "article": article, "in_force": span} for article, span in (("1", EARLIER), ("2", LATER))
            ],
        )
    ],
    facts=[fact("a.one")],
    recipients=[{**recipient("police"), "in_force": EARLIER}, {**recipient("police"), "in_force": LATER}],
    routes=[
        route("tell", {"category": "illegal"}),
        route("then", {"category": "illegal"}, hold={"after": "tell", "counted_from": "delivered", "for": "wait"}),
    ],
)
# what begins or ends, and what its cases name on the day before and on the day
NAMED: dict[tuple[str, str], tuple[Written, Written]] = {
    ("categories", "late"): ({"categories": {"late": "absent"}}, {"categories": {"late": "not_met"}}),
    ("parameters", "wait"): ({"holds": {"then": "2 days"}}, {"holds": {"then": "3 days"}}),
    ("panels", "panel"): ({"provisions": {"P-1": "met"}}, {"provisions": {"P-1": "met"}}),
    ("statutes", "P-1"): ({"statutes": {"P-1": ["act 1"]}}, {"statutes": {"P-1": ["act 2"]}}),
    ("definitions", "inner"): ({"provisions": {"P-1": "met"}}, {"provisions": {"P-1": "met"}}),
    ("recipients", "police"): ({"recipients": {"tell": "police"}}, {"referrals": ["tell", "then"]}),
}


@pytest.mark.parametrize("what", NAMED)
def test_whatever_begins_or_ends_needs_a_case_on_either_side(what: tuple[str, str]) -> None:
    report = {"facts": {"a.one": "true"}, "panel": {"P-1": "applies"}}
    days = ("2025-05-31", "2025-06-01")
    cases = [{**case(expect, report, at=day), "id": f"on-{day}"} for day, expect in zip(days, NAMED[what], strict=True)]
    results, _ = ran(*cases, guideline=CHANGING)
    reached = {goal.detail: by for goal, by in coverage(CHANGING, results).items() if (goal.section, goal.name) == what}

    assert [each.mismatches for each in results] == [(), ()]
    assert reached == {day: (f"on-{day}",) for day in days}


def test_nothing_else_has_a_boundary() -> None:
    found = {(each.section, each.name) for each in goals(CHANGING) if each.kind == "boundary"}

    assert found == {*NAMED}


def test_a_recipient_that_no_case_reaches() -> None:
    asked = case(
        {"referrals": ["then"], "recipients": {"then": "desk"}},
        {"facts": {"a.two": "true", "a.three": "false", "a.where": "true", "a.one": "false"}},
    )
    results, _ = ran(asked)
    reached = {goal.name: by for goal, by in coverage(OWN, results).items() if goal.kind == "recipient"}

    assert reached == {"police": (), "desk": ("case",)}


def test_faults_of_a_report_are_told_without_deciding_what_is_expected() -> None:
    wrong, outside = read(
        case({"provisions": {"P-1": "met"}}, {"facts": {"a.one": "maybe", "a.won": "true"}}),
        {**case({"stage": "decided"}, at="2024-12-31"), "id": "other"},
    )

    assert [(each.code, each.path) for each in faults(OWN, wrong)] == [
        ("not-boolean", "facts.a.one"),
        ("unknown-fact", "facts.a.won"),
    ]
    assert faults(OWN, outside) == ()


ROUTES = sorted({each.id for each in SHIPPED.sections.of(Route)})


@pytest.mark.parametrize("name", ROUTES)
def test_a_route_without_a_case(name: str) -> None:
    assert Goal("route", name) in without(lambda each: name in (each.case.record.expect.referrals or ()))


# items and routes that begin, end or change after the first edition: name, and the first day of the new
BOUNDARIES = {
    "an item that begins": ("C-1", date(2023, 2, 15)),
    "an item that changes": ("I-01", date(2011, 7, 14)),
    "an item that gets a new member": ("H-2", date(2023, 9, 29)),
    "a route that begins": ("inhope", date(2007, 3, 1)),
}


@pytest.mark.parametrize("name", BOUNDARIES)
def test_a_boundary_needs_a_case_on_either_side(name: str) -> None:
    item, day = BOUNDARIES[name]
    for each in (day - timedelta(days=1), day):

        def on_that_day(result: CaseResult, each: date = each) -> bool:
            return result.decision is not None and result.decision.day == each

        found = without(on_that_day)
        assert (item, each.isoformat()) in {(one.name, one.detail) for one in found if one.kind == "boundary"}


def test_a_case_that_fails_reaches_nothing() -> None:
    (one,) = [each for each in RESULTS if each.case.record.id == "i01-clearly-visible"]
    others = [each for each in RESULTS if named(each).get("I-01") != "met"]
    failed = replace(one, case=replace(one.case, report={**one.case.report, "panel": {}}))

    goal = Goal("answer", "I-01", "met", "2011-07-14")
    assert goal in gaps(SHIPPED, [*others, run_case(SHIPPED, failed.case)])
    assert goal not in gaps(SHIPPED, [*others, one])


def test_a_draft_needs_cases_that_count_it() -> None:
    rules = [provision("P-1", {"a.one": "true"}, draft="true")]
    guideline = own(provisions=rules, facts=[fact("a.one")])
    case = {"id": "c", "title": titled("c"), "ground": titled("c"), "at": "2025-10-01", "report": ONE}
    expected = {"expect": {"provisions": {"P-1": "met"}, "referrals": ["tell"]}}
    counted, problems = run_cases(
        guideline, {"c.yaml": written({"cases": [case | {"include_drafts": "true"} | expected]})}
    )
    not_counted, _ = run_cases(guideline, {"c.yaml": written({"cases": [case | expected]})})

    assert (problems, [each.holds for each in counted], [each.holds for each in not_counted]) == ([], [True], [False])
    assert {(each.name, each.detail) for each in gaps(guideline, counted)} == {("P-1", "not_met"), ("P-1", "open")}


ONE = {"facts": {"a.one": {"value": "true", "by": "analyst"}}}


# --- cases of an own guideline ----------------------------------------------------------------------------------------

OWN = own(
    categories=[category("illegal", legal_review="always", panel="panel"), category("harmful")],
    provisions=[
        provision("P-1", {"a.one": "true"}, "illegal"),
        provision("P-2", {"a.two": "true"}, unless=[unless("u", {"a.three": "true"})]),
    ],
    facts=[
        fact("a.one"),
        fact("a.two"),
        fact("a.three"),
        fact("a.where"),
        fact("claim.this", established_by=["reporter"]),
    ],
    lists=[listed("items", fact("item.one"))],
    recipients=[recipient("police"), recipient("desk", reachable_when={"a.where": "true"})],
    routes=[
        route("tell", {"category": "illegal"}),
        route("then", {"category": "harmful"}, "desk", urgent_when={"a.three": "false"}),
    ],
    triage=[
        {
            "id": "claimed",
            "title": titled("claimed"),
            "when": {"claim.this": "true"},
            "queue": "first",
            "notice": titled("!"),
            "source": SOURCE,
        }
    ],
)
GROUND = titled("so it is said")


def case(expect: Written, report: Written | None = None, **more: Any) -> Written:
    return {"id": "case", "title": titled("case"), "ground": GROUND, "report": report or {}, "expect": expect, **more}


def ran(
    *cases: Written, common: Written | None = None, guideline: Guideline = OWN
) -> tuple[list[CaseResult], list[Problem]]:
    sections = {"common": {"at": "2025-10-01", **(common or {})}, "cases": list(cases)}
    return run_cases(guideline, {"cases/own.yaml": written(sections)})


KNOWN = {
    "facts": {"a.one": "true", "a.two": "true", "a.three": "false", "a.where": "true"},
    "panel": {"P-1": "applies"},
}
# what is expected, and the difference that is named
MISMATCHES: dict[str, tuple[Written, tuple[str, str, str]]] = {
    "an answer": ({"provisions": {"P-1": "open"}}, ("P-1", "open", "met")),
    "an item that is in force": ({"provisions": {"P-1": "absent"}}, ("P-1", "absent", "met")),
    "a reason": ({"because": {"P-2": ["a.one"]}}, ("P-2 because", "a.one", "a.three, a.two")),
    "a category's answer": ({"categories": {"harmful": "open"}}, ("harmful", "open", "met")),
    "the category": ({"category": "harmful"}, ("category", "harmful", "illegal")),
    "no category": ({"category": "none"}, ("category", "none", "illegal")),
    "a category that is in force": ({"categories": {"harmful": "absent"}}, ("harmful", "absent", "met")),
    "an article": ({"statutes": {"P-2": ["act 1"]}}, ("P-2 statutes", "{act 1}", "{}")),
    "a hold": ({"holds": {"tell": "2 days"}}, ("tell is held for", "2 days", "none")),
    "one referral more": ({"referrals": ["tell"]}, ("referrals", "{tell}", "{tell, then}")),
    "one referral fewer": ({"referrals": []}, ("referrals", "{}", "{tell, then}")),
    "a possible referral": ({"possible_referrals": ["tell"]}, ("possible_referrals", "{tell}", "{}")),
    "a recipient": ({"recipients": {"then": "police"}}, ("then recipient", "police", "desk")),
    "no recipient": ({"recipients": {"then": "none"}}, ("then recipient", "none", "desk")),
    "an urgency": ({"urgency": {"then": "normal"}}, ("then urgency", "normal", "immediate")),
    "what it waits for": ({"waits_for": {"then": "tell"}}, ("then waits for", "tell", "none")),
    "the stage": ({"stage": "investigate"}, ("stage", "investigate", "decided")),
    "a question": ({"questions": ["a.one"]}, ("questions", "a.one", "-")),
    "the first question": ({"first_question": "a.one"}, ("first_question", "a.one", "-")),
    "a triage": ({"triage": ["claimed"]}, ("triage", "{claimed}", "{}")),
}


@pytest.mark.parametrize("name", MISMATCHES)
def test_a_difference_is_named(name: str) -> None:
    expect, difference = MISMATCHES[name]
    (result,), problems = ran(case(expect, KNOWN))

    assert problems == []
    assert [(each.what, each.expected, each.found) for each in result.mismatches] == [difference]
    assert not result.holds


def test_what_is_so_holds() -> None:
    expect = {
        "provisions": {"P-1": "met", "P-2": "met"},
        "because": {"P-1": ["panel", "a.one"], "P-2": ["a.two", "a.three"]},
        "categories": {"illegal": "met", "harmful": "met"},
        "category": "illegal",
        "referrals": ["then", "tell"],
        "possible_referrals": [],
        "recipients": {"then": "desk"},
        "urgency": {"then": "immediate", "tell": "normal"},
        "waits_for": {"then": "none"},
        "stage": "decided",
        "questions": [],
        "first_question": "-",
        "triage": ["claimed"],
    }
    (result,), problems = ran(case(expect, {**KNOWN, "claims": {"claim.this": "true"}}))

    assert (problems, result.mismatches, result.faults) == ([], (), ())


def test_every_difference_is_named_at_once() -> None:
    (result,), _ = ran(case({"provisions": {"P-1": "open", "P-2": "open"}, "stage": "investigate"}, KNOWN))

    assert [each.what for each in result.mismatches] == ["P-1", "P-2", "stage"]


# --- names that stand for nothing, and cases that say nothing ---------------------------------------------------------

REFUSED: dict[str, tuple[Written, str, str]] = {
    "an item": (case({"provisions": {"P-11": "met"}}), "unknown-provision", "P-1"),
    "an item with reasons": (case({"because": {"P-11": ["a.one"]}}), "unknown-provision", "P-1"),
    "a reason": (case({"because": {"P-1": ["a.onne"]}}), "unknown-fact", "a.one"),
    "a reason of an element": (case({"because": {"P-1": ["items.item.onne"]}}), "unknown-fact", "items.item.one"),
    "a category's answer": (case({"categories": {"harmfull": "met"}}), "unknown-category", "harmful"),
    "the category": (case({"category": "ilegal"}), "unknown-category", "illegal"),
    "a route": (case({"referrals": ["tel"]}), "unknown-route", "tell"),
    "a possible route": (case({"possible_referrals": ["thn"]}), "unknown-route", "then"),
    "a route with a recipient": (case({"recipients": {"tel": "police"}}), "unknown-route", "tell"),
    "a recipient": (case({"recipients": {"tell": "polise"}}), "unknown-recipient", "police"),
    "a route to wait for": (case({"waits_for": {"then": "tel"}}), "unknown-route", "tell"),
    "a question": (case({"questions": ["a.onne"]}), "unknown-fact", "a.one"),
    "the first question": (case({"first_question": "items[0].item.onne"}), "unknown-fact", "items.item.one"),
    "a key": (case({"provision": {"P-1": "met"}}), "unknown-key", "provisions"),
    "a stage": (case({"stage": "investgate"}), "bad-value", "investigate"),
    "an answer": (case({"provisions": {"P-1": "meet"}}), "bad-value", "met"),
    "neither source nor ground": ({**case({"stage": "decided"}), "ground": None}, "case-without-ground", ""),
    "nothing expected": (case({}), "nothing-expected", ""),
    "nothing expected of any item": (case({"provisions": {}}), "nothing-expected", ""),
    "a panel that is no mapping": (case({"stage": "decided"}, {"panel": "applies"}), "not-a-mapping", ""),
    "an id that is none": ({**case({"stage": "decided"}), "id": "Case 1"}, "bad-form", ""),
    "a time that is none": (case({"stage": "decided"}, at="yesterday"), "not-date", ""),
}


def kept(part: Any) -> Any:
    return {key: each for key, each in part.items() if each is not None}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(name: str) -> None:
    written_case, code, suggestion = REFUSED[name]
    _, problems = ran(kept(written_case))

    assert [each.code for each in problems] == [code]
    assert problems[0].suggestion == suggestion
    assert problems[0].place is not None
    assert problems[0].place.file == "cases/own.yaml"


def test_the_place_of_an_unknown_name_is_the_name() -> None:
    _, (problem,) = ran(case({"provisions": {"P-1": "met", "P-11": "met"}}))
    place = problem.place

    assert place is not None
    assert place.text[place.column - 1 :].startswith('"P-11"')


def test_the_same_id_twice_is_refused_over_all_files() -> None:
    file = written({"common": {"at": "2025-10-01"}, "cases": [case({"stage": "investigate"})]})
    _, problems = run_cases(OWN, {"cases/a.yaml": file, "cases/b.yaml": file})

    assert [(each.code, each.place.file if each.place else "") for each in problems] == [
        ("duplicate-id", "cases/b.yaml")
    ]


def test_a_file_without_cases_is_refused() -> None:
    _, problems = run_cases(OWN, {"cases/a.yaml": b"common: {at: 2025-10-01}\n"})

    assert [each.code for each in problems] == ["missing-key"]


def test_a_case_needs_a_time() -> None:
    _, problems = run_cases(OWN, {"cases/a.yaml": written({"cases": [case({"stage": "investigate"})]})})

    assert [each.code for each in problems] == ["missing-key"]


# --- how a case is read -----------------------------------------------------------------------------------------------


def read(*cases: Written, **common: Any) -> list[Case]:
    return read_cases(
        OWN, {"cases/own.yaml": written({"common": {"at": "2025-10-01", **common}, "cases": list(cases)})}
    )[0]


def test_what_is_common_holds_unless_the_case_says_otherwise() -> None:
    common = {"facts": {"a.one": "true", "a.two": "true"}, "lists": {"items": {"complete": "true", "items": []}}}
    (one,) = read(case({"stage": "decided"}, {"facts": {"a.two": "false"}}), report=common)

    assert one.report["facts"] == {"a.one": "true", "a.two": "false"}
    assert one.report["lists"] == common["lists"]
    assert one.report["id"] == "case"


def test_a_day_is_its_noon_and_a_time_is_itself() -> None:
    at = "2025-09-25T00:00:00+09:00"
    noon, exact = read(case({"stage": "decided"}), {**case({"stage": "decided"}, at=at), "id": "other"})

    assert noon.at == AT
    assert exact.at.isoformat() == at


def test_the_panel_speaks_with_one_voice() -> None:
    (result,), problems = ran(
        case({"provisions": {"P-1": "not_met"}}, {"facts": {"a.one": "true"}, "panel": {"P-1": "does_not_apply"}})
    )

    assert (problems, result.holds) == ([], True)
    assert result.decision is not None
    assert len(result.decision.report.opinions) == 3


def test_the_panel_is_that_of_the_day_of_receipt_where_that_governs() -> None:
    governed = {
        "id": "own",
        "title": titled("own"),
        "trusts": ["analyst", "advisor"],
        "governing_date": {"of": "receipt", "utc_offset": "+09:00"},
    }
    rule = {"quorum": "1", "majority": "more_than_half", "of": "members", "split": "open", "adviser_kinds": ["lawyer"]}
    panels = [
        {
            "id": "panel",
            "title": titled("panel"),
            "panel": {**rule, "members": members},
            "source": SOURCE,
            "in_force": span,
        }
        for members, span in (("1", {"to": "2025-05-31"}), ("3", {"from": "2025-06-01"}))
    ]
    guideline = own(
        guideline=governed,
        parameters=panels,
        provisions=[provision("P-1", {"a.one": "true"}, "illegal")],
        facts=[fact("a.one")],
    )
    report = {"received_at": "2025-05-31T12:00:00+09:00", "facts": {"a.one": "true"}, "panel": {"P-1": "applies"}}
    (result,), _ = ran(case({"provisions": {"P-1": "met"}}, report), guideline=guideline)

    assert (result.faults, result.mismatches) == ((), ())


def test_a_report_that_is_refused_says_why() -> None:
    (result,), problems = ran(case({"stage": "decided"}, {"facts": {"a.one": "maybe"}}))

    assert problems == []
    assert [(each.code, each.path) for each in result.faults] == [("not-boolean", "facts.a.one")]
    assert not result.holds


def test_a_day_without_an_edition_is_a_difference() -> None:
    (result,), _ = ran(case({"stage": "decided"}, {"panel": {"P-1": "applies"}}, at="2024-12-31"))

    assert [each.what for each in result.mismatches] == ["decision"]
    assert "no edition" in result.mismatches[0].found


# --- the articles that a lawyer looks for -----------------------------------------------------------------------------


def test_each_article_that_an_item_cites_is_named_by_a_case() -> None:
    records = (each for each in SHIPPED.sections.records["provisions"] if isinstance(each, Provision))
    cited = {(each.id, f"{one.act} {one.article}") for each in records for one in each.statutes}
    named = {
        (name, article)
        for result in RESULTS
        if result.holds
        for name, articles in (result.case.record.expect.statutes or {}).items()
        for article in articles
    }

    assert cited == named
