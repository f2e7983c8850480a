"""The shipped guideline, damaged at random → it loads, or every Problem has a place; never an exception, never a wait.

- Damage is done to bytes, characters, words, lines, structure and files. What still loads also compiles, on every day.
- A few hundred, always the same ones; with `IHC_RULES_FUZZ=full` ten thousand others. A failure names its seed:
  `pytest tests/test_mutations.py -k 'damage and 17'` runs that batch again.
"""

from __future__ import annotations

import functools
import json
import os
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ihc_rules.engine.compiled import compiled
from ihc_rules.errors import Problem
from ihc_rules.guideline.guideline import make, problems_of
from ihc_rules.guideline.load import read_folder
from ihc_rules.guideline.parse import sections
from ihc_rules.guideline.parse.document import Document
from ihc_rules.guideline.parse.read import read
from tests.drawing import FULL

BATCHES, EACH = (100, 100) if FULL else (8, 25)
SECONDS = 2.0  # of the processor, for one damaged guideline
FILES = read_folder(Path(__file__).parents[1] / "guidelines" / "ihc")[0]
SIGNS = [
    *"：，、“”‘’＃－　\u00a0\u200b\u202e\u2028\ufeff\ufffd\x00\x1b\x85\t\r",
    "\U0001f469\u200d\U0001f467",
    "が",
    "\ud7ff",
    "\U0010ffff",
]
WORDS = [
    "yes",
    "no",
    "on",
    "null",
    "~",
    "true",
    "false",
    "0",
    "-1",
    "1.5",
    "010",
    "1:30",
    "99999999999999999999",
    "2026-02-30",
    "2025-09-25",
    "0001-01-01",
    "9999-12-31",
    "2199-12-31",
    "I-01",
    "illegal",
    "''",
    '""',
    "'",
    '"',
    "[]",
    "{}",
    "[[]]",
    "{a:b}",
    "{{x}}",
    "{a:}",
    "-",
    ":",
    "?",
    "|",
    ">",
    "&",
    "*",
    "!",
    "%",
    "@",
    "`",
    "#",
    "---",
    "...",
    "<<",
    "&a",
    "*a",
    "!!str",
    "!x",
    "meets",
    "all",
    "any",
    "not",
    "count",
    "some",
    "assess",
    "category",
    "route",
    "when",
    "unless",
    "in_force",
    "retired",
    "from",
    "to",
    "id",
    "of",
    "where",
    "posting.visibility",
    "analyst",
]
Files = dict[str, bytes]


# --- ways to damage a guideline ------------------------------------------------------------------------------------


def _pick(rng: random.Random) -> str:
    return rng.choice(sorted(FILES))


def _bytes(rng: random.Random) -> Files:
    name = _pick(rng)
    content = bytearray(FILES[name])
    for _ in range(rng.choice([1, 1, 1, 5, 50])):
        at = rng.randrange(len(content))
        match rng.randrange(4):
            case 0:
                content[at] ^= 1 << rng.randrange(8)
            case 1:
                del content[at : at + rng.choice([1, 1, 2, 30])]
            case 2:
                content[at:at] = rng.randbytes(rng.choice([1, 1, 2, 30]))
            case 3:
                content[at:at] = content[at : at + rng.randrange(60)]
    return {**FILES, name: bytes(content)}


def _cut_off(rng: random.Random) -> Files:
    name = _pick(rng)
    return {**FILES, name: FILES[name][: rng.randrange(len(FILES[name]))]}


def _text(change: Callable[[random.Random, str], str]) -> Callable[[random.Random], Files]:
    def damage(rng: random.Random) -> Files:
        name = _pick(rng)
        return {**FILES, name: change(rng, FILES[name].decode()).encode(errors="replace")}

    return damage


def _characters(rng: random.Random, text: str) -> str:
    for _ in range(rng.choice([1, 1, 3])):
        at = rng.randrange(len(text))
        text = text[:at] + rng.choice(SIGNS) + text[at + rng.randrange(2) :]
    return text


