"""Facts and ids → Problems: ids that clash, facts badly declared, facts read that may not be trusted.

- Ids of one kind are unique; where records are dated, on every day.
- No fact id is a prefix of another, so that nested input means the same as flat.
- An evaluated fact (a legal or medical appreciation) is for advisers, or for analysts where a source delegates it.
- Conditions and templates read only facts that trusted roles establish; triage reads only what reporters claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pydantic_core import PydanticCustomError

from ihc_rules.errors import Problem
from ihc_rules.facts import Fact, ListOf, read_value
from ihc_rules.guideline.condition import Assess, Condition, Leaf, Some, walk
from ihc_rules.guideline.model import Header, Provision, Template, Triage
from ihc_rules.guideline.parse.sections import SECTIONS, Sections
from ihc_rules.records import Dated, Record


def conditions_of(record: Record, prefix: str = "") -> Iterator[tuple[str, Condition]]:
    """Every condition written in a record, with the path of its field."""
    for name, value in record:
        field = f"{prefix}{name.rstrip('_')}"
        if isinstance(value, Condition):
            yield field, value
        elif isinstance(value, Record):
            yield from conditions_of(value, f"{field}.")
        elif isinstance(value, tuple):
            for i, each in enumerate(value):
                if isinstance(each, Record):
                    yield from conditions_of(each, f"{field}.{i}.")


def all_conditions(sections: Sections, *but: type[Record]) -> Iterator[tuple[Record, Condition]]:
    """Every condition of a guideline with the record it belongs to."""
    for name, records in sections.records.items():
        if SECTIONS[name] not in but:
            for record in records:
                for _, condition in conditions_of(record):
                    yield record, condition


def ids(sections: Sections) -> Iterator[Problem]:
    """The same id twice (on one day, where dated)."""
    for name, records in sections.records.items():
        if name == "guideline":
            continue
        yield from _twice(records)
    for provision in sections.of(Provision):
        yield from _twice(provision.unless)
    for each in sections.of(ListOf):
        yield from _twice(each.facts)
    yield from _twice_assessed(sections)


def _id(record: Record) -> str:
    return str(getattr(record, "id", ""))


def _twice(records: Iterable[Record]) -> Iterator[Problem]:
    seen: dict[str, list[Record]] = {}
    for record in records:
        for other in seen.get(_id(record), ()):
            if not (isinstance(record, Dated) and isinstance(other, Dated)) or _overlap(record, other):
                first = other.place("id")
                values = {"name": _id(record), "first": str(first)}
                yield Problem("duplicate-id", record.place("id"), values=values)
                break
        seen.setdefault(_id(record), []).append(record)


def _overlap(one: Dated, other: Dated) -> bool:
    late = max((each.in_force.from_ for each in (one, other) if each.in_force.from_), default=None)
    early = min((each.in_force.to for each in (one, other) if each.in_force.to), default=None)
    return late is None or early is None or late <= early


def _twice_assessed(sections: Sections) -> Iterator[Problem]:
    seen: dict[str, Assess] = {}
    for _, condition in all_conditions(sections):
        for node in walk(condition):
            if isinstance(node, Assess) and seen.setdefault(node.id, node) != node:
                values = {"name": node.id, "first": str(seen[node.id].place)}
                yield Problem("duplicate-id", node.place, values=values)


def facts(sections: Sections) -> Iterator[Problem]:
    """Facts badly declared."""
    declared = sections.of(Fact)
    names = {fact.id for fact in declared}
    for fact in declared:
        parts = fact.id.split(".")
        for i in range(1, len(parts)):
            if (prefix := ".".join(parts[:i])) in names:
                yield Problem("prefix-fact", fact.place("id"), values={"name": fact.id, "prefix": prefix})
    listed = [fact for each in sections.of(ListOf) for fact in each.facts]
    for fact in [*declared, *listed]:
        yield from _form(fact)
        yield from _establishers(fact)
    for fact in listed:
        if fact.presumed:
            yield Problem(
                "misplaced-key", fact.place("presumed"), values={"name": "presumed", "type": "list"}
            )


def _form(fact: Fact) -> Iterator[Problem]:
    worded = fact.type in ("enum", "set")
    if worded and not fact.values:
        yield Problem("missing-key", fact.place(""), values={"name": "values"})
    if fact.values and not worded:
        yield Problem("misplaced-key", fact.place("values"), values={"name": "values", "type": fact.type})
    for field in ("minimum", "maximum"):
        if getattr(fact, field) is not None and fact.type not in ("integer", "decimal"):
            yield Problem("misplaced-key", fact.place(field), values={"name": field, "type": fact.type})
    if fact.minimum is not None and fact.maximum is not None and fact.minimum >= fact.maximum:
        yield Problem(
            "out-of-range",
            fact.place("maximum"),
            values={"value": str(fact.maximum), "limit": f"> {fact.minimum}"},
        )
    for i, value in enumerate(fact.values):
        if value.id in fact.value_ids[:i]:
            yield Problem("repeated-value", fact.place(f"values.{i}"), values={"fact": fact.id})
    if fact.presumed is not None:
        try:
            read_value(fact, fact.presumed.value, typed=False)
        except PydanticCustomError as error:
            values = {
                "fact": fact.id,
                "value": str(fact.presumed.value)[:80],
                "type": fact.type,
                "reason": error.type,
            }
            yield Problem(
                "wrong-fact-value", fact.presumed.place("value"), values=values, choices=fact.value_ids
            )


def _establishers(fact: Fact) -> Iterator[Problem]:
    if fact.kind == "observed":
        if fact.delegated:
            yield Problem(
                "misplaced-key", fact.place("delegated"), values={"name": "delegated", "type": "observed"}
            )
        return
    allowed = {"advisor", "analyst"} if fact.delegated else {"advisor"}
    for i, role in enumerate(fact.established_by):
        if role not in allowed:
            yield Problem(
                "wrong-establisher", fact.place(f"established_by.{i}"), values={"fact": fact.id, "role": role}
            )


def trust(sections: Sections) -> Iterator[Problem]:
    """A condition or template that reads what `trusts` does not allow."""
    header = next(iter(sections.of(Header)), None)
    if header is None:
        return
    trusted = set(header.trusts)
    for record, condition in all_conditions(sections, Triage):
        for list_id, node in leaves(condition, getattr(record, "of", None)):
            fact = sections.vocabulary.fact(list_id, node.fact)
            if strange := sorted(set(fact.established_by) - trusted):
                yield Problem(
                    "untrusted-fact", node.place, values={"fact": fact.id, "roles": ", ".join(strange)}
                )
    for _, condition in all_conditions(sections, *(kind for kind in SECTIONS.values() if kind is not Triage)):
        for list_id, node in leaves(condition):
            fact = sections.vocabulary.fact(list_id, node.fact)
            if list_id is not None or set(fact.established_by) != {"reporter"}:
                yield Problem("triage-reads-findings", node.place, values={"fact": fact.id})
    for template in sections.of(Template):
        for i, name in enumerate(template.reads):
            known = sections.vocabulary.facts.get(name)
            if known is not None and (strange := sorted(set(known.established_by) - trusted)):
                values = {"fact": name, "roles": ", ".join(strange)}
                yield Problem("untrusted-fact", template.place(f"reads.{i}"), values=values)


def leaves(condition: Condition, home: str | None = None) -> Iterator[tuple[str | None, Leaf]]:
    """Every test of a condition with the list whose element it reads, if any.

    Args:
        home: the list that the whole condition is about (a definition `of` a list).
    """
    stack: list[tuple[str | None, Condition]] = [(home, condition)]
    while stack:
        list_id, node = stack.pop()
        if isinstance(node, Leaf):
            yield list_id, node
        inner = node.of if isinstance(node, Some) else list_id
        stack.extend((inner, each) for each in node.children())
