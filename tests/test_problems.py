"""Each folder of `problems/` → the Problems that it yields, in words: a mistake, and what its author is told.

- A folder is named for the one code that it yields; `code.variant` is another way to make the same mistake.
- It is laid over `_valid`. `report.json` is a report to that guideline, `cases.yaml` its worked cases, `events.json` what
  happened after a decision.
- What a file in a repository cannot be (a link, broken bytes, thousands of brackets) is made by `MADE`.
- To accept new words, read them in the diff: `IHC_RULES_WRITE=1 pytest tests/test_problems.py`
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast, get_args

import pytest

import ihc_rules as ihc
from ihc_rules import paths
from ihc_rules.assurance.cases import run_cases
from ihc_rules.cli import inputs
from ihc_rules.cli.planning import happened
from ihc_rules.decision.decide import Decision, decide
from ihc_rules.errors import EngineDisagreement, EngineUnavailable, IhcRulesError, Lang, Problem
from ihc_rules.guideline.guideline import Guideline
from ihc_rules.guideline.load import load_folder
from ihc_rules.problem_texts import TEXTS, calls, conditions, form, meaning, messages, reports, written
from tests.problem_mails import MESSAGES

FOLDER = Path(__file__).parent / "problems"
VALID = FOLDER / "_valid"
LANGS: tuple[Lang, ...] = get_args(Lang)
AT = datetime(2025, 10, 1, tzinfo=UTC)
OVER = "definitions: # not read\n"


def _sjis(folder: Path) -> None:
    (folder / "bad.yaml").write_bytes("# 定義\ndefinitions: []\n".encode("cp932"))


def _broken(folder: Path) -> None:
    (folder / "bad.yaml").write_bytes("# 定義\ndefinitions: [例".encode() + b"\xe4\xbe]\n")


def _utf16(folder: Path) -> None:
    (folder / "bad.yaml").write_text("definitions: []\n", encoding="utf-16")


def _too_large(folder: Path) -> None:
    (folder / "bad.yaml").write_bytes(b"#" * 1_000_001)


def _many(folder: Path) -> None:
    for i in range(1_001):
        (folder / f"f{i:04}.yaml").write_text("documents: []\n")


def _many_problems(folder: Path) -> None:
    (folder / "bad.yaml").write_text("documents:\n" + "  - S1\n" * 150)


def _link(folder: Path) -> None:
    (folder / "bad.yaml").symlink_to("/etc/hostname")


def _above(folder: Path) -> None:
    """A sound file, but above the folder."""
    (folder.parent / "above.yaml").write_text("documents: []\n")
    (folder / "bad.yaml").symlink_to("../above.yaml")


def _linked_folder(folder: Path) -> None:
    (folder / "illegal").symlink_to("/etc", target_is_directory=True)


def _pipe(folder: Path) -> None:
    os.mkfifo(folder / "bad.yaml")


def _named(name: str) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("documents: []\n")

    return make


def _nul(folder: Path) -> None:
    (folder / "bad.yaml").write_bytes(b"documents: [\0]\n")


def _long_key(folder: Path) -> None:
    (folder / "bad.yaml").write_text("? " * 5_000)


def _no_folder(folder: Path) -> None:
    shutil.rmtree(folder)


def _socket(folder: Path) -> None:
    """What cannot be opened, even by root."""
    with socket.socket(socket.AF_UNIX) as made, contextlib.chdir(folder):  # the name of a socket is short
        made.bind("bad.yaml")


def _not_shipped(folder: Path) -> None:
    """One guideline is shipped, and another asked for."""
    shutil.copytree(VALID, folder / "_data" / "guidelines" / "ihc")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paths, "PACKAGE", folder)
        paths.guideline_folder("ihk")


def _asked(call: Callable[[Guideline, Decision], object]) -> Callable[[Path], None]:
    """A call to the valid guideline, or with a decision under it."""

    def make(folder: Path) -> None:
        guideline = load_folder(folder)
        call(guideline, decide(guideline, guideline.report({"id": "r1"}), at=AT))

    return make


def _engine(code: str, **values: str) -> Callable[[Path], None]:
    """What the second engine does in `test_durable`."""

    def make(_: Path) -> None:
        raise EngineUnavailable(Problem(code, values=values))

    return make


def _disagreed(_: Path) -> None:
    raise EngineDisagreement("r1", [("answer:I-01", "met", "open"), ("route:police", "met", "open")])


def _received(folder: Path) -> None:
    """A guideline governed by the time of receipt, and a report without one."""
    path = folder / "guideline.yaml"
    path.write_text(path.read_text("utf-8").replace("of: decision", "of: receipt"), encoding="utf-8")


WRONG: Any = 5  # where a value of ours is needed
CALLS: Mapping[str, Callable[[Guideline, Decision], object]] = {
    "wrong-argument": lambda guideline, _: ihc.decide(guideline, WRONG, at=AT),
    "wrong-argument.files": lambda guideline, _: ihc.run_cases(guideline, WRONG),
    "unknown-language": lambda _, decision: ihc.explain(decision, cast("Any", "fr")),
    "unknown-node": lambda _, decision: ihc.because(decision, "answer:I-99"),
    "other-report": lambda guideline, decision: ihc.corrections(
        decision, decide(guideline, guideline.report({"id": "r2"}), at=AT)
    ),
    "not-informed": lambda _, decision: ihc.corrections(decision, decision, [("police", "police")]),
    "no-such-provision": lambda _, decision: ihc.why_not(decision, "I-99"),
    "not-moment.argument": lambda *_: ihc.moment("2025-10-01"),
    "wrong-argument.day": lambda guideline, _: guideline.on(WRONG),
    "no-edition": lambda guideline, _: guideline.on(date(2006, 5, 31)),
    "no-offset": lambda guideline, decision: decide(guideline, decision.report, at=datetime(2025, 10, 1)),  # noqa: DTZ001 - what is refused
}
MADE: Mapping[str, Callable[[Path], None]] = {
    **{name: _asked(call) for name, call in CALLS.items()},
    "no-time-of-receipt": _received,
    "engines-disagree": _disagreed,
    "engine-missing": _engine("engine-missing", reason="No module named 'durable'", python="3.13.1"),
    "engine-not-started": _engine("engine-not-started", reason="[Errno 12] Cannot allocate memory"),
    "engine-silent": _engine("engine-silent", seconds="10"),
    "engine-ended": _engine("engine-ended", how="Killed"),
    "engine-nonsense": _engine("engine-nonsense"),
    "engine-gave-up": _engine("engine-gave-up", reason="MemoryError"),
    "encoding": _sjis,
    "encoding.utf-16": _utf16,
    "broken-character": _broken,
    "too-large": _too_large,
    "too-many-files": _many,
    "more-problems": _many_problems,
    "outside-folder": _link,
    "outside-folder.above": _above,
    "outside-folder.linked-folder": _linked_folder,
    "outside-folder.pipe": _pipe,
    "bad-file-name": _named("違法.yaml"),
    "bad-file-name.capitals": _named("Illegal.YAML"),
    "bad-file-name.ending": _named("illegal/obscenity.yml"),
    "control-character.nul": _nul,
    "complex-key.deep": _long_key,
    "no-folder": _no_folder,
    "no-such-guideline": _not_shipped,
    "unreadable-file": _socket,
    **MESSAGES,
}


def _names() -> list[str]:
    return sorted({each.name for each in FOLDER.iterdir() if each.name != VALID.name} | {*MADE})


def problems(name: str, folder: Path, lang: Lang) -> tuple[Problem, ...]:
    """The Problems of one example, through the same doors as everybody's."""
    example, folder = FOLDER / name, folder / "guideline"
    shutil.copytree(VALID, folder)
    if name not in MADE and not (example / "events.json").exists():
        beside = shutil.ignore_patterns("expected.*", "cases.yaml", "report.json")
        shutil.copytree(example, folder, dirs_exist_ok=True, ignore=beside)
    try:
        if name in MADE:
            MADE[name](folder)
        guideline = load_folder(folder)
        if (example / "cases.yaml").exists():
            return tuple(run_cases(guideline, {"cases.yaml": (example / "cases.yaml").read_bytes()})[1])
        if (example / "events.json").exists():
            report = guideline.report({"id": "r1"})
            decision = decide(guideline, report, at=AT)
            happened(inputs.data(str(example / "events.json"), lang)[0], decision, [report])
            return ()
        path = example / "report.json"
        data, typed = inputs.data(str(path), lang) if path.exists() else ({"id": "r1"}, True)
        if "reports" in data:
            guideline.submission(data, typed)
        decide(guideline, guideline.report(data, typed), at=AT)
    except IhcRulesError as error:
        return error.problems[-1:] if name == "more-problems" else error.problems
    return ()


