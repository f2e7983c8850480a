"""The pages that people read → whether what they say is so.

What a page shows of the code is made by `docs/generate.py`; what it says by itself is checked here as far as it can be.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

import ihc_rules
from docs.generate import ROOT, fresh, pages, stale
from docs.writers.change import PRACTICE
from docs.writers.markdown import slug
from docs.writers.practice import STEPS, WRITTEN
from ihc_rules.cli import parser
from ihc_rules.cli.commands import COMMANDS
from ihc_rules.problem_texts import TEXTS

DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"
PAGES = pages()
DECISIONS = sorted((DOCS / "decisions").glob("*.md"))
MADE = re.compile(r"^<!-- made: .*?^<!-- end -->$", re.DOTALL | re.MULTILINE)
FENCED = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
COMMAND = re.compile(r"^    (ihc-rules .*)$", re.MULTILINE)
TARGET = re.compile(r"`make ([a-z]+)|^    make ([a-z]+)", re.MULTILINE)
JAPANESE = re.compile(r"[\u3041-\u30ff]")
OF_A_MACHINE = re.compile(r"(?<![\w.:/])/(work|home|root|tmp|usr/local|opt|mnt|Users)/")
LANGS = ("ja", "en")
FOR_STAFF = ("docs/for-policy-staff.md", "docs/recipes-for-policy-staff.md")
FORM_OF_A_DECISION = ("Status:", "## Context", "## Options", "## Choice", "## Rejected")


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


every_page = pytest.mark.parametrize("page", PAGES, ids=name)


# --- made of the code -------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_what_is_made_is_up_to_date_and_the_examples_print_what_they_show() -> None:
    assert stale(fresh()) == [], "run: python docs/generate.py"


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_has_its_help_on_a_page(command: str) -> None:
    assert f"\n## {command}\n" in text(REFERENCE / "cli.md")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_told_of_on_a_page_that_people_write(command: str) -> None:
    written = "".join(MADE.sub("", text(page)) for page in PAGES)

    assert f"ihc-rules {command}" in written or f"`{command}`" in written


def test_each_problem_has_its_paragraph() -> None:
    headings = set(HEADING.findall(text(REFERENCE / "problems.md")))

    assert {f"`{code}`" for code in TEXTS} <= headings


def test_each_public_name_is_on_the_page_of_the_door() -> None:
    page = text(REFERENCE / "api.md")

    assert [each for each in ihc_rules.__all__ if f"`{each}`" not in page] == []


@pytest.mark.parametrize("page", FOR_STAFF)
def test_policy_staff_see_the_same_steps_in_both_languages(page: str) -> None:
    ja, en = (
        re.findall(rf"^<!-- made: (?:ran|printed) {lang} (.*) -->$", text(ROOT / page), re.MULTILINE) for lang in LANGS
    )

    assert ja == en != []


def test_each_step_and_each_file_for_practice_is_on_a_page() -> None:
    written = "".join(text(ROOT / page) for page in FOR_STAFF)
    files = [
        path for path in PRACTICE.rglob("*.yaml") if f"practice/{path.relative_to(PRACTICE).as_posix()}" not in written
    ]

    assert [name for name in STEPS if f" ja {name} -->" not in written] == []
    assert [name for name in WRITTEN if f"made: written {name} -->" not in written] == []
    assert files == []


# --- said by people ---------------------------------------------------------------------------------------------------


def shown_commands() -> Iterator[tuple[str, str]]:
    for page in PAGES:
        for line in COMMAND.findall(MADE.sub("", text(page))):
            yield name(page), re.split(r" +#|[<>|]", line)[0].strip()


@pytest.mark.parametrize(("page", "line"), sorted(set(shown_commands())))
def test_a_shown_command_line_can_be_typed(page: str, line: str) -> None:
    _, *words = shlex.split(line.replace("FOLDER", "guidelines/ihc"))

    assert parser("en").parse_args(words).command in COMMANDS


@every_page
def test_a_named_target_of_make_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", text(ROOT / "Makefile"), re.MULTILINE))
    named = {one or other for one, other in TARGET.findall(MADE.sub("", text(page)))}

    assert named <= targets


@every_page
def test_links_lead_somewhere(page: Path) -> None:
    dead = [link for link in LINK.findall(FENCED.sub("", text(page))) if not leads(page, link)]

    assert dead == []


def leads(page: Path, link: str) -> bool:
    if re.match(r"https?://", link):
        return True
    file, _, anchor = link.partition("#")
    target = (page.parent / file).resolve() if file else page
    if not target.exists():
        return False
    return target.suffix != ".md" or not anchor or anchor in anchors(target)


def anchors(page: Path) -> set[str]:
    return {slug(heading) for heading in HEADING.findall(FENCED.sub("", text(page)))}


@pytest.mark.parametrize("page", ["README.md", *FOR_STAFF, "docs/for-backends.md", "docs/for-auditors.md"])
def test_a_page_for_people_speaks_both_languages(page: str) -> None:
    written = text(ROOT / page)

    assert "日本語" in written
    assert len(JAPANESE.findall(MADE.sub("", FENCED.sub("", written)))) > 50


@pytest.mark.parametrize("page", FOR_STAFF)
def test_policy_staff_read_japanese_first_and_find_the_same_in_english(page: str) -> None:
    headings: list[tuple[str, str]] = re.findall(r"^(##|###) (.+)$", text(ROOT / page), re.MULTILINE)
    parts = [title for level, title in headings if level == "##"]
    ja = headings.index(("##", "日本語"))
    en = headings.index(("##", "English"))

    assert parts == ["日本語", "English"]
    assert en - ja == len(headings) - en, "as many sections in one language as in the other"


@pytest.mark.parametrize("page", sorted(REFERENCE.glob("*.md")), ids=name)
def test_a_page_of_the_reference_has_words_in_both_languages(page: Path) -> None:
    assert JAPANESE.search(text(page))
    assert re.search(r"[A-Za-z]{3} [a-z]{2}", text(page))


@every_page
def test_nothing_is_said_of_any_one_machine(page: Path) -> None:
    assert OF_A_MACHINE.search(text(page)) is None


@pytest.mark.parametrize("decision", DECISIONS, ids=name)
def test_a_decision_says_what_was_chosen_and_what_was_not(decision: Path) -> None:
    number = decision.name[:4]

    assert text(decision).startswith(f"# {number} ")
    assert [part for part in FORM_OF_A_DECISION if part not in text(decision)] == []
    assert sum(each.name.startswith(number) for each in DECISIONS) == 1


def test_the_changelog_has_a_place_for_what_is_new() -> None:
    assert "\n## [Unreleased]\n" in text(DOCS / "changelog.md")
