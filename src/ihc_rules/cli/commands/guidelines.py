"""A guideline → its commands: checked, tested, what is not firm in it, schemas for editors."""

from __future__ import annotations

from collections.abc import Mapping

from ihc_rules.cli.commands.command import FOLDER, FORMAT, GUIDELINE, JSON, Command, Option

COMMANDS: Mapping[str, Command] = {
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
            "ihc-rules test guidelines/ihc --coverage",
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
            Option(
                ("--coverage",),
                "事例がどこまで届いているかを、ルート・送付先ごとの事例とともに示す（text と json）",
                "show how much the cases reach, with the cases of each route and recipient (text and json)",
                {"action": "store_true"},
            ),
        ),
    ),
    "outdated": Command(
        "outdated",
        "list_outdated",
        {
            "ja": "推論・仮定によるもの、案、変更の予定（日の分からないものも）を、場所とともに示す。",
            "en": "List what is derived, assumed, a draft or expected to change (day known or not), with its place.",
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
}
