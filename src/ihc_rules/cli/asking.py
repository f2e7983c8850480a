"""`ask`: a report → the next questions, printed; on a terminal, asked and recorded.

- An answer is a number from the list, a value, or several with commas. `u` records that it cannot be told 確認できず,
  `s` skips, `b` goes back to the answer before, `q` ends. Nothing is recorded that the role may not establish.
- The report with the answers is written only where `--save` says, whole or not at all. Whether that can be done is
  looked at before the first question.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from argparse import Namespace
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from ihc_rules.cli import inputs
from ihc_rules.cli.terminal import fail, show
from ihc_rules.decision.ask import Question, awaiting, questions
from ihc_rules.decision.data import question_data, to_json
from ihc_rules.decision.decide import Decision, decide
from ihc_rules.decision.explain import summary
from ihc_rules.decision.wording import ROLE
from ihc_rules.errors import Lang, ReportError
from ihc_rules.guideline.guideline import Guideline

WORDS: dict[str, dict[str, str]] = {
    "ja": {
        "none": "確認すべきことは残っていない。",
        "skipped": "とばした質問が {count} 件残っている。",
        "awaiting": "法律アドバイザーの意見を待っている項目：{items}",
        "at_most": "（残り最大 {count} 問）",
        "keys": "番号か値を入力（u 確認できず、s とばす、b 前に戻る、q 終わる）> ",
        "country": "国を二文字の記号で入力。日本は JP（u 確認できず、s とばす、b 前に戻る、q 終わる）> ",
        "text": "記載された語句を入力（記載なしは「-」、u 確認できず、s とばす、b 前に戻る、q 終わる）> ",
        "yes_no": "はい=y、いいえ=n（u 確認できず、s とばす、b 前に戻る、q 終わる）> ",
        "several": "番号をコンマで区切って入力（該当なしは「-」、u 確認できず、s とばす、b 前に戻る、q 終わる）> ",
        "list": "記録すべきものがまだあれば a、すべて記録したなら c（s とばす、b 前に戻る、q 終わる）> ",
        "others": "（{roles}が確認する事項のため、とばす）",
        "saved": "{file} に書き出した。",
        "life": "【人命】",
        "role": "--by `{role}`：次のどれかを書いてください：{roles}",
        "no_folder": "--save `{file}`：フォルダがありません",
        "no_terminal": "--save は、端末で対話するときに使います",
    },
    "en": {
        "none": "Nothing is left to be found out.",
        "skipped": "{count} question(s) that were skipped are left.",
        "awaiting": "Items that wait for the legal advisers' views: {items}",
        "at_most": "(at most {count} left)",
        "keys": "number or value (u cannot be told, s skip, b back, q quit) > ",
        "country": "country by its two letters, such as JP (u cannot be told, s skip, b back, q quit) > ",
        "text": "the words that stand there (- for none, u cannot be told, s skip, b back, q quit) > ",
        "yes_no": "y or n (u cannot be told, s skip, b back, q quit) > ",
        "several": "numbers with commas (- for none of them, u cannot be told, s skip, b back, q quit) > ",
        "list": "a: there is one more to record, c: all are recorded (s skip, b back, q quit) > ",
        "others": "(to be established by {roles}; skipped)",
        "saved": "Written to {file}.",
        "life": "[life] ",
        "role": "--by `{role}`: write one of {roles}",
        "no_folder": "--save `{file}`: there is no such folder",
        "no_terminal": "--save is for a terminal, where the questions are asked",
    },
}
Outcome = Literal["recorded", "skipped", "back", "quit"]
ENDS: Mapping[str, Outcome] = {"": "skipped", "s": "skipped", "b": "back", "q": "quit"}
KINDS = {"boolean": "yes_no", "set": "several", "list": "list", "text": "text", "country": "country"}


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
    found = [decide(rules, each, at=at) for each in reports]
    if arguments.json:
        listed = [[question_data(each) for each in questions(decision)] for decision in found]
        waits = [list(awaiting(decision)) for decision in found]
        one = {"questions": listed[0], "awaiting": waits[0]} if reference is None else None
        show(to_json(one or {"reference": reference, "questions": listed, "awaiting": waits}))
        return 0
    for decision in found:
        show("\n".join(_line(each, lang) for each in questions(decision)) or _end(decision, 0, lang))
    return 0


def _end(decision: Decision, skipped: int, lang: Lang) -> str:
    """What is left where no question is: advisers' views, questions that were skipped, or nothing."""
    waits, words = awaiting(decision), WORDS[lang]
    lines = [words["skipped"].format(count=skipped)] if skipped else []
    if waits:
        lines.append(words["awaiting"].format(items=("、" if lang == "ja" else ", ").join(waits)))
    return "\n".join(lines or [words["none"]])


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
    before: list[tuple[str, frozenset[str]]] = []  # the data and what was skipped, before each answer
    while True:
        decision = decide(rules, rules.report(data), at=at)
        left = [each for each in questions(decision) if each.path not in skipped]
        if not left:
            show(_end(decision, len(questions(decision)), lang))
            break
        question = left[0]
        if not _shown(question, len(left), arguments.by, lang):
            skipped.add(question.path)
            continue
        was = (json.dumps(data), frozenset(skipped))
        outcome = put(rules, data, question, arguments.by, lang)
        if outcome == "quit":
            break
        if outcome == "back":
            held, gone = before.pop() if before else was
            data.clear()
            data.update(json.loads(held))
            skipped = set(gone)
            continue
        before.append(was)
        if outcome == "skipped":
            skipped.add(question.path)
    show("\n" + summary(decide(rules, rules.report(data), at=at), lang))
    if arguments.save:
        _save(Path(arguments.save), data)
        show(WORDS[lang]["saved"].format(file=arguments.save))
    return 0


def _shown(question: Question, left: int, by: str, lang: Lang) -> bool:
    """Show a question; whether the role may answer it."""
    words = WORDS[lang]
    life, most = words["life"] if question.life else "", words["at_most"].format(count=left)
    show(f"\n{life}{question.text.get(lang)} [{question.path}] {most}")
    if by in question.established_by:
        return True
    show(words["others"].format(roles=", ".join(ROLE[lang][each] for each in question.established_by)))
    return False


def put(rules: Guideline, data: dict[str, Any], question: Question, by: str, lang: Lang) -> Outcome:
    """Ask one question and record the answer, unless something else was wanted."""
    if question.help:
        show(f"  {question.help.get(lang)}")
    for number, value in enumerate(question.values, 1):
        about = f" ― {value.help.get(lang)}" if value.help else ""
        show(f"  {number}. {value.title.get(lang)}{about}")
    kind = KINDS.get(question.type, "keys")
    while True:
        try:
            text = input(WORDS[lang][kind]).strip()
        except EOFError:
            return "quit"
        if text in ENDS:
            return ENDS[text]
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
        return "recorded"


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
