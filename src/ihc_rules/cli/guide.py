"""`guide`: a person's answers → the windows that can help, as cards.

- On a terminal only the questions that still matter are asked, those about life and body first; nothing is stored.
  However the conversation ends, the windows that are certain by then are shown.
- As soon as there is danger, whom to call is shown, before the next question.
- In a pipe nothing is asked: what is certain, what is possible, and the questions that would decide.
"""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ihc_rules.cli import inputs
from ihc_rules.cli.answering import understood
from ihc_rules.cli.asking import place
from ihc_rules.cli.cards import asked, card, lines
from ihc_rules.cli.terminal import fail, show
from ihc_rules.decision.ask import Question, questions
from ihc_rules.decision.data import guide_data, to_json
from ihc_rules.decision.decide import Decision, decide
from ihc_rules.decision.windows import has_windows, possible_windows, windows
from ihc_rules.errors import Lang, ReportError
from ihc_rules.guideline.guideline import Guideline
from ihc_rules.report import Report

BY = "person_seeking_help"
INTERRUPTED = 130  # 128 + SIGINT, as shells count
WORDS: Mapping[Lang, Mapping[str, str]] = {
    "ja": {
        "windows": "相談・通報の窓口",
        "none": "ここまでの答えでは、窓口はまだ決まりません。",
        "still": "答えによっては、次の窓口もあります",
        "untold": "分からない答えがあるため、次の窓口も考えられます",
        "questions": "窓口を決める質問",
        "file": '答えを {{"{fact}": …}} のように JSON か YAML のファイルに書き、'
        "ihc-rules guide ファイル名 としてください。",
        "begin": "いくつか質問をします。答えたくない質問はとばせます。答えは保存されません。",
        "enum": "番号か言葉で答えてください（s とばす、q 終わる）> ",
        "set": "番号か言葉で、いくつでも、コンマで区切って答えてください（s とばす、q 終わる）> ",
        "boolean": "はい か いいえ で答えてください（u 分からない、s とばす、q 終わる）> ",
        "list": "まだあれば a、もうなければ c（s とばす、q 終わる）> ",
        "free": "答えを書いてください（u 分からない、s とばす、q 終わる）> ",
        "again": "答えを読み取れませんでした。もう一度お願いします。",
        "no_windows": "--guideline `{guideline}`：{day} に効力のあるルートに、"
        "窓口へ案内するもの（action: guide）がありません。窓口のあるガイドラインを指定してください（例：consultation）",
    },
    "en": {
        "windows": "Windows that can help",
        "none": "No window is certain from these answers yet.",
        "still": "Depending on further answers, also",
        "untold": "Since something could not be told, these are possible too",
        "questions": "Questions that decide",
        "file": 'Write the answers into a JSON or YAML file, such as {{"{fact}": …}}, and give it: '
        "ihc-rules guide FILE",
        "begin": "A few questions follow. You may skip any of them. Your answers are not stored.",
        "enum": "number or words (s skip, q quit) > ",
        "set": "numbers or words, as many as apply, with commas (s skip, q quit) > ",
        "boolean": "yes or no (u I do not know, s skip, q quit) > ",
        "list": "a: there is one more, c: that is all (s skip, q quit) > ",
        "free": "your answer (u I do not know, s skip, q quit) > ",
        "again": "That was not understood. Please try again.",
        "no_windows": "--guideline `{guideline}`: no route in force on {day} leads to a window (action: guide); "
        "name a guideline with windows, such as consultation",
    },
}


def guide(arguments: Namespace) -> int:
    """Ask what is needed and print the windows."""
    lang: Lang = arguments.lang
    answers = _Answers({"id": "guide"}, True, "", "")
    if arguments.answers:
        answers = _known(arguments.answers, *inputs.data(arguments.answers, lang))  # first: it fails soon
    rules = inputs.guideline(arguments)
    at = inputs.moment(arguments, rules.zone)
    decision = decide(rules, answers.report(rules), at=at)
    if not has_windows(decision.edition):
        words = WORDS[lang]["no_windows"]
        raise inputs.WrongUse(words.format(guideline=rules.id, day=decision.day.isoformat()))
    if arguments.json:
        show(to_json(guide_data(decision)))
        return 0
    code, on_terminal = 0, sys.stdin.isatty() and sys.stdout.isatty() and arguments.answers != "-"
    if on_terminal:
        talk = _Conversation(rules, answers, at, lang, decision)
        try:
            talk.run()
        except KeyboardInterrupt:
            code = INTERRUPTED
        decision = talk.decision
    shown = "\n".join(_result(decision, lang, with_questions=not on_terminal))
    show(shown if on_terminal else shown.lstrip("\n"))
    return code


