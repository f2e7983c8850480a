"""A referral of a decision → what its recipient was told; two such → what has changed, in words.

- Told are the items that are met and that the route rests on, with their categories and articles; the urgency; what is
  asked; the page; and the facts that the route's template may show. Nothing else leaves the house.
- Of a referral that is made no more, why, and what became of those items.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

from ihc_rules.decision.decide import Decision, Referral
from ihc_rules.decision.wording import ANSWER, URGENCY, day, listed, statutes, value
from ihc_rules.errors import Lang
from ihc_rules.facts import Value
from ihc_rules.guideline.edition import Edition
from ihc_rules.guideline.formula import Formula, Known, Ref
from ihc_rules.records import Text

What = Literal["route", "recipient", "provisions", "category", "articles", "urgency", "action", "page", "facts"]
HEADS: Mapping[Lang, Mapping[str, str]] = {
    "ja": {
        "not_met": "「{route}」は行わないことになった",
        "open": "「{route}」を行うかどうかは未確定となった",
        "absent": "「{route}」は、{day}には行われていない",
        "other": "送付先は「{recipient}」となった",
        "nobody": "連絡できる相手がなくなった",
        "unsure": "送付先は未確定となった",
        "change": "{item}：「{before}」から「{after}」に変わった",
        "articles": "{item}の根拠条文",
        "category": "区分",
        "urgency": "緊急性",
        "action": "行うことの種類が変わった",
        "page": "対象のページが変わった",
        "corrected": "{item}：記録が改められた",
        "unknown": "未確認",
        "none": "なし",
        "gone": "施行されていない",
    },
    "en": {
        "not_met": '"{route}" does not take place any more',
        "open": 'whether "{route}" takes place is open again',
        "absent": '"{route}" did not exist on {day}',
        "other": 'the recipient is now "{recipient}"',
        "nobody": "nobody can be reached any more",
        "unsure": "who receives it is open again",
        "change": "{item}: {before}, now {after}",
        "articles": "articles of {item}",
        "category": "category",
        "urgency": "urgency",
        "action": "what is done is of another kind",
        "page": "it is about another page",
        "corrected": "{item}: the record was corrected",
        "unknown": "not known",
        "none": "none",
        "gone": "not in force",
    },
}
LANGUAGES: tuple[Lang, Lang] = ("ja", "en")
Made = tuple[Decision, Referral]


class Change(NamedTuple):
    """One thing that is not as it was told."""

    what: What
    text: Text


def _change(what: What, said: str, **values: Mapping[Lang, str]) -> Change:
    """A change in both languages."""
    texts = {
        lang: HEADS[lang][said].format_map({name: each[lang] for name, each in values.items()}) for lang in LANGUAGES
    }
    return Change(what, Text(ja=texts["ja"], en=texts["en"]))


def _head(name: str) -> Mapping[Lang, str]:
    return {lang: HEADS[lang][name] for lang in LANGUAGES}


def _both(text: Text) -> Mapping[Lang, str]:
    return {"ja": text.ja, "en": text.en}


def ended(before: Decision, after: Decision, route: str) -> Change:
    """Why a referral is not made any more."""
    title = _both(before.edition.rules.routes[route].title)
    if route not in after.routes:
        return _change("route", "absent", route=title, day={lang: day(after.day, lang) for lang in LANGUAGES})
    if after.routes[route] != "met":
        return _change("route", after.routes[route], route=title)
    now = next((each.recipient for each in after.referrals if each.route == route), None)
    if now is not None:
        return _change("recipient", "other", recipient=_both(after.edition.rules.recipients[now].title))
    return _change("recipient", "nobody" if any(each.route == route for each in after.unreachable) else "unsure")


def changes(before: Made, after: tuple[Decision, Referral | None], route: str) -> Iterator[Change]:
    """What is not as a recipient was told; where the referral is not made any more, of the items only."""
    (old, told), (new, now) = before, after
    was = met_behind(old, route)
    still = met_behind(new, route) if route in new.routes else {}
    for name, node in sorted({**still, **was}.items()):
        if name in was and name in still:
            yield from _articles(old, new, name) if now else ()
        elif name in was or now:
            yield _item(old, new, name, node)
    if _category(old, was) != _category(new, still) and (now or still):
        yield _change(
            "category", "change", item=_head("category"), before=_category(old, was), after=_category(new, still)
        )
    if now is None:
        return
    if told.urgency != now.urgency:
        urgencies = ({lang: URGENCY[lang][each.urgency] for lang in LANGUAGES} for each in (told, now))
        yield _change(
            "urgency", "change", item=_head("urgency"), **dict(zip(("before", "after"), urgencies, strict=True))
        )
    if (told.action, told.template) != (now.action, now.template):
        yield _change("action", "action")
    if old.report.page != new.report.page:
        yield _change("page", "page")
    yield from _facts(old, new, told, now)


# --- items ----------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def _rests_on(edition: Edition, route: str) -> Mapping[str, str]:
    """The provisions for whose sake a route is carried out, each with the node of its answer (of either kind)."""
    found: dict[str, str] = {}
    seen: set[str] = set()
    stack: list[Formula] = [Ref(f"route:{route}", True)]
    while stack:
        formula = stack.pop()
        if isinstance(formula, Known):
            continue
        if not isinstance(formula, Ref):
            stack += formula.parts
            continue
        if not formula.met or formula.node in seen:
            continue
        seen.add(formula.node)
        kind, _, name = formula.node.partition(":")
        if kind in ("answer", "unreviewed"):
            found.setdefault(name, formula.node)
        else:
            stack.append(edition.nodes[formula.node].met)
    return found


def met_behind(decision: Decision, route: str) -> dict[str, str]:
    """The met provisions that a route rests on, each with the node of its answer."""
    nodes = _rests_on(decision.edition, route)
    return {name: node for name, node in nodes.items() if decision.knowledge.node(node) == "met"}


def _item(old: Decision, new: Decision, name: str, node: str) -> Change:
    before, after = (_answer(each, node) for each in (old, new))
    edition = new.edition if name in new.edition.rules.provisions else old.edition
    title = edition.rules.provisions[name].title
    item: Mapping[Lang, str] = {"ja": f"{name}（{title.ja}）", "en": f"{name} ({title.en})"}
    return _change("provisions", "change", item=item, before=before, after=after)


def _answer(decision: Decision, node: str) -> Mapping[Lang, str]:
    if node not in decision.edition.nodes:
        return _head("gone")
    answer = decision.knowledge.node(node)
    return {lang: ANSWER[lang][answer] for lang in LANGUAGES}


def _category(decision: Decision, met: Mapping[str, str]) -> Mapping[Lang, str]:
    """The first category, in the order of precedence, of the items that a recipient is told."""
    of = {decision.edition.rules.provisions[name].category for name in met}
    first = next((each for each in decision.edition.rules.categories if each.id in of), None)
    return _head("none") if first is None else _both(first.title)


def _articles(old: Decision, new: Decision, name: str) -> Iterator[Change]:
    before, after = (
        {lang: listed(statutes(each, name, lang), lang) or HEADS[lang]["none"] for lang in LANGUAGES}
        for each in (old, new)
    )
    if before != after:
        item: Mapping[Lang, str] = {lang: HEADS[lang]["articles"].format(item=name) for lang in LANGUAGES}
        yield _change("articles", "change", item=item, before=before, after=after)


# --- facts ----------------------------------------------------------------------------------------------------------


def _facts(old: Decision, new: Decision, told: Referral, now: Referral) -> Iterator[Change]:
    """Facts that the templates may show, and that are recorded otherwise."""
    names, vocabulary = {*_shown(old, told), *_shown(new, now)}, new.edition.vocabulary
    for name in sorted(names):
        before, after = _known(old, name), _known(new, name)
        if name in vocabulary.lists and _elements(old, name) != _elements(new, name):
            yield _change("facts", "corrected", item=_both(vocabulary.lists[name].title))
        elif name in vocabulary.facts and before != after:
            yield _fact(new, name, before, after)


def _shown(decision: Decision, referral: Referral) -> tuple[str, ...]:
    return decision.edition.templates[referral.template].reads if referral.template else ()


def _known(decision: Decision, name: str) -> tuple[Value, ...]:
    """The recorded value, or nothing."""
    facts = decision.report.facts
    return (facts[name].value,) if name in facts and not facts[name].undeterminable else ()


def _elements(decision: Decision, name: str) -> list[dict[str, Value]]:
    """The recorded elements of a list."""
    listed_so = decision.report.lists.get(name)
    return [{fact: each.value for fact, each in item.items()} for item in (listed_so.items if listed_so else ())]


def _fact(decision: Decision, name: str, before: tuple[Value, ...], after: tuple[Value, ...]) -> Change:
    fact = decision.edition.vocabulary.facts[name]
    item = _both(fact.title)
    one, other = (
        {lang: value(fact, each[0], lang) if each else HEADS[lang]["unknown"] for lang in LANGUAGES}
        for each in (before, after)
    )
    if one == other:  # a text, which is not repeated
        return _change("facts", "corrected", item=item)
    return _change("facts", "change", item=item, before=one, after=other)
