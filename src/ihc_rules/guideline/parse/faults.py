"""What pydantic found wrong with a record → Problems at their exact places.

- pydantic's locations hold labels that stand in no file (the branches of a union): the place is the longest part of
  a location that is a path in the file and leads to the very value that was refused.
- Of a union only the branch is told that fits what was written: who writes `to: {first_off: …}` meant the mapping.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ihc_rules.errors import nearest
from ihc_rules.guideline.parse.document import Document, Path
from ihc_rules.problem_texts.text import shown
from ihc_rules.records import Record

KINDS: Mapping[str, str] = {  # pydantic's word for the wrong kind of value → our code
    "string_type": "not-a-text",
    "tuple_type": "not-a-list",
    "model_type": "not-a-mapping",
    "model_attributes_type": "not-a-mapping",
}
LENGTHS: Mapping[str, str] = {
    "too_short": "empty-list",
    "string_too_short": "empty-text",
    "string_too_long": "too-long",
}
OWN = ("not-boolean", "not-integer", "not-date")
SAMPLES = ("publicly_viewable", "I-01", "posting.visibility", "2025-09", "S33", "+09:00")
Details = dict[str, Any]


@dataclass(frozen=True)
class _Fault:
    """One of pydantic's errors with its place.

    Attributes:
        path: in the data of the record.
        union: the field whose union has several branches, and which of them found this; or None.
    """

    detail: ErrorDetails
    path: Path
    union: tuple[Path, str] | None


def tell_faults(error: ValidationError, document: Document, data: Any, base: Path, kind: type[Record]) -> None:
    """Note what is wrong with a record, each fault once and at its place.

    Args:
        data: what was validated.
        base: the path of the record in the file.
    """
    faults = [_located(detail, data) for detail in error.errors(include_url=False)]
    meant = {name for fault in faults if (name := _meant(fault, kind))}
    told: set[Path] = set()
    for fault in faults:
        if not _fits(fault, faults, data) or (fault.union and fault.union[0] in told):
            continue
        if fault.union and _is_shape(fault.detail):
            told.add(fault.union[0])
        if fault.detail["type"] != "missing" or (*fault.path, fault.detail["loc"][-1]) not in meant:
            code, at_key, details = _words(fault, kind)
            document.refuse(code, (*base, *fault.path), at_key=at_key, **details)


def _meant(fault: _Fault, kind: type[Record]) -> Path:
    """The key that a misspelt one was probably meant to be: it is not missing as well."""
    if fault.detail["type"] != "extra_forbidden":
        return ()
    near = nearest(shown(str(fault.path[-1])).lower(), keys_at(kind, fault.path[:-1]))
    return (*fault.path[:-1], near) if near else ()


# --- places -------------------------------------------------------------------------------------------------------


def _located(detail: ErrorDetails, data: Any) -> _Fault:
    location = detail["loc"][:-1] if detail["type"] == "missing" else detail["loc"]
    path = _path(data, location, detail["input"])
    labels = _skipped(location, path)
    return _Fault(detail, path, (path[: labels[0][0]], labels[0][1]) if labels else None)


def _path(data: Any, location: tuple[str | int, ...], refused: Any) -> Path:
    """The longest path along a location whose value is the one that was refused; else the longest."""
    paths = sorted(_paths(data, location), key=lambda found: (found[1] is refused, len(found[0])))
    return paths[-1][0]


def _paths(data: Any, location: tuple[str | int, ...]) -> Iterator[tuple[Path, Any]]:
    """Every path in the data that is a part of a location, with its value."""
    found: dict[Path, Any] = {(): data}
    for part in location:
        for path, value in list(found.items()):
            if isinstance(value, dict) and part in value:
                found[*path, part] = value[part]
            elif isinstance(value, list) and isinstance(part, int) and part < len(value):
                found[*path, part] = value[part]  # not one branch with the above: a list has numbers only
    yield from found.items()


def _skipped(location: tuple[str | int, ...], path: Path) -> list[tuple[int, str]]:
    """The labels of a location that are not in the path, each with how much of the path stands before it."""
    labels, matched = [], 0
    for part in location:
        if matched < len(path) and path[matched] == part:
            matched += 1
        else:
            labels.append((matched, str(part)))
    return labels


def _is_shape(detail: ErrorDetails) -> bool:
    wrong_word = detail["type"] == "literal_error" and not isinstance(detail["input"], str)
    return detail["type"] in KINDS or wrong_word


def _fits(fault: _Fault, faults: list[_Fault], data: Any) -> bool:
    """Whether a fault is of the branch that fits what was written, where another branch fits better."""
    if fault.union is None or not _is_shape(fault.detail) or fault.path != fault.union[0]:
        return True
    same = [each for each in faults if each.union and each.union[0] == fault.union[0]]
    return all(_is_shape(each.detail) and each.path == fault.path for each in same)


# --- words --------------------------------------------------------------------------------------------------------


def _words(fault: _Fault, kind: type[Record]) -> tuple[str, bool, Details]:
    """The code of a fault, whether it stands at the key, and what its text asks for."""
    detail = fault.detail
    if make := WORDS.get(detail["type"]):
        return make(fault, kind)
    code = KINDS.get(detail["type"]) or LENGTHS.get(detail["type"]) or "bad-value"
    limit = detail.get("ctx", {}).get("max_length", "")
    return code, False, {"value": detail["input"], "limit": str(limit)}


def _missing(fault: _Fault, kind: type[Record]) -> tuple[str, bool, Details]:
    name = str(fault.detail["loc"][-1])
    return "missing-language" if name in ("ja", "en") else "missing-key", True, {"name": name}


def _unknown(fault: _Fault, kind: type[Record]) -> tuple[str, bool, Details]:
    name, keys = str(fault.path[-1]), keys_at(kind, fault.path[:-1])
    return "unknown-key", True, {"name": name, "near": name.lower(), "known": keys}


def _mapping(fault: _Fault, kind: type[Record]) -> tuple[str, bool, Details]:
    if fault.detail.get("ctx", {}).get("class_name") == "Text":
        return "missing-language", False, {"name": "ja, en"}
    keys = keys_at(kind, fault.path)
    return "not-a-mapping", False, {"choices": keys}


def _word(fault: _Fault, kind: type[Record]) -> tuple[str, bool, Details]:
    written = fault.detail["input"]
    choices = tuple(re.findall(r"'([^']*)'", str(fault.detail.get("ctx", {}).get("expected", ""))))
    if not isinstance(written, str):
        return "not-a-text", False, {"choices": choices}
    return "bad-value", False, {"value": written, "near": written, "known": choices, "choices": choices}


def _form(fault: _Fault, kind: type[Record]) -> tuple[str, bool, Details]:
    pattern = str(fault.detail.get("ctx", {}).get("pattern", ""))
    fitting = [f"`{sample}`" for sample in SAMPLES if re.search(pattern, sample)]
    return "bad-form", False, {"value": fault.detail["input"], "example": ", ".join(fitting)}


def _range(fault: _Fault, kind: type[Record]) -> tuple[str, bool, Details]:
    context: Mapping[str, Any] = fault.detail.get("ctx", {})
    limit = f"≥ {context['ge']}" if "ge" in context else f"≤ {context.get('le', '')}"
    return "out-of-range", False, {"limit": limit}


def _own(fault: _Fault, kind: type[Record]) -> tuple[str, bool, Details]:
    return fault.detail["type"], False, {}


WORDS: Mapping[str, Callable[[_Fault, type[Record]], tuple[str, bool, Details]]] = {
    "missing": _missing,
    "extra_forbidden": _unknown,
    "model_type": _mapping,
    "literal_error": _word,
    "string_pattern_mismatch": _form,
    "greater_than_equal": _range,
    "less_than_equal": _range,
    **dict.fromkeys(OWN, _own),
}


# --- keys ---------------------------------------------------------------------------------------------------------


def keys_at(kind: type[Record], location: tuple[str | int, ...]) -> tuple[str, ...]:
    """Every key that may stand in the record at a location inside a record of a kind."""
    for part in location:
        inner = fields_of(kind).get(str(part))
        kind = next(records_in(inner), kind) if inner is not None else kind
    return tuple(fields_of(kind))


@lru_cache(maxsize=128)
def fields_of(kind: type[Record]) -> Mapping[str, Any]:
    """The keys of a record as they are written, with their types."""
    own = [*kind.__annotations__, *kind.model_fields]  # what is inherited stands last
    fields = {name: kind.model_fields[name] for name in dict.fromkeys(own) if name in kind.model_fields}
    return {field.alias or name: field.annotation for name, field in fields.items() if name != "places"}


def records_in(annotation: Any) -> Iterator[type[Record]]:
    """Every kind of record in a type."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        yield annotation
    for inner in get_args(annotation):
        yield from records_in(inner)
