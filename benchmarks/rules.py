"""A seed → the same 100 rules and incomplete reports for every engine, with a plain reading of what they mean.

- A rule is an all-of of three to six conditions: booleans, `one of`, comparisons of numbers and one nested any-of;
  about one condition in five is negated. 25 categories in order of precedence, 150 facts.
- A report has about 40 facts. Parts of two or three rules are planted in it, so that rules are met, or nearly so.
- `answer` is Kleene's three values, written as plainly as possible: every engine is held against it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import eq, ge, gt, le, lt
from random import Random
from typing import Any, Literal

Value = bool | int | str
Report = Mapping[str, Value]
Operator = Literal["is", "in", "at_least", "at_most", "more_than", "less_than"]

BOOLEANS = tuple(f"b{i:02}" for i in range(60))
ENUMS = tuple(f"e{i:02}" for i in range(50))
NUMBERS = tuple(f"n{i:02}" for i in range(40))
FACTS = BOOLEANS + ENUMS + NUMBERS
WORDS = tuple(f"v{i}" for i in range(6))
CATEGORIES = tuple(f"c{i:02}" for i in range(25))  # in order of precedence
COMPARISONS: tuple[Operator, ...] = ("at_least", "at_most", "more_than", "less_than")
COMPARE = {"is": eq, "at_least": ge, "at_most": le, "more_than": gt, "less_than": lt}


@dataclass(frozen=True, slots=True)
class Leaf:
    """A test of one fact; `negated` turns it round."""

    fact: str
    operator: Operator
    operand: Any
    negated: bool

    def holds(self, value: Any) -> bool:
        """Whether a known value passes, negation counted."""
        passes = value in self.operand if self.operator == "in" else bool(COMPARE[self.operator](value, self.operand))
        return passes is not self.negated


@dataclass(frozen=True, slots=True)
class Rule:
    """All leaves, and at least one of `any_of`."""

    id: str
    category: str
    leaves: tuple[Leaf, ...]
    any_of: tuple[Leaf, ...]


# --- what is generated ------------------------------------------------------------------------------------------------


def make_rules(count: int = 100, seed: int = 1) -> tuple[Rule, ...]:
    """Rules, the same for the same seed."""
    random = Random(seed)  # noqa: S311 - nothing here is secret
    rules = []
    for i in range(count):
        size, nested = random.randint(3, 6) - 1, random.randint(2, 3)
        leaves = [_leaf(random, fact) for fact in random.sample(FACTS, size + nested)]
        category = CATEGORIES[random.randrange(len(CATEGORIES))]
        rules.append(Rule(f"R-{i + 1}", category, tuple(leaves[:size]), tuple(leaves[size:])))
    return tuple(rules)


def _leaf(random: Random, fact: str) -> Leaf:
    negated = random.random() < 0.2
    if fact in BOOLEANS:
        return Leaf(fact, "is", random.random() < 0.7, negated)
    if fact in ENUMS:
        return Leaf(fact, "in", tuple(sorted(random.sample(WORDS, random.randint(1, 3)))), negated)
    return Leaf(fact, random.choice(COMPARISONS), random.randint(20, 80), negated)


def make_reports(rules: Sequence[Rule], count: int, seed: int = 2) -> list[dict[str, Value]]:
    """Incomplete reports, the same for the same seed."""
    random = Random(seed)  # noqa: S311 - nothing here is secret
    return [_report(random, rules) for _ in range(count)]


def _report(random: Random, rules: Sequence[Rule]) -> dict[str, Value]:
    report: dict[str, Value] = {}
    for rule in random.sample(rules, min(len(rules), random.randint(2, 3))):
        for leaf in (*rule.leaves, random.choice(rule.any_of)):
            if random.random() < 0.92:
                report[leaf.fact] = _passing(random, leaf)
    others = [fact for fact in FACTS if fact not in report]
    for fact in random.sample(others, max(0, random.randint(35, 45) - len(report))):
        report[fact] = _any(random, fact)
    return {fact: report[fact] for fact in random.sample(sorted(report), len(report))}


def _any(random: Random, fact: str) -> Value:
    if fact in BOOLEANS:
        return random.random() < 0.5
    return random.choice(WORDS) if fact in ENUMS else random.randint(0, 100)


def _passing(random: Random, leaf: Leaf) -> Value:
    while not leaf.holds(value := _any(random, leaf.fact)):
        pass
    return value


# --- what it means ----------------------------------------------------------------------------------------------------


def answer(rule: Rule, report: Report) -> bool | None:
    """Met (True), not met (False) or open (None): unknown is never false."""
    nested = [_known(leaf, report) for leaf in rule.any_of]
    some = True if True in nested else None if None in nested else False
    parts = [*(_known(leaf, report) for leaf in rule.leaves), some]
    return False if False in parts else None if None in parts else True


def _known(leaf: Leaf, report: Report) -> bool | None:
    return leaf.holds(report[leaf.fact]) if leaf.fact in report else None


def answers(rules: Sequence[Rule], report: Report) -> dict[str, str]:
    """Every answer, in words."""
    words = {True: "met", False: "not_met", None: "open"}
    return {rule.id: words[answer(rule, report)] for rule in rules}


def met(rules: Sequence[Rule], report: Report) -> frozenset[str]:
    """The rules that are met."""
    return frozenset(rule.id for rule in rules if answer(rule, report))


def top_category(rules: Sequence[Rule], ids: frozenset[str]) -> str:
    """The first category with a rule among these; `none` without one."""
    return min((rule.category for rule in rules if rule.id in ids), default="none")


# --- the same rules as staff would write them -------------------------------------------------------------------------


def as_guideline(rules: Sequence[Rule]) -> bytes:
    """One file of a guideline. Written as JSON, which is YAML too."""
    source = {"document": "D", "status": "assumed"}
    title = {"ja": "例", "en": "Example"}
    who = {"title": title, "question": title, "established_by": ["analyst"], "exposure": 0}
    words = [{"id": word, "title": title} for word in WORDS]
    facts: list[dict[str, Any]] = [{"id": f"f.{fact}", "type": "boolean", **who} for fact in BOOLEANS]
    facts += [{"id": f"f.{fact}", "type": "enum", "values": words, **who} for fact in ENUMS]
    facts += [{"id": f"f.{fact}", "type": "integer", "minimum": 0, "maximum": 100, **who} for fact in NUMBERS]
    used = {rule.category for rule in rules}
    categories = [
        {"id": each, "title": title, "legal_review": "never", "source": source} for each in CATEGORIES if each in used
    ]
    provisions = [
        {"id": r.id, "name": "x", "title": title, "category": r.category, "source": source, "when": _when(r)}
        for r in rules
    ]
    routes = [
        {
            "id": f"to_{each['id']}",
            "title": title,
            "action": "tell",
            "to": "office",
            "when": {"category": each["id"]},
            "basis": source,
        }
        for each in categories
    ]
    data = {
        "guideline": {
            "id": "bench",
            "title": title,
            "trusts": ["analyst"],
            "governing_date": {"of": "decision", "utc_offset": "+09:00"},
        },
        "editions": [{"id": "2020-01", "from": "2020-01-01", "title": title, "source": source}],
        "documents": [{"id": "D", "title": title}],
        "categories": categories,
        "facts": facts,
        "provisions": provisions,
        "recipients": [{"id": "office", "title": title, "channels": ["mail"], "languages": ["en"], "source": source}],
        "routes": routes,
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def _when(rule: Rule) -> dict[str, Any]:
    return {"all": [*map(_condition, rule.leaves), {"any": [*map(_condition, rule.any_of)]}]}


def _condition(leaf: Leaf) -> dict[str, Any]:
    operand = leaf.operand if leaf.operator in ("is", "in") else {leaf.operator: leaf.operand}
    own = {f"f.{leaf.fact}": operand}
    return {"not": own} if leaf.negated else own
