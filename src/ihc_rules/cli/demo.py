"""`demo`: the shipped example reports → decided, explained in both languages, routed, and what is still to be asked."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime, timedelta, timezone

from ihc_rules.cli import inputs
from ihc_rules.cli.demo_mails import show_mails
from ihc_rules.cli.terminal import show
from ihc_rules.decision.ask import questions
from ihc_rules.decision.decide import Decision, decide
from ihc_rules.decision.explain import explain, explain_provision, summary
from ihc_rules.errors import Lang
from ihc_rules.paths import data

AT = datetime(2025, 10, 1, 12, tzinfo=timezone(timedelta(hours=9)))  # a fixed time: the demo always shows the same


def demo(arguments: Namespace) -> int:
    """Decide, explain and route the shipped examples."""
    lang: Lang = arguments.lang
    rules = inputs.guideline(arguments)

    def decided_on(name: str) -> Decision:
        written, typed = inputs.data(str(data("examples") / "reports" / name), lang)
        return decide(rules, rules.report(written, typed), at=AT)

    decided = decided_on("complete.json")
    _title(lang, "1. 通報を判断する", "1. A report is decided")
    show(summary(decided, lang))
    _title(lang, "2. 理由（日本語）", "2. The reasons, in Japanese")
    show(explain(decided, "ja"))
    _title(lang, "3. 理由（英語）", "3. The reasons, in English")
    show(explain(decided, "en"))
    _title(lang, "4. なぜ別の項目ではないか", "4. Why not another item")
    show(explain_provision(decided, "I-14", lang))
    _title(lang, "5. 未完成の通報：まだ確認すべきこと", "5. An incomplete report: what is still to be asked")
    incomplete = decided_on("incomplete.json")
    show(summary(incomplete, lang))
    show("")
    for question in questions(incomplete):
        show(f"  {question.path}: {question.text.get(lang)}")
    _title(
        lang,
        "6. 人命に危険がある通報：ページがなくても警察へ",
        "6. A life in danger: the police at once, page or no page",
    )
    show(summary(decided_on("emergency.json"), lang))
    _title(lang, "7. 通知と依頼：予定、文面、署名したメール", "7. Notices and requests: when, in which words, signed")
    show_mails(decided, lang, arguments.out)
    return 0


def _title(lang: Lang, ja: str, en: str) -> None:
    show(f"\n=== {ja if lang == 'ja' else en}\n")
