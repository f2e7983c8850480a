"""Decision × referral → the same referral for machines: our own JSON, public and versioned.

- Exact URL, items with their articles, the facts that the recipient may see, the edition in force. Never media, never
  anything of the reporter.
- `attachment_schema` describes it; `binding` ties it to the decision.

Source: design, "Machine-readable attachment"; the schema's version is part of its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from ihc_rules.decision.articles import articles_of
from ihc_rules.decision.decide import Decision, Referral
from ihc_rules.facts import Value
from ihc_rules.guideline.model import Template
from ihc_rules.records import Text
from ihc_rules.referral.binding import binding
from ihc_rules.referral.urls import exact

SCHEMA = "ihc-rules/referral/1"


class Named(Protocol):
    """What of a case the attachment needs."""

    @property
    def referral_id(self) -> str: ...  # noqa: D102 - as `Case`

    @property
    def day(self) -> date: ...  # noqa: D102

    @property
    def url(self) -> str | None: ...  # noqa: D102

    @property
    def kind(self) -> str: ...  # noqa: D102

    @property
    def earlier(self) -> Any: ...  # noqa: D102

    @property
    def recipient(self) -> Any: ...  # noqa: D102

    @property
    def binding_key(self) -> bytes | None: ...  # noqa: D102


def machine_readable(
    decision: Decision,
    referral: Referral,
    *,
    case: Named,
    provisions: tuple[str, ...],
    template: Template,
) -> dict[str, Any]:
    """A referral as plain data.

    Args:
        provisions: those that the route rests on. template: says which facts may be shown.
    """
    edition = decision.edition
    data: dict[str, Any] = {
        "schema": SCHEMA,
        "id": case.referral_id,
        "kind": case.kind,
        "day": case.day.isoformat(),
        "route": referral.route,
        "action": referral.action,
        "urgency": referral.urgency,
        "url": _url(decision, case),
        "guideline": {"id": edition.guideline, "edition": edition.id, "edition_digest": edition.digest},
        "provisions": [_provision(decision, name) for name in provisions],
        "facts": _facts(decision, template),
    }
    if case.earlier is not None:
        data["earlier"] = {"id": case.earlier.referral_id, "day": case.earlier.day.isoformat()}
    if case.binding_key is not None:
        data["binding"] = binding(case.binding_key, decision, data, case.recipient.address if case.recipient else "")
    return data


def _url(decision: Decision, case: Named) -> str | None:
    """The exact URL, its host as A-label."""
    url = case.url or (decision.report.page.url if decision.report.page else None)
    return None if url is None else exact(url)


def _provision(decision: Decision, name: str) -> dict[str, Any]:
    record = decision.edition.rules.provisions[name]
    statutes = [
        {"act": each.act, "title": _both(decision.edition.acts[each.act].title), "article": each.article}
        for each in articles_of(decision, name)
    ]
    return {"id": name, "title": _both(record.title), "category": record.category, "statutes": statutes}


def _facts(decision: Decision, template: Template) -> list[dict[str, Any]]:
    found = []
    for name in template.reads:
        recorded = decision.report.facts.get(name)
        if recorded is not None and not recorded.undeterminable:
            found.append({"id": name, "value": _plain(recorded.value)})
    return found


def _plain(value: Value) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, (bool, int)) or value is None:
        return value
    return value if isinstance(value, str) else value.isoformat() if hasattr(value, "isoformat") else str(value)


def _both(text: Text) -> Mapping[str, str]:
    return {"ja": text.ja, "en": text.en}
