"""What the examples in docstrings speak of: the shipped guidelines, example reports, a time."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

import ihc_rules as ihc
from ihc_rules.decision.decide import decide

ROOT = Path(__file__).parent
JST = timezone(timedelta(hours=9))


@pytest.fixture(scope="session")
def _examples() -> dict[str, Any]:
    guideline = ihc.load(ROOT / "guidelines" / "ihc")
    when = datetime(2025, 10, 1, 12, tzinfo=JST)
    reports = {
        name: guideline.report(json.loads((ROOT / "examples" / "reports" / f"{name}.json").read_text(encoding="utf-8")))
        for name in ("complete", "incomplete")
    }
    decision = decide(guideline, reports["complete"], at=when)
    chart = ihc.load(ROOT / "guidelines" / "consultation")
    needs = chart.report(json.loads((ROOT / "examples" / "reports" / "needs.json").read_text(encoding="utf-8")))
    times = {"ihc": ihc, "when": when, "JST": JST, "date": date, "datetime": datetime}
    return {
        "guideline": guideline,
        "report": reports["complete"],
        "incomplete": reports["incomplete"],
        "decision": decision,
        "chart": chart,
        "needs": needs,
    } | times


@pytest.fixture(autouse=True)
def _names(request: pytest.FixtureRequest, doctest_namespace: dict[str, Any]) -> None:
    """Give the names to docstring examples only."""
    if isinstance(request.node, pytest.DoctestItem):
        doctest_namespace.update(request.getfixturevalue("_examples"))
