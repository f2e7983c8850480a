"""Hostile report data → a `ReportError` with every fault at its path, soon; never another exception, never the value.

What comes as Python data has passed a JSON reader already: what is tested here is that no value, however deep, long or
strange, gets further than its check.
"""

from __future__ import annotations

import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ihc_rules.errors import ReportError
from ihc_rules.guideline.load import load_folder

GUIDELINE = load_folder(Path(__file__).parent / "problems" / "_valid")
SECONDS = 0.5
PERSON = "山田太郎"


def _deep(levels: int, key: str | None = None) -> Any:
    data: Any = "x"
    for _ in range(levels):
        data = [data] if key is None else {key: data}
    return data


HUGE = 10**5000
LINE = "opinions.0.adviser"
OPINION = {
    "provision": "I-01",
    "adviser": "a",
    "adviser_kind": "lawyer",
    "view": "applies",
    "at": "2025-01-01T00:00:00Z",
}
HOSTILE: dict[str, tuple[Any, str]] = {
    "no mapping": ([], ""),
    "text": (PERSON, ""),
    "nothing": (None, ""),
    "a deep list": (_deep(100_000), ""),
    "a deep fact": ({"id": "r", "facts": {"posting.open": _deep(100_000)}}, "facts.posting.open"),
    "a deep nest of facts": ({"id": "r", "facts": _deep(5_000, "posting")}, "facts.posting.posting"),
    "a deep role": ({"id": "r", "facts": {"posting.open": {"value": True, "by": _deep(100_000)}}}, "facts.posting.open.by"),
    "a deep list of elements": ({"id": "r", "lists": {"pictures": _deep(100_000)}}, "lists.pictures"),
    "a deep id": ({"id": _deep(100_000)}, "id"),
    "a huge number": ({"id": "r", "facts": {"pay.amount": HUGE}}, "facts.pay.amount"),
    "a huge decimal": ({"id": "r", "facts": {"pay.share": HUGE}}, "facts.pay.share"),
    "a huge role": ({"id": "r", "facts": {"posting.open": {"value": True, "by": HUGE}}}, "facts.posting.open.by"),
    "a huge key": ({"id": "r", "facts": {HUGE: True}}, "facts.…"),
    "a huge list name": ({"id": "r", "lists": {HUGE: {}}}, "lists.…"),
    "a long key": ({"id": "r", "facts": {"x" * 1_000_000: True}}, "facts." + "x" * 79 + "…"),
    "a long text": ({"id": "r", "facts": {"host.name": PERSON * 100_000}}, "facts.host.name"),
    "a long country": ({"id": "r", "facts": {"host.country": "J" * 1_000_000}}, "facts.host.country"),
    "not a number": ({"id": "r", "facts": {"pay.share": float("nan")}}, "facts.pay.share"),
    "infinity": ({"id": "r", "facts": {"pay.amount": float("inf")}}, "facts.pay.amount"),
    "a float": ({"id": "r", "facts": {"pay.share": 0.5}}, "facts.pay.share"),
    "a Python decimal": ({"id": "r", "facts": {"pay.share": Decimal(1)}}, "facts.pay.share"),
    "one for true": ({"id": "r", "facts": {"posting.open": 1}}, "facts.posting.open"),
    "text for true": ({"id": "r", "facts": {"posting.open": "true"}}, "facts.posting.open"),
    "one for undeterminable": ({"id": "r", "facts": {"posting.open": {"undeterminable": 1}}}, "facts.posting.open"),
    "one for complete": ({"id": "r", "lists": {"pictures": {"complete": 1, "items": []}}}, "lists.pictures.complete"),
    "a word for complete": ({"id": "r", "lists": {"pictures": {"complete": "true", "items": []}}}, "lists.pictures.complete"),
    "full-width digits": ({"id": "r", "facts": {"pay.amount": "１２"}}, "facts.pay.amount"),
    "a day of no calendar": ({"id": "r", "facts": {"act.day": "2025-02-30"}}, "facts.act.day"),
    "an hour of no day": ({"id": "r", "facts": {"act.moment": "2025-01-01T25:00:00Z"}}, "facts.act.moment"),
    "an offset of no country": ({"id": "r", "facts": {"act.moment": "2025-01-01T00:00:00+99:00"}}, "facts.act.moment"),
    "a lone surrogate": ({"id": "r\ud800"}, "id"),
    "a lone surrogate in a key": ({"id": "r", "facts": {"\ud800": True}}, "facts.�"),
    "a lone surrogate in a text": ({"id": "r", "facts": {"host.name": "\ud800"}}, "facts.host.name"),
    "NUL in a text": ({"id": "r", "facts": {"host.name": "\0"}}, "facts.host.name"),
    "ESC in a key": ({"id": "r", "facts": {"\x1b[2J": True}}, "facts.�[2J"),
    "a line break in an id": ({"id": "r\n2"}, "id"),
    "a line break in a place": (
        {"id": "r", "facts": {"posting.open": {"value": True, "seen_in": "a\nb"}}},
        "facts.posting.open.seen_in",
    ),
    "a thousand and one opinions": ({"id": "r", "opinions": [OPINION] * 1_001}, "opinions"),
    "a thousand and one elements": (
        {"id": "r", "lists": {"pictures": {"complete": True, "items": [{}] * 1_001}}},
        "lists.pictures.items",
    ),
    "a thousand and one members": ({"id": "r", "facts": {"posting.themes": ["weapons"] * 1_001}}, "facts.posting.themes"),
    "a member twice": ({"id": "r", "facts": {"posting.themes": ["weapons", "weapons"]}}, "facts.posting.themes"),
    "a text for a set": ({"id": "r", "facts": {"posting.themes": "weapons"}}, "facts.posting.themes"),
    "numbers in a set": ({"id": "r", "facts": {"posting.themes": [*range(50_000)]}}, "facts.posting.themes"),
    "a claim among the facts": ({"id": "r", "facts": {"claim.danger": True}}, "facts.claim.danger"),
    "a claim recorded by an analyst": ({"id": "r", "claims": {"claim.danger": {"value": True, "by": "analyst"}}}, "claims.claim.danger.by"),
    "a finding among the claims": ({"id": "r", "claims": {"posting.open": True}}, "claims.posting.open"),
    "many unknown facts": ({"id": "r", "facts": {f"a.b{i}": True for i in range(200)}}, "facts.a.b0"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_data_is_refused(name: str) -> None:
    data, path = HOSTILE[name]
    begin = time.process_time()
    with pytest.raises(ReportError) as caught:
        GUIDELINE.report(data)
    seconds = time.process_time() - begin

    problems = caught.value.problems
    assert path in [problem.path for problem in problems]
    for problem in problems:
        for text in (problem.text("ja"), problem.text("en")):
            text.encode()
            assert PERSON not in text
            assert len(text) < 2_000
            assert "\x1b" not in text
    assert seconds < SECONDS


def test_a_submission_tells_the_faults_of_all_its_reports() -> None:
    with pytest.raises(ReportError) as caught:
        GUIDELINE.submission({"reference": "", "reports": [{"id": 1}, {"id": "r"}, {"id": "s", "facts": []}]})

    assert [(p.path, p.code) for p in caught.value.problems] == [
        ("reference", "not-one-line"),
        ("reports.0.id", "not-a-text"),
        ("reports.2.facts", "not-a-mapping"),
    ]


@pytest.mark.parametrize("data", [None, [], {}, {"reference": "a"}, {"reference": "a", "reports": {}}, {"reports": []}])
def test_what_is_no_submission_is_refused(data: Any) -> None:
    with pytest.raises(ReportError) as caught:
        GUIDELINE.submission(data)

    assert [problem.code for problem in caught.value.problems] == ["bad-submission"]
