"""What was recorded × the vocabulary → facts and elements by id, and every fault of them with its path.

- Facts may be nested or dotted; both mean the same.
- A fault never repeats what stands in place of a number, a day or a text: it may say something about a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic_core import PydanticCustomError

from ihc_rules.errors import Problem, nearest
from ihc_rules.facts import BOUND, Fact, Value, Vocabulary, as_moment, read_value
from ihc_rules.problem_texts.text import shown
from ihc_rules.records import Role
from ihc_rules.report.model import Elements, Recorded
from ihc_rules.report.wrong_value import wrong_value

MAX_ITEMS = 1000  # elements of a list, opinions
MAX_LINE = 500  # characters
BITS = 64  # of a whole number; far beyond what any fact may be
KEYS = ("value", "by", "at", "seen_in", "undeterminable")
UNDETERMINABLE = "undeterminable"  # of a list: whether there are more elements could not be told


@dataclass
class Recorder:
    """Reads what was recorded, and notes the faults.

    Attributes:
        typed: booleans and numbers come as such (JSON); else every scalar is text (YAML).
        base: path of the report in what was given.
    """

    vocabulary: Vocabulary
    typed: bool
    base: str = ""
    problems: list[Problem] = field(default_factory=list)

    def fail(
        self,
        code: str,
        path: str,
        /,
        near: str = "",
        known: Iterable[str] = (),
        choices: tuple[str, ...] = (),
        **values: object,
    ) -> None:
        """Note one fault.

        Args:
            near: what was written where one of the `known` names was needed.
        """
        suggestion = nearest(shown(near), known) if near else ""
        texts = {name: shown(value) for name, value in values.items()}
        self.problems.append(Problem(code, None, self.base + path, texts, suggestion, choices))

    def is_true(self, value: object) -> bool:
        """Whether something is recorded as true, in JSON or in YAML."""
        return value is True or (not self.typed and value == "true")

    def facts(
        self, data: Mapping[Any, Any], facts: Mapping[str, Fact], path: str, claims: bool = False
    ) -> dict[str, Recorded]:
        """Recorded facts by id, from flat or nested data."""
        found: dict[str, Recorded] = {}
        for fact_id, written in self._flat(data, facts, path, ""):
            where = f"{path}.{fact_id}"
            if fact_id in found:
                self.fail("recorded-twice", where, name=fact_id)
            elif path == "facts" and facts[fact_id].established_by == ("reporter",):
                self.fail("claim-among-facts", where, name=fact_id)
            elif (recorded := self._recorded(facts[fact_id], written, where, claims)) is not None:
                found[fact_id] = recorded
        return found

    def _flat(
        self, data: Mapping[Any, Any], facts: Mapping[str, Fact], path: str, prefix: str
    ) -> Iterator[tuple[str, Any]]:
        for key, value in data.items():
            name = f"{prefix}{key}" if isinstance(key, str) else "…"
            if name in facts:
                yield name, value
            elif isinstance(value, Mapping) and any(each.startswith(f"{name}.") for each in facts):
                yield from self._flat(value, facts, path, f"{name}.")
            else:
                self.fail("unknown-fact", f"{path}.{shown(name)}", name, facts, name=name)

    def _recorded(self, fact: Fact, written: Any, path: str, claims: bool) -> Recorded | None:
        entry = written if isinstance(written, Mapping) and "absent" not in written else {"value": written}
        strange = [key for key in entry if key not in KEYS]
        for key in strange:
            self.fail("unknown-key", f"{path}.{shown(key)}", shown(key), KEYS, name=key)
        if strange:
            return None
        unknown = self.is_true(entry.get("undeterminable"))
        if ("undeterminable" in entry and not unknown) or unknown == ("value" in entry):
            self.fail("value-or-undeterminable", path, name=fact.id)
            return None
        by = self._by(fact, entry.get("by"), path, claims)
        at = self._at(entry, path)
        seen = self._seen_in(entry.get("seen_in"), path)
        return Recorded(None if unknown else self._value(fact, entry["value"], path), unknown, by, at, seen)

    def _value(self, fact: Fact, written: Any, path: str) -> Value:
        if written is None:
            self.fail("null-value", path, name=fact.id)
            return None
        if isinstance(written, int) and written.bit_length() > BITS:  # it cannot even be written out
            self.fail("out-of-range", path, limit=f"{-BOUND:,} – {BOUND:,}")
            return None
        try:
            return read_value(fact, written, self.typed)
        except PydanticCustomError as error:
            code, details = wrong_value(fact, written, error, self.typed)
            self.fail(code, path, **details)
            return None

    def _by(self, fact: Fact, by: Any, path: str, claims: bool) -> Role | None:
        if by is None:
            if fact.kind == "evaluated":
                self.fail("who-evaluated", path, choices=fact.established_by, name=fact.id)
            return None
        allowed: tuple[Role, ...] = ("reporter",) if claims else fact.established_by
        role = next((each for each in allowed if each == by), None)
        if role is None:
            self.fail("may-not-establish", f"{path}.by", choices=allowed, name=fact.id, role=by)
        return role

    def _at(self, entry: Mapping[str, Any], path: str) -> datetime | None:
        try:
            return as_moment(entry["at"]) if "at" in entry else None
        except PydanticCustomError:
            self.fail("not-moment", f"{path}.at")
            return None

    def _seen_in(self, seen: Any, path: str) -> str | None:
        if seen is None or (isinstance(seen, str) and 0 < len(seen) <= MAX_LINE and seen.isprintable()):
            return seen
        self.fail("not-one-line", f"{path}.seen_in", limit=str(MAX_LINE))
        return None

    def lists(self, data: Mapping[Any, Any]) -> dict[str, Elements]:
        """Recorded elements by list."""
        found: dict[str, Elements] = {}
        known = self.vocabulary.lists
        for name, written in data.items():
            path = f"lists.{shown(name)}"
            if name not in known:
                self.fail("unknown-list", path, shown(name), known, name=name)
            elif (elements := self._elements(name, written, path)) is not None:
                found[name] = elements
        return found

    def _elements(self, name: str, written: Any, path: str) -> Elements | None:
        if not isinstance(written, Mapping) or set(written) != {"complete", "items"}:
            self.fail("bad-list", path, name=name)
            return None
        complete, items = written["complete"], written["items"]
        unknown = complete == UNDETERMINABLE
        if not (unknown or self.is_true(complete) or complete is False or (not self.typed and complete == "false")):
            self.fail("bad-list", f"{path}.complete", name=name)
            return None
        if not isinstance(items, (list, tuple)) or len(items) > MAX_ITEMS:
            self.fail("bad-list", f"{path}.items", name=name)
            return None
        facts = self.vocabulary.of(name)
        read = []
        for i, item in enumerate(items):
            if isinstance(item, Mapping):
                read.append(self.facts(item, facts, f"{path}.items.{i}"))
            else:
                self.fail("not-a-mapping", f"{path}.items.{i}")
        return Elements(self.is_true(complete), tuple(read), unknown)
