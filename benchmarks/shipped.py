"""The shipped guideline × typical reports → what a decision, its reasons and its questions cost, what stays flat."""

from __future__ import annotations

import gc
import importlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from random import Random
from time import perf_counter, thread_time_ns
from typing import Any

from benchmarks.timing import best_of, number, once, percentile, table
from ihc_rules.decision.decide import Decision, decide
from ihc_rules.facts import Fact
from ihc_rules.guideline.guideline import Guideline
from ihc_rules.guideline.load import load_folder
from ihc_rules.report import Report

FOLDER = Path(__file__).resolve().parents[1] / "guidelines" / "ihc"
AT = datetime(2025, 10, 1, 12, tzinfo=timezone(timedelta(hours=9)))
ILLEGAL = {  # a public page in Japan that shows what I-01 is about
    "page.kind": "web_page",
    "page.reachable": "reachable",
    "posting.visibility": "unspecified_persons",
    "content.genitals": "clearly_visible",
    "content.evident_context": "none",
    "hosting.origin_country": "JP",
    "hosting.behind_cdn": False,
    "site_administrator.contact": "usable",
    "life.notice": ["none"],
}
Work = Callable[[Any], object]
ADVISERS = ("adviser_1", "adviser_2", "adviser_3")


# --- reports ----------------------------------------------------------------------------------------------------------


def kinds(guideline: Guideline) -> dict[str, Report]:
    """One report of each kind that a hotline sees."""
    everything = {fact.id: _recorded(fact) for fact in _findings(guideline)}
    read = partial(_report, guideline)
    opinions = [
        {"provision": "I-01", "adviser": each, "adviser_kind": "lawyer", "view": "applies", "at": AT.isoformat()}
        for each in ADVISERS
    ]
    return {
        "complete": read(everything),
        "incomplete": read({name: everything[name] for name in list(ILLEGAL)[:4]}),
        "page gone": read({"page.kind": "web_page", "page.reachable": "gone"}),
        "complete, three opinions": read(everything, opinions=opinions),
    }


def mixed(guideline: Guideline, count: int = 100) -> list[Report]:
    """Reports with random facts, the same in every run."""
    random = Random(3)  # noqa: S311 - nothing here is secret
    facts = _findings(guideline)
    chosen = [random.sample(facts, random.randint(0, len(facts))) for _ in range(count)]
    return [_report(guideline, {fact.id: _recorded(fact, random) for fact in each}) for each in chosen]


def _report(guideline: Guideline, facts: Mapping[str, Any], **more: Any) -> Report:
    return guideline.report({"id": "r", "facts": facts, **more})


def _findings(guideline: Guideline) -> list[Fact]:
    return [fact for fact in guideline.vocabulary.facts.values() if fact.established_by != ("reporter",)]


def _recorded(fact: Fact, random: Random | None = None) -> dict[str, Any]:
    """A value, with who found it: the typical one, or any."""
    values: Sequence[Any] = {
        "boolean": [True, False],
        "enum": fact.value_ids,
        "set": [[each] for each in fact.value_ids],
        "integer": [fact.minimum or 0, 50_000],
        "decimal": ["1.5"],
        "country": ["US", "JP"],
        "date": ["2025-09-25"],
        "datetime": [AT.isoformat()],
        "text": ["-"],
    }[fact.type]
    value = random.choice(values) if random else ILLEGAL.get(fact.id, values[-1])
    who = next(role for role in fact.established_by if role != "reporter")
    return {"value": value, "by": who}


# --- what is measured -------------------------------------------------------------------------------------------------


def speed(guideline: Guideline, rounds: int, times: int) -> str:
    """Decision, reasons and questions, each kind of report."""
    rows = []
    works: list[tuple[str, Work]] = [("read", guideline.report), ("decide", partial(decide, guideline, at=AT))]
    works += _further()
    for kind, report in kinds(guideline).items():
        facts = {name: {"value": _plain(each.value), "by": each.by} for name, each in report.facts.items()}
        opinions = [each.model_dump() for each in report.opinions]
        decision = decide(guideline, report, at=AT)
        data = {"id": "r", "facts": facts, "opinions": opinions}
        inputs: dict[str, Callable[[], Sequence[Any]]] = {
            "read": partial(_repeated, data, times),
            "decide": partial(_fresh, guideline, data, times),
        }
        for name, work in works:
            given = inputs.get(name, partial(_repeated, decision, times))
            spans = best_of([(work, given, thread_time_ns)], rounds)[0]
            answer = f"{decision.category}, {len(decision.referrals)} referrals" if name == "decide" else ""
            rows.append((kind, name, percentile(spans, 0.5), percentile(spans, 0.99), answer))
    return table(("report", "work", "p50 µs", "p99 µs", "result"), rows)


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else value


def _repeated(data: Any, times: int) -> list[Any]:
    return [data] * times


def _fresh(guideline: Guideline, data: Any, times: int) -> list[Report]:
    """Reports that nobody has decided yet: nothing of them is remembered."""
    return [guideline.report(data) for _ in range(times)]


