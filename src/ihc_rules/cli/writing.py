"""`compose` and `sign`: a report → its messages, printed; its mails, written as files.

- Every certain referral with a template is written: mails for recipients with an address, hand-overs (text and JSON)
  for portals, pages for the reporter. `--route` chooses one.
- With `--supersedes` the corrections and withdrawals of what was sent before are written instead.
- `sign` writes only what is due by the plan: a removal request is no mail before the police were told and the hold ran
  out; one that is due again is a repeat, which names the request before. Files are written whole or not at all;
  nothing is sent.
"""

from __future__ import annotations

import hashlib
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from ihc_rules.cli import correcting, inputs
from ihc_rules.cli.desk import Desk, read_binding_key, read_desk, read_signer, read_trust
from ihc_rules.cli.planning import happened
from ihc_rules.cli.terminal import fail, show
from ihc_rules.cli.whole import write_whole
from ihc_rules.decision.correct import Correction
from ihc_rules.decision.data import to_json
from ihc_rules.decision.decide import Decision, Referral, decide
from ihc_rules.decision.events import Event
from ihc_rules.decision.obligation import Plan
from ihc_rules.decision.plan import plan
from ihc_rules.decision.plan_words import owed_text
from ihc_rules.errors import Lang, MessageError, Problem, nearest
from ihc_rules.paths import templates_folder
from ihc_rules.problem_texts.text import shown
from ihc_rules.referral.compose import Case, Earlier, compose
from ihc_rules.referral.compose.load import load_templates
from ihc_rules.referral.message import Message
from ihc_rules.referral.sign import sign

WORDS = {
    "ja": {
        "to": "宛先",
        "subject": "件名",
        "attached": "添付",
        "wrote": "{file} に書き出した。",
        "portal": "（専用の窓口で引き継ぐ）",
    },
    "en": {
        "to": "to",
        "subject": "subject",
        "attached": "attached",
        "wrote": "Wrote {file}.",
        "portal": "(handed over in a portal)",
    },
}


@dataclass(frozen=True)
class _Wanted:
    """A message to be written: of a referral; `wrong`: to correct or withdraw what was written of it.

    `number`: which message of this referral it is; 2 is the first repeat.
    """

    name: str
    decision: Decision
    referral: Referral
    wrong: Correction | None = None
    number: int = 1

    @property
    def file(self) -> str:
        """The name of what is written, without its ending."""
        return (f"{self.name}.{self.number}" if self.number > 1 else self.name).replace(":", ".")


def compose_messages(arguments: Namespace) -> int:
    """Print what is written to each recipient."""
    if arguments.events is not None and arguments.supersedes is None:
        raise inputs.WrongUse(inputs.WORDS[arguments.lang]["events"])
    _, found, refused = _messages(arguments)
    if refused:
        raise MessageError(refused)
    messages = [each for _, each in found]
    lang: Lang = arguments.lang
    if arguments.json:
        show(to_json({"messages": [_data(each) for each in messages]}))
    else:
        show("\n\n".join(_text(each, lang) for each in messages))
    return 0


def sign_messages(arguments: Namespace) -> int:
    """Write signed mails, and what is not mailed, into a folder.

    Raises:
        MessageError: a message could not be made; the others were written: none waits for a fault of another, least of
            all one about danger to life.
    """
    at, messages, refused = _messages(arguments, due_only=True)
    signer = read_signer(arguments.key, arguments.certificates, arguments.password_file)
    trust = read_trust(arguments.ca, arguments.crl or [])
    ready: dict[str, bytes] = {}
    for name, message in messages:
        if message.to is not None:
            ready[f"{name}.eml"] = sign(message, signer, at=at, trust=trust)
            continue
        ready[f"{name}.txt"] = f"{message.subject}\n\n{message.text}".encode()
        ready |= {f"{name}.{each.name}": each.content for each in message.attachments}
    folder = Path(arguments.out)
    if ready or not refused:
        folder.mkdir(parents=True, exist_ok=True)
    for name, content in ready.items():
        write_whole(folder / name, content)
        show(WORDS[arguments.lang]["wrote"].format(file=folder / name))
    if refused:
        raise MessageError(refused)
    return 0


def _messages(
    arguments: Namespace, due_only: bool = False
) -> tuple[datetime, list[tuple[str, Message]], list[Problem]]:
    """The time of the mails; each message with its file's name (with the report's number); what is refused."""
    rules, _, reports = inputs.opened(arguments)
    decided, at = inputs.times(arguments, rules)
    desk = read_desk(arguments.desk, arguments.lang)
    templates = load_templates(templates_folder(arguments.guideline, rules.id))
    key = read_binding_key(arguments.binding_key_file)
    before = correcting.replaced(arguments, rules, reports, decided)
    written = None if arguments.events is None else inputs.data(arguments.events, arguments.lang)[0]
    found: list[tuple[str, Message]] = []
    refused: list[Problem] = []
    for number, report in enumerate(reports, 1):
        of_report = f"{number}." if len(reports) > 1 else ""  # alone too: the other report's may be due another day
        decision = decide(rules, report, at=decided)
        events = None if written is None else happened(written, decision, reports)
        for each in _wanted(decision, arguments, events, before, at if due_only else None):
            try:
                lang = arguments.language or _language(each.decision, each.referral)
                case = _case(each, desk, at, key)
                if before is not None and each.wrong is not None:
                    case = replace(case, kind=each.wrong.kind, earlier=before.earlier(each.wrong, lang))
                elif each.number > 1:
                    case = replace(case, kind="repeat", earlier=_repeated(each, arguments, of_report))
                message = compose(each.decision, each.referral, case=case, lang=lang, templates=templates)
            except MessageError as error:
                refused += error.problems
            else:
                found.append((of_report + each.file, message))
    return at, found, refused


