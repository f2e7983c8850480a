"""A command × changes of the guideline → what it really prints on a copy that is changed so.

- The changes are those of the staff's guide and its recipes; each shows the text that is written, and makes it.
- Files that are added stand in `docs/practice/`, at the place that they get in `guidelines/`.
- Commands run in a temporary folder that looks like the repository; the command shown is the command run.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from contextlib import chdir
from functools import cache
from pathlib import Path

from docs.writers.change import PRACTICE, Add, Edit, Step
from docs.writers.commands import run
from docs.writers.markdown import fenced
from ihc_rules.paths import data

# --- the guide: changing a criterion, common mistakes -----------------------------------------------------------------

RULES, CASES = "serious-crime.yaml", "cases/c-1.yaml"
BEFORE = "          posting.context: quotation\n\n  - id: C-2\n"  # the end of C-1
EXCEPTION = """\
      - id: academic
        title: {ja: 学術, en: Academic}
        source: {document: S31, status: assumed, note: 練習のための架空の改正}
        in_force: {from: 2027-04-01}
        when:
          posting.context: academic
"""
END_OF_C1 = BEFORE.removesuffix("\n  - id: C-2\n")
WITH_EXCEPTION = Edit(RULES, BEFORE, f"{END_OF_C1}{EXCEPTION}\n  - id: C-2\n")
MISSPELT = Edit(RULES, BEFORE, WITH_EXCEPTION.new.replace("posting.context: academic", "posting.contxt: academic"))
FIRST_CASE = "cases:\n  - id: c1-direct-and-explicit\n"
NEW_CASES = """\
  - id: c1-academic-day-before
    title: {ja: 学術（改正の前日）, en: Academic on the day before the change}
    ground: {ja: 練習のための架空の改正, en: A made-up change for practice}
    at: 2027-03-31
    report:
      facts:
        posting.context: academic
        crime.direct_and_explicit: {value: [firearms_transfer], by: analyst}
    expect:
      provisions: {C-1: met}

  - id: c1-academic
    title: {ja: 学術（改正の日）, en: Academic on the day of the change}
    ground: {ja: 練習のための架空の改正, en: A made-up change for practice}
    at: 2027-04-01
    report:
      facts:
        posting.context: academic
        crime.direct_and_explicit: {value: [firearms_transfer], by: analyst}
    expect:
      provisions: {C-1: not_met}
      because: {C-1: [unless academic]}
"""
WITH_CASES = Edit(CASES, FIRST_CASE, f"cases:\n{NEW_CASES}\n  - id: c1-direct-and-explicit\n")
WRONG_CASE = Edit(CASES, FIRST_CASE, WITH_CASES.new.replace("provisions: {C-1: met}", "provisions: {C-1: not_met}"))
IN_SCOPE_FILE = "      page.kind: [mail, sms]\n"
FULL_WIDTH = Edit("scope.yaml", IN_SCOPE_FILE, "      page.kind：[mail, sms]\n")
ONE_LANGUAGE = Edit("scope.yaml", "title: {ja: 検索結果のURL, en: URL of search results}", "title: {ja: 検索結果のURL}")
OTHER_VALUE = Edit("scope.yaml", IN_SCOPE_FILE, "      page.kind: [e-mail, sms]\n")
NO_WORD = Edit("scope.yaml", IN_SCOPE_FILE, "      - page.kind: mail\n      - page.kind: sms\n")
ENDED = Edit("triage.yaml", "    queue: first\n", "    queue: first\n    in_force: {to: 2027-03-31}\n")
ENGLISH_COMMA = Edit(
    "scope.yaml",
    "{ja: 検索結果のURL, en: URL of search results}",
    "{ja: 検索結果のURL, en: URL of search results, lists and the like}",
)

# --- the recipes ------------------------------------------------------------------------------------------------------

SOURCE, ITEM_FACTS, ITEM, ITEM_CASES = (
    Add(each) for each in ("sources-practice.yaml", "facts/tickets.yaml", "tickets.yaml", "cases/o-3.yaml")
)
WITH_ITEM = (SOURCE, ITEM_FACTS, ITEM)

IN_FORCE_O2 = "具体性を要することは導いたもの\n    in_force: {from: 2018-01-22, status: assumed}\n"
ENDED_O2 = Edit("other-crime.yaml", IN_FORCE_O2, IN_FORCE_O2.replace("22,", "22, to: 2027-03-31,"))
RETIRED_O2 = Edit("other-crime.yaml", IN_FORCE_O2, IN_FORCE_O2.replace("22,", "22, to: 2027-03-31, retired: true,"))
O2_CASES = Add("cases/o-2-retired.yaml")

QUOTATION = """\
          note: 批判や紹介のための引用は、引用した者自身の請負・誘引等ではない
        when:
          posting.context: quotation

  - id: C-2
