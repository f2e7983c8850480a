"""`outdated`: a guideline × a day → what is not quoted law and what is about to change, printed."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Mapping

from ihc_rules import load
from ihc_rules.assurance.outdated import Doubt, outdated
from ihc_rules.cli import inputs
from ihc_rules.cli.terminal import show
from ihc_rules.errors import Lang
from ihc_rules.records import plain

WORDS: Mapping[Lang, Mapping[str, str]] = {
    "ja": {
        "derived": "推論",
        "assumed": "仮定",
        "draft": "案",
        "begins": "{day}から",
        "ends": "{day}まで",
        "expected": "変更の予定",
        "some day": "変更の予定（日は不明）",
        "from a day": "変更の予定（{day}以降）",
        "come": "予定の日が来ています。実際に変わったか確かめてください",
        "source": "出典",
        "basis": "根拠",
        "in_force": "施行期間",
        "presumed": "推定",
        "delegated": "委任の根拠",
        "legal_review": "法的検討",
        "and": "・",
        "total": "{folder}：推論 {derived} 件、仮定 {assumed} 件、案 {draft} 件、"
        "日の決まった変更 {changes} 件、日の分からない変更の予定 {expected} 件",
    },
    "en": {
        "derived": "derived",
        "assumed": "assumed",
        "draft": "draft",
        "begins": "from {day}",
        "ends": "until {day}",
        "expected": "expected change",
        "some day": "expected (day not known)",
        "from a day": "expected from {day}",
        "come": "the expected day has come: check whether it happened",
        "source": "source",
        "basis": "basis",
        "in_force": "in force",
        "presumed": "presumption",
        "delegated": "delegation",
        "legal_review": "legal review",
        "and": ", ",
        "total": "{folder}: {derived} derived, {assumed} assumed, {draft} draft(s), "
        "{changes} change(s) with a day, {expected} expected without one",
    },
}


def list_outdated(arguments: Namespace) -> int:
    """Print what to look up, to ask, or to prepare for."""
    guideline = load(arguments.guideline)
    asked = Namespace(at=arguments.today, lang=arguments.lang)
    today = inputs.moment(asked, guideline.zone, "--today").astimezone(guideline.zone).date()
    doubts = outdated(guideline, today)
    if arguments.json:
        show(json.dumps([_data(each) for each in doubts], ensure_ascii=False, indent=2))
        return 0
    lang: Lang = arguments.lang
    for each in doubts:
        show(_line(each, lang))
    counts = {kind: sum(each.kind == kind for each in doubts) for kind in ("derived", "assumed", "draft", "expected")}
    changes = sum(each.kind in ("begins", "ends") for each in doubts)
    show("\n" + WORDS[lang]["total"].format(folder=guideline.id, changes=changes, **counts))
    return 0


def _line(each: Doubt, lang: Lang) -> str:
    words = WORDS[lang]
    when = each.kind if each.kind != "expected" else "from a day" if each.day else "some day"
    kind = words[when].format(day=each.day)
    about = words["and"].join(words.get(part, part) for part in each.about.split("."))
    said = [each.expected.what.get(lang) if each.expected else each.note, words["come"] if each.come else ""]
    named = each.what if each.about == each.kind else f"{each.what} ({about})"
    return " ― ".join([f"{each.place}: {kind}: {named}", *filter(None, said)])


def _data(each: Doubt) -> dict[str, object]:
    return {
        "kind": each.kind,
        "what": each.what,
        "about": each.about,
        "note": each.note,
        "change": plain(each.expected.what) if each.expected else None,
        "day": each.day.isoformat() if each.day else None,
        "come": each.come,
        "file": each.place.file if each.place else None,
        "line": each.place.line if each.place else None,
        "column": each.place.column if each.place else None,
    }
