"""The models of records, the words of conditions, the operators → docs/reference/language.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic_core import PydanticUndefined

from docs.writers.markdown import code, codes, fenced, page, slug, table
from docs.writers.words import Words
from ihc_rules.assurance.cases import CaseId, CaseRecord, Common
from ihc_rules.facts import FactType
from ihc_rules.guideline.model import When
from ihc_rules.guideline.parse.conditions import FORMS, ROUTE_WORDS
from ihc_rules.guideline.parse.faults import records_in
from ihc_rules.guideline.parse.leaf import OPERATORS
from ihc_rules.guideline.parse.read import MAX_BYTES, MAX_DEPTH, MAX_NODES
from ihc_rules.guideline.parse.sections import SECTIONS
from ihc_rules.records import (
    ALWAYS,
    Bool,
    Citation,
    Day,
    EditionId,
    FactId,
    Integer,
    Prose,
    Record,
    Role,
    RuleId,
    Status,
    Word,
)

Kind = type[Record]
SHAPES: tuple[tuple[Any, str], ...] = (  # a type as it stands in the models → how it is written
    (Bool, "`true` `false`"),
    (Integer, "number"),
    (Day, "day"),
    (Word, "word"),
    (EditionId, "`2025-09`"),
    (RuleId, "word or `I-01`"),
    (FactId, "`dotted.word`"),
    (CaseId, "`word-with-dashes`"),
    (Prose, "text"),
    (Role, "[role](#roles)"),
    (When, "[condition](#conditions)"),
    (str, "text"),
)
FORM: Mapping[str, str] = {
    "all": "all: [CONDITION, …]",
    "any": "any: [CONDITION, …]",
    "not": "not: CONDITION",
    "count": "count: {at_least: n, of: [CONDITION, …]}",
    "some": "some: {of: list, where: CONDITION}",
    "assess": "assess: {id, considering: [fact, …], by: advisor, question: {ja, en}, panel}",
}


def language_page(words: Words) -> str:
    """The whole page."""
    sections = [_record(name, kind, words) for name, kind in SECTIONS.items()]
    named = set(SECTIONS.values()) | {CaseRecord, Common}
    inner = sorted({*_inner([*SECTIONS.values(), CaseRecord, Common])} - named, key=_order)
    return page(
        "The guideline language",
        "src/ihc_rules/guideline, src/ihc_rules/records.py and docs/writers/words.md",
        INTRODUCTION,
        "## 見出し · Sections",
        _contents(words),
        *sections,
        "## 事例 · Cases",
        CASES,
        _record("common", Common, words),
        _record("cases", CaseRecord, words),
        "## 部品 · Parts",
        "The records that stand inside others. 他の記載の中に書くもの。",
        *(_record(_called(kind), kind, words) for kind in inner),
        "## Conditions",
        CONDITIONS,
        _conditions(words),
        _operators(words),
        "## 種類と役割 · Types and roles",
        *_vocabulary(words),
    )


INTRODUCTION = f"""\
ガイドラインは、一つのフォルダにある YAML ファイルの集まりです。下の見出しは、どのファイルに書いても、どの順でもかまいません。
順序に意味があるのは `categories`（優先順位）だけです。人が読む文は、必ず日本語と英語の両方を書きます。

A guideline is a folder of YAML files. Any section below may stand in any file, in any order; only the order of
`categories` has a meaning. Every text for people is given in Japanese and in English.

| | |
|---|---|
| Files | `[a-z0-9][a-z0-9_-]*.yaml`, in sub-folders likewise; UTF-8; at most {MAX_BYTES:,} bytes, {MAX_NODES:,} entries and {MAX_DEPTH} levels. Below `cases/` stand the worked cases |
| Not read | tags, anchors, aliases, merge keys, directives, several documents, tabs, a key twice: each is a [Problem](problems.md) |
| Values | every scalar is **text** until its field or fact gives it a type. `NO` is Norway; a day is `2006-06-01`; a boolean is `true` or `false` and nothing else |
| Versions | a dated record may stand several times under one `id` with disjoint `in_force` |
| Names | `word` is `[a-z][a-z0-9_]*`; an item may also be called `I-01`; a fact has at least one dot, and none is a prefix of another |

The [meaning](semantics.md) of what is written has a page of its own; what went wrong is told by [Problems](problems.md)."""

CASES = """\
`cases/*.yaml` の事例は、ガイドラインの試験です。`ihc-rules test` は、成り立たない事例と、事例のないものを示します。
The files below `cases/` hold worked cases: the guideline's tests. A file has `cases`, and `common` if it likes."""

CONDITIONS = """\
条件は、キーが一つだけの `キー: 値` です。A condition is a mapping of exactly one key. An empty `all` or `any`, and a test
that has the same answer whatever is recorded, are Problems. Conditions read only facts that trusted roles establish."""


