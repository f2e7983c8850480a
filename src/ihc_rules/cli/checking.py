"""`check` and `test`: a guideline → its mistakes, and the cases that fail or are missing."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ihc_rules.assurance.cases import Case, CaseResult, faults, read_cases, run_case
from ihc_rules.assurance.coverage import coverage
from ihc_rules.assurance.goals import Goal
from ihc_rules.assurance.messages import message_faults
from ihc_rules.cli.coverage import data, missing, table
from ihc_rules.cli.formats import FORMATS, Finding, as_json, below, of_problem
from ihc_rules.cli.inputs import WrongUse
from ihc_rules.cli.terminal import fail, show
from ihc_rules.errors import Lang, Problem, order
from ihc_rules.guideline.guideline import Guideline, make, problems_of
from ihc_rules.guideline.load import load_folder, read_folder
from ihc_rules.paths import guideline_folder, templates_folder
from ihc_rules.referral.compose.load import read_template_folder

WORDS: dict[str, dict[str, str]] = {
    "ja": {
        "sound": "{folder}：誤りはありません（{count}ファイル）",
        "mistakes": "{folder}：誤り {count} 件",
        "held": "{folder}：事例 {count} 件すべて成立、網羅に不足なし",
        "held_some": "{folder}：選んだ事例 {count} 件すべて成立（網羅は見ていません）",
        "no_such_case": "--only `{only}`：そのような ID の事例はありません",
        "not_together": "--coverage は text か json だけです。--only と一緒には使えません",
        "failed": "{folder}：事例 {count} 件のうち {failed} 件が不成立、事例のないもの {gaps} 件",
        "case": "事例 {id}（{title}）：{what} は {expected} のはずが {found}",
    },
    "en": {
        "sound": "{folder}: no mistakes ({count} files)",
        "mistakes": "{folder}: {count} mistake(s)",
        "held": "{folder}: all {count} cases hold, and nothing lacks a case",
        "held_some": "{folder}: all {count} chosen cases hold (coverage was not judged)",
        "no_such_case": "--only `{only}`: there is no case of such an id",
        "not_together": "--coverage is about all cases, as text or json: not with --only or another --format",
        "failed": "{folder}: {failed} of {count} cases fail, {gaps} things have no case",
        "case": "case {id} ({title}): {what} should be {expected} but is {found}",
    },
}


def check(arguments: Namespace) -> int:
    """Show every mistake of a guideline, its cases included."""
    lang: Lang = arguments.lang
    folder = _near(guideline_folder(arguments.guideline))
    files, problems = read_folder(folder)
    cases, unreadable = read_folder(folder, cases=True)
    found = [*problems, *unreadable, *problems_of(files)]
    reports: list[Finding] = []
    if not found:
        guideline = make(files)
        worked, found = read_cases(guideline, cases)
        told = (_fault(each, case, lang, folder) for case in worked for each in faults(guideline, case))
        reports = [replace(each, name=each.place.file if each.place else "") for each in told]  # files are looked at
        reports += _messages(guideline, arguments.guideline, lang)
    findings = [*(of_problem(each, lang, str(folder)) for each in order(found)), *reports]
    words, shown = WORDS[lang], str(folder)
    count = len(files) + len(cases)
    last = (
        words["mistakes"].format(folder=shown, count=len(findings))
        if findings
        else words["sound"].format(folder=shown, count=count)
    )
    names = [f"{folder}/{name}" for name in [*files, *cases]]
    _print(arguments.format, findings, names, last)
    return 1 if findings else 0


def _messages(guideline: Guideline, named: str, lang: Lang) -> list[Finding]:
    """What stands against the guideline's messages."""
    folder = _near(templates_folder(named, guideline.id))
    found = message_faults(guideline, read_template_folder(folder))
    return [of_problem(each, lang, str(folder)) for each in found]


def _near(folder: Path) -> Path:
    """A folder as it is named from here, where it lies below: CI places its marks by such names."""
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_absolute() and folder.is_relative_to(here) else folder


def _print(form: str, findings: Sequence[Finding], names: Sequence[str], last: str) -> None:
    if form != "text":
        show(FORMATS[form](findings, names))
        return
    if findings:
        fail("\n\n".join([*(each.text for each in findings), last]))
    else:
        show(last)


def test(arguments: Namespace) -> int:
    """Run the worked cases of a guideline."""
    lang: Lang = arguments.lang
    if arguments.coverage and (arguments.only is not None or arguments.format not in ("text", "json")):
        raise WrongUse(WORDS[lang]["not_together"])
    folder = _near(guideline_folder(arguments.guideline))
    guideline = load_folder(folder)
    files, problems = read_folder(folder, cases=True)
    cases, more = read_cases(guideline, files)
    chosen = [each for each in cases if arguments.only is None or arguments.only in each.record.id]
    if arguments.only is not None and not chosen:
        raise WrongUse(WORDS[lang]["no_such_case"].format(only=arguments.only))
    results = [run_case(guideline, each) for each in chosen]
    reached = coverage(guideline, results) if arguments.only is None else {}
    gaps = [goal for goal, by in reached.items() if not by]
    findings = [of_problem(each, lang, str(folder)) for each in order([*problems, *more])]
    findings += [each for result in results for each in _failures(result, lang, folder)]
    findings += [_gap(each, lang) for each in gaps]
    failed = sum(not each.holds for each in results)
    words = WORDS[lang]
    last = words["held" if arguments.only is None else "held_some"].format(folder=folder, count=len(chosen))
    if findings:
        last = words["failed"].format(folder=folder, count=len(chosen), failed=failed, gaps=len(gaps))
    names = [each.record.id for each in chosen]
    if arguments.coverage and arguments.format == "json":
        show(as_json(findings, names, {"coverage": data(reached)}))
        return 1 if findings else 0
    if arguments.coverage:
        show(table(reached, lang) + "\n")
    _print(arguments.format, findings, names, last)
    return 1 if findings else 0


def _failures(result: CaseResult, lang: Lang, folder: Path) -> list[Finding]:
    record, place = result.case.record, below(str(folder), result.case.place)
    found = [_fault(each, result.case, lang, folder) for each in result.faults]
    for wrong in result.mismatches:
        message = WORDS[lang]["case"].format(
            id=record.id,
            title=record.title.get(lang),
            what=wrong.what,
            expected=wrong.expected,
            found=wrong.found,
        )
        found.append(Finding("case-failed", place, message, f"{place}: {message}", record.id))
    return found


def _fault(problem: Problem, case: Case, lang: Lang, folder: Path) -> Finding:
    """A fault in the report of a case: it has a path in the report, and the place of the case."""
    fault, place, name = of_problem(problem, lang, ""), below(str(folder), case.place), case.record.id
    return Finding(problem.code, place, f"{name}: {problem.path}: {fault.message}", f"{place}: {fault.text}", name)


def _gap(goal: Goal, lang: Lang) -> Finding:
    message = missing(goal, lang)
    return Finding("no-case", None, message, message)
