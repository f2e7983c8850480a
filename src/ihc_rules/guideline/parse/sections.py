"""Files of a guideline × the vocabulary in them → its records, each with its places.

- Any file may hold any section; the order of files, keys and records never matters, but for `categories`, whose
  order is their precedence.
- Facts and lists are read first, because every condition is typed by them.
- All Problems of all files are collected; a record with a Problem is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails

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
from ihc_rules.guideline.parse.conditions import ConditionReader
from ihc_rules.guideline.parse.read import Document, Path, read
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
CONDITIONS = ("when", "urgent_when", "reachable_when")
FILE_NAME = re.compile(r"([a-z0-9][a-z0-9_-]*/)*[a-z0-9][a-z0-9_-]*\.yaml", re.ASCII)
R = TypeVar("R", bound=Record)


@dataclass
class Sections:
    """Everything that staff wrote, by section, and everything that is wrong with its form."""

    vocabulary: Vocabulary
    records: dict[str, list[Record]] = field(default_factory=lambda: {name: [] for name in SECTIONS})
    problems: list[Problem] = field(default_factory=list)
    written: dict[str, set[str]] = field(default_factory=dict)

    def ids(self, kind: type[Record]) -> tuple[str, ...]:
        """Every id of one kind, also of records that could not be read: what is written is not unknown."""
        name = next(name for name, each in SECTIONS.items() if each is kind)
        read = [str(getattr(each, "id", "")) for each in self.records[name]]
        return tuple(dict.fromkeys([*read, *sorted(self.written.get(name, ()))]))

    def of(self, kind: type[R]) -> list[R]:
        """The records of one kind, in the order of files and lines."""
        name = next(name for name, each in SECTIONS.items() if each is kind)
        return cast("list[R]", self.records[name])


def parse(files: Mapping[str, bytes]) -> Sections:
    """Read the files of a guideline.

    Args:
        files: content of each file by its name relative to the guideline's folder.

    Returns:
        The records with every Problem of their form; nothing is raised.
    """
    problems = [
        Problem("outside-folder", Place(name, 1, 1), values={"name": name})
        for name in files
        if not FILE_NAME.fullmatch(name)
    ]
    documents = [read(name, files[name]) for name in sorted(files) if FILE_NAME.fullmatch(name)]
    documents = [each for each in documents if _has_sections(each)]
    sections = Sections(Vocabulary((), ()))
    for document in documents:
        for name in ("facts", "lists"):
            sections.records[name] += _section(document, name, sections.vocabulary)
    for document in documents:
        for name, ids in _written(document):
            sections.written.setdefault(name, set()).update(ids)
    unread = sections.written.get("facts", set()) | sections.written.get("lists", set())
    sections.vocabulary = Vocabulary(sections.of(Fact), sections.of(ListOf), unread)
    for document in documents:
        for name in SECTIONS:
            if name not in ("facts", "lists"):
                sections.records[name] += _section(document, name, sections.vocabulary)
    sections.problems = problems + [problem for each in documents for problem in each.problems]
    sections.problems += _apart(documents)
    return sections


def _has_sections(document: Document) -> bool:
    """Note what is wrong with the top of a file; keep it in any case for its problems."""
    if document.data is None:
        if not document.problems:
            document.report("empty-file", document.at(0, 0))
        document.data = {}
    if not isinstance(document.data, dict):
        document.report("wrong-kind", document.value(()), expected="mapping", name="-")
        document.data = {}
    for key in document.data:
        if key not in SECTIONS:
            place, near = document.key((key,)), nearest(key, SECTIONS)
            document.problems.append(
                Problem("unknown-section", place, "", {"name": key[:80]}, near, tuple(SECTIONS))
            )
    return True


def _written(document: Document) -> Iterator[tuple[str, set[str]]]:
    for name, data in document.data.items():
        if isinstance(data, list):
            yield (
                name,
                {each["id"] for each in data if isinstance(each, dict) and isinstance(each.get("id"), str)},
            )


def _apart(documents: list[Document]) -> Iterator[Problem]:
    for name, code in (("guideline", "several-headers"), ("categories", "categories-apart")):
        holders = [each for each in documents if name in each.data]
        for extra in holders[1:]:
            yield Problem(code, extra.key((name,)), values={"file": holders[0].name})
    if not any("guideline" in each.data for each in documents):
        first = documents[0].name if documents else "guideline.yaml"
        yield Problem("no-header", Place(first, 1, 1))


def _section(document: Document, name: str, vocabulary: Vocabulary) -> list[Record]:
    if name not in document.data:
        return []
    data, kind = document.data[name], SECTIONS[name]
    if name == "guideline":
        return list(one(document, data, (name,), kind, vocabulary))
    if not isinstance(data, list):
        document.report("wrong-kind", document.value((name,)), expected="list", name=name)
        return []
    return [
        record for i, each in enumerate(data) for record in one(document, each, (name, i), kind, vocabulary)
    ]


def one(document: Document, data: Any, path: Path, kind: type[R], vocabulary: Vocabulary) -> Iterator[R]:
    """One record, or nothing where Problems were noted in the document."""
    reader = ConditionReader(document, vocabulary, refers=kind is Route)
    if kind is Definition and isinstance(data, dict) and "of" in data:
        if data["of"] not in vocabulary.lists:
            shown = str(data["of"])[:80]
            place, near = document.value((*path, "of")), nearest(shown, vocabulary.lists)
            document.problems.append(Problem("unknown-list", place, "", {"name": shown}, near))
            return
        reader = ConditionReader(document, vocabulary, data["of"])
    try:
        yield kind.model_validate(placed(document, data, path, reader))
    except ValidationError as error:
        document.problems += problems_of(error, document, path, kind)


def placed(document: Document, data: Any, path: Path, reader: ConditionReader | None) -> Any:
    """Data ready for its record: conditions read, and each mapping told its places."""
    if isinstance(data, list):
        return [placed(document, each, (*path, i), reader) for i, each in enumerate(data)]
    if not isinstance(data, dict):
        return data
    result = {
        key: reader.read(value, (*path, key))
        if reader and key in CONDITIONS
        else placed(document, value, (*path, key), reader)
        for key, value in data.items()
        if key != "places"
    }
    if "places" in data:
        document.report("unknown-key", document.key((*path, "places")), name="places")
    result["places"] = {"": document.key(path), **{str(key): document.value((*path, key)) for key in data}}
    for key, value in data.items():
        if isinstance(value, list):
            result["places"] |= {f"{key}.{i}": document.value((*path, key, i)) for i in range(len(value))}
    return result


def problems_of(error: ValidationError, document: Document, base: Path, kind: type[Record]) -> list[Problem]:
    """Each pydantic error as a Problem at its place."""
    found: list[tuple[Path, Problem]] = []
    for detail in error.errors(include_url=False):
        path = base
        for part in detail["loc"]:
            if (*path, part) in document.marks:
                path = (*path, part)
        found.append((path, _problem(detail, document, path, kind)))
    weak = ("wrong-kind", "bad-value", "missing-language")
    paths = [path for path, _ in found]
    return [
        problem
        for i, (path, problem) in enumerate(found)
        if not (
            problem.code in weak
            and any(
                p[: len(path)] == path
                for j, p in enumerate(paths)
                if (j != i and found[j][1].code not in weak)
            )
        )
    ]


KINDS = {
    "string_type": "text",
    "tuple_type": "list",
    "model_type": "mapping",
    "model_attributes_type": "mapping",
    "dict_type": "mapping",
    "is_instance_of": "condition",
}
SAME_CODE = ("not-boolean", "not-integer", "not-date")
RANGES = (
    "greater_than_equal",
    "less_than_equal",
    "too_short",
    "too_long",
    "string_too_short",
    "string_too_long",
)


def _problem(detail: ErrorDetails, document: Document, path: Path, kind: type[Record]) -> Problem:
    code, last = detail["type"], str(detail["loc"][-1]) if detail["loc"] else ""
    context: Mapping[str, Any] = detail.get("ctx", {})
    key, value = document.key(path), document.value(path)
    shown = str(detail["input"])[:80] if isinstance(detail["input"], str) else "…"
    if code == "missing" and last in ("ja", "en"):
        return Problem("missing-language", key, values={"name": last})
    if code == "missing":
        return Problem("missing-key", key, values={"name": last})
    if code == "extra_forbidden":
        names = key_names(kind)
        return Problem("unknown-key", key, "", {"name": last[:80]}, nearest(last, names))
    if code == "model_type" and context.get("class_name") == "Text":
        return Problem("missing-language", value, values={"name": "ja, en"})
    if code == "literal_error":
        choices = tuple(re.findall(r"'([^']*)'", str(context.get("expected", ""))))
        return Problem("bad-value", value, "", {"value": shown}, nearest(shown, choices), choices)
    if code == "string_pattern_mismatch":
        return Problem("bad-id", value, values={"value": shown, "pattern": str(context.get("pattern", ""))})
    if code in SAME_CODE:
        return Problem(code, value, values={"value": shown})
    if code in RANGES:
        limits = {k: str(v) for k, v in context.items() if k in ("ge", "le", "min_length", "max_length")}
        return Problem(
            "out-of-range",
            value,
            values={"value": shown, "limit": ", ".join(f"{k} {v}" for k, v in limits.items())},
        )
    return Problem(
        "wrong-kind",
        value,
        values={"expected": KINDS.get(code, code), "name": str(path[-1]) if path else "-"},
    )


def key_names(kind: type[Record]) -> tuple[str, ...]:
    """Every key that may stand anywhere in a record of a kind."""
    names: set[str] = set()
    schema = kind.model_json_schema()
    for each in [schema, *schema.get("$defs", {}).values()]:
        names |= set(each.get("properties", ()))
    return tuple(sorted(names))
