"""`ask`: a report → the next questions, printed; on a terminal, asked and recorded.

- Where nothing is left to be asked, it is said what is still waited for: advisers' opinions, or what could not be told.
- Whether the answers can be saved is looked at before the first question. On a terminal, a file that does not exist yet
  begins a new report.
"""

from __future__ import annotations

import sys
from argparse import Namespace

from ihc_rules.cli import inputs, saving
from ihc_rules.cli.conversing import converse
from ihc_rules.cli.ending import left_over
from ihc_rules.cli.recording import place
from ihc_rules.cli.terminal import show
from ihc_rules.decision.ask import Question, awaiting, questions
from ihc_rules.decision.data import question_data, to_json
from ihc_rules.decision.decide import decide
from ihc_rules.decision.wording import ROLE
from ihc_rules.errors import Lang

__all__ = ["ask", "place"]  # `guide` places its answers in the same way

WORDS: dict[str, dict[str, str]] = {
    "ja": {
        "given_at": "--given-at は、--by advisor とともに用います",
        "life": "【人命】",
        "role": "--by `{role}`：次のどれかを書いてください：{roles}",
        "no_terminal": "--save と --again は、端末で対話するときに使います",
    },
    "en": {
        "given_at": "--given-at goes with --by advisor",
        "life": "[life] ",
        "role": "--by `{role}`: write one of {roles}",
        "no_terminal": "--save and --again are for a terminal, where the questions are asked",
    },
}


def ask(arguments: Namespace) -> int:
    """Print the next questions, or ask them."""
    _refuse(arguments)
    if _on_terminal(arguments) and (new := saving.begun(arguments.report, arguments.lang)) is not None:
        rules = inputs.guideline(arguments)
        inputs.given_at(arguments, rules)
        return converse(rules, new, inputs.moment(arguments, rules.zone), arguments)
    rules, reference, reports = inputs.opened(arguments)
    at = inputs.moment(arguments, rules.zone)
    inputs.given_at(arguments, rules)  # a mistake in it is told before anything is asked
    lang: Lang = arguments.lang
    if _on_terminal(arguments) and reference is None:
        written, typed = inputs.data(arguments.report, lang)
        if typed:
            return converse(rules, dict(written), at, arguments)
    if arguments.save or arguments.again:
        raise inputs.WrongUse(WORDS[lang]["no_terminal"])
    decisions = [decide(rules, each, at=at) for each in reports]
    if arguments.json:
        listed = [[question_data(each) for each in questions(decision)] for decision in decisions]
        waits = [list(awaiting(decision)) for decision in decisions]
        one = {"questions": listed[0], "awaiting": waits[0]}
        show(to_json(one if reference is None else {"reference": reference, "questions": listed, "awaiting": waits}))
        return 0
    for decision in decisions:
        show("\n".join(_line(each, lang) for each in questions(decision)) or "\n".join(left_over(decision, lang)))
    return 0


def _refuse(arguments: Namespace) -> None:
    """Refuse what could not be used after all questions were answered."""
    words = WORDS[arguments.lang]
    if arguments.by not in ROLE["en"]:
        raise inputs.WrongUse(words["role"].format(role=arguments.by[:80], roles=", ".join(ROLE["en"])))
    if arguments.given_at is not None and arguments.by != "advisor":
        raise inputs.WrongUse(words["given_at"])
    saving.refuse(arguments)


def _on_terminal(arguments: Namespace) -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty() and not arguments.json and arguments.report != "-"


def _line(question: Question, lang: Lang) -> str:
    roles = (
        "、".join(ROLE[lang][each] for each in question.established_by)
        if lang == "ja"
        else ", ".join(ROLE[lang][each] for each in question.established_by)
    )
    life = WORDS[lang]["life"] if question.life else ""
    return f"{question.path}: {life}{question.text.get(lang)} [{roles}]"
