"""Windows → cards that a person reads; questions → what an answers file may hold.

- Everything on a card stands in the guideline with its source; nothing is added here but the headings.
- A window for an emergency says first which number to call.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ihc_rules.decision.ask import Question
from ihc_rules.decision.windows import Window
from ihc_rules.errors import Lang

CHANNELS: Mapping[Lang, Mapping[str, str]] = {
    "ja": {
        "signed_mail": "電子メール",
        "mail": "メール",
        "portal": "専用の窓口",
        "phone": "電話",
        "web_form": "Webフォーム",
        "in_person": "対面",
        "chat": "チャット",
        "sns": "SNS",
    },
    "en": {
        "signed_mail": "e-mail",
        "mail": "e-mail",
        "portal": "portal",
        "phone": "telephone",
        "web_form": "web form",
        "in_person": "in person",
        "chat": "chat",
        "sns": "social media",
    },
}
WORDS: Mapping[Lang, Mapping[str, str]] = {
    "ja": {
        "operator": "運営",
        "methods": "方法",
        "phones": "電話",
        "hours": "時間",
        "url": "URL",
        "for_whom": "利用できる人",
        "limits": "知っておくこと",
        "colon": "：",
        "comma": "、",
        "beside": "（案内図にない窓口）",
        "call": "【まず{phone}番に電話】",
        "emergency": "【緊急】",
    },
    "en": {
        "operator": "run by",
        "methods": "how",
        "phones": "telephone",
        "hours": "hours",
        "url": "URL",
        "for_whom": "for",
        "limits": "good to know",
        "colon": ": ",
        "comma": ", ",
        "beside": " (not in the chart of windows)",
        "call": "[call {phone} first] ",
        "emergency": "[emergency] ",
    },
}


def card(window: Window, lang: Lang) -> list[str]:
    """One window as a card."""
    words, recipient = WORDS[lang], window.recipient
    rows = {
        "operator": recipient.operator.get(lang) if recipient.operator else "",
        "methods": words["comma"].join(CHANNELS[lang][each] for each in recipient.channels),
        "phones": " / ".join(recipient.phones),
        "hours": recipient.hours.get(lang) if recipient.hours else "",
        "url": recipient.url or "",
        "for_whom": recipient.for_whom.get(lang) if recipient.for_whom else "",
        "limits": recipient.limits.get(lang) if recipient.limits else "",
    }
    return [
        f"\n■ {_title(window, lang)}",
        *(f"  {words[name]}{words['colon']}{text}" for name, text in rows.items() if text),
    ]


def lines(windows: Iterable[Window], lang: Lang) -> list[str]:
    """One line a window: its name, and where it is reached."""
    words = WORDS[lang]
    found = []
    for window in windows:
        reached = [*window.recipient.phones, *([window.recipient.url] if window.recipient.url else [])]
        where = f"{words['colon']}{' / '.join(reached)}" if reached else ""
        beside = "" if window.recipient.in_chart else words["beside"]
        found.append(f"  - {window.recipient.title.get(lang)}{beside}{where}")
    return found


def asked(questions: Iterable[Question], lang: Lang) -> list[str]:
    """Each question with the values that an answers file may hold."""
    found = []
    for question in questions:
        found.append(f"  {question.path}: {question.text.get(lang)}")
        found += [f"      {value.id}: {value.title.get(lang)}" for value in question.values]
    return found


def _title(window: Window, lang: Lang) -> str:
    words, recipient = WORDS[lang], window.recipient
    mark = ""
    if window.emergency:
        mark = words["call"].format(phone=recipient.phones[0]) if recipient.phones else words["emergency"]
    return f"{mark}{recipient.title.get(lang)}{'' if recipient.in_chart else words['beside']}"
