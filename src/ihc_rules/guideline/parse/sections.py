"""Files of a guideline → its records, each with its places, and the vocabulary that they share.

- Any file may hold any section; the order of files, keys and records never matters, but for `categories`, whose
  order is their precedence.
- Facts and lists are read first, because every condition is typed by them.
- All Problems of all files are collected; a record with a Problem is left out, but its id is still known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from ihc_rules.errors import Problem, nearest
from ihc_rules.facts import Fact, ListOf, Vocabulary
from ihc_rules.guideline.model import (
    Act,
    Category,
    Definition,
    DocumentName,
    EditionName,
    Group,
    Header,
    Parameter,
    Provision,
    Recipient,
    Route,
    Template,
    Triage,
)
from ihc_rules.guideline.parse.conditions import Scope
from ihc_rules.guideline.parse.document import Document
from ihc_rules.guideline.parse.read import read
from ihc_rules.guideline.parse.record import one
from ihc_rules.problem_texts.text import shown
from ihc_rules.records import Record
from ihc_rules.source import Place

SECTIONS: Mapping[str, type[Record]] = {
    "guideline": Header,
    "editions": EditionName,
    "categories": Category,
    "groups": Group,
    "parameters": Parameter,
    "documents": DocumentName,
    "statutes": Act,
    "facts": Fact,
    "lists": ListOf,
    "definitions": Definition,
    "provisions": Provision,
    "recipients": Recipient,
    "templates": Template,
    "routes": Route,
    "triage": Triage,
}
WORDS = ("facts", "lists")  # the sections that make the vocabulary
FILE_NAME = re.compile(r"([a-z0-9][a-z0-9_-]*/)*[a-z0-9][a-z0-9_-]*\.yaml", re.ASCII)
R = TypeVar("R", bound=Record)


@dataclass
class Sections:
    """Everything that staff wrote, by section, and everything that is wrong with its form.

    Attributes:
        written: ids by section, also of records that could not be read.
        left_out: ids of the records that could not be read, or not all versions of them.
        whole: every file could be read to its end; else nothing is said about names that stand for nothing.
    """

    vocabulary: Vocabulary
    records: dict[str, list[Record]] = field(default_factory=lambda: {name: [] for name in SECTIONS})
    problems: list[Problem] = field(default_factory=list)
    written: dict[str, set[str]] = field(default_factory=dict)
    left_out: set[str] = field(default_factory=set)
    whole: bool = True

    def ids(self, kind: type[Record]) -> tuple[str, ...]:
        """Every id of one kind, also of records that could not be read: what is written is not unknown."""
        name = _section_of(kind)
        read = [str(getattr(each, "id", "")) for each in self.records[name]]
        return tuple(dict.fromkeys([*read, *sorted(self.written.get(name, ()))]))

    def of(self, kind: type[R]) -> list[R]:
        """The records of one kind, in the order of files and lines."""
        return cast("list[R]", self.records[_section_of(kind)])


def _section_of(kind: type[Record]) -> str:
    return next(name for name, each in SECTIONS.items() if each is kind)


def parse(files: Mapping[str, bytes], whole: bool = True) -> Sections:
    """Read the files of a guideline.

    Args:
        files: content of each file by its name relative to the guideline's folder.
        whole: these are all files of the guideline; else some could not be read.

    Returns:
        The records with every Problem of their form; nothing is raised.
    """
    named = [name for name in sorted(files) if FILE_NAME.fullmatch(name)]
    documents = [read(name, files[name]) for name in named]
    for document in documents:
        _check_top(document)
    sections = Sections(Vocabulary((), ()))
    sections.whole = whole and len(named) == len(files) and not any(each.cut or each.doubtful for each in documents)
    for document in documents:
        for name, ids in _written(document):
            sections.written.setdefault(name, set()).update(ids)
    _read_sections(sections, documents, WORDS)
    unread = sections.written.get("facts", set()) | sections.written.get("lists", set())
    sections.vocabulary = Vocabulary(sections.of(Fact), sections.of(ListOf), unread)
    _read_sections(sections, documents, [name for name in SECTIONS if name not in WORDS])
    sections.problems += [_misnamed(name) for name in files if not FILE_NAME.fullmatch(name)]
    sections.problems += [problem for each in documents for problem in each.problems]
    sections.problems += _apart(documents, sections.whole)
    return sections


def _misnamed(name: str) -> Problem:
    return Problem("bad-file-name", Place(shown(name), 1, 1), values={"name": shown(name)})


def _check_top(document: Document) -> None:
    """Note what is wrong with the top of a file."""
    if document.data is None and not document.problems:
        document.report("empty-file", document.at((0, 0)))
    elif document.data is not None and not isinstance(document.data, dict):
        document.refuse("not-a-mapping", (), choices=tuple(SECTIONS))
        document.cut = True
    if not isinstance(document.data, dict):
        document.data = {}
    for key in document.data:
        if key not in SECTIONS:
            details: dict[str, Any] = {"near": key, "known": SECTIONS}
            document.refuse("unknown-section", (key,), at_key=True, name=key, **details)


def _written(document: Document) -> Iterator[tuple[str, set[str]]]:
    """Ids by section; a misspelt section counts as the one that was probably meant."""
    for name, data in document.data.items():
        if isinstance(data, list):
            ids = {each["id"] for each in data if isinstance(each, dict) and isinstance(each.get("id"), str)}
            meant = name if name in SECTIONS or document.full else nearest(name, SECTIONS)
            yield meant, ids
            if meant == "lists":
                yield "facts", {id_ for each in data for id_ in _listed(each)}


def _listed(data: Any) -> Iterator[str]:
    facts = data.get("facts") if isinstance(data, dict) else None
    for fact in facts if isinstance(facts, list) else ():
        if isinstance(fact, dict) and isinstance(fact.get("id"), str):
            yield fact["id"]


def _apart(documents: list[Document], whole: bool) -> Iterator[Problem]:
    for name, code in (("guideline", "several-headers"), ("categories", "categories-apart")):
        holders = [each for each in documents if name in each.data]
        for extra in holders[1:]:
            yield Problem(code, extra.key((name,)), values={"file": holders[0].name})
    for name in ("guideline", "editions"):
        if whole and not any(name in each.data for each in documents):
            yield Problem("missing-section", Place("guideline.yaml", 1, 1), values={"name": name})


def _read_sections(sections: Sections, documents: list[Document], names: Iterable[str]) -> None:
    for document in documents:
        for name in names:
            if name in document.data:
                kind = SECTIONS[name]
                scope = Scope(document, sections.vocabulary, refers=kind is Route, whole=sections.whole)
                _read_section(sections, scope, name)


def _read_section(sections: Sections, scope: Scope, name: str) -> None:
    data, kind = scope.document.data[name], SECTIONS[name]
    if name == "guideline":
        sections.records[name] += one(scope, data, (name,), kind)
    elif not isinstance(data, list):
        scope.document.refuse("not-a-list", (name,))
        sections.whole = False
    else:
        for i, each in enumerate(data):
            found = [*one(scope, each, (name, i), kind)]
            sections.records[name] += found
            if not found and isinstance(each, dict):
                sections.left_out.add(str(each.get("id")))
