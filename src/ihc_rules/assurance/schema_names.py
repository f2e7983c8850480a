"""Guideline → everything that can be named in it, each with what an editor says of it.

- Without a guideline nothing is known, and any name may stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ihc_rules.facts import Fact, Vocabulary
from ihc_rules.guideline.guideline import Guideline
from ihc_rules.guideline.model import (
    Act,
    Category,
    Definition,
    DocumentName,
    Group,
    Parameter,
    Provision,
    Recipient,
    Route,
    Template,
    Triage,
)
from ihc_rules.records import Record, Text

Schema = dict[str, Any]
Titles = Mapping[str, str]  # id → title in both languages


@dataclass(frozen=True)
class Names:
    """What can be named.

    Attributes:
        of: titles by id, by what they are: `category`, `panel`, `definition`, `definition of pictures` …
        trusts: roles whose facts conditions may read; empty where not known.
    """

    of: Mapping[str, Titles] = field(default_factory=dict)
    vocabulary: Vocabulary = field(default_factory=lambda: Vocabulary((), ()))
    trusts: frozenset[str] = frozenset()

    def choice(self, what: str) -> Schema:
        """One of the names of a kind; any text where none is known."""
        return choice(self.of.get(what, {}))

    def keyed(self, what: str, value: Schema) -> Schema:
        """A mapping from names of a kind to something."""
        names = self.of.get(what, {})
        if not names:
            return {"type": "object", "additionalProperties": value}
        properties = {name: {**value, "description": title} for name, title in names.items()}
        return {"type": "object", "additionalProperties": False, "properties": properties}


def choice(titles: Titles) -> Schema:
    """One of these names, with what each means."""
    if not titles:
        return {"type": "string"}
    return {"type": "string", "enum": [*titles], "markdownEnumDescriptions": [*titles.values()]}


def both(text: Text) -> str:
    """A text in both languages, on one line."""
    return f"{text.ja} / {text.en}"


def names_in(guideline: Guideline | None) -> Names:
    """Everything that can be named in a guideline."""
    if guideline is None:
        return Names()
    sections = guideline.sections
    facts, trusts = guideline.vocabulary.facts.values(), frozenset(guideline.header.trusts)
    parameters, definitions = sections.of(Parameter), sections.of(Definition)
    lists = guideline.vocabulary.lists.values()
    assessed = {name: name for name in sorted(guideline.subjects - {each.id for each in sections.of(Provision)})}
    of: dict[str, Titles] = {
        "category": _titles(sections.of(Category)),
        "gate": _titles(each for each in sections.of(Category) if each.stops),
        "group": _titles(sections.of(Group)),
        "panel": _titles(each for each in parameters if each.panel),
        "figure": _titles(each for each in parameters if each.value is not None),
        "document": _titles(sections.of(DocumentName)),
        "act": _titles(sections.of(Act)),
        "provision": _titles(sections.of(Provision)),
        "subject": {**_titles(sections.of(Provision)), **assessed},
        "element": assessed,
        "recipient": _titles(sections.of(Recipient)),
        "template": _titles(sections.of(Template)),
        "route": _titles(sections.of(Route)),
        "triage": _titles(sections.of(Triage)),
        "fact": _titles(facts),
        "trusted fact": _titles(fact for fact in facts if trusts.issuperset(fact.established_by)),
        "list": _titles(lists),
        "definition": _titles(each for each in definitions if each.of is None),
    }
    for each in lists:
        of[f"definition of {each.id}"] = _titles(one for one in definitions if one.of == each.id)
    return Names(of, guideline.vocabulary, trusts)


def _titles(records: Iterable[Record]) -> Titles:
    found: dict[str, str] = {}
    for record in records:
        title = getattr(record, "title", None)
        found.setdefault(str(getattr(record, "id", "")), both(title) if isinstance(title, Text) else str(title))
    return dict(sorted(found.items()))


def about(fact: Fact) -> str:
    """What an editor says of a fact: its title, question, help and values."""
    parts = [f"**{both(fact.title)}**", fact.question.ja, fact.question.en]
    parts += [fact.help.ja, fact.help.en] if fact.help else []
    parts += ["\n".join(f"- `{value.id}` {both(value.title)}" for value in fact.values)] if fact.values else []
    return "\n\n".join(parts)


def values_of(fact: Fact) -> Titles:
    """The values of an enum or set."""
    return {value.id: both(value.title) for value in fact.values}
