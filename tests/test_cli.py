"""Words of a command line → what is printed, where, and the exit code.

Most commands run inside this process; what is about a process (pipes, imports, `python -m`) runs in one of its own.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ihc_rules.cli import main, parser
from ihc_rules.cli.commands import COMMANDS
from ihc_rules.cli.formats import FORMATS, Finding
from ihc_rules.cli.parser import Parser, in_japanese
from ihc_rules.source import Place
from tests.own_guideline import fact, files, provision, unless
from tests.running import Ran, Run

ROOT = Path(__file__).parents[1]
REPORTS = ROOT / "examples/reports"
COMPLETE, INCOMPLETE, SUBMISSION = (str(REPORTS / f"{name}.json") for name in ("complete", "incomplete", "submission"))
AT = ("--at", "2025-10-01")


def process(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ihc_rules", *words]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, **environment}, encoding="utf-8"
    )


# --- help -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_every_command_has_an_example(name: str, lang: str, run: Run) -> None:
    done = run(name, "--help", lang=lang)

    assert done.code == 0
    assert COMMANDS[name].examples
    assert {"ja": "例：", "en": "example:"}[lang] in done.out
    assert all(example in done.out for example in COMMANDS[name].examples)
    assert done.err == ""


EXAMPLES = [example for command in COMMANDS.values() for example in command.examples]


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_a_command_that_there_is(example: str) -> None:
    words = shlex.split(re.split(r"[|>]", example)[0])

    assert words[0] == "ihc-rules"
    assert parser("en").parse_args(words[1:]).command in COMMANDS


OF_ARGPARSE = (
    "usage",
    "arguments",
    "options",
    "show this",
    "exit",
    "error",
    "required",
    "invalid",
    "choose",
    "expected",
)


@pytest.mark.parametrize("words", [[], *([name] for name in COMMANDS)], ids=" ".join)
def test_help_is_in_one_language(words: list[str], run: Run) -> None:
    ja, en = (run(*words, "--help", "--lang", lang).out for lang in ("ja", "en"))
    texts = {name: command.text["en"] for name, command in COMMANDS.items()}

    assert ja.startswith("使い方：ihc-rules")
    assert not [word for word in OF_ARGPARSE if word in ja]
    assert not [text for text in texts.values() if text in ja]
    assert "この説明を表示する" in ja
    assert en.startswith("usage: ihc-rules")
    assert "show this help message and exit" in en
    assert not re.search(r"[ぁ-ん一-龠]", en)


def test_every_text_of_help_is_in_both_languages() -> None:
    for command in COMMANDS.values():
        assert set(command.text) == {"ja", "en"}
        for option in command.options:
            assert re.search(r"[ぁ-ん一-龠]", option.ja)
            assert option.en.isascii()


def test_help_of_the_whole_lists_every_command(run: Run) -> None:
    done = run("--help")

    assert done.code == 0
    assert all(name in done.out for name in COMMANDS)


def test_help_imports_neither_pydantic_nor_yaml() -> None:
    script = (
        "import sys; from ihc_rules.cli import main;"
        "[main(words) for words in (['--help'], ['decide', '--help'], ['--version'], [])];"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'pydantic', 'yaml', 'rich', 'jinja2'}))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[-1] == "[]"


def test_version(run: Run) -> None:
    done = run("--version")

    assert (done.code, done.out) == (0, "ihc-rules 0.1.0\n")


# --- exit codes -------------------------------------------------------------------------------------------------------

DONE: dict[str, list[str]] = {
    "decide": ["decide", COMPLETE, *AT],
    "decide a submission": ["decide", SUBMISSION, *AT],
    "explain": ["explain", COMPLETE, *AT],
    "explain one item": ["explain", COMPLETE, *AT, "--provision", "I-01"],
    "explain why not": ["explain", INCOMPLETE, *AT, "--why-not", "I-01"],
    "ask": ["ask", INCOMPLETE, *AT],
    "ask where nothing is left": ["ask", COMPLETE, *AT],
    "ask a submission": ["ask", SUBMISSION, *AT],
    "check": ["check", str(ROOT / "guidelines/ihc")],
    "test some cases": ["test", str(ROOT / "guidelines/ihc"), "--only", "i01"],
    "schema": ["schema"],
    "schema of one kind": ["schema", "report"],
    "demo": ["demo"],
}


@pytest.mark.parametrize("name", DONE)
def test_what_is_done_ends_with_0_and_says_nothing_on_standard_error(name: str, run: Run) -> None:
    done = run(*DONE[name])

    assert (done.code, done.err) == (0, "")
    assert done.out.strip()


WRONG: dict[str, tuple[list[str], str]] = {
    "no command": ([], ""),
    "no such command": (["dicide", COMPLETE], "invalid choice: 'dicide'"),
    "no report": (["decide"], "REPORT"),
    "an option that there is not": (["decide", COMPLETE, "--jsn"], "--jsn"),
    "a language that there is not": (["decide", COMPLETE, "--lang", "fr"], "'fr'"),
    "no such guideline": (["decide", COMPLETE, "--guideline", "ich"], "did you mean `ihc`?"),
    "no such folder to check": (["check", "nowhere"], "no-such-guideline"),
    "no such folder to test": (["test", "nowhere"], "no-such-guideline"),
    "no such case": (["test", str(ROOT / "guidelines/ihc"), "--only", "i-99"], "there is no case of such an id"),
    "coverage of some cases": (["test", "ihc", "--coverage", "--only", "i-01"], "not with --only"),
    "coverage for machines that look for findings": (["test", "ihc", "--coverage", "--format", "sarif"], "--coverage"),
    "no such report": (["decide", "nowhere.json"], "nowhere.json: No such file or directory"),
    "a folder for a report": (["decide", str(ROOT)], "Is a directory"),
    "a time that is none": (["decide", COMPLETE, "--at", "yesterday"], "the time `yesterday` cannot be used"),
    "a day that is none": (["decide", COMPLETE, "--at", "2025-02-30"], "the time `2025-02-30` cannot be used"),
    "a time now that is none": (["plan", COMPLETE, *AT, "--now", "later"], "the time `later` cannot be used"),
    "a day of today that is none": (
        ["outdated", "ihc", "--today", "2025-13-01"],
        "the time `2025-13-01` cannot be used",
    ),
    "a day too late to reckon with": (["decide", COMPLETE, "--at", "9999-12-31"], "the time `9999-12-31` cannot"),
    "no such office": (["compose", COMPLETE, *AT, "--desk", "nowhere.json"], "the file cannot be read (nowhere.json: "),
    "a time without an offset": (["decide", COMPLETE, "--at", "2025-10-01T12:00:00"], "+09:00"),
    "a day before the first edition": (
        ["decide", COMPLETE, "--at", "2006-05-31"],
        "no edition of guideline `ihc` is in force",
    ),
    "no such provision": (["explain", COMPLETE, *AT, "--provision", "I-98"], "no provision `I-98`"),
    "no such provision, as JSON": (["explain", COMPLETE, *AT, "--why-not", "I-98", "--json"], "no provision `I-98`"),
    "one item twice": (["explain", COMPLETE, "--why-not", "I-01", "--provision", "I-14"], "not both"),
    "a trace that is not printed": (["decide", COMPLETE, *AT, "--trace"], "--trace is for --json"),
    "one kind of schema and a folder for all": (["schema", "report", "--output", "x"], "only one of KIND"),
    "a role that there is not": (["ask", INCOMPLETE, *AT, "--by", "nobody"], "--by `nobody`"),
    "no such kind of schema": (["schema", "reprt"], "did you mean `report`?"),
    "nothing to save without a terminal": (["ask", INCOMPLETE, *AT, "--save", "x.json"], "--save"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_use_ends_with_2_and_says_why_on_standard_error(name: str, run: Run) -> None:
    words, message = WRONG[name]
    done = run(*words)

    assert done.code == 2
    assert message in done.err
    assert "Traceback" not in done.err
    if words:
        assert done.out == ""


MISUSED: dict[str, tuple[list[str], str]] = {
    "no command that there is": (["dicide"], "引数 COMMAND：'dicide' は使えません（次のどれか："),
    "nothing where something is needed": (["--lang", "ja", "decide"], "次の引数が必要です：REPORT"),
    "too much": (["decide", COMPLETE, "more", "--jsn"], "知らない引数があります：more --jsn"),
    "a choice that there is not": (["check", "--format", "xml"], "引数 --format：'xml' は使えません（次のどれか："),
    "a language that there is not": (["decide", COMPLETE, "--lang", "fr"], "引数 --lang：'fr' は使えません"),
    "an option without its value": (["decide", COMPLETE, "--at"], "引数 --at：値を一つ書いてください"),
    "a value that may not stand there": (["decide", COMPLETE, "--json=5"], "引数 --json：値は付けられません（'5'）"),
    "one item twice": (["explain", COMPLETE, "--why-not", "I-01", "--provision", "I-14"], "どちらか一つだけ"),
    "a trace that is not printed": (["decide", COMPLETE, *AT, "--trace"], "--trace は --json と一緒に"),
    "one kind and a folder for all": (["schema", "report", "--output", "x"], "どれか一つだけ"),
    "one kind and a folder to check": (["schema", "report", "--check", "x"], "どれか一つだけ"),
    "a folder to write and one to check": (["schema", "--output", "x", "--check", "x"], "どれか一つだけ"),
}


@pytest.mark.parametrize("name", MISUSED)
def test_misuse_is_told_in_japanese(name: str, run: Run) -> None:
    words, message = MISUSED[name]
    done = run(*words, lang="ja")

    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert not [word for word in OF_ARGPARSE if word in done.err]


def test_an_ambiguous_option(capsys: pytest.CaptureFixture[str]) -> None:
    for lang, message in (
        ("ja", "--na は、次のどれか決まりません：--name, --nature"),
        ("en", "ambiguous option: --na"),
    ):
        made = Parser(lang=lang, prog="p")
        made.add("--name")
        made.add("--nature")
        with pytest.raises(SystemExit):
            made.parse_args(["--na", "x"])
        assert message in capsys.readouterr().err


def test_what_argparse_says_in_a_later_python() -> None:
    later = "argument --format: invalid choice: 'jsn', maybe you meant 'json'? (choose from text, json)"

    assert in_japanese(later) == "引数 --format：'jsn' は使えません（次のどれか：text, json）"
    assert in_japanese("something new") == "引数が正しくありません（something new）"


JAPANESE: dict[str, tuple[list[str], str]] = {
    "a time that is none": (["decide", COMPLETE, "--at", "yesterday"], "時刻 `yesterday` は使えません。2025-10-01 か"),
    "a day before the first edition": (
        ["decide", COMPLETE, "--at", "2006-05-31"],
        "2006-05-31 に適用する版がありません",
    ),
    "no such provision": (
        ["explain", COMPLETE, *AT, "--provision", "I-98"],
        "項目 `I-98` は、2025-10-01 には施行されていません",
    ),
    "no such guideline": (["decide", COMPLETE, "--guideline", "ich"], "「ihc」ではありませんか"),
    "a role that there is not": (["ask", INCOMPLETE, *AT, "--by", "nobody"], "--by `nobody`：次のどれか"),
    "no such case": (["test", str(ROOT / "guidelines/ihc"), "--only", "i-99"], "そのような ID の事例はありません"),
    "coverage of some cases": (["test", "ihc", "--coverage", "--only", "i-01"], "--only と一緒には使えません"),
}


@pytest.mark.parametrize("name", JAPANESE)
def test_in_japanese_it_is_said_in_japanese(name: str, run: Run) -> None:
    words, message = JAPANESE[name]
    done = run(*words, lang="ja")

    assert done.code == 2
    assert message in done.err


# --- reports that cannot be read --------------------------------------------------------------------------------------

UNREADABLE: dict[str, tuple[str, bytes, str, str]] = {
    "not JSON": (
        "r.json",
        b'{"id": "r",,}',
        "not JSON from line 1, character",
        "1行12文字目から先が、JSON として読めません",
    ),
    "nothing": ("r.json", b"", "not JSON from line 1", "JSON として読めません"),
    "a key that stands twice": (
        "r.json",
        b'{"id": "r", "facts": {"page.kind": "mail", "page.kind": "web_page"}}',
        "the key `page.kind` stands twice",
        "二度書かれています",
    ),
    "NaN": (
        "r.json",
        b'{"id": "r", "facts": {"recruitment.pay_amount": NaN}}',
        "`NaN` is not a number of JSON",
        "JSON の数ではありません",
    ),
    "Infinity": (
        "r.json",
        b'{"id": "r", "facts": {"recruitment.pay_amount": -Infinity}}',
        "`-Infinity` is not",
        "JSON の数ではありません",
    ),
    "nested too deeply": ("r.json", b"[" * 100_000, "nested too deeply", "入れ子が深すぎます"),
    "nested deeply, though it can be read": (
        "r.json",
        b'{"id": "r", "facts": ' + b'{"a":' * 500 + b"1" + b"}" * 501,
        "`a`",
        "`a`",
    ),
    "a number of 5,000 digits": (
        "r.json",
        b'{"id": "r", "facts": {"recruitment.pay_amount": ' + b"9" * 5000 + b"}}",
        "a number is too long",
        "数が長すぎます",
    ),
    "not UTF-8": ("r.json", b'{"id": "\xff"}', "not UTF-8", "UTF-8 ではありません"),
    "too large": ("r.json", b'{"id": "r", "x": "' + b"x" * 1_100_000 + b'"}', "more than 1,", "バイトを超えています"),
    "a list": ("r.json", b"[]", "error", "誤り"),
    "a number": ("r.json", b"1", "error", "誤り"),
    "null": ("r.json", b"null", "error", "誤り"),
    "a fact that there is not": (
        "r.json",
        b'{"id": "r", "facts": {"page.knd": "mail"}}',
        "did you mean `page.kind`?",
        "「page.kind」ではありませんか",
    ),
    "a value that there is not": (
        "r.json",
        b'{"id": "r", "facts": {"page.kind": "male"}}',
        "did you mean `mail`?",
        "「mail」ではありませんか",
    ),
    "no id": ("r.json", b"{}", "`id` is missing", "`id` がありません"),
    "YAML with a key twice": ("r.yaml", b"id: r\nid: s\n", "duplicate-key", "duplicate-key"),
    "YAML with an alias": ("r.yaml", b"id: &a r\nreference: *a\n", "alias", "alias"),
    "YAML that is none": ("r.yaml", b"id: [r\n", "r.yaml:", "r.yaml:"),
    "a submission without a reference": ("r.json", b'{"reports": []}', "bad-submission", "bad-submission"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_report_that_cannot_be_read_is_refused_with_a_clear_message(name: str, run: Run, tmp_path: Path) -> None:
    file, content, en, ja = UNREADABLE[name]
    path = tmp_path / file
    path.write_bytes(content)
    for command, lang, message in (("decide", "en", en), ("explain", "ja", ja)):
        done = run(command, path, *AT, lang=lang)
        assert (done.code, done.out) == (2, "")
        assert message in done.err
        assert "Traceback" not in done.err
        assert len(done.err) < 3000


def test_every_fault_of_a_report_is_told_at_once(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_text('{"id": "r", "facts": {"page.knd": "mail", "page.kind": "male"}, "oops": 1}', encoding="utf-8")

    assert run("decide", path, *AT).err.count("error ") == 3


# --- guidelines that are broken ---------------------------------------------------------------------------------------


CASES = """\
common: {at: 2025-10-01}
cases:
  - id: met
    title: {ja: 該当, en: met}
    ground: {ja: 条件どおり, en: by the condition}
    report: {facts: {a.one: true, a.two: false}}
    expect: {provisions: {P-1: met}, referrals: [tell]}
  - id: not-met
    title: {ja: 非該当, en: not met}
    ground: {ja: 条件どおり, en: by the condition}
    report: {facts: {a.one: false}}
    expect: {provisions: {P-1: not_met}}
  - id: open
    title: {ja: 未確定, en: open}
    ground: {ja: 条件どおり, en: by the condition}
    report: {facts: {a.one: true}}
    expect: {provisions: {P-1: open}}
  - id: excepted
    title: {ja: 例外, en: excepted}
    ground: {ja: 条件どおり, en: by the condition}
    report: {facts: {a.one: true, a.two: true}}
    expect: {provisions: {P-1: not_met}}
