"""An earlier decision, what it led to × the decision that replaces it → who must be told otherwise, and the messages.

- The earlier decision is made again from the report as it was (`--supersedes`, with `--superseded-at`).
- Informed is whom the events name; without events, whoever has a message in the folder of those that were sent
  (`--sent`); without either, everyone that the earlier decision certainly led to.
- A correction names the message that it corrects, a repeat the one that it repeats: number and day are read from there.
"""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ihc_rules.cli import inputs
from ihc_rules.decision.correct import Correction, corrections
from ihc_rules.decision.decide import Decision, Referral, decide
from ihc_rules.decision.events import Event
from ihc_rules.decision.gate import reached
from ihc_rules.decision.seen import Seen
from ihc_rules.errors import Lang, MessageError, Problem
from ihc_rules.guideline.guideline import Guideline
from ihc_rules.referral.check_binding import attachment
from ihc_rules.referral.compose import Earlier
from ihc_rules.referral.compose.compose import REPORTER
from ihc_rules.referral.parse import MAX_BYTES, Broken, NotSigned, read_mail
from ihc_rules.report import Report

STEPS = {"correction": "correct", "withdrawal": "withdraw"}


@dataclass(frozen=True)
class Replaced:
    """A decision that does not hold any more, and where its messages are."""

    decision: Decision
    sent: Path | None

    def wrong(self, after: Decision, events: Sequence[Event] | None) -> tuple[Correction, ...]:
        """Who must be told what; a page that the reporter is shown is none to be corrected."""
        pairs = [(each.route, str(each.recipient)) for each in self.decision.referrals]
        if events is not None:
            seen = Seen(self.decision, tuple(each for each in events if each.at < after.at), after.at)
            pairs = [each for each in pairs if reached(seen.attempts(each[0]))]
        elif self.sent is not None:
            pairs = [each for each in pairs if any(each.exists() for each in _files(self.sent, each[0]))]
        informed = [each for each in pairs if each[1] != REPORTER]
        return corrections(self.decision, after, informed=informed)

    def basis(self, wrong: Correction, after: Decision) -> tuple[Decision, Referral]:
        """What the message speaks of: what holds now, or of a withdrawal what was told."""
        decision = self.decision if wrong.kind == "withdrawal" else after
        referrals = [each for each in decision.referrals if each.route == wrong.route]
        return decision, next(each for each in referrals if each.recipient == wrong.recipient)

    def earlier(self, wrong: Correction, lang: Lang) -> Earlier:
        """The message that was wrong.

        Raises:
            MessageError: it is not in the folder, or has no number and day.
        """
        return replace(earlier(self.sent, (wrong.route,)), changes=(wrong.reason.get(lang),))


def earlier(sent: Path | None, names: Sequence[str], times: int = 2) -> Earlier:
    """A message that was written before: the first of these names that is in the folder.

    Raises:
        MessageError: none is in the folder, or it has no number and day.
    """
    files = [] if sent is None else [each for name in names for each in _files(sent, name) if each.exists()]
    data = _attached(files[0]) if files else {}
    try:
        return Earlier(str(data["id"]), date.fromisoformat(data["day"]), times)
    except (TypeError, KeyError, ValueError):
        raise MessageError([Problem("no-earlier-message", path=str((*files, names[0])[0]))]) from None


def replaced(arguments: Namespace, rules: Guideline, reports: Sequence[Report], at: datetime) -> Replaced | None:
    """The decision that is replaced, if `--supersedes` names one.

    Raises:
        WrongUse: there are several reports, or the earlier decision is not earlier.
    """
    lang: Lang = arguments.lang
    sent = getattr(arguments, "sent", None)
    if arguments.supersedes is None:
        if arguments.superseded_at is not None or (sent is not None and arguments.command != "sign"):
            raise inputs.WrongUse(inputs.WORDS[lang]["supersedes"])
        return None
    if len(reports) > 1:
        raise inputs.WrongUse(inputs.WORDS[lang]["one_report"])
    written, typed = inputs.data(arguments.supersedes, lang)
    before = at
    if arguments.superseded_at is not None:
        before = inputs.moment_of(arguments.superseded_at, rules.zone, lang, "--superseded-at")
        inputs.of_our_age(before, lang, "--superseded-at")
    if before > at:
        raise inputs.WrongUse(inputs.WORDS[lang]["not_earlier"].format(at=arguments.superseded_at))
    decision = decide(rules, rules.report(written, typed), at=before)
    return Replaced(decision, None if sent is None else Path(sent))


def name(wrong: Correction) -> str:
    """How the events and the plan call it: `correct:police`."""
    return f"{STEPS[wrong.kind]}:{wrong.route}"


def _files(folder: Path, route: str) -> tuple[Path, ...]:
    return folder / f"{route}.eml", folder / f"{route}.referral.json"


def _attached(file: Path) -> Mapping[str, Any]:
    with file.open("rb") as opened:
        content = opened.read(MAX_BYTES)
    try:
        found = attachment(read_mail(content)) if file.suffix == ".eml" else json.loads(content)
    except (NotSigned, Broken, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
