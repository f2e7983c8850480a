"""The shipped guideline → docs/reference/facts.md and provisions.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import get_args

from docs.writers.markdown import code, codes, page, table
from docs.writers.words import Words
from ihc_rules.facts import Fact, ListOf
from ihc_rules.guideline.guideline import Guideline, natural
from ihc_rules.guideline.model import Category, EditionName, Parameter, Provision, Recipient, Route
from ihc_rules.records import Citation, InForce, Record, Status

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


def facts_page(guideline: Guideline) -> str:
    """Every fact and list, in the order of the files."""
    facts, lists = guideline.sections.of(Fact), guideline.sections.of(ListOf)
    by_file: dict[str, list[Fact | ListOf]] = {}
    for each in (*facts, *lists):
        by_file.setdefault(_file(each), []).append(each)
    parts = [
        f"`{guideline.id}`：確認事項 {len(facts)}、一覧 {len(lists)}。 {len(facts)} facts of a report, {len(lists)} list(s).\n\n"
        "「見るもの」は、確認のために何を見るか（0 が最も軽い）。未確認の事項は推測せず、見ても分からなければ「確認できず」"
        "（`undeterminable`）と記録します。\n\nExposure is what has to be looked at to answer; the questions ask for the "
        "lower first. Nothing is guessed: what cannot be told is recorded as `undeterminable`."
    ]
    for file in sorted(by_file):
        parts.append(f"## {PurePosixPath(file).stem}\n\n`{file}`")
        for each in by_file[file]:
            parts += _list(each) if isinstance(each, ListOf) else [_fact(each)]
    return page(f"Facts of `{guideline.id}`", f"guidelines/{guideline.id}", *parts)


def _list(of: ListOf) -> Iterator[str]:
    who = f"{codes(of.established_by)} · {EXPOSURE[of.exposure]}"
    yield (
        f"### `{of.id}` (list)\n\n**{of.title.ja}** · {of.title.en}\n\n{of.question.ja}\n\n{of.question.en}\n\n"
        f"一覧 a list: `{{complete: …, items: [{{…}}]}}` · {who}"
    )
    yield from (_fact(each, of.id) for each in of.facts)


def _fact(fact: Fact, of: str = "") -> str:
    kind = " · 評価 evaluated" if fact.kind == "evaluated" else ""
    limits = f" {fact.minimum} … {fact.maximum} {fact.unit or ''}".rstrip() if fact.type in ("integer", "decimal") else ""
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


def provisions_page(guideline: Guideline, words: Words) -> str:
    """Editions, categories, provisions, routes, recipients and figures, each with how firmly it is known."""
    sections = guideline.sections
    provisions = sorted(sections.of(Provision), key=lambda each: (natural(each.id), str(each.in_force.from_)))
    return page(
        f"Provisions of `{guideline.id}`",
        f"guidelines/{guideline.id}",
        HONESTY,
        statuses_table(guideline, words),
        "## 版 · Editions",
        table(
            ("id", "from", "日本語", "English", "source"),
            [
                (code(each.id), str(each.from_), each.title.ja, each.title.en, _source(each.source))
                for each in sorted(sections.of(EditionName), key=lambda each: each.from_)
            ],
        ),
        "## 区分 · Categories",
        "優先順位の順。 In order of precedence.",
        table(
            ("id", "日本語", "English", "in force", "", "legal review", "source"),
            [_category(each) for each in sections.of(Category)],
        ),
        "## 項目 · Provisions",
        table(
            ("id", "日本語", "English", "category", "in force", "statutes", "source", "where"),
            [_provision(each, guideline) for each in provisions],
        ),
        "## ルート · Routes",
        table(
            ("id", "日本語", "English", "to", "in force", "source"),
            [
                (
                    code(each.id),
                    each.title.ja,
                    each.title.en,
                    " → ".join(code(name) for name in each.recipients()),
                    _days(each.in_force),
                    _source(each.basis),
                )
                for each in sections.of(Route)
            ],
        ),
        "## 送付先 · Recipients",
        table(
            ("id", "日本語", "English", "channels", "source"),
            [
                (code(each.id), each.title.ja, each.title.en, codes(each.channels), _source(each.source))
                for each in sections.of(Recipient)
            ],
        ),
        "## 数値と合議 · Figures and panels",
        table(
            ("id", "日本語", "English", "value", "in force", "source"),
            [_parameter(each) for each in sections.of(Parameter)],
        ),
    )


HONESTY = """\
ガイドラインの本文は公開されていないため、各規則は、公開資料からどこまで確かに言えるかを `status` で示しています。
`assumed`（仮定）は資料になく、置いたものです。利用の前に、担当者が確かめる必要があります。

The guideline's own text is not public. Every rule says how firmly it follows from the public sources that could be
found. What is `assumed` stands in no source: whoever uses this guideline must verify it first."""


def statuses_table(guideline: Guideline, words: Words) -> str:
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


def items_table(guideline: Guideline) -> str:
    """The provisions of each category, by id."""
    sections = guideline.sections
    items: dict[str, set[str]] = {each.id: set() for each in sections.of(Category)}
    for provision in sections.of(Provision):
        items[provision.category].add(provision.id)
    titles = {each.id: each.title for each in sections.of(Category)}
    rows = [
        (titles[name].ja, titles[name].en, ", ".join(sorted(ids, key=natural)) or "–") for name, ids in items.items()
    ]
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
    place = each.place()
    path = f"guidelines/{guideline.id}/{place.file}" if place else ""
    where = f"[{place.file}](../../{path}#L{place.line})" if place else ""
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
        where,
    )


def _parameter(each: Parameter) -> tuple[str, ...]:
    panel = each.panel
    value = f"{each.value} {each.unit or ''}".strip() if panel is None else ""
    if panel:
        value = f"{panel.members} members, quorum {panel.quorum}, {panel.majority} of {panel.of}, split: {panel.split}"
    return code(each.id), each.title.ja, each.title.en, value, _days(each.in_force), _source(each.source)


def _days(when: InForce) -> str:
    if when.from_ is None and when.to is None:
        return ""
    return f"{when.from_ or ''} … {when.to or ''}".strip()


def _source(source: Citation) -> str:
    return f"{source.document}{f', {source.section}' if source.section else ''} ({source.status})"

