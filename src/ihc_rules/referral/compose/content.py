"""Decision × referral → what a message about it is made of: items, articles, facts, each in words.

- Only items that the route rests on are named, and only facts that its template may show.
"""

from __future__ import annotations

from collections.abc import Mapping

from ihc_rules.decision import wording
from ihc_rules.decision.articles import articles_of
from ihc_rules.decision.decide import Decision, Referral
from ihc_rules.decision.told import met_behind
from ihc_rules.errors import Lang
from ihc_rules.guideline.model import Template


def provisions_behind(decision: Decision, route: str) -> tuple[str, ...]:
    """The met provisions that a route rests on, in the guideline's order."""
    found = met_behind(decision, route)
    return tuple(name for name in decision.edition.rules.provisions if name in found)


def items(decision: Decision, names: tuple[str, ...], lang: Lang) -> list[Mapping[str, str]]:
    """Provisions in words: id, title, articles (no word of penalties)."""
    provisions = decision.edition.rules.provisions
    return [
        {
            "id": name,
            "title": provisions[name].title.get(lang),
            "statutes": wording.listed(wording.statutes(decision, name, lang, penalties=False), lang),
        }
        for name in names
    ]


def penalty_named(decision: Decision, names: tuple[str, ...]) -> bool:
    """Whether every provision rests on an article here, and none on one without a penalty."""
    cited = [articles_of(decision, name) for name in names]
    return bool(cited) and all(each and not any(one.no_penalty for one in each) for each in cited)


def category(decision: Decision, referral: Referral, names: tuple[str, ...], lang: Lang) -> str:
    """The class that the message speaks of: that of its provisions, else what is done."""
    for each in decision.edition.rules.categories:
        if any(decision.edition.rules.provisions[name].category == each.id for name in names):
            return each.title.get(lang)
    return decision.edition.rules.routes[referral.route].title.get(lang)


def shown_facts(decision: Decision, template: Template, lang: Lang) -> list[Mapping[str, str]]:
    """The recorded facts that a template may show, in words."""
    report, vocabulary = decision.report, decision.edition.vocabulary
    found: list[Mapping[str, str]] = []
    for name in template.reads:
        recorded, fact = report.facts.get(name), vocabulary.facts.get(name)
        if recorded is not None and fact is not None and not recorded.undeterminable:
            found.append({"title": fact.title.get(lang), "value": wording.value(fact, recorded.value, lang)})
    return found


def template_of(decision: Decision, referral: Referral) -> Template | None:
    """The template that a route names."""
    return decision.edition.templates.get(referral.template) if referral.template else None
