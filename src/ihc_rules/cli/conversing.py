"""A report → its questions, put one by one on a terminal; the answers recorded, and saved where `--save` says.

- An answer is a number from the list, a value, or several with commas. `u` records that it cannot be told 確認できず,
  `s` skips, `b` goes back to the answer before, `q` ends. Nothing is recorded that the role may not establish.
- What stands `after` a question that was skipped is asked last.
- An adviser is asked for opinions once the facts are told; each is recorded with name, kind and the time at which it is
  recorded, or at which it was given (`--given-at`); the time of the decision is another thing.
- The report with the answers is written whole or not at all.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from argparse import Namespace
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, get_args

from ihc_rules.cli import inputs
from ihc_rules.cli.recording import record
from ihc_rules.cli.terminal import fail, show
from ihc_rules.decision.ask import Question, questions
from ihc_rules.decision.decide import Decision, decide, panels
from ihc_rules.decision.explain import summary
from ihc_rules.decision.wording import ROLE, VIEW, day
from ihc_rules.errors import Lang, ReportError
from ihc_rules.guideline.guideline import Guideline
from ihc_rules.report.model import View

Outcome = Literal["recorded", "skipped", "back", "end"]
WORDS: dict[str, dict[str, str]] = {
    "ja": {
        "edition": "{title}（{day}に効力のある版）により尋ねる。",
        "none": "確認すべきことは残っていない。",
        "left": "とばした確認事項や、ほかの者が確認する事項が、{count}件残っている。",
        "untold": "確認できなかった事項のため、決まらないまま残るものがある。",
        "awaited": "法律アドバイザー等の意見を待つ項目（--by advisor で記録できる）：",
        "given": "  {id} {title}：{members}名のうち{given}名の意見がある（{quorum}名以上の意見が要る）",
        "progress": "― {number}問目（残りは多くて{left}件） {path}",
        "keys": "u 確認できず、s とばす、b 一つ戻る、q 終わる",
        "few": "s とばす、b 一つ戻る、q 終わる",
        "value": "番号か値を入力（{keys}）> ",
        "country": "国の2文字のコードを入力。日本は JP、国外だが国が不明なら XX（{keys}）> ",
        "date": "日を 2025-10-01 の形で入力（{keys}）> ",
        "text": "記載された語句を入力（記載なしは「-」、u 確認できず、s とばす、b 一つ戻る、q 終わる）> ",
        "boolean": "はい=y、いいえ=n（{keys}）> ",
        "set": "当たる番号をすべてコンマで区切って入力（{keys}）> ",
        "list": "記録すべきものがまだあれば a、なければ c（全件を記録した。一件もないときも c）（{few}）> ",
        "element": "{title}の{index}件目：",
        "first": "これより前の回答はない。",
        "others": "（{roles}が確認する事項のため、とばす）",
        "adviser": "意見を述べる者の氏名等を入力（なければ空のまま）> ",
        "kind": "種別を番号で入力> ",
        "opinion": "{id} {title}：項目に当たるか",
        "view": "番号を入力（s とばす、q 終わる）> ",
        "saved": "{file} に書き出した。",
        "life": "【人命】",
    },
    "en": {
        "edition": "Asking under {title}, as in force on {day}.",
        "none": "Nothing is left to be found out.",
        "left": "{count} are left: skipped, or for others to establish.",
        "untold": "Something stays open because it could not be told.",
        "awaited": "Waiting for the advisers' opinions (--by advisor records them):",
        "given": "  {id} {title}: {given} of {members} advisers have given one ({quorum} at least are needed)",
        "progress": "- question {number} (at most {left} left) {path}",
        "keys": "u undeterminable, s skip, b back, q quit",
        "few": "s skip, b back, q quit",
        "value": "number or value ({keys}) > ",
        "country": "two-letter code: JP for Japan, XX for abroad but not known where ({keys}) > ",
        "date": "a day such as 2025-10-01 ({keys}) > ",
        "text": "the words that stand there (- for none, u undeterminable, s skip, b back, q quit) > ",
        "boolean": "y or n ({keys}) > ",
        "set": "all numbers that apply, with commas ({keys}) > ",
        "list": "a: there is one more to record, c: complete, all are recorded, or there is none ({few}) > ",
        "element": "{title}, entry {index}: ",
        "first": "There is no answer before this one.",
        "others": "(to be established by {roles}; skipped)",
        "adviser": "name of the adviser (empty for none) > ",
        "kind": "number of the kind of adviser > ",
        "opinion": "{id} {title}: is the item met?",
        "view": "number (s skip, q quit) > ",
        "saved": "Written to {file}.",
        "life": "[life] ",
    },
}
KIND: dict[str, dict[str, str]] = {"ja": {"lawyer": "弁護士", "doctor": "医師"}, "en": {}}


def converse(rules: Guideline, data: dict[str, Any], at: datetime, arguments: Namespace) -> int:
    """Ask until nothing is left or the person ends; then show the decision, and save."""
    lang: Lang = arguments.lang
    begun = decide(rules, rules.report(data), at=at)
    show(WORDS[lang]["edition"].format(title=begun.edition.title.get(lang), day=day(begun.day, lang)))
    if _facts(rules, data, at, arguments.by, lang) and arguments.by == "advisor":
        _opinions(rules, data, at, arguments)
    decision = decide(rules, rules.report(data), at=at)
    show("\n" + "\n".join(left_over(decision, lang)))
    show("\n" + summary(decision, lang))
    if arguments.save:
        _save(Path(arguments.save), data)
        show(WORDS[lang]["saved"].format(file=arguments.save))
    return 0


def left_over(decision: Decision, lang: Lang) -> list[str]:
    """What is still to come once nobody is asked any more."""
    words, told = WORDS[lang], []
    if asked := questions(decision):
        told.append(words["left"].format(count=len(asked)))
    if waiting := [*decision.unknowns.panels()]:
        told.append(words["awaited"])
    for name in waiting:
        panel, title = panels(decision.edition)[name], decision.edition.rules.provisions[name].title.get(lang)
        given = len(decision.verdicts[name].opinions) if name in decision.verdicts else 0
        told.append(
            words["given"].format(id=name, title=title, given=given, members=panel.members, quorum=panel.quorum)
        )
    if not asked and decision.unknowns.untold:
        told.append(words["untold"])
    return told or [words["none"]]


# --- facts ------------------------------------------------------------------------------------------------------------


def _facts(rules: Guideline, data: dict[str, Any], at: datetime, by: str, lang: Lang) -> bool:
    """Ask for facts: False where the person ended."""
    words, skipped, before, number = WORDS[lang], set[str](), list[tuple[str, set[str]]](), 1
    while True:
        decision = decide(rules, rules.report(data), at=at)
        asked = questions(decision)
        for each in asked:
            if by not in each.established_by and each.path not in skipped:
                roles = ("、" if lang == "ja" else ", ").join(ROLE[lang][role] for role in each.established_by)
                show(f"\n{each.text.get(lang)}\n{words['others'].format(roles=roles)}")
                skipped.add(each.path)
        left = [each for each in asked if each.path not in skipped]
        if not left:
            return True
        question = _next(left, asked, skipped)
        show("\n" + words["progress"].format(number=number, left=len(left), path=question.path))
        show(_headed(decision, question, lang))
        was = (json.dumps(data), set(skipped))
        outcome = put(rules, data, question, by, lang)
        if outcome == "end":
            return False
        if outcome == "back" and not before:
            show(words["first"])
        elif outcome == "back":
            text, skipped = before.pop()
            _restore(data, text)
            number -= 1
        else:
            before.append(was)
            number += 1
            if outcome == "skipped":
                skipped.add(question.path)


def _next(left: list[Question], asked: Iterable[Question], skipped: set[str]) -> Question:
    """The first that does not stand after something skipped; else the first."""
    behind = set(skipped)
    for each in asked:
        if behind.intersection(each.after):
            behind.add(each.path)
    return next((each for each in left if each.path not in behind), left[0])


def _headed(decision: Decision, question: Question, lang: Lang) -> str:
    words = WORDS[lang]
    head = words["life"] if question.life else ""
    if question.list is not None and question.index is not None:
        title = decision.edition.vocabulary.lists[question.list].title.get(lang)
        head += words["element"].format(title=title, index=question.index + 1)
    return head + question.text.get(lang)


def put(rules: Guideline, data: dict[str, Any], question: Question, by: str, lang: Lang) -> Outcome:
    """Ask one question and record the answer."""
    if question.help:
        show(f"  {question.help.get(lang)}")
    for number, value in enumerate(question.values, 1):
        about = f" ― {value.help.get(lang)}" if value.help else ""
        show(f"  {number}. {value.title.get(lang)}{about}")
    words = WORDS[lang]
    prompt = words.get(question.type, words["value"]).format(keys=words["keys"], few=words["few"])
    while True:
        text = _typed(prompt)
        if text in ("q", "s", "", "b"):
            return "end" if text == "q" else "back" if text == "b" else "skipped"
        if question.type == "list" and text not in ("a", "c"):
            continue
        before = json.dumps(data)
        record(data, question, text, by)
        if _accepted(rules, data, before, lang):
            return "recorded"


def _typed(prompt: str) -> str:
    try:
        return input(prompt).strip()
    except EOFError:
        return "q"


def _accepted(rules: Guideline, data: dict[str, Any], before: str, lang: Lang) -> bool:
    """Whether the report may be so; if not, it is told why, and the data are as before."""
    try:
        rules.report(data)
    except ReportError as error:
        fail("\n".join(problem.text(lang) for problem in error.problems))
        _restore(data, before)
        return False
    return True


def _restore(data: dict[str, Any], text: str) -> None:
    data.clear()
    data.update(json.loads(text))


# --- opinions ---------------------------------------------------------------------------------------------------------


def _opinions(rules: Guideline, data: dict[str, Any], at: datetime, arguments: Namespace) -> None:
    """Ask each adviser for a view on every item that waits for one."""
    lang: Lang = arguments.lang
    words = WORDS[lang]
    while waiting := [*decide(rules, rules.report(data), at=at).unknowns.panels()]:
        show("\n" + words["awaited"])
        adviser = _typed(words["adviser"])
        if not adviser:
            return
        for name in waiting:
            decision = decide(rules, rules.report(data), at=at)
            kinds = panels(decision.edition)[name].adviser_kinds
            title = decision.edition.rules.provisions[name].title.get(lang)
            show("\n" + words["opinion"].format(id=name, title=title))
            kind = _chosen({each: KIND[lang].get(each, each) for each in kinds}, words["kind"])
            view = _chosen({each: VIEW[lang][each] for each in get_args(View)}, words["view"]) if kind else kind
            if view is None:
                return
            if not view:
                continue
            before = json.dumps(data)
            given = inputs.given_at(arguments, rules).isoformat(timespec="seconds")
            data.setdefault("opinions", []).append(
                {"provision": name, "adviser": adviser, "adviser_kind": kind, "view": view, "at": given}
            )
            _accepted(rules, data, before, lang)


def _chosen(choices: dict[str, str], prompt: str) -> str | None:
    """The id of what was chosen by number: empty if skipped, None to end; a single choice is not asked for."""
    ids = [*choices]
    if len(ids) == 1:
        return ids[0]
    show("\n".join(f"  {number}. {words}" for number, words in enumerate(choices.values(), 1)))
    while True:
        text = _typed(prompt)
        if text in ("q", "s", ""):
            return None if text == "q" else ""
        if text.isascii() and text.isdigit() and 0 < int(text) <= len(ids):
            return ids[int(text) - 1]


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