def _full_width(rng: random.Random, text: str) -> str:
    places = [i for i, sign in enumerate(text) if sign in ":,-'\"# "]
    at = rng.choice(places)
    return text[:at] + {":": "：", ",": "，", "-": "－", "#": "＃", " ": "　"}.get(text[at], "”") + text[at + 1 :]


def _words(rng: random.Random, text: str) -> str:
    words = text.split(" ")
    for _ in range(rng.choice([1, 1, 1, 4])):
        at = rng.randrange(len(words))
        words[at] = rng.choice([rng.choice(WORDS), rng.choice(words), "", words[at] + " " + words[at]])
    return " ".join(words)


def _values(rng: random.Random, text: str) -> str:
    """One word after a colon, replaced."""
    lines = text.split("\n")
    at = rng.choice([i for i, line in enumerate(lines) if ": " in line])
    key, _, rest = lines[at].rpartition(": ")
    tail = "".join(c for c in rest[::-1] if c in "]}")[::-1] if rest.endswith(("]", "}")) else ""
    lines[at] = f"{key}: {rng.choice(WORDS)}{tail}"
    return "\n".join(lines)


def _lines(rng: random.Random, text: str) -> str:
    lines = text.split("\n")
    for _ in range(rng.choice([1, 1, 1, 4])):
        at, other = rng.randrange(len(lines)), rng.randrange(len(lines))
        match rng.randrange(7):
            case 0 if len(lines) > 1:
                del lines[at]
            case 1:
                lines.insert(other, lines[at])
            case 2:
                lines[at], lines[other] = lines[other], lines[at]
            case 3:
                lines[at] = " " * rng.choice([1, 2, 4]) + lines[at]
            case 4:
                lines[at] = lines[at].removeprefix(" " * rng.choice([1, 2, 4]))
            case 5 if other != at:
                moved = lines.pop(other)
                lines[at - (other < at)] += moved
            case _:
                lines[at] = lines[at].lstrip()
    return "\n".join(lines)


def _blocks(rng: random.Random, text: str) -> str:
    """Several lines, moved or doubled."""
    lines = text.split("\n")
    begin = rng.randrange(len(lines))
    block = lines[begin : begin + rng.randrange(1, 15)]
    if rng.random() < 0.5:
        del lines[begin : begin + len(block)]
    at = rng.randrange(len(lines) + 1)
    return "\n".join([*lines[:at], *block, *lines[at:]])


def _structure(rng: random.Random) -> Files:
    """The data itself, written again as JSON (which is YAML): keys and values gone, doubled, exchanged."""
    name = _pick(rng)
    data = json.loads(json.dumps(_read(name, FILES[name]).data))
    for _ in range(rng.choice([1, 1, 2])):
        nodes = [*_containers(data)]
        node, other = rng.choice(nodes), rng.choice(nodes)
        keys = [*(node if isinstance(node, dict) else range(len(node)))]
        if not keys:
            continue
        key = rng.choice(keys)
        match rng.randrange(6):
            case 0:
                del node[key]
            case 1:
                node[key] = rng.choice(
                    [rng.choice(WORDS), [], {}, [node[key]], {"all": [node[key]]}, {"not": node[key]}]
                )
            case 2:
                node[key] = json.loads(json.dumps(other))
            case 3 if isinstance(node, list):
                node.append(json.loads(json.dumps(node[key])))
            case 4 if isinstance(node, list):
                rng.shuffle(node)
            case _ if isinstance(node, dict):
                node[rng.choice([*WORDS[:4], "when", "in_force", "source", "id", "places"])] = node.pop(key)
    return {**FILES, name: json.dumps(data, ensure_ascii=rng.random() < 0.5, indent=1).encode()}


def _containers(data: Any) -> Iterator[Any]:
    if isinstance(data, (dict, list)):
        yield data
        for each in data.values() if isinstance(data, dict) else data:
            yield from _containers(each)


