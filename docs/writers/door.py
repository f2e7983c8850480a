"""The public door → docs/reference/api.md: names, signatures, first lines of docstrings."""

from __future__ import annotations

import dataclasses
import inspect
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import ihc_rules
from docs.writers.markdown import fenced, page, table
from pydantic import BaseModel

HEADING = re.compile(r"^(Args|Attributes|Returns|Raises|Example|Source):", re.MULTILINE)
INTRODUCTION = """\
公開されているのは、`import ihc_rules` で得られる次の名前だけです。Everything public is a name of `ihc_rules` itself; what
is reached through a submodule may change. All functions are pure: no files (but for `load`), no clock, no network.
The pages for [backends](../for-backends.md) show them at work."""


def door_page() -> str:
    """The whole page."""
    named = [(name, getattr(ihc_rules, name)) for name in ihc_rules.__all__]
    functions = [(name, each) for name, each in named if inspect.isroutine(each)]
    errors = [(name, each) for name, each in named if inspect.isclass(each) and issubclass(each, Exception)]
    values = [pair for pair in named if pair not in functions and pair not in errors]
    return page(
        "Python: the names of `ihc_rules`",
        "src/ihc_rules/__init__.py and docstrings",
        INTRODUCTION,
        "## Functions",
        *(_function(name, each) for name, each in functions),
        "## Values",
        *(_value(name, each) for name, each in values),
        "## Exceptions",
        table(("name", "what it means"), [(f"`{name}`", _first(each)) for name, each in errors]),
    )


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
    return re.sub(r"'([^']*)'(?=[,)=]| =|$)", r"\1", text)  # annotations are kept as text: their quotes say nothing


def _value(name: str, kind: Any) -> str:
    fields = [(each, "") for each in _fields(kind)]
    rows = [(f"`{each}`", kind.__annotations__.get(each, "")) for each, _ in fields]
    parts = [f"### `{name}`", _first(kind)]
    if rows:
        parts.append(table(("field", "type"), [(each, f"`{shape}`" if shape else "") for each, shape in rows]))
    members = list(_members(kind))
    if members:
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
