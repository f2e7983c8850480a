"""A file × what is written or added → a change of a guideline, made on a copy; a command that runs on it.

- A change that is not possible exactly once says so: what it changes was rewritten.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

PRACTICE = Path(__file__).resolve().parents[1] / "practice"


@dataclass(frozen=True)
class Edit:
    """One change of one file: a text, and what stands there instead.

    Attributes:
        among: `guidelines`, or `templates` for a message.
    """

    file: str
    old: str
    new: str
    among: str = "guidelines"

    def make(self, root: Path, guideline: str) -> None:
        """Make the change, which must be possible exactly once."""
        path = root / self.among / guideline / self.file
        text = path.read_text(encoding="utf-8")
        if text.count(self.old) != 1:
            raise ValueError(f"docs/writers/practice.py: {self.file} no longer holds once: {self.old!r}")
        path.write_text(text.replace(self.old, self.new), encoding="utf-8")


@dataclass(frozen=True)
class Add:
    """One new file."""

    file: str

    def make(self, root: Path, guideline: str) -> None:
        """Put it where it belongs; nothing may stand there yet."""
        path = root / "guidelines" / guideline / self.file
        if path.exists():
            raise ValueError(f"docs/writers/practice.py: {self.file} is there already")
        shutil.copy(PRACTICE / guideline / self.file, path)


Change = Edit | Add


@dataclass(frozen=True)
class Step:
    """One command on a changed copy.

    Attributes:
        guideline: which one is changed. only: of what is printed, the lines with one of these words.
    """

    command: str
    changes: tuple[Change, ...]
    guideline: str = "ihc"
    only: tuple[str, ...] = ()
