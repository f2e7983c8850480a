"""A report × what is typed → the report grown by it, and what follows from it so far.

- What is typed is read once: full-width signs are the same as others, the end of input is an end.
- Data that cannot stand in a report are refused with a reason, and are as before.
"""

from __future__ import annotations

import json
import unicodedata
from argparse import Namespace
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ihc_rules.cli.terminal import fail
from ihc_rules.decision.decide import Decision, decide
from ihc_rules.errors import Lang, ReportError
from ihc_rules.guideline.guideline import Guideline


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation about one report.

    Attributes:
        data: the report as it stands; it grows.
    """

    rules: Guideline
    data: dict[str, Any]
    at: datetime
    arguments: Namespace

    @property
    def by(self) -> str:
        """The role of who answers."""
        return str(self.arguments.by)

    @property
    def lang(self) -> Lang:
        """The language of the conversation."""
        return "ja" if self.arguments.lang == "ja" else "en"

    def decision(self) -> Decision:
        """What follows from what is recorded so far."""
        return decide(self.rules, self.rules.report(self.data), at=self.at)

    def kept(self) -> str:
        """The data as they are, to go back to."""
        return json.dumps(self.data)

    def back(self, kept: str) -> None:
        """Go back to data that were kept."""
        self.data.clear()
        self.data.update(json.loads(kept))

    def accepted(self, before: str) -> bool:
        """Whether the report may be so; if not, it is told why, and the data are as before."""
        try:
            self.rules.report(self.data)
        except ReportError as error:
            fail("\n".join(problem.message(self.lang) for problem in error.problems))
            self.back(before)
            return False
        return True


def typed(prompt: str, end: str = "q") -> str:
    """A line that is typed; `end` where the input has ended."""
    try:
        return input(prompt).strip()
    except EOFError:
        return end


def key(text: str) -> str:
    """What was typed, where a letter or a number stands for something: no case, no full-width signs."""
    return unicodedata.normalize("NFKC", text).casefold().strip()
