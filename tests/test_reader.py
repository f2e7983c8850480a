"""Hostile files → Problems with a place, soon: never an exception, a crash, or a wait.

- The table follows what was found to kill, hang or fool the YAML readers of others (segmentation faults, alias bombs,
  silent duplicates, Norway). All of it runs in one child process with little memory: were it to die, the test says so.
- What looks like a number, a date or a boolean stays text until a field or fact says what it means.
"""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

import ihc_rules.guideline.parse.read
from ihc_rules.decision.decide import decide
from ihc_rules.errors import GuidelineError
from ihc_rules.guideline.guideline import make, problems_of
from ihc_rules.guideline.load import read_folder
from ihc_rules.guideline.parse.read import read

VALID = Path(__file__).parent / "problems" / "_valid"
SECONDS = 2.0  # of the processor, for one file, whatever is in it
LONGEST = 600  # characters of a line of a message
OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
MEMORY = 1 << 30  # bytes that the child may have


def _in(value: str) -> bytes:
    """A value at the place of a title."""
    return f"documents:\n  - id: S2\n    title: {value}\n".encode()


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join([f'*{chr(97 + i)}'] * 9)}]\n" for i in range(8)
)
MERGE = "a: &a {x: 1}\n" + "".join(
    f"{chr(98 + i)}: &{chr(98 + i)} {{<<: [{', '.join([f'*{chr(97 + i)}'] * 9)}]}}\n" for i in range(7)
)
HOSTILE: Mapping[str, tuple[bytes, str]] = {
    # --- resources
    "billion laughs 9×9": (BOMB.encode(), "alias"),
    "a long text aliased 10⁴ times": (b"a: &a " + b"x" * 100_000 + b"\nb: [" + b"*a, " * 10_000 + b"*a]\n", "alias"),
    "an alias of itself": (b"documents: &a [*a]\n", "alias"),
    "merge bomb": (MERGE.encode(), "alias"),
    "[ × 10⁵": (b"[" * 100_000, "too-deep"),
    "] × 10⁵": (b"]" * 100_000, "misplaced-sign"),
    "- × 10⁵": (b"- " * 100_000, "too-deep"),
    "{a: × 10⁵": (b"{a: " * 100_000, "too-deep"),
    "? × 5,000": (b"? " * 5_000, "complex-key"),
    "? × 10⁵": (b"? " * 100_000, "complex-key"),
    "[{[{ × 10⁵": (b"[{" * 50_000, "complex-key|too-deep"),  # newer parsers count brackets first
    "- on 10⁴ lines": (b"".join(b" " * i + b"-\n" for i in range(1_300)), "too-deep"),
    "50 MB in one value": (b"documents: " + b"x" * 50_000_000, "too-large"),
    "10 MB of comment": (b"#" * 10_000_000, "too-large"),
    "10⁵ keys": (b"".join(b"k%d: x\n" % i for i in range(80_000)), "too-deep"),
    "10⁵ keys, nearly right": (b"".join(b"provision%d: x\n" % i for i in range(45_000)), "unknown-section"),
    "10⁴ sections, nearly right": (b"".join(b"provision%d: []\n" % i for i in range(45_000)), "unknown-section"),
    "10³ versions of one record": (
        b"definitions:\n"
        + b"".join(
            b"- {id: d, title: {ja: x, en: x}, source: {document: S1, status: quoted}, when: {meets: viewable},"
            b" in_force: {from: %d-%02d-%02d}}\n" % (1900 + i // 336, i // 28 % 12 + 1, i % 28 + 1)
            for i in range(4_000)
        ),
        "dated-twice",
    ),
    "10⁵ entries": (b"documents:\n" + b"- x\n" * 200_000, "too-deep"),
    "10⁴ entries of nothing": (b"documents:\n" + b"-\n" * 40_000, "nothing-written"),
    "a key of 900 KB": (b"k" * 900_000 + b": x\n", "misplaced-colon"),
    "a quoted key of 900 KB": (b"? '" + b"k" * 900_000 + b"'\n: x\n", "unknown-section"),
    "a line of 900 KB with an error at its end": (b"documents: [" + b"x, " * 30_000 + b"}\n", "unclosed-bracket"),
    "a number of 10⁵ digits": (b"facts:\n  - {id: a.b, exposure: " + b"9" * 100_000 + b"}\n", "not-integer"),
    "a million spaces": (b"documents:" + b" " * 999_000 + b"[]\nx: y", "unknown-section"),
    "an unknown fact 10⁴ times": (
        b"definitions:\n" + b"".join(b"- {id: d%d, when: {posting.visibilit%d: x}}\n" % (i, i) for i in range(8_000)),
        "unknown-fact",
    ),
    "an unknown name 10⁴ times": (
        b"templates:\n- {id: t, title: {ja: x, en: x}, languages: [ja], reads: ["
        + b", ".join(b"posting.visibilit%d" % i for i in range(30_000))
        + b"]}\n",
        "unknown-fact",
    ),
    # --- objects
    "a Python object": (_in('!!python/object/apply:os.system ["true"]'), "unsafe-tag"),
    "a Python name": (_in("!!python/name:os.system"), "unsafe-tag"),
    "a local tag": (_in("!x y"), "unsafe-tag"),
    "a tag on a key": (b"!!str documents: []\n", "unsafe-tag"),
    "an undeclared tag handle": (_in("!x!y z"), "misplaced-sign"),
    "a binary": (_in("!!binary eA=="), "unsafe-tag"),
    "a set": (b"documents: !!set {a, b}\n", "unsafe-tag"),
    "%YAML 1.1": (b"%YAML 1.1\n---\ndocuments: []\n", "directive"),
    "%TAG": (b"%TAG ! !python/\n---\ndocuments: []\n", "directive"),
    "%nothing": (b"%NOTHING x\n---\ndocuments: []\n", "directive"),
    # --- keys
    "a key twice": (b"documents: []\ndocuments: []\n", "duplicate-key"),
    "a key twice, once in quotes": (b"documents: []\n'documents': []\n", "duplicate-key"),
    "a list as key": (b"? [a, b]\n: c\n", "complex-key"),
    "a mapping as key": (_in("{{ name }}"), "complex-key"),
    "an empty key": (b": x\n", "uneven-indentation"),
    "an anchor on a key": (b"&a documents: []\n", "alias"),
    "an alias as key": (b"documents: &a []\n*a : x\n", "alias"),
    "a merge key": (b"documents: []\n<<: {a: b}\n", "alias"),
    "no mapping at all": (b"documents\n", "not-a-mapping"),
    "a list of everything": (b"- documents\n- facts\n", "not-a-mapping"),
    # --- documents
    "two documents": (b"documents: []\n---\nfacts: []\n", "several-documents"),
    "an end and more": (b"documents: []\n...\nfacts: []\n", "uneven-indentation"),
    "nothing": (b"", "empty-file"),
    "a comment": (b"# x", "empty-file"),
    "three dashes": (b"---\n", "nothing-written"),
    # --- characters
    "Shift-JIS": ("documents: [{id: S2, title: 定義}]\n".encode("cp932"), "encoding"),
    "EUC-JP": ("documents: [{id: S2, title: 定義の資料}]\n".encode("euc_jp"), "encoding"),
    "UTF-16": ("documents: []\n".encode("utf-16"), "encoding"),
    "UTF-16 without its mark": ("documents: []\n".encode("utf-16-le"), "encoding"),
    "half a character": ("# 定義\ntitle: 例".encode()[:-1], "broken-character"),
    "an overlong character": ("# 定義\n".encode() + b"documents: [\xc0\xaf]\n", "broken-character"),
    "a lone surrogate": ("# 定義\n".encode() + b"documents: [\xed\xa0\x80]\n", "broken-character"),
    "a lone surrogate, escaped": (_in('{ja: "\\ud800", en: x}'), "bad-escape"),
    "a character beyond Unicode, escaped": (_in('{ja: "\\U00110000", en: x}'), "bad-escape"),
    "NUL": (b"documents: [\0]\n", "control-character"),
    "NUL, escaped": (_in('{ja: "\\0", en: x}'), "control-character"),
    "ESC": (_in("{ja: \x1b[2J, en: x}"), "control-character"),
    "ESC, escaped": (_in('{ja: "\\e[2J", en: x}'), "control-character"),
    "DEL": (_in("{ja: a\x7fb, en: x}"), "control-character"),
    "next line (U+0085)": (_in("{ja: a\x85b, en: x}"), "control-character"),
    "line separator (U+2028)": (_in("{ja: a\u2028b, en: x}"), "control-character"),
    "not a character (U+FFFE)": (_in("{ja: a\ufffeb, en: x}"), "control-character"),
    "right to left (U+202E)": (_in("{ja: a\u202eb, en: x}"), "control-character"),
    "right to left in a comment": (b"documents: [] # \xe2\x80\xae x\n", "control-character"),
    "right to left, escaped": (_in('{ja: "a\\u202eb", en: x}'), "control-character"),
    "zero width in a key": ("docu\u200bments: []\n".encode(), "control-character"),
    "zero width in an id": ("documents: [{id: S\u200b2, title: {ja: x, en: x}}]\n".encode(), "control-character"),
    "zero width in a quoted id": ("documents: [{id: 'S\u200b2', title: {ja: x, en: x}}]\n".encode(), "bad-form"),
    "byte order mark inside": ("documents: [\ufeffx]\n".encode(), "control-character"),
    "lost in conversion": (_in("{ja: a\ufffdb, en: x}"), "broken-character"),
    "lost, escaped": (_in('{ja: "a\\ufffdb", en: x}'), "broken-character"),
    "Cyrillic look-alike in an id": ("documents: [{id: Ѕ2, title: {ja: x, en: x}}]\n".encode(), "bad-form"),
    "full-width digits": ("facts:\n  - {id: a.b, exposure: １}\n".encode(), "not-integer"),
    "U+3000 as indentation": ("documents:\n\u3000- id: S2\n".encode(), "odd-space"),
    "no-break space as indentation": ("documents:\n  - id: S2\n\u00a0   title: x\n".encode(), "odd-space"),
    "no-break space at an end": ("documents:\n  - title: {ja: x, en: x}\n    id: S2\u00a0\n".encode(), "odd-space"),
    "full-width colon": ("documents：[]\nfacts: []\n".encode(), "full-width-sign"),
    "full-width comma": (_in("{ja: x， en: y}"), "full-width-sign"),
    "curly quotes": (_in("“a: b”"), "full-width-sign"),
    "tab as indentation": (b"documents:\n\t- id: S2\n", "tab"),
    "tab after a colon": (b"documents:\t[]\n", "tab"),
    # --- grammar
    "two colons": (_in("see: this"), "misplaced-colon"),
    "uneven indentation": (b"documents:\n    - id: S2\n   - id: S3\n", "uneven-indentation"),
    "an open quote": (_in('"x'), "unclosed-quote"),
    "an open single quote": (_in("'x"), "unclosed-quote"),
    "an open bracket": (b"documents: [a, b\n", "unclosed-bracket"),
    "an open brace": (b"documents: {a: b\n", "unclosed-bracket"),
    "@": (_in("@x"), "misplaced-sign"),
    "`": (_in("`x`"), "misplaced-sign"),
    "a block text that is none": (_in("|x"), "syntax"),
    "carriage returns only": (b"documents:\r  - id: s2\r    title: {ja: x, en: x}\r", "bad-form"),
}


SEVERAL = {  # many mistakes in one file
    "10⁵ keys, nearly right",
    "10⁴ entries of nothing",
    "10⁴ sections, nearly right",
    "10³ versions of one record",
    "an unknown fact 10⁴ times",
    "an unknown name 10⁴ times",
    "a number of 10⁵ digits",
    "full-width digits",
}


def _run(name: str) -> list[str]:
    """What is wrong with how a hostile file is taken."""
    content, code = HOSTILE[name]
    files = {**(read_folder(VALID)[0] if name in SEVERAL else {}), "bad.yaml": content}
    begin = time.process_time()
    found = [problem for problem in problems_of(files) if problem.code != "missing-section"]
    seconds = time.process_time() - begin
    codes = [problem.code for problem in found]
    texts = [text for problem in found for text in (problem.text("ja"), problem.text("en"))]
    faults = {
        f"takes {seconds:.1f} s": seconds > SECONDS,
        f"gives {codes[:5]}": not any(each in codes for each in code.split("|")),
        f"gives {len(codes)} for one mistake: {codes[:5]}": len(codes) > (101 if name in SEVERAL else 1),
        "a Problem without a place": not all(p.place and p.place.line >= 1 and p.place.column >= 1 for p in found),
        "a message that repeats the file": any(len(line) > LONGEST for text in texts for line in text.split("\n")),
        "a message that a terminal would obey": any(OBEYED.search(text) for text in texts),
        "loads all the same": seconds < SECONDS / 10 and _loads(files),
    }
    return [fault for fault, is_so in faults.items() if is_so]


def _loads(files: Mapping[str, bytes]) -> bool:
    try:
        make(files)
    except GuidelineError as error:
        return not error.problems
    return True


def test_hostile_files_give_problems_and_nothing_else() -> None:
    def little_memory() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    command = [sys.executable, __file__]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, preexec_fn=little_memory, check=False)
    found = dict(json.loads(line) for line in done.stdout.splitlines())
    died = next((name for name in HOSTILE if name not in found), None)

    assert died is None, f"died at `{died}`: {done.returncode} {done.stderr[-2000:]}"
    assert {name: faults for name, faults in found.items() if faults} == {}


