"""The same guideline, report and time → the same bytes: in any process, locale and time zone, and in any thread."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import ihc_rules
from ihc_rules.decision.data import decision_data
from ihc_rules.decision.decide import decide
from ihc_rules.guideline.guideline import Guideline, make
from ihc_rules.testing.strategies import guidelines, moments, reports

pytestmark = pytest.mark.slow

Case = tuple[dict[str, Any], datetime]

# What each process prints: everything that it says about each report, in ASCII
SCRIPT = """
import json, sys
from pathlib import Path
from ihc_rules import decide, decision_data, load, moment

for folder in sorted(Path(sys.argv[1]).iterdir()):
    guideline = load(folder)
    for data, at in json.loads((folder / "reports.json").read_text("utf-8")):
        decision = decide(guideline, guideline.report(data), at=moment(at))
        print(json.dumps(decision_data(decision, trace=True)))
"""
ENVIRONMENTS = [
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8"},
    {"PYTHONHASHSEED": "4294967295", "TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "LANG": "ja_JP.UTF-8"},
]


def drawn(number: int) -> list[tuple[dict[str, bytes], list[Case]]]:
    """Guidelines with reports and times: always the same ones."""
    found: list[tuple[dict[str, bytes], list[Case]]] = []

    @settings(
        max_examples=number,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        deadline=None,
    )
    @given(st.data())
    def draw(data: st.DataObject) -> None:
        files = data.draw(guidelines())
        guideline = make(files)
        cases = st.tuples(reports(guideline), moments(guideline))
        found.append((files, data.draw(st.lists(cases, min_size=3, max_size=3))))

    draw()
    return found


def written(folder: Path, files: Mapping[str, bytes], cases: list[Case]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    told = json.dumps([(data, at.isoformat()) for data, at in cases])
    (folder / "reports.json").write_text(told, encoding="utf-8")


def test_hash_seed_time_zone_and_locale_change_no_byte(tmp_path: Path) -> None:
    for number, (files, cases) in enumerate(drawn(20)):
        written(tmp_path / f"guideline-{number:02}", files, cases)
    outputs = set()
    for environment in ENVIRONMENTS:
        command = [sys.executable, "-c", SCRIPT, str(tmp_path)]
        done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, check=True)
        outputs.add(done.stdout)

    assert len(outputs) == 1
    assert outputs.pop().count(b"\n") >= 3 * 20


def said(guideline: Guideline, cases: list[Case]) -> list[str]:
    """Everything that is said of each report, asked for as if nobody had asked before."""
    decisions = (decide(guideline, guideline.report(data), at=at) for data, at in cases)
    return [json.dumps(decision_data(each, trace=True)) for each in decisions]


def in_threads(guideline: Guideline, cases: list[Case], number: int = 4) -> Iterator[list[str]]:
    """What each of several threads says that begin at the same moment, with nothing compiled yet."""
    start = Barrier(number)

    def work() -> list[str]:
        start.wait(timeout=10)  # seconds
        return said(guideline, cases)

    with ThreadPoolExecutor(number) as threads:
        for each in [threads.submit(work) for _ in range(number)]:
            yield each.result()


def test_four_threads_say_what_one_says() -> None:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)  # seconds; threads interrupt each other more often than they would
    try:
        for files, cases in drawn(15):
            assert {tuple(each) for each in in_threads(make(files), cases)} == {tuple(said(make(files), cases))}
    finally:
        sys.setswitchinterval(before)


def test_four_threads_say_what_one_says_of_the_shipped_guideline() -> None:
    guideline = ihc_rules.load("ihc")
    found: list[list[Case]] = []

    @settings(max_examples=5, derandomize=True, database=None, phases=[Phase.generate], deadline=None)
    @given(st.lists(st.tuples(reports(guideline), moments(guideline)), min_size=4, max_size=4))
    def draw(cases: list[Case]) -> None:
        found.append(cases)

    draw()
    cases = [case for each in found for case in each]
    expected = said(ihc_rules.load("ihc"), cases)

    assert all(each == expected for each in in_threads(guideline, cases))
