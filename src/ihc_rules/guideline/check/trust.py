"""Conditions and templates → Problems: facts read that may not be read there.

- Conditions, assessments and templates read only facts that trusted roles establish.
- Triage reads only what reporters claim: nothing that was found, no definition, no opinion.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ihc_rules.errors import Problem
from ihc_rules.facts import Fact, ListOf
from ihc_rules.guideline.check.vocabulary import all_conditions, nodes
from ihc_rules.guideline.condition import Assess, Leaf, Refer
from ihc_rules.guideline.model import Header, Template, Triage
from ihc_rules.guideline.parse.sections import Sections
from ihc_rules.source import Place


def trust(sections: Sections) -> Iterator[Problem]:
    """A condition or template that reads what `trusts` does not allow."""
    header = next(iter(sections.of(Header)), None)
    if header is None:
        return
    trusted = frozenset(header.trusts)
    for fact, place in _read(sections):
        if strange := sorted(set(fact.established_by) - trusted):
            values = {"fact": fact.id, "roles": ", ".join(strange), "trusts": ", ".join(header.trusts)}
            yield Problem("untrusted-fact", place, values=values)


def _read(sections: Sections) -> Iterator[tuple[Fact | ListOf, Place | None]]:
    """Everything that conditions and templates read, with where they do."""
    vocabulary = sections.vocabulary
    for record, condition in all_conditions(sections, Triage):
        for list_id, node in nodes(condition, getattr(record, "of", None)):
            if isinstance(node, Leaf):
                yield vocabulary.fact(list_id, node.fact), node.place
            elif isinstance(node, Assess):
                yield from ((each, node.place) for each in _named(sections, node.considering))
    for template in sections.of(Template):
        for i, name in enumerate(template.reads):
            yield from ((each, template.place(f"reads.{i}")) for each in _named(sections, [name]))


def _named(sections: Sections, names: Iterable[str]) -> Iterator[Fact | ListOf]:
    vocabulary = sections.vocabulary
    for name in names:
        found = vocabulary.facts.get(name) or vocabulary.lists.get(name)
        if found is not None:
            yield found


def triage(sections: Sections) -> Iterator[Problem]:
    """A triage rule that reads anything but what reporters claim."""
    for rule in sections.of(Triage):
        for list_id, node in nodes(rule.when):
            name = _finding(sections, list_id, node)
            if name:
                yield Problem("triage-reads-findings", getattr(node, "place", None), values={"fact": name})


def _finding(sections: Sections, list_id: str | None, node: object) -> str:
    """What a node of a triage rule reads that is not a claim; empty where it reads a claim or nothing."""
    if isinstance(node, (Refer, Assess)):
        return node.id
    if not isinstance(node, Leaf):
        return ""
    fact = sections.vocabulary.fact(list_id, node.fact)
    return "" if list_id is None and set(fact.established_by) == {"reporter"} else fact.id
