"""Values, articles and days → words that a person reads, in Japanese or in English.

- Facts are named by their titles, never by their ids; articles as a lawyer writes them (175条1項, Article 175(1)).
- Nothing here decides anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from ihc_rules.decision.articles import articles_of
from ihc_rules.decision.decide import Decision
from ihc_rules.errors import Lang
from ihc_rules.facts import Fact, Value
from ihc_rules.records import Citation

ANSWER = {
    "ja": {"met": "該当", "not_met": "非該当", "open": "未確定"},
    "en": {"met": "met", "not_met": "not met", "open": "open"},
}
STAGE = {
    "ja": {
        "out_of_scope": "対象外",
        "investigate": "調査中",
        "legal_review": "法律アドバイザー検討中",
        "unresolved": "未確定のまま調査終了",
        "decided": "判断済み",
    },
    "en": {
        "out_of_scope": "out of scope",
        "investigate": "being investigated",
        "legal_review": "before the legal advisers",
        "unresolved": "investigated, still open",
        "decided": "decided",
    },
}
ROLE = {
    "ja": {
        "reporter": "通報者",
        "analyst": "分析担当者",
        "system": "システム",
        "advisor": "アドバイザー",
        "police": "警察",
        "provider": "プロバイダ",
        "foreign_hotline": "海外ホットライン",
        "person_seeking_help": "相談者",
    },
    "en": {
        "reporter": "the reporter",
        "analyst": "an analyst",
        "system": "the system",
        "advisor": "an adviser",
        "police": "the police",
        "provider": "the provider",
        "foreign_hotline": "a foreign hotline",
        "person_seeking_help": "the person seeking help",
    },
}
VIEW = {
    "ja": {
        "applies": "該当",
        "considerable_suspicion": "相当程度の疑い",
        "does_not_apply": "非該当",
        "reserved": "意見留保",
    },
    "en": {
        "applies": "applies",
        "considerable_suspicion": "considerable suspicion",
        "does_not_apply": "does not apply",
        "reserved": "reserved",
    },
}
PENDING = {
    "ja": {
        "pending": "まだ意見を述べていない委員によって結論が変わり得る",
        "no_quorum": "定足数に足りない",
        "split": "意見が分かれた",
        "reserved": "意見留保があり、定足数に足りない",
    },
    "en": {
        "pending": "members who have not spoken could still change it",
        "no_quorum": "there is no quorum",
        "split": "the views are split",
        "reserved": "views are reserved, and there is no quorum",
    },
}
STATUS = {
    "ja": {"quoted": "引用", "summarised": "要約", "derived": "推論", "assumed": "仮定"},
    "en": {"quoted": "quoted", "summarised": "summarised", "derived": "derived", "assumed": "assumed"},
}
URGENCY = {
    "ja": {"immediate": "緊急", "normal": "通常", "open": "緊急かどうかは未確定"},
    "en": {"immediate": "urgent", "normal": "not urgent", "open": "whether it is urgent is still open"},
}
YES = {"ja": ("はい", "いいえ"), "en": ("yes", "no")}
UNITS: Mapping[str, tuple[str, str, str]] = {  # in Japanese, one in English, several in English
    "JPY": ("円", "yen", "yen"),
    "minutes": ("分", "minute", "minutes"),
    "hours": ("時間", "hour", "hours"),
    "days": ("日", "day", "days"),
    "business_days": ("営業日", "working day", "working days"),
    "weeks": ("週間", "week", "weeks"),
    "months": ("か月", "month", "months"),
    "years": ("年", "year", "years"),
}
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
ROMAN = {"i": 1, "v": 5, "x": 10}
ARTICLE = re.compile(r"(\d+)((?:-\d+)*)(?:\((\d+)\))?(?:\(([ivx]+)\))?", re.ASCII)
COLON = {"ja": "：", "en": ": "}
DASH = {"ja": " ― ", "en": " – "}
HANDFUL = 5  # as much as is read at one glance; whatever is left out is in the JSON


def value(fact: Fact, known: Value, lang: Lang) -> str:
    """A value of a fact."""
    match known:
        case bool():
            return YES[lang][0 if known else 1]
        case frozenset():
            titles = [fact.title_of(each, lang) for each in fact.value_ids if each in known]
            return joined(titles, lang) if titles[1:] else titles[0] if titles else {"ja": "なし", "en": "none"}[lang]
        case None:
            return {"ja": "記載なし", "en": "absent"}[lang]
        case int() | Decimal():
            return number(known, fact.unit or "", lang)
        case datetime():
            return moment(known, lang)
        case date():
            return day(known, lang)
    if fact.type == "text":
        return {"ja": "記載あり", "en": "present"}[lang]
    return fact.title_of(known, lang)


def number(known: int | Decimal, unit: str, lang: Lang) -> str:
    """A number with its unit."""
    ja, one, several = UNITS.get(unit, (unit, unit, unit))
    if lang == "ja":
        return f"{known:,}{ja}"
    return f"{known:,} {one if known == 1 else several}".rstrip()


def day(known: date, lang: Lang) -> str:
    """A day as it is written in a letter."""
    if lang == "ja":
        return f"{known.year}年{known.month}月{known.day}日"
    return f"{known.day} {MONTHS[known.month - 1]} {known.year}"


def moment(known: datetime, lang: Lang) -> str:
    """A day, the time of it, and its offset from UTC."""
    clock = known.strftime("%H:%M:%S" if known.second else "%H:%M")
    offset = known.isoformat()[-6:]
    return (
        f"{day(known, lang)} {clock}（UTC{offset}）" if lang == "ja" else f"{day(known, lang)}, {clock} (UTC{offset})"
    )


def joined(words: Iterable[str], lang: Lang, either: bool = False) -> str:
    """Several words in a row, each in quotation marks."""
    several = [f"「{word}」" if lang == "ja" else f'"{word}"' for word in words]
    return listed(several, lang, either)


def listed(words: Iterable[str], lang: Lang, either: bool = False) -> str:
    """Several words in a row."""
    several = list(words)
    if not several[1:]:
        return "".join(several)
    if lang == "ja":
        return f"{'、'.join(several[:-1])}{'又は' if either else '、'}{several[-1]}"
    return f"{', '.join(several[:-1])} {'or' if either else 'and'} {several[-1]}"


def handful(words: Iterable[str], lang: Lang, either: bool = False, most: int = HANDFUL) -> str:
    """Several words in a row, of many the first with how many more there are."""
    several = list(words)
    if len(several) <= most + 1:
        return listed(several, lang, either)
    left = len(several) - most
    if lang == "ja":
        return f"{'、'.join(several[:most])}ほか{left}件"
    return f"{', '.join(several[:most])} {'or' if either else 'and'} {left} more"


def some_lines(lines: Iterable[str], lang: Lang) -> list[str]:
    """Lines as they are, of many the first with how many more there are."""
    several = list(lines)
    if len(several) <= HANDFUL + 1:
        return several
    left = len(several) - HANDFUL
    return [*several[:HANDFUL], f"ほか{left}件" if lang == "ja" else f"and {left} more"]


def article(written: str, lang: Lang) -> str:
    """`175(1)` as 175条1項 or Article 175(1); of `Japanese / English` that language; else what is written."""
    japanese, slash, english = written.partition(" / ")
    if slash:
        return japanese if lang == "ja" else english
    found = ARTICLE.fullmatch(written)
    if lang == "en" or found is None:
        return f"Article {written}" if found else written
    number, branches, paragraph, item = found.groups()
    branch = "".join(f"の{each}" for each in branches.split("-")[1:])
    clauses = (f"{paragraph}項" if paragraph else "") + (f"{_arabic(item)}号" if item else "")
    return f"{number}条{branch}{'第' if branch and clauses else ''}{clauses}"


def _arabic(roman: str) -> int:
    digits = [ROMAN[each] for each in roman]
    return sum(-each if each < after else each for each, after in zip(digits, [*digits[1:], 0], strict=True))


def statutes(decision: Decision, provision: str, lang: Lang, penalties: bool = True) -> list[str]:
    """The articles that a provision rests on in this report, as a lawyer writes them.

    Args:
        penalties: say where an article has no penalty.
    """
    found = []
    for ref in articles_of(decision, provision):
        act = decision.edition.acts[ref.act].title.get(lang)
        free = penalties and ref.no_penalty
        text = f"{act}{article(ref.article, 'ja')}" if lang == "ja" else f"{act}, {article(ref.article, 'en')}"
        found.append(text + ({"ja": "（罰則なし）", "en": " (no penalty)"}[lang] if free else ""))
    return found


def cited(decision: Decision, source: Citation, lang: Lang) -> str:
    """A source with its section, and how firmly it says so."""
    document = decision.edition.documents[source.document].title.get(lang)
    status = STATUS[lang][source.status]
    if lang == "ja":
        return f"{document}{'、' if source.section else ''}{source.section or ''}（{status}）"
    return f"{document}{', ' if source.section else ''}{source.section or ''} ({status})"
