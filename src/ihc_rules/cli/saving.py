"""A report that was asked about × `--save` → a file, written whole or not at all; else a warning and an offer.

- A report whose file does not exist yet begins with the file's name as its id.
- No other file is written over unless somebody says so; the report that is asked about may be, with `--save`.
"""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ihc_rules.cli.inputs import WrongUse
from ihc_rules.cli.talk import key, typed
from ihc_rules.cli.terminal import fail, show
from ihc_rules.cli.whole import write_whole
from ihc_rules.errors import Lang

WORDS: Mapping[str, Mapping[str, str]] = {
    "ja": {
        "no_folder": "--save `{file}`：フォルダがありません",
        "another": "--save `{file}`：既にある別のファイルです。"
        "続きを記録するときは、通報としてもこのファイルを指定してください",
        "begun": "{file} はまだないため、新しい通報（id：{id}）として始める。",
        "ahead": "注意：--save がないため、回答はまだどこにも保存されない。終わるときに保存先を尋ねる。",
        "ask": "回答を保存するファイル名を入力（空のままなら保存しない）> ",
        "exists": "{file} は既にある。上書きするなら y、しないなら n > ",
        "no_such_folder": "{file}：フォルダがありません",
        "failed": "{file} に書き出せません（{reason}）",
        "saved": "{file} に書き出した。",
        "unsaved": "回答は保存していない。",
        "interrupted": "中断した。回答は保存していない。",
    },
    "en": {
        "no_folder": "--save `{file}`: there is no such folder",
        "another": "--save `{file}`: it exists, and is not the report; to go on with it, name it as the report too",
        "begun": "{file} does not exist yet: a new report is begun, with the id {id}.",
        "ahead": "Note: without --save the answers are not saved anywhere yet. At the end a file name is asked for.",
        "ask": "name of the file to save the answers in (empty: do not save) > ",
        "exists": "{file} exists. y to write over it, n to name another > ",
        "no_such_folder": "{file}: there is no such folder",
        "failed": "{file} cannot be written ({reason})",
        "saved": "Written to {file}.",
        "unsaved": "The answers were not saved.",
        "interrupted": "Interrupted. The answers were not saved.",
    },
}
LIMIT = 400  # signs of a name that are repeated


def refuse(arguments: Namespace) -> None:
    """Refuse a file that could not be written after all questions were answered, or that is another's.

    Raises:
        WrongUse: it is such a file.
    """
    if not arguments.save:
        return
    words, path = WORDS[arguments.lang], Path(arguments.save)
    if not path.parent.is_dir():
        raise WrongUse(words["no_folder"].format(file=arguments.save[:LIMIT]))
    report = Path(arguments.report)
    if path.exists() and not (report.exists() and path.samefile(report)):
        raise WrongUse(words["another"].format(file=arguments.save[:LIMIT]))


def begun(name: str, lang: Lang) -> dict[str, Any] | None:
    """A new report, where its file does not exist but could be written; else None."""
    path = Path(name)
    try:
        if path.exists() or not path.parent.is_dir() or path.suffix.lower() in (".yaml", ".yml"):
            return None
    except (OSError, ValueError):  # a name that no file can have: told when it is read
        return None
    show(WORDS[lang]["begun"].format(file=name[:LIMIT], id=path.stem))
    return {"id": path.stem}


def warn(arguments: Namespace) -> None:
    """Say at the beginning that nothing is saved yet."""
    if not arguments.save:
        show(WORDS[arguments.lang]["ahead"])


def interrupted(lang: Lang) -> None:
    """Say that nothing was saved."""
    fail("\n" + WORDS[lang]["interrupted"])


def save(arguments: Namespace, data: dict[str, Any], changed: bool) -> None:
    """Write the report where `--save` says; else, if there is anything new, where somebody now says, or nowhere."""
    lang: Lang = arguments.lang
    if arguments.save:
        if _written(Path(arguments.save), data, lang):
            return
    elif not changed:
        return
    words = WORDS[lang]
    while name := typed("\n" + words["ask"], end=""):
        path = Path(name)
        if not _usable(path, lang):
            continue
        if path.exists() and key(typed(words["exists"].format(file=name[:LIMIT]), end="n")) not in ("y", "yes", "はい"):
            continue
        if _written(path, data, lang):
            return
    fail(words["unsaved"])


def _usable(path: Path, lang: Lang) -> bool:
    try:
        usable = path.parent.is_dir() and not path.is_dir()
    except (OSError, ValueError):
        usable = False
    if not usable:
        fail(WORDS[lang]["no_such_folder"].format(file=str(path)[:LIMIT]))
    return usable


def _written(path: Path, data: dict[str, Any], lang: Lang) -> bool:
    """Whether the file could be written; if not, it is told why."""
    try:
        write_whole(path, (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode())
    except OSError as error:
        fail(WORDS[lang]["failed"].format(file=str(path)[:LIMIT], reason=error.strerror or "-"))
        return False
    show(WORDS[lang]["saved"].format(file=path))
    return True
