"""Referral × case → an abuse report in XARF v4, where one of its types fits; else the reason why none does.

- XARF has types for child sexual abuse material, phishing and fraud, and none for obscenity, drugs, gambling, trade in
  accounts, suicide or recruitment: these are `Unmappable`, never squeezed into a type that says something else.
- What a type demands must have been recorded (`csam`, `csem`: a classification by a hotline); where it was not, there
  is no report.
- Never evidence or media; for child sexual abuse material nothing but the reference. Nothing of the reporter.

Source: XARF v4.2.0 (core and content types), its implementer's guide on CSAM.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from ihc_rules.decision.decide import Decision
from ihc_rules.errors import Problem
from ihc_rules.problem_texts.text import shown
from ihc_rules.referral.compose.case import Case
from ihc_rules.referral.urls import exact, host_of

VERSION = "4.2.0"
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://schema.example.invalid/ihc-rules/xarf")
CSAM_CLASSES = ("baseline", "A1", "A2", "B1", "B2")
CSEM_TYPES = ("grooming", "solicitation", "sextortion", "trafficking", "distribution", "production", "possession")
DOMAIN = re.compile(r"([a-z0-9]+(-[a-z0-9]+)*\.)+[a-z]{2,}")  # what its schema takes: no A-label, no address


@dataclass(frozen=True, slots=True)
class XarfType:
    """A type of XARF and what it demands beyond the core.

    Attributes:
        fields: constant fields. classified: the field in which it demands a hotline's classification; empty: none.
        classes: what may stand there.
    """

    category: str
    type: str
    fields: Mapping[str, str]
    classified: str = ""
    classes: tuple[str, ...] = ()


# what a provision of the guideline says under `xarf` → the type
TYPES: Mapping[str, XarfType] = {
    "csam": XarfType("content", "csam", {"detection_method": "manual_review"}, "classification", CSAM_CLASSES),
    "csem": XarfType("content", "csem", {"detection_method": "manual_review"}, "exploitation_type", CSEM_TYPES),
    "investment_fraud": XarfType("content", "fraud", {"fraud_type": "investment"}),
    "phishing": XarfType("content", "phishing", {}),
}


@dataclass(frozen=True, slots=True)
class Unmappable:
    """There is no XARF report: the reason, as a Problem."""

    reason: Problem


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who reports, as XARF wants it."""

    org: str
    contact: str
    domain: str


def xarf(
    decision: Decision,
    provision: str,
    *,
    case: Case,
    organisation: Organisation,
    at: datetime,
) -> dict[str, Any] | Unmappable:
    """A report of one met provision.

    Args:
        at: the time of the report, aware.

    Returns:
        The report as plain data, or why there is none.

    Raises:
        MessageError: the URL cannot be used.
    """
    record = decision.edition.rules.provisions.get(provision)
    kind = TYPES.get(record.xarf) if record and record.xarf else None
    url = case.url or (decision.report.page.url if decision.report.page else None)
    reasons = {
        "xarf-not-met": decision.provisions.get(provision) != "met",
        "xarf-no-type": kind is None,
        "xarf-no-classification": kind is not None
        and kind.classified != ""
        and case.classification not in kind.classes,
        "no-url": url is None,
    }
    for code, is_so in reasons.items():
        if is_so:
            return Unmappable(Problem(code, path=shown(provision), values={"name": shown(provision)}))
    assert kind is not None and url is not None  # noqa: S101, PT018 - the reasons above
    who = asdict(organisation)
    report: dict[str, Any] = {
        "xarf_version": VERSION,
        "report_id": str(uuid.uuid5(NAMESPACE, f"{case.referral_id}\0{provision}")),
        "timestamp": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "reporter": who,
        "sender": who,
        "source_identifier": host_of(url),
        "category": kind.category,
        "type": kind.type,
        "url": exact(url),
        **kind.fields,
    }
    if kind.classified:
        report[kind.classified] = case.classification
    if DOMAIN.fullmatch(host_of(url)):
        report["domain"] = host_of(url)
    return report
