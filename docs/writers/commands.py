"""The table of commands → docs/reference/cli.md, with the help that each prints."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout

from docs.writers.markdown import fenced, page, table
from ihc_rules.cli import main
from ihc_rules.cli.commands import COMMANDS

WIDTH = "100"  # columns of the help
INTRODUCTION = """\
結果は標準出力に、誤りは標準エラー出力に書かれます。言語は `--lang`、環境変数 `IHC_RULES_LANG`、端末の言語の順に決まります。

Results go to standard output, errors to standard error. The language is that of `--lang`, else of `IHC_RULES_LANG`,
else the terminal's. Without `--at` the command line asks the clock; nothing else in the library does.

| exit code | 意味 | meaning |
|---|---|---|
| 0 | 終了 | done |
| 1 | 確かめたことが成り立たない（誤り、成り立たない事例、二つのエンジンの不一致、古いスキーマ） | the thing checked does not hold: problems, failed or missing cases, engines that disagree, schemas out of date |
| 2 | 使い方の誤り、又は読めない入力 | wrong use, or input that cannot be read |"""


@contextmanager
def _wide() -> Iterator[None]:
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = WIDTH
    try:
        yield
    finally:
        if before is None:
            del os.environ["COLUMNS"]
        else:
            os.environ["COLUMNS"] = before


def run(*words: str) -> tuple[int, str]:
    """One command → its exit code and everything that it prints."""
    printed = io.StringIO()
    with _wide(), redirect_stdout(printed), redirect_stderr(printed):
        status = main(words)
    return status, printed.getvalue()


def commands_page() -> str:
    """The whole page."""
    rows = [(f"[`{name}`](#{name})", each.text["ja"], each.text["en"]) for name, each in COMMANDS.items()]
    parts = [INTRODUCTION, table(("command", "日本語", "English"), rows)]
    for name in COMMANDS:
        parts.append(f"## {name}")
        parts += [fenced(run(name, "--help", "--lang", lang)[1]) for lang in ("ja", "en")]
    return page("Command line", "src/ihc_rules/cli/commands.py", *parts)
