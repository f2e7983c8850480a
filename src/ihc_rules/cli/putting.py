"""A question → put on the terminal until it is answered, skipped, taken back or ended; the answer recorded.

- An answer is a number from the list, the words of a choice, a value, or several with commas, full-width or not. `u`
  records that it cannot be told 確認できず, `s` skips, `b` goes back, `q` ends.
- What is not understood is told with the numbers that stand on the screen, and asked again.
- Of a list it is said what will be asked of each element, how many there are, and what was recorded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal, cast

from ihc_rules.cli.answering import meant
from ihc_rules.cli.recording import UNTOLD, More, lengthen, place
from ihc_rules.cli.talk import Talk, key, typed
from ihc_rules.cli.terminal import fail, show
from ihc_rules.decision.ask import Question
from ihc_rules.facts import ListOf

Outcome = Literal["recorded", "skipped", "back", "end"]
ENDS: Mapping[str, Outcome] = {"q": "end", "b": "back", "s": "skipped", "": "skipped"}
WORDS: dict[str, dict[str, str]] = {
    "ja": {
        "keys": "u 確認できず、s とばす、b 一つ戻る、q 終わる",
        "value": "番号か値を入力（{keys}）> ",
        "country": "国の2文字のコードを入力。日本は JP、国外だが国が不明なら XX（{keys}）> ",
        "date": "日を 2025-10-01 の形で入力（{keys}）> ",
        "text": "記載された語句を入力（記載なしは「-」、{keys}）> ",
        "boolean": "はい=y、いいえ=n（{keys}）> ",
        "set": "当たる番号をすべてコンマか読点で区切って入力（{keys}）> ",
        "list": "もう一件あるときは a、全件を記録し終えた（一件もない）ときは c、"
        "ほかにもあるか確認できないときは u（s とばす、b 一つ戻る、q 終わる）> ",
        "each": "  一件ごとに尋ねること：{titles}",
        "so_far": "  これまでに記録した件数：{count}件",
        "a": "{title}の{count}件目を加えた（これまで{count}件）。"
        "この一件については、「{title}の{count}件目」とある質問で尋ねる。",
        "c": "{title}：全部で{count}件と記録した。",
        "u": "{title}：{count}件を記録した。ほかにもあるかは「確認できず」と記録し、再び尋ねない。",
        "of_list": "a、c、u のどれかを入力してください（s とばす、b 一つ戻る、q 終わる）",
        "no_choice": "「{text}」に当たるものがありません。次の番号で答えてください",
        "alone": "「{title}」は、ほかのものと一緒には選べません。次の番号で答えてください",
        "no_boolean": "「{text}」は y（はい）でも n（いいえ）でもありません",
        "no_number": "「{text}」は整数ではありません。10 のように、数字だけで入力してください",
        "between": "、",
    },
    "en": {
        "keys": "u undeterminable, s skip, b back, q quit",
        "value": "number or value ({keys}) > ",
        "country": "two-letter code: JP for Japan, XX for abroad but not known where ({keys}) > ",
        "date": "a day such as 2025-10-01 ({keys}) > ",
        "text": "the words that stand there (- for none, {keys}) > ",
        "boolean": "y or n ({keys}) > ",
        "set": "all numbers that apply, with commas ({keys}) > ",
        "list": "a: there is one more to record, c: all are recorded, or there is none, "
        "u: it cannot be told whether there are more (s skip, b back, q quit) > ",
        "each": "  Asked for each one: {titles}",
        "so_far": "  Recorded so far: {count}",
        "a": "Added {title}, entry {count} ({count} so far). "
        'The questions headed "{title}, entry {count}" are about it.',
        "c": "{title}: recorded as complete, {count} in all.",
        "u": "{title}: {count} recorded; whether there are more is undeterminable, and is not asked again.",
        "of_list": "type a, c or u (s skip, b back, q quit)",
        "no_choice": "`{text}` is none of these; answer with one of the numbers",
        "alone": "`{title}` goes with nothing else; answer with one of the numbers",
        "no_boolean": "`{text}` is neither y (yes) nor n (no)",
        "no_number": "`{text}` is not a whole number; write digits only, such as 10",
        "between": ", ",
    },
}
BY_NUMBER = re.compile(r"[0-9,、;・\s]*")


def put(talk: Talk, question: Question, of: ListOf | None) -> Outcome:
    """Ask one question and record the answer.

    Args:
        of: the list that is asked about; None where it is a fact.
    """
    words = WORDS[talk.lang]
    if question.help:
        show(f"  {question.help.get(talk.lang)}")
    if of is not None:
        show("\n".join(_about(talk, of)))
    if question.values:
        show(_choices(talk, question))
    prompt = words.get(question.type, words["value"]).format(keys=words["keys"])
    while True:
        text = typed(prompt)
        if key(text) in ENDS:
            return ENDS[key(text)]
        before = talk.kept()
        if (_lengthened(talk, of, key(text)) if of else _recorded(talk, question, text)) and talk.accepted(before):
            return "recorded"


# --- lists ------------------------------------------------------------------------------------------------------------


def _about(talk: Talk, of: ListOf) -> list[str]:
    """What is asked of each element, and how many there are."""
    words, held = WORDS[talk.lang], talk.data.get("lists", {}).get(of.id, {"items": []})
    titles = words["between"].join(fact.title.get(talk.lang) for fact in of.facts)
    return [words["each"].format(titles=titles), words["so_far"].format(count=len(held["items"]))]


def _lengthened(talk: Talk, of: ListOf, text: str) -> bool:
    words = WORDS[talk.lang]
    if text not in ("a", "c", "u"):
        fail(words["of_list"])
        return False
    count = lengthen(talk.data, of.id, cast("More", text))
    show(words[text].format(title=of.title.get(talk.lang), count=count))
    return True


# --- facts ------------------------------------------------------------------------------------------------------------


def _choices(talk: Talk, question: Question, help_too: bool = True) -> str:
    lines = []
    for number, value in enumerate(question.values, 1):
        about = f" ― {value.help.get(talk.lang)}" if value.help and help_too else ""
        lines.append(f"  {number}. {value.title.get(talk.lang)}{about}")
    return "\n".join(lines)


def _recorded(talk: Talk, question: Question, text: str) -> bool:
    """Put into the data what was meant; False where it is not understood, which is told."""
    if key(text) == "u":
        place(talk.data, question, UNTOLD, talk.by)
        return True
    value = meant(question, text)
    if value is None or not _together(talk, question, value):
        if value is None:
            _refuse(talk, question, text)
        return False
    place(talk.data, question, {"value": value}, talk.by)
    if question.values and not BY_NUMBER.fullmatch(key(text)):  # said in words: what was understood
        chosen = value if isinstance(value, list) else [value]
        show("\n".join(f"  → {each.title.get(talk.lang)}" for each in question.values if each.id in chosen))
    return True


def _together(talk: Talk, question: Question, value: Any) -> bool:
    """Whether what was chosen goes together; if not, it is told."""
    several = value if isinstance(value, list) else [value]
    lone = [each for each in question.values if each.exclusive and each.id in several and len(several) > 1]
    for each in lone:
        title = each.title.get(talk.lang)
        fail(f"{WORDS[talk.lang]['alone'].format(title=title)}\n{_choices(talk, question, help_too=False)}")
    return not lone


def _refuse(talk: Talk, question: Question, text: str) -> None:
    """Tell what can be answered."""
    which = {"boolean": "no_boolean", "integer": "no_number"}.get(question.type, "no_choice")
    told = [WORDS[talk.lang][which].format(text=text[:80])]
    fail("\n".join([*told, _choices(talk, question, help_too=False)] if question.values else told))
