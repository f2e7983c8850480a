"""A provision × a decision → the articles that it rests on in this report.

- An article with a `when` counts unless that is known not to be met: while it is open, the article may apply.
- An article has no penalty where the provision says so, or where its act does on the day of the decision.
"""

from __future__ import annotations

from typing import NamedTuple

from ihc_rules.decision.decide import Decision
from ihc_rules.guideline.model import StatuteRef


class CitedArticle(NamedTuple):
    """An article that counts.

    Attributes:
        no_penalty: the guideline says that it has none; where it says nothing, this is false.
    """

    act: str
    article: str
    no_penalty: bool


def articles_of(decision: Decision, provision: str) -> tuple[CitedArticle, ...]:
    """The articles on which a provision rests in this report; none where it is not in force."""
    edition = decision.edition
    record = edition.rules.provisions.get(provision)
    return tuple(
        CitedArticle(ref.act, ref.article, _no_penalty(decision, ref))
        for i, ref in enumerate(record.statutes if record else ())
        if (node := f"statute:{provision}:{i}") not in edition.nodes or decision.knowledge.node(node) != "not_met"
    )


def _no_penalty(decision: Decision, ref: StatuteRef) -> bool:
    of_the_act = (
        each.penalty == "none"
        for each in decision.edition.acts[ref.act].articles
        if each.article == ref.article and each.in_force.covers(decision.day)
    )
    return ref.penalty == "none" or any(of_the_act)
