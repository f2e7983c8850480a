"""Text of a file → the characters in it that mislead.

- Refused everywhere: control characters, direction marks, line separators that editors do not show, tabs, and
  the sign that a broken conversion leaves behind (U+FFFD).
- Refused in keys and unquoted values only: characters without width, and at either end spaces that are not
  ASCII. Inside Japanese prose both are ordinary.
- Japanese has no spaces between words: where a text goes on in the next line, YAML puts one in (`unwrapped`).
- A full-width sign where YAML needs its own (`title：`) is text to YAML; `full_width` finds where it was meant.

Source: Unicode UAX 9 (direction), UTS 39 (unseen); YAML 1.1 "c-printable".
"""

from __future__ import annotations

import re

NUL = "\x00"  # no text file holds it
LOST = "\ufffd"  # a broken conversion left it, or it stands for a character that was refused
CONTROL = "\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
TURNING = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
LINE_ENDS = "\u2028\u2029"
UNSEEN = "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2064\u3164\ufe00-\ufe0f\ufeff"
ODD_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"

REFUSED = re.compile(f"[{CONTROL}{TURNING}{LINE_ENDS}\t{LOST}]")
ESCAPED = re.compile(f"[{CONTROL}{TURNING}{LINE_ENDS}]")  # the same, written as an escape in quotes
IN_WORDS = re.compile(f"[{UNSEEN}]")
AT_AN_END = re.compile(f"^[{ODD_SPACES}]|[{ODD_SPACES}]$")
FULL_WIDTH = "\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60"
WRAPPED = re.compile(f"(?<=[{FULL_WIDTH}]) (?=[{FULL_WIDTH}])")
IN_KEYS = re.compile(f"[{ODD_SPACES}]")
INDENTED = re.compile(f"^ *([{ODD_SPACES}])[ {ODD_SPACES}]*(?:- |[A-Za-z_][A-Za-z0-9_.]{{0,80}}:)")
PICTURES = {code: 0x2400 + code for code in range(0x20)}  # ␀ to ␟, one for one: columns stay

SEARCHED = 1000  # characters of a line; a longer one was not typed
SIGNS = {
    "：": ":",
    "，": ",",
    "、": ",",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "＃": "#",
    "－": "-",
    "\u3000": " ",
}
MEANT = tuple(
    re.compile(pattern)
    for pattern in (
        r"[A-Za-z_][\w.-]{0,80}[\"']? {0,4}(：)",  # title：
        r"([，、]) {0,4}[A-Za-z_][\w.-]{0,80} {0,4}[:：]",  # {ja: …，en: …}
        r"[:-] {1,4}([“”‘’])",  # title: “…”
        r"(?::|^ *-)(\u3000)",  # title:　…
        r"^ *(－)[ \u3000]",  # － id: …
        r"^ *(＃)",
        r"^ *(\u3000)",  # indentation
    )
)


def code_of(sign: str) -> tuple[str, str]:
    """The Problem code of a character, and how it is named: `U+202E`."""
    name = f"U+{ord(sign):04X}"
    if sign == "\t":
        return "tab", name
    if sign == LOST:
        return "broken-character", name
    return ("odd-space" if IN_KEYS.match(sign) else "control-character"), name


def line_as_shown(line: str) -> str:
    """A line that can be quoted: what could move a cursor is replaced by what can be seen."""
    return REFUSED.sub(LOST, line.translate(PICTURES)) if REFUSED.search(line) else line


def full_width(line: str) -> tuple[int, str, str] | None:
    """A full-width sign that was meant as YAML's own: its column from 0, itself, and what is needed."""
    begin = line[:SEARCHED]
    found = [(match.start(1), match[1]) for pattern in MEANT if (match := pattern.search(begin))]
    if not found:
        return None
    column, sign = min(found)
    return column, sign, SIGNS[sign]


def unwrapped(value: str) -> str:
    """A text that was written over several lines, without the spaces that its line breaks became between Japanese."""
    return WRAPPED.sub("", value)
