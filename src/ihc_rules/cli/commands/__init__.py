"""The table of commands → the command line: adding one is one entry in a group and one function.

- Every command says what it does in Japanese and English, and has an example.
"""

from __future__ import annotations

from collections.abc import Mapping

from ihc_rules.cli.commands import guidelines, messages, reports
from ihc_rules.cli.commands.command import Command

__all__ = ["COMMANDS", "WORDS", "Command"]

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

COMMANDS: Mapping[str, Command] = {**reports.COMMANDS, **messages.COMMANDS, **guidelines.COMMANDS}
