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

WORDS: Mapping[Lang, Mapping[str, str]] = {
    "ja": {
        "derived": "推論",
        "assumed": "仮定",
        "draft": "案",
        "begins": "{day}から",
        "ends": "{day}まで",
        "source": "出典",
        "basis": "根拠",
        "in_force": "施行期間",
        "total": "{folder}：推論 {derived} 件、仮定 {assumed} 件、案 {draft} 件、予定された変更 {changes} 件",
    },
    "en": {
        "derived": "derived",
        "assumed": "assumed",
        "draft": "draft",
        "begins": "from {day}",
        "ends": "until {day}",
        "source": "source",
        "basis": "basis",
        "in_force": "in force",
        "total": "{folder}: {derived} derived, {assumed} assumed, {draft} drafts, {changes} expected changes",
    },
}


def list_outdated(arguments: Namespace) -> int:
    """Print what to look up, to ask, or to prepare for."""
    guideline = load(arguments.guideline)
    today = (
        inputs.moment(Namespace(at=arguments.today, lang=arguments.lang), guideline.zone)
        .astimezone(guideline.zone)
        .date()
    )
    doubts = outdated(guideline, today)
    if arguments.json:
        show(json.dumps([_data(each) for each in doubts], ensure_ascii=False, indent=2))
        return 0
    lang: Lang = arguments.lang
    for each in doubts:
        show(_line(each, lang))
    counts = {kind: sum(each.kind == kind for each in doubts) for kind in ("derived", "assumed", "draft")}
    changes = sum(each.kind in ("begins", "ends") for each in doubts)
    show("\n" + WORDS[lang]["total"].format(folder=guideline.id, changes=changes, **counts))
    return 0


def _line(each: Doubt, lang: Lang) -> str:
    words = WORDS[lang]
    kind = words[each.kind].format(day=each.day)
    about = words.get(each.about, each.about)
    note = f" ― {each.note}" if each.note else ""
    return f"{each.place}: {kind}: {each.what} ({about}){note}"


def _data(each: Doubt) -> dict[str, object]:
    return {
        "kind": each.kind,
        "what": each.what,
        "about": each.about,
        "note": each.note,
        "day": each.day.isoformat() if each.day else None,
        "file": each.place.file if each.place else None,
        "line": each.place.line if each.place else None,
        "column": each.place.column if each.place else None,
    }
