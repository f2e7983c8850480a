"""The data of one record → the record, told where it and its fields were written.

- A record with a Problem is left out, as is one that holds a refused value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import ValidationError

from ihc_rules.guideline.model import Category, Definition, Provision, Recipient, Route, Triage
from ihc_rules.guideline.parse.conditions import Scope, condition
from ihc_rules.guideline.parse.document import Document, Path
from ihc_rules.guideline.parse.faults import tell_faults
from ihc_rules.records import Record

CONDITIONS = ("when", "urgent_when", "reachable_when")
CONDITIONAL = (Category, Definition, Provision, Recipient, Route, Triage)  # the kinds that hold conditions
AS_WRITTEN = "value"  # read later, by the type of the fact that it belongs to
R = TypeVar("R", bound=Record)


def one(scope: Scope, data: Any, path: Path, kind: type[R]) -> Iterator[R]:
    """One record, or nothing where Problems were noted in the document."""
    document = scope.document
    if kind is Definition and isinstance(data, dict) and isinstance(data.get("of"), str):
        if not scope.has_list(data["of"], (*path, "of")):
            return
        scope = replace(scope, list_id=data["of"])
    ready = placed(document, data, path, scope if kind in CONDITIONAL else None)
    try:
        record = kind.model_validate(ready)
    except ValidationError as error:
        tell_faults(error, document, ready, path, kind)
        return
    if not document.holds_faults(path):
        yield record


def placed(document: Document, data: Any, path: Path, scope: Scope | None = None) -> Any:
    """Data ready for its record: conditions read, and each mapping told its places."""
    if isinstance(data, list):
        return [placed(document, each, (*path, i), scope) for i, each in enumerate(data)]
    if not isinstance(data, dict):
        return data
    result: dict[str, Any] = {}
    places = {"": document.key(path)}
    for key, value in data.items():
        inner = (*path, key)
        places[key] = document.value(inner)
        if isinstance(value, list):
            places |= {f"{key}.{i}": document.value((*inner, i)) for i in range(len(value))}
        if scope is not None and key in CONDITIONS:
            result[key] = condition(scope, value, inner)
        else:
            result[key] = value if key == AS_WRITTEN else placed(document, value, inner, scope)
    if "places" in data:
        document.refuse("unknown-key", (*path, "places"), at_key=True, name="places")
    return {**result, "places": places}
