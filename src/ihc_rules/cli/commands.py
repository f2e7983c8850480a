"""The table of commands → the command line: adding one is one entry here and one function.

- Every command says what it does in Japanese and English, and has an example.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

WORDS: Mapping[str, Mapping[str, str]] = {
    "ja": {
        "about": "ガイドライン（YAML）に従って通報を判断し、理由と取扱いを示す。",
        "more": "各コマンドの説明は ihc-rules COMMAND --help",
        "version": "版を表示する",
        "command": "COMMAND",
        "commands": "コマンド",
        "example": "例：",
        "lang": "表示する言語（既定は環境変数 IHC_RULES_LANG、なければ端末の言語）",
    },
    "en": {
        "about": "Decide reports by a guideline written in YAML, with reasons and what follows.",
        "more": "ihc-rules COMMAND --help explains each command.",
        "version": "print the version",
        "command": "COMMAND",
        "commands": "commands",
        "example": "example:",
        "lang": "language of the output (default: IHC_RULES_LANG, else the terminal's)",
    },
}


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
    "通報のファイル（JSON か YAML、- は標準入力）",
    "file of the report (JSON or YAML; - is standard input)",
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

COMMANDS: Mapping[str, Command] = {
    "decide": Command(
        "deciding",
        "decide",
        {
            "ja": "通報を判断し、区分・項目・取扱いを示す。",
            "en": "Decide a report: category, items, and what follows.",
        },
        (
            "ihc-rules decide examples/reports/complete.json --at 2025-10-01",
            "ihc-rules decide report.json --json | jq .referrals",
        ),
        (
            REPORT,
            GUIDELINE,
            AT,
            JSON,
            CROSSCHECK,
            DRAFTS,
            Option(
                ("--trace",),
                "JSON に全ての中間結果を加える",
                "add every intermediate answer to the JSON",
                {"action": "store_true"},
            ),
        ),
    ),
    "explain": Command(
        "deciding",
        "explain",
        {
            "ja": "判断の理由を、条文・定めの場所・出典とともに説明する。",
            "en": "Explain a decision: reasons, articles, rules, sources.",
        },
        (
            "ihc-rules explain examples/reports/complete.json --at 2025-10-01 --lang ja",
            "ihc-rules explain report.json --why-not I-01",
        ),
        (
            REPORT,
            GUIDELINE,
            AT,
            JSON,
            DRAFTS,
            Option(("--provision",), "この項目だけを説明する", "explain this provision only", {"metavar": "ID"}),
            Option(
                ("--why-not",),
                "この項目に該当しない理由と、該当するための最小の違いを示す",
                "why this provision is not met, and the smallest changes with which it would be",
                {"metavar": "ID", "dest": "why_not"},
            ),
        ),
    ),
    "ask": Command(
        "asking",
        "ask",
        {
            "ja": "次に確認すべきことを示す。端末では対話しながら記録する。",
            "en": "What to find out next; on a terminal, asks and records the answers.",
        },
        (
            "ihc-rules ask examples/reports/incomplete.json --at 2025-10-01",
            "ihc-rules ask new.json --save new.json --by analyst",
        ),
        (
            REPORT,
            GUIDELINE,
            AT,
            JSON,
            Option(
                ("--by",),
                "記録する人の役割（既定：analyst）",
                "role of who records (default: analyst)",
                {"default": "analyst", "metavar": "ROLE"},
            ),
            Option(
                ("--save",),
                "回答を加えた通報を書き出すファイル",
                "file to which the report with the answers is written",
                {"metavar": "FILE"},
            ),
        ),
    ),
    "guide": Command(
        "guide",
        "guide",
        {
            "ja": "困りごとに合う相談・通報窓口を案内する。端末では必要なことだけを尋ねる。",
            "en": "Find the windows that can help; on a terminal, asks only what is needed.",
        },
        (
            "ihc-rules guide --lang ja",
            "ihc-rules guide examples/reports/needs.json --at 2025-10-01",
            "ihc-rules guide answers.json --json | jq '.windows[].id'",
        ),
        (
            Option(
                ("answers",),
                "すでに分かっている答えのファイル（JSON か YAML、- は標準入力）",
                "file of answers that are known already (JSON or YAML; - is standard input)",
                {"nargs": "?", "metavar": "ANSWERS"},
            ),
            Option(
                ("--guideline",),
                "窓口のガイドラインの名前かフォルダ（既定：consultation）",
                "name or folder of the guideline of windows (default: consultation)",
                {"default": "consultation", "metavar": "NAME|DIR"},
            ),
            AT,
            JSON,
        ),
    ),
    "outdated": Command(
        "outdated",
        "list_outdated",
        {
            "ja": "推論・仮定によるもの、案、予定された変更を、場所とともに示す。",
            "en": "List what is derived, assumed, a draft or about to change, with its place.",
        },
        (
            "ihc-rules outdated guidelines/ihc --today 2026-11-01",
            "ihc-rules outdated --json | jq '.[] | select(.kind == \"assumed\")'",
        ),
        (
            FOLDER,
            Option(
                ("--today",),
                "この日から先の変更を示す（既定：今日）",
                "the day from which changes are expected (default: today)",
                {"metavar": "DATE"},
            ),
            JSON,
        ),
    ),
    "check": Command(
        "checking",
        "check",
        {
            "ja": "ガイドラインの誤りをすべて、場所とともに示す。",
            "en": "Show every mistake in a guideline, with its place.",
        },
        (
            "ihc-rules check guidelines/ihc --lang ja",
            "ihc-rules check guidelines/ihc --format sarif > check.sarif",
        ),
        (FOLDER, FORMAT),
    ),
    "test": Command(
        "checking",
        "test",
        {
            "ja": "ガイドラインの事例（cases/）を実行し、事例のない項目を示す。",
            "en": "Run a guideline's worked cases, and show what has no case.",
        },
        (
            "ihc-rules test guidelines/ihc",
            "ihc-rules test guidelines/ihc --only i-01 --format junit > test.xml",
        ),
        (
            FOLDER,
            FORMAT,
            Option(
                ("--only",),
                "この文字を ID に含む事例だけ（網羅は見ない）",
                "only cases whose id contains this (coverage is not judged)",
                {"metavar": "TEXT"},
            ),
        ),
    ),
    "schema": Command(
        "schema",
        "schema",
        {"ja": "編集用の JSON Schema を書き出す。", "en": "Write the JSON Schemas that editors use."},
        (
            "ihc-rules schema report",
            "ihc-rules schema --guideline guidelines/ihc --output guidelines/schema/ihc",
            "ihc-rules schema --guideline guidelines/ihc --check guidelines/schema/ihc",
        ),
        (
            Option(
                ("kind",),
                "種類（なければ一覧）",
                "kind of file (none: list them)",
                {"nargs": "?", "metavar": "KIND"},
            ),
            GUIDELINE,
            Option(
                ("--output",),
                "全ての種類を書き出すフォルダ",
                "folder to which all kinds are written",
                {"metavar": "DIR"},
            ),
            Option(
                ("--check",),
                "このフォルダのものが最新か確かめる",
                "whether those in this folder are up to date",
                {"metavar": "DIR"},
            ),
        ),
    ),
    "demo": Command(
        "demo",
        "demo",
        {
            "ja": "同梱の通報を判断・説明・振り分けして見せる。",
            "en": "Decide, explain and route the shipped example reports.",
        },
        ("ihc-rules demo",),
        (GUIDELINE,),
    ),
}
