"""Decision → plain data: the JSON that `ihc-rules decide --json` prints. Its form is a contract.

- Values are text, numbers, booleans and lists of them; times in RFC 3339; decimals as text.
- The same decision gives the same bytes everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ihc_rules.decision.articles import CitedArticle, articles_of
from ihc_rules.decision.ask import Question, questions, stage
from ihc_rules.decision.because import because
from ihc_rules.decision.decide import Decision, Referral
from ihc_rules.decision.windows import Window, possible_windows, windows
from ihc_rules.guideline.model import Triage
from ihc_rules.records import Text, plain


def decision_data(decision: Decision, trace: bool = False) -> dict[str, Any]:
    """A decision as plain data.

    Args:
        trace: add the answer of every node of the normal form.
    """
    edition = decision.edition
    data: dict[str, Any] = {
        "report": decision.report.id,
        "guideline": {
            "id": edition.guideline,
            "edition": edition.id,
            "digest": edition.guideline_digest,
            "edition_digest": edition.digest,
        },
        "supersedes": decision.supersedes,
        "at": decision.at.isoformat(),
        "day": decision.day.isoformat(),
        "stage": stage(decision),
        "category": decision.category,
        "categories": dict(decision.categories),
        "provisions": [
            {
                "id": name,
                "answer": answer,
                "category": edition.rules.provisions[name].category,
                "draft": edition.rules.provisions[name].draft,
                "statutes": [article_data(each) for each in articles_of(decision, name)],
                "because": list(dict.fromkeys(map(str, because(decision, f"answer:{name}")))),
            }
            for name, answer in decision.provisions.items()
        ],
        "referrals": [referral_data(each) for each in decision.referrals],
        "unreachable_referrals": [referral_data(each) for each in decision.unreachable],
        "possible_referrals": [referral_data(each) for each in decision.possible_referrals],
        "questions": [question_data(each) for each in questions(decision)],
        "windows": [each.recipient.id for each in windows(decision)],
        "triage": [triage_data(edition.rules.triage[name]) for name in decision.triage],
    }
    if decision.crosschecked:
        data["unchecked"] = list(decision.unchecked)
    if trace:
        data["trace"] = {name: decision.knowledge.node(name) for name in edition.nodes}
    return data


def article_data(cited: CitedArticle) -> dict[str, Any]:
    """An article as plain data; `penalty` is "none" where the guideline says that there is none, else null."""
    return {"act": cited.act, "article": cited.article, "penalty": "none" if cited.no_penalty else None}


def referral_data(referral: Referral) -> dict[str, Any]:
    """A referral as plain data."""
    hold = referral.hold
    return {
        "route": referral.route,
        "action": referral.action,
        "recipient": referral.recipient,
        "recipient_answer": referral.recipient_answer,
        "urgency": referral.urgency,
        "hold": None
        if hold is None
        else {
            "after": hold.after,
            "counted_from": hold.counted_from,
            "value": hold.value,
            "unit": hold.unit,
            "blocked_while": hold.blocked_while,
            "ends_on": hold.ends_on,
            "answer": hold.answer,
        },
        "template": referral.template,
        "basis": plain(referral.basis),
    }


def guide_data(decision: Decision) -> dict[str, Any]:
    """The windows of a decision, those that are still possible, and the questions that decide, as plain data."""
    return {
        "windows": [window_data(each) for each in windows(decision)],
        "possible_windows": [each.recipient.id for each in possible_windows(decision)],
        "questions": [question_data(each) for each in questions(decision)],
    }


def window_data(window: Window) -> dict[str, Any]:
    """A window as plain data: every key always, null where the guideline says nothing."""
    recipient = window.recipient
    return {
        "id": recipient.id,
        "title": _both(recipient.title),
        "operator": _both(recipient.operator),
        "channels": list(recipient.channels),
        "url": recipient.url,
        "phones": list(recipient.phones),
        "hours": _both(recipient.hours),
        "for_whom": _both(recipient.for_whom),
        "limits": _both(recipient.limits),
        "in_chart": recipient.in_chart,
        "urgency": window.urgency,
        "source": plain(recipient.source),
    }


def _both(text: Text | None) -> dict[str, str] | None:
    return None if text is None else {"ja": text.ja, "en": text.en}


def triage_data(rule: Triage) -> dict[str, Any]:
    """A triage rule that is met as plain data: the place in the queue, and what the reporter is shown at once."""
    return {"id": rule.id, "queue": rule.queue, "notice": {"ja": rule.notice.ja, "en": rule.notice.en}}


def question_data(question: Question) -> dict[str, Any]:
    """A question as plain data."""
    return {
        "fact": question.fact,
        "path": question.path,
        "text": {"ja": question.text.ja, "en": question.text.en},
        "type": question.type,
        "values": {each.id: {"ja": each.title.ja, "en": each.title.en} for each in question.values},
        "exposure": question.exposure,
        "established_by": list(question.established_by),
        "settles": question.settles,
        "life": question.life,
    }


def to_json(data: Mapping[str, Any]) -> str:
    """Plain data as JSON text, the same on every machine."""
    return json.dumps(data, ensure_ascii=False, indent=2)
