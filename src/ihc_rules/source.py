"""A written value → where it stands.

- Lines and columns count from 1; columns count characters, not bytes.
- A place owns the line it points at, so that any message can quote it later without the file.

Example:
    >>> str(Place("illegal/obscenity.yaml", 12, 9, "        - content.genitals: none"))
    'illegal/obscenity.yaml:12:9'
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """One position in one file of a guideline.

    Attributes:
        file: name of the file relative to the guideline's folder, with `/`.
        line: from 1.
        column: from 1, in characters.
        text: the whole line, for quoting.
    """

    file: str
    line: int
    column: int
    text: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    def quoted(self) -> str:
        """The line with a caret under the column (East Asian wide characters count two cells)."""
        number = str(self.line)
        before = self.text[: self.column - 1]
        return f" {number} | {self.text}\n {' ' * len(number)} | {' ' * width(before)}^"


def width(text: str) -> int:
    """Cells that a text takes in a fixed-pitch font (Unicode Annex 11: W and F take two)."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
