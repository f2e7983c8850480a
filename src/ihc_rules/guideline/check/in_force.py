"""Dated records that need each other → Problems: one is not in force on a day on which another needs it.

- An article that a provision names is in force on every day on which it is named.
- So are a provision's category, the panel that judges it, the figure that a hold counts by, and those of the deadlines.
- Days before the first edition do not count: nothing is decided on them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ihc_rules.errors import Problem, nearest
from ihc_rules.guideline.check.dates import DAY, Days, Spans, days_of
from ihc_rules.guideline.check.vocabulary import all_conditions
from ihc_rules.guideline.condition import Assess, walk
from ihc_rules.guideline.model import (
    Act,
    Category,
    Definition,
    EditionName,
    Header,
    Parameter,
    Provision,
    Recipient,
    Route,
    StatuteRef,
)
from ihc_rules.guideline.parse.sections import Sections
from ihc_rules.guideline.waiting import figures
from ihc_rules.problem_texts.text import shown
from ihc_rules.records import Dated
from ihc_rules.source import Place


def _first_day(sections: Sections) -> date:
    return min((each.from_ for each in sections.of(EditionName)), default=date.min)


def _missing_day(needed: Days, versions: Sequence[Dated]) -> date | None:
    """The first of the needed days on which no version is in force; None where that was told as a gap."""
    day = Spans(versions).missing(needed)
    before = None if day is None or day == date.min else day - DAY
    told = any(each.in_force.to == before and not each.in_force.retired for each in versions)
    return None if before is not None and told else day


def articles(sections: Sections) -> Iterator[Problem]:
    """Articles that do not exist, or not on all the days on which a provision names them."""
    acts = {act.id: act for act in sections.of(Act)}
    unread = set(sections.ids(Act)) - set(acts)
    begin = _first_day(sections)
    for provision in sections.of(Provision):
        for ref in provision.statutes:
            if ref.act in acts:
                yield from _article(acts[ref.act], provision, ref, begin)
            elif ref.act not in unread and sections.whole:
                yield _unknown(ref, "act", ref.act, tuple(acts))


def _article(act: Act, provision: Provision, ref: StatuteRef, begin: date) -> Iterator[Problem]:
    versions = [article for article in act.articles if article.article == ref.article]
    if not versions:
        known = tuple(dict.fromkeys(article.article for article in act.articles))
        yield _unknown(ref, "article", ref.article, known)
        return
    spans = [days_of(provision.in_force), days_of(ref.in_force), (begin, date.max)]
    needed = max(first for first, _ in spans), min(last for _, last in spans)
    if day := _missing_day(needed, versions):
        values = {"article": f"{ref.act} {ref.article}", "day": str(day), "provision": provision.id}
        yield Problem("article-not-in-force", ref.place("article"), values=values)


def _unknown(ref: StatuteRef, field: str, name: str, known: tuple[str, ...]) -> Problem:
    return Problem(f"unknown-{field}", ref.place(field), "", {"name": shown(name)}, nearest(shown(name), known), known)


@dataclass(frozen=True)
class _Need:
    """A record that cannot do without another, named at a place."""

    by: str  # its id
    days: Days
    what: str  # name of the section
    name: str
    place: Place | None


def needed(sections: Sections) -> Iterator[Problem]:
    """What a record cannot do without, not in force on a day on which the record is."""
    begin = _first_day(sections)
    versions: dict[tuple[str, str], list[Dated]] = {}
    for category in sections.of(Category):
        versions.setdefault(("categories", category.id), []).append(category)
    for parameter in sections.of(Parameter):
        versions.setdefault(("parameters", parameter.id), []).append(parameter)
    for need in [*_needs(sections), *_panels(sections)]:
        found = None if need.name in sections.left_out else versions.get((need.what, need.name))
        first, last = need.days
        if found and (day := _missing_day((max(first, begin), last), found)):
            values = {"name": need.name, "day": str(day), "by": need.by}
            yield Problem("not-in-force", need.place, values=values)


def _needs(sections: Sections) -> Iterator[_Need]:
    for category in sections.of(Category):
        if category.panel:
            yield _need(category, "parameters", category.panel, category.place("panel"))
    for provision in sections.of(Provision):
        yield _need(provision, "categories", provision.category, provision.place("category"))
    for route in sections.of(Route):
        if route.hold:
            yield _need(route, "parameters", route.hold.for_, route.hold.place("for"))
        if route.follow_up:
            for field in ("recheck_after", "repeats"):
                yield _need(route, "parameters", getattr(route.follow_up, field), route.follow_up.place(field))
    for header in sections.of(Header):
        for name, place in figures(header.deadlines):
            yield _Need(header.id, (date.min, date.max), "parameters", name, place)


def _need(
    by: Category | Definition | Provision | Recipient | Route, what: str, name: str, place: Place | None
) -> _Need:
    return _Need(by.id, days_of(by.in_force), what, name, place)


def _panels(sections: Sections) -> Iterator[_Need]:
    """The panels that conditions ask."""
    for record, condition in all_conditions(sections):
        if isinstance(record, (Category, Definition, Provision, Recipient, Route)):
            for node in walk(condition):
                if isinstance(node, Assess):
                    yield _need(record, "parameters", node.panel, node.place)
