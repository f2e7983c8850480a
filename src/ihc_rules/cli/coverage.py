"""What cases reach → the words for what lacks one, and the table of `test --coverage`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ihc_rules.assurance.goals import Goal
from ihc_rules.errors import Lang

Reached = Mapping[Goal, tuple[str, ...]]
SHOWN = 5  # cases of one route or recipient

MISSING: Mapping[Lang, Mapping[str, str]] = {
    "ja": {
        "answer": "項目 {name}{version}：{detail} となる事例がない",
        "exception": "項目 {name}：例外 {detail} だけを理由に非該当となる事例がない",
        "route": "ルート {name}：これが決まる事例がない",
        "recipient": "送付先 {name}：ここに届く事例がない",
        "provisions": "{name}：境目の日 {detail} の事例がない",
        "routes": "{name}：境目の日 {detail} の事例がない",
        "statutes": "項目 {name} の条文：境目の日 {detail} の事例がない（`statutes` に書く）",
        "categories": "区分 {name}：境目の日 {detail} の事例がない（`categories` に書く）",
        "definitions": "定義 {name}：境目の日 {detail} の事例がない（`provisions` か `referrals` に書く）",
        "recipients": "送付先 {name}：境目の日 {detail} の事例がない（`recipients` に書く）",
        "parameters": "数値 {name}：境目の日 {detail} の事例がない（`holds` に書く）",
        "panels": "合議体 {name}：境目の日 {detail} の事例がない（意見のある項目を `provisions` に書く）",
        "triage": "優先の規則 {name}：境目の日 {detail} の事例がない（`triage` に書く）",
        "version": "（{day}からの版）",
    },
    "en": {
        "answer": "provision {name}{version}: no case in which it is {detail}",
        "exception": "provision {name}: no case in which the exception {detail} alone makes it not met",
        "route": "route {name}: no case in which it fires",
        "recipient": "recipient {name}: no case in which anything goes there",
        "provisions": "{name}: no case on the boundary day {detail}",
        "routes": "{name}: no case on the boundary day {detail}",
        "statutes": "articles of provision {name}: no case on the boundary day {detail} (name it in `statutes`)",
        "categories": "category {name}: no case on the boundary day {detail} (name it in `categories`)",
        "definitions": "definition {name}: no case on the boundary day {detail} (name what it decides)",
        "recipients": "recipient {name}: no case on the boundary day {detail} (name it in `recipients`)",
        "parameters": "figure {name}: no case on the boundary day {detail} (name a route in `holds`)",
        "panels": "panel {name}: no case on the boundary day {detail} (name a provision with opinions)",
        "triage": "triage rule {name}: no case on the boundary day {detail} (name it in `triage`)",
        "version": " (version from {day})",
    },
}
TABLE: Mapping[Lang, Mapping[str, str]] = {
    "ja": {
        "answer": "項目の答え（版ごとに該当・非該当・未確定）",
        "exception": "例外",
        "boundary": "境目の日",
        "route": "ルート",
        "recipient": "送付先・窓口",
        "head": "事例の届いた数 / 全体",
        "route_list": "ルートごとの事例",
        "recipient_list": "送付先・窓口ごとの事例",
        "none": "なし",
        "more": "、ほか {count} 件",
        "comma": "、",
    },
    "en": {
        "answer": "answers of provisions (met, not met, open; by version)",
        "exception": "exceptions",
        "boundary": "boundary days",
        "route": "routes",
        "recipient": "recipients and windows",
        "head": "reached by a case / of",
        "route_list": "cases of each route",
        "recipient_list": "cases of each recipient and window",
        "none": "none",
        "more": ", and {count} more",
        "comma": ", ",
    },
}
KINDS = ("answer", "exception", "boundary", "route", "recipient")
LISTED = ("route", "recipient")


def missing(goal: Goal, lang: Lang) -> str:
    """What lacks a case, in one sentence."""
    words = MISSING[lang]
    version = words["version"].format(day=goal.version) if goal.version else ""
    return words[goal.section or goal.kind].format(name=goal.name, detail=goal.detail, version=version)


def table(reached: Reached, lang: Lang) -> str:
    """How much of everything is reached; for each route and recipient, by which cases."""
    words = TABLE[lang]
    lines = [words["head"]]
    for kind in KINDS:
        found, of = _counted(reached, kind)
        lines.append(f"{found:7} / {of:<5} {words[kind]}")
    for kind in LISTED:
        lines += ["", words[f"{kind}_list"]]
        lines += [
            f"  {goal.name} ({len(cases)}): {_some(cases, lang)}"
            for goal, cases in reached.items()
            if goal.kind == kind
        ]
    return "\n".join(lines)


def _counted(reached: Reached, kind: str) -> tuple[int, int]:
    found = [bool(cases) for goal, cases in reached.items() if goal.kind == kind]
    return sum(found), len(found)


def _some(cases: tuple[str, ...], lang: Lang) -> str:
    words = TABLE[lang]
    if not cases:
        return words["none"]
    more = words["more"].format(count=len(cases) - SHOWN) if len(cases) > SHOWN else ""
    return words["comma"].join(cases[:SHOWN]) + more


def data(reached: Reached) -> dict[str, Any]:
    """The same as plain data; all cases are listed."""
    counts = {kind: dict(zip(("reached", "of"), _counted(reached, kind), strict=True)) for kind in KINDS}
    lists = {
        f"{kind}s": {goal.name: list(cases) for goal, cases in reached.items() if goal.kind == kind} for kind in LISTED
    }
    return {"counts": counts, **lists}
