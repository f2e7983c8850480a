"""One YAML file as plain data → the place of every node, and the Problems found in it.

- A value with a Problem is faulty: nothing more is said about it or about anything below it, so that one mistake is
  one Problem.
- A file tells at most `MAX_PROBLEMS`; then it says that it stops.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Any

from ihc_rules.errors import Problem, nearest
from ihc_rules.guideline.parse.characters import IN_WORDS, LOST, line_as_shown
from ihc_rules.problem_texts.text import shown
from ihc_rules.source import Place

MAX_PROBLEMS = 100  # of one file
FEW = 20  # names that can be listed
QUOTED = 200  # characters of a line; the caret of a place beyond them would point at nothing

Path = tuple[str | int, ...]
Mark = tuple[int, int]  # line and column, both from 0, as YAML counts


@dataclass
class Document:
    """One file as plain data: dictionaries, lists and texts, and where each stands.

    Attributes:
        lines: the text, line by line.
        marks: for each path the place of its key (or of the value, in a list) and of its value.
        faulty: paths whose value was refused.
        cut: reading stopped early, so that what else is written is not known.
        doubtful: two records seem to have run into one, so that the name of one is not known.
    """

    name: str
    lines: list[str]
    data: Any = None
    marks: dict[Path, tuple[Mark, Mark]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    faulty: set[Path] = field(default_factory=set)
    cut: bool = False
    doubtful: bool = False

    def at(self, mark: Mark) -> Place:
        """A place from a line and column that count from 0."""
        line = min(mark[0], max(len(self.lines) - 1, 0))
        text = self.lines[line] if self.lines else ""
        column = min(mark[1], len(text)) if line == mark[0] else len(text)
        shown = text if len(text) <= QUOTED else text[:QUOTED] + "…"
        return Place(self.name, line + 1, column + 1, line_as_shown(shown) if column <= QUOTED else "")

    def at_sign(self, mark: Mark, sign: str) -> Place:
        """The first place of a character from a mark on; the line is quoted so that the character can be seen."""
        line, column = mark
        for number in range(line, len(self.lines)):
            found = self.lines[number].find(sign, column if number == line else 0)
            if found >= 0:
                place = self.at((number, found))
                return replace(place, text=IN_WORDS.sub(LOST, place.text))
        return self.at(mark)  # written as an escape

    def key(self, path: Path) -> Place:
        """Where the key of a node stands; else the nearest enclosing node."""
        return self.at(self.mark(path)[0])

    def value(self, path: Path) -> Place:
        """Where the value of a node stands; else the nearest enclosing node."""
        return self.at(self.mark(path)[1])

    def mark(self, path: Path) -> tuple[Mark, Mark]:
        """Where the key and the value of a node stand; else those of the nearest enclosing node."""
        while path and path not in self.marks:
            path = path[:-1]
        return self.marks.get(path, ((0, 0), (0, 0)))

    def is_faulty(self, path: Path) -> bool:
        """Whether a Problem was told of a node, or of one that holds it."""
        return bool(self.faulty) and any(path[:length] in self.faulty for length in range(len(path) + 1))

    def holds_faults(self, path: Path) -> bool:
        """Whether a Problem was told of a node, of one that holds it, or of one in it."""
        return self.is_faulty(path) or any(each[: len(path)] == path for each in self.faulty)

    @property
    def full(self) -> bool:
        """Whether no more Problems are told."""
        return len(self.problems) >= MAX_PROBLEMS

    def report(
        self,
        code: str,
        place: Place,
        /,
        *,
        near: str = "",
        known: Collection[str] = (),
        choices: tuple[str, ...] = (),
        **values: object,
    ) -> None:
        """Note one fault.

        Args:
            near: what was written where one of the `known` names was needed.
            choices: what may stand there; the known names themselves where they are few and none is near.
        """
        if self.full:
            if self.problems[-1].code != "more-problems":
                self.problems.append(Problem("more-problems", place, values={"count": str(MAX_PROBLEMS)}))
            return
        suggestion = nearest(shown(near), known) if near else ""
        if near and not suggestion and len(known) <= FEW:
            choices = choices or tuple(known)
        texts = {name: shown(value, limit=400) for name, value in values.items()}
        self.problems.append(Problem(code, place, "", texts, suggestion, choices))

    def refuse(self, code: str, path: Path, /, *, at_key: bool = False, **details: Any) -> None:
        """Note one fault of a node, unless one was told of it already."""
        if not self.is_faulty(path):
            self.report(code, self.key(path) if at_key else self.value(path), **details)
