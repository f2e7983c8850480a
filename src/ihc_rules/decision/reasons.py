"""Reasons, unknowns and changes → words that a person reads, in Japanese or in English.

- Each is one line about one thing: a fact by its title with its value and who recorded it, a list, a panel, an
  exception, a provision that takes precedence.
- Nothing here decides anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from ihc_rules.decision.because import Reason
from ihc_rules.decision.decide import Decision
from ihc_rules.decision.unknowns import Leaf
from ihc_rules.decision.whynot import Change
from ihc_rules.decision.wording import ANSWER, COLON, PENDING, ROLE, VIEW, day, joined, listed, moment, number, value
from ihc_rules.errors import Lang
from ihc_rules.facts import Fact
from ihc_rules.guideline.candidates import Span
from ihc_rules.guideline.check.vocabulary import conditions_of
from ihc_rules.guideline.condition import Assess, walk
from ihc_rules.guideline.edition import Edition
from ihc_rules.report import Recorded


def reason(decision: Decision, why: Reason, lang: Lang, owner: str = "") -> str:
    """One reason.

    Args:
        owner: the provision whose answer it is about.
    """
    match why.kind:
        case "fact":
            return _fact(decision, why, lang)
        case "list":
            title = decision.edition.vocabulary.lists[why.name].title.get(lang)
            count = len(decision.report.lists[why.name].items)
            if lang == "ja":
                return f"{title}：" + (f"全{count}件を記録し、要件に当たるものはない" if count else "一件もない")
            some = "the only one is recorded, and it does" if count == 1 else f"all {count} are recorded, and they do"
            return f"{title}: " + (f"{some} not meet the conditions" if count else "there are none")
        case "panel":
            return panel(decision, why.name, lang, owner)
        case "exception":
            said, of = exception(decision, why.owner, (why.name,), lang), _item(decision, why.owner, lang)
            if why.owner == owner:
                return said
            return f"{of}の{said}" if lang == "ja" else f"of {of}, {said}"
        case "overridden":
            title = _item(decision, why.name, lang)
            return f"{title}に該当し、そちらが優先する" if lang == "ja" else f"{title} is met and takes precedence"
        case "node":
            return _node(decision, why, lang, owner)


def exception(decision: Decision, provision: str, names: tuple[str, ...], lang: Lang, applies: bool = True) -> str:
    """That exceptions of a provision apply, or do not."""
    unless = decision.edition.rules.provisions[provision].unless
    titles = joined([each.title.get(lang) for each in unless if each.id in names], lang, either=not applies)
    if lang == "ja":
        return f"例外{titles}{'に当たる' if applies else 'には当たらない'}"
    several = bool(names[1:])
    verb = ("apply" if several else "applies") if applies else ("do not apply" if several else "does not apply")
    return f"the exception{'s' if several else ''} {titles} {verb}"


def _item(decision: Decision, provision: str, lang: Lang) -> str:
    title = decision.edition.rules.provisions[provision].title.get(lang)
    return f"{provision}（{title}）" if lang == "ja" else f"{provision} ({title})"


# --- facts ----------------------------------------------------------------------------------------------------------


def named(decision: Decision, fact: str, of: str | None, index: int, lang: Lang) -> str:
    """What a fact is called, with the element that it is about."""
    vocabulary = decision.edition.vocabulary
    title = vocabulary.fact(of or None, fact).title.get(lang)
    if not of:
        return title
    listed_as = vocabulary.lists[of].title.get(lang)
    recorded = decision.report.lists[of].items if of in decision.report.lists else ()
    number, new = index + 1, index + 1 - len(recorded)
    if lang == "ja":
        which = f"{number}件目" if new < 1 else "新たな1件" if new == 1 else f"新たな{new}件目"
        return f"{listed_as}（{which}）の{title}"
    which = f"no. {number}" if new < 1 else "a further one" if new == 1 else f"a further one, {new}"
    return f"{listed_as} ({which}) – {title}"


def _fact(decision: Decision, why: Reason, lang: Lang) -> str:
    fact = decision.edition.vocabulary.fact(why.list or None, why.name)
    title = named(decision, why.name, why.list, why.index, lang)
    report = decision.report
    if why.presumed:
        known = value(fact, decision.inputs.values[why.name], lang)
        untold = why.name in report.facts
        if lang == "ja":
            return f"{title}：{known}（{'確認できなかった' if untold else '記録がない'}ため、推定による）"
        return f"{title}: {known} (presumed; {'it could not be told' if untold else 'nothing is recorded'})"
    items = report.lists[why.list].items[why.index] if why.list else {**report.claims, **report.facts}
    return f"{title}{COLON[lang]}{value(fact, items[why.name].value, lang)}{_by(items[why.name], lang)}"


def _by(entry: Recorded, lang: Lang) -> str:
    if entry.by is None:
        return ""
    return f"（{ROLE[lang][entry.by]}が記録）" if lang == "ja" else f" (recorded by {ROLE[lang][entry.by]})"


def unknown(decision: Decision, leaf: Leaf, lang: Lang, owner: str = "") -> str:
    """What is not known yet, and whether somebody looked."""
    if leaf.kind == "panel":
        return panel(decision, leaf.name, lang, owner)
    report = decision.report
    if leaf.kind == "list":
        title = decision.edition.vocabulary.lists[leaf.name].title.get(lang)
        held = report.lists.get(leaf.name)
        if held is None:
            return f"{title}：まだ記録していない" if lang == "ja" else f"{title}: not recorded yet"
        count = len(held.items)
        if lang == "ja":
            others = "確認できなかった" if held.undeterminable else "未確認"
            return f"{title}：記録は{count}件で、ほかにないかは{others}"
        others = "could not be told" if held.undeterminable else "is not known"
        return f"{title}: {count} recorded; whether there are more {others}"
    title = named(decision, leaf.name, leaf.list, leaf.index or 0, lang)
    facts = report.facts if leaf.list is None else report.lists[leaf.list].items[leaf.index or 0]
    if leaf.name not in facts:
        return f"{title}：まだ確認していない" if lang == "ja" else f"{title}: not known yet"
    told = "確認できなかった" if lang == "ja" else "could not be told"
    return f"{title}{COLON[lang]}{told}{_by(facts[leaf.name], lang)}"


# --- panels ---------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def _assessed(edition: Edition) -> Mapping[str, Assess]:
    """What is weighed as a whole, by its id."""
    rules = edition.rules
    tables = (rules.provisions, rules.definitions, rules.routes, rules.recipients)
    records: list[Any] = [*rules.categories, *(each for table in tables for each in table.values())]
    written = (node for each in records for condition in conditions_of(each) for node in walk(condition))
    return {node.id: node for node in written if isinstance(node, Assess)}


def panel(decision: Decision, subject: str, lang: Lang, owner: str = "") -> str:
    """What a panel found, and by which views.

    Args:
        owner: the provision that is spoken of; a panel on another one says so.
    """
    found = decision.verdicts.get(subject)
    views: dict[str, int] = {}
    for opinion in found.opinions if found else ():
        views[opinion.view] = views.get(opinion.view, 0) + 1
    name = _panel_name(decision, subject, lang, owner)
    if lang == "ja":
        given = "、".join(f"{VIEW[lang][each]}{count}名" for each, count in views.items()) or "意見なし"
    else:
        said = (f"{n} reserved" if each == "reserved" else f'{n} for "{VIEW[lang][each]}"' for each, n in views.items())
        given = ", ".join(said) or "no views"
    if found is not None and found.view is not None:
        return (
            f"{name}：{VIEW[lang][found.view]}（{given}）"
            if lang == "ja"
            else f"{name}: {VIEW[lang][found.view]} ({given})"
        )
    closed = subject in decision.report.closed_panels
    why = (
        PENDING[lang][found.pending] if found and found.pending and not (closed and found.pending == "pending") else ""
    )
    if lang == "ja":
        ended = "結論がないまま終わった" if closed else "まだ結論がない"
        return f"{name}：{ended}（{given}{'。' if why else ''}{why}）"
    ended = "closed without a conclusion" if closed else "no conclusion yet"
    return f"{name}: {ended} ({given}{'; ' if why else ''}{why})"


def _panel_name(decision: Decision, subject: str, lang: Lang, owner: str) -> str:
    edition = decision.edition
    provision = edition.rules.provisions.get(subject)
    assessed = _assessed(edition).get(subject)
    category = next((each for each in edition.rules.categories if provision and each.id == provision.category), None)
    rule = edition.parameters.get((category.panel if category else assessed.panel if assessed else "") or "")
    title = rule.title.get(lang) if rule else {"ja": "アドバイザーの合議", "en": "Panel of advisers"}[lang]
    if provision is not None and subject != owner:
        of = _item(decision, subject, lang)
    elif provision is None and assessed is not None:
        of = joined([assessed.question.get(lang)], lang)
    else:
        return title
    return f"{of}についての{title}" if lang == "ja" else f"{title} on {of}"


# --- other answers --------------------------------------------------------------------------------------------------

CARRIED_OUT = {
    "ja": {"met": "行う", "not_met": "行わない"},
    "en": {"met": "takes place", "not_met": "does not take place"},
}
BEFORE_REVIEW = {"ja": "（合議の前）", "en": " (before the panel)"}


def _node(decision: Decision, why: Reason, lang: Lang, owner: str) -> str:
    kind, _, name = why.name.partition(":")
    rules, edition = decision.edition.rules, decision.edition
    answer = ANSWER[lang][why.answer]
    early = BEFORE_REVIEW[lang] if kind.startswith("unreviewed") and _is_reviewed(decision, name) else ""
    match kind.removeprefix("unreviewed-"):
        case "route":
            title, answer = rules.routes[name].title.get(lang), CARRIED_OUT[lang][why.answer]
        case "group":
            title = edition.groups[name].title.get(lang)
        case "category":
            title = next(each.title.get(lang) for each in rules.categories if each.id == name)
        case "primary":
            title = next(each.title.get(lang) for each in rules.categories if each.id == name)
            title = (
                f"{title}（優先順が最も先の区分）" if lang == "ja" else f"{title}, as the first category in precedence"
            )
        case _:
            title = _item(decision, name, lang)
            if owner:  # of the provisions, only those that take precedence are nodes of their own
                title = f"優先する{title}" if lang == "ja" else f"{title}, which would take precedence"
    return f"{title}{early}{COLON[lang]}{answer}"


def _is_reviewed(decision: Decision, name: str) -> bool:
    """Whether a panel may judge a provision, or one of a category or group."""
    rules = decision.edition.rules
    demanded = {each.id: each.legal_review for each in rules.categories}
    return any(
        (each.legal_review or demanded[each.category]) != "never"
        for each in rules.provisions.values()
        if name in (each.id, each.category, each.group)
    )


# --- changes --------------------------------------------------------------------------------------------------------


# the lower and the upper end; each where the figure itself is left out, and where it is included
RANGES = {
    "ja": {
        "numbers": (("{}を超える値", "{}以上"), ("{}未満", "{}以下")),
        "days": (("{}より後", "{}以後"), ("{}より前", "{}以前")),
    },
    "en": {
        "numbers": (("more than {}", "at least {}"), ("less than {}", "at most {}")),
        "days": (("after {}", "on or after {}"), ("before {}", "on or before {}")),
    },
}


def change(decision: Decision, each: Change, lang: Lang, owner: str = "") -> str:
    """One change that would be needed."""
    if each.kind == "panel":
        name = _panel_name(decision, each.name, lang, owner)
        views = joined([VIEW[lang][view] for view in each.values], lang, either=True)
        return f"{name}の結論が{views}となる" if lang == "ja" else f"{name} concludes {views}"
    vocabulary = decision.edition.vocabulary
    if each.kind == "complete":
        title = vocabulary.lists[each.name].title.get(lang)
        return f"{title}をすべて記録し終える" if lang == "ja" else f"{title}: all of them are recorded"
    fact = vocabulary.fact(each.list or None, each.name)
    title = named(decision, each.name, each.list, each.index, lang)
    if each.spans:
        said = listed([_span(fact, span, lang) for span in each.spans], lang, either=True)
        return f"{title}が{said}である" if lang == "ja" else f"{title} is {said}"
    if each.but:
        codes = listed([value(fact, code, lang) for code in each.but], lang, either=True)
        return f"{title}が{codes}以外である" if lang == "ja" else f"{title} is other than {codes}"
    known = [value(fact, each_value, lang).strip('「」"') for each_value in each.values]
    said = joined(known, lang, either=True)
    return f"{title}が{said}である" if lang == "ja" else f"{title} is {said}"


def _span(fact: Fact, span: Span, lang: Lang) -> str:
    """One row of numbers or days."""
    low, high = span
    if low is not None and low == high:
        return _plain(fact, low[0], lang)
    words = RANGES[lang]["days" if fact.type in ("date", "datetime") else "numbers"]
    said = [words[i][end[1]].format(_plain(fact, end[0], lang)) for i, end in enumerate(span) if end is not None]
    return {"ja": "かつ", "en": " and "}[lang].join(said) or {"ja": "何らかの値", "en": "any value"}[lang]


def _plain(fact: Fact, known: Any, lang: Lang) -> str:
    if isinstance(known, datetime):
        return moment(known, lang)
    return day(known, lang) if isinstance(known, date) else number(known, fact.unit or "", lang)
