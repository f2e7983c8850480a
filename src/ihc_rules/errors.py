"""What went wrong → one value that people can read, in Japanese or English.

- A fault that a person wrote is a `Problem`: a value with a code, a place and names; all of them are collected.
- A call that cannot go on raises one of the exceptions below, and no other (a leaked built-in error is a bug). Each
  holds its Problems, and `text` says them in the language that is asked for; `str` says them in English.
- The words of each code stand in `problem_texts`; nothing here knows what a rule is.

Example:
    >>> problem = Problem("unknown-fact", values={"name": "posting.visibilty"}, suggestion="posting.visibility")
    >>> print(problem.text("en"))
    error unknown-fact: there is no fact `posting.visibilty`
       hint: did you mean `posting.visibility`? a new one is declared in `facts`
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from ihc_rules.problem_texts import TEXTS, WORDS
from ihc_rules.problem_texts.text import shown
from ihc_rules.source import Place

SHOWN = 12  # choices in a hint
Lang = Literal["ja", "en"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: in a guideline (with a place), in a report (with a path) or in a call (with an argument).

    Attributes:
        code: a key of `problem_texts.TEXTS`; stable, part of the contract.
        place: file, line and column, for what stands in a file.
        path: where in a report, such as `facts.content.genitals`, for what came as data; or an argument's name.
        values: names that the text of the code asks for.
        suggestion: what was probably meant, or empty.
        choices: what may stand there, or empty.
    """

    code: str
    place: Place | None = None
    path: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    suggestion: str = ""
    choices: tuple[str, ...] = ()

    def message(self, lang: Lang) -> str:
        """One sentence: what is wrong.

        Raises:
            WrongArgument: of this and the other texts, where `lang` is neither `ja` nor `en`.
        """
        needs_language(lang)
        return TEXTS[self.code].message[lang].format_map(self.values)

    def hint(self, lang: Lang) -> str:
        """What to do about it; empty where the message says it all."""
        needs_language(lang)
        words = WORDS[lang]
        parts = [words["did_you_mean"].format(self.suggestion)] if self.suggestion else []
        parts += [text] if (text := TEXTS[self.code].hint[lang].format_map(self.values)) else []
        shown = ", ".join(f"`{choice}`" for choice in self.choices[:SHOWN])
        more = "" if len(self.choices) <= SHOWN else " …"
        parts += [words["choices"].format(shown + more)] if self.choices else []
        return " ".join(parts) if lang == "en" else "".join(parts)

    def text(self, lang: Lang) -> str:
        """Place, message, the quoted line with a caret, and the hint, as a compiler prints them."""
        needs_language(lang)
        words = WORDS[lang]
        where = str(self.place) if self.place else self.path
        lines = [f"{where}: " if where else ""]
        lines[0] += f"{words['error']} {self.code}: {self.message(lang)}"
        if self.place and self.place.text:
            lines.append(self.place.quoted())
        if hint := self.hint(lang):
            lines.append(f"   {words['hint']}: {hint}")
        return "\n".join(lines)


def order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems by file, line, column, then path and code; each once."""
    first = Place("", 0, 0)
    unique = {(p.place or first, p.path, p.code, p.message("en")): p for p in problems}
    return tuple(unique[key] for key in sorted(unique))


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that was probably meant, or an empty text."""
    found = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return found[0] if found else ""


class IhcRulesError(Exception):
    """Root of every exception that this library raises.

    Attributes:
        problems: what is wrong, in order.
    """

    problems: tuple[Problem, ...] = ()

    def text(self, lang: Lang) -> str:
        """What is wrong and what to do about it, in `ja` or `en`."""
        return "\n\n".join(problem.text(lang) for problem in self.problems) or str(self)


class _Told(IhcRulesError):
    """What is wrong is said by Problems; a single one may be given by itself."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else order(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(problem.text("en") for problem in self.problems)


class GuidelineError(_Told):
    """A guideline cannot be used. `problems` holds every fault, in the order of the files."""


class ReportError(_Told):
    """A report was refused. `problems` holds every fault, each with its path in the report."""


class MessageError(_Told):
    """A message cannot be written, signed or trusted. `problems` holds every fault."""


class WrongArgument(_Told):
    """A function was called with something that it cannot use; `problems` names the argument and what to give."""


def wrong_argument(name: str, needed: str) -> WrongArgument:
    """An argument that is not what is needed.

    Args:
        needed: what to give, as it is written in Python.
    """
    return WrongArgument(Problem("wrong-argument", None, name, {"name": name, "needed": needed}))


class NoSuchProvision(_Told):
    """The edition in force has no provision of that name."""


class CannotCorrect(_Told):
    """The decisions are not about the same report, or somebody is said to be informed whom none of them names."""


class NotInForce(_Told):
    """No edition of the guideline is in force on the governing date."""


class EngineDisagreement(_Told):
    """Two engines gave different answers for one report: nothing may be sent on this decision.

    Attributes:
        differences: (node, answer of the first engine, answer of the second) of every difference.
    """

    def __init__(self, report: str, differences: Iterable[tuple[str, str, str]]) -> None:
        self.differences = tuple(differences)
        listed = "; ".join(f"{node}: {one} / {other}" for node, one, other in self.differences)
        super().__init__(Problem("engines-disagree", values={"report": shown(report), "differences": listed}))
        self.args = (report, self.differences)  # what it can be made from again, in another process


class EngineUnavailable(_Told):
    """The second engine could not answer (not installed, its worker died or hung): no decision was made.

    Attributes:
        said: the last words of its worker, for whoever looks for the cause.
    """

    def __init__(self, problem: Problem, said: str = "") -> None:
        super().__init__(problem)
        self.said = said
        self.args = (problem, said)

    def text(self, lang: Lang) -> str:
        """What is wrong and what to do about it, in `ja` or `en`; then what the worker said."""
        return "\n".join([super().text(lang), *([self.said] if self.said else [])])

    def __str__(self) -> str:
        return self.text("en")


def needs_language(lang: object) -> None:
    """Refuse what is not a language of ours.

    Raises:
        WrongArgument: it is neither `ja` nor `en`.
    """
    if lang not in get_args(Lang):
        values = {"name": shown(lang)}
        raise WrongArgument(Problem("unknown-language", None, "lang", values, choices=get_args(Lang)))
