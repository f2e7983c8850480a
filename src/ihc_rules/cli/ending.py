"""A decision, once nobody is asked any more → what is left, for whom, and with which command it goes on.

- Questions that were skipped or are for others, by role.
- Items that wait for advisers: those whose conditions are met; and, where nothing is left to be asked, those of which
  something could not be told, and whose panel may still settle what follows (a suspicion that it rules out).
- What could not be told: by whom, what stays open because of it, who may still tell it. Silence would leave it there.
"""

from __future__ import annotations

from collections.abc import Iterator

from ihc_rules.decision import items
from ihc_rules.decision.ask import Question, awaiting, questions
from ihc_rules.decision.decide import Decision, panels
from ihc_rules.decision.unknowns import Leaf
from ihc_rules.decision.wording import ROLE, handful
from ihc_rules.errors import Lang
from ihc_rules.facts import Fact, ListOf

WORDS: dict[str, dict[str, str]] = {
    "ja": {
        "none": "確認すべきことは残っていない。",
        "left": "とばした確認事項や、ほかの者が確認する事項が、{count}件残っている。",
        "whose": "  {role}が確認できるもの：{count}件（--by {by} で尋ねる）",
        "awaited": "法律アドバイザー等の意見を待つ項目（--by advisor で記録できる）：",
        "given": "  {id} {title}：{members}名のうち{given}名の意見がある（{quorum}名以上の意見が要る）",
        "not_all": "    要件に確認できなかったものがあるため、意見がそろっても、この項目は未確定のまま残る。"
        "意見によって決まることがある取扱い：{routes}",
        "stays": "確認できなかったため、決まらないまま残るもの：",
        "may_stay": "確認できなかったため、決まらないまま残ることがあるもの：",
        "untold": "  - {question}［{path}］{by}",
        "by": "（{role}が「確認できず」と記録）",
        "more": "  - {title}：ほかにもあるか［{path}］",
        "items": "      項目：{names}",
        "routes": "      取扱い：{names}",
        "who": "      後で分かったとき：{roles}が記録できる（{commands} に --again を付けると、もう一度尋ねる）",
        "opinion": "      評価を要する事項である。アドバイザーも記録できる（--by advisor --again）。",
        "end": "今の記録のままでは、これ以上尋ねることはない。",
        "between": "・",
        "or": "、",
    },
    "en": {
        "none": "Nothing is left to be found out.",
        "left": "Still to be found out: {count} (skipped, or for others to establish).",
        "whose": "  {count} may be told by {role} (asked with --by {by})",
        "awaited": "Waiting for the advisers' opinions (--by advisor records them):",
        "given": "  {id} {title}: {given} of {members} advisers have given one ({quorum} at least are needed)",
        "not_all": "    Part of its conditions could not be told: whatever the views, the item stays open. "
        "They may still settle: {routes}",
        "stays": "Stays open because it could not be told:",
        "may_stay": "May stay open because it could not be told:",
        "untold": "  - {question} [{path}]{by}",
        "by": " (recorded as undeterminable by {role})",
        "more": "  - {title}: whether there are more [{path}]",
        "items": "      items: {names}",
        "routes": "      what would follow: {names}",
        "who": "      if it becomes known: {roles} may record it ({commands} with --again asks once more)",
        "opinion": "      It is a matter of appreciation: an adviser may record it too (--by advisor --again).",
        "end": "As things are recorded, nothing more is to be asked.",
        "between": ", ",
        "or": " or ",
    },
}


def waiting(decision: Decision) -> list[str]:
    """Provisions on which advisers' opinions are still of use, in the guideline's order."""
    ready = [*decision.unknowns.panels()]
    if ready or questions(decision):
        return ready
    still = awaiting(decision)
    return [name for name in decision.edition.rules.provisions if name in still]


def left_over(decision: Decision, lang: Lang) -> list[str]:
    """What is still to come once nobody is asked any more."""
    asked, names = questions(decision), waiting(decision)
    told = [*_questions(asked, lang), *_panels(decision, names, lang)]
    if decision.unknowns.untold:
        told.append(WORDS[lang]["may_stay" if asked or names else "stays"])
        for leaf in decision.unknowns.untold:
            told += _untold(decision, leaf, lang)
        told += [] if asked or names else [WORDS[lang]["end"]]
    return told or [WORDS[lang]["none"]]


