"""Bytes of one YAML file → plain data with the place of every node.

- Only this package knows YAML. It reads PyYAML's events, one after the other, with a stack of its own: no recursion,
  so that no depth can crash it, and no object is ever built by YAML.
- The dialect: UTF-8, one document of at most 1 MB, 100,000 nodes and 32 levels; no directive, tag, anchor, alias,
  merge key or key that is not text; no key twice.
- Every scalar is text. What it means is decided by the field or fact that it is written for, never by its look:
  a country `NO` stays Norway.
- Characters that cannot be seen or that turn the reading direction are refused in keys and plain words; direction
  marks are refused everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from ihc_rules.errors import Problem
from ihc_rules.source import Place

MAX_BYTES = 1_000_000
MAX_NODES = 100_000
MAX_DEPTH = 32
MAX_PROBLEMS = 100  # of one file
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
UNSEEN = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2064\u3164\ufe00-\ufe0f\ufeff]"
)
ODD_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
LOOK_ALIKE = {"：": ":", "，": ",", "“": '"', "”": '"', "‘": "'", "’": "'", "　": " ", "－": "-", "＃": "#"}  # noqa: RUF001 - they are the point

Path = tuple[str | int, ...]


@dataclass
class Document:
    """One file as plain data: dictionaries, lists and texts, and where each stands.

    Attributes:
        marks: for each path the place of its key (or of the value, in a list) and of its value.
    """

    name: str
    lines: list[str]
    data: Any = None
    marks: dict[Path, tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def at(self, line: int, column: int) -> Place:
        """A place from PyYAML's line and column (both from 0)."""
        line = min(line, max(len(self.lines) - 1, 0))
        text = self.lines[line] if self.lines else ""
        return Place(self.name, line + 1, column + 1, text.expandtabs(1)[:400])

    def key(self, path: Path) -> Place:
        """Where the key of a node stands; else the nearest enclosing node."""
        return self._place(path, 0)

    def value(self, path: Path) -> Place:
        """Where the value of a node stands; else the nearest enclosing node."""
        return self._place(path, 1)

    def _place(self, path: Path, which: int) -> Place:
        while path and path not in self.marks:
            path = path[:-1]
        return self.at(*self.marks.get(path, ((0, 0), (0, 0)))[which])

    def report(self, code: str, place: Place, **values: str) -> None:
        """Note one fault."""
        self.problems.append(Problem(code, place, values=values))


def read(name: str, content: bytes) -> Document:
    """One file of a guideline as plain data with places.

    Args:
        name: the file's name relative to the folder, for places.
        content: the bytes of the file.

    Returns:
        The document; `data` is None where nothing could be read, `problems` says all that is wrong.
    """
    if len(content) > MAX_BYTES:
        document = Document(name, [])
        document.report("too-large", Place(name, 1, 1), limit=f"{MAX_BYTES:,}", size=f"{len(content):,}")
        return document
    text, fault = _decode(name, content)
    document = Document(name, text.split("\n"))
    if fault:
        document.problems.append(fault)
        return document
    try:
        _compose(document, text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = document.at(mark.line, mark.column) if mark else Place(name, 1, 1)
        document.problems.append(_syntax(document, where, error.problem or "cannot be read"))
        document.data = None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, min(error.position, len(text)))
        document.report("control-character", document.at(line, 0), code=f"U+{_code_point(error):04X}")
        document.data = None
    return document


def _code_point(error: yaml.reader.ReaderError) -> int:
    return error.character if isinstance(error.character, int) else ord(error.character[:1] or "\0")


def _decode(name: str, content: bytes) -> tuple[str, Problem | None]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        place = Place(name, before.count(b"\n") + 1, len(before.rpartition(b"\n")[2]) + 1)
        return "", Problem("encoding", place, values={"guess": _guess(content)})
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for number, line in enumerate(text.split("\n"), 1):
        if found := TURNING.search(line) or re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", line):
            place = Place(name, number, found.start() + 1)
            return text, Problem("control-character", place, values={"code": f"U+{ord(found[0]):04X}"})
    return text, None


def _guess(content: bytes) -> str:
    for encoding, seen in (("cp932", "Shift_JIS"), ("euc_jp", "EUC-JP"), ("utf-16", "UTF-16")):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return seen
    return "?"


def _syntax(document: Document, place: Place, found: str) -> Problem:
    """A syntax error; a full-width sign on this line or the one above is the usual cause."""
    near = "".join(document.lines[max(place.line - 2, 0) : place.line])
    signs = [f"{wide} → {sign}" for wide, sign in LOOK_ALIKE.items() if wide in near]
    return Problem("syntax", place, values={"found": found}, suggestion=", ".join(signs))