def told(found: Iterable[Problem], lang: Lang, folder: Path) -> str:
    """What the author reads."""
    text = "\n\n".join(problem.text(lang) for problem in found) + "\n"
    return text.replace(f"{folder}{os.sep}", "").replace(f"{FOLDER}{os.sep}", "")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", _names())
def test_a_mistake_is_told(name: str, lang: Lang, tmp_path: Path) -> None:
    found = problems(name, tmp_path, lang)
    text = told(found, lang, tmp_path)

    assert {problem.code for problem in found} == {name.partition(".")[0]}, text
    golden = FOLDER / name / f"expected.{lang}.txt"
    if os.environ.get("IHC_RULES_WRITE"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_the_guideline_below_all_examples_is_valid(tmp_path: Path) -> None:
    assert load_folder(VALID).id == "valid"


def test_every_code_has_an_example() -> None:
    assert {name.partition(".")[0] for name in _names()} == {*TEXTS}


def test_no_code_stands_in_two_tables() -> None:
    tables = (written, form, conditions, meaning, reports, calls, messages)

    assert sum(len(each.TEXTS) for each in tables) == len(TEXTS)


def test_an_example_is_a_mistake_or_is_made() -> None:
    for name in _names():
        written = {each.name for each in (FOLDER / name).iterdir()} - {f"expected.{lang}.txt" for lang in LANGS}

        assert bool(written) != (name in MADE), name


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_a_text_is_in_our_style(code: str) -> None:
    text = TEXTS[code]
    for lang in LANGS:
        assert text.message[lang]
        assert not text.message[lang].endswith((".", "。", "!"))
        assert not text.message["en"][0].isupper() or text.message["en"].startswith(("UTF", "YAML"))
    assert bool(text.hint["ja"]) == bool(text.hint["en"])
    assert not text.hint["ja"] or text.hint["ja"].endswith("。")
    assert not text.hint["en"].endswith(".")
