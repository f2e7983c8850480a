"""One report → its commands: decided, explained, asked about; a person guided to windows."""

from __future__ import annotations

from collections.abc import Mapping

from ihc_rules.cli.commands.command import AT, CROSSCHECK, DRAFTS, GUIDELINE, JSON, REPORT, Command, Option

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
            "ihc-rules ask new.json --save new.json --by analyst --again",
            "ihc-rules ask new.json --save new.json --by advisor --given-at 2025-10-01T15:00:00+09:00",
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
                ("--given-at",),
                "意見が述べられた時刻（--by advisor とともに。既定：記録した時）",
                "when the opinions were given (with --by advisor; default: when they are recorded)",
                {"metavar": "DATE"},
            ),
            Option(
                ("--save",),
                "回答を加えた通報を書き出すファイル（端末で、ないときは終わりに尋ねる）",
                "file to which the report with the answers is written (on a terminal, asked for at the end if missing)",
                {"metavar": "FILE"},
            ),
            Option(
                ("--again",),
                "「確認できず」と記録されたもののうち、決まらない原因であるものを、もう一度尋ねる",
                "ask once more what was recorded as undeterminable and leaves something open",
                {"action": "store_true"},
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
            "ihc-rules guide answers.yaml --json | jq '.windows[].id'",
        ),
        (
            Option(
                ("answers",),
                "すでに分かっている答えのファイル（JSON か YAML、通報の形か、確認事項と値の組。- は標準入力）",
                "file of known answers (JSON or YAML; a report, or facts with values; - is standard input)",
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
    "demo": Command(
        "demo",
        "demo",
        {
            "ja": "同梱の通報を判断・説明・振り分けし、メールに署名して見せる。",
            "en": "Decide, explain and route the shipped example reports; write and sign their mails.",
        },
        ("ihc-rules demo", "ihc-rules demo --out demo-mails"),
        (
            GUIDELINE,
            Option(
                ("--out",),
                "署名したメールを書き出すフォルダ",
                "folder into which the signed mails are written",
                {"metavar": "DIR"},
            ),
        ),
    ),
}
