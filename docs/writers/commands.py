"""The table of commands → the help that each prints."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout

from docs.writers.markdown import fenced, table
from ihc_rules.cli import main
from ihc_rules.cli.commands import COMMANDS

WIDTH = "100"  # columns of the help


@contextmanager
def _wide() -> Iterator[None]:
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = WIDTH
    try:
        yield
    finally:
        if before is None:
            del os.environ["COLUMNS"]
        else:
            os.environ["COLUMNS"] = before


def run(*words: str) -> tuple[int, str]:
    """One command → its exit code and everything that it prints."""
    printed = io.StringIO()
    with _wide(), redirect_stdout(printed), redirect_stderr(printed):
        status = main(words)
    return status, printed.getvalue()


def commands() -> str:
    """Every command with its help."""
    rows = [(f"[`{name}`](#{name})", each.text["ja"], each.text["en"]) for name, each in COMMANDS.items()]
    parts = [table(("command", "日本語", "English"), rows)]
    for name in COMMANDS:
        parts.append(f"## {name}")
        parts += [fenced(run(name, "--help", "--lang", lang)[1]) for lang in ("ja", "en")]
    return "\n\n".join(parts)