LOOK_ALIKES = [
    "NO",
    "no",
    "on",
    "off",
    "yes",
    "y",
    "n",
    "Y",
    "N",
    "True",
    "TRUE",
    "nil",
    "010",
    "0o7",
    "0x1F",
    "1_000",
    "1:30",
    "12:30:45",
    "1e3",
    ".inf",
    ".nan",
    "1.0",
    "+1",
    "2026-01-02",
    "2026-02-30",
    "2026-01-02T00:00:00Z",
    "2025-09",
    "=",
    "-0",
    "1,000",
    "99999999999999999999",
    "true",
    "false",
]


@pytest.mark.parametrize("word", LOOK_ALIKES)
def test_what_looks_like_something_else_stays_text(word: str) -> None:
    document = read("a.yaml", f"a: {word}\nb: [{word.replace(',', '')}]\n{word}: x\n".encode())

    assert document.problems == []
    assert document.data == {"a": word, "b": [word.replace(",", "")], word: "x"}


@pytest.mark.parametrize("word", ["yes", "no", "on", "off", "True", "TRUE", "1", "0", "y", "''", "はい"])
def test_a_boolean_is_true_or_false_and_nothing_else(word: str) -> None:
    found = problems_of(_with(f"facts:\n{_fact('a.b', 'deprecated', word)}"))

    assert [problem.code for problem in found] == ["not-boolean"]


