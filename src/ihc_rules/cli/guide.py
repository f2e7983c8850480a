"""`guide`: a person's needs → the windows that can help, as cards.

- Only the questions that still matter are asked, those about life and body first; nothing is stored.
- A danger to life shows 110 before anything else.
- Windows are data of the guideline: their telephone numbers, hours and limits stand there with their sources.
"""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Mapping
from typing import Any

from ihc_rules import load
from ihc_rules.cli import inputs
from ihc_rules.cli.asking import put
from ihc_rules.cli.terminal import show
from ihc_rules.decision.ask import questions
from ihc_rules.decision.data import question_data, to_json
from ihc_rules.decision.decide import Decision, decide
from ihc_rules.errors import Lang
from ihc_rules.guideline.model import Recipient
from ihc_rules.records import plain

BY = "person_seeking_help"
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
        "windows": "相談・通報の窓口",
        "none": "今の答えからは、案内できる窓口が決まらない。",
        "still": "答えによっては、次の窓口もある",
        "operator": "運営",
        "methods": "方法",
        "url": "URL",
        "phones": "電話",
        "hours": "時間",
        "for_whom": "利用できる人",
        "limits": "知っておくこと",
        "chart": "（案内図にない窓口）",
        "danger": "【まず110番】",
    },
    "en": {
        "windows": "Windows that can help",
        "none": "No window can be named from these answers yet.",
        "still": "Depending on further answers, also",
        "operator": "run by",
        "methods": "how",
        "url": "URL",
        "phones": "telephone",
        "hours": "hours",
        "for_whom": "for",
        "limits": "good to know",
        "chart": "(not in the chart of windows)",
        "danger": "[call 110 first] ",
    },
}


def guide(arguments: Namespace) -> int:
    """Ask what is needed and print the windows."""
    rules = load(arguments.guideline)
    at = inputs.moment(arguments, rules)
    lang: Lang = arguments.lang
    data: dict[str, Any] = {"id": "guide"}
    typed = True
    if arguments.answers:
        written, typed = inputs.data(arguments.answers, lang)
        data |= {"facts": written.get("facts", written) if isinstance(written, dict) else written}
    decision = decide(rules, rules.report(data, typed), at=at)
    if sys.stdin.isatty() and sys.stdout.isatty() and not arguments.json and typed:
        skipped: set[str] = set()
        while left := [each for each in questions(decision) if each.path not in skipped]:
            show(f"\n{left[0].text.get(lang)}")
            outcome = put(rules, data, left[0], BY, lang)
            if outcome is None:
                break
            if not outcome:
                skipped.add(left[0].path)
            decision = decide(rules, rules.report(data), at=at)
    if arguments.json:
        asked = [question_data(each) for each in questions(decision)]
        show(to_json({"windows": [plain(each) for each in windows(decision)], "questions": asked}))
    else:
        show("\n".join(_cards(decision, lang)))
    return 0


def windows(decision: Decision) -> list[Recipient]:
    """The windows of the certain referrals, emergencies first, each once."""
    recipients = decision.edition.rules.recipients
    named = [each.recipient for each in decision.referrals if each.recipient is not None]
    return [recipients[name] for name in dict.fromkeys(named)]


def _cards(decision: Decision, lang: Lang) -> list[str]:
    words, found = WORDS[lang], windows(decision)
    routes = decision.edition.rules.routes
    danger = {each.recipient for each in decision.referrals if routes[each.route].emergency}
    lines = [f"\n{words['windows'] if found else words['none']}"]
    for window in found:
        lines += card(window, lang, words["danger"] if window.id in danger else "")
    known = {each.id for each in found}
    more = [each for each in decision.possible_referrals if each.recipient and each.recipient not in known]
    if more:
        lines.append(f"\n{words['still']}")
    for name in dict.fromkeys(each.recipient for each in more if each.recipient):
        lines.append(f"  - {decision.edition.rules.recipients[name].title.get(lang)}")
    return lines


def card(window: Recipient, lang: Lang, before: str = "") -> list[str]:
    """One window as a card.

    Args:
        before: put before the title.
    """
    words = WORDS[lang]
    title = f"{before}{window.title.get(lang)}" + ("" if window.in_chart else f" {words['chart']}")
    rows = {
        "operator": window.operator.get(lang) if window.operator else "",
        "methods": "、".join(CHANNELS[lang][each] for each in window.channels)
        if lang == "ja"
        else ", ".join(CHANNELS[lang][each] for each in window.channels),
        "phones": " / ".join(window.phones),
        "hours": window.hours.get(lang) if window.hours else "",
        "url": window.url or "",
        "for_whom": window.for_whom.get(lang) if window.for_whom else "",
        "limits": window.limits.get(lang) if window.limits else "",
    }
    colon = "：" if lang == "ja" else ": "
    return [f"\n■ {title}", *(f"  {words[name]}{colon}{text}" for name, text in rows.items() if text)]
