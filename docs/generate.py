"""Code, guideline and `docs/writers/words.md` → docs/reference/, and what the hand-written pages show.

    python docs/generate.py            write what is not up to date
    python docs/generate.py --check    only say what is not; exit code 1 if anything is

- Pages that are made from beginning to end stand in `PAGES`.
- In other pages, what stands between `<!-- made: NAME … -->` and `<!-- end -->` is made (see `writers/shown.py`).
- `<!-- made: output -->` shows what the last block of Python printed; the blocks of a page run one after the other.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # this is a script; `docs` and `tests` stand in the folder above

import ihc_rules
from docs.writers.commands import commands_page
from docs.writers.door import door_page
from docs.writers.guideline import facts_page, provisions_page
from docs.writers.language import language_page
from docs.writers.markdown import fenced
from docs.writers.problems import problems_page
from docs.writers.shown import shown
from docs.writers.words import Missing, Words, read_words

PAGES: Mapping[str, Callable[[Words], str]] = {
    "docs/reference/language.md": language_page,
    "docs/reference/problems.md": lambda words: problems_page(),
    "docs/reference/facts.md": lambda words: facts_page(ihc_rules.load("ihc")),
    "docs/reference/provisions.md": lambda words: provisions_page(ihc_rules.load("ihc"), words),
    "docs/reference/cli.md": lambda words: commands_page(),
    "docs/reference/api.md": lambda words: door_page(),
}
PART = re.compile(
    r"^```python\n(?P<code>.*?)^```$|^<!-- made: (?P<asked>[^\n]*) -->\n.*?^<!-- end -->$", re.DOTALL | re.MULTILINE
)


def hand_written() -> list[Path]:
    """Pages that people write, with parts that are made."""
    every = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    made = {ROOT / name for name in PAGES}
    return [path for path in every if path not in made and path.parent.name != "writers"]


def filled(text: str, words: Words) -> str:
    """A hand-written page with its made parts as they should be; its Python is run."""
    names: dict[str, Any] = {"__name__": "docs"}
    printed = ""

    def part(found: re.Match[str]) -> str:
        nonlocal printed
        if found["code"] is not None:
            out = io.StringIO()
            with redirect_stdout(out):
                exec(compile(found["code"], "docs", "exec"), names)  # noqa: S102 - our own pages
            printed = out.getvalue()
            return found[0]
        made = fenced(printed) if found["asked"] == "output" else shown(words, found["asked"])
        return f"<!-- made: {found['asked']} -->\n{made}\n<!-- end -->"

    return PART.sub(part, text)


def fresh() -> dict[str, str]:
    """Every page that has made parts, as it should be.

    Raises:
        Missing: `words.md` lacks a row, or has one that nothing asks for.
    """
    words = read_words()
    pages = {name: write(words) for name, write in PAGES.items()}
    for path in hand_written():
        text = path.read_text(encoding="utf-8")
        if PART.search(text):
            pages[path.relative_to(ROOT).as_posix()] = filled(text, words)
    if unused := words.unused():
        raise Missing(f"docs/writers/words.md: nothing asks for {', '.join(unused)}")
    return pages


def stale(pages: Mapping[str, str]) -> list[str]:
    """Pages that do not stand as they should."""

    def now(name: str) -> str:
        path = ROOT / name
        return path.read_text(encoding="utf-8") if path.is_file() else ""

    return [name for name, text in pages.items() if now(name) != text]


def main(words: list[str]) -> int:
    """Write or check; the exit code."""
    if words not in ([], ["--check"]):
        sys.stderr.write(f"{__doc__}\n")
        return 2
    try:
        pages = fresh()
    except Missing as missing:
        sys.stderr.write(f"{missing}\n")
        return 1
    old = stale(pages)
    for name in old:
        if words:
            sys.stderr.write(f"{name}: not up to date; run `python docs/generate.py`\n")
        else:
            (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / name).write_text(pages[name], encoding="utf-8")
            sys.stdout.write(f"{name}\n")
    return 1 if words and old else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
