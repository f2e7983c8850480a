"""A report → its questions, put one by one on a terminal; the answers recorded, and saved where somebody says.

- Nothing is recorded that the role may not establish. What stands `after` a question that was skipped is asked last;
  whether a list has more elements is asked once those that it has are told.
- With `--again`, what could not be told is asked once more; where it is skipped, it stays as it was.
- An adviser is asked for opinions once the facts are told. At the end stands what is left, and for whom.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from ihc_rules.cli import saving
from ihc_rules.cli.advising import opinions
from ihc_rules.cli.ending import left_over
from ihc_rules.cli.putting import put
from ihc_rules.cli.recording import put_back, take
from ihc_rules.cli.talk import Talk
from ihc_rules.cli.terminal import show
from ihc_rules.decision.ask import Question, questions
from ihc_rules.decision.decide import Decision
from ihc_rules.decision.explain import summary
from ihc_rules.decision.unknowns import Leaf
from ihc_rules.decision.wording import ROLE, day
from ihc_rules.errors import Lang
from ihc_rules.guideline.guideline import Guideline

FEW, MANY = 5, 30  # questions left: so few are counted, of so many no number is told, which would only frighten
WORDS: dict[str, dict[str, str]] = {
    "ja": {
        "edition": "{title}（{day}に効力のある版）により尋ねる。",
        "another_day": "ほかの日の版によるときは、--at 2022-05-01 のように日を指定する。",
        "nothing_again": "「確認できず」と記録され、もう一度尋ねるべきものはない。",
        "few": "― {number}問目（残りは多くて{left}件） {path}",
        "some": "― {number}問目（残りは多くて{left}件。回答により減ることが多い） {path}",
        "many": "― {number}問目 {path}",
        "element": "{title}の{index}件目：",
        "first": "これより前の回答はない。",
        "others": "（{roles}が確認する事項のため、とばす）",
        "life": "【人命】",
    },
    "en": {
        "edition": "Asking under {title}, as in force on {day}.",
        "another_day": "To ask under the edition of another day, name it: --at 2022-05-01.",
        "nothing_again": "Nothing was recorded as undeterminable that would be asked again.",
        "few": "- question {number} (at most {left} left) {path}",
        "some": "- question {number} (at most {left} left, usually fewer) {path}",
        "many": "- question {number} {path}",
        "element": "{title}, entry {index}: ",
        "first": "There is no answer before this one.",
        "others": "(to be established by {roles}; skipped)",
        "life": "[life] ",
    },
}


def converse(rules: Guideline, data: dict[str, Any], at: datetime, arguments: Namespace) -> int:
    """Ask until nothing is left or the person ends; then show the decision, and save."""
    talk = Talk(rules, data, at, arguments)
    begun, words, before = talk.decision(), WORDS[talk.lang], talk.kept()
    show(words["edition"].format(title=begun.edition.title.get(talk.lang), day=day(begun.day, talk.lang)))
    if arguments.at is None:
        show(words["another_day"])
    saving.warn(arguments)
    try:
        taken = _taken(talk) if arguments.again else {}
        to_the_end = _facts(talk)
        for leaf, was in taken.items():
            put_back(talk.data, leaf, was)
        if to_the_end and talk.by == "advisor":
            opinions(talk)
        decision = talk.decision()
        show("\n" + "\n".join(left_over(decision, talk.lang)))
        show("\n" + summary(decision, talk.lang))
        saving.save(arguments, talk.data, changed=talk.kept() != before)
    except KeyboardInterrupt:
        saving.interrupted(talk.lang)
        raise
    return 0


def _taken(talk: Talk) -> dict[Leaf, Any]:
    """Take out what could not be told and the role may establish, so that it is asked again."""
    decision = talk.decision()
    vocabulary = decision.edition.vocabulary
    taken = {}
    for leaf in decision.unknowns.untold:
        what = vocabulary.lists[leaf.name] if leaf.kind == "list" else vocabulary.fact(leaf.list, leaf.name)
        if talk.by in what.established_by:
            taken[leaf] = take(talk.data, leaf)
    if not taken:
        show(WORDS[talk.lang]["nothing_again"])
    return taken


def _facts(talk: Talk) -> bool:
    """Ask for facts: False where the person ended."""
    words, skipped, before, number = WORDS[talk.lang], set[str](), list[tuple[str, set[str]]](), 1
    while True:
        decision = talk.decision()
        asked = questions(decision)
        for each in asked:
            if talk.by not in each.established_by and each.path not in skipped:
                roles = ("、" if talk.lang == "ja" else ", ").join(
                    ROLE[talk.lang][role] for role in each.established_by
                )
                show(f"\n{each.text.get(talk.lang)}\n{words['others'].format(roles=roles)}")
                skipped.add(each.path)
        left = [each for each in asked if each.path not in skipped]
        if not left:
            return True
        question = _next(left, asked, skipped)
        progress = words["few" if len(left) <= FEW else "some" if len(left) <= MANY else "many"]
        show("\n" + progress.format(number=number, left=len(left), path=question.path))
        show(_headed(decision, question, talk.lang))
        was = (talk.kept(), set(skipped))
        outcome = put(talk, question, decision.edition.vocabulary.lists.get(question.fact))
        if outcome == "end":
            return False
        if outcome == "back" and not before:
            show(words["first"])
        elif outcome == "back":
            text, skipped = before.pop()
            talk.back(text)
            number -= 1
        else:
            before.append(was)
            number += 1
            if outcome == "skipped":
                skipped.add(question.path)


def _next(left: list[Question], asked: Iterable[Question], skipped: set[str]) -> Question:
    """The first that stands after nothing skipped, nor asks for more of a list before its elements; else the first."""
    behind = set(skipped)
    for each in asked:
        if behind.intersection(each.after):
            behind.add(each.path)
    behind |= {each.list for each in left if each.list is not None}
    return next((each for each in left if each.path not in behind), left[0])


def _headed(decision: Decision, question: Question, lang: Lang) -> str:
    words = WORDS[lang]
    head = words["life"] if question.life else ""
    if question.list is not None and question.index is not None:
        title = decision.edition.vocabulary.lists[question.list].title.get(lang)
        head += words["element"].format(title=title, index=question.index + 1)
    return head + question.text.get(lang)
