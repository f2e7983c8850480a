r"""One leaf of a random file broken → one Problem, at exactly the line and column of that leaf.

- Files are written in every style that YAML has for the same data: block and flow, quoted, with comments, wide
  characters, empty lines, `\\r\\n`. The writer notes where it wrote each key and value.
- With `IHC_RULES_FUZZ=full` twenty thousand files, else a few hundred.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from ihc_rules.guideline.parse.sections import parse
from tests.drawing import FULL

BATCHES, EACH = (40, 500) if FULL else (4, 100)
Path = tuple[str | int, ...]


class Leaf(str):
    """A value with what would be wrong in its place."""

    bad: tuple[Any, ...] = ({"x": "y"}, ["x"])


class Prose(Leaf):
    bad = (*Leaf.bad, '""')


class Word(Leaf):
    bad = (*Leaf.bad, "Bad Word", "９")


class OneOf(Leaf):
    bad = (*Leaf.bad, "zzz", "ja")


class OneOfOrRecord(OneOf):
    """A word where a mapping might stand too."""

    bad = (["x"], "zzz", "ja")


class Yes(Leaf):
    bad = (*Leaf.bad, "yes", "1", "True")


class Day(Leaf):
    bad = (*Leaf.bad, "2026-02-30", "令和7年")


class Whole(Leaf):
    bad = (*Leaf.bad, "x", "1.5", "０")


TEXT = {"ja": Prose("わいせつ：例"), "en": Prose("Example")}
SOURCE = {"document": Leaf("S1"), "section": Prose("ア（ア）"), "status": OneOf("quoted"), "note": Prose("例")}
IN_FORCE = {"from": Day("2006-06-01"), "to": Day("2016-03-31"), "retired": Yes("true"), "status": OneOf("assumed")}
RAW = {"meets": "viewable"}  # a condition: not a record
EXCEPTION = {"id": Word("academic"), "title": TEXT, "source": SOURCE, "in_force": IN_FORCE, "when": RAW}
RECORDS: dict[str, dict[str, Any]] = {
    "editions": {"id": "2006-06", "from": Day("2006-06-01"), "title": TEXT, "source": SOURCE},
    "categories": {
        "id": Word("illegal"),
        "title": TEXT,
        "stops": Yes("false"),
        "in_scope": Yes("true"),
        "legal_review": {"when": RAW, "source": SOURCE},
        "panel": Leaf("legal_panel"),
        "source": SOURCE,
        "in_force": IN_FORCE,
    },
    "groups": {"id": Word("obscenity"), "title": TEXT},
    "parameters": {
        "id": Word("legal_panel"),
        "title": TEXT,
        "panel": {
            "members": Whole("3"),
            "quorum": Whole("2"),
            "majority": OneOf("all"),
            "of": OneOf("votes"),
            "split": OneOf("open"),
            "adviser_kinds": [Word("lawyer"), Word("doctor")],
        },
        "source": SOURCE,
    },
    "statutes": {
        "id": Word("penal_code"),
        "title": TEXT,
        "source": SOURCE,
        "articles": [
            {"article": Prose("175(1)"), "penalty": TEXT, "source": SOURCE},
            {"article": Prose("175(2)"), "penalty": OneOfOrRecord("none"), "in_force": IN_FORCE, "source": SOURCE},
        ],
    },
    "facts": {
        "id": Word("posting.visibility"),
        "type": OneOf("enum"),
        "title": TEXT,
        "question": TEXT,
        "help": TEXT,
        "values": [{"id": Word("everybody"), "title": TEXT}, {"id": Word("nobody"), "title": TEXT, "help": TEXT}],
        "established_by": [OneOf("analyst"), OneOf("system")],
        "exposure": Whole("0"),
        "delegated": SOURCE,
        "source": SOURCE,
    },
    "provisions": {
        "id": Word("I-01"),
        "name": Word("obscenity"),
        "title": TEXT,
        "category": Leaf("illegal"),
        "group": Leaf("obscenity"),
        "statutes": [{"act": Leaf("penal_code"), "article": Leaf("175(1)"), "in_force": IN_FORCE, "penalty": OneOf("none")}],
        "source": SOURCE,
        "in_force": IN_FORCE,
        "when": RAW,
        "unless": [EXCEPTION, EXCEPTION],
        "legal_review": OneOfOrRecord("always"),
        "overrides": [Leaf("I-02"), Leaf("I-03")],
        "draft": Yes("true"),
        "note": TEXT,
    },
    "routes": {
        "id": Word("police"),
        "title": TEXT,
        "action": Word("tell"),
        "to": {"first_of": [Leaf("police"), Leaf("provider")]},
        "when": RAW,
        "emergency": Yes("true"),
        "despite": [Leaf("returned")],
        "hold": {"after": Leaf("police"), "counted_from": Word("delivered"), "for": Leaf("police_hold")},
        "basis": SOURCE,
    },
}  # fmt: skip


@dataclass
class Writer:
    """Writes data as YAML in a random style, and notes where each node begins (line and column from 1)."""

    rng: random.Random
    out: str = ""
    keys: dict[Path, tuple[int, int]] = field(default_factory=dict)
    values: dict[Path, tuple[int, int]] = field(default_factory=dict)

    def here(self) -> tuple[int, int]:
        before, _, line = self.out.rpartition("\n")
        return before.count("\n") + (2 if "\n" in self.out else 1), len(line) + 1

    def new_line(self, indent: int) -> None:
        ends = ["", "", "", "  # 註：例", "\n", "\n# 「例」: {x}"]
        self.out += f"{self.rng.choice(ends)}\n{' ' * indent}"

    def node(self, data: Any, path: Path, indent: int, flow: bool = False) -> None:
        flow = flow or self.rng.random() < 0.3
        if isinstance(data, (dict, list)) and (flow or not data):
            self.flow(data, path)
        elif isinstance(data, (dict, list)):
            self.block(data, path, indent)
        else:
            self.values[path] = self.here()
            self.out += self.scalar(data)

    def scalar(self, text: str) -> str:
        if text.startswith('"') or self.rng.random() < 0.7:
            return text
        return self.rng.choice([f"'{text}'", f'"{text}"'])

    def block(self, data: Any, path: Path, indent: int) -> None:
        for i, key in enumerate(data if isinstance(data, dict) else range(len(data))):
            if i or not self.out.endswith(("- ", "\n" + " " * indent)):
                self.new_line(indent)
            if i == 0:
                self.values[path] = self.here()
            self.keys[*path, key] = self.here()
            inner = data[key]
            short = not isinstance(inner, (dict, list)) or not inner or self.rng.random() < 0.3
            if isinstance(data, list):
                self.out += "- "
                self.node(inner, (*path, key), indent + 2, not isinstance(inner, dict))
                self.keys[*path, key] = self.values[*path, key]
            else:
                self.out += f"{key}:" + (" " if short else "")
                self.node(inner, (*path, key), indent + 2, short)

    def flow(self, data: Any, path: Path) -> None:
        if not self.out.endswith((" ", "\n")):
            self.out += " "
        self.values[path] = self.here()
        is_map = isinstance(data, dict)
        self.out += "{" if is_map else "["
        for i, key in enumerate(data if is_map else range(len(data))):
            self.out += ", " if i else ""
            self.keys[*path, key] = self.here()
            if is_map:
                self.out += f"{key}: "
            self.node(data[key], (*path, key), 0, flow=True)
            if not is_map:
                self.keys[*path, key] = self.values[*path, key]
        self.out += "}" if is_map else "]"


def _leaves(data: Any, path: Path = ()) -> Iterator[tuple[Path, Leaf]]:
    if isinstance(data, Leaf):
        yield path, data
    elif isinstance(data, (dict, list)) and data is not RAW:
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _leaves(value, (*path, key))


def _changed(data: Any, path: Path, new: Any) -> Any:
    if not path:
        return new
    copy: Any = dict(data) if isinstance(data, dict) else list(data)
    copy[path[0]] = _changed(data[path[0]], path[1:], new)
    return copy


def _shuffled(rng: random.Random, data: Any) -> Any:
    """The same with its keys in another order."""
    if isinstance(data, dict) and data is not RAW:
        keys = [*data]
        rng.shuffle(keys)
        return {key: _shuffled(rng, data[key]) for key in keys}
    return [_shuffled(rng, each) for each in data] if isinstance(data, list) else data


def _found(rng: random.Random, data: Any) -> tuple[Writer, list[tuple[str, tuple[int, int]]]]:
    writer = Writer(rng)
    writer.out = rng.choice(["", "# 例\n", "\n\n"])
    writer.node(data, (), 0)
    text = writer.out + "\n"
    problems = parse({"a.yaml": text.replace("\n", rng.choice(["\n", "\r\n"])).encode()}).problems
    told = [(p.code, (p.place.line, p.place.column)) for p in problems if p.place and p.place.file == "a.yaml"]
    return writer, told


@pytest.mark.fuzz
@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_broken_leaf_is_told_where_it_stands(batch: int) -> None:
    for number in range(EACH):
        rng = random.Random(f"{batch}.{number}")  # noqa: S311 - to be done again, not a secret
        section = rng.choice(sorted(RECORDS))
        data = {section: [_shuffled(rng, RECORDS[section]) for _ in range(rng.randrange(1, 4))]}
        path, leaf = rng.choice([*_leaves(data)])
        writer, told = _found(rng, _changed(data, path, rng.choice(leaf.bad)))

        assert [place for _, place in told] == [writer.values[path]], f"{batch}.{number} {path} {told}\n{writer.out}"


@pytest.mark.fuzz
@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_strange_key_is_told_where_it_stands(batch: int) -> None:
    for number in range(EACH):
        rng = random.Random(f"key {batch}.{number}")  # noqa: S311 - to be done again, not a secret
        section = rng.choice(sorted(RECORDS))
        data = {section: [RECORDS[section]]}
        path = rng.choice([path[:-1] for path, _ in _leaves(data) if isinstance(path[-1], str)])
        node: Any = data
        for part in path:
            node = node[part]
        strange = _shuffled(rng, {**node, "strange": rng.choice(["x", {"x": "y"}, ["x"]])})
        writer, told = _found(rng, _changed(data, path, strange))

        assert told == [("unknown-key", writer.keys[*path, "strange"])], f"{batch}.{number} {path} {told}\n{writer.out}"


@pytest.mark.fuzz
@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_missing_key_is_told_where_its_record_stands(batch: int) -> None:
    needed = {"document", "status", "title", "source", "id", "name", "category", "ja", "en", "exposure", "quorum"}
    for number in range(EACH):
        rng = random.Random(f"missing {batch}.{number}")  # noqa: S311 - to be done again, not a secret
        section = rng.choice(sorted(RECORDS))
        data = {section: [_shuffled(rng, RECORDS[section])]}
        paths = [path for path, _ in _leaves(data) if path[-1] in needed and "in_force" not in path]
        path = rng.choice([path for path in paths if (section, path[-1]) != ("facts", "source")])
        node: Any = data
        for part in path[:-1]:
            node = node[part]
        writer, told = _found(rng, _changed(data, path[:-1], {k: v for k, v in node.items() if k != path[-1]}))

        code = "missing-language" if path[-1] in ("ja", "en") else "missing-key"
        assert told == [(code, writer.keys[path[:-1]])], f"{batch}.{number} {path} {told}\n{writer.out}"


@pytest.mark.parametrize(("written", "meant"), [("titel", "title"), ("ID", "id"), ("ids", "id")])
def test_a_misspelt_key_is_not_missing_as_well(written: str, meant: str) -> None:
    rng = random.Random(written)  # noqa: S311 - to be done again, not a secret
    record = {(written if key == meant else key): value for key, value in RECORDS["groups"].items()}
    writer, told = _found(rng, {"groups": [record]})

    assert told == [("unknown-key", writer.keys["groups", 0, written])]


def test_what_is_not_broken_is_not_told() -> None:
    for number in range(100):
        rng = random.Random(number)  # noqa: S311 - to be done again, not a secret
        assert _found(rng, {section: [_shuffled(rng, record)] for section, record in RECORDS.items()})[1] == []


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_broken_character_is_told_on_its_line_whatever_ends_the_lines(end: str) -> None:
    content = f"# 一行目{end}groups:{end}  - id: a{end}".encode() + b"    title: \x84\n"
    (problem,) = parse({"a.yaml": content}).problems

    assert problem.place is not None
    assert (problem.code, problem.place.line, problem.place.column) == ("broken-character", 4, 12)
