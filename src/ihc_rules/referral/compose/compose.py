"""Decision × referral × case × template → a message in Japanese or English.

- A message says what its recipient needs and nothing else: no reference of the reporter, no claim, no time of receipt.
  Should the reporter's reference turn up in it all the same, no message is made.
- Where it goes, who sends it and under which number is the case's: the decision knows no addresses.
- What each recipient may see is the template's `reads`; what each kind of message has is `placeholders`.

Example:
    >>> message = compose(decision, decision.referrals[-1], case=case, lang="ja", templates=templates)
    >>> message.subject
    '送信防止措置の依頼（R-0001）'

Source: SEED1 "The Role of the Internet Hotline Center" (1)-(4); design, "Japanese terms".
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from jinja2 import Template as Compiled
from jinja2.exceptions import UndefinedError

from ihc_rules.decision import wording
from ihc_rules.decision.decide import Decision, Referral
from ihc_rules.errors import Lang, MessageError, Problem
from ihc_rules.referral import urls
from ihc_rules.referral.attachment import machine_readable
from ihc_rules.referral.compose import content
from ihc_rules.referral.compose.gate import ENVIRONMENT
from ihc_rules.referral.compose.placeholders import Kind
from ihc_rules.referral.compose.syntax import TemplateText
from ihc_rules.referral.message import Attachment, Message, Party

REPORTER = "reporter"  # the recipient that is shown a page, and told nothing that was found
Templates = Mapping[tuple[str, Lang], TemplateText]  # by id of a template and language


@dataclass(frozen=True, slots=True)
class Earlier:
    """The message that this one repeats, corrects or withdraws.

    Attributes:
        times: how many requests this one makes, itself included. changes: what has changed, in the message's language.
    """

    referral_id: str
    day: date
    times: int = 2
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """What a decision does not know: where it goes, from whom, under which number.

    Attributes:
        referral_id: the message's own number; never the reporter's reference. day: the date in the letter.
        recipient: None where nothing is mailed: a portal, or the reporter's page.
        url: of the page; None: that of the report. binding_key: a secret of the house, by which a mail is later tied to
            its decision (see `binding`); None: it is not tied. classification: of child sexual abuse material by a hotline,
            as INHOPE and XARF name it; None: none was made.
    """

    referral_id: str
    day: date
    sender: Party
    recipient: Party | None = None
    url: str | None = None
    kind: Kind = "first"
    earlier: Earlier | None = None
    binding_key: bytes | None = None
    classification: str | None = None


def compose(decision: Decision, referral: Referral, *, case: Case, lang: Lang, templates: Templates) -> Message:
    """What is written to a referral's recipient.

    Args:
        templates: every template of the guideline, by id and language.

    Raises:
        MessageError: there is no such template, something that it needs is missing, or the result may not be sent.
    """
    names = content.provisions_behind(decision, referral.route)
    name = referral.template if case.kind == "first" else f"{case.kind}_{referral.template}"
    chosen = templates.get((name or "", lang)) or templates.get((case.kind, lang))
    declared = content.template_of(decision, referral)
    url = case.url or (decision.report.page.url if decision.report.page else None)
    missing = {
        "no-template": chosen is None or declared is None or lang not in declared.languages,
        "no-url": url is None and chosen is not None and not chosen.names.isdisjoint(("url", "host")),
        "no-earlier-message": case.kind != "first" and case.earlier is None,
    }
    problems = [
        Problem(code, path=referral.route, values={"name": name or "-", "lang": lang})
        for code, so in missing.items()
        if so
    ]
    if problems or chosen is None or declared is None:
        raise MessageError(problems)
    values = _of_case(case, lang, url) | _of_decision(decision, referral, lang, names)
    values["recipient_name"] = _recipient_name(decision, referral, case, lang)
    values["facts"] = content.shown_facts(decision, declared, lang)
    subject, text = filled(chosen, values)
    for_reporter = referral.recipient == REPORTER
    attached = (
        None if for_reporter else machine_readable(decision, referral, case=case, provisions=names, template=declared)
    )
    message = Message(
        case.referral_id,
        referral.route,
        lang,
        case.sender,
        case.recipient,
        subject,
        text,
        () if attached is None else (Attachment("referral.json", "application/json", _json(attached)),),
    )
    _without_reporter(decision, message)
    return message


def _of_case(case: Case, lang: Lang, url: str | None) -> dict[str, Any]:
    values: dict[str, Any] = {
        "referral_id": case.referral_id,
        "day": wording.day(case.day, lang),
        "sender_name": case.sender.name,
        "sender_address": case.sender.address,
        "changes": [{"text": each} for each in (case.earlier.changes if case.earlier else ())],
    }
    if url is not None:
        values |= {"url": urls.defanged(url), "host": urls.host_of(url).replace(".", "[.]")}
    if case.earlier is not None:
        values |= {
            "earlier_id": case.earlier.referral_id,
            "earlier_day": wording.day(case.earlier.day, lang),
            "times": str(case.earlier.times),
        }
    return values


def _of_decision(decision: Decision, referral: Referral, lang: Lang, names: tuple[str, ...]) -> dict[str, Any]:
    return {
        "category": content.category(decision, referral, names, lang),
        "edition": decision.edition.title.get(lang),
        "urgent": referral.urgency == "immediate",
        "urgency_open": referral.urgency == "open",
        "penalty_named": content.penalty_named(decision, names),
        "provisions": content.items(decision, names, lang),
    }


def _recipient_name(decision: Decision, referral: Referral, case: Case, lang: Lang) -> str:
    """The name that the case gives, else the title of the recipient."""
    if case.recipient is not None and case.recipient.name:
        return case.recipient.name
    known = decision.edition.rules.recipients.get(referral.recipient or "")
    return known.title.get(lang) if known else ""


def filled(template: TemplateText, values: Mapping[str, Any]) -> tuple[str, str]:
    """Subject and text with everything filled in.

    Raises:
        MessageError: a placeholder has no value.
    """
    try:
        return _compiled(template.subject).render(values).strip(), _compiled(template.text).render(values)
    except UndefinedError as error:
        raise MessageError(
            [Problem("placeholder-without-value", path=template.file, values={"found": str(error)})]
        ) from None


@lru_cache(maxsize=512)
def _compiled(text: str) -> Compiled:
    return ENVIRONMENT.from_string(text)


def _json(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def _without_reporter(decision: Decision, message: Message) -> None:
    """Stop a message in which the reporter's reference stands."""
    reference = decision.report.reference
    written = [
        message.subject,
        message.text,
        *(each.content.decode("utf-8", "replace") for each in message.attachments),
    ]
    if reference and any(reference in each for each in written):
        raise MessageError([Problem("reporter-in-message", path=message.route)])
