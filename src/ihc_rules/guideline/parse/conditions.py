"""A written condition × the vocabulary → a condition whose tests have the types of their facts.

- A condition is a mapping of exactly one key: a fact, or one of the words in `FORMS`.
- An empty `all` or `any` is refused: nothing is true because nothing was asked.
- Operators and the types they compare stand in `OPERATORS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from pydantic_core import PydanticCustomError

from ihc_rules.errors import Problem, nearest
from ihc_rules.facts import Fact, Value, Vocabulary, read_value
from ihc_rules.guideline.condition import (
    All,
    AnyOf,
    Assess,
    Broken,
    Condition,
    Count,
    Leaf,
    Not,
    Operator,
    Refer,
    Some,
    Test,
)
from ihc_rules.guideline.parse.read import Document, Path
from ihc_rules.records import NUMBER, Text

NUMBERS = ("integer", "decimal")
DAYS = ("date", "datetime")
OPERATORS: Mapping[Operator, tuple[str, ...]] = {
    "at_least": NUMBERS + DAYS,
    "at_most": NUMBERS + DAYS,
    "more_than": NUMBERS,
    "less_than": NUMBERS,
    "before": DAYS,
    "after": DAYS,
    "includes": ("set",),
    "excludes": ("set",),
    "present": ("text",),
}
ROUTE_WORDS = ("category", "primary_category", "provision", "group", "route")


@dataclass(frozen=True)
class ConditionReader:
    """Reads the conditions of one file.

    Attributes:
        facts: the facts that may be read here.
        list_id: the list whose elements are judged, inside `some` or a definition `of` a list.
        refers: whether categories, provisions, groups and routes may be named (in routes only).
    """

    document: Document
    vocabulary: Vocabulary
    list_id: str | None = None
    refers: bool = False

    def read(self, data: Any, path: Path) -> Condition:
        """One condition; `Broken` where a Problem was noted."""
        if not isinstance(data, dict) or len(data) != 1:
            found = ", ".join(f"`{key}`" for key in data) if isinstance(data, dict) else ""
            return self._fail("not-one-key", path, found=found or "-")
        ((key, value),) = data.items()
        inner = (*path, key)
        if form := FORMS.get(key):
            return form(self, value, inner)
        return self._leaf(key, value, inner)

    def _fail(
        self, code: str, path: Path, suggestion: str = "", choices: tuple[str, ...] = (), **values: str
    ) -> Broken:
        place = self.document.key(path) if code.startswith("unknown-fact") else self.document.value(path)
        self.document.problems.append(Problem(code, place, "", values, suggestion, choices))
        return Broken(place=place)

    def _leaf(self, fact_id: str, written: Any, path: Path) -> Condition:
        facts = self.vocabulary.of(self.list_id)
        fact = facts.get(fact_id)
        if fact is None:
            return self._unknown_fact(fact_id, path)
        if isinstance(written, dict):
            return self._compare(fact, written, path)
        if fact.type == "text":
            return self._fail("impossible-comparison", path, fact=fact_id, operator="=", type=fact.type)
        operands = written if isinstance(written, list) else [written]
        if not operands:
            return self._fail("empty-condition", path, word=fact_id)
        values = [
            self._value(fact, each, (*path, i) if isinstance(written, list) else path)
            for i, each in enumerate(operands)
        ]
        if any(value is _NONE for value in values):
            return Broken(place=self.document.key(path))
        if len(set(values)) != len(values):
            return self._fail("repeated-value", path, fact=fact_id)
        if fact.type in ("enum", "boolean") and len(values) == max(
            len(fact.value_ids), 2 if fact.type == "boolean" else 1
        ):
            return self._fail("says-nothing", path, fact=fact_id)
        return Leaf(
            fact_id, Test("in", frozenset(cast("list[Value]", values))), place=self.document.key(path)
        )

    def _unknown_fact(self, fact_id: str, path: Path) -> Broken:
        facts = self.vocabulary.of(self.list_id)
        if fact_id in self.vocabulary.unread - self.vocabulary.facts.keys():
            return Broken()
        if self.list_id is None:
            owner = next((each.id for each in self.vocabulary.lists.values() if fact_id in each.by_id), None)
            if owner:
                return self._fail("fact-of-a-list", path, name=fact_id, list=owner)
        elif fact_id in self.vocabulary.facts:
            return self._fail("fact-of-the-report", path, name=fact_id, list=self.list_id)
        if "." not in fact_id:
            words = [*FORMS, *facts]
            return self._fail("unknown-word", path, nearest(fact_id, words), name=fact_id)
        return self._fail("unknown-fact", path, nearest(fact_id, facts), name=fact_id)

    def _value(self, fact: Fact, written: Any, path: Path) -> Any:
        """One operand as the fact's type; `_NONE` where a Problem was noted."""
        try:
            if fact.type == "set":
                return next(iter(cast("frozenset[str]", read_value(fact, [written], typed=False))))
            return read_value(fact, written, typed=False)
        except PydanticCustomError as error:
            shown = written if isinstance(written, str) else "…"
            choices = fact.value_ids or (("true", "false") if fact.type == "boolean" else ())
            self._fail(
                "wrong-fact-value",
                path,
                nearest(shown, choices),
                choices,
                fact=fact.id,
                value=shown[:80],
                type=fact.type,
                reason=error.type,
            )
            return _NONE

    def _compare(self, fact: Fact, written: dict[str, Any], path: Path) -> Condition:
        if len(written) != 1:
            return self._fail("not-one-key", path, found=", ".join(f"`{k}`" for k in written) or "-")
        ((word, operand),) = written.items()
        inner = (*path, word)
        if word not in OPERATORS:
            fitting = tuple(op for op, types in OPERATORS.items() if fact.type in types)
            return self._fail("unknown-operator", inner, nearest(word, OPERATORS), fitting, name=word)
        if fact.type not in OPERATORS[word]:
            return self._fail("impossible-comparison", inner, fact=fact.id, operator=word, type=fact.type)
        if word == "present":
            if operand not in ("true", "false"):
                return self._fail("not-boolean", inner, value=str(operand)[:40])
            return Leaf(fact.id, Test("present", operand == "true"), place=self.document.key(path))
        several = operand if isinstance(operand, list) and fact.type == "set" else [operand]
        if not several:
            return self._fail("empty-condition", inner, word=word)
        values = [self._value(fact, each, inner) for each in several]
        if any(value is _NONE for value in values):
            return Broken(place=self.document.key(path))
        return self._bounded(
            fact, Test(word, frozenset(values) if fact.type == "set" else values[0]), inner, path
        )

    def _bounded(self, fact: Fact, test: Test, inner: Path, path: Path) -> Condition:
        """Refuse a comparison that the range of the fact decides alone."""
        low, high = fact.minimum, fact.maximum
        decided = {
            "at_least": low is not None and test.operand <= low,  # type: ignore[operator]  # operand is a number where low is
            "at_most": high is not None and test.operand >= high,  # type: ignore[operator]
            "more_than": high is not None and test.operand >= high,  # type: ignore[operator]
            "less_than": low is not None and test.operand <= low,  # type: ignore[operator]
        }
        if decided.get(test.operator):
            return self._fail("says-nothing", inner, fact=fact.id)
        return Leaf(fact.id, test, place=self.document.key(path))

    def _parts(self, data: Any, path: Path, word: str) -> tuple[Condition, ...] | None:
        if not isinstance(data, list):
            self._fail("wrong-kind", path, expected="list", name=word)
            return None
        if not data:
            self._fail("empty-condition", path, word=word)
            return None
        return tuple(self.read(part, (*path, i)) for i, part in enumerate(data))

    def all(self, data: Any, path: Path) -> Condition:
        """`all: [...]`."""
        parts = self._parts(data, path, "all")
        return All(parts, place=self.document.key(path)) if parts else Broken()

    def any(self, data: Any, path: Path) -> Condition:
        """`any: [...]`."""
        parts = self._parts(data, path, "any")
        return AnyOf(parts, place=self.document.key(path)) if parts else Broken()

    def not_(self, data: Any, path: Path) -> Condition:
        """`not: CONDITION`."""
        return Not(self.read(data, path), place=self.document.key(path))

    def count(self, data: Any, path: Path) -> Condition:
        """`count: {at_least: n, of: [...]}`."""
        if not isinstance(data, dict) or "of" not in data or len(data) != 2:
            return self._fail("bad-count", path)
        operator = next(key for key in data if key != "of")
        parts = self._parts(data["of"], (*path, "of"), "of")
        number = data[operator]
        if (
            operator not in ("at_least", "at_most")
            or not isinstance(number, str)
            or not NUMBER.fullmatch(number)
        ):
            return self._fail("bad-count", path)
        if parts is None:
            return Broken()
        low, high = (1, len(parts)) if operator == "at_least" else (0, len(parts) - 1)
        if not low <= int(number) <= high:
            return self._fail("says-nothing", (*path, operator), fact="count")
        kind = cast("Literal['at_least', 'at_most']", operator)
        return Count(kind, int(number), parts, place=self.document.key(path))

    def some(self, data: Any, path: Path) -> Condition:
        """`some: {of: list, where: CONDITION}`."""
        if not isinstance(data, dict) or set(data) != {"of", "where"} or not isinstance(data["of"], str):
            return self._fail("bad-some", path)
        lists = self.vocabulary.lists
        if self.list_id is not None:
            return self._fail("some-in-some", path)
        if data["of"] not in lists:
            if data["of"] in self.vocabulary.unread:
                return Broken()
            return self._fail("unknown-list", (*path, "of"), nearest(data["of"], lists), name=data["of"])
        inside = ConditionReader(self.document, self.vocabulary, data["of"])
        return Some(data["of"], inside.read(data["where"], (*path, "where")), place=self.document.key(path))

    def assess(self, data: Any, path: Path) -> Condition:
        """`assess: {id, considering, by: advisor, question, panel}`."""
        if self.list_id is not None:
            return self._fail("assess-in-some", path)
        keys = {"id", "considering", "by", "question", "panel"}
        if not isinstance(data, dict) or set(data) != keys or data["by"] != "advisor":
            return self._fail("bad-assess", path)
        question, considering = data["question"], data["considering"]
        if not isinstance(question, dict) or not {"ja", "en"} <= set(question):
            return self._fail("missing-language", (*path, "question"), name="question")
        if not isinstance(considering, list) or not considering:
            return self._fail("bad-assess", (*path, "considering"))
        for i, fact_id in enumerate(considering):
            if fact_id not in self.vocabulary.facts and fact_id not in self.vocabulary.lists:
                self._unknown_fact(str(fact_id), (*path, "considering", i))
        if not isinstance(data["id"], str) or not isinstance(data["panel"], str):
            return self._fail("bad-assess", path)
        text = Text(ja=str(question["ja"]), en=str(question["en"]))
        facts = tuple(str(fact_id) for fact_id in considering)
        return Assess(data["id"], facts, text, data["panel"], place=self.document.key(path))

    def refer(self, word: str, data: Any, path: Path) -> Condition:
        """A reference by name; what it names is looked up in `check`."""
        if not isinstance(data, str):
            return self._fail("wrong-kind", path, expected="text", name=word)
        if word in ROUTE_WORDS and not self.refers:
            return self._fail("misplaced-reference", path, word=word)
        return Refer(cast("Any", word), data, place=self.document.value(path))


_NONE: Any = object()
Form = Callable[[ConditionReader, Any, Path], Condition]


def _refers(word: str) -> Form:
    return lambda reader, data, path: reader.refer(word, data, path)


FORMS: Mapping[str, Form] = {
    "all": ConditionReader.all,
    "any": ConditionReader.any,
    "not": ConditionReader.not_,
    "count": ConditionReader.count,
    "some": ConditionReader.some,
    "assess": ConditionReader.assess,
    "meets": _refers("meets"),
    **{word: _refers(word) for word in ROUTE_WORDS},
}