@pytest.mark.parametrize("word", ["true", "false", '"true"', "'false'"])
def test_true_and_false_are_booleans(word: str) -> None:
    assert problems_of(_with(f"facts:\n{_fact('a.b', 'deprecated', word)}")) == []


@pytest.mark.parametrize("word", ["", "~", "null", "Null", "NULL"])
def test_nothing_is_not_a_text(word: str) -> None:
    assert [problem.code for problem in read("a.yaml", f"a: {word}\n".encode()).problems] == ["nothing-written"]


@pytest.mark.parametrize("parser", ["the fast one", "the pure one"])
@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a: 一行目の文が、\n  二行目に続く。\n", "一行目の文が、二行目に続く。"),
        ('a: "一行目の文が、\n  二行目に続く。"\n', "一行目の文が、二行目に続く。"),
        ("a: >\n  一行目の文が、\n  二行目に続く。\n", "一行目の文が、二行目に続く。\n"),
        ("a: |\n  一行目の文が、\n  二行目 に続く。\n", "一行目の文が、\n二行目 に続く。\n"),
        ("a: 改行後が URL の\n  URL 又は\n  名称\n", "改行後が URL の URL 又は名称"),
        ("a: 一行に 書いた空白\nb: x\n", "一行に 書いた空白"),
        ("a: words of\n  two lines\n", "words of two lines"),
    ],
)
def test_a_line_break_within_japanese_is_no_space(
    parser: str, written: str, meant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if parser == "the pure one":
        monkeypatch.setattr(ihc_rules.guideline.parse.read, "LOADER", yaml.SafeLoader)

    assert read("a.yaml", written.encode()).data["a"] == meant


def test_norway_stays_norway() -> None:
    guideline = make(_with(_definition("host.country: [NO, JP]")))

    condition = next(each for each in guideline.sections.records["definitions"] if vars(each)["id"] == "d")
    assert vars(condition)["when"].test.operand == {"NO", "JP"}


@pytest.mark.parametrize("start", [b"\xef\xbb\xbf", b"---\n", b"# x\n\n", b"\r\n"])
def test_what_an_editor_may_put_first_is_read(start: bytes) -> None:
    assert (
        problems_of(
            {**read_folder(VALID)[0], "a.yaml": start + b"documents:\r\n  - {id: S2, title: {ja: x, en: y}}\r\n"}
        )
        == []
    )


def test_a_whole_megabyte_of_rules_is_checked_soon() -> None:
    one = _definition("all: [{meets: viewable}, {posting.themes: weapons}, {not: {pay.amount: {at_least: 9}}}]")
    one = one.split("\n", 1)[1].replace("ja: 例", f"ja: {'例' * 40}")
    many = "definitions:\n" + "".join(one.replace("id: d", f"id: d{i}") for i in range(3_100))
    assert 900_000 < len(many.encode()) < 1_000_000
    begin = time.process_time()
    found = problems_of(_with(many))

    assert [problem.code for problem in found] == []
    assert time.process_time() - begin < 4 * SECONDS


def _with(text: str) -> dict[str, bytes]:
    return {**read_folder(VALID)[0], "bad.yaml": text.encode()}


def _fact(name: str, key: str, value: str) -> str:
    return (
        f"  - {{id: {name}, type: boolean, title: {{ja: 例, en: x}}, question: {{ja: 例, en: x}},"
        f" established_by: [analyst], exposure: 0, {key}: {value}}}\n"
    )


def _definition(condition: str) -> str:
    return (
        f"definitions:\n  - {{id: d, title: {{ja: 例, en: x}}, source: {{document: S1, status: assumed}}, "
        f"when: {{{condition}}}}}\n"
    )


# --- what is just allowed ---------------------------------------------------------------------------------------------

COMMON = "title: {ja: x, en: x}, source: {document: S1, status: assumed}"


def _nested(condition: str) -> str:
    """Three levels around a condition, each with a test of its own."""
    for number in range(3):
        condition = f"{{any: [{{pay.amount: {{at_least: {number + 9}}}}}, {condition}]}}"
    return condition


def _chains() -> str:
    """Definitions, overrides, suspicions and routes, each as many steps long as is allowed."""
    steps = range(1, 20)
    definitions = [f"{{id: d0, {COMMON}, when: {{posting.visibility: members}}}}"]
    definitions += [f"{{id: d{i}, {COMMON}, when: {_nested(f'{{meets: d{i - 1}}}')}}}" for i in steps]
    provision = f"name: x, category: illegal, {COMMON}, when: {{meets: d19}}"
    provisions = [f"{{id: O-{i}, {provision}, overrides: [O-{i + 1}]}}" for i in range(20)]
    provisions += [f"{{id: P-{i}, {provision}, suspected_of: [P-{i + 1}]}}" for i in range(20)]
    provisions += [f"{{id: {name}-20, {provision}}}" for name in "OP"]
    route = f"action: x, to: police, {COMMON.replace('source', 'basis')}"
    routes = [f"{{id: r0, {route}, when: {{any: [{{provision: O-20}}, {{provision: P-0}}]}}}}"]
    routes += [f"{{id: r{i}, {route}, when: {_nested(f'{{route: r{i - 1}}}')}}}" for i in steps]
    sections = {"definitions": definitions, "provisions": provisions, "routes": routes}
    return "".join(f"{name}:\n" + "".join(f"  - {each}\n" for each in records) for name, records in sections.items())


@pytest.mark.slow
def test_the_longest_chains_that_are_allowed_can_be_decided() -> None:
    guideline = make(_with(_chains()))
    report = guideline.report({"id": "r", "facts": {"posting.visibility": "members"}})
    decision = decide(guideline, report, at=datetime(2025, 1, 1, tzinfo=UTC))

    assert decision.provisions["O-20"] == "open"


# --- the same without libyaml -----------------------------------------------------------------------------------------

SHIPPED = Path(__file__).parents[1] / "guidelines"
SMALL = [name for name, (content, _) in HOSTILE.items() if len(content) < 10_000]


@pytest.fixture
def pure(monkeypatch: pytest.MonkeyPatch) -> None:
    """PyYAML's own parser, as where no libyaml is installed; ten times slower."""
    monkeypatch.setattr(ihc_rules.guideline.parse.read, "LOADER", yaml.SafeLoader)


@pytest.mark.parametrize("path", sorted(SHIPPED.rglob("*.yaml")), ids=lambda path: path.stem)
def test_shipped_files_read_alike_with_both_parsers(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = read(path.name, path.read_bytes())
    monkeypatch.setattr(ihc_rules.guideline.parse.read, "LOADER", yaml.SafeLoader)
    other = read(path.name, path.read_bytes())

    assert (one.data, one.marks, one.problems) == (other.data, other.marks, other.problems)


@pytest.mark.usefixtures("pure")
@pytest.mark.parametrize("name", SMALL)
def test_a_hostile_file_gives_problems_without_libyaml(name: str) -> None:
    found = problems_of({"bad.yaml": HOSTILE[name][0]})

    assert found
    assert all(p.place and p.place.line >= 1 and p.place.column >= 1 for p in found)


if __name__ == "__main__":
    for hostile in HOSTILE:
        print(json.dumps([hostile, _run(hostile)]), flush=True)  # noqa: T201 - the test reads it
    os._exit(0)
