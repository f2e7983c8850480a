"""`words.md` → what a key, word or field means, in Japanese and in English.

- A name without a row is a `Missing` error that says which row to write; rows that nothing asked for are `unused`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

FILE = Path(__file__).with_name("words.md")
Meaning = tuple[str, str]  # in Japanese, in English


class Missing(Exception):
    """A name that `words.md` does not explain."""


class Words:
    """The rows of `words.md` by section and name."""

    def __init__(self, text: str) -> None:
        self._rows: dict[str, dict[str, Meaning]] = {}
        self._asked: set[tuple[str, str]] = set()
        section = ""
        for line in text.splitlines():
            if line.startswith("## "):
                section = line.removeprefix("## ")
            elif line.startswith("| ") and not line.startswith("| name |"):
                name, ja, en = (cell.replace("\\|", "|") for cell in line.strip("| ").split(" | "))
                self._rows.setdefault(section, {})[name] = ja, en

    def of(self, section: str, name: str) -> Meaning:
        """The meaning of a name.

        Raises:
            Missing: it has no row.
        """
        if found := self.find(section, name):
            return found
        raise Missing(f"docs/writers/words.md: `{name}` needs a row under “{section}”")

    def find(self, section: str, name: str) -> Meaning | None:
        """The meaning of a name, if it has a row."""
        if name in self._rows[section]:
            self._asked.add((section, name))
        return self._rows[section].get(name)

    def section(self, section: str, names: Iterable[str]) -> Mapping[str, Meaning]:
        """The meanings of several names."""
        return {name: self.of(section, name) for name in names}

    def rows(self, section: str) -> tuple[str, ...]:
        """The names of a section, in the order in which they are written."""
        return tuple(self._rows[section])

    def unused(self) -> list[str]:
        """Rows that no page asked for: what they explain is gone."""
        every = {(section, name) for section, rows in self._rows.items() for name in rows}
        return sorted(f"{section}: {name}" for section, name in every - self._asked)


def read_words() -> Words:
    """The words as they stand now."""
    return Words(FILE.read_text(encoding="utf-8"))
