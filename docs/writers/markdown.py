"""Rows and texts → Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Row = Sequence[str]


def table(head: Row, rows: Iterable[Row]) -> str:
    """A table; what would break it is escaped."""
    lines = [_line(head), "|" + "---|" * len(head), *(_line(row) for row in rows)]
    return "\n".join(lines)


def _line(row: Row) -> str:
    cells = (cell.replace("\n", " ").replace("|", "\\|").strip() for cell in row)
    return "| " + " | ".join(cells) + " |"


def code(text: str) -> str:
    """A word in backticks; nothing for nothing."""
    return f"`{text}`" if text else ""


def codes(words: Iterable[str]) -> str:
    """Words in backticks, separated by dots."""
    return " · ".join(code(word) for word in words)


def fenced(text: str, language: str = "text") -> str:
    """A block that is shown as it is."""
    return f"```{language}\n{text.rstrip()}\n```"


def slug(heading: str) -> str:
    """The anchor that a heading of letters, digits and backticks gets."""
    kept = "".join(c for c in heading.lower() if c.isalnum() or c in " -_")
    return kept.strip().replace(" ", "-")
