"""Decision → words: what was decided, why, by which rule and article, and what is still open.

- Every answer carries its reasons: the facts that suffice, the article, the source with its status, the place of the
  rule (file:line).
- `why_not` is answered with the smallest changes; exact up to four.
- For readers who have never seen the YAML: titles, no ids but those of the guideline's items.

Example:
    >>> print(explain(decision, lang="en").splitlines()[0])
    Decision: Illegal information (decided)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ihc_rules.decision import wording
from ihc_rules.decision.ask import Live, questions, stage
from ihc_rules.decision.because import because
from ihc_rules.decision.data import decision_data
from ihc_rules.decision.decide import Decision, Referral
from ihc_rules.decision.whynot import LIMIT, why_not
from ihc_rules.errors import IhcRulesError, Lang, nearest
from ihc_rules.records import Citation

SHOWN = 5  # questions in the text; all of them are in the JSON
W: Mapping[str, Mapping[str, str]] = {
    "ja": {
        "decision": "判断：{category}（{stage}）",
        "none": "該当する項目なし",
        "open": "未確定",
        "frame": "{day}の{guideline}（{edition}）による。",
        "provisions": "該当する項目",
        "why": "理由",
        "rule": "定め",
        "source": "出典",
        "referrals": "この後の取扱い",
        "no_referral": "今の段階で決まった取扱いはない。",
        "possible": "まだ決まらない取扱い",
        "questions": "次に確認すること",
        "more": "ほかに{count}件",
        "panel": "法律アドバイザーの検討を待つもの",
        "triage": "通報者の申立てによる優先",
        "nobody": "連絡できる相手がない",
        "open_recipient": "相手は未確定",
        "hold": "「{after}」が届いてから{value}{unit}は待つ",
        "days": "日",
        "basis": "根拠",
        "why_not": "{item}に該当しない理由と、該当するために必要なこと",
        "met_already": "該当している。",
        "needs": "次のすべてがあれば該当する",
        "or": "又は",
        "too_many": "該当するには、確認された事実が{limit}を超えて変わる必要がある。",
        "life": "【人命】",
        "listed": "項目ごとの結果",
        "nothing_known": "まだ確定していない。",
        "unknown": "未確認",
    },
    "en": {
        "decision": "Decision: {category} ({stage})",
        "none": "no item is met",
        "open": "open",
        "frame": "Under the {guideline}, {edition}, on {day}.",
        "provisions": "Items that are met",
        "why": "because",
        "rule": "rule",
        "source": "source",
        "referrals": "What follows",
        "no_referral": "Nothing follows with certainty yet.",
        "possible": "What may still follow",
        "questions": "To be found out next",
        "more": "and {count} more",
        "panel": "Awaiting the legal advisers",
        "triage": "Raised in the queue by what the reporter claims",
        "nobody": "nobody can be reached",
        "open_recipient": "recipient still open",
        "hold": 'waits {value} {unit} after "{after}" was delivered',
        "days": "days",
        "basis": "basis",
        "why_not": "Why {item} is not met, and what it would take",
        "met_already": "It is met.",
        "needs": "It would be met if all of this held",
        "or": "or if",
        "too_many": "More than {limit} recorded facts would have to be different.",
        "life": "[life] ",
        "listed": "Every item",
        "nothing_known": "It is still open.",
        "unknown": "not known",
    },
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
    words, edition = W[lang], decision.edition
    named = {each.id: each.title.get(lang) for each in edition.rules.categories}
    category = named.get(decision.category, words.get(decision.category, decision.category))
    stage_word = wording.STAGE[lang][stage(decision)]
    yield words["decision"].format(category=category, stage=stage_word)
    frame = {
        "guideline": edition.header.title.get(lang),
        "edition": edition.title.get(lang),
        "day": decision.day,
    }
    yield words["frame"].format(**frame)
    met = [name for name, answer in decision.provisions.items() if answer == "met"]
    if met:
        yield f"\n{words['provisions']}"
        for name in met:
            lines = list(_provision(decision, name, lang))
            yield from lines if reasons else lines[:1]
    yield f"\n{words['referrals']}"
    for referral in decision.referrals:
        lines = list(_referral(decision, referral, lang))
        yield from lines if reasons else lines[:1]
    if not decision.referrals:
        yield f"  {words['no_referral']}"
    if decision.possible_referrals:
        yield f"\n{words['possible']}"
        for referral in decision.possible_referrals:
            yield f"  - {edition.rules.routes[referral.route].title.get(lang)}"
    yield from _questions(decision, lang)
    yield from _panels(decision, lang)
    if decision.triage:
        yield f"\n{words['triage']}"
        yield from (f"  - {edition.rules.triage[name].title.get(lang)}" for name in decision.triage)


def _provision(decision: Decision, name: str, lang: Lang) -> Iterator[str]:
    words, provision = W[lang], decision.edition.rules.provisions[name]
    articles = wording.statutes(decision, name, lang)
    law = "" if not articles else f"（{'、'.join(articles)}）" if lang == "ja" else f" ({'; '.join(articles)})"
    colon, answer = "：" if lang == "ja" else ": ", wording.ANSWER[lang][decision.provisions[name]]
    yield f"  {name} {provision.title.get(lang)}{colon}{answer}{law}"
    reasons = because(decision, f"answer:{name}")
    yield f"    {words['why']}"
    yield from (f"      - {wording.reason(decision, each, lang, name)}" for each in reasons)
    if not reasons:
        yield f"      - {words['nothing_known']}"
        yield from (f"        {words['unknown']}: {each}" for each in _unknown(decision, name, lang))
    yield f"    {words['rule']}: {provision.place()}"
    yield f"    {words['source']}: {_cited(decision, provision.source, lang)}"


def _unknown(decision: Decision, name: str, lang: Lang) -> list[str]:
    """What an open provision still rests on."""
    vocabulary = decision.edition.vocabulary
    found: list[str] = []
    for leaf in sorted(Live(decision.knowledge).both(decision.edition.nodes[f"answer:{name}"]), key=str):
        if leaf.kind == "panel":
            found.append(wording.panel(decision, leaf.name, lang))
        elif leaf.kind == "list":
            found.append(vocabulary.lists[leaf.name].title.get(lang))
        else:
            found.append(vocabulary.fact(leaf.list, leaf.name).title.get(lang))
    return list(dict.fromkeys(found))


def _cited(decision: Decision, source: Citation, lang: Lang) -> str:
    document = decision.edition.documents[source.document].title.get(lang)
    section = f", {source.section}" if source.section else ""
    status = wording.STATUS[lang][source.status]
    return f"{document}{section}（{status}）" if lang == "ja" else f"{document}{section} ({status})"


def _referral(decision: Decision, referral: Referral, lang: Lang) -> Iterator[str]:
    words, rules = W[lang], decision.edition.rules
    to = words["nobody"] if referral.recipient is None else rules.recipients[referral.recipient].title.get(lang)
    urgency = wording.URGENCY[lang][referral.urgency]
    title = rules.routes[referral.route].title.get(lang)
    yield f"  - {title} → {to}（{urgency}）" if lang == "ja" else f"  - {title} → {to} ({urgency})"
    reasons = because(decision, f"route:{referral.route}")
    shown = [each for each in reasons if not (each.kind == "node" and each.answer == "not_met")] or list(reasons)
    listed = "；".join(wording.reason(decision, each, lang) for each in shown)
    yield f"      {words['why']}: {listed}"
    if referral.hold is not None:
        after = rules.routes[referral.hold.after].title.get(lang)
        unit = words.get(referral.hold.unit, referral.hold.unit)
        yield f"      {words['hold'].format(after=after, value=referral.hold.value, unit=unit)}"
    yield f"      {words['basis']}: {_cited(decision, referral.basis, lang)}"


def _questions(decision: Decision, lang: Lang) -> Iterator[str]:
    asked, words = questions(decision), W[lang]
    if asked:
        yield f"\n{words['questions']}"
    for question in asked[:SHOWN]:
        yield f"  - {words['life'] if question.life else ''}{question.text.get(lang)}"
    if len(asked) > SHOWN:
        yield f"    {words['more'].format(count=len(asked) - SHOWN)}"


def _panels(decision: Decision, lang: Lang) -> Iterator[str]:
    """Provisions whose conditions are met and which only the advisers still decide."""
    open_ones = [name for name, answer in decision.provisions.items() if answer == "open"]
    waiting = [name for name in open_ones if decision.knowledge.node(f"base:{name}") == "met"]
    if waiting:
        yield f"\n{W[lang]['panel']}"
    for name in waiting:
        title = decision.edition.rules.provisions[name].title.get(lang)
        yield f"  - {name} {title}{'：' if lang == 'ja' else ': '}{wording.panel(decision, name, lang)}"


def explain_provision(decision: Decision, name: str, lang: Lang = "ja") -> str:
    """Why one provision has its answer, and what would make it met.

    Raises:
        NoSuchProvision: it is not in force on that day.
    """
    provisions = decision.edition.rules.provisions
    if name not in provisions:
        near = nearest(name, provisions)
        raise NoSuchProvision(
            f"no provision `{name}` is in force on {decision.day}" + (f"; did you mean `{near}`?" if near else "")
        )
    words = W[lang]
    lines = list(_provision(decision, name, lang))
    if decision.provisions[name] == "met":
        return "\n".join(lines)
    ways = why_not(decision, name)
    if ways is None:
        lines.append(f"    {words['too_many'].format(limit=LIMIT)}")
    for i, changes in enumerate(ways or ()):
        lines.append(f"    {words['needs'] if i == 0 else words['or']}:")
        lines += [f"      - {wording.change(decision, each, lang)}" for each in changes]
    return "\n".join(lines)


def explanation_data(decision: Decision, lang: Lang = "ja") -> dict[str, Any]:
    """A decision with its reasons in words, as plain data."""
    data = decision_data(decision)
    for each in data["provisions"]:
        name = each["id"]
        provision = decision.edition.rules.provisions[name]
        each |= {
            "title": provision.title.get(lang),
            "reasons": [wording.reason(decision, why, lang, name) for why in because(decision, f"answer:{name}")],
            "articles": wording.statutes(decision, name, lang),
            "rule": str(provision.place()),
            "source": _cited(decision, provision.source, lang),
        }
    for each in data["referrals"]:
        each["reasons"] = [wording.reason(decision, why, lang) for why in because(decision, f"route:{each['route']}")]
    return data
