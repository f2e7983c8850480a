"""A hotline's guideline, executable: YAML rules → decisions with reasons → referrals.

Example:
    >>> import ihc_rules as ihc
    >>> guideline = ihc.load("ihc")
    >>> report = guideline.report({"id": "r1", "facts": {"page.kind": "search_result"}})
    >>> decision = ihc.decide(guideline, report, at=ihc.moment("2025-10-01T12:00:00+09:00"))
    >>> decision.category
    'returned'
"""

from __future__ import annotations

import importlib
import inspect
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ihc_rules.assurance.cases import run_cases
    from ihc_rules.decision.ask import Question, ask, questions, stage
    from ihc_rules.decision.because import Reason, because
    from ihc_rules.decision.correct import Correction, corrections
    from ihc_rules.decision.data import decision_data, guide_data
    from ihc_rules.decision.decide import Decision, Referral, decide
    from ihc_rules.decision.events import Event, read_events
    from ihc_rules.decision.explain import explain, explain_provision, explanation_data
    from ihc_rules.decision.obligation import Obligation, Plan
    from ihc_rules.decision.plan import plan
    from ihc_rules.decision.whynot import why_not
    from ihc_rules.decision.windows import Window, windows
    from ihc_rules.door import compose, load, moment, status_text
    from ihc_rules.errors import (
        CannotCorrect,
        EngineDisagreement,
        EngineUnavailable,
        GuidelineError,
        IhcRulesError,
        MessageError,
        NoSuchProvision,
        NotInForce,
        Problem,
        ReportError,
        WrongArgument,
    )
    from ihc_rules.guideline.edition import Edition
    from ihc_rules.guideline.guideline import Guideline
    from ihc_rules.referral.certificate import Trust
    from ihc_rules.referral.compose import Case, Earlier
    from ihc_rules.referral.encrypt import decrypt, encrypt
    from ihc_rules.referral.message import Attachment, Message, Party
    from ihc_rules.referral.sign import KeySigner, load_pem, load_pkcs12, sign
    from ihc_rules.referral.verify import Verification, verify
    from ihc_rules.referral.xarf import Organisation, Unmappable, xarf
    from ihc_rules.report import Opinion, Report, Submission


__version__ = "0.1.0"

_DOOR = {
    "Attachment": "referral.message",
    "CannotCorrect": "errors",
    "Case": "referral.compose",
    "Correction": "decision.correct",
    "Decision": "decision.decide",
    "Earlier": "referral.compose",
    "Edition": "guideline.edition",
    "EngineDisagreement": "errors",
    "EngineUnavailable": "errors",
    "Event": "decision.events",
    "Guideline": "guideline.guideline",
    "GuidelineError": "errors",
    "IhcRulesError": "errors",
    "KeySigner": "referral.sign",
    "Message": "referral.message",
    "MessageError": "errors",
    "NoSuchProvision": "errors",
    "NotInForce": "errors",
    "Obligation": "decision.obligation",
    "Opinion": "report",
    "Organisation": "referral.xarf",
    "Party": "referral.message",
    "Plan": "decision.obligation",
    "Problem": "errors",
    "Question": "decision.ask",
    "Reason": "decision.because",
    "Referral": "decision.decide",
    "Report": "report",
    "ReportError": "errors",
    "Submission": "report",
    "Trust": "referral.certificate",
    "Unmappable": "referral.xarf",
    "Verification": "referral.verify",
    "Window": "decision.windows",
    "WrongArgument": "errors",
    "ask": "decision.ask",
    "because": "decision.because",
    "compose": "door",
    "corrections": "decision.correct",
    "decide": "decision.decide",
    "decision_data": "decision.data",
    "decrypt": "referral.encrypt",
    "encrypt": "referral.encrypt",
    "explain": "decision.explain",
    "explain_provision": "decision.explain",
    "explanation_data": "decision.explain",
    "guide_data": "decision.data",
    "load": "door",
    "load_pem": "referral.sign",
    "load_pkcs12": "referral.sign",
    "moment": "door",
    "plan": "decision.plan",
    "questions": "decision.ask",
    "read_events": "decision.events",
    "run_cases": "assurance.cases",
    "sign": "referral.sign",
    "stage": "decision.ask",
    "status_text": "door",
    "verify": "referral.verify",
    "why_not": "decision.whynot",
    "windows": "decision.windows",
    "xarf": "referral.xarf",
}

__all__ = [
    "Attachment",
    "CannotCorrect",
    "Case",
    "Correction",
    "Decision",
    "Earlier",
    "Edition",
    "EngineDisagreement",
    "EngineUnavailable",
    "Event",
    "Guideline",
    "GuidelineError",
    "IhcRulesError",
    "KeySigner",
    "Message",
    "MessageError",
    "NoSuchProvision",
    "NotInForce",
    "Obligation",
    "Opinion",
    "Organisation",
    "Party",
    "Plan",
    "Problem",
    "Question",
    "Reason",
    "Referral",
    "Report",
    "ReportError",
    "Submission",
    "Trust",
    "Unmappable",
    "Verification",
    "Window",
    "WrongArgument",
    "ask",
    "because",
    "compose",
    "corrections",
    "decide",
    "decision_data",
    "decrypt",
    "encrypt",
    "explain",
    "explain_provision",
    "explanation_data",
    "guide_data",
    "load",
    "load_pem",
    "load_pkcs12",
    "moment",
    "plan",
    "questions",
    "read_events",
    "run_cases",
    "sign",
    "stage",
    "status_text",
    "verify",
    "why_not",
    "windows",
    "xarf",
]


def __getattr__(name: str) -> Any:
    """Import what is asked for, when it is asked for: the command line starts fast."""
    if name not in _DOOR:
        raise AttributeError(f"module 'ihc_rules' has no attribute '{name}'")
    found = getattr(importlib.import_module(f"ihc_rules.{_DOOR[name]}"), name)
    if inspect.isfunction(found) and name not in ("load", "moment"):
        from ihc_rules.arguments import checked

        found = checked(found)
    globals()[name] = found
    return found
