"""Decision → in a few lines, why items are open or not met: those that share a reason stand together.

- Of an open item: what is not known on the shortest way to its being met; the nearest items first.
- Of one that is not met: the fact, exception, panel or item that decides it.
- A handful of lines for each category; the others are counted. Every item is told in full by itself, and in the JSON.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ihc_rules.decision import items
from ihc_rules.decision import reasons as words
from ihc_rules.decision.ask import stage
from ihc_rules.decision.because import because
from ihc_rules.decision.decide import Decision
from ihc_rules.decision.unknowns import order
from ihc_rules.decision.wording import DASH, listed
from ihc_rules.errors import Lang
from ihc_rules.guideline.model import Category

OPEN_LINES = 2  # for each category
NOT_MET_LINES = 5
NAMED = 4  # unknowns in a line, ids of a whole category
HEADS = {
    "ja": {
        "unseen": "まだ確認していないもの：{titles}",
        "untold": "確認できなかったもの：{titles}",
        "all": "{category}（全{count}項目）",
        "others": "{category}：ほかに{count}項目",
    },
    "en": {
        "unseen": "not known yet: {titles}",
        "untold": "could not be told: {titles}",
        "all": "{category} (all {count} items)",
        "others": "{category}: {count} more item{s}",
    },
}
STOP = {"ja": "。", "en": ". "}
Told = tuple[int, str]  # how near it is to being met; why it is as it is


def still_open(decision: Decision, lang: Lang) -> list[str]:
    """Lines on the open items; what only a panel still decides is told elsewhere."""
    waiting, most = set(decision.unknowns.panels()), OPEN_LINES
    if stage(decision) in ("decided", "out_of_scope"):  # nobody needs them to become known
        most = 1
    found: list[str] = []
    for category in decision.edition.rules.categories:
        names = [each for each in _members(decision, category, "open") if each not in waiting]
        found += _lines(decision, category, [(each, _missing(decision, each, lang)) for each in names], most, lang)
    return found


def not_met(decision: Decision, lang: Lang) -> list[str]:
    """Lines on the items that are not met."""
    found: list[str] = []
    for category in decision.edition.rules.categories:
        names = _members(decision, category, "not_met")
        told = [(each, (0, _decisive(decision, each, lang))) for each in names]
        found += _lines(decision, category, told, NOT_MET_LINES, lang)
    return found


def _members(decision: Decision, category: Category, answer: str) -> list[str]:
    provisions = decision.edition.rules.provisions
    return [
        name
        for name, each in decision.provisions.items()
        if each == answer and provisions[name].category == category.id
    ]


def _lines(
    decision: Decision, category: Category, told: Iterable[tuple[str, Told]], most: int, lang: Lang
) -> Iterator[str]:
    """One line for each reason: the nearest, then those that hold of most items; shown in the order of the items."""
    groups: dict[Told, list[str]] = {}
    for name, why in told:
        groups.setdefault(why, []).append(name)
    places = {why: place for place, why in enumerate(groups)}
    first = sorted(groups, key=lambda why: (why[0], -len(groups[why]), places[why]))
    shown = first if len(first) == most + 1 else first[:most]
    for why in sorted(shown, key=lambda why: (why[0], places[why])):
        yield f"{_label(decision, category, groups[why], lang)}{DASH[lang]}{why[1]}"
    if left := sum(len(groups[why]) for why in first[len(shown) :]):
        others = {"category": category.title.get(lang), "count": left, "s": "s" if left > 1 else ""}
        yield HEADS[lang]["others"].format_map(others)


def _label(decision: Decision, category: Category, names: list[str], lang: Lang) -> str:
    """What several items are called together."""
    provisions = decision.edition.rules.provisions
    if len(names) == 1:
        return items.named(decision, names[0], lang)
    whole = len(names) == sum(each.category == category.id for each in provisions.values())
    ids = f"（{listed(names, lang)}）" if lang == "ja" else f" ({listed(names, lang)})"
    if whole and len(names) > NAMED:
        return HEADS[lang]["all"].format(category=category.title.get(lang), count=len(names))
    groups = {provisions[name].group for name in names}
    group = next(iter(groups)) if len(groups) == 1 else None
    if whole or group is None:
        return (category.title.get(lang) + ids) if whole else listed(names, lang)
    return decision.edition.groups[group].title.get(lang) + ids


def _missing(decision: Decision, name: str, lang: Lang) -> Told:
    """What is not known on the shortest way to an item's being met; its panel only where nothing else is missing."""
    leaves = sorted(decision.unknowns.nearest(f"answer:{name}"), key=order)
    shown = [leaf for leaf in leaves if leaf.kind != "panel"] or leaves
    facts = [leaf for leaf in shown if leaf.kind == "fact"]
    texts = []
    for state in ("unseen", "untold"):
        told = [leaf for leaf in facts if (leaf in decision.unknowns.never) is (state == "untold")]
        titles = [words.named(decision, leaf.name, leaf.list, leaf.index or 0, lang) for leaf in told]
        if titles:
            texts.append(HEADS[lang][state].format(titles=_in_a_row(titles, lang)))
    texts += [words.unknown(decision, leaf, lang, name) for leaf in shown if leaf.kind != "fact"]
    first, *rest = dict.fromkeys(texts)
    return len(leaves), first + "".join(STOP[lang] + each[:1].upper() + each[1:] for each in rest)


def _in_a_row(titles: list[str], lang: Lang) -> str:
    """Titles, which may have commas of their own; of many the first."""
    left = len(titles) - NAMED
    shown = {"ja": "、", "en": "; "}[lang].join(titles if left <= 1 else titles[:NAMED])
    return shown if left <= 1 else f"{shown}ほか{left}件" if lang == "ja" else f"{shown}; and {left} more"


def _decisive(decision: Decision, name: str, lang: Lang) -> str:
    """What decides that an item is not met."""
    reasons = because(decision, f"answer:{name}")
    if not reasons:
        return items.HEADS[lang]["no_reason"]
    alike = [each for each in reasons if each.kind == reasons[0].kind]
    said = words.reason(decision, alike[0], lang, name)
    if not alike[1:]:
        return said
    left = len(alike) - 1
    return f"{said}（ほか{left}件）" if lang == "ja" else f"{said} (and {left} more)"
