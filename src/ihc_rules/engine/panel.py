"""Advisers' opinions × the panel's rule → one verdict, or the reason why there is none yet.

- One opinion an adviser and subject; a later one corrects an earlier one.
- A verdict exists only when no member who has not spoken could change it, or when the panel is closed.
- `applies` and `does_not_apply` need the majority; `considerable_suspicion` needs it together with `applies`.
- A reserved view 意見留保 does not count for the quorum. No view is ever guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import combinations_with_replacement
from typing import Literal

from ihc_rules.errors import Problem, ReportError
from ihc_rules.guideline.model import Panel
from ihc_rules.report import Opinion, Report, View

Pending = Literal["pending", "no_quorum", "split", "reserved"]
SILENT = "silent"
SHARES = {"more_than_half": Fraction(1, 2), "two_thirds": Fraction(2, 3), "all": Fraction(1)}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a panel found on one provision or element.

    Attributes:
        view: the panel's view, or None.
        pending: why there is none: opinions missing, no quorum, a split, views reserved.
        opinions: the views that count, by adviser.
    """

    view: View | None
    pending: Pending | None
    opinions: tuple[Opinion, ...]


def verdict(subject: str, opinions: tuple[Opinion, ...], panel: Panel, closed: bool) -> Verdict:
    """The verdict on one subject.

    Args:
        opinions: the last view of each adviser.

    Raises:
        ReportError: more advisers gave a view than the panel has members.
    """
    counted = tuple(each for each in opinions if each.adviser_kind in panel.adviser_kinds)
    if len(counted) > panel.members:
        values = {"subject": subject, "members": str(panel.members), "given": str(len(counted))}
        raise ReportError([Problem("too-many-opinions", None, "opinions", values)])
    views = tuple(sorted([each.view for each in counted]))
    rule = (panel.members, panel.quorum, panel.majority, panel.of, panel.split)
    view, pending = _outcome(views, rule, closed)
    return Verdict(view, pending, counted)


_Rule = tuple[int, int, str, str, str]


@lru_cache(maxsize=4096)
def _outcome(views: tuple[View, ...], rule: _Rule, closed: bool) -> tuple[View | None, Pending | None]:
    """The view that stands however the silent members speak, or why none does."""
    now, reason = _close(views, rule)
    silent = rule[0] - len(views)
    if closed or silent == 0:
        return now, reason
    if now is None:
        return None, "pending"
    words = ("applies", "considerable_suspicion", "does_not_apply", "reserved", SILENT)
    others = combinations_with_replacement(words, silent)
    stable = all(_close(views + tuple(w for w in more if w != SILENT), rule)[0] == now for more in others)
    return (now, None) if stable else (None, "pending")


def _close(views: tuple[str, ...], rule: _Rule) -> tuple[View | None, Pending | None]:
    """The outcome if nobody speaks any more."""
    members, quorum, majority, of, split = rule
    applies, suspects, denies = (views.count(v) for v in ("applies", "considerable_suspicion", "does_not_apply"))
    given = applies + suspects + denies
    if given < quorum:
        return None, "reserved" if "reserved" in views else "no_quorum"
    needed = SHARES[majority] * (members if of == "members" else given)

    def carries(votes: int) -> bool:
        return votes > needed if majority == "more_than_half" else votes >= needed

    if carries(applies):
        return "applies", None
    if carries(denies):
        return "does_not_apply", None
    if carries(applies + suspects):
        return "considerable_suspicion", None
    meant: Mapping[str, View] = {"considerable_suspicion": "considerable_suspicion", "does_not_apply": "does_not_apply"}
    return (meant[split], None) if split in meant else (None, "split")


def verdicts(report: Report, panels: Mapping[str, Panel]) -> dict[str, Verdict]:
    """The verdict on every subject that has an opinion or a closed panel.

    Args:
        panels: the rule for each subject that a panel may judge.

    Raises:
        ReportError: more advisers gave a view than a panel has members.
    """
    closed = report.closed_panels
    subjects = [*report.latest, *(name for name in closed if name not in report.latest)]
    return {
        name: verdict(name, report.latest.get(name, ()), panels[name], name in closed)
        for name in subjects
        if name in panels
    }