def _roles(roles: tuple[str, ...], lang: Lang) -> dict[str, str]:
    """Who may establish something, and the options with which they are asked."""
    return {
        "roles": WORDS[lang]["between"].join(ROLE[lang][each] for each in roles),
        "commands": WORDS[lang]["or"].join(f"--by {each}" for each in roles),
    }


def _questions(asked: tuple[Question, ...], lang: Lang) -> Iterator[str]:
    if not asked:
        return
    yield WORDS[lang]["left"].format(count=len(asked))
    for by, role in ROLE[lang].items():
        if count := sum(by in each.established_by for each in asked):
            yield WORDS[lang]["whose"].format(count=count, role=role, by=by)


def _panels(decision: Decision, names: list[str], lang: Lang) -> Iterator[str]:
    words = WORDS[lang]
    if names:
        yield words["awaited"]
    for name in names:
        panel, title = panels(decision.edition)[name], decision.edition.rules.provisions[name].title.get(lang)
        given = len(decision.verdicts[name].opinions) if name in decision.verdicts else 0
        yield words["given"].format(id=name, title=title, given=given, members=panel.members, quorum=panel.quorum)
        if not fits(decision, name):
            yield words["not_all"].format(routes=settled(decision, name, lang))


def fits(decision: Decision, name: str) -> bool:
    """Whether the conditions of a provision are met, so that only the panel still decides it."""
    return decision.knowledge.node(f"base:{name}") == "met"


def settled(decision: Decision, name: str, lang: Lang) -> str:
    """What the panel on a provision may settle although the conditions are not all known."""
    live, edition, leaf = decision.unknowns.live, decision.edition, Leaf("panel", name)
    goals = [node for node, _ in decision.unknowns.goals if leaf in live.both(edition.nodes[node])]
    return handful(_routes(decision, goals, lang), lang)


def _routes(decision: Decision, goals: list[str], lang: Lang) -> list[str]:
    routes, names = decision.edition.rules.routes, [node.partition(":")[2] for node in goals]
    return [*dict.fromkeys(routes[name].title.get(lang) for name in names if name in routes)]


def _untold(decision: Decision, leaf: Leaf, lang: Lang) -> Iterator[str]:
    """One thing that could not be told: by whom, what stays open because of it, and who may still tell it."""
    words, what, report = WORDS[lang], _declared(decision, leaf), decision.report
    path = leaf.name if leaf.list is None else f"{leaf.list}[{leaf.index}].{leaf.name}"
    if isinstance(what, Fact):
        recorded = (report.facts if leaf.list is None else report.lists[leaf.list].items[leaf.index or 0])[leaf.name]
        by = words["by"].format(role=ROLE[lang][recorded.by]) if recorded.by else ""
        yield words["untold"].format(question=what.question.get(lang), path=path, by=by)
    else:
        yield words["more"].format(title=what.title.get(lang), path=path)
    open_items, routes = _because_of(decision, leaf, lang)
    if open_items:
        yield words["items"].format(names=handful(open_items, lang))
    if routes:
        yield words["routes"].format(names=handful(routes, lang))
    yield words["who"].format_map(_roles(what.established_by, lang))
    if isinstance(what, Fact) and what.kind == "evaluated" and "advisor" in what.established_by:
        yield words["opinion"]


def _declared(decision: Decision, leaf: Leaf) -> Fact | ListOf:
    vocabulary = decision.edition.vocabulary
    return vocabulary.lists[leaf.name] if leaf.kind == "list" else vocabulary.fact(leaf.list, leaf.name)


def _because_of(decision: Decision, leaf: Leaf, lang: Lang) -> tuple[list[str], list[str]]:
    """Items and routes that are open and rest on something."""
    edition, every = decision.edition, decision.unknowns.every
    goals = [node for node, _ in decision.unknowns.goals if leaf in every.both(edition.nodes[node])]
    still = [name for name, answer in decision.provisions.items() if answer == "open"]
    resting = [name for name in still if leaf in every.both(edition.nodes[f"answer:{name}"])]
    return [items.named(decision, name, lang) for name in resting], _routes(decision, goals, lang)