"""
RETIRED_QUOTATION = Edit(
    "serious-crime.yaml",
    QUOTATION,
    QUOTATION.replace("        when:\n", "        in_force: {to: 2027-03-31, retired: true}\n        when:\n"),
)
QUOTATION_CASES = Add("cases/c-1-quotation.yaml")

AFTER_TECHNICAL = "en: 'A virus, a hacked account or another technical problem'}\n"
BILLING = """\
      - id: billing
        title: {ja: 身に覚えのない請求を受けた, en: I received a bill for something that I did not order}
"""
WITH_VALUE = Edit("facts.yaml", AFTER_TECHNICAL, f"{AFTER_TECHNICAL}{BILLING}")
WINDOW, WINDOW_CASES = Add("windows-practice.yaml"), Add("cases/practice.yaml")

LAST_EDITION = "最終的な内容は不明}\n\n# 並び順が優先順。"
EDITION = """\
  - id: 2027-04
    from: 2027-04-01
    title: {ja: 2027年4月版, en: Edition of April 2027}
    source: {document: PRACTICE, status: summarised}
"""
WITH_EDITION = Edit(
    "guideline.yaml",
    LAST_EDITION,
    LAST_EDITION.replace("\n\n#", f"\n{EDITION}\n#"),
)
LAST_HOLD = "    in_force: {from: 2018-01-22, status: assumed}\n"
HOLD = """\
  - id: police_hold
    title: {ja: 警察への情報提供後の待機期間, en: Waiting time after informing the police}
    value: 3
    unit: days
    source: {document: PRACTICE, section: 第2, status: summarised}
    in_force: {from: 2027-04-01, status: summarised}
"""
END_OF_HOLD = LAST_HOLD.replace("22,", "22, to: 2027-03-31,")
WITH_HOLD = Edit("guideline.yaml", LAST_HOLD, f"{END_OF_HOLD}{HOLD}")
UNSURE = """\
      document: S05
      status: assumed
      note: 現在の日数と、区分による違いは公表されていない（不明）
    in_force: {from: 2018-01-22, status: assumed}
"""
SURE = """\
      document: PRACTICE
      section: 第3
      status: summarised
    in_force: {from: 2018-01-22, status: summarised}
