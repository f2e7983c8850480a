"""Data about one page → a report: model, read."""

from __future__ import annotations

from ihc_rules.report.model import Elements, Opinion, Page, Recorded, Report, Submission, View
from ihc_rules.report.read import read_report, read_submission

__all__ = [
    "Elements",
    "Opinion",
    "Page",
    "Recorded",
    "Report",
    "Submission",
    "View",
    "read_report",
    "read_submission",
]
