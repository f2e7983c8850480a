"""Rules in force × their normal form → the edition of a day, with a digest.

- The digest covers the normal form and the records in force without their places: two guidelines with the same one
  decide and route every report alike, however they are written down.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from ihc_rules.facts import Value, Vocabulary, read_value
from ihc_rules.guideline.condition import Condition
from ihc_rules.guideline.formula import AtLeast, FactAtom, Known, Pair, PanelAtom, PresumedAtom, Ref, SomeAtom
from ihc_rules.guideline.model import Act, DocumentName, Group, Header, Parameter, Template
from ihc_rules.guideline.normalise import Rules
from ihc_rules.records import Record, Text, plain

ORDERED = ("categories", "first_of")  # precedence; the first that can be reached


@dataclass(frozen=True, eq=False)
class Edition:
    """What is in force on a day: everything that a decision needs.

    Attributes:
        id: name of the edition, such as `2025-09`.
        rules: categories, provisions, routes and so on, by id.
        nodes: the normal form: everything that has an answer, by name.
        parameters: figures and panels by id.
    """

    guideline: str
    guideline_digest: str
    id: str
    title: Text
    header: Header
    vocabulary: Vocabulary
    rules: Rules
    nodes: Mapping[str, Pair]
    parameters: Mapping[str, Parameter]
    groups: Mapping[str, Group]
    acts: Mapping[str, Act]
    templates: Mapping[str, Template]
    documents: Mapping[str, DocumentName]
    day: date

    @cached_property
    def presumptions(self) -> Mapping[str, Value]:
        """What each fact with a presumption counts as once the investigation is complete."""
        facts = self.vocabulary.facts.values()
        return {fact.id: read_value(fact, fact.presumed.value, typed=False) for fact in facts if fact.presumed}

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the normal form and the records in force, without places and without the order of writing."""
        records: dict[str, Any] = {
            "id": self.id,
            "categories": [plain(each) for each in self.rules.categories],
            "parameters": _plain_by_id(self.parameters),
            "provisions": _plain_by_id(self.rules.provisions),
            "recipients": _plain_by_id(self.rules.recipients),
            "routes": _plain_by_id(self.rules.routes),
            "triage": _plain_by_id(self.rules.triage),
            "facts": _plain_by_id(self.vocabulary.facts),
            "lists": _plain_by_id(self.vocabulary.lists),
            "acts": _plain_by_id(self.acts),
            "nodes": {name: [_canonical(p.met), _canonical(p.not_met)] for name, p in self.nodes.items()},
        }
        return hashlib.sha256(_bytes(records)).hexdigest()


def _plain_by_id(records: Mapping[str, Record]) -> dict[str, Any]:
    return {name: plain(record) for name, record in records.items()}


def _bytes(data: Any) -> bytes:
    text = json.dumps(_unordered(data), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_word)
    return text.encode()


def _unordered(data: Any, key: str = "") -> Any:
    """Plain data in which the order of writing does not count, but where the order is the meaning."""
    if isinstance(data, dict):
        return {name: _unordered(value, name) for name, value in data.items()}
    if not isinstance(data, list):
        return data
    parts = [_unordered(each) for each in data]
    return parts if key in ORDERED else sorted(parts, key=lambda each: json.dumps(each, sort_keys=True, default=str))


def _word(value: Any) -> Any:
    if isinstance(value, Condition):
        return None  # its meaning stands in the nodes
    return sorted(map(str, value)) if isinstance(value, frozenset) else str(value)


def _canonical(formula: Any) -> Any:
    """A formula as plain data in which the order of parts does not count."""
    match formula:
        case Known(SomeAtom(list_id, where), value):
            return ["some", list_id, _canonical(where.met), _canonical(where.not_met), value]
        case Known(PanelAtom(subject, panel, true_on, false_on), value):
            return ["panel", subject, panel, sorted(true_on), sorted(false_on), value]
        case Known(PresumedAtom(provision), value):
            return ["presumed", provision, value]
        case Known(FactAtom() as atom, value):
            operand = atom.test.operand
            shown = sorted(map(str, operand)) if isinstance(operand, frozenset) else str(operand)
            return ["fact", atom.list or "", atom.fact, atom.test.operator, shown, value]
        case Ref(node, met):
            return ["node", node, met]
    parts = [_canonical(part) for part in formula.parts]
    if not isinstance(formula, AtLeast):  # a part that stands twice says nothing more
        parts = [json.loads(each) for each in {json.dumps(part) for part in parts}]
        if len(parts) == 1:
            return parts[0]
    return {
        "kind": type(formula).__name__,
        "number": getattr(formula, "number", 0),
        "parts": sorted(parts, key=json.dumps),
    }
