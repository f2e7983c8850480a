"""Decision → words: what was decided, why, by which rule and article, and what is still open.

- Every answer carries its reasons: the facts that suffice, the exceptions that do not apply, the article, the source
  with its status, the place of the rule (file:line).
- Why a provision is not met is answered with the smallest changes with which it would be; exact up to four.
- For readers who have never seen the YAML: titles, no ids but those of the guideline's items.

Example:
    >>> print(explain(decision, lang="en").splitlines()[0])
    Decision: Illegal information (decided)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ihc_rules.decision import items
from ihc_rules.decision import reasons as words
from ihc_rules.decision.ask import Leaf, Live, finder, goals, questions, stage
from ihc_rules.decision.because import because
from ihc_rules.decision.data import decision_data
from ihc_rules.decision.decide import Decision, Referral, Waits
from ihc_rules.decision.whynot import LIMIT, Change, why_not
from ihc_rules.decision.wording import COLON, STAGE, URGENCY, cited, day, number
from ihc_rules.errors import IhcRulesError, Lang, nearest

SHOWN = 5  # questions in the text; all of them are in the JSON
HEADS: Mapping[str, Mapping[str, str]] = {
    "ja": {
        "decision": "判断：{category}（{stage}）",
        "none": "該当する項目なし",
        "open": "未確定",
        "frame": "{day}の{guideline}（{edition}）による。",
        "provisions": "該当する項目",
        "why": "理由",
        "referrals": "この後の取扱い",
        "no_referral": "今の段階で決まった取扱いはない。",
        "nothing": "行うべき取扱いはない。",
        "possible": "まだ決まらない取扱い",
        "untold": "確認できなかったため、決まらないまま残るもの",
        "questions": "次に確認すること",
        "more": "ほかに{count}件",
        "panel": "合議の結論を待つもの",
        "triage": "通報者の申告により、先に取り扱うもの",
        "nobody": "連絡できる相手がない",
        "open_recipient": "（相手は未確定）",
        "hold": "「{after}」が届いてから{time}待つ{open}",
        "hold_open": "（そちらを行うかどうかは未確定）",
        "basis": "根拠",
        "needs": "次のすべてがそろえば該当する",
        "or": "又は、次のすべて",
        "too_many": "該当するには、{limit}つを超える事項が変わる必要がある。",
        "life": "【人命】",
        "gone": "項目 `{name}` は、{day}には施行されていません",
        "near": "。「{near}」ではありませんか。",
    },
    "en": {
        "decision": "Decision: {category} ({stage})",
        "none": "no item is met",
        "open": "open",
        "frame": "Under the {guideline}, {edition}, as in force on {day}.",
        "provisions": "Items that are met",
        "why": "because",
        "referrals": "What follows",
        "no_referral": "Nothing follows with certainty yet.",
        "nothing": "Nothing follows.",
        "possible": "What may still follow",
        "untold": "Could not be told, and leaves something open",
        "questions": "To be found out next",
        "more": "and {count} more",
        "panel": "Awaiting a panel",
        "triage": "Raised in the queue by what the reporter claims",
        "nobody": "nobody can be reached",
        "open_recipient": " (recipient still open)",
        "hold": 'waits {time} after "{after}" has been delivered{open}',
        "hold_open": " (whether that takes place is still open)",
        "basis": "basis",
        "needs": "It would be met if all of this held",
        "or": "or if all of this held",
        "too_many": "More than {limit} things would have to be different for it to be met.",
        "life": "[life] ",
        "gone": "no provision `{name}` is in force on {day}",
        "near": "; did you mean `{near}`?",
    },
}
# what a hold may wait for beyond its time; other words of a guideline are not known here and left out
HOLDS = {
    "preservation_requested": {
        "ja": "証拠保全の要請がある間は行わない",
        "en": "not while the preservation of evidence is requested",
    }
}
ENDS = {
    "released": {"ja": "待つ必要がない旨の連絡があれば、それまでとする", "en": "no longer than until it is released"}
}


class NoSuchProvision(IhcRulesError):
    """The edition in force has no provision of that name."""


def explain(decision: Decision, lang: Lang = "ja") -> str:
    """A decision in plain words.

    Args:
        lang: `ja` or `en`.
    """
    return "\n".join(_lines(decision, lang, reasons=True))


def summary(decision: Decision, lang: Lang = "ja") -> str:
    """A decision in plain words without its reasons."""
    return "\n".join(_lines(decision, lang, reasons=False))


def _lines(decision: Decision, lang: Lang, reasons: bool) -> Iterator[str]:
    head, edition = HEADS[lang], decision.edition
    named = {each.id: each.title.get(lang) for each in edition.rules.categories}
    category = named.get(decision.category, head.get(decision.category, decision.category))
    yield head["decision"].format(category=category, stage=STAGE[lang][stage(decision)])
    yield head["frame"].format(
        guideline=edition.header.title.get(lang), edition=edition.title.get(lang), day=day(decision.day, lang)
    )
    met = [name for name, answer in decision.provisions.items() if answer == "met"]
    if met:
        yield f"\n{head['provisions']}"
    for name in met:
        yield from items.lines(decision, name, lang) if reasons else [f"  {items.heading(decision, name, lang)}"]
    yield f"\n{head['referrals']}"
    for referral in decision.referrals:
        told = list(_referral(decision, referral, lang))
        yield from told if reasons else told[:1]
    if not decision.referrals:
        yield f"  {head['no_referral' if decision.possible_referrals else 'nothing']}"
    yield from _section(head["possible"], [_possible(decision, each, lang) for each in decision.possible_referrals])
    yield from _section(head["untold"], _untold(decision, lang) if reasons else [])
    yield from _questions(decision, lang)
    yield from _section(head["panel"], _panels(decision, lang))
    triage = [edition.rules.triage[name].title.get(lang) for name in decision.triage]
    yield from _section(head["triage"], triage)


def _section(title: str, entries: list[str]) -> Iterator[str]:
    if entries:
        yield f"\n{title}"
        yield from (f"  - {each}" for each in entries)


# --- what follows ---------------------------------------------------------------------------------------------------


def _referral(decision: Decision, referral: Referral, lang: Lang) -> Iterator[str]:
    head, rules = HEADS[lang], decision.edition.rules
    to = head["nobody"] if referral.recipient is None else rules.recipients[referral.recipient].title.get(lang)
    urgency = URGENCY[lang][referral.urgency]
    title = rules.routes[referral.route].title.get(lang)
    yield f"  - {title} → {to}（{urgency}）" if lang == "ja" else f"  - {title} → {to} ({urgency})"
    reasons = because(decision, f"route:{referral.route}")
    shown = [each for each in reasons if not (each.kind == "node" and each.answer == "not_met")] or list(reasons)
    yield f"      {head['why']}"
    yield from (f"        - {words.reason(decision, each, lang)}" for each in shown)
    if referral.hold is not None:
        yield from (f"      {each}" for each in _hold(decision, referral.hold, lang))
    yield f"      {head['basis']}{COLON[lang]}{cited(decision, referral.basis, lang)}"


def _hold(decision: Decision, hold: Waits, lang: Lang) -> Iterator[str]:
    head = HEADS[lang]
    after = decision.edition.rules.routes[hold.after].title.get(lang)
    unsure = head["hold_open"] if hold.answer == "open" else ""
    yield head["hold"].format(after=after, time=number(hold.value, hold.unit, lang), open=unsure)
    if hold.blocked_while in HOLDS:
        yield HOLDS[hold.blocked_while][lang]
    if hold.ends_on in ENDS:
        yield ENDS[hold.ends_on][lang]


def _possible(decision: Decision, referral: Referral, lang: Lang) -> str:
    fires = decision.routes[referral.route] == "met"
    return decision.edition.rules.routes[referral.route].title.get(lang) + (
        HEADS[lang]["open_recipient"] if fires else ""
    )


# --- what is still open ---------------------------------------------------------------------------------------------


def _untold(decision: Decision, lang: Lang) -> list[str]:
    """Facts that somebody looked for in vain, and without which something stays open."""
    nodes = decision.edition.nodes
    every: set[Leaf] = set()
    for node, _ in goals(decision):
        every |= Live(decision.knowledge).both(nodes[node])
    never = finder(decision).never
    untold = sorted((leaf for leaf in every & never if leaf.kind == "fact"), key=items.order)
    return [words.unknown(decision, leaf, lang) for leaf in untold]


def _questions(decision: Decision, lang: Lang) -> Iterator[str]:
    asked, head = questions(decision), HEADS[lang]
    yield from _section(
        head["questions"], [(head["life"] if each.life else "") + each.text.get(lang) for each in asked[:SHOWN]]
    )
    if len(asked) > SHOWN:
        yield f"    {head['more'].format(count=len(asked) - SHOWN)}"


def _panels(decision: Decision, lang: Lang) -> list[str]:
    """Provisions whose conditions are met and which only the advisers still decide."""
    search, nodes = finder(decision), decision.edition.nodes
    waiting = [
        name
        for name, answer in decision.provisions.items()
        if answer == "open"
        and decision.knowledge.node(f"base:{name}") == "met"
        and Leaf("panel", name) in search.both(nodes[f"answer:{name}"])
    ]
    titles = {name: decision.edition.rules.provisions[name].title.get(lang) for name in waiting}
    dash = " ― " if lang == "ja" else " – "
    return [f"{name} {title}{dash}{words.panel(decision, name, lang, name)}" for name, title in titles.items()]


# --- one provision --------------------------------------------------------------------------------------------------


def explain_provision(decision: Decision, name: str, lang: Lang = "ja") -> str:
    """Why one provision has its answer, and what would make it met.

    Raises:
        NoSuchProvision: it is not in force on that day.
    """
    _known(decision, name, lang)
    head, told = HEADS[lang], list(items.lines(decision, name, lang))
    if decision.provisions[name] == "met":
        return "\n".join(told)
    ways = why_not(decision, name)
    if ways is None:
        told.append(f"    {head['too_many'].format(limit=LIMIT)}")
    for i, changes in enumerate(ways or ()):
        told.append(f"    {head['needs'] if i == 0 else head['or']}")
        told += [f"      - {words.change(decision, each, lang, name)}" for each in changes]
    return "\n".join(told)


def _known(decision: Decision, name: str, lang: Lang) -> None:
    if name in (provisions := decision.edition.rules.provisions):
        return
    near = nearest(name, provisions)
    said = HEADS[lang]["gone"].format(name=name[:80], day=day(decision.day, lang))
    raise NoSuchProvision(said + (HEADS[lang]["near"].format(near=near) if near else ""))


# --- as plain data --------------------------------------------------------------------------------------------------


def explanation_data(decision: Decision, lang: Lang = "ja", only: str | None = None) -> dict[str, Any]:
    """A decision with its reasons in words, as plain data.

    Args:
        only: leave out the other provisions, and add what would make this one met (null: more than four changes).

    Raises:
        NoSuchProvision: `only` is not in force on that day.
    """
    data = decision_data(decision)
    if only is not None:
        _known(decision, only, lang)
        data["provisions"] = [each for each in data["provisions"] if each["id"] == only]
    for each in data["provisions"]:
        each.update(items.item_data(decision, each["id"], lang))
    for each in data["referrals"]:
        each["reasons"] = [words.reason(decision, why, lang) for why in because(decision, f"route:{each['route']}")]
    if only is not None:
        ways = why_not(decision, only)
        data["provisions"][0]["why_not"] = (
            None if ways is None else [[_change(decision, each, lang, only) for each in way] for way in ways]
        )
    return data


def _change(decision: Decision, each: Change, lang: Lang, only: str) -> dict[str, Any]:
    where = {"list": each.list, "index": each.index} if each.list else {}
    return {"kind": each.kind, "name": each.name, **where, "text": words.change(decision, each, lang, only)}
