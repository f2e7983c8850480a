"""Two languages → the text of one Problem code.

- Lower case, no full stop, what was written in backticks, no word of the implementation; a hint says what to do.
- What was written is shown short, and never so that it could move a cursor or turn the reading direction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Lang = Literal["ja", "en"]
SHOWN = 80  # characters of a written value that a message repeats


@dataclass(frozen=True, slots=True)
class ProblemText:
    """What one code says; `{names}` are filled in from the Problem."""

    message: Mapping[Lang, str]
    hint: Mapping[Lang, str]


def text(ja: str, en: str, hint_ja: str = "", hint_en: str = "") -> ProblemText:
    """One code's message and hint."""
    return ProblemText({"ja": ja, "en": en}, {"ja": hint_ja, "en": hint_en})


def unknown(ja: str, en: str, section: str) -> ProblemText:
    """A name that stands for nothing; what it names is declared in a section."""
    return text(
        f"{ja} `{{name}}` はありません",
        f"there is no {en} `{{name}}`",
        f"新しく使うなら {section} に定めます。",
        f"a new one is declared in {section}",
    )


def shown(written: object, limit: int = SHOWN) -> str:
    """What was written, as a message may repeat it; anything but a text is `…`."""
    if not isinstance(written, str):
        return "…"
    kept = written if len(written) <= limit else written[: limit - 1] + "…"
    return "".join(c if c.isprintable() else "�" for c in kept)
