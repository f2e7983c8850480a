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
    from ihc_rules.decision.explain import explain, explain_provision, explanation_data
    from ihc_rules.decision.whynot import why_not
    from ihc_rules.decision.windows import Window, windows
    from ihc_rules.door import load, moment
    from ihc_rules.errors import (
        CannotCorrect,
        EngineDisagreement,
        EngineUnavailable,
        GuidelineError,
        IhcRulesError,
        NoSuchProvision,
        NotInForce,
        Problem,
        ReportError,
        WrongArgument,
    )
    from ihc_rules.guideline.edition import Edition
    from ihc_rules.guideline.guideline import Guideline
    from ihc_rules.report import Opinion, Report, Submission

__version__ = "0.1.0"

_DOOR = {
    "CannotCorrect": "errors",
    "Correction": "decision.correct",
    "Decision": "decision.decide",
    "Edition": "guideline.edition",
    "EngineDisagreement": "errors",
    "EngineUnavailable": "errors",
    "Guideline": "guideline.guideline",
    "GuidelineError": "errors",
    "IhcRulesError": "errors",
    "NoSuchProvision": "errors",
    "NotInForce": "errors",
    "Opinion": "report",
    "Problem": "errors",
    "Question": "decision.ask",
    "Reason": "decision.because",
    "Referral": "decision.decide",
    "Report": "report",
    "ReportError": "errors",
    "Submission": "report",
    "Window": "decision.windows",
    "WrongArgument": "errors",
    "ask": "decision.ask",
    "because": "decision.because",
    "corrections": "decision.correct",
    "decide": "decision.decide",
    "decision_data": "decision.data",
    "explain": "decision.explain",
    "explain_provision": "decision.explain",
    "explanation_data": "decision.explain",
    "guide_data": "decision.data",
    "load": "door",
    "moment": "door",
    "questions": "decision.ask",
    "run_cases": "assurance.cases",
    "stage": "decision.ask",
    "why_not": "decision.whynot",
    "windows": "decision.windows",
}

__all__ = [
    "CannotCorrect",
    "Correction",
    "Decision",
    "Edition",
    "EngineDisagreement",
    "EngineUnavailable",
    "Guideline",
    "GuidelineError",
    "IhcRulesError",
    "NoSuchProvision",
    "NotInForce",
    "Opinion",
    "Problem",
    "Question",
    "Reason",
    "Referral",
    "Report",
    "ReportError",
    "Submission",
    "Window",
    "WrongArgument",
    "ask",
    "because",
    "corrections",
    "decide",
    "decision_data",
    "explain",
    "explain_provision",
    "explanation_data",
    "guide_data",
    "load",
    "moment",
    "questions",
    "run_cases",
    "stage",
    "why_not",
    "windows",
]


def __getattr__(name: str) -> Any:
    """Import what is asked for, when it is asked for: the command line starts fast."""
    if name not in _DOOR:
        raise AttributeError(f"module 'ihc_rules' has no attribute '{name}'")
    found = getattr(importlib.import_module(f"ihc_rules.{_DOOR[name]}"), name)
    if inspect.isfunction(found) and _DOOR[name] != "door":
        from ihc_rules.door import checked

        found = checked(found)
    globals()[name] = found
    return found
