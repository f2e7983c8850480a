"""One provision of a decision → its lines: the answer, why, by which article, rule and source.

- Where the conditions of a provision are met, each exception that was looked into and does not apply is told, and why.
- Of an open one, what it still rests on: what nobody has looked into, and what could not be told. Of many such things
  the text tells those that are nearest to an answer and counts the rest; the data has them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ihc_rules.decision import reasons as words
from ihc_rules.decision.because import Reason, because
from ihc_rules.decision.decide import Decision
from ihc_rules.decision.wording import ANSWER, COLON, cited, some_lines, statutes
from ihc_rules.errors import Lang

HEADS = {
    "ja": {
        "why": "理由",
        "open": "まだ決まらない理由",
        "base": "要件に当たる理由",
        "rule": "定め",
        "source": "出典",
        "draft": "（案）",
        "no_reason": "要件となるものが施行されていない",
    },
    "en": {
        "why": "because",
        "open": "still open, because",
        "base": "its conditions are met, because",
        "rule": "rule",
        "source": "source",
        "draft": " [draft]",
        "no_reason": "nothing that it rests on is in force",
    },
}


def named(decision: Decision, name: str, lang: Lang) -> str:
    """The provision with its title; a draft says so."""
    provision = decision.edition.rules.provisions[name]
    return f"{name} {provision.title.get(lang)}{HEADS[lang]['draft'] if provision.draft else ''}"


def heading(decision: Decision, name: str, lang: Lang) -> str:
    """The provision, its answer, and its articles."""
    articles = statutes(decision, name, lang)
    law = "" if not articles else f"（{'、'.join(articles)}）" if lang == "ja" else f" ({'; '.join(articles)})"
    return f"{named(decision, name, lang)}{COLON[lang]}{ANSWER[lang][decision.provisions[name]]}{law}"


def lines(decision: Decision, name: str, lang: Lang) -> Iterator[str]:
    """Everything about one provision, indented below its heading."""
    head, provision = HEADS[lang], decision.edition.rules.provisions[name]
    yield f"  {heading(decision, name, lang)}"
    answer, fits = decision.provisions[name], decision.knowledge.node(f"base:{name}") == "met"
    if answer == "open":
        yield f"    {head['open']}"
        yield from (f"      - {each}" for each in some_lines(open_ends(decision, name, lang), lang))
    if answer == "not_met":
        yield f"    {head['why']}"
        base = because(decision, f"base:{name}") if fits else ()
        told = [each for each in because(decision, f"answer:{name}") if each not in base]
        said = [words.reason(decision, each, lang, name) for each in told]
        yield from (f"      - {each}" for each in some_lines(said or [head["no_reason"]], lang))
    if fits:
        yield f"    {head['why' if answer == 'met' else 'base']}"
        yield from _conditions(decision, name, lang)
    if (place := provision.place()) is not None:
        yield f"    {head['rule']}{COLON[lang]}{place.file}:{place.line}"
    yield f"    {head['source']}{COLON[lang]}{cited(decision, provision.source, lang)}"


def _conditions(decision: Decision, name: str, lang: Lang) -> Iterator[str]:
    """Why the conditions are met, and the exceptions that do not apply; of what is met, with the panel."""
    excepted = exceptions(decision, name)
    told_there = {each for _, why in excepted for each in why} - set(because(decision, f"when:{name}"))
    for each in because(decision, f"{'answer' if decision.provisions[name] == 'met' else 'base'}:{name}"):
        if each not in told_there:
            yield f"      - {words.reason(decision, each, lang, name)}"
    for ids, why in excepted:
        yield f"      - {words.exception(decision, name, ids, lang, applies=False)}"
        yield from (f"          {words.reason(decision, each, lang, name)}" for each in why)


def exceptions(decision: Decision, name: str) -> list[tuple[tuple[str, ...], tuple[Reason, ...]]]:
    """Exceptions that do not apply where the conditions are met, with why; those with the same reasons together."""
    found: dict[tuple[Reason, ...], list[str]] = {}
    if decision.knowledge.node(f"base:{name}") == "met":
        for each in decision.edition.rules.provisions[name].unless:
            found.setdefault(because(decision, f"unless:{name}:{each.id}"), []).append(each.id)
    return [(tuple(ids), why) for why, ids in found.items()]


def open_ends(decision: Decision, name: str, lang: Lang) -> list[str]:
    """What an open provision still rests on: first what brings it nearest to being met."""
    leaves = decision.unknowns.of(f"answer:{name}")
    return list(dict.fromkeys(words.unknown(decision, leaf, lang, name) for leaf in leaves))


def item_data(decision: Decision, name: str, lang: Lang) -> dict[str, Any]:
    """The same, as plain data."""
    provision = decision.edition.rules.provisions[name]
    place = provision.place()
    return {
        "title": provision.title.get(lang),
        "reasons": [words.reason(decision, each, lang, name) for each in because(decision, f"answer:{name}")],
        "exceptions": [
            {"ids": list(ids), "applies": False, "reasons": [words.reason(decision, each, lang, name) for each in why]}
            for ids, why in exceptions(decision, name)
        ],
        "open": open_ends(decision, name, lang) if decision.provisions[name] == "open" else [],
        "articles": statutes(decision, name, lang),
        "rule": f"{place.file}:{place.line}" if place else None,
        "source": cited(decision, provision.source, lang),
    }
