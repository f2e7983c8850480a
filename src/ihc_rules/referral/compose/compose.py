"""Decision × referral × case × template → a message in Japanese or English.

- A message says what its recipient needs and nothing else: no reference of the reporter, no claim, no time of receipt.
  Should the reporter's reference turn up in it all the same, no message is made.
- Where it goes, who sends it and under which number is the case's: the decision knows no addresses.
- What each recipient may see is the template's `reads`; what each kind of message has is `placeholders`.

Example:
    >>> message = compose(decision, decision.referrals[-1], case=case, lang="ja", templates=templates)
    >>> message.subject
    '送信防止措置の依頼（文書番号 R-0001）'

Source: SEED1 "The Role of the Internet Hotline Center" (1)-(4); design, "Japanese terms".
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from jinja2 import Template as Compiled
from jinja2.exceptions import UndefinedError

from ihc_rules.decision import wording
from ihc_rules.decision.ask import stage
from ihc_rules.decision.decide import Decision, Referral
from ihc_rules.errors import Lang, MessageError, Problem
from ihc_rules.guideline.model import Template
from ihc_rules.referral import urls
from ihc_rules.referral.attachment import machine_readable
from ihc_rules.referral.compose import content
from ihc_rules.referral.compose.case import Case
from ihc_rules.referral.compose.gate import ENVIRONMENT
from ihc_rules.referral.compose.placeholders import Kind
from ihc_rules.referral.compose.syntax import TemplateText
from ihc_rules.referral.message import MAX_TEXT, Attachment, Message

STATUS = "reporter_status"
REPORTER = "reporter"  # the recipient that is shown a page, and told nothing that was found
Templates = Mapping[tuple[str, Lang], TemplateText]  # by id of a template and language


def compose(decision: Decision, referral: Referral, *, case: Case, lang: Lang, templates: Templates) -> Message:
    """What is written to a referral's recipient.

    Args:
        templates: every template of the guideline, by id and language.

    Raises:
        MessageError: there is no such template, something that it needs is missing, or the result may not be sent.
    """
    names = content.provisions_behind(decision, referral.route)
    declared = content.template_of(decision, referral)
    name = None if declared is None else text_name(declared, referral.recipient or "", case.kind)
    chosen = templates.get((name, lang)) if name else None
    url = case.url or (decision.report.page.url if decision.report.page else None)
    missing = {
        "no-template": chosen is None or declared is None or lang not in declared.languages,
        "no-url": url is None and chosen is not None and not chosen.names.isdisjoint(("url", "host")),
        "no-earlier-message": case.kind != "first" and case.earlier is None,
    }
    problems = [
        Problem(code, path=referral.route, values={"name": name or referral.template or "-", "lang": lang})
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
    _without_words(declared.never, message)
    return message


def text_name(declared: Template, recipient: str, kind: Kind) -> str:
    """The text for a recipient and a kind of message: the most special that is declared; no other takes its place."""
    *special, plain = text_names(declared.id, recipient, kind)
    return next((name for name in special if name in declared.texts), plain)


def text_names(template: str, recipient: str, kind: Kind) -> tuple[str, ...]:
    """The names that a message's text may have, the most special first."""
    if kind == "first":
        return (f"{template}_{recipient}", template)
    return (f"{kind}_{template}_{recipient}", f"{kind}_{template}", kind)


def status_text(decision: Decision, *, day: date, lang: Lang, templates: Templates) -> tuple[str, str]:
    """What an anonymous reporter is shown: how far the report is, and nothing that was found.

    Returns:
        Heading and text.

    Raises:
        MessageError: there is no template `reporter_status` in the language.
    """
    template = templates.get((STATUS, lang))
    if template is None:
        raise MessageError([Problem("no-template", values={"name": STATUS, "lang": lang})])
    now = stage(decision)
    values = {
        "day": wording.day(day, lang),
        "stage": wording.STAGE[lang][now],
        "out_of_scope": now == "out_of_scope",
        "in_progress": now in ("investigate", "legal_review"),
        "finished": now in ("unresolved", "decided"),
    }
    return filled(template, values)


def _of_case(case: Case, lang: Lang, url: str | None) -> dict[str, Any]:
    values: dict[str, Any] = {
        "referral_id": case.referral_id,
        "day": wording.day(case.day, lang),
        "sender_name": case.sender.name,
        "sender_address": case.sender.address,
        "mailed": case.recipient is not None,
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
        return _rendered(template.subject, values).strip(), _rendered(template.text, values)
    except UndefinedError as error:
        raise MessageError(
            [Problem("placeholder-without-value", path=template.file, values={"found": str(error)})]
        ) from None


def _rendered(text: str, values: Mapping[str, Any]) -> str:
    """A text filled in, given up once it is longer than any message may be."""
    written, size = [], 0
    for each in _compiled(text).generate(values):
        written.append(each)
        size += len(each)
        if size > MAX_TEXT:
            limits = {"where": "text", "found": f"{size:,}+", "limit": f"{MAX_TEXT:,}"}
            raise MessageError([Problem("message-too-long", path="text", values=limits)])
    return "".join(written)


@lru_cache(maxsize=512)
def _compiled(text: str) -> Compiled:
    return ENVIRONMENT.from_string(text)


def _without_words(never: tuple[str, ...], message: Message) -> None:
    """Stop a message that says what its recipient must not be told."""
    written = f"{message.subject}\n{message.text}".lower()
    if found := [word for word in never if word.lower() in written]:
        values = {"action": message.route, "name": found[0]}
        raise MessageError([Problem("forbidden-word", path=message.route, values=values)])


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
