"""The same report → the same words, questions and changes, whatever the process, the time zone and the locale.

`test_same_everywhere` has the same for decisions as data, and for threads; here are the texts and the command line.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
REPORTS = [str(ROOT / f"examples/reports/{name}.json") for name in ("complete", "incomplete", "emergency")]
OWN = str(ROOT / "tests/explanations/guideline")
# Everything that is said of each report, in both languages
SCRIPT = """
import json, sys
from pathlib import Path
from ihc_rules import ask, because, decide, explain, explain_provision, explanation_data, load, moment, why_not

at = moment("2025-10-01T12:00:00+09:00")
shipped, own = load("ihc"), load(sys.argv[1])
reports = [(shipped, json.loads(Path(name).read_text("utf-8"))) for name in sys.argv[2:]]
present = {"thing.present": True, "thing.day": "2020-04-01", "thing.signs": ["second", "first"]}
reports += [(own, {"id": "r", "facts": facts, "investigation_complete": bool(facts)}) for facts in ({}, present)]
for guideline, data in reports:
    decision = decide(guideline, guideline.report(data), at=at)
    for lang in ("ja", "en"):
        print(explain(decision, lang))
        print(json.dumps(explanation_data(decision, lang)))
        for name in decision.provisions:
            print(explain_provision(decision, name, lang))
    for name in decision.provisions:
        print(why_not(decision, name))
    print([because(decision, node) for node in decision.edition.nodes])
    print(ask(guideline, decision.report, at=at))
"""
ENVIRONMENTS = [
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "12345", "TZ": "Pacific/Kiritimati", "LC_ALL": "ja_JP.UTF-8"},
    {"PYTHONHASHSEED": "4294967295", "TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8"},
]


@pytest.mark.slow
def test_the_words_are_the_same_everywhere() -> None:
    said = set()
    for environment in ENVIRONMENTS:
        command = [sys.executable, "-c", SCRIPT, OWN, *REPORTS]
        done = subprocess.run(
            command, env={**os.environ, "PYTHONUTF8": "1", **environment}, capture_output=True, check=True
        )
        said.add(done.stdout)

    assert len(said) == 1
    assert "刑法175条1項".encode() in said.pop()
