"""What docstrings speak of: the shipped guidelines, example reports, a time, a signing key for tests."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

import ihc_rules as ihc
from ihc_rules.decision.decide import decide
from ihc_rules.referral.certificate import load_trust
from ihc_rules.referral.compose import Case
from ihc_rules.referral.compose.load import load_templates
from ihc_rules.referral.message import Message, Party
from ihc_rules.referral.sign import load_pem

ROOT = Path(__file__).parent
MAILS = ROOT / "tests" / "mails"
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
    party, desk = Party("", "hotline@example.invalid"), Party("", "desk@example.invalid")
    pem = (MAILS / "p256.pem").read_bytes()
    signer, lock = load_pem(pem, pem), BestAvailableEncryption(b"secret")
    mails = {
        "case": Case("R-0001", when.date(), party, desk),
        "templates": load_templates(ROOT / "templates" / "ihc"),
        "message": Message("R-0001", "police", "en", party, desk, "about a page", "text\n"),
        "PFX": pkcs12.serialize_key_and_certificates(b"", signer.key, signer.certificate, signer.chain, lock),
        "TRUST": load_trust((MAILS / "root.pem").read_bytes()),
    }
    chart = ihc.load(ROOT / "guidelines" / "consultation")
    needs = chart.report(json.loads((ROOT / "examples" / "reports" / "needs.json").read_text(encoding="utf-8")))
    times = {"ihc": ihc, "when": when, "JST": JST, "date": date, "datetime": datetime}
    return (
        {
            "guideline": guideline,
            "report": reports["complete"],
            "incomplete": reports["incomplete"],
            "decision": decision,
            "chart": chart,
            "needs": needs,
        }
        | times
        | mails
    )


@pytest.fixture(autouse=True)
def _names(request: pytest.FixtureRequest, doctest_namespace: dict[str, Any]) -> None:
    """Give the names to docstring examples only."""
    if isinstance(request.node, pytest.DoctestItem):
        doctest_namespace.update(request.getfixturevalue("_examples"))
