"""A module and function, words in both languages, arguments → one command.

- Arguments that several commands share stand here once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Option:
    """One argument of a command; `more` goes to argparse as it is."""

    names: tuple[str, ...]
    ja: str
    en: str
    more: Mapping[str, Any] = field(default_factory=dict)

    def settings(self, lang: str) -> dict[str, Any]:
        """Keyword arguments for argparse."""
        return {"help": self.ja if lang == "ja" else self.en, **self.more}


@dataclass(frozen=True)
class Command:
    """One command: the module under `cli` and the function that runs it."""

    module: str
    function: str
    text: Mapping[str, str]
    examples: tuple[str, ...]
    options: tuple[Option, ...] = ()


REPORT = Option(
    ("report",),
    "通報のファイル（JSON か YAML、- は標準入力から JSON）",
    "file of the report (JSON or YAML; - is JSON from standard input)",
    {"metavar": "REPORT"},
)
GUIDELINE = Option(
    ("--guideline",),
    "ガイドラインの名前かフォルダ（既定：ihc）",
    "name or folder of the guideline (default: ihc)",
    {"default": "ihc", "metavar": "NAME|DIR"},
)
FOLDER = Option(
    ("guideline",),
    "ガイドラインの名前かフォルダ（既定：ihc）",
    "name or folder of the guideline (default: ihc)",
    {"nargs": "?", "default": "ihc", "metavar": "NAME|DIR"},
)
AT = Option(
    ("--at",),
    "判断の時刻：2025-10-01 か 2025-10-01T12:00:00+09:00（既定：今）",
    "time of the decision: 2025-10-01 or 2025-10-01T12:00:00+09:00 (default: now)",
    {"metavar": "DATE"},
)
JSON = Option(("--json",), "JSON で出力する", "print JSON", {"action": "store_true"})
CROSSCHECK = Option(
    ("--crosscheck",),
    "二つ目のエンジンでも判断して照合する",
    "decide with the second engine too and compare",
    {"action": "store_true"},
)
DRAFTS = Option(
    ("--include-drafts",),
    "案の項目（draft: true）も使う",
    "count provisions marked draft: true",
    {"action": "store_true"},
)
FORMAT = Option(
    ("--format",),
    "出力の形式",
    "format of the output",
    {"choices": ("text", "json", "sarif", "junit", "github"), "default": "text"},
)
