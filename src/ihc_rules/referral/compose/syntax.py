"""Text of a template → a template that can do nothing but be filled in, or every Problem of it, with its place.

- Staff may write text, `{{ name }}`, `{% if name %}` with `elif`, `else`, `not`, `and`, `or`, `{% for each in list %}`,
  and the filters of `FILTERS`. Anything else of Jinja (calls, arithmetic, attributes of other things, includes, macros,
  assignments) is a Problem: a template cannot run, loop without end, or reach what it was not given.
- The first line is the subject: `Subject: …` or `件名：…`; an empty line follows, then the text.

Source: hardening, "Templates in messages": the sandbox alone stops neither `{{ 'a' * 10**9 }}` nor nested loops.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError

from ihc_rules.errors import Problem, nearest
from ihc_rules.problem_texts.text import shown
from ihc_rules.referral.compose.gate import ENVIRONMENT, FILTERS
from ihc_rules.referral.compose.placeholders import LISTS, NAMES
from ihc_rules.referral.message import IN_TEXT
from ihc_rules.source import Place

SUBJECT = re.compile(r"(?:Subject:|件名[:：]) *(?P<subject>[^\n]+)\n\n(?P<text>.+)", re.DOTALL)
MAX_SIZE, MAX_DEPTH = 20_000, 6  # characters of a template; constructs inside each other


@dataclass(frozen=True, slots=True)
class TemplateText:
    """A template that was looked through.

    Attributes:
        file: `ihc/police_report.ja.txt.j2`. names: every placeholder that it may need.
    """

    file: str
    subject: str
    text: str
    names: frozenset[str]


def read_template(file: str, content: bytes) -> tuple[TemplateText | None, list[Problem]]:
    """A template, or why it cannot be used.

    Args:
        file: name for places.
    """
    first = Place(file, 1, 1)
    try:
        written = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return None, [Problem("encoding", first, values={"guess": "Shift_JIS"})]
    if len(written) > MAX_SIZE:
        size = {"where": file, "found": f"{len(written):,}", "limit": f"{MAX_SIZE:,}"}
        return None, [Problem("message-too-long", first, values=size)]
    if unsafe := IN_TEXT.search(written):
        return None, [_unsafe(file, written, unsafe)]
    parts = SUBJECT.fullmatch(written)
    if parts is None:
        return None, [Problem("template-without-subject", Place(file, 1, 1, written.partition("\n")[0]))]
    search = _Search(file, written.split("\n"))
    above = written.count("\n", 0, parts.start("text"))
    # apart, as they are filled in apart: nothing may begin in the subject and end in the text
    problems = [*search.part(parts["subject"], 0), *search.part(parts["text"], above)]
    if problems:
        return None, problems
    return TemplateText(file, parts["subject"], parts["text"].rstrip("\n") + "\n", frozenset(search.names)), []


def _at(file: str, lines: list[str], line: int, word: str, code: str, **values: str) -> Problem:
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    column = max(text.find(word), 0) + 1 if word else 1
    suggestion = values.pop("suggestion", "")
    return Problem(code, Place(file, line, column, text), values=values, suggestion=suggestion)


def _unsafe(file: str, written: str, found: re.Match[str]) -> Problem:
    above = written[: found.start()]
    place = Place(file, above.count("\n") + 1, found.start() - above.rfind("\n"))
    return Problem("unsafe-character", place, values={"where": file, "sign": f"U+{ord(found[0]):04X}"})


class _Search:
    """Walks a template; `scope` holds the loop variables with the fields that each has."""

    def __init__(self, file: str, lines: list[str]) -> None:
        self.file, self.lines = file, lines
        self.names: set[str] = set()
        self.above = 0  # lines

    def part(self, text: str, above: int) -> list[Problem]:
        """The subject or the text; so many lines stand above it."""
        self.above = above
        try:
            return list(self.body(ENVIRONMENT.parse(text).body, {}, 0))
        except TemplateSyntaxError as error:
            line, found = error.lineno, str(error.message)
        except RecursionError:  # thousands of brackets or filters
            line, found = 1, "too many inside each other"
        except ValueError:  # a number of thousands of digits
            line, found = 1, "a number"
        return [_at(self.file, self.lines, line + above, "", "template-syntax", found=shown(found))]

    def body(self, body: list[nodes.Node], scope: Mapping[str, frozenset[str]], depth: int) -> Iterator[Problem]:
        """Statements and text."""
        for node in body:
            match node:
                case nodes.Output():
                    for each in node.nodes:
                        if not isinstance(each, nodes.TemplateData):
                            yield from self.value(each, scope)
                case nodes.If() if depth < MAX_DEPTH:
                    yield from self.test(node.test, scope)
                    for branch in (node.body, node.elif_, node.else_):
                        yield from self.body(list(branch), scope, depth + 1)
                case nodes.For() if depth < MAX_DEPTH and not node.recursive and node.test is None:
                    yield from self.loop(node, scope, depth)
                case _:
                    yield self.refused(node)

    def loop(self, node: nodes.For, scope: Mapping[str, frozenset[str]], depth: int) -> Iterator[Problem]:
        """A loop over a declared list, not inside another one."""
        name = node.iter.name if isinstance(node.iter, nodes.Name) else ""
        if not isinstance(node.target, nodes.Name) or scope or not name:
            yield self.refused(node)
        elif name not in LISTS:
            yield self.unknown(node.lineno, name, LISTS)
        else:
            self.names.add(name)
            inside = {node.target.name: LISTS[name], "loop": frozenset(("first", "last"))}
            yield from self.body(node.body, inside, depth + 1)
            yield from self.body(node.else_, scope, depth + 1)

    def value(self, node: nodes.Node, scope: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
        """What is printed: a name, a field of a loop variable, or one of them through a filter."""
        if isinstance(node, nodes.Filter) and node.name in FILTERS and not (node.args or node.kwargs) and node.node:
            yield from self.value(node.node, scope)
        elif isinstance(node, nodes.Name):
            yield from self.name(node, scope)
        elif isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
            yield from self.field(node, node.node.name, scope)
        else:
            yield self.refused(node)

    def test(self, node: nodes.Node, scope: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
        """What `if` asks."""
        if isinstance(node, nodes.Not):
            yield from self.test(node.node, scope)
        elif isinstance(node, (nodes.And, nodes.Or)):
            yield from self.test(node.left, scope)
            yield from self.test(node.right, scope)
        elif isinstance(node, nodes.Name) and node.name in LISTS:
            self.names.add(node.name)
        else:
            yield from self.value(node, scope)

    def name(self, node: nodes.Name, scope: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
        if node.name in NAMES and node.name not in scope:
            self.names.add(node.name)
        else:
            yield self.unknown(node.lineno, node.name, NAMES)

    def field(self, node: nodes.Getattr, owner: str, scope: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
        if node.attr not in scope.get(owner, ()):
            yield self.unknown(
                node.lineno, f"{owner}.{node.attr}", [f"{owner}.{each}" for each in scope.get(owner, ())]
            )

    def unknown(self, line: int, name: str, known: Iterator[str] | object) -> Problem:
        """A name that stands for nothing."""
        near = nearest(name, known)  # type: ignore[arg-type]  # any collection of names
        return _at(self.file, self.lines, line + self.above, name, "unknown-placeholder", name=name, suggestion=near)

    def refused(self, node: nodes.Node) -> Problem:
        """A construct that templates may not have."""
        return _at(
            self.file,
            self.lines,
            (node.lineno or 1) + self.above,
            "{",
            "template-construct",
            found=shown(type(node).__name__.lower()),
        )