def _wanted(
    decision: Decision,
    arguments: Namespace,
    events: tuple[Event, ...] | None,
    before: correcting.Replaced | None,
    due_at: datetime | None,
) -> list[_Wanted]:
    """What is to be written: the messages of a decision, or what takes back those of the one before.

    Args:
        due_at: when it has to be due; None: whether it is does not matter.
    """
    if before is None:
        each_of = [_Wanted(each.route, decision, each) for each in _chosen(decision, arguments.route)]
        wrong: Sequence[Correction] = ()
    else:
        wrong = before.wrong(decision, events)
        each_of = [
            _Wanted(correcting.name(one), *before.basis(one, decision), one)
            for one in wrong
            if arguments.route in (None, one.route)
        ]
        if arguments.route is not None and not each_of:
            raise _no_such(arguments.route, tuple(one.route for one in wrong))
    if due_at is None:
        return each_of
    return _due(decision, each_of, arguments, plan(decision, events or (), at=due_at, corrections=wrong))


def _chosen(decision: Decision, route: str | None) -> Iterator[Referral]:
    """Certain referrals with a template."""
    certain = [each for each in decision.referrals if each.recipient is not None]
    if route is not None and route not in (each.route for each in certain):
        known = tuple(each.route for each in certain)
        raise _no_such(route, known)
    yield from (each for each in certain if (each.template if route is None else each.route == route))


def _no_such(route: str, known: tuple[str, ...]) -> MessageError:
    return MessageError([Problem("no-such-referral", path=route, values={"name": route}, choices=known)])


def _due(decision: Decision, chosen: list[_Wanted], arguments: Namespace, owed: Plan) -> list[_Wanted]:
    """Those of the chosen that are to be sent now; what is not is told, and refused where it was asked for by name."""
    due = {each.route: each.number for each in owed.due if each.step in ("send", "correct", "withdraw")}
    late = [each for each in chosen if each.name not in due]
    if arguments.route is not None and late:
        why = "; ".join(owed_text(decision, each, arguments.lang) for each in owed.of(late[0].name))
        raise MessageError([Problem("not-due", path=arguments.route, values={"name": arguments.route, "why": why})])
    for each in late:
        for owed_now in owed.of(each.name):
            fail(owed_text(decision, owed_now, arguments.lang))
    return [replace(each, number=due[each.name]) for each in chosen if each.name in due]


def _repeated(wanted: _Wanted, arguments: Namespace, of_report: str) -> Earlier:
    """The message that this one repeats: the one before it, as `sign` named it then, of a report of a submission."""
    before = (replace(wanted, number=wanted.number - 1).file, wanted.file.removesuffix(f".{wanted.number}"))
    sent = None if arguments.sent is None else Path(arguments.sent)
    return correcting.earlier(sent, [of_report + each for each in before], wanted.number)


def _language(decision: Decision, referral: Referral) -> Lang:
    """The first language of the recipient: what it reads best."""
    return decision.edition.rules.recipients[referral.recipient or ""].languages[0]


def _case(wanted: _Wanted, desk: Desk, at: datetime, key: bytes | None) -> Case:
    """The case of one message; its number says nothing of the report."""
    decision, referral = wanted.decision, wanted.referral
    named = "\0".join((decision.report.id, wanted.file, at.isoformat()))
    number = f"R-{hashlib.sha256(named.encode()).hexdigest()[:12]}"
    recipient = decision.edition.rules.recipients[referral.recipient or ""]
    mailed = any(each in ("mail", "signed_mail") for each in recipient.channels)
    if mailed and recipient.id not in desk.recipients:
        raise MessageError([_no_address(recipient.id), *_misspelt(desk, decision)])
    day = at.astimezone(decision.edition.header.governing_date.zone).date()
    return Case(number, day, desk.sender, desk.recipients[recipient.id] if mailed else None, binding_key=key)


def _no_address(recipient: str) -> Problem:
    return Problem("no-address", path=f"recipients.{recipient}", values={"name": recipient})


def _misspelt(desk: Desk, decision: Decision) -> list[Problem]:
    """Recipients of a desk that the guideline does not know: told where an address is missing."""
    known = decision.edition.rules.recipients
    return [
        Problem(
            "unknown-recipient",
            path=f"recipients.{name}",
            values={"name": shown(name)},
            suggestion=nearest(name, known),
        )
        for name in desk.recipients
        if name not in known
    ]


def _text(message: Message, lang: Lang) -> str:
    words, colon = WORDS[lang], "：" if lang == "ja" else ": "
    to = f"{message.to.name} <{message.to.address}>" if message.to else words["portal"]
    lines = [f"=== {message.route}", f"{words['to']}{colon}{to}", f"{words['subject']}{colon}{message.subject}"]
    if message.attachments:
        lines.append(f"{words['attached']}{colon}{', '.join(each.name for each in message.attachments)}")
    return "\n".join([*lines, "", message.text.rstrip("\n")])


def _data(message: Message) -> dict[str, object]:
    return {
        "id": message.id,
        "route": message.route,
        "lang": message.lang,
        "to": None if message.to is None else {"name": message.to.name, "address": message.to.address},
        "subject": message.subject,
        "text": message.text,
        "attachments": {each.name: each.content.decode("utf-8", "replace") for each in message.attachments},
    }
