"""A written test of one fact × the vocabulary → a leaf whose operands have the type of the fact.

- Operators and the types that they compare stand in `OPERATORS`.
- A test that has the same answer whatever is recorded says nothing, and is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from pydantic_core import PydanticCustomError

from ihc_rules.facts import Fact, Value, Vocabulary, read_value
from ihc_rules.guideline.condition import Broken, Condition, Leaf, Operator, Test
from ihc_rules.guideline.parse.document import Document, Path
from ihc_rules.report.wrong_value import wrong_value

NUMBERS = ("integer", "decimal")
DAYS = ("date", "datetime")
OPERATORS: Mapping[str, tuple[str, ...]] = {
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


@dataclass(frozen=True)
class Scope:
    """Where a condition stands, and what may be named there.

    Attributes:
        list_id: the list whose elements are judged, inside `some` or a definition `of` a list.
        refers: whether categories, provisions, groups and routes may be named (in routes only).
        whole: whether every file could be read; else an unknown name may stand in one that could not.
    """

    document: Document
    vocabulary: Vocabulary
    list_id: str | None = None
    refers: bool = False
    whole: bool = True

    def fail(self, code: str, path: Path, /, *, at_key: bool = False, **details: Any) -> Broken:
        """Note a Problem of a node; the condition that it stands in is broken."""
        self.document.refuse(code, path, at_key=at_key, **details)
        return Broken(place=self.document.key(path))

    def not_one_key(self, data: Mapping[str, Any], path: Path) -> Broken:
        """Several keys, or none, where one is needed; told at the second."""
        second = [*data][1:2]
        found = ", ".join(f"`{key}`" for key in data) or "-"
        return self.fail("not-one-key", (*path, *second), at_key=True, found=found)

    def facts(self) -> Mapping[str, Fact]:
        """The facts that may be read here."""
        return self.vocabulary.of(self.list_id)

    def has_list(self, name: str, path: Path) -> bool:
        """Whether a list is declared; notes it where not."""
        lists = self.vocabulary.lists
        if name not in lists and name not in self.vocabulary.unread and self.whole:
            self.document.refuse("unknown-list", path, name=name, near=name, known=lists)
        return name in lists

    def unknown_fact(self, name: str, path: Path, at_key: bool = True) -> Broken:
        """A name that is no fact here: of elsewhere, not read, or of nothing."""
        if self.list_id is not None and name in self.vocabulary.facts:
            return self.fail("fact-of-the-report", path, at_key=at_key, name=name, list=self.list_id)
        owner = next((each.id for each in self.vocabulary.lists.values() if name in each.by_id), None)
        if owner:
            return self.fail("fact-of-a-list", path, at_key=at_key, name=name, list=owner)
        if name in self.vocabulary.unread or not self.whole:
            return Broken()  # a Problem was told of its declaration, or of its file
        return self.fail("unknown-fact", path, at_key=at_key, name=name, near=name, known=self.facts())


def leaf(scope: Scope, fact: Fact, written: Any, path: Path) -> Condition:
    """One test of one fact.

    Args:
        path: of the fact's key; what is written for it stands there too.
    """
    if isinstance(written, dict):
        return _compared(scope, fact, written, path)
    if fact.type == "text":
        return scope.fail("text-compared", path, fact=fact.id)
    operands = written if isinstance(written, list) else [written]
    if not operands:
        return scope.fail("empty-condition", path, word=fact.id)
    values = _values(
        scope,
        fact,
        operands,
        [(*path, i) if isinstance(written, list) else path for i in range(len(operands))],
    )
    if values is None:
        return Broken()
    if len(set(values)) == _number_of_values(fact):
        return scope.fail("says-nothing", path, fact=fact.id)
    return Leaf(fact.id, Test("in", frozenset(values)), place=scope.document.key(path))


def _number_of_values(fact: Fact) -> int | None:
    """How many values there are, of which one must hold."""
    return {"boolean": 2, "enum": len(fact.values)}.get(fact.type)


def _values(scope: Scope, fact: Fact, operands: list[Any], paths: list[Path]) -> list[Value] | None:
    """Operands as the fact's type; None where a Problem was noted."""
    values = [_value(scope, fact, operand, path) for operand, path in zip(operands, paths, strict=True)]
    if any(value is _NONE for value in values):
        return None
    for i, value in enumerate(values):
        if value in values[:i]:
            scope.fail("repeated-value", paths[i], fact=fact.id)
            return None
    return values


def _value(scope: Scope, fact: Fact, written: Any, path: Path) -> Any:
    """One operand as the fact's type; `_NONE` where a Problem was noted."""
    try:
        if fact.type == "set":
            return next(iter(cast("frozenset[str]", read_value(fact, [written], typed=False))))
        return read_value(fact, written, typed=False)
    except PydanticCustomError as error:
        code, details = wrong_value(fact, written, error)
        scope.fail(code, path, **details)
        return _NONE


_NONE: Any = object()


def _compared(scope: Scope, fact: Fact, written: dict[str, Any], path: Path) -> Condition:
    """`{operator: operand}`."""
    if len(written) != 1:
        return scope.not_one_key(written, path)
    ((word, operand),) = written.items()
    inner = (*path, word)
    if fault := _misfit(fact, word):
        code, details = fault
        return scope.fail(code, inner, at_key=True, **details)
    if word == "present":
        if operand not in ("true", "false"):
            return scope.fail("not-boolean", inner, value=operand)
        return Leaf(fact.id, Test("present", operand == "true"), place=scope.document.key(path))
    several = operand if isinstance(operand, list) and fact.type == "set" else [operand]
    if not several:
        return scope.fail("empty-condition", inner, word=word)
    paths = [(*inner, i) for i in range(len(several))] if several is operand else [inner]
    values = _values(scope, fact, several, paths)
    if values is None:
        return Broken()
    if word == "includes" and not fact.goes_together(cast("list[str]", values)):
        alone = next(value for value in values if value in fact.exclusive)
        return scope.fail("never-together", inner, fact=fact.id, value=alone)
    test = Test(cast("Operator", word), frozenset(values) if fact.type == "set" else values[0])
    if _decided(fact, test):
        return scope.fail("says-nothing", inner, fact=fact.id)
    return Leaf(fact.id, test, place=scope.document.key(path))


def _misfit(fact: Fact, word: str) -> tuple[str, dict[str, Any]] | None:
    """What is wrong with an operator for a fact, if anything."""
    fitting = tuple(operator for operator, types in OPERATORS.items() if fact.type in types)
    if word not in OPERATORS:
        return "unknown-operator", {"name": word, "near": word, "known": OPERATORS, "choices": fitting}
    if word not in fitting:
        details = {"fact": fact.id, "operator": word, "type": fact.type, "choices": fitting}
        return "impossible-comparison", details
    return None


def _decided(fact: Fact, test: Test) -> bool:
    """Whether the range of the fact alone decides a comparison."""
    low, high, operand = fact.minimum, fact.maximum, cast("Any", test.operand)
    return bool(
        (test.operator in ("at_least", "less_than") and low is not None and operand <= low)
        or (test.operator in ("at_most", "more_than") and high is not None and operand >= high)
    )
