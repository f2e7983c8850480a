"""One warm call of `decide` → the files of the library that it enters: at most four, and the panel's where it speaks.

Whoever looks for what a decision does reads these files and no others.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import ihc_rules
from ihc_rules.decision.decide import decide
from ihc_rules.guideline.guideline import Guideline
from ihc_rules.report import Report

LIBRARY = Path(ihc_rules.__file__).parent
AT = datetime.fromisoformat("2025-10-01T12:00:00+09:00")
ROAD = {"decision/decide.py", "guideline/guideline.py", "engine/compiled.py", "engine/answers.py"}
FACTS = {
    "posting.visibility": "unspecified_persons",
    "content.genitals": "clearly_visible",
    "content.evident_context": "none",
    "hosting.origin_country": "JP",
}
VIEWS = [
    {"provision": "I-01", "adviser": f"lawyer-{i}", "adviser_kind": "lawyer", "view": "applies", "at": AT.isoformat()}
    for i in range(2)
]


@pytest.fixture(scope="module")
def guideline() -> Guideline:
    return ihc_rules.load("ihc")


def entered(call: Callable[[], object]) -> set[str]:
    """The files of the library in which a function was entered during a call."""
    files: set[str] = set()

    def note(frame: FrameType, event: str, _: Any) -> None:
        if event == "call":
            files.add(frame.f_code.co_filename)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        call()
    finally:
        sys.setprofile(before)
    paths = {Path(name) for name in files if not name.startswith("<")}
    return {path.relative_to(LIBRARY).as_posix() for path in paths if path.is_relative_to(LIBRARY)}


def report_on(guideline: Guideline, **more: object) -> Report:
    return guideline.report({"id": "r", "facts": FACTS, **more})


def test_a_warm_decision_enters_four_files(guideline: Guideline) -> None:
    report = report_on(guideline)
    decide(guideline, report, at=AT)

    assert entered(lambda: decide(guideline, report, at=AT)) == ROAD


def test_a_new_report_needs_no_other_file(guideline: Guideline) -> None:
    decide(guideline, report_on(guideline), at=AT)
    report = report_on(guideline)

    assert entered(lambda: decide(guideline, report, at=AT)) == ROAD


def test_opinions_add_the_panel(guideline: Guideline) -> None:
    decide(guideline, report_on(guideline, opinions=VIEWS), at=AT)
    report = report_on(guideline, opinions=VIEWS)
    decision = decide(guideline, report, at=AT)

    assert decision.provisions["I-01"] == "met"
    assert entered(lambda: decide(guideline, report, at=AT)) == ROAD | {"engine/panel.py"}


def test_a_completed_investigation_needs_no_other_file(guideline: Guideline) -> None:
    report = report_on(guideline, investigation_complete=True)
    decide(guideline, report, at=AT)

    assert entered(lambda: decide(guideline, report, at=AT)) == ROAD
