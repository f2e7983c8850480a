"""The public door → names, signatures, first lines of docstrings."""

from __future__ import annotations

import dataclasses
import inspect
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from pydantic import BaseModel

import ihc_rules
from docs.writers.markdown import fenced, table

HEADING = re.compile(r"^(Args|Attributes|Returns|Raises|Example|Source):", re.MULTILINE)


def _named() -> list[tuple[str, Any]]:
    return [(name, getattr(ihc_rules, name)) for name in ihc_rules.__all__]


def _is_error(thing: Any) -> bool:
    return inspect.isclass(thing) and issubclass(thing, Exception)


def functions() -> str:
    """The public functions."""
    return "\n\n".join(_function(name, each) for name, each in _named() if inspect.isroutine(each))


def values() -> str:
    """The public values."""
    kinds = [(name, each) for name, each in _named() if inspect.isclass(each) and not _is_error(each)]
    return "\n\n".join(_value(name, each) for name, each in kinds)


def exceptions() -> str:
    """The public exceptions."""
    rows = [(f"`{name}`", _first(each)) for name, each in _named() if _is_error(each)]
    return table(("name", "what it means"), rows)


def _first(thing: Any) -> str:
    return (inspect.getdoc(thing) or "").partition("\n")[0]


def _function(name: str, function: Any) -> str:
    doc = inspect.getdoc(function) or ""
    raises = HEADING.split(doc.partition("Raises:")[2])[0] if "Raises:" in doc else ""
    shown = [f"### `{name}`", fenced(f"{name}{_signature(function)}", "python"), _first(function)]
    if raises.strip():
        shown.append("Raises: " + " ".join(raises.split()))
    return "\n\n".join(shown)


def _signature(function: Any) -> str:
    text = str(inspect.signature(function))
    return re.sub(r"(: |-> )'([^']*)'", r"\1\2", text)  # annotations are kept as text: their quotes say nothing


def _value(name: str, kind: Any) -> str:
    parts = [f"### `{name}`", _first(kind)]
    if rows := [(f"`{each}`", f"`{kind.__annotations__[each]}`") for each in _fields(kind)]:
        parts.append(table(("field", "type"), rows))
    if members := list(_members(kind)):
        parts.append(table(("member", "what it gives"), members))
    return "\n\n".join(parts)


def _fields(kind: Any) -> Iterator[str]:
    if dataclasses.is_dataclass(kind):
        yield from (each.name for each in dataclasses.fields(kind) if not each.name.startswith("_"))
    elif issubclass(kind, BaseModel):
        yield from (name for name in kind.model_fields if name != "places")


def _members(kind: Any) -> Iterator[tuple[str, str]]:
    """Public properties and methods of the class itself."""
    for name, each in vars(kind).items():
        if name.startswith("_") or name in ("model_config", "model_fields"):
            continue
        if isinstance(each, (property, cached_property)):
            yield f"`{name}`", _first(each)
        elif inspect.isfunction(each):
            yield f"`{name}{_signature(each).replace('(self, ', '(').replace('(self)', '()')}`", _first(each)
