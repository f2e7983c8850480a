"""Values, reasons and changes → words that a person reads, in Japanese or in English.

- Facts are named by their titles, never by their ids; articles as a lawyer writes them (175条1項, Article 175(1)).
- Nothing here decides anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ihc_rules.decision.because import Reason
from ihc_rules.decision.decide import Decision
from ihc_rules.decision.whynot import Change
from ihc_rules.errors import Lang
from ihc_rules.facts import Fact, Value
from ihc_rules.report import Recorded

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
        "considerable_suspicion": "疑いが相当程度",
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
        "pending": "残る委員の意見で結論が変わり得る",
        "no_quorum": "定足数に足りない",
        "split": "意見が分かれた",
        "reserved": "意見留保のため定足数に足りない",
    },
    "en": {
        "pending": "members who have not spoken could still change it",
        "no_quorum": "there is no quorum",
        "split": "the views are split",
        "reserved": "views are reserved and there is no quorum",
    },
}
STATUS = {
    "ja": {"quoted": "引用", "summarised": "要約", "derived": "推論", "assumed": "仮定"},
    "en": {"quoted": "quoted", "summarised": "summarised", "derived": "derived", "assumed": "assumed"},
}
URGENCY = {
    "ja": {"immediate": "緊急", "normal": "通常", "open": "緊急性は未確定"},
    "en": {"immediate": "immediate", "normal": "normal", "open": "urgency still open"},
}
YES = {"ja": ("はい", "いいえ"), "en": ("yes", "no")}
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
ARTICLE = re.compile(r"(\d+)((?:-\d+)*)(?:\((\d+)\))?(?:\(([ivx]+)\))?")


def value(fact: Fact, known: Value, lang: Lang) -> str:
    """A value of a fact."""
    if isinstance(known, bool):
        return YES[lang][0 if known else 1]
    if isinstance(known, frozenset):
        titles = [fact.title_of(each, lang) for each in fact.value_ids if each in known]
        return joined(titles, lang) if titles else {"ja": "なし", "en": "none"}[lang]
    if known is None:
        return {"ja": "記載なし", "en": "absent"}[lang]
    if fact.type == "text":
        return {"ja": "記録あり", "en": "recorded"}[lang]
    unit = f" {fact.unit}" if fact.unit else ""
    return fact.title_of(str(known), lang) if fact.values else f"{known}{unit}"


def joined(words: Iterable[str], lang: Lang, either: bool = False) -> str:
    """Several words in a row."""
    several = [f"「{word}」" if lang == "ja" else f'"{word}"' for word in words]
    if not several[1:] or lang == "ja":
        return ("又は" if either else "、").join(several)
    return f"{', '.join(several[:-1])} {'or' if either else 'and'} {several[-1]}"


def article(written: str, lang: Lang) -> str:
    """`175(1)` as 175条1項 or Article 175(1); what is written otherwise stays as it is."""
    found = ARTICLE.fullmatch(written)
    if lang == "en" or found is None:
        return f"Article {written}" if lang == "en" else written
    number, branches, paragraph, item = found.groups()
    branch = "".join(f"の{each}" for each in branches.split("-")[1:])
    clause = f"{paragraph}項" if paragraph else ""
    return f"{number}条{branch}{'第' if branch and paragraph else ''}{clause}" + (f"{ROMAN[item]}号" if item else "")


def statutes(decision: Decision, provision: str, lang: Lang) -> list[str]:
    """The articles that a provision rests on in this report, as a lawyer writes them."""
    found = []
    for i, ref in enumerate(decision.edition.rules.provisions[provision].statutes):
        node = f"statute:{provision}:{i}"
        if node in decision.edition.nodes and decision.knowledge.node(node) == "not_met":
            continue
        act = decision.edition.acts[ref.act].title.get(lang)
        free = ref.penalty == "none"
        text = f"{act}{article(ref.article, 'ja')}" if lang == "ja" else f"{act}, {article(ref.article, 'en')}"
        found.append(text + ({"ja": "（罰則なし）", "en": " (no penalty)"}[lang] if free else ""))
    return found


def _recorded(decision: Decision, reason: Reason) -> Recorded | None:
    report = decision.report
    if reason.list:
        return report.lists[reason.list].items[reason.index].get(reason.name)
    return report.facts.get(reason.name) or report.claims.get(reason.name)


def reason(decision: Decision, why: Reason, lang: Lang, owner: str = "") -> str:
    """One reason.

    Args:
        owner: the provision whose exception it is.
    """
    edition = decision.edition
    match why.kind:
        case "fact":
            return _fact(decision, why, lang)
        case "list":
            title, count = (
                edition.vocabulary.lists[why.name].title.get(lang),
                len(decision.report.lists[why.name].items),
            )
            if lang == "ja":
                return f"{title}：すべて記録済み（{count}件）で、要件に当たるものがない"
            return f"{title}: all are recorded ({count}), and none meets the condition"
        case "panel":
            return panel(decision, why.name, lang)
        case "exception":
            found = next(each for each in edition.rules.provisions[owner].unless if each.id == why.name)
            return {"ja": "例外に当たる：", "en": "an exception applies: "}[lang] + found.title.get(lang)
        case "overridden":
            title = edition.rules.provisions[why.name].title.get(lang)
            return {"ja": f"{why.name}（{title}）が優先する", "en": f"{why.name} ({title}) takes precedence"}[lang]
        case "node":
            return f"{node(decision, why.name, lang)}{'：' if lang == 'ja' else ': '}{ANSWER[lang][why.answer]}"


def _fact(decision: Decision, why: Reason, lang: Lang) -> str:
    fact = decision.edition.vocabulary.fact(why.list or None, why.name)
    title = fact.title.get(lang)
    if why.list:
        of = decision.edition.vocabulary.lists[why.list].title.get(lang)
        title = f"{of}{why.index + 1}の{title}" if lang == "ja" else f"{of} {why.index + 1}, {title}"
    if why.presumed:
        known = value(fact, decision.inputs.values[why.name], lang)
        return {
            "ja": f"{title}：{known}（記録がなく、推定による）",
            "en": f"{title}: {known} (presumed; nothing is recorded)",
        }[lang]
    entry = _recorded(decision, why)
    assert entry is not None  # noqa: S101 - a reason rests on something recorded
    by = ROLE[lang].get(entry.by or "", "")
    shown = value(fact, entry.value, lang)
    if lang == "ja":
        return f"{title}：{shown}" + (f"（{by}が記録）" if by else "")
    return f"{title}: {shown}" + (f" (recorded by {by})" if by else "")


def panel(decision: Decision, subject: str, lang: Lang) -> str:
    """What a panel found, and by which views."""
    found = decision.verdicts.get(subject)
    views: dict[str, int] = {}
    for opinion in found.opinions if found else ():
        views[opinion.view] = views.get(opinion.view, 0) + 1
    if lang == "ja":
        listed = "、".join(f"{VIEW[lang][each]}{count}" for each, count in views.items()) or "意見なし"
        if found is None or found.view is None:
            why = f"。{PENDING[lang][found.pending]}" if found and found.pending else ""
            return f"法律アドバイザーの結論はまだない（{listed}{why}）"
        return f"法律アドバイザーの結論：{VIEW[lang][found.view]}（{listed}）"
    listed = ", ".join(f"{count} × {VIEW[lang][each]}" for each, count in views.items()) or "no views yet"
    if found is None or found.view is None:
        why = f"; {PENDING[lang][found.pending]}" if found and found.pending else ""
        return f"the advisers have not concluded yet ({listed}{why})"
    return f"the advisers conclude: {VIEW[lang][found.view]} ({listed})"


def node(decision: Decision, name: str, lang: Lang) -> str:
    """What a node is called."""
    kind, _, id_ = name.partition(":")
    rules = decision.edition.rules
    titled: Mapping[str, Any] = {
        "category": {each.id: each for each in rules.categories},
        "primary": {each.id: each for each in rules.categories},
        "answer": rules.provisions,
        "unreviewed": rules.provisions,
        "group": decision.edition.groups,
        "route": rules.routes,
        "reachable": rules.recipients,
        "meets": rules.definitions,
    }
    known = titled.get(kind.removeprefix("unreviewed-"), {}).get(id_)
    title = known.title.get(lang) if known else id_
    return f"{id_} {title}" if kind in ("answer", "unreviewed") else title


def change(decision: Decision, each: Change, lang: Lang) -> str:
    """One change that would be needed."""
    if each.kind == "panel":
        views = joined([VIEW[lang][view] for view in each.values], lang, either=True)
        return {"ja": f"法律アドバイザーの結論が{views}となる", "en": f"the advisers conclude {views}"}[lang]
    vocabulary = decision.edition.vocabulary
    if each.kind == "complete":
        title = vocabulary.lists[each.name].title.get(lang)
        return {"ja": f"{title}をすべて記録したとする", "en": f"all of {title} are recorded"}[lang]
    fact = vocabulary.fact(each.list or None, each.name)
    title = fact.title.get(lang)
    if each.list:
        of = vocabulary.lists[each.list].title.get(lang)
        title = f"{of}{each.index + 1}の{title}" if lang == "ja" else f"{of} {each.index + 1}, {title}"
    values = joined([value(fact, known, lang).strip('「」"') for known in each.values], lang, either=True)
    return {"ja": f"{title}が{values}である", "en": f"{title} is {values}"}[lang]