@dataclass
class _Open:
    """A container whose end has not been seen yet."""

    node: Any
    path: Path
    key: tuple[str, tuple[int, int]] | None = None
    count: int = 0


def _compose(document: Document, text: str) -> None:
    stack: list[_Open] = []
    nodes = 0
    for event in yaml.parse(text, LOADER):
        if isinstance(event, yaml.CollectionEndEvent):
            stack.pop()
            continue
        if not isinstance(event, yaml.NodeEvent):
            if not _plain_document(document, event):
                return
            continue
        nodes += 1
        if nodes > MAX_NODES or len(stack) >= MAX_DEPTH or len(document.problems) > MAX_PROBLEMS:
            place = document.at(event.start_mark.line, event.start_mark.column)
            document.report("too-deep", place, depth=str(MAX_DEPTH), nodes=f"{MAX_NODES:,}")
            document.data = None
            return
        _refuse_marks(document, event)
        _place_node(document, stack, event)


def _plain_document(document: Document, event: Any) -> bool:
    """Whether reading may go on: one document without directives."""
    if not isinstance(event, yaml.DocumentStartEvent):
        return True
    place = document.at(event.start_mark.line, event.start_mark.column)
    if event.version or event.tags:
        document.report("directive", place)
    if document.marks:
        document.report("several-documents", place)
        return False
    return True


def _refuse_marks(document: Document, event: Any) -> None:
    place = document.at(event.start_mark.line, event.start_mark.column)
    if isinstance(event, yaml.AliasEvent):
        document.report("alias", place, name=f"*{event.anchor}")
    elif event.anchor:
        document.report("alias", place, name=f"&{event.anchor}")
    if getattr(event, "tag", None):
        document.report("unsafe-tag", place, tag=str(event.tag))


def _place_node(document: Document, stack: list[_Open], event: Any) -> None:
    at = (event.start_mark.line, event.start_mark.column)
    top = stack[-1] if stack else None
    if top is not None and isinstance(top.node, dict) and top.key is None:
        top.key = (_key(document, top, event), at)
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            stack.append(_Open({} if isinstance(event, yaml.MappingStartEvent) else [], ("", *top.path)))
        return
    node: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
    if isinstance(event, (yaml.ScalarEvent, yaml.AliasEvent)):
        node = _scalar(document, event)
    path, key_at = _enter(document, top, node, at)
    if path not in document.marks:
        document.marks[path] = (key_at, at)
    if isinstance(node, (dict, list)):
        stack.append(_Open(node, path))


def _enter(
    document: Document, top: _Open | None, node: Any, at: tuple[int, int]
) -> tuple[Path, tuple[int, int]]:
    """Put a node into its container; the first of two equal keys stays."""
    if top is None:
        document.data = node
        return (), at
    if isinstance(top.node, dict):
        assert top.key is not None  # noqa: S101 - _place_node set it for this value
        (key, key_at), top.key = top.key, None
        top.node.setdefault(key, node)
        return (*top.path, key), key_at
    top.node.append(node)
    return (*top.path, len(top.node) - 1), at


def _key(document: Document, top: _Open, event: Any) -> str:
    place = document.at(event.start_mark.line, event.start_mark.column)
    if not isinstance(event, yaml.ScalarEvent) or event.value in ("", "<<"):
        document.report("complex-key", place)
        return f"\0{len(document.problems)}"
    key: str = event.value
    if found := UNSEEN.search(key) or ODD_SPACE.search(key):
        document.report("control-character", place, code=f"U+{ord(found[0]):04X}")
    if key in top.node:
        first = document.key((*top.path, key))
        document.report("duplicate-key", place, key=key, line=str(first.line))
    return key


def _scalar(document: Document, event: Any) -> str:
    if isinstance(event, yaml.AliasEvent):
        return ""
    value: str = event.value
    place = document.at(event.start_mark.line, event.start_mark.column)
    if event.style is None and value in ("", "~"):
        document.report("nothing-written", place)
    elif event.style is None and (found := UNSEEN.search(value)):
        document.report("control-character", place, code=f"U+{ord(found[0]):04X}")
    return value


def texts(data: Any) -> Iterator[str]:
    """Every text below a node, without recursion."""
    stack = [data]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            yield node
        else:
            stack.extend(node.values() if isinstance(node, dict) else node)
