"""The benchmark's engines, on a few rules: right or not. How fast they are is for `make bench`.

A peer that is not installed is skipped.
"""

from __future__ import annotations

import importlib

import pytest

from benchmarks import mails
from benchmarks.compare import found, mismatches
from benchmarks.peers import NAMES, Engine
from benchmarks.rules import answers, make_reports, make_rules, met

RULES = make_rules(30)
REPORTS = make_reports(RULES, 40)


def engines(name: str) -> tuple[Engine, ...]:
    try:
        module = importlib.import_module(f"benchmarks.peers.{name}")
    except ImportError as error:
        pytest.skip(f"not installed: {error}")
    found: tuple[Engine, ...] = module.ENGINES
    return found


def test_the_same_seed_gives_the_same_rules_and_reports() -> None:
    assert make_rules(30) == RULES
    assert make_reports(RULES, 40) == REPORTS
    assert sum(len(report) for report in REPORTS) / len(REPORTS) == pytest.approx(40, abs=2)


def test_the_reports_hold_every_answer() -> None:
    words = {word for report in REPORTS for word in answers(RULES, report).values()}

    assert words == {"met", "not_met", "open"}


@pytest.mark.parametrize("name", NAMES)
def test_an_engine_finds_the_rules_that_are_met(name: str) -> None:
    for engine in engines(name):
        assert mismatches(RULES, REPORTS, engine.load(RULES)) == 0, engine.name


@pytest.mark.parametrize("name", ["zen", "datalogic", "json_logic", "rule_engine", "cedar"])
def test_without_guards_a_missing_fact_is_taken_for_an_answer(name: str) -> None:
    for engine in engines(name):
        assert engine.naive is not None
        loaded = engine.naive(RULES)
        wrong = [report for report in REPORTS if found(loaded, report) != met(RULES, report)]

        assert wrong, f"{engine.name} is right without guards: the table of the docs is out of date"


@pytest.mark.slow
def test_the_table_of_mails_has_every_kind_of_key() -> None:
    table = mails.report(seconds=0.005, rounds=1)

    assert all(f"| {name} |" in table for name in mails.NAMES.values())
