"""`ask`: a report → the next questions, printed; on a terminal, asked and recorded.

- An answer is a number from the list, a value, or several with commas. `u` records that it cannot be told 確認できず,
  `s` skips, `q` ends. Nothing is recorded that the role may not establish.
- The report with the answers is written only where `--save` says, whole or not at all. Whether that can be done is
  looked at before the first question.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from argparse import Namespace
from datetime import datetime
from pathlib import Path
from typing import Any

from ihc_rules.cli import inputs
from ihc_rules.cli.terminal import fail, show
from ihc_rules.decision.ask import Question, questions
from ihc_rules.decision.data import question_data, to_json
from ihc_rules.decision.decide import decide
from ihc_rules.decision.explain import summary
from ihc_rules.decision.wording import ROLE
from ihc_rules.errors import Lang, ReportError
from ihc_rules.guideline.guideline import Guideline

WORDS: dict[str, dict[str, str]] = {
    "ja": {
        "none": "確認すべきことは残っていない。",
        "keys": "番号か値を入力（u 確認できず、s とばす、q 終わる）> ",
        "text": "記載された語句を入力（記載なしは「-」、u 確認できず、s とばす、q 終わる）> ",
        "yes_no": "はい=y、いいえ=n（u 確認できず、s とばす、q 終わる）> ",
        "several": "番号をコンマで区切って入力（該当なしは「-」、u 確認できず、s とばす、q 終わる）> ",
        "list": "記録すべきものがまだあれば a、すべて記録したなら c（s とばす、q 終わる）> ",
        "others": "（{roles}が確認する事項のため、とばす）",
        "saved": "{file} に書き出した。",
        "life": "【人命】",
        "role": "--by `{role}`：次のどれかを書いてください：{roles}",
        "no_folder": "--save `{file}`：フォルダがありません",
        "no_terminal": "--save は、端末で対話するときに使います",
    },
    "en": {
        "none": "Nothing is left to be found out.",
        "keys": "number or value (u cannot be told, s skip, q quit) > ",
        "text": "the words that stand there (- for none, u cannot be told, s skip, q quit) > ",
        "yes_no": "y or n (u cannot be told, s skip, q quit) > ",
        "several": "numbers with commas (- for none of them, u cannot be told, s skip, q quit) > ",
        "list": "a: there is one more to record, c: all are recorded (s skip, q quit) > ",
        "others": "(to be established by {roles}; skipped)",
        "saved": "Written to {file}.",
        "life": "[life] ",
        "role": "--by `{role}`: write one of {roles}",
        "no_folder": "--save `{file}`: there is no such folder",
        "no_terminal": "--save is for a terminal, where the questions are asked",
    },
}


def ask(arguments: Namespace) -> int:
    """Print the next questions, or ask them."""
    _refuse(arguments)
    rules, reference, reports = inputs.opened(arguments)
    at = inputs.moment(arguments, rules)
    lang: Lang = arguments.lang
    if _on_terminal(arguments) and reference is None:
        written, typed = inputs.data(arguments.report, lang)
        if typed:
            return _converse(rules, dict(written), at, arguments)
    if arguments.save:
        raise inputs.WrongUse(WORDS[lang]["no_terminal"])
    found = [questions(decide(rules, each, at=at)) for each in reports]
    if arguments.json:
        listed = [[question_data(each) for each in asked] for asked in found]
        show(to_json({"questions": listed[0]} if reference is None else {"reference": reference, "questions": listed}))
        return 0
    for asked in found:
        show("\n".join(_line(each, lang) for each in asked) or WORDS[lang]["none"])
    return 0


def _refuse(arguments: Namespace) -> None:
    """Refuse what could not be used after all questions were answered."""
    words = WORDS[arguments.lang]
    if arguments.by not in ROLE["en"]:
        raise inputs.WrongUse(words["role"].format(role=arguments.by[:80], roles=", ".join(ROLE["en"])))
    if arguments.save and not Path(arguments.save).parent.is_dir():
        raise inputs.WrongUse(words["no_folder"].format(file=arguments.save[:400]))


def _on_terminal(arguments: Namespace) -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty() and not arguments.json and arguments.report != "-"


def _line(question: Question, lang: Lang) -> str:
    roles = (
        "、".join(ROLE[lang][each] for each in question.established_by)
        if lang == "ja"
        else ", ".join(ROLE[lang][each] for each in question.established_by)
    )
    life = WORDS[lang]["life"] if question.life else ""
    return f"{question.path}: {life}{question.text.get(lang)} [{roles}]"


def _converse(rules: Guideline, data: dict[str, Any], at: datetime, arguments: Namespace) -> int:
    lang: Lang = arguments.lang
    skipped: set[str] = set()
    while True:
        decision = decide(rules, rules.report(data), at=at)
        left = [each for each in questions(decision) if each.path not in skipped]
        if not left:
            show(WORDS[lang]["none"])
            break
        question = left[0]
        show("\n" + (WORDS[lang]["life"] if question.life else "") + question.text.get(lang))
        if arguments.by not in question.established_by:
            roles = ", ".join(ROLE[lang][each] for each in question.established_by)
            show(WORDS[lang]["others"].format(roles=roles))
            skipped.add(question.path)
            continue
        if (outcome := put(rules, data, question, arguments.by, lang)) is None:
            break
        if not outcome:
            skipped.add(question.path)
    show("\n" + summary(decide(rules, rules.report(data), at=at), lang))
    if arguments.save:
        _save(Path(arguments.save), data)
        show(WORDS[lang]["saved"].format(file=arguments.save))
    return 0


def put(rules: Guideline, data: dict[str, Any], question: Question, by: str, lang: Lang) -> bool | None:
    """Ask one question and record the answer: False if skipped, None to end."""
    if question.help:
        show(f"  {question.help.get(lang)}")
    for number, value in enumerate(question.values, 1):
        about = f" ― {value.help.get(lang)}" if value.help else ""
        show(f"  {number}. {value.title.get(lang)}{about}")
    kind = {"boolean": "yes_no", "set": "several", "list": "list", "text": "text"}.get(question.type, "keys")
    while True:
        try:
            text = input(WORDS[lang][kind]).strip()
        except EOFError:
            return None
        if text in ("q", "s", ""):
            return None if text == "q" else False
        if question.type == "list" and text not in ("a", "c"):
            continue
        before = json.dumps(data)
        record(data, question, text, by)
        try:
            rules.report(data)
        except ReportError as error:
            fail("\n".join(problem.text(lang) for problem in error.problems))
            data.clear()
            data.update(json.loads(before))
            continue
        return True


def record(data: dict[str, Any], question: Question, text: str, by: str) -> None:
    """Put an answer into the data of a report; whether it may stand there is judged when the report is read."""
    if question.type == "list":
        held = data.setdefault("lists", {}).setdefault(question.fact, {"complete": False, "items": []})
        held["complete"] = text == "c"
        if text == "a":
            held["items"].append({})
        return
    entry: dict[str, Any] = {"undeterminable": True} if text == "u" else {"value": _value(question, text)}
    place(data, question, entry, by)


def place(data: dict[str, Any], question: Question, entry: dict[str, Any], by: str) -> None:
    """Put a recorded value where the question says."""
    facts = data.setdefault("facts", {})
    if question.list is not None and question.index is not None:
        facts = data["lists"][question.list]["items"][question.index]
    facts[question.fact] = {**entry, "by": by}


def _value(question: Question, text: str) -> Any:
    """What was typed, as the type of the fact: numbers stand for the listed values."""
    ids = [value.id for value in question.values]

    def one(word: str) -> str:
        word = word.strip()
        return ids[int(word) - 1] if word.isascii() and word.isdigit() and 0 < int(word) <= len(ids) else word

    if question.type == "boolean":
        yes_no = {"y": True, "n": False, "yes": True, "no": False, "はい": True, "いいえ": False}
        return yes_no.get(text.lower(), text)
    if question.type == "country":
        return text.upper()
    if question.type == "text":
        return {"absent": True} if text == "-" else text
    if question.type == "set":
        return [] if text == "-" else [one(word) for word in text.split(",")]
    if question.type == "integer" and text.lstrip("-").isdigit() and text.isascii():
        return int(text)
    return one(text)


def _save(path: Path, data: dict[str, Any]) -> None:
    """Write a file whole or not at all."""
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}.", delete=False
    ) as file:
        file.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
    beside = Path(file.name)
    try:
        if path.exists():
            shutil.copymode(path, beside)
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
