"""`compose` and `sign`: a report → its messages, printed; its mails, written as files.

- Every certain referral with a template is written: mails for recipients with an address, hand-overs (text and JSON)
  for portals, pages for the reporter. `--route` chooses one.
- `sign` writes only what is due by the plan: a removal request is no mail before the police were told and the hold ran
  out. Files are written whole or not at all; nothing is sent.
"""

from __future__ import annotations

import hashlib
import tempfile
from argparse import Namespace
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from ihc_rules.cli import inputs
from ihc_rules.cli.desk import Desk, read_binding_key, read_desk, read_signer, read_trust
from ihc_rules.cli.planning import happened
from ihc_rules.cli.terminal import fail, show
from ihc_rules.decision.data import to_json
from ihc_rules.decision.decide import Decision, Referral, decide
from ihc_rules.decision.plan import plan
from ihc_rules.decision.plan_words import owed_text
from ihc_rules.errors import Lang, MessageError, Problem
from ihc_rules.paths import templates_folder
from ihc_rules.referral.compose import Case, compose
from ihc_rules.referral.compose.load import load_templates
from ihc_rules.referral.message import Message
from ihc_rules.referral.sign import sign
from ihc_rules.report import Report

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


def compose_messages(arguments: Namespace) -> int:
    """Print what is written to each recipient."""
    messages = [each for _, _, each in _messages(arguments)[1]]
    lang: Lang = arguments.lang
    if arguments.json:
        show(to_json({"messages": [_data(each) for each in messages]}))
    else:
        show("\n\n".join(_text(each, lang) for each in messages))
    return 0


def sign_messages(arguments: Namespace) -> int:
    """Write signed mails, and what is not mailed, into a folder."""
    at, messages = _messages(arguments, due_only=True)
    several = len({number for number, _, _ in messages}) > 1  # reports of one submission
    signer = read_signer(arguments.key, arguments.certificates, arguments.password_file)
    trust = read_trust(arguments.ca, arguments.crl or [])
    ready: dict[str, bytes] = {}
    for number, referral, message in messages:
        name = f"{number}.{referral.route}" if several else referral.route
        if message.to is not None:
            ready[f"{name}.eml"] = sign(message, signer, at=at, trust=trust)
            continue
        ready[f"{name}.txt"] = f"{message.subject}\n\n{message.text}".encode()
        ready |= {f"{name}.{each.name}": each.content for each in message.attachments}
    folder = Path(arguments.out)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in ready.items():
        write_whole(folder / name, content)
        show(WORDS[arguments.lang]["wrote"].format(file=folder / name))
    return 0


def _messages(arguments: Namespace, due_only: bool = False) -> tuple[datetime, list[tuple[int, Referral, Message]]]:
    """The time of the mails, and each message with the number of its report, from 1."""
    rules, _, reports = inputs.opened(arguments)
    decided, at = inputs.times(arguments, rules)
    desk = read_desk(arguments.desk, arguments.lang)
    templates = load_templates(templates_folder(arguments.guideline, rules.id))
    key = read_binding_key(arguments.binding_key_file)
    found: list[tuple[int, Referral, Message]] = []
    for number, report in enumerate(reports, 1):
        decision = decide(rules, report, at=decided)
        chosen = list(_chosen(decision, arguments.route))
        for referral in _due(decision, chosen, arguments, at, reports) if due_only else chosen:
            lang = arguments.language or _language(decision, referral)
            case = _case(decision, referral, desk, at, key)
            message = compose(decision, referral, case=case, lang=lang, templates=templates)
            found.append((number, referral, message))
    return at, found


def _chosen(decision: Decision, route: str | None) -> Iterator[Referral]:
    """Certain referrals with a template."""
    certain = [each for each in decision.referrals if each.recipient is not None]
    if route is not None and route not in (each.route for each in certain):
        known = tuple(each.route for each in certain)
        raise MessageError([Problem("no-such-referral", path=route, values={"name": route}, choices=known)])
    yield from (each for each in certain if (each.template if route is None else each.route == route))


def _due(
    decision: Decision, chosen: list[Referral], arguments: Namespace, at: datetime, reports: Sequence[Report]
) -> list[Referral]:
    """Those of the chosen that are to be sent now; what is not is told, and refused where it was asked for by name."""
    written: object = [] if arguments.events is None else inputs.data(arguments.events, arguments.lang)[0]
    owed = plan(decision, happened(written, decision, reports), at=at)
    due = {each.route for each in owed.due if each.step == "send"}
    if arguments.route is not None and arguments.route not in due:
        why = "; ".join(owed_text(decision, each, arguments.lang) for each in owed.of(arguments.route))
        raise MessageError([Problem("not-due", path=arguments.route, values={"name": arguments.route, "why": why})])
    for each in chosen:
        if each.route not in due:
            for owed_now in owed.of(each.route):
                fail(owed_text(decision, owed_now, arguments.lang))
    return [each for each in chosen if each.route in due]


def _language(decision: Decision, referral: Referral) -> Lang:
    """The first language of the recipient: what it reads best."""
    return decision.edition.rules.recipients[referral.recipient or ""].languages[0]


def _case(decision: Decision, referral: Referral, desk: Desk, at: datetime, key: bytes | None) -> Case:
    """The case of one referral; its number says nothing of the report."""
    named = "\0".join((decision.report.id, referral.route, at.isoformat()))
    number = f"R-{hashlib.sha256(named.encode()).hexdigest()[:12]}"
    recipient = decision.edition.rules.recipients[referral.recipient or ""]
    mailed = any(each in ("mail", "signed_mail") for each in recipient.channels)
    if mailed and recipient.id not in desk.recipients:
        raise MessageError([Problem("no-address", path=f"recipients.{recipient.id}", values={"name": recipient.id})])
    day = at.astimezone(decision.edition.header.governing_date.zone).date()
    return Case(number, day, desk.sender, desk.recipients[recipient.id] if mailed else None, binding_key=key)


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


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    # made readable for nobody else: who is told what is their business only
    with tempfile.NamedTemporaryFile("wb", dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        beside = Path(file.name)
        try:
            file.write(content)
            file.flush()
            beside.replace(path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
