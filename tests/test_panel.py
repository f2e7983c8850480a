"""Advisers' opinions × a panel's rule → the laws that every verdict keeps, whatever the rule.

A verdict is final: no member who has not spoken could change it. All rules of up to four members are tried with
everything that their members may say.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import combinations_with_replacement, permutations, product
from typing import Any

import pytest

from ihc_rules.engine.panel import Verdict, verdict
from ihc_rules.errors import ReportError
from ihc_rules.guideline.model import Panel
from ihc_rules.report import Opinion, Report, View
from tests.reference import finding

VIEWS: tuple[View, ...] = ("applies", "considerable_suspicion", "does_not_apply", "reserved")
START = datetime(2025, 10, 1, tzinfo=UTC)
SHORT: dict[str, View] = {"A": "applies", "S": "considerable_suspicion", "N": "does_not_apply", "R": "reserved"}


def panel(members: int = 3, **more: Any) -> Panel:
    rule = {"quorum": 2, "majority": "more_than_half", "of": "members", "split": "open", "adviser_kinds": ("lawyer",)}
    return Panel.model_validate({"members": members, **rule, **more})


def opinions(views: tuple[View, ...], kind: str = "lawyer") -> tuple[Opinion, ...]:
    return tuple(
        Opinion(provision="P-1", adviser=f"lawyer-{number}", adviser_kind=kind, view=view, at=START)
        for number, view in enumerate(views)
    )


def found(views: tuple[View, ...], rule: Panel, closed: bool = False) -> Verdict:
    return verdict("P-1", opinions(views), rule, closed)


def rules(most: int) -> Iterator[Panel]:
    for members in range(1, most + 1):
        for quorum, majority, of, split in product(
            range(1, members + 1),
            ("more_than_half", "two_thirds", "all"),
            ("votes", "members"),
            ("open", "considerable_suspicion", "does_not_apply"),
        ):
            yield panel(members, quorum=quorum, majority=majority, of=of, split=split)


def spoken(rule: Panel) -> Iterator[tuple[View, ...]]:
    for number in range(rule.members + 1):
        yield from combinations_with_replacement(VIEWS, number)


@pytest.mark.parametrize("closed", [False, True])
def test_a_verdict_is_what_trying_all_that_the_silent_may_still_say_gives(closed: bool) -> None:
    for rule in rules(3):
        for views in spoken(rule):
            assert found(views, rule, closed).view == finding(views, rule, closed), (views, rule)


def test_another_view_never_changes_a_verdict() -> None:
    for rule in rules(4):
        for views in spoken(rule):
            before = found(views, rule).view
            if before is not None and len(views) < rule.members:
                assert {found((*views, more), rule).view for more in VIEWS} == {before}, (views, rule)


def test_closing_a_panel_never_changes_a_verdict() -> None:
    for rule in rules(4):
        for views in spoken(rule):
            before = found(views, rule).view
            assert before in (None, found(views, rule, closed=True).view), (views, rule)


def test_there_is_no_verdict_without_a_quorum_of_views_that_are_not_reserved() -> None:
    for rule in rules(4):
        for views in spoken(rule):
            given = len(views) - views.count("reserved")
            if given < rule.quorum:
                assert found(views, rule, closed=True).view is None, (views, rule)


def test_a_panel_in_which_all_have_spoken_needs_no_closing() -> None:
    for rule in rules(4):
        for views in combinations_with_replacement(VIEWS, rule.members):
            assert found(views, rule) == found(views, rule, closed=True), (views, rule)


def test_who_speaks_first_makes_no_difference() -> None:
    for rule in rules(3):
        for views in spoken(rule):
            assert len({found(order, rule).view for order in permutations(views)}) == 1, (views, rule)


def test_either_a_verdict_or_a_reason_why_there_is_none() -> None:
    for rule in rules(4):
        for views, closed in product(spoken(rule), (False, True)):
            outcome = found(views, rule, closed)
            assert (outcome.view is None) == (outcome.pending is not None), (views, rule, closed)


# views (first letters), the rule, the verdict, why there is none
TABLE: dict[str, tuple[str, dict[str, Any], str | None, str | None]] = {
    "nobody has spoken": ("", {}, None, "pending"),
    "one of three is no quorum yet": ("A", {}, None, "pending"),
    "two of three agree: the third cannot change it": ("AA", {}, "applies", None),
    "two of three deny: the third cannot change it": ("NN", {}, "does_not_apply", None),
    "two of three suspect: the third cannot change it": ("SS", {}, "considerable_suspicion", None),
    "one applies and one suspects: the third may make it apply": ("AS", {}, None, "pending"),
    "one applies, one suspects, one denies: together they suspect": ("ASN", {}, "considerable_suspicion", None),
    "a reserved view is not a vote": ("AR", {}, None, "pending"),
    "two reserved views leave no quorum": ("ARR", {}, None, "reserved"),
    "one of each but suspicion is a split": ("ANR", {}, None, "split"),
    "a split may mean suspicion": ("ANR", {"split": "considerable_suspicion"}, "considerable_suspicion", None),
    "a split may mean that it does not apply": ("ANR", {"split": "does_not_apply"}, "does_not_apply", None),
    "of the votes cast, one may be enough": ("ARR", {"of": "votes", "quorum": 1}, "applies", None),
    "two thirds of three are two": ("AAN", {"majority": "two_thirds"}, "applies", None),
    "two thirds of four are three": ("AAN", {"members": 4, "majority": "two_thirds"}, None, "pending"),
    "all of three: one who denies stops it": ("AAN", {"majority": "all"}, None, "split"),
    "all of the votes: a reserved view does not stop it": ("AAR", {"majority": "all", "of": "votes"}, "applies", None),
    "half is not more than half": ("AANN", {"members": 4}, None, "split"),
}


@pytest.mark.parametrize("name", TABLE)
def test_a_rule_reads_as_it_is_written(name: str) -> None:
    letters, rule, view, pending = TABLE[name]
    outcome = found(tuple(SHORT[each] for each in letters), panel(**rule))

    assert (outcome.view, outcome.pending) == (view, pending)


def test_a_closed_panel_speaks_with_what_it_has() -> None:
    assert found(("applies",), panel(quorum=1, of="votes"), closed=True).view == "applies"
    assert found(("applies",), panel(quorum=2), closed=True).pending == "no_quorum"


def test_an_adviser_of_another_kind_is_not_counted() -> None:
    outcome = verdict("P-1", opinions(("applies", "applies"), kind="doctor"), panel(), False)

    assert (outcome.view, outcome.opinions) == (None, ())


def test_more_advisers_than_the_panel_has_members_are_refused() -> None:
    with pytest.raises(ReportError, match="too-many-opinions"):
        found(("applies",) * 4, panel(3))


def test_a_later_view_of_an_adviser_corrects_the_earlier_one() -> None:
    said = [
        Opinion(provision="P-1", adviser="a", adviser_kind="lawyer", view=view, at=START + timedelta(hours=hour))
        for hour, view in ((1, VIEWS[0]), (0, VIEWS[2]))
    ]

    for order in (said, said[::-1]):
        assert [each.view for each in Report(id="r", opinions=tuple(order)).latest["P-1"]] == ["applies"]
