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
    from ihc_rules.decision.correct import CannotCorrect, Correction, corrections
    from ihc_rules.decision.data import decision_data, guide_data
    from ihc_rules.decision.decide import Decision, Referral, decide
    from ihc_rules.decision.explain import explain, explain_provision, explanation_data
    from ihc_rules.decision.whynot import why_not
    from ihc_rules.decision.windows import Window, windows
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
    "CannotCorrect": "decision.correct",
    "Correction": "decision.correct",
    "Decision": "decision.decide",
    "Edition": "guideline.edition",
    "EngineDisagreement": "errors",
    "EngineUnavailable": "errors",
    "Guideline": "guideline.guideline",
    "GuidelineError": "errors",
    "IhcRulesError": "errors",
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
    "ask": "decision.ask",
    "because": "decision.because",
    "corrections": "decision.correct",
    "decide": "decision.decide",
    "decision_data": "decision.data",
    "explain": "decision.explain",
    "explain_provision": "decision.explain",
    "explanation_data": "decision.explain",
    "guide_data": "decision.data",
    "moment": "facts:as_moment",
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