@dataclass(frozen=True)
class _Answers:
    """Answers as the data of a report.

    Attributes:
        typed: whether they came as JSON.
        file: where they came from, for the messages.
        inside: what stands before a path that the file does not hold.
    """

    data: dict[str, Any]
    typed: bool
    file: str
    inside: str

    def report(self, rules: Guideline) -> Report:
        """The report.

        Raises:
            ReportError: with every fault, each with the file and its place there.
        """
        try:
            return rules.report(self.data, self.typed)
        except ReportError as error:
            if not self.file:
                raise
            found = [replace(each, path=self._path(each.path)) for each in error.problems]
            raise ReportError(found) from None

    def _path(self, path: str) -> str:
        return f"{self.file}: {path.removeprefix(self.inside)}".removesuffix(": ")


def _known(file: str, written: Any, typed: bool) -> _Answers:
    """The answers of a file: a report, or a plain mapping of facts."""
    if isinstance(written, dict) and not written.keys() & {"facts", "lists", "id"}:
        return _Answers({"id": "guide", "facts": written}, typed, file, "facts.")
    data = {"id": "guide", **written} if isinstance(written, dict) else written
    return _Answers(data, typed, file, "")


class _Conversation:
    """Asks until nothing matters any more, or the person ends it; `decision` is what is known by then."""

    def __init__(self, rules: Guideline, answers: _Answers, at: datetime, lang: Lang, decision: Decision) -> None:
        self.rules, self.answers, self.at, self.lang, self.decision = rules, answers, at, lang, decision
        self._skipped: set[str] = set()
        self._warned: set[str] = set()

    def run(self) -> None:
        """Ask, from the most pressing question on."""
        if hasattr(sys.stdin, "reconfigure"):
            sys.stdin.reconfigure(errors="replace")  # what is no text is not understood, and asked again
        self._warn()
        if question := self._next():
            show(WORDS[self.lang]["begin"])
        while question and self._ask(question):
            self._warn()
            question = self._next()

    def _next(self) -> Question | None:
        left = (each for each in questions(self.decision) if each.path not in self._skipped)
        return next((each for each in left if BY in each.established_by), None)

    def _ask(self, question: Question) -> bool:
        """Ask one question until it is answered or skipped; False to end."""
        show(f"\n{question.text.get(self.lang)}")
        if question.help:
            show(f"  {question.help.get(self.lang)}")
        for number, value in enumerate(question.values, 1):
            about = f" ― {value.help.get(self.lang)}" if value.help else ""
            show(f"  {number}. {value.title.get(self.lang)}{about}")
        words = WORDS[self.lang]
        while True:
            try:
                text = input(words.get(question.type, words["free"]))
            except EOFError:
                return False
            meant: Any = _of_list(text) if question.type == "list" else understood(question, text)
            if meant == "quit":
                return False
            if meant == "skip":
                self._skipped.add(question.path)
                return True
            if meant is not None and self._record(question, meant):
                return True
            show(words["again"])

    def _record(self, question: Question, meant: Any) -> bool:
        """Record an answer, and say what was understood; False where it cannot stand there."""
        data = deepcopy(self.answers.data)
        if question.type == "list":
            held = data.setdefault("lists", {}).setdefault(question.fact, {"complete": False, "items": []})
            held["complete"] = meant == "complete"
            held["items"] += [] if held["complete"] else [{}]
        else:
            place(data, question, meant if isinstance(meant, dict) else {"undeterminable": True}, BY)
        answers = replace(self.answers, data=data, file="")
        try:
            report = answers.report(self.rules)
        except ReportError as error:
            fail("\n".join(problem.message(self.lang) for problem in error.problems))
            return False
        self.answers, self.decision = answers, decide(self.rules, report, at=self.at)
        chosen = report.values.get(question.fact)
        names = chosen if isinstance(chosen, frozenset) else {chosen}
        if titles := [each.title.get(self.lang) for each in question.values if each.id in names]:
            show("\n".join(f"  → {title}" for title in titles))
        return True

    def _warn(self) -> None:
        """Show whom to call in an emergency, once, as soon as it is known."""
        for window in windows(self.decision):
            if window.emergency and window.recipient.id not in self._warned:
                self._warned.add(window.recipient.id)
                show("\n".join(card(window, self.lang)) + "\n")


def _of_list(text: str) -> Any:
    found = {"a": "another", "c": "complete", "q": "quit", "s": "skip", "": "skip"}
    return found.get(text.strip().lower())


def _result(decision: Decision, lang: Lang, with_questions: bool) -> list[str]:
    """The cards, the windows that are possible too, and in a pipe the questions."""
    words, found, left = WORDS[lang], windows(decision), questions(decision)
    shown = [f"\n{words['windows'] if found else words['none']}"]
    for window in found:
        shown += card(window, lang)
    if more := possible_windows(decision):
        shown += [f"\n{words['still' if left else 'untold']}", *lines(more, lang)]
    if with_questions and left:
        shown += [f"\n{words['questions']}", *asked(left, lang), f"\n{words['file'].format(fact=left[0].path)}"]
    return shown