def _afresh(work: Work, decision: Decision) -> Any:
    """What is asked of a decision of which nothing was asked before."""
    # nobody keeps it: Python's collector would walk all of them again and again, and that would be measured
    return work(replace(decision))


def _further() -> Iterator[tuple[str, Work]]:
    """Reasons and questions, as far as they are there."""
    for module, name, label in (("explain", "explain", "reasons (explain)"), ("ask", "questions", "questions (ask)")):
        try:
            yield label, partial(_afresh, getattr(importlib.import_module(f"ihc_rules.decision.{module}"), name))
        except (ImportError, AttributeError) as error:
            print(f"not measured: {label}: {error}\n")


def memory(count: int) -> str:
    """Resident memory while many reports are decided, and every twentieth is read as well; in a process of its own."""
    import psutil  # noqa: PLC0415 - of the extra `bench`; the rest runs without

    process, guideline = psutil.Process(), load_folder(FOLDER)
    reports = mixed(guideline)
    facts = {name: {"value": _plain(each.value), "by": each.by} for name, each in reports[7].facts.items()}

    def stretch(number_of: int) -> float:
        for i in range(number_of):
            decide(guideline, reports[i % len(reports)], at=AT)
            if i % 20 == 0:
                decide(guideline, _report(guideline, facts), at=AT)
        gc.collect()
        return float(process.memory_info().rss) / 2**20

    start, end = stretch(2000), stretch(count)
    return table(("decisions", "MiB at the start", "MiB at the end"), [(f"{count:,}", start, end)])


def threads(guideline: Guideline, count: int) -> str:
    """The same decisions by one thread and by four."""
    reports = mixed(guideline) * max(1, count // 100)

    def outcome(report: Report) -> Any:
        decision = decide(guideline, report, at=AT)
        return decision.category, decision.referrals, decision.possible_referrals, decision.provisions

    spans, results = [], []
    for workers in (1, 4):
        with ThreadPoolExecutor(workers) as pool:
            start = perf_counter()
            results.append(list(pool.map(outcome, reports, chunksize=500)))
            spans.append(perf_counter() - start)
    assert results[0] == results[1], "threads disagree"
    rates = [len(reports) / span for span in spans]
    return table(
        ("decisions", "1 thread, per s", "4 threads, per s", "different results"), [(f"{len(reports):,}", *rates, 0)]
    )


def starting() -> str:
    """Loading, the first decision, imports (CPU time), and how long the shell waits (wall time; five processes)."""
    guideline = load_folder(FOLDER)
    report = kinds(guideline)["complete"]
    rows: list[tuple[str, str]] = [
        ("load the guideline (read, parse, check)", f"{once(lambda: load_folder(FOLDER)):,.0f} ms")
    ]
    firsts, warm = [], once(lambda: decide(guideline, report, at=AT), 20)
    for _ in range(3):
        fresh = load_folder(FOLDER)
        firsts.append(once(partial(decide, fresh, report, at=AT), 1))
    rows.append(("first decision of an edition (normal form, compile)", f"{min(firsts) - warm:,.0f} ms"))
    timed = "import time; s=time.process_time(); {}; print(time.process_time()-s)"
    for label, code in (
        ("import ihc_rules", "import ihc_rules"),
        ("… and what `decide` needs", "from ihc_rules.decision.decide import decide"),
    ):
        rows.append((label, _median([sys.executable, "-c", timed.format(code)], printed=True)))
    rows.append(("python -c pass", _median([sys.executable, "-c", "pass"])))
    rows.append(("ihc-rules --help", _median([str(Path(sys.executable).with_name("ihc-rules")), "--help"])))
    return table(("what", "time"), rows)


def _median(command: Sequence[str], printed: bool = False) -> str:
    spans = []
    for _ in range(5):
        start = perf_counter()
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ)  # noqa: S603 - our own
        except (OSError, subprocess.CalledProcessError) as error:
            return f"not measured: {str(error).rpartition('/')[2]}"
        spans.append(float(done.stdout) if printed else perf_counter() - start)
    return f"{number(1000 * sorted(spans)[2])} ms"


def main(quick: bool) -> None:
    guideline = load_folder(FOLDER)
    edition = guideline.on(AT.date())
    rules, facts = len(edition.rules.provisions), len(guideline.vocabulary.facts)
    print(f"\n## The shipped guideline, edition {edition.id}: {rules} provisions, {facts} facts\n")
    gc.collect()
    gc.freeze()  # as the guide for backends advises: what stays loaded is not walked again and again
    print(speed(guideline, 2 if quick else 5, 50 if quick else 300))
    gc.unfreeze()
    print("\n### Starting\n")
    print(starting())
    print("\n### Threads\n")
    print(threads(guideline, 2000 if quick else 20_000))
    print("\n### Memory\n")
    alone = [
        sys.executable,
        str(Path(__file__).with_name("run.py")),
        "--only",
        "memory",
        *(["--quick"] if quick else []),
    ]
    print(subprocess.run(alone, capture_output=True, text=True, check=True).stdout)  # noqa: S603 - our own