def _contents(words: Words) -> str:
    rows = []
    for name, kind in SECTIONS.items():
        ja, en = words.of("Kinds of records", kind.__name__)
        rows.append((f"[`{name}`](#{slug(name)})", ja, en))
    return table(("section", "日本語", "English"), rows)


def _record(name: str, kind: Kind, words: Words) -> str:
    ja, en = words.of("Kinds of records", kind.__name__)
    rows = [
        (code(key), "●" if needed else "", shape, *words.of("Keys", f"{kind.__name__}.{key}", f"*.{key}"))
        for key, needed, shape in _keys(kind)
    ]
    head = ("key", "必須 needed", "what may stand there", "日本語", "English")
    return f"### `{name}`\n\n{ja}。 {en[0].upper()}{en[1:]}.\n\n{table(head, rows)}"


def _keys(kind: Kind) -> Iterator[tuple[str, bool, str]]:
    hints = get_type_hints(kind, include_extras=True)
    for name, field in kind.model_fields.items():
        if name == "places":
            continue
        shape = written(hints[name])
        default = field.default
        if default not in (PydanticUndefined, None, (), ALWAYS):
            shown = str(default).lower() if isinstance(default, bool) else str(default)
            shape += f"; else `{shown}`"
        yield field.alias or name, field.is_required(), shape


def written(hint: Any) -> str:
    """A type of the models as it is written in YAML."""
    for known, shape in SHAPES:
        if hint is known or hint == known:
            return shape
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return " ".join(code(str(each)) for each in arguments)
    if origin in (Union, UnionType):
        return " or ".join(written(each) for each in arguments if each is not NoneType)
    if origin is tuple:
        return f"list of: {written(arguments[0])}"
    if origin is dict:
        return "`name: …` pairs" if arguments[1] is Any else f"`name: …` pairs of: {written(arguments[1])}"
    if origin is Annotated:
        return written(arguments[0])
    if isinstance(hint, type) and issubclass(hint, Record):
        return f"[{_called(hint)}](#{slug(_called(hint))})"
    return "day or time" if hint is Any else str(hint)


def _called(kind: Kind) -> str:
    """What a part is called on this page: as the key under which it usually stands."""
    names = {"Citation": "source", "InForce": "in_force", "StatuteRef": "statute", "Expectation": "expect"}
    known = next((name for name, each in SECTIONS.items() if each is kind), "")
    return known or names.get(kind.__name__) or _snake(kind.__name__)


def _snake(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() and i else c.lower() for i, c in enumerate(name))


def _order(kind: Kind) -> tuple[int, str]:
    first = ["Text", "Citation", "InForce"]
    return (first.index(kind.__name__) if kind.__name__ in first else len(first), _called(kind))


def _inner(kinds: list[Kind]) -> Iterator[Kind]:
    """Every kind of record below these."""
    seen: set[Kind] = set()
    stack = list(kinds)
    while stack:
        kind = stack.pop()
        if kind not in seen:
            seen.add(kind)
            stack += [each for field in kind.model_fields.values() for each in records_in(field.annotation)]
    yield from seen


def _conditions(words: Words) -> str:
    rows = [(code("fact: …"), "確認事項（下の表）", "a test of a fact (table below)")]
    for word, meaning in words.section("Words of conditions", FORMS).items():
        form = FORM.get(word) or f"{word}: {'id' if word in ROUTE_WORDS else 'definition'}"
        rows.append((code(form), *meaning))
    return table(("form", "日本語", "English"), rows)


def _operators(words: Words) -> str:
    every = get_args(FactType)
    fits = {"in": tuple(each for each in every if each != "text"), **OPERATORS}
    meanings = words.section("Operators", fits)
    how = {"in": "fact: value", "present": "fact: {present: true}"}
    rows = [(code(how.get(name, f"fact: {{{name}: …}}")), codes(fits[name]), *meanings[name]) for name in fits]
    example = "count:\n  at_least: 2\n  of:\n    - page.kind: [web_page, app]\n    - not: {posting.visibility: limited_persons}"
    return table(("test", "types", "日本語", "English"), rows) + "\n\n" + fenced(example, "yaml")


def _vocabulary(words: Words) -> Iterator[str]:
    types = words.section("Types of facts", get_args(FactType)).items()
    yield table(("type", "日本語", "English"), [(code(name), *meaning) for name, meaning in types])
    yield "### Roles\n\n" + codes(get_args(Role))
    yield "### Status"
    statuses = words.section("Statuses", get_args(Status)).items()
    yield table(("status", "日本語", "English"), [(code(name), *meaning) for name, meaning in statuses])
    assert set(Citation.model_fields) >= {"status"}  # noqa: S101 - the table above explains it