def _in_force(rng: random.Random, text: str) -> str:
    """Days, moved: what refers to what is then in force on other days."""
    days = [
        f"{year}-{month:02}-{day:02}"
        for year in (1900, 2005, 2016, 2023, 2026, 2199)
        for month in (1, 4)
        for day in (1, 2)
    ]
    if rng.random() < 0.5 and "in_force: {from: " in text:
        at = rng.choice([i for i in range(len(text)) if text.startswith("in_force: {from: ", i)]) + len(
            "in_force: {from: "
        )
        return text[:at] + rng.choice(days) + text[at + 10 :]
    lines = text.split("\n")
    ids = [i for i, line in enumerate(lines) if line.startswith("  - id: ")]
    if ids:
        begin, end = sorted([rng.choice(days), rng.choice(days)])
        written = rng.choice([f"{{from: {begin}}}", f"{{from: {begin}, to: {end}, retired: true}}"])
        lines.insert(rng.choice(ids) + 1, f"    in_force: {written}")
    return "\n".join(lines)


def _files(rng: random.Random) -> Files:
    files, one, other = dict(FILES), _pick(rng), _pick(rng)
    match rng.randrange(4):
        case 0:
            del files[one]
        case 1:
            files[one], files[other] = files[other], files[one]
        case 2:
            files["copy.yaml"] = files[one]
        case 3:
            files[rng.choice(["../x.yaml", "X.yaml", "a/b/c.yaml", "x.yml", "\udce4.yaml", "a\nb.yaml", ""])] = (
                files.pop(one)
            )
    return files


WAYS: tuple[Callable[[random.Random], Files], ...] = (
    _bytes,
    _cut_off,
    _text(_characters),
    _text(_full_width),
    _text(_words),
    _text(_values),
    _text(_values),
    _text(_lines),
    _text(_lines),
    _text(_blocks),
    _text(_in_force),
    _structure,
    _structure,
    _structure,
    _files,
)


# --- what must hold ------------------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=64)
def _once(name: str, content: bytes) -> Document:
    return read(name, content)


def _read(name: str, content: bytes) -> Document:
    """A file, read once: of a damaged guideline only one file is new."""
    if FILES.get(name) != content:
        return read(name, content)
    return replace(_once(name, content), problems=[], faulty=set())


def _is_placed(problem: Problem, files: Files) -> bool:
    place = problem.place
    if place is None or place.line < 1 or place.column < 1:
        return False
    lines = (
        files.get(place.file, b"").decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    )
    return place.line <= len(lines) and place.column <= len(lines[place.line - 1]) + 1


def _faults(files: Files) -> Iterator[str]:
    begin = time.process_time()
    found = problems_of(files)
    if (seconds := time.process_time() - begin) > SECONDS:
        yield f"took {seconds:.1f} s"
    for problem in found:
        problem.text("ja").encode()
        if not _is_placed(problem, files):
            yield f"no place: {problem.text('en')}"
    if found:
        return
    guideline = make(files)
    first = min(each.from_ for each in guideline.sections.records["editions"])  # type: ignore[attr-defined]  # each is an EditionName
    days = [day for day in guideline.boundaries if day >= first] or [date(2199, 12, 31)]
    for day in days if FULL else days[-1:]:
        edition = guideline.on(day)
        if FULL:
            compiled(edition)


@pytest.mark.fuzz
@pytest.mark.parametrize("batch", range(BATCHES))
def test_damage_is_told_or_does_no_harm(batch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sections, "read", _read)
    for number in range(EACH):
        seed = f"{batch}.{number}" + (f".{os.environ.get('IHC_RULES_SEED', '')}" if FULL else "")
        rng = random.Random(seed)  # noqa: S311 - damage that can be done again, not a secret
        way = rng.choice(WAYS)
        files = way(rng)
        try:
            faults = [*_faults(files)]
        except Exception as error:
            raise AssertionError(f"seed {seed}") from error
        assert faults == [], f"seed {seed}"


def test_the_undamaged_guideline_loads() -> None:
    assert [*_faults(FILES)] == []
