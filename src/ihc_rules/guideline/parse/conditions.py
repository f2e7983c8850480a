"""A written condition × the vocabulary → a condition whose tests have the types of their facts.

- A condition is a mapping of exactly one key: a fact, or one of the words in `FORMS`.
- An empty `all` or `any` is refused: nothing is true because nothing was asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Literal, cast

from pydantic import ValidationError

from ihc_rules.guideline.condition import All, AnyOf, Assess, Broken, Condition, Count, Not, Refer, Some
from ihc_rules.guideline.parse.characters import full_width
from ihc_rules.guideline.parse.document import Path
from ihc_rules.guideline.parse.faults import tell_faults
from ihc_rules.guideline.parse.leaf import Scope, leaf
from ihc_rules.records import NUMBER, Record, Text, Word

__all__ = ["Scope", "condition"]

ROUTE_WORDS = ("category", "primary_category", "provision", "group", "route")
COUNTS = ("at_least", "at_most")


def condition(scope: Scope, data: Any, path: Path) -> Condition:
    """One condition; `Broken` where a Problem was noted."""
    if not isinstance(data, dict):
        return _no_mapping(scope, data, path)
    if len(data) != 1:
        return scope.not_one_key(data, path)
    ((key, value),) = data.items()
    inner = (*path, key)
    if form := FORMS.get(key):
        return form(scope, value, inner)
    if fact := scope.facts().get(key):
        return leaf(scope, fact, value, inner)
    if "." in key:
        return scope.unknown_fact(key, inner)
    names = [*FORMS, *scope.facts()]
    return scope.fail("unknown-word", inner, at_key=True, name=key, near=key, known=names, choices=(*FORMS,))


def _no_mapping(scope: Scope, data: Any, path: Path) -> Condition:
    if isinstance(data, str) and (sign := full_width(data)):
        if not scope.document.is_faulty(path):
            place = scope.document.at_sign(scope.document.mark(path)[1], sign[1])
            scope.document.report("full-width-sign", place, sign=sign[1], needed=sign[2])
        return Broken()
    return scope.fail("conditions-without-word" if isinstance(data, list) else "not-a-condition", path)


def _parts(scope: Scope, data: Any, path: Path, word: str) -> tuple[Condition, ...] | None:
    if not isinstance(data, list):
        scope.fail("not-a-list", path)
        return None
    if not data:
        scope.fail("empty-condition", path, word=word)
        return None
    return tuple(condition(scope, part, (*path, i)) for i, part in enumerate(data))


def _has_keys(scope: Scope, data: Any, path: Path, keys: Iterable[str]) -> bool:
    """Whether a mapping has exactly these keys; notes it where not."""
    names = tuple(keys)
    if not isinstance(data, dict):
        scope.fail("not-a-mapping", path, choices=names)
        return False
    strange = [key for key in data if key not in names]
    for key in strange:
        scope.fail("unknown-key", (*path, key), at_key=True, name=key, near=key, known=names, choices=(*FORMS,))
    missing = [name for name in names if name not in data]
    for name in missing if not strange else ():
        scope.fail("missing-key", path, at_key=True, name=name)
    return not strange and not missing


def _text_at(scope: Scope, data: Mapping[str, Any], path: Path, *keys: str) -> bool:
    """Whether these keys hold plain texts; notes it where not."""
    wrong = [key for key in keys if not isinstance(data[key], str)]
    for key in wrong:
        scope.fail("not-a-text", (*path, key))
    return not wrong


# --- the words ----------------------------------------------------------------------------------------------------


def _all(scope: Scope, data: Any, path: Path) -> Condition:
    parts = _parts(scope, data, path, "all")
    return All(parts, place=scope.document.key(path)) if parts else Broken()


def _any(scope: Scope, data: Any, path: Path) -> Condition:
    parts = _parts(scope, data, path, "any")
    return AnyOf(parts, place=scope.document.key(path)) if parts else Broken()


def _not(scope: Scope, data: Any, path: Path) -> Condition:
    return Not(condition(scope, data, path), place=scope.document.key(path))


def _count(scope: Scope, data: Any, path: Path) -> Condition:
    """`count: {at_least: n, of: [...]}`."""
    operator = "at_most" if isinstance(data, dict) and "at_most" in data else "at_least"
    if not _has_keys(scope, data, path, (operator, "of")):
        return Broken()
    parts = _parts(scope, data["of"], (*path, "of"), "of")
    number = data[operator]
    if not isinstance(number, str) or not NUMBER.fullmatch(number):
        return scope.fail("not-integer", (*path, operator))
    if parts is None:
        return Broken()
    low, high = (1, len(parts)) if operator == "at_least" else (0, len(parts) - 1)
    if not low <= int(number) <= high:
        return scope.fail("says-nothing", (*path, operator), fact="count")
    kind = cast("Literal['at_least', 'at_most']", operator)
    return Count(kind, int(number), parts, place=scope.document.key(path))


def _some(scope: Scope, data: Any, path: Path) -> Condition:
    """`some: {of: list, where: CONDITION}`."""
    if scope.list_id is not None:
        return scope.fail("some-in-some", path, at_key=True)
    if not _has_keys(scope, data, path, ("of", "where")) or not _text_at(scope, data, path, "of"):
        return Broken()
    if not scope.has_list(data["of"], (*path, "of")):
        return Broken()
    inside = replace(scope, list_id=data["of"])
    where = condition(inside, data["where"], (*path, "where"))
    return Some(data["of"], where, place=scope.document.key(path))


class _AssessForm(Record):
    """What is written under `assess`."""

    id: Word
    considering: tuple[str, ...]
    by: Literal["advisor"]
    question: Text
    panel: str


def _assess(scope: Scope, data: Any, path: Path) -> Condition:
    """`assess: {id, considering, by: advisor, question, panel}`."""
    if scope.list_id is not None:
        return scope.fail("assess-in-some", path, at_key=True)
    try:
        form = _AssessForm.model_validate(data)
    except ValidationError as error:
        tell_faults(error, scope.document, data, path, _AssessForm)
        return Broken()
    if not form.considering:
        return scope.fail("empty-condition", (*path, "considering"), word="considering")
    for i, name in enumerate(form.considering):
        if name not in scope.vocabulary.facts and name not in scope.vocabulary.lists:
            scope.unknown_fact(name, (*path, "considering", i), at_key=False)
    return Assess(form.id, form.considering, form.question, form.panel, place=scope.document.key(path))


def _refer(word: str, scope: Scope, data: Any, path: Path) -> Condition:
    """A reference by name; what it names is looked up in `check`."""
    if word in ROUTE_WORDS and not scope.refers:
        return scope.fail("misplaced-reference", path, at_key=True, word=word)
    if not isinstance(data, str):
        return scope.fail("not-a-text", path)
    return Refer(cast("Any", word), data, place=scope.document.value(path))


Form = Callable[[Scope, Any, Path], Condition]


def _refers(word: str) -> Form:
    return lambda scope, data, path: _refer(word, scope, data, path)


FORMS: Mapping[str, Form] = {
    "all": _all,
    "any": _any,
    "not": _not,
    "count": _count,
    "some": _some,
    "assess": _assess,
    "meets": _refers("meets"),
    **{word: _refers(word) for word in ROUTE_WORDS},
}
