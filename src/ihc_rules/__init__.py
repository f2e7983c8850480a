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
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from ihc_rules.assurance.cases import run_cases
    from ihc_rules.decision.ask import Question, ask, questions, stage
    from ihc_rules.decision.because import Reason, because
    from ihc_rules.decision.data import decision_data
    from ihc_rules.decision.decide import Decision, Referral, decide
    from ihc_rules.decision.events import Event, read_events
    from ihc_rules.decision.explain import explain, explain_provision, explanation_data
    from ihc_rules.decision.obligation import Obligation, Plan
    from ihc_rules.decision.plan import plan
    from ihc_rules.decision.whynot import why_not
    from ihc_rules.errors import (
        EngineDisagreement,
        EngineUnavailable,
        GuidelineError,
        IhcRulesError,
        NotInForce,
        Problem,
        ReportError,
    )
    from ihc_rules.facts import as_moment as moment
    from ihc_rules.guideline.edition import Edition
    from ihc_rules.guideline.guideline import Guideline
    from ihc_rules.report import Opinion, Report, Submission

__version__ = "0.1.0"

_DOOR = {
    "Decision": "decision.decide",
    "Edition": "guideline.edition",
    "EngineDisagreement": "errors",
    "EngineUnavailable": "errors",
    "Event": "decision.events",
    "Guideline": "guideline.guideline",
    "GuidelineError": "errors",
    "IhcRulesError": "errors",
    "NotInForce": "errors",
    "Obligation": "decision.obligation",
    "Opinion": "report",
    "Plan": "decision.obligation",
    "Problem": "errors",
    "Question": "decision.ask",
    "Reason": "decision.because",
    "Referral": "decision.decide",
    "Report": "report",
    "ReportError": "errors",
    "Submission": "report",
    "ask": "decision.ask",
    "because": "decision.because",
    "decide": "decision.decide",
    "decision_data": "decision.data",
    "explain": "decision.explain",
    "explain_provision": "decision.explain",
    "explanation_data": "decision.explain",
    "moment": "facts:as_moment",
    "plan": "decision.plan",
    "questions": "decision.ask",
    "read_events": "decision.events",
    "run_cases": "assurance.cases",
    "stage": "decision.ask",
    "why_not": "decision.whynot",
}

__all__ = [
    "Decision",
    "Edition",
    "EngineDisagreement",
    "EngineUnavailable",
    "Event",
    "Guideline",
    "GuidelineError",
    "IhcRulesError",
    "NotInForce",
    "Obligation",
    "Opinion",
    "Plan",
    "Problem",
    "Question",
    "Reason",
    "Referral",
    "Report",
    "ReportError",
    "Submission",
    "ask",
    "because",
    "decide",
    "decision_data",
    "explain",
    "explain_provision",
    "explanation_data",
    "load",
    "moment",
    "plan",
    "questions",
    "read_events",
    "run_cases",
    "stage",
    "why_not",
]


def load(name_or_folder: str | Path) -> Guideline:
    """A guideline, checked.

    Args:
        name_or_folder: a shipped guideline's name such as `ihc`, or the path of a folder.

    Raises:
        GuidelineError: with every Problem of it.
    """
    from ihc_rules.guideline.load import load_folder
    from ihc_rules.paths import guideline_folder

    return load_folder(guideline_folder(name_or_folder))


def __getattr__(name: str) -> Any:
    """Import what is asked for, when it is asked for: the command line starts fast."""
    if name not in _DOOR:
        raise AttributeError(f"module 'ihc_rules' has no attribute '{name}'")
    module, _, attribute = _DOOR[name].partition(":")
    return getattr(importlib.import_module(f"ihc_rules.{module}"), attribute or name)
