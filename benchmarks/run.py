"""`python benchmarks/run.py [--quick]` → every table of docs/benchmarks.md, printed as Markdown."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # this is a script; the package is the folder above

from benchmarks import compare, mails, shipped
from benchmarks.peers import installed
from benchmarks.rules import make_reports, make_rules


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small counts: is everything still right?")
    parser.add_argument("--reports", type=int, help="generated reports (2,000; quick: 200)")
    parser.add_argument("--only", choices=("compare", "shipped", "mails", "memory"))
    wanted = parser.parse_args()
    if wanted.only == "memory":
        print(shipped.memory(50_000 if wanted.quick else 1_000_000))
        return
    count = wanted.reports or (200 if wanted.quick else 2000)
    print(f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} CPUs")
    if wanted.only in (None, "compare"):
        comparison(count, rounds=2 if wanted.quick else 5)
    if wanted.only in (None, "shipped"):
        shipped.main(wanted.quick)
    if wanted.only in (None, "mails"):
        mails.main(wanted.quick)


def comparison(count: int, rounds: int) -> None:
    rules = make_rules()
    reports = make_reports(rules, count)
    engines, notes = installed()
    print(f"\n## {len(rules)} generated rules, {count:,} incomplete reports, best of {rounds} rounds\n")
    print(compare.speed(engines, rules, reports, rounds))
    print("".join(f"\nnot measured: {note}" for note in notes))
    print("\n## The same rules without guards for missing facts\n")
    once = {each.name: each for each in engines if each.naive or each.name == engines[0].name}
    print(compare.naive(list(once.values()), rules, reports))


if __name__ == "__main__":
    main()
