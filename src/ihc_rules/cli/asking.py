"""`ask`: a report → the next questions, printed; on a terminal, asked and recorded.

- An answer is a number from the list, a value, or several with commas. `u` records that it cannot be told 確認できず,
  `s` skips, `q` ends. Nothing is recorded that the role may not establish.
- The report with the answers is written only where `--save` says, whole or not at all.
"""

from __future__ import annotations

import json
import sys
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
        "yes_no": "はい=y、いいえ=n（u 確認できず、s とばす、q 終わる）> ",
        "several": "番号をコンマで区切って入力（該当なしは「-」、u 確認できず、s とばす、q 終わる）> ",
        "list": "記録すべきものがまだあれば a、すべて記録したなら c（s とばす、q 終わる）> ",
        "others": "（{roles}が確認する事項のため、とばす）",
        "saved": "{file} に書き出した。",
        "life": "【人命】",
    },
    "en": {
        "none": "Nothing is left to be found out.",
        "keys": "number or value (u cannot be told, s skip, q quit) > ",
        "yes_no": "y or n (u cannot be told, s skip, q quit) > ",
        "several": "numbers with commas (- for none of them, u cannot be told, s skip, q quit) > ",
        "list": "a: there is one more to record, c: all are recorded (s skip, q quit) > ",
        "others": "(to be established by {roles}; skipped)",
        "saved": "Written to {file}.",
        "life": "[life] ",
    },
}


def ask(arguments: Namespace) -> int:
    """Print the next questions, or ask them."""
    rules = inputs.guideline(arguments)
    reference, reports = inputs.reports(arguments, rules)
    at = inputs.moment(arguments, rules)
    lang: Lang = arguments.lang
    written, typed = inputs.data(arguments.report) if arguments.report != "-" else (None, True)
    if sys.stdin.isatty() and sys.stdout.isatty() and reference is None and not arguments.json and typed and written:
        return _converse(rules, dict(written), at, arguments)
    found = [questions(decide(rules, each, at=at)) for each in reports]
    if arguments.json:
        listed = [[question_data(each) for each in asked] for asked in found]
        show(to_json({"questions": listed[0]} if reference is None else {"reference": reference, "questions": listed}))
        return 0
    for asked in found:
        show("\n".join(_line(each, lang) for each in asked) or WORDS[lang]["none"])
    return 0


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
        if (outcome := _put(rules, data, question, arguments.by, lang)) is None:
            break
        if not outcome:
            skipped.add(question.path)
    show("\n" + summary(decide(rules, rules.report(data), at=at), lang))
    if arguments.save:
        _save(Path(arguments.save), data)
        show(WORDS[lang]["saved"].format(file=arguments.save))
    return 0


def _put(rules: Guideline, data: dict[str, Any], question: Question, by: str, lang: Lang) -> bool | None:
    """Ask one question and record the answer: False if skipped, None to end."""
    if question.help:
        show(f"  {question.help.get(lang)}")
    for number, value in enumerate(question.values, 1):
        about = f" ― {value.help.get(lang)}" if value.help else ""
        show(f"  {number}. {value.title.get(lang)}{about}")
    kind = {"boolean": "yes_no", "set": "several", "list": "list"}.get(question.type, "keys")
    while True:
        try:
            text = input(WORDS[lang][kind]).strip()
        except EOFError:
            return None
        if text in ("q", "s", ""):
            return None if text == "q" else False
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
        return {"y": True, "n": False, "1": True, "2": False}.get(text, text)
    if question.type == "set":
        return [] if text == "-" else [one(word) for word in text.split(",")]
    if question.type == "integer" and text.lstrip("-").isdigit() and text.isascii():
        return int(text)
    return one(text)


def _save(path: Path, data: dict[str, Any]) -> None:
    """Write a file whole or not at all."""
    beside = path.with_name(path.name + ".part")
    beside.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    beside.replace(path)
