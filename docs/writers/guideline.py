"""The shipped guideline → tables of what is in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import get_args

from docs.writers.markdown import code, codes, table
from docs.writers.words import Words
from ihc_rules.assurance.outdated import outdated
from ihc_rules.facts import Fact, ListOf
from ihc_rules.guideline.guideline import Guideline, natural
from ihc_rules.guideline.model import Category, EditionName, Parameter, Provision, Recipient, Route
from ihc_rules.records import Citation, InForce, Record, Status
from ihc_rules.source import Place

EXPOSURE = {
    0: "0 付随情報 metadata",
    1: "1 周辺の文字 text around the page",
    2: "2 本文 the page's text",
    3: "3 画像等 viewing media",
}


def _file(record: Record) -> str:
    place = record.place()
    return place.file if place else ""


# --- facts --------------------------------------------------------------------------------------------------------


def facts(guideline: Guideline) -> str:
    """Every fact and list, in the order of the files."""
    by_file: dict[str, list[Fact | ListOf]] = {}
    declared: list[Fact | ListOf] = [*guideline.sections.of(Fact), *guideline.sections.of(ListOf)]
    for each in declared:
        by_file.setdefault(_file(each), []).append(each)
    parts: list[str] = []
    for file in sorted(by_file):
        parts.append(f"## {PurePosixPath(file).stem}\n\n`{file}`")
        for each in by_file[file]:
            parts += _list(each) if isinstance(each, ListOf) else [_fact(each)]
    return "\n\n".join(parts)


def _list(of: ListOf) -> Iterator[str]:
    who = f"{codes(of.established_by)} · {EXPOSURE[of.exposure]}"
    yield (
        f"### `{of.id}` (list)\n\n**{of.title.ja}** · {of.title.en}\n\n{of.question.ja}\n\n{of.question.en}\n\n"
        f"一覧 a list: `{{complete: …, items: [{{…}}]}}` · {who}"
    )
    yield from (_fact(each, of.id) for each in of.facts)


def _fact(fact: Fact, of: str = "") -> str:
    kind = " · 評価 evaluated" if fact.kind == "evaluated" else ""
    limits = (
        f" {fact.minimum} … {fact.maximum} {fact.unit or ''}".rstrip() if fact.type in ("integer", "decimal") else ""
    )
    lines = [
        f"### `{fact.id}`" + (f" (of `{of}`)" if of else ""),
        f"**{fact.title.ja}** · {fact.title.en}",
        fact.question.ja,
        fact.question.en,
        f"`{fact.type}`{limits} · {codes(fact.established_by)} · {EXPOSURE[fact.exposure]}{kind}",
    ]
    if fact.values:
        rows = [(code(each.id), each.title.ja, each.title.en) for each in fact.values]
        lines.append(table(("value", "日本語", "English"), rows))
    if fact.presumed:
        lines.append(f"推定 presumed: `{fact.presumed.value}` ({_source(fact.presumed.source)})")
    return "\n\n".join(lines)


# --- provisions ---------------------------------------------------------------------------------------------------


def editions(guideline: Guideline) -> str:
    """Every edition by its first day."""
    found = sorted(guideline.sections.of(EditionName), key=lambda each: each.from_)
    rows = [(code(each.id), str(each.from_), each.title.ja, each.title.en, _source(each.source)) for each in found]
    return table(("id", "from", "日本語", "English", "source"), rows)


def categories(guideline: Guideline) -> str:
    """Every category, in order of precedence."""
    rows = [_category(each) for each in guideline.sections.of(Category)]
    return table(("id", "日本語", "English", "in force", "", "legal review", "source"), rows)


def provisions(guideline: Guideline) -> str:
    """Every version of every provision."""
    found = guideline.sections.of(Provision)
    found = sorted(found, key=lambda each: (natural(each.id), str(each.in_force.from_)))
    rows = [_provision(each, guideline) for each in found]
    return table(("id", "日本語", "English", "category", "in force", "statutes", "source", "where"), rows)


def routes(guideline: Guideline) -> str:
    """Every route."""
    rows = []
    for each in guideline.sections.of(Route):
        to = " → ".join(code(name) for name in each.recipients())
        rows.append((code(each.id), each.title.ja, each.title.en, to, _days(each.in_force), _source(each.basis)))
    return table(("id", "日本語", "English", "to", "in force", "source"), rows)


def recipients(guideline: Guideline) -> str:
    """Every recipient."""
    found = guideline.sections.of(Recipient)
    rows = [(code(each.id), each.title.ja, each.title.en, codes(each.channels), _source(each.source)) for each in found]
    return table(("id", "日本語", "English", "channels", "source"), rows)


def figures(guideline: Guideline) -> str:
    """Every figure and panel, with how firmly it and its dates are known."""
    rows = [_parameter(each, guideline) for each in guideline.sections.of(Parameter)]
    head = ("id", "日本語", "English", "value", "unit", "status", "source", "in force", "status of the dates", "where")
    return table(head, rows)


def expected(guideline: Guideline) -> str:
    """Every change that was announced and whose day is not known."""
    rows = []
    for each in outdated(guideline, date.max):
        if change := each.expected:
            since = f"{each.day} …" if each.day else ""
            where = _where(each.place, guideline)
            rows.append((code(each.what), change.what.ja, change.what.en, since, _source(change.source), where))
    return table(("", "日本語", "English", "expected", "source", "where"), rows)


def statuses(guideline: Guideline, words: Words) -> str:
    """How many rules rest on each status."""
    sections = guideline.sections
    counted = {
        "provisions": Counter(each.source.status for each in sections.of(Provision)),
        "routes": Counter(each.basis.status for each in sections.of(Route)),
        "figures, panels": Counter(each.source.status for each in sections.of(Parameter)),
    }
    names = get_args(Status)
    meanings = words.section("Statuses", names)
    rows = [(code(name), *meanings[name], *(str(each[name]) for each in counted.values())) for name in names]
    return table(("status", "日本語", "English", *counted), rows)


def items(guideline: Guideline) -> str:
    """The provisions of each category, by id."""
    found: dict[str, dict[str, str]] = {each.id: {} for each in guideline.sections.of(Category)}
    for each in guideline.sections.of(Provision):
        found[each.category][each.id] = f"{each.id} (案 draft)" if each.draft else each.id
    rows = []
    for category in guideline.sections.of(Category):
        named = found[category.id]
        listed = ", ".join(named[name] for name in sorted(named, key=natural)) or "–"
        rows.append((category.title.ja, category.title.en, listed))
    return table(("区分", "category", "items"), rows)


def _category(each: Category) -> tuple[str, ...]:
    marks = ["関門 gate"] if each.stops else []
    marks += [] if each.in_scope else ["対象外 out of scope"]
    review = each.legal_review if isinstance(each.legal_review, str) else "when …"
    return (
        code(each.id),
        each.title.ja,
        each.title.en,
        _days(each.in_force),
        ", ".join(marks),
        review,
        _source(each.source),
    )


def _provision(each: Provision, guideline: Guideline) -> tuple[str, ...]:
    articles = "; ".join(f"{ref.act} {ref.article}" for ref in each.statutes)
    draft = " 案 draft" if each.draft else ""
    return (
        each.id + draft,
        each.title.ja,
        each.title.en,
        code(each.category),
        _days(each.in_force),
        articles,
        _source(each.source),
        _where(each.place(), guideline),
    )


def _parameter(each: Parameter, guideline: Guideline) -> tuple[str, ...]:
    panel, source = each.panel, each.source
    value = str(each.value) if panel is None else ""
    if panel:
        value = f"{panel.members} members, quorum {panel.quorum}, {panel.majority} of {panel.of}, split: {panel.split}"
    return (
        code(each.id),
        each.title.ja,
        each.title.en,
        value,
        each.unit or "",
        code(source.status),
        f"{source.document}{f', {source.section}' if source.section else ''}",
        _days(each.in_force),
        code(each.in_force.status or ""),
        _where(each.place(), guideline),
    )


def _where(place: Place | None, guideline: Guideline) -> str:
    """A link to what is written at a place."""
    return f"[{place.file}](../../guidelines/{guideline.id}/{place.file}#L{place.line})" if place else ""


def _days(when: InForce) -> str:
    if when.from_ is None and when.to is None:
        return ""
    return f"{when.from_ or ''} … {when.to or ''}".strip()


def _source(source: Citation) -> str:
    return f"{source.document}{f', {source.section}' if source.section else ''} ({source.status})"


OF_GUIDELINE: Mapping[str, Callable[[Guideline], str]] = {
    "facts": facts,
    "editions": editions,
    "categories": categories,
    "provisions": provisions,
    "routes": routes,
    "recipients": recipients,
    "figures": figures,
    "expected": expected,
    "items": items,
}
