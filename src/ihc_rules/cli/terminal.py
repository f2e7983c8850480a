"""Text → the terminal: coloured where a person reads, plain in a pipe."""

from __future__ import annotations

import re
import sys
from typing import TextIO

STYLES = {
    re.compile(r"^(.*?: )?(error|誤り) [a-z-]+: .*$"): "bold red",
    re.compile(r"^ +(hint|ヒント): .*$"): "cyan",
    re.compile(r"^ *\d* \| .*$"): "dim",
}


def show(text: str) -> None:
    """Print a result."""
    _write(text, sys.stdout)


def fail(text: str) -> None:
    """Print what went wrong."""
    _write(text, sys.stderr)


def _write(text: str, stream: TextIO) -> None:
    if not stream.isatty():
        stream.write(text + "\n")
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(file=stream, highlight=False, soft_wrap=True)
    for line in text.split("\n"):
        style = next((style for pattern, style in STYLES.items() if pattern.match(line)), "")
        console.print(Text(line, style=style))
