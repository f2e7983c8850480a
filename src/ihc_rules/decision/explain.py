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

from ihc_rules.decision import items, unmet
from ihc_rules.decision import reasons as words
from ihc_rules.decision.ask import questions, stage
from ihc_rules.decision.because import because
from ihc_rules.decision.data import decision_data
from ihc_rules.decision.decide import Decision
from ihc_rules.decision.follows import follows
from ihc_rules.decision.headline import opening
from ihc_rules.decision.whynot import LIMIT, Change, why_not
from ihc_rules.decision.wording import DASH, HANDFUL, handful
from ihc_rules.errors import Lang, NoSuchProvision, Problem, nearest
from ihc_rules.problem_texts.text import shown

HEADS: Mapping[str, Mapping[str, str]] = {
    "ja": {
        "provisions": "該当する項目",
        "still_open": "まだ決まらない項目",
        "indifferent": "まだ決まらない項目（この後の取扱いには影響しない）",
        "left_open": "まだ決まらない項目もあるが、取扱いには影響しない：{names}",
        "not_met": "該当しない項目",
        "untold": "確認できなかったため、決まらないまま残るもの",
        "questions": "次に確認すること",
        "more": "ほかに{count}件",
        "panel": "合議の結論を待つもの",
        "needs": "次のすべてがそろえば該当する",
        "or": "又は、次のすべて",
        "too_many": "該当するには、{limit}つを超える事項が変わる必要がある。",
        "life": "【人命】",
    },
    "en": {
        "provisions": "Items that are met",
        "still_open": "Items that are still open",
        "indifferent": "Items that are still open (they change nothing that follows)",
        "left_open": "Still open, but nothing further follows from it: {names}",
        "not_met": "Items that are not met",
        "untold": "Could not be told, and leaves something open",
        "questions": "To be found out next",
        "more": "and {count} more",
        "panel": "Awaiting a panel",
        "needs": "It would be met if all of this held",
        "or": "or if all of this held",
        "too_many": "More than {limit} things would have to be different for it to be met.",
        "life": "[life] ",
    },
}


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
    head = HEADS[lang]
    yield from opening(decision, lang)
    met = [name for name, answer in decision.provisions.items() if answer == "met"]
    if met:
        yield f"\n{head['provisions']}"
    for name in met:
        yield from items.lines(decision, name, lang) if reasons else [f"  {items.heading(decision, name, lang)}"]
    yield from follows(decision, lang, reasons)
    yield from _section(head["untold"], _untold(decision, lang) if reasons else [])
    yield from _questions(decision, lang)
    yield from _section(head["panel"], _panels(decision, lang))
    if not reasons and stage(decision) == "decided":
        yield from _left_open(decision, lang)
    if reasons:
        still = head["indifferent" if stage(decision) == "decided" else "still_open"]
        yield from _section(still, unmet.still_open(decision, lang))
        yield from _section(head["not_met"], unmet.not_met(decision, lang))


def _section(title: str, entries: list[str]) -> Iterator[str]:
    if entries:
        yield f"\n{title}"
        yield from (f"  - {each}" for each in entries)


# --- what is still open ---------------------------------------------------------------------------------------------


def _untold(decision: Decision, lang: Lang) -> list[str]:
    """Facts that somebody looked for in vain, and without which something stays open."""
    return [words.unknown(decision, leaf, lang) for leaf in decision.unknowns.untold]


def _left_open(decision: Decision, lang: Lang) -> Iterator[str]:
    """In a summary, one line on the items that are open where nothing depends on them."""
    names = [items.named(decision, name, lang) for name, answer in decision.provisions.items() if answer == "open"]
    if names:
        yield f"\n{HEADS[lang]['left_open'].format(names=handful(names, lang))}"


def _questions(decision: Decision, lang: Lang) -> Iterator[str]:
    asked, head = questions(decision), HEADS[lang]
    yield from _section(
        head["questions"], [(head["life"] if each.life else "") + each.text.get(lang) for each in asked[:HANDFUL]]
    )
    if len(asked) > HANDFUL:
        yield f"    {head['more'].format(count=len(asked) - HANDFUL)}"


def _panels(decision: Decision, lang: Lang) -> list[str]:
    """Provisions whose conditions are met and which only the advisers still decide."""
    return [
        f"{items.named(decision, name, lang)}{DASH[lang]}{words.panel(decision, name, lang, name)}"
        for name in decision.unknowns.panels()
    ]


# --- one provision --------------------------------------------------------------------------------------------------


def explain_provision(decision: Decision, name: str, lang: Lang = "ja") -> str:
    """Why one provision has its answer, and what would make it met.

    Raises:
        NoSuchProvision: it is not in force on that day.
    """
    _known(decision, name)
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


def _known(decision: Decision, name: str) -> None:
    if name in (provisions := decision.edition.rules.provisions):
        return
    near = nearest(name, provisions)
    values = {"name": shown(name), "day": decision.day.isoformat()}
    raise NoSuchProvision(Problem("no-such-provision", None, "provision", values, near))


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
        _known(decision, only)
        data["provisions"] = [each for each in data["provisions"] if each["id"] == only]
    for each in data["provisions"]:
        each.update(items.item_data(decision, each["id"], lang))
    for each in (*data["referrals"], *data["unreachable_referrals"]):
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