"""
CLEARED = Edit("guideline.yaml", UNSURE, SURE)

NEW_FIGURE = (SOURCE, WITH_EDITION, WITH_HOLD)

OLD_SENTENCE = "文書番号を添えて、その旨をお知らせください。"
SENTENCE = "文書番号 {{ referral_id }} を添えて、できるだけ早くお知らせください。"
REQUEST, TO_HOST = "removal_request.ja.txt.j2", "removal_request_hosting_provider.ja.txt.j2"
NEW_SENTENCE = Edit(REQUEST, OLD_SENTENCE, SENTENCE, "templates")
MISSPELT_NAME = Edit(REQUEST, OLD_SENTENCE, SENTENCE.replace("referral_id", "referal_id"), "templates")
FORBIDDEN = Edit(TO_HOST, OLD_SENTENCE, f"{OLD_SENTENCE}\nこの情報は、通報により把握しました。", "templates")
HOLD_CASES = Add("cases/hold-2027.yaml")
CHECK, TEST = "check guidelines/ihc", "test guidelines/ihc"
DECIDE = "decide docs/practice/report.yaml --guideline guidelines/ihc"
EXPLAIN = "explain examples/reports/complete.json --guideline guidelines/ihc"
OUTDATED = "outdated guidelines/ihc --today 2026-12-01"
COMPOSE = (
    "compose examples/reports/complete.json --guideline guidelines/ihc --desk examples/desk.json --at 2025-10-01"
    " --route removal_domestic"
)
WINDOWS = "consultation"

STEPS: Mapping[str, Step] = {
    "check-misspelt": Step(CHECK, (MISSPELT,)),
    "check-sound": Step(CHECK, (WITH_EXCEPTION,)),
    "test-gaps": Step(TEST, (WITH_EXCEPTION,)),
    "test-wrong": Step(TEST, (WITH_EXCEPTION, WRONG_CASE)),
    "test-held": Step(TEST, (WITH_EXCEPTION, WITH_CASES)),
    "check-full-width": Step(CHECK, (FULL_WIDTH,)),
    "check-english-comma": Step(CHECK, (ENGLISH_COMMA,)),
    "check-other-value": Step(CHECK, (OTHER_VALUE,)),
    "check-several": Step(CHECK, (ONE_LANGUAGE, NO_WORD, ENDED)),
    "item-no-source": Step(CHECK, (ITEM_FACTS,)),
    "item-facts": Step(CHECK, (SOURCE, ITEM_FACTS)),
    "item-check": Step(CHECK, WITH_ITEM),
    "item-gaps": Step(TEST, WITH_ITEM),
    "item-held": Step(TEST, (*WITH_ITEM, ITEM_CASES)),
    "item-schema": Step(
        "schema --guideline guidelines/ihc --check guidelines/schema/ihc",
        WITH_ITEM,
        only=("facts.s", "provisions.s", "--output"),
    ),
    "item-ask": Step("ask docs/practice/nothing-found.yaml --guideline guidelines/ihc --at 2027-04-01", WITH_ITEM),
    "retire-unmarked": Step(CHECK, (ENDED_O2,)),
    "retire-gaps": Step(TEST, (RETIRED_O2,)),
    "retire-held": Step(TEST, (RETIRED_O2, O2_CASES)),
    "retire-before": Step(f"{DECIDE} --at 2027-03-31", (RETIRED_O2,)),
    "retire-after": Step(f"{DECIDE} --at 2027-04-01", (RETIRED_O2,)),
    "exception-gaps": Step(TEST, (RETIRED_QUOTATION,)),
    "exception-held": Step(TEST, (RETIRED_QUOTATION, QUOTATION_CASES)),
    "window-no-value": Step("check guidelines/consultation", (WINDOW,), WINDOWS),
    "window-gaps": Step("test guidelines/consultation", (WITH_VALUE, WINDOW), WINDOWS),
    "window-held": Step("test guidelines/consultation", (WITH_VALUE, WINDOW, WINDOW_CASES), WINDOWS),
    "window-guide": Step(
        "guide docs/practice/answers.yaml --guideline guidelines/consultation --at 2027-04-01",
        (WITH_VALUE, WINDOW, WINDOW_CASES),
        WINDOWS,
    ),
    "figure-gaps": Step(TEST, NEW_FIGURE),
    "figure-held": Step(TEST, (*NEW_FIGURE, HOLD_CASES)),
    "figure-before": Step(f"{EXPLAIN} --at 2027-03-31", NEW_FIGURE, only=("2027", "日待つ", "waits")),
    "figure-after": Step(f"{EXPLAIN} --at 2027-04-01", NEW_FIGURE, only=("2027", "日待つ", "waits")),
    "message-wrong": Step(CHECK, (MISSPELT_NAME, FORBIDDEN)),
    "message-made": Step(COMPOSE, (NEW_SENTENCE,)),
    "outdated": Step(OUTDATED, (), only=("police_hold", "推論 ", " derived, ")),
    "outdated-cleared": Step(OUTDATED, (SOURCE, CLEARED), only=("police_hold", "推論 ", " derived, ")),
}
WRITTEN: Mapping[str, str] = {
    "exception": EXCEPTION,
    "new-cases": NEW_CASES,
    "retired-item": RETIRED_O2.new.partition("\n")[2],
    "retired-exception": RETIRED_QUOTATION.new.partition("\n")[2].partition("\n\n")[0],
    "value": BILLING,
    "edition": EDITION,
    "figure": f"{END_OF_HOLD}{HOLD}",
    "sentence": f"(2) 措置を講じた場合又は講じることができない場合は、{SENTENCE}",
    "unsure": UNSURE,
    "sure": SURE,
}

OF_MESSAGES = ("sentence",)  # written in a template, not in YAML


@cache
def _printed(step: Step, lang: str) -> str:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in (step.guideline, f"schema/{step.guideline}"):
            shutil.copytree(data("guidelines") / part, folder / "guidelines" / part)
        for part in ("examples", "templates"):
            shutil.copytree(data(part), folder / part)
        shutil.copytree(PRACTICE, folder / "docs" / "practice")
        for change in step.changes:
            change.make(folder, step.guideline)
        with chdir(folder):
            printed = run(*step.command.split(), "--lang", lang)[1]
    lines = printed.splitlines()
    return "\n".join(line for line in lines if not step.only or any(word in line for word in step.only)).strip("\n")


def printed(name: str, lang: str) -> str:
    """What a step prints."""
    return fenced(_printed(STEPS[name], lang))


def ran(name: str, lang: str) -> str:
    """The command line of a step, and what it prints."""
    return f"    ihc-rules {STEPS[name].command} --lang {lang}\n\n{printed(name, lang)}"


def written(name: str) -> str:
    """What staff write at a step."""
    return fenced(WRITTEN[name], "text" if name in OF_MESSAGES else "yaml")


def added(file: str) -> str:
    """A file of `docs/practice/`."""
    return fenced((PRACTICE / file).read_text(encoding="utf-8"), "yaml")
