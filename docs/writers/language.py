"""The models of records, the words of conditions, the operators → the tables of language.md."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic_core import PydanticUndefined

from docs.writers.markdown import code, codes, slug, table
from docs.writers.words import Meaning, Words
from ihc_rules.assurance.cases import CaseId, CaseRecord, Common
from ihc_rules.assurance.cases import When as CaseTime
from ihc_rules.assurance.schema_words import KEYS
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
    (CaseTime, "day or time"),
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


def dialect(words: Words) -> str:
    """What a file may hold, with its limits."""
    limits = {"files": f"{MAX_BYTES:,}", "nodes": f"{MAX_NODES:,}", "depth": str(MAX_DEPTH)}
    rows = [(name, *meaning) for name, meaning in words.section("Files", words.rows("Files")).items()]
    filled = [[cell.format_map(limits) for cell in row] for row in rows]
    return table(("", "日本語", "English"), filled)


def sections(words: Words) -> str:
    """Every section with its keys."""
    records = (_record(name, kind, words) for name, kind in SECTIONS.items())
    return "\n\n".join([_contents(words), *records])


def cases(words: Words) -> str:
    """The keys of worked cases."""
    return "\n\n".join([_record("common", Common, words), _record("cases", CaseRecord, words)])


def parts(words: Words) -> str:
    """The records that stand inside others."""
    every: list[Kind] = [*SECTIONS.values(), CaseRecord, Common]
    inner = sorted({*_inner(every)} - set(every), key=_order)
    return "\n\n".join(_record(_called(kind), kind, words) for kind in inner)


def _contents(words: Words) -> str:
    rows = []
    for name, kind in SECTIONS.items():
        ja, en = words.of("Kinds of records", kind.__name__)
        rows.append((f"[`{name}`](#{slug(name)})", ja, en))
    return table(("section", "日本語", "English"), rows)


def _record(name: str, kind: Kind, words: Words) -> str:
    ja, en = words.of("Kinds of records", kind.__name__)
    rows = [
        (code(key), "●" if needed else "", shape, *_meaning(kind, key, words)) for key, needed, shape in _keys(kind)
    ]
    head = ("key", "必須 needed", "what may stand there", "日本語", "English")
    return f"### `{name}`\n\n{ja}。 {en[0].upper()}{en[1:]}.\n\n{table(head, rows)}"


def _meaning(kind: Kind, key: str, words: Words) -> Meaning:
    """What a key means: as the pages say it, else as editors do."""
    name = f"{kind.__name__}.{key}"
    return words.find("Keys", name) or KEYS.get(name) or KEYS.get(key) or words.of("Keys", name)


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
    return "a value of the fact" if hint is Any else str(hint)


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


def conditions(words: Words) -> str:
    """The words of conditions."""
    rows = [(code("fact: …"), "確認事項（下の表）", "a test of a fact (table below)")]
    for word, meaning in words.section("Words of conditions", FORMS).items():
        form = FORM.get(word) or f"{word}: {'id' if word in ROUTE_WORDS else 'definition'}"
        rows.append((code(form), *meaning))
    return table(("form", "日本語", "English"), rows)


def operators(words: Words) -> str:
    """The tests of one fact, with the types that they fit."""
    every = get_args(FactType)
    fits = {"in": tuple(each for each in every if each != "text"), **OPERATORS}
    meanings = words.section("Operators", fits)
    how = {"in": "fact: value", "present": "fact: {present: true}"}
    rows = [(code(how.get(name, f"fact: {{{name}: …}}")), codes(fits[name]), *meanings[name]) for name in fits]
    return table(("test", "types", "日本語", "English"), rows)


def explained(section: str, names: tuple[str, ...], words: Words) -> str:
    """Names with what they mean."""
    rows = [(code(name), *meaning) for name, meaning in words.section(section, names).items()]
    return table(("", "日本語", "English"), rows)


LANGUAGE: Mapping[str, Callable[[Words], str]] = {
    "dialect": dialect,
    "sections": sections,
    "cases": cases,
    "parts": parts,
    "conditions": conditions,
    "operators": operators,
    "types": lambda words: explained("Types of facts", get_args(FactType), words),
    "roles": lambda words: explained("Roles", get_args(Role), words),
    "status": lambda words: explained("Statuses", get_args(Status), words),
}
