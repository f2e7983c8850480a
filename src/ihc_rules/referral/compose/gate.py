"""A value → what may stand in a message: one line, nothing unseen, nothing that turns the direction or forges a line.

- Every `{{ … }}` passes here, whatever the template says. What may not stand is shown by its number: `[U+202E]`.
- Several lines come out only through the filter `block`, each line behind `> `.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ihc_rules.referral.message import IN_TEXT, UNSAFE

MAX_VALUE, MAX_LINES = 4_000, 200  # characters of one value; lines of a block


class Block(str):
    """Several lines that were made safe."""

    __slots__ = ()


def one_line(value: object) -> str:
    """A value as one safe line."""
    if isinstance(value, Block):
        return value
    text = _cut(str(value)).replace("\r\n", " ").replace("\n", " ").replace("\r", " ").replace("\t", " ")
    return UNSAFE.sub(_shown, text)


def block(value: object) -> Block:
    """A value of several lines, quoted line by line: none of them can pass for ours."""
    lines = re.split("\r\n|\r|\n", _cut(str(value)))[:MAX_LINES]
    return Block("\n".join("> " + IN_TEXT.sub(_shown, line) for line in lines))


def _cut(text: str) -> str:
    return text if len(text) <= MAX_VALUE else text[: MAX_VALUE - 1] + "…"


def _shown(found: re.Match[str]) -> str:
    return f"[U+{ord(found[0]):04X}]"


FILTERS: Mapping[str, Callable[[Any], str]] = {"block": block}
ENVIRONMENT = ImmutableSandboxedEnvironment(
    undefined=StrictUndefined,
    finalize=one_line,
    autoescape=False,  # text mail; `finalize` is the gate
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    auto_reload=False,
)
ENVIRONMENT.globals.clear()
ENVIRONMENT.filters.clear()
ENVIRONMENT.filters.update(FILTERS)
ENVIRONMENT.tests.clear()