"""
RULES = "small/guideline.yaml"
WORKED = "small/cases/cases.yaml"


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A guideline of one item, with cases; named `small` from here."""
    rule = provision("P-1", {"a.one": "true"}, unless=[unless("u", {"a.two": "true"})])
    made = files(provisions=[rule], facts=[fact("a.one"), fact("a.two")])
    (tmp_path / "small/cases").mkdir(parents=True)
    (tmp_path / RULES).write_bytes(made["guideline.yaml"])
    (tmp_path / WORKED).write_text(CASES, encoding="utf-8")
    (tmp_path / "report.json").write_text('{"id": "r", "facts": {"a.one": true}}', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return Path("small")


def replace(path: str, old: str, new: str) -> None:
    text = Path(path).read_text("utf-8")
    assert old in text
    Path(path).write_text(text.replace(old, new, 1), encoding="utf-8")


def break_a_rule() -> None:
    replace(RULES, '"when": {"a.one"', '"when": {"a.onne"')


def fail_a_case() -> None:
    replace(WORKED, "provisions: {P-1: met}", "provisions: {P-1: open}")


def test_a_broken_guideline_is_what_check_looks_for(small: Path, run: Run) -> None:
    break_a_rule()
    done = run("check", small)

    assert done.code == 1
    assert re.match(r"small/guideline\.yaml:\d+:\d+: error unknown-fact", done.err)
    assert "did you mean `a.one`?" in done.err
    assert done.err.rstrip().endswith("small: 1 mistake(s)")


def test_a_mistake_in_the_cases_is_a_mistake_too(small: Path, run: Run) -> None:
    replace(WORKED, "{P-1: open}", "{P-2: open}")
    done = run("check", small)

    assert done.code == 1
    assert done.err.startswith("small/cases/cases.yaml:17:27: error unknown-provision")


@pytest.mark.parametrize("command", ["decide", "explain", "ask", "test", "demo"])
def test_with_a_broken_guideline_nothing_can_be_done(command: str, small: Path, run: Run) -> None:
    break_a_rule()
    words = {"test": ["test"], "demo": ["demo", "--guideline"]}.get(command, [command, "report.json", "--guideline"])
    done = run(*words, small)

    assert (done.code, done.out) == (2, "")
    assert "a.onne" in done.err


def test_a_case_that_fails(small: Path, run: Run) -> None:
    fail_a_case()
    done = run("test", small, "--only", "met")

    assert done.code == 1
    assert "small/cases/cases.yaml:3:5: case met (met): P-1 should be open but is met" in done.err
    assert "1 of 2 cases fail" in done.err


def test_a_case_whose_report_is_refused(small: Path, run: Run) -> None:
    replace(WORKED, "a.one: true", "a.one: maybe")
    done = run("test", small, "--only", "met")

    assert done.code == 1
    assert done.err.startswith("small/cases/cases.yaml:3:5: facts.a.one: error not-boolean")


def test_a_wrong_value_in_a_case_is_a_mistake_too(small: Path, run: Run) -> None:
    replace(WORKED, "a.one: true, a.two: false", "a.one: maybe, a.too: false")
    done = run("check", small)
    found = json.loads(run("check", small, "--format", "json").out)

    assert done.code == 1
    assert done.err.startswith("small/cases/cases.yaml:3:5: facts.a.one: error not-boolean")
    assert done.err.rstrip().endswith("small: 2 mistake(s)")
    assert [(each["code"], each["file"], each["line"]) for each in found["findings"]] == [
        ("not-boolean", "small/cases/cases.yaml", 3),
        ("unknown-fact", "small/cases/cases.yaml", 3),
    ]
    assert found["findings"][0]["message"].startswith("met: facts.a.one: ")


@pytest.mark.parametrize(
    ("lang", "row", "listed"),
    [
        ("ja", "1 / 1     例外", "tell (1): met"),
        ("en", "1 / 1     exceptions", "police (1): met"),
    ],
)
def test_what_the_cases_reach(lang: str, row: str, listed: str, small: Path, run: Run) -> None:
    done = run("test", small, "--coverage", "--lang", lang)

    assert (done.code, done.err) == (0, "")
    assert row in done.out
    assert listed in done.out


def test_what_the_cases_reach_as_json(small: Path, run: Run) -> None:
    replace(WORKED, ", referrals: [tell]", "")
    done = run("test", small, "--coverage", "--format", "json")
    reached = json.loads(done.out)["coverage"]

    assert done.code == 1
    assert reached["counts"]["answer"] == {"reached": 3, "of": 3}
    assert (reached["routes"], reached["recipients"]) == ({"tell": []}, {"police": []})


# --- formats ----------------------------------------------------------------------------------------------------------

STATES: dict[str, tuple[str, Callable[[], None] | None]] = {
    "check of a sound guideline": ("check", None),
    "check of a broken one": ("check", break_a_rule),
    "test of cases that hold": ("test", None),
    "test of one that fails": ("test", fail_a_case),
}


@pytest.fixture(params=STATES)
def formatted(request: pytest.FixtureRequest, small: Path, run: Run) -> tuple[int, Callable[[str], Ran]]:
    """How many findings there are, and the command that prints them in a format."""
    command, mistake = STATES[request.param]
    if mistake:
        mistake()
    some = ["--only", "e"] if command == "test" else []  # what lacks a case has a test of its own
    return int(mistake is not None), lambda form: run(command, small, *some, "--format", form)


def test_json(formatted: tuple[int, Callable[[str], Ran]]) -> None:
    number, print_as = formatted
    done = print_as("json")
    data = json.loads(done.out)

    assert (done.code, done.err) == (number, "")
    assert len(data["findings"]) == number
    assert data["checked"] >= 2
    for each in data["findings"]:
        assert set(each) == {"code", "message", "file", "line", "column"}
        assert Path(each["file"]).is_file()


def test_sarif(formatted: tuple[int, Callable[[str], Ran]]) -> None:
    number, print_as = formatted
    data = json.loads(print_as("sarif").out)
    (one,) = data["runs"]

    assert data["version"] == "2.1.0"
    assert data["$schema"].endswith("sarif-2.1.0.json")
    assert one["tool"]["driver"]["name"] == "ihc-rules"
    assert len(one["results"]) == number
    for each in one["results"]:
        assert each["ruleId"] in {rule["id"] for rule in one["tool"]["driver"]["rules"]}
        assert each["level"] == "error"
        assert each["message"]["text"]
        location = each["locations"][0]["physicalLocation"]
        assert Path(location["artifactLocation"]["uri"]).is_file()
        assert location["region"]["startLine"] > 0
        assert location["region"]["startColumn"] > 0


def test_junit(formatted: tuple[int, Callable[[str], Ran]]) -> None:
    number, print_as = formatted
    suite = ET.fromstring(print_as("junit").out.encode())  # noqa: S314 - our own
    failures = [case for case in suite if case.find("failure") is not None]

    assert suite.tag == "testsuite"
    assert {each.tag for each in suite} == {"testcase"}
    assert suite.get("tests") == str(len(suite))
    assert suite.get("failures") == str(len(failures)) == str(number)
    assert len({case.get("name") for case in suite}) == len(suite)
    assert {case.get("name") for case in failures} <= {RULES, "met"}


def test_github(formatted: tuple[int, Callable[[str], Ran]]) -> None:
    number, print_as = formatted
    marks = [line for line in print_as("github").out.split("\n") if line]

    assert len(marks) == number
    for line in marks:
        found = re.fullmatch(r"::error file=([^,]+),line=\d+,col=\d+,title=[a-z-]+::.+", line)
        assert found
        assert Path(found[1]).is_file()


def test_text(formatted: tuple[int, Callable[[str], Ran]]) -> None:
    number, print_as = formatted
    done = print_as("text")

    assert done.code == number
    assert (done.out == "") is bool(number)
    assert (done.err == "") is not bool(number)


def test_what_lacks_a_case_is_told_in_every_format(small: Path, run: Run) -> None:
    replace(WORKED, "id: met", "id: another")
    fail_a_case()  # so that no case is left in which it is met
    said = {form: run("test", small, "--format", form) for form in ("text", "json", "sarif", "junit", "github")}

    assert {each.code for each in said.values()} == {1}
    assert "provision P-1: no case in which it is met" in said["text"].err
    assert {each["code"] for each in json.loads(said["json"].out)["findings"]} == {"case-failed", "no-case"}
    assert {each["ruleId"] for each in json.loads(said["sarif"].out)["runs"][0]["results"]} == {
        "case-failed",
        "no-case",
    }
    assert ET.fromstring(said["junit"].out.encode()).get("failures") == "2"  # noqa: S314 - our own
    assert "::error title=no-case::provision P-1" in said["github"].out


ODD = Finding("odd", Place("a, b:c/%.yaml", 1, 2), 'one\ntwo \x08 % <&"> ]]>', "text \x00 & <b>", "a, b:c/%.yaml")


def test_odd_signs_break_no_format() -> None:
    assert json.loads(FORMATS["json"]([ODD], []))["findings"][0]["message"] == ODD.message
    uri = json.loads(FORMATS["sarif"]([ODD], []))["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert uri["artifactLocation"]["uri"] == "a%2C%20b%3Ac/%25.yaml"
    (case,) = ET.fromstring(FORMATS["junit"]([ODD], []).encode())  # noqa: S314 - our own
    assert case.find("failure") is not None
    assert FORMATS["github"]([ODD], []) == (
        '::error file=a%2C b%3Ac/%25.yaml,line=1,col=2,title=odd::one%0Atwo \x08 %25 <&"> ]]>'
    )


def test_schemas_that_are_out_of_date(small: Path, run: Run) -> None:
    written = run("schema", "--guideline", small, "--output", "schema")
    fresh = run("schema", "--guideline", small, "--check", "schema")
    Path("schema/report.schema.json").write_text("{}", encoding="utf-8")
    stale = run("schema", "--guideline", small, "--check", "schema")

    assert (written.code, fresh.code, fresh.err) == (0, 0, "")
    assert stale.code == 1
    assert stale.err.splitlines() == [
        "schema/report.schema.json: not up to date",
        f"to write them again: ihc-rules schema --guideline {small} --output schema",
    ]


def test_a_folder_that_cannot_be_written(small: Path, run: Run) -> None:
    Path("schema").write_text("a file", encoding="utf-8")
    done = run("schema", "--guideline", small, "--output", "schema")

    assert (done.code, done.err) == (2, "schema: File exists\n")


# --- the JSON of decide is a contract ---------------------------------------------------------------------------------

DECISION = {
    *{"guideline", "at", "stage", "category", "categories", "provisions", "referrals", "possible_referrals"},
    *{"questions", "windows"},
    *{"report", "day", "triage", "unreachable_referrals", "supersedes"},  # added since
}
REFERRAL = {
    *{"route", "action", "recipient", "urgency", "hold", "template", "basis"},
    *{"recipient_answer"},
}
HOLD = {"after", "counted_from", "value", "unit", "blocked_while", "ends_on", "answer"}
QUESTION = {*{"fact", "text", "exposure"}, *{"path", "type", "values", "established_by", "settles", "life"}}


@pytest.mark.parametrize("name", ["complete", "incomplete", "emergency"])
def test_the_keys_of_a_decision(name: str, run: Run) -> None:
    data = json.loads(run("decide", REPORTS / f"{name}.json", *AT, "--json").out)

    assert set(data) == DECISION
    assert set(data["guideline"]) == {"id", "edition", "digest", "edition_digest"}
    assert set(data["categories"].values()) <= {"met", "not_met", "open"}
    assert data["windows"] == []
    for each in data["provisions"]:
        assert set(each) == {"id", "answer", "category", "draft", "statutes", "because"}
        assert all(set(statute) == {"act", "article", "penalty"} for statute in each["statutes"])
    for each in [*data["referrals"], *data["unreachable_referrals"], *data["possible_referrals"]]:
        assert set(each) == REFERRAL
        assert each["hold"] is None or set(each["hold"]) == HOLD
        assert {"document", "status"} <= set(each["basis"])
    for each in data["questions"]:
        assert set(each) == QUESTION
        assert set(each["text"]) == {"ja", "en"}


def test_the_values_of_a_decision(run: Run) -> None:
    data = json.loads(run("decide", COMPLETE, *AT, "--json").out)

    assert (data["report"], data["at"], data["day"]) == ("example-complete", "2025-10-01T12:00:00+09:00", "2025-10-01")
    assert (data["stage"], data["category"], data["guideline"]["edition"]) == ("decided", "illegal", "2025-09")
    assert re.fullmatch(r"[0-9a-f]{64}", data["guideline"]["digest"])
    assert re.fullmatch(r"[0-9a-f]{64}", data["guideline"]["edition_digest"])
    assert [each["route"] for each in data["referrals"]] == ["filtering_vendors", "police", "removal_domestic"]
    (item,) = (each for each in data["provisions"] if each["id"] == "I-01")
    assert item["statutes"] == [{"act": "penal_code", "article": "175(1)", "penalty": None}]
    assert item["because"] == ["panel", "content.evident_context", "content.genitals", "posting.visibility"]
    assert data["referrals"][2]["hold"]["value"] == 2


def test_the_trace_has_every_intermediate_answer(run: Run) -> None:
    data = json.loads(run("decide", COMPLETE, *AT, "--json", "--trace").out)

    assert set(data) == DECISION | {"trace"}
    assert {"answer:I-01", "base:I-01", "meets:publicly_viewable", "route:police", "primary:illegal"} <= set(
        data["trace"]
    )
    assert set(data["trace"].values()) <= {"met", "not_met", "open"}


def test_a_submission_gives_its_reference_and_its_decisions(run: Run) -> None:
    data = json.loads(run("decide", SUBMISSION, *AT, "--json").out)

    assert set(data) == {"reference", "decisions"}
    assert [set(each) for each in data["decisions"]] == [DECISION, DECISION]


def test_questions_as_json(run: Run) -> None:
    one, several = (json.loads(run("ask", path, *AT, "--json").out) for path in (INCOMPLETE, SUBMISSION))

    assert set(one) == {"questions", "awaiting"}
    assert all(set(each) == QUESTION for each in one["questions"])
    assert set(several) == {"reference", "questions", "awaiting"}
    assert len(several["questions"]) == 2


def test_an_explanation_as_json(run: Run) -> None:
    data = json.loads(run("explain", COMPLETE, *AT, "--json", "--lang", "ja").out)
    only = json.loads(run("explain", INCOMPLETE, *AT, "--json", "--why-not", "I-01").out)

    assert set(data) == DECISION
    assert all(
        {"reasons", "exceptions", "open", "articles", "rule", "source"} <= set(each) for each in data["provisions"]
    )
    assert [each["id"] for each in only["provisions"]] == ["I-01"]
    assert only["provisions"][0]["why_not"]


# --- ways in ----------------------------------------------------------------------------------------------------------


def decided(run: Run, *words: str | Path, **more: Any) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(run("decide", *words, *AT, "--json", **more).out)
    return data


def test_a_report_in_yaml_is_the_same_report(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(
        """\
id: example
investigation_complete: false
page: {url: https://board.example.invalid/1}
facts:
  page.kind: web_page
  hosting: {origin_country: NO, behind_cdn: {value: false, by: system, at: 2025-10-01T09:00:00+09:00}}
  life.notice: [none]
  content.genitals: {undeterminable: true, by: analyst}
  recruitment.pay_amount: 10000
lists:
  depictions: {complete: true, items: []}
""",
        encoding="utf-8",
    )
    as_json = {
        "id": "example",
        "investigation_complete": False,
        "page": {"url": "https://board.example.invalid/1"},
        "facts": {
            "page.kind": "web_page",
            "hosting.origin_country": "NO",
            "hosting.behind_cdn": {"value": False, "by": "system", "at": "2025-10-01T09:00:00+09:00"},
            "life.notice": ["none"],
            "content.genitals": {"undeterminable": True, "by": "analyst"},
            "recruitment.pay_amount": 10000,
        },
        "lists": {"depictions": {"complete": True, "items": []}},
    }
    by_pipe = decided(run, "-", stdin=json.dumps(as_json))

    assert decided(run, path) == by_pipe
    assert decided(run, "-", stdin=path.read_text("utf-8")) == by_pipe
    assert decided(run, "-", stdin="\ufeff" + path.read_text("utf-8")) == by_pipe
    assert by_pipe["report"] == "example"


def test_a_report_from_standard_input_may_begin_with_a_byte_order_mark(run: Run) -> None:
    done = run("decide", "-", *AT, stdin="\ufeff" + Path(COMPLETE).read_text("utf-8"))

    assert done.code == 0


REFUSED_FROM_STANDARD_INPUT = {
    "nothing": ("", "error unreadable-report: "),
    "broken JSON is told as JSON": ('{"id": "r1", facts: {}}', "not JSON from line 1"),
    "broken YAML is told with its place": ("id: r1\nfacts:\n\tpage.kind: web_page\n", "-:3:1: error tab"),
    "a word": ("r1\n", "error not-a-mapping"),
}


@pytest.mark.parametrize("name", REFUSED_FROM_STANDARD_INPUT)
def test_what_cannot_be_read_from_standard_input_is_told(name: str, run: Run) -> None:
    given, told = REFUSED_FROM_STANDARD_INPUT[name]
    done = run("decide", "-", *AT, stdin=given)

    assert (done.code, told in done.err) == (2, True), done.err


TIMES = {
    "a day is its noon in Japan": ("2025-10-01", "2025-10-01T12:00:00+09:00"),
    "a time": ("2025-09-25T00:00:00+09:00", "2025-09-25T00:00:00+09:00"),
    "a time in UTC": ("2025-09-24T15:00:00Z", "2025-09-24T15:00:00+00:00"),
}


@pytest.mark.parametrize("name", TIMES)
def test_the_time_of_the_decision(name: str, run: Run) -> None:
    given, at = TIMES[name]

    assert json.loads(run("decide", COMPLETE, "--at", given, "--json").out)["at"] == at


def test_without_a_time_it_is_now(run: Run) -> None:
    data = json.loads(run("decide", COMPLETE, "--json").out)

    assert data["at"] > "2025"
    assert data["guideline"]["edition"] >= "2025-09"


def test_another_guideline_by_its_folder(run: Run, small: Path) -> None:
    data = json.loads(run("decide", "report.json", *AT, "--json", "--guideline", small).out)

    assert (data["guideline"]["id"], [each["id"] for each in data["provisions"]]) == ("own", ["P-1"])


LANGUAGES: dict[str, tuple[list[str], dict[str, str], str]] = {
    "as it is asked for": (["--lang", "ja"], {"IHC_RULES_LANG": "en"}, "判断："),
    "as it is asked for with =": (["--lang=ja"], {"IHC_RULES_LANG": "en"}, "判断："),
    "as the environment says": ([], {"IHC_RULES_LANG": "ja", "LANG": "en_US.UTF-8"}, "判断："),
    "as the terminal is": ([], {"IHC_RULES_LANG": "", "LC_ALL": "", "LANG": "ja_JP.UTF-8"}, "判断："),
    "English where nothing is said": ([], {"IHC_RULES_LANG": "", "LC_ALL": "", "LANG": ""}, "Decision:"),
    "English for any other": ([], {"IHC_RULES_LANG": "", "LC_ALL": "fr_FR.UTF-8", "LANG": "ja"}, "Decision:"),
}


@pytest.mark.parametrize("name", LANGUAGES)
def test_the_language(name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    words, environment, begins = LANGUAGES[name]
    for key, value in environment.items():
        monkeypatch.setenv(key, value)

    assert main(["decide", COMPLETE, *AT, *words]) == 0
    assert capsys.readouterr().out.startswith(begins)


def test_the_language_may_stand_before_the_command(run: Run) -> None:
    assert run("--lang", "ja", "decide", COMPLETE, *AT).out.startswith("判断：")
    assert "コマンド" in run("--lang", "ja", "--help").out


# --- a process of its own ---------------------------------------------------------------------------------------------


def test_as_a_module_in_japanese_whatever_the_locale() -> None:
    done = process("explain", COMPLETE, *AT, "--lang", "ja", PYTHONIOENCODING="ascii", LC_ALL="C", PYTHONUTF8="0")

    assert (done.returncode, done.stderr) == (0, "")
    assert "刑法175条1項" in done.stdout


@pytest.mark.parametrize("words", [["explain", COMPLETE, *AT], ["decide", COMPLETE, *AT, "--json"], ["--help"]])
def test_whoever_reads_may_stop_reading(words: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "ihc_rules", *words]
    with os.fdopen(writer, "wb") as out:
        done = subprocess.run(command, stdout=out, stderr=subprocess.PIPE, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")


CLOSED = {  # what a shell closes → what is left of a decision: exit code, whether it is printed, whether an error is
    "standard input": ("<&-", COMPLETE, 0, True, False),
    "standard input, of which the report is to be read": ("<&-", "-", 2, False, True),
    "standard output": (">&-", COMPLETE, 0, False, False),
    "standard error": ("2>&-", "no-such-file.json", 2, False, False),
    "all three": ("<&- >&- 2>&-", COMPLETE, 0, False, False),
}


@pytest.mark.parametrize("name", CLOSED)
@pytest.mark.parametrize("command", ["decide", "ask"])
def test_a_closed_stream_is_empty_and_changes_no_exit_code(command: str, name: str) -> None:
    closed, report, code, printed, told = CLOSED[name]
    words = shlex.join([sys.executable, "-m", "ihc_rules", command, report, *AT])
    done = subprocess.run(["/bin/sh", "-c", f"{words} {closed}"], capture_output=True, text=True, check=False)

    assert (done.returncode, bool(done.stdout), bool(done.stderr)) == (code, printed, told)
    assert "Traceback" not in done.stderr


# --- plan -------------------------------------------------------------------------------------------------------------

DELIVERED = {"kind": "delivered", "route": "police", "at": "2025-10-01T15:00:00+09:00"}
SEEN = {"kind": "still_there", "at": "2025-10-04T10:00:00+09:00"}
PLANNED = {
    "en": """[overdue] send: Information for filtering vendors → Filtering vendors (nothing stands before it; from 1 October 2025, 12:00 (UTC+09:00); late since 3 October 2025, 00:00 (UTC+09:00))
[due now] send: Removal request (measures to prevent transmission) → Site administrator (nothing stands before it; from 4 October 2025, 10:00 (UTC+09:00); by 7 October 2025, 00:00 (UTC+09:00))
[done] send: Report to the police → Police (it was sent)
""",
    "ja": """[期限超過] フィルタリング事業者への情報提供：送る → フィルタリング事業者（送る条件がそろっている、2025年10月1日 12:00（UTC+09:00）から、期限の2025年10月3日 00:00（UTC+09:00）を過ぎた）
[今行う] 送信防止措置の依頼：送る → サイト管理者（送る条件がそろっている、2025年10月4日 10:00（UTC+09:00）から、期限は2025年10月7日 00:00（UTC+09:00））
[済み] 警察への情報提供：送る → 警察（送った）
""",
}


def events(folder: Path, written: object) -> Path:
    (folder / "events.json").write_text(json.dumps(written), encoding="utf-8")
    return folder / "events.json"


@pytest.mark.parametrize("lang", PLANNED)
def test_a_plan_says_what_is_due_what_waits_and_what_is_done(lang: str, run: Run, tmp_path: Path) -> None:
    given = events(tmp_path, [SEEN, DELIVERED, DELIVERED])
    done = run("plan", COMPLETE, *AT, "--events", given, "--now", "2025-10-04", lang=lang)

    assert (done.code, done.out, done.err) == (0, PLANNED[lang], "")


def test_without_events_a_plan_is_that_of_the_decision(run: Run) -> None:
    made = json.loads(run("plan", COMPLETE, *AT, "--json").out)

    assert made["at"] == "2025-10-01T12:00:00+09:00"
    assert [(each["id"], each["state"]) for each in made["obligations"]] == [
        ("send filtering_vendors", "due"),
        ("send police", "due"),
        ("send removal_domestic", "waiting"),
    ]


def test_the_plans_of_a_submission_are_apart(run: Run, tmp_path: Path) -> None:
    reports = [json.loads(Path(COMPLETE).read_text(encoding="utf-8")) | {"id": name} for name in ("one", "two")]
    for each in reports:
        del each["reference"]
    submission = tmp_path / "submission.json"
    submission.write_text(json.dumps({"reference": "R-1", "reports": reports}), encoding="utf-8")
    given = events(tmp_path, {"two": [DELIVERED]})
    made = json.loads(run("plan", submission, *AT, "--events", given, "--now", "2025-10-02", "--json").out)

    assert made["reference"] == "R-1"
    assert [(each["report"], each["obligations"][-1]["because"]) for each in made["plans"]] == [
        ("one", "waits_for_notice"),
        ("two", "sent"),
    ]
    assert "=== two\n" in run("plan", submission, *AT, "--events", given, "--now", "2025-10-02").out


UNPLANNED = {
    "of which report is not said": (SUBMISSION, [DELIVERED], "events-of-which-report"),
    "of no such report": (COMPLETE, {"other": [DELIVERED]}, "events-of-which-report"),
    "no such event": (COMPLETE, [DELIVERED | {"kind": "arrived"}], "unknown-event"),
    "no such route": (COMPLETE, [DELIVERED | {"route": "polic"}], "unknown-route"),
    "no list": (COMPLETE, "delivered", "events-not-a-list"),
}


@pytest.mark.parametrize("name", UNPLANNED)
def test_events_that_cannot_be_are_refused(name: str, run: Run, tmp_path: Path) -> None:
    report, written, code = UNPLANNED[name]
    done = run("plan", report, *AT, "--events", events(tmp_path, written))

    assert (done.code, done.out) == (2, "")
    assert code in done.err
