"""Decision → the questions that can still change what follows, and the stage at which the report stands.

- Only live leaves are asked: unknown facts that an open route, or the urgency or recipient of a route, still rests
  on. A fact that nothing depends on any more is never asked, nor one that somebody looked for and could not tell.
- What rests only on things that will not become known (a fact that could not be told, a panel that has concluded
  otherwise or was closed) stays open; nobody is asked for its sake.
- Questions about life and body come first; then lower exposure before higher (nobody views media while metadata can
  decide), then what others stand `after`, then what settles most, then the fact's id.

Example:
    >>> [question.fact for question in ask(guideline, incomplete, at=when)][:2]
    ['life.notice', 'posting.context']
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from ihc_rules.decision.decide import Decision, decide
from ihc_rules.decision.unknowns import Leaf
from ihc_rules.facts import EnumValue, Fact, ListOf
from ihc_rules.guideline.guideline import Guideline
from ihc_rules.records import Text
from ihc_rules.report import Report

Stage = Literal["out_of_scope", "investigate", "legal_review", "unresolved", "decided"]


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to find out.

    Attributes:
        fact: a fact's id; or a list's id, where its elements are not all recorded.
        list: the list whose element is asked about, with `index` from 0; else None.
        settles: how many open matters it may settle.
        life: whether life or body may depend on it.
        after: paths of the questions asked now that come before it.
    """

    fact: str
    list: str | None
    index: int | None
    text: Text
    help: Text | None
    type: str
    values: tuple[EnumValue, ...]
    exposure: int
    established_by: tuple[str, ...]
    settles: int
    life: bool
    after: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """Where the answer is recorded: `page.kind`, `depictions[0].person.existence`, `depictions`."""
        return self.fact if self.list is None or self.index is None else f"{self.list}[{self.index}].{self.fact}"


def questions(decision: Decision) -> tuple[Question, ...]:
    """What to find out next, most pressing first."""
    leaves = decision.unknowns.leaves.items()
    asked = [_question(decision, leaf, count, life) for leaf, (count, life) in leaves if leaf.kind != "panel"]
    waits = _waits(decision, asked)
    asked = [replace(each, after=tuple(sorted(waits[each.path]))) for each in asked]
    return tuple(
        sorted(asked, key=lambda q: (not q.life, q.exposure, _depth(q.path, waits), -q.settles, q.fact, q.index or 0))
    )


def _question(decision: Decision, leaf: Leaf, settles: int, life: bool) -> Question:
    what = _declared(decision, leaf.name, leaf.list)
    kind, values = (what.type, what.values) if isinstance(what, Fact) else ("list", ())
    return Question(
        leaf.name,
        leaf.list,
        leaf.index,
        what.question,
        what.help,
        kind,
        values,
        what.exposure,
        what.established_by,
        settles,
        life,
    )


def _declared(decision: Decision, name: str, of: str | None) -> Fact | ListOf:
    vocabulary = decision.edition.vocabulary
    return vocabulary.lists[name] if name in vocabulary.lists else vocabulary.fact(of, name)


def _waits(decision: Decision, asked: list[Question]) -> dict[str, set[str]]:
    """By path, the questions that come before: those it stands `after`, as far as they are asked themselves."""
    paths = {(each.list, each.index, each.fact): each.path for each in asked}
    waits: dict[str, set[str]] = {}
    for each in asked:
        names = _declared(decision, each.fact, each.list).after
        places = [place for name in names for place in ((each.list, each.index, name), (None, None, name))]
        waits[each.path] = {paths[place] for place in places if place in paths}
    return waits


def _depth(path: str, waits: dict[str, set[str]]) -> int:
    """How many questions come before, one after the other; circles were refused when the guideline was checked."""
    return max((1 + _depth(each, waits) for each in waits[path]), default=0)


def stage(decision: Decision) -> Stage:
    """Where the report stands: the first of these that applies."""
    categories = decision.edition.rules.categories
    met = [each for each in categories if decision.categories[each.id] == "met"]
    if any(each.stops for each in met) or any(each.id == decision.category and not each.in_scope for each in met):
        return "out_of_scope"
    unknowns = decision.unknowns
    if any(leaf.kind != "panel" for leaf in unknowns.leaves):
        return "investigate"
    if unknowns.leaves:
        return "legal_review"
    return "unresolved" if unknowns.goals else "decided"


def awaiting(decision: Decision) -> tuple[str, ...]:
    """Provisions and elements whose panel has not concluded, and on which something still rests."""
    return tuple(sorted({leaf.name for leaf in decision.unknowns.leaves if leaf.kind == "panel"}))


def ask(guideline: Guideline, report: Report, *, at: datetime) -> tuple[Question, ...]:
    """The next questions for a report.

    Args:
        at: the time of the decision, aware.

    Returns:
        Questions, most pressing first; none where nothing that can be found out changes what follows.

    Raises:
        NotInForce, ReportError: as `decide`.
    """
    return questions(decide(guideline, report, at=at))
