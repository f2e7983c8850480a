"""What a person typed → an answer to a question. For people who know nothing of facts and values, and for those who do.

- An answer is a number, or the words of a choice or enough of them to tell it from the others; full-width signs are
  the same. What is not understood is None, never a guess.
- The words of a choice come before the words that skip, end or say that one cannot tell.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, Literal

from ihc_rules.decision.ask import Question
from ihc_rules.facts import EnumValue

Word = Literal["skip", "quit", "untold"]
KEYS: Mapping[str, Word] = {"": "skip", "s": "skip", "q": "quit", "u": "untold"}
SPOKEN: Mapping[str, Word] = {  # not where an answer is free text
    **dict.fromkeys(("skip", "next", "とばす", "飛ばす", "スキップ", "次"), "skip"),
    **dict.fromkeys(("quit", "exit", "end", "stop", "終わる", "終わり", "終了", "やめる"), "quit"),
    **dict.fromkeys(("i do not know", "i don't know", "don't know", "unknown", "分からない", "不明"), "untold"),
}
YES_NO: Mapping[str, bool] = {
    **dict.fromkeys(("y", "yes", "true", "はい", "ある", "1"), True),
    **dict.fromkeys(("n", "no", "false", "いいえ", "ない", "2"), False),
}
PART = 2  # signs of a choice's words that may stand for it


def understood(question: Question, text: str) -> dict[str, Any] | Word | None:
    """What was meant: an entry to be recorded, a word of the conversation, or None."""
    plain = _plain(text)
    if plain in KEYS:
        return KEYS[plain]
    found = _meant(question, plain, text.strip())
    if found is not None:
        return {"value": found}
    return None if question.type == "text" else SPOKEN.get(plain)


def meant(question: Question, text: str) -> Any:
    """The value that was meant, without any word of the conversation; None where it is not understood."""
    return _meant(question, _plain(text), text.strip())


def _meant(question: Question, plain: str, written: str) -> Any:
    match question.type:
        case "enum":
            return _choice(question.values, plain)
        case "set":
            return _choices(question.values, plain)
        case "boolean":
            return YES_NO.get(plain)
        case "integer":
            return int(plain) if re.fullmatch(r"-?[0-9]{1,16}", plain) else None
        case "country":
            return plain.upper()
        case "text":
            return {"absent": True} if plain == "-" else written
    # a day, a time, a decimal: judged when it is recorded
    return None if plain in SPOKEN else unicodedata.normalize("NFKC", written)


def _choices(values: tuple[EnumValue, ...], plain: str) -> list[str] | None:
    if plain == "-":
        return []
    if (whole := _choice(values, plain)) is not None:
        return [whole]
    between = r"[,、;・\s]+" if re.fullmatch(r"[0-9,、;・\s]+", plain) else r"\s*[,、;]\s*"
    found = [_choice(values, word) for word in re.split(between, plain) if word]
    chosen = [each for each in found if each is not None]
    return list(dict.fromkeys(chosen)) if chosen and len(chosen) == len(found) else None


def _choice(values: tuple[EnumValue, ...], plain: str) -> str | None:
    """The id of the choice that was meant, if only one can be."""
    if plain.isdigit():
        return values[int(plain) - 1].id if len(plain) < PART + 1 and 0 < int(plain) <= len(values) else None
    said = {each.id: [_plain(words) for words in (each.id, each.title.ja, each.title.en)] for each in values}
    whole = [name for name, words in said.items() if plain in words]
    if len(whole) == 1 or len(plain) < PART:
        return whole[0] if len(whole) == 1 else None
    begins = r"\b" if plain.isascii() else ""  # an English word is not looked for within another
    part = re.compile(f"{begins}{re.escape(plain)}{begins}")
    some = [name for name, words in said.items() if any(part.search(each) for each in words)]
    return some[0] if len(some) == 1 else None


def _plain(text: str) -> str:
    """Text as it is compared: no case, no full-width letters, no full stop, one way of writing 分かる."""
    folded = unicodedata.normalize("NFKC", text).casefold().strip().rstrip("。.!").strip()
    return folded.replace("わから", "分から")
