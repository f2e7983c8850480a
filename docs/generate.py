"""Code, guideline, tests and `docs/writers/words.md` → what the pages show.

    python docs/generate.py            write what is not up to date
    python docs/generate.py --check    only say what is not; exit code 1 if anything is

- What stands between `<!-- made: NAME … -->` and `<!-- end -->` is made (`writers/shown.py`); the rest people write.
- `<!-- made: output -->` shows what the last block of Python printed; the blocks of a page run one after the other.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Mapping
from contextlib import chdir, redirect_stdout
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # this is a script; `docs` stands in the folder above

from docs.writers.markdown import fenced
from docs.writers.shown import shown
from docs.writers.words import Missing, Words, read_words

ROOT = Path(__file__).resolve().parents[1]
PART = re.compile(
    r"^```python\n(?P<code>.*?)^```$|^<!-- made: (?P<asked>[^\n]*) -->\n.*?^<!-- end -->$", re.DOTALL | re.MULTILINE
)


def pages() -> list[Path]:
    """Every page."""
    every = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return [path for path in every if path.parent.name != "writers"]


def filled(text: str, words: Words) -> str:
    """A hand-written page with its made parts as they should be; its Python is run."""
    names: dict[str, Any] = {"__name__": "docs"}
    printed = ""

    def part(found: re.Match[str]) -> str:
        nonlocal printed
        if found["code"] is not None:
            out = io.StringIO()
            with chdir(ROOT), redirect_stdout(out):
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
    found: dict[str, str] = {}
    for path in pages():
        text = path.read_text(encoding="utf-8")
        if PART.search(text):
            found[path.relative_to(ROOT).as_posix()] = filled(text, words)
    if unused := words.unused():
        raise Missing(f"docs/writers/words.md: nothing asks for {', '.join(unused)}")
    return found


def stale(found: Mapping[str, str]) -> list[str]:
    """Pages that do not stand as they should."""
    return [name for name, text in found.items() if (ROOT / name).read_text(encoding="utf-8") != text]


def main(words: list[str]) -> int:
    """Write or check; the exit code."""
    if words not in ([], ["--check"]):
        sys.stderr.write(f"{__doc__}\n")
        return 2
    try:
        found = fresh()
    except Missing as missing:
        sys.stderr.write(f"{missing}\n")
        return 1
    old = stale(found)
    for name in old:
        if words:
            sys.stderr.write(f"{name}: not up to date; run `python docs/generate.py`\n")
        else:
            (ROOT / name).write_text(found[name], encoding="utf-8")
            sys.stdout.write(f"{name}\n")
    return 1 if words and old else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
