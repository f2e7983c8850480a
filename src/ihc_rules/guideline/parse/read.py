"""Bytes of one YAML file → plain data with the place of every node.

- Only this package knows YAML. It reads PyYAML's events one after the other with a stack of its own: no recursion,
  so that no depth can crash it, and no object is ever built by YAML.
- The dialect: UTF-8, one document of at most 1 MB, 100,000 nodes and 32 levels; no directive, tag, anchor, alias,
  merge key or key that is not text; no key twice; no tab.
- Every scalar is text. What it means is decided by the field or fact that it is written for, never by its look:
  a country `NO` stays Norway.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from ihc_rules.guideline.parse.characters import (
    AT_AN_END,
    ESCAPED,
    IN_KEYS,
    IN_WORDS,
    LOST,
    NUL,
    REFUSED,
    code_of,
    full_width,
    unwrapped,
)
from ihc_rules.guideline.parse.decode import decoded, is_plain
from ihc_rules.guideline.parse.document import Document, Mark, Path
from ihc_rules.guideline.parse.syntax import tell_syntax
from ihc_rules.source import Place

__all__ = ["MAX_BYTES", "Document", "Path", "read"]

MAX_BYTES = 1_000_000
MAX_NODES = 100_000
MAX_DEPTH = 32
LIMITS = {"depth": str(MAX_DEPTH), "nodes": f"{MAX_NODES:,}"}
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
NOTHING = ("", "~", "null", "Null", "NULL")  # unquoted, YAML's words for no value


def read(name: str, content: bytes) -> Document:
    """One file of a guideline as plain data with places.

    Args:
        name: the file's name relative to the folder, for places.
        content: the bytes of the file.

    Returns:
        The document; `data` is None where nothing could be read, `problems` says all that is wrong.
    """
    document = Document(name, [])
    if len(content) > MAX_BYTES:
        document.report("too-large", Place(name, 1, 1), limit=f"{MAX_BYTES:,}")
        document.cut = True
        return document
    text = decoded(document, content)
    if text is None or not is_plain(document, text):
        document.cut = True
        return document
    try:
        _Composer(document).compose(REFUSED.sub(LOST, text))
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # the latter of escapes, without libyaml
        tell_syntax(document, error, LIMITS)
        document.cut = True
    if document.cut:
        document.data = None
    return document


@dataclass
class _Open:
    """A container whose end has not been seen yet."""

    node: Any
    path: Path
    key: tuple[str, Mark] | None = None


@dataclass
class _Composer:
    """Puts the nodes of a file together, event by event.

    Attributes:
        skipped: how many containers are open inside a key that is not text.
        doubled: how many keys stand twice in a mapping.
    """

    document: Document
    stack: list[_Open] = field(default_factory=list)
    nodes: int = 0
    skipped: int = 0
    doubled: dict[Path, int] = field(default_factory=dict)

    def compose(self, text: str) -> None:
        """Fill the document; `cut` where reading stopped."""
        for event in yaml.parse(text, LOADER):
            if isinstance(event, yaml.CollectionEndEvent):
                self._close()
            elif isinstance(event, yaml.DocumentStartEvent):
                self._begin(event)
            elif isinstance(event, yaml.NodeEvent):
                self._node(event)
            if self.document.cut:
                return

    def _close(self) -> None:
        if self.skipped:
            self.skipped -= 1
        else:
            self.stack.pop()

    def _begin(self, event: Any) -> None:
        if self.document.marks:
            self._stop("several-documents", event)
        elif event.version or event.tags:
            self.document.report("directive", self.document.at(_start(event)))

    def _node(self, event: Any) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES or len(self.stack) + self.skipped >= MAX_DEPTH or self.document.full:
            if not self.skipped:  # else the key that is not text was told already
                self._stop("too-deep", event, **LIMITS)
            self.document.cut = True
            return
        top = self.stack[-1] if self.stack else None
        if self.skipped:
            self.skipped += isinstance(event, yaml.CollectionStartEvent)
        elif top is not None and isinstance(top.node, dict) and top.key is None:
            top.key = (self._key(top, event), _start(event))
            self.skipped += isinstance(event, yaml.CollectionStartEvent)
        else:
            self._value(top, event)

    def _value(self, top: _Open | None, event: Any) -> None:
        mark = _start(event)
        path, key_mark = self._slot(top, mark)
        first = path not in self.document.marks  # of two equal keys the first stays
        if first:
            self.document.marks[path] = (key_mark, mark)
        self._refuse_marks(event, path)
        if self.document.cut:
            return
        node: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        if isinstance(event, yaml.ScalarEvent):
            node = self._scalar(event, path)
        elif isinstance(event, yaml.AliasEvent):
            node = ""
        self._put(top, node, path, first)
        if isinstance(event, yaml.CollectionStartEvent):
            self.stack.append(_Open(node, path))

    def _slot(self, top: _Open | None, mark: Mark) -> tuple[Path, Mark]:
        """The path of the next value, and where its key stands."""
        if top is None:
            return (), mark
        if top.key is not None:
            (key, key_mark), top.key = top.key, None
            return (*top.path, key), key_mark
        return (*top.path, len(top.node)), mark

    def _put(self, top: _Open | None, node: Any, path: Path, first: bool) -> None:
        if top is None:
            self.document.data = node
        elif isinstance(top.node, list):
            top.node.append(node)
        elif first:
            top.node[path[-1]] = node

    def _refuse_marks(self, event: Any, path: Path) -> None:
        """Refuse tags; at an anchor or alias reading stops: what the file says is not what stands in it."""
        if event.anchor:
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            self._stop("alias", event, name=f"{sign}{event.anchor}")
        elif getattr(event, "tag", None):
            tag = str(event.tag).replace("tag:yaml.org,2002:", "!!")
            self.document.report("unsafe-tag", self.document.at(_start(event)), tag=tag)
            self.document.faulty.add(path)

    def _stop(self, code: str, event: Any, **values: Any) -> None:
        self.document.report(code, self.document.at(_start(event)), **values)
        self.document.cut = True

    def _key(self, top: _Open, event: Any) -> str:
        if not isinstance(event, yaml.ScalarEvent) or event.value == "":
            return self._no_key(top, event)
        if event.value == "<<" and not event.style:
            self._stop("alias", event, name="<<")
        if event.tag or event.anchor:
            self._refuse_marks(event, (*top.path, event.value))
        key: str = event.value
        if meant := full_width(key):
            return self._no_key(top, event, meant[1], meant[2])
        if found := IN_WORDS.search(key) or IN_KEYS.search(key):
            code, sign = code_of(found[0])
            self.document.report(code, self.document.at_sign(_start(event), found[0]), sign=sign)
            key = IN_KEYS.sub("", IN_WORDS.sub("", key))
        key = key.replace(LOST, "")
        if key in top.node:
            self.doubled[top.path] = self.doubled.get(top.path, 0) + 1
        if key in top.node and self.doubled[top.path] == 1:  # several are one mistake: a `- ` that is missing
            first = self.document.key((*top.path, key))
            place = self.document.at(_start(event))
            self.document.report("duplicate-key", place, key=key, line=str(first.line))
        if self.doubled.get(top.path, 0) > 1:
            self.document.doubtful = True
            self.document.faulty.add(top.path)
        return key

    def _no_key(self, top: _Open, event: Any, sign: str = "", needed: str = "") -> str:
        """Something else than a word in place of a key: the mapping that it stands in is not read."""
        if not self.document.is_faulty(top.path):
            if sign:
                place = self.document.at_sign(_start(event), sign)
                self.document.report("full-width-sign", place, sign=sign, needed=needed)
            else:
                self.document.report("complex-key", self.document.at(_start(event)))
            self.document.faulty.add(top.path)
        return f"{NUL}{self.nodes}"

    def _scalar(self, event: Any, path: Path) -> str:
        value: str = event.value
        if not event.style and value in NOTHING:
            self._refuse_nothing(event, path)
            return value
        found = ESCAPED.search(value)
        if not found and not event.style:
            found = IN_WORDS.search(value) or AT_AN_END.search(value)
        if not found and LOST in value and not self.document.problems:
            found = re.search(LOST, value)  # an escape; else it was told when the text was looked through
        if found:
            self._refuse_sign(found[0], event, path)
        elif LOST in value:
            self.document.faulty.add(path)
        return unwrapped(value) if event.style != "|" and event.end_mark.line > event.start_mark.line else value

    def _refuse_nothing(self, event: Any, path: Path) -> None:
        """A key without a value; inside `{…}` and without a colon it is what follows an unquoted comma in a text."""
        (line, column), key = self.document.mark(path)[0], str(path[-1]) if path else ""
        written = self._text((line, column), _start(event))
        if written.split() == key.split() and self._text((max(line - 1, 0), 0), (line, column)).rstrip().endswith(","):
            self.document.refuse("comma-in-text", path, at_key=True, text=key)
        else:
            self.document.refuse("nothing-written", path)
        self.document.faulty.add(path)

    def _text(self, begin: Mark, end: Mark) -> str:
        """What stands between two marks."""
        lines = self.document.lines[begin[0] : end[0] + 1]
        if not lines:  # at the end of the file
            return ""
        if begin[0] == end[0]:
            return lines[0][begin[1] : end[1]]
        return "\n".join([lines[0][begin[1] :], *lines[1:-1], lines[-1][: end[1]]])

    def _refuse_sign(self, found: str, event: Any, path: Path) -> None:
        if not self.document.is_faulty(path):
            code, sign = code_of(found)
            self.document.report(code, self.document.at_sign(_start(event), found), sign=sign)
            self.document.faulty.add(path)


def _start(event: Any) -> Mark:
    return (event.start_mark.line, event.start_mark.column)
