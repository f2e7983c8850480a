"""Two languages → the text of one Problem code.

- Lower case, no full stop, what was written in backticks, no word of the implementation; a hint says what to do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Lang = Literal["ja", "en"]


@dataclass(frozen=True, slots=True)
class ProblemText:
    """What one code says; `{names}` are filled in from the Problem."""

    message: Mapping[Lang, str]
    hint: Mapping[Lang, str]


def text(ja: str, en: str, hint_ja: str = "", hint_en: str = "") -> ProblemText:
    """One code's message and hint."""
    return ProblemText({"ja": ja, "en": en}, {"ja": hint_ja, "en": hint_en})


def unknown(ja: str, en: str) -> ProblemText:
    """A name that stands for nothing."""
    return text(f"{ja} `{{name}}` はありません", f"there is no {en} `{{name}}`")
