"""Presumed facts → Problems: where a presumption would count without anybody having judged it.

A presumption may close an exception or rule out a provision; where it alone would make a provision met, legal review
is demanded. So a presumed fact is refused where nothing guards it:

- in a rule of `legal_review`: it would say by itself whether anybody looks;
- in the conditions of routes (urgency too), recipients and triage: nobody reviews those;
- in what a route with `needs_review: false` rests on: the provisions that it reads before review;
- in a provision that it could make met, where the category has no panel to ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress

from pydantic_core import PydanticCustomError

from ihc_rules.errors import Problem
from ihc_rules.facts import Fact, Value, read_value
from ihc_rules.guideline.check.dates import days_of
from ihc_rules.guideline.check.vocabulary import conditions_of, nodes
from ihc_rules.guideline.condition import Condition, Count, Leaf, Not, Refer, Some, walk
from ihc_rules.guideline.holds import holds
from ihc_rules.guideline.model import Category, Definition, Provision, Recipient, ReviewRule, Route, Triage
from ihc_rules.guideline.parse.sections import Sections
from ihc_rules.records import Dated
from ihc_rules.source import Place


def presumptions(sections: Sections) -> Iterator[Problem]:
    """Every presumed fact that is read where nothing guards it."""
    presumed = dict(_presumed(sections.of(Fact)))
    if not presumed:
        return
    guard = _Guard(sections, presumed)
    for record, condition, reviewed in _unguarded(sections):
        yield from guard.read(record, condition, reviewed)
    for provision in sections.of(Provision):
        yield from guard.without_panel(provision)


def _presumed(facts: Iterable[Fact]) -> Iterator[tuple[str, Value]]:
    for fact in facts:
        if fact.presumed is not None:
            with suppress(PydanticCustomError):  # told where it is declared
                yield fact.id, read_value(fact, fact.presumed.value, typed=False)


def _unguarded(sections: Sections) -> Iterator[tuple[Dated, Condition, bool]]:
    """Conditions that no review stands behind, each with whether it reads provisions after their review."""
    for kind in (Category, Recipient, Route, Triage):
        for record in sections.of(kind):
            reviewed = not isinstance(record, Route) or record.needs_review
            yield from ((record, condition, reviewed) for condition in conditions_of(record))
    for provision in sections.of(Provision):
        if isinstance(provision.legal_review, ReviewRule):
            yield provision, provision.legal_review.when, True


def _meet(one: Dated, other: Dated) -> bool:
    """Whether both are in force on some day."""
    (first, last), (begin, end) = days_of(one.in_force), days_of(other.in_force)
    return max(first, begin) <= min(last, end)


class _Guard:
    """Follows what conditions name; each record once, so that no circle and no doubling can hold it up."""

    def __init__(self, sections: Sections, presumed: Mapping[str, Value]) -> None:
        self.presumed = presumed
        self.categories = sections.of(Category)
        self.named: dict[tuple[str, str], list[Definition | Provision]] = {}
        self.overriding: dict[str, list[Provision]] = {}
        for definition in sections.of(Definition):
            self.named.setdefault(("meets", definition.id), []).append(definition)
        for provision in sections.of(Provision):
            for kind, name in (
                ("provision", provision.id),
                ("group", provision.group),
                ("category", provision.category),
            ):
                self.named.setdefault((kind, str(name)), []).append(provision)
            for name in provision.overrides:
                self.overriding.setdefault(name, []).append(provision)

    def read(self, record: Dated, condition: Condition, reviewed: bool) -> Iterator[Problem]:
        """Presumed facts that a condition rests on, told at each test and name in it."""
        for node in walk(condition):
            for fact in sorted(self._rests_on(record, node, reviewed)) if isinstance(node, (Leaf, Refer)) else ():
                yield Problem("presumption-not-guarded", node.place, values={"fact": fact})

    def _rests_on(self, record: Dated, node: Leaf | Refer, reviewed: bool) -> set[str]:
        """Presumed facts below one test or name, through what is in force with the record."""
        found: set[str] = set()
        seen: set[int] = set()
        stack: list[tuple[Condition, str | None]] = [(node, None)]
        while stack:
            for list_id, each in nodes(*stack.pop()):
                if isinstance(each, Leaf) and list_id is None:
                    found.add(each.fact)
                if not isinstance(each, Refer) or (reviewed and each.kind != "meets"):
                    continue
                waiting = [*self.named.get((each.kind, each.id), ())]
                while waiting:
                    if id(named := waiting.pop()) not in seen and _meet(named, record):
                        seen.add(id(named))
                        stack += ((inner, getattr(named, "of", None)) for inner in _asked(named))
                        waiting += self.overriding.get(named.id, ()) if isinstance(named, Provision) else ()
        return found & self.presumed.keys()

    def without_panel(self, provision: Provision) -> Iterator[Problem]:
        """Presumed facts that could make a provision met, where there is no panel to ask."""
        for category in self.categories:
            if category.id != provision.category or not _meet(category, provision):
                continue
            if category.panel is None and category.legal_review == "never":  # else it is told that it needs a panel
                for fact, place in self._grounds(provision):
                    values = {"fact": fact, "category": category.id}
                    yield Problem("presumption-without-panel", place, values=values)
                return

    def _grounds(self, provision: Provision) -> Iterator[tuple[str, Place | None]]:
        for node, met in _signed(provision.when, True) if provision.when is not None else ():
            yield from ((fact, node.place) for fact in sorted(self._helps(node, met, provision)))
        for i, name in enumerate(provision.suspected_of):
            found = self._helps(Refer("provision", name), True, provision)
            yield from ((fact, provision.place(f"suspected_of.{i}")) for fact in sorted(found))

    def _helps(self, node: Condition, met: bool, record: Dated) -> set[str]:
        """Presumed facts whose value helps a test or a name to be met, or not to be.

        A suspicion rests on the conditions of the item suspected: there, what closes an exception helps as well.
        """
        found: set[str] = set()
        seen: set[tuple[int, bool]] = set()
        stack = [(node, met)]
        while stack:
            each, met = stack.pop()
            if isinstance(each, Leaf):
                found |= (
                    {each.fact}
                    if each.fact in self.presumed and holds(each.test, self.presumed[each.fact]) is met
                    else set()
                )
            for named in self.named.get((each.kind, each.id), ()) if isinstance(each, Refer) else ():
                if (id(named), met) not in seen and _meet(named, record):
                    seen.add((id(named), met))
                    stack += _signed(named.when, met) if named.when is not None else ()
                    if isinstance(named, Provision):
                        stack += (inner for exception in named.unless for inner in _signed(exception.when, not met))
                        stack += ((Refer("provision", other), met) for other in named.suspected_of)
        return found


def _asked(record: Definition | Provision) -> Iterator[Condition]:
    """What a definition, or a provision before its review, asks."""
    if record.when is not None:
        yield record.when
    if isinstance(record, Provision):
        yield from (each.when for each in record.unless)


def _signed(condition: Condition, met: bool) -> Iterator[tuple[Leaf | Refer, bool]]:
    """Every test and name of a condition on the report, with whether it helps it by being met or by not being so."""
    stack = [(condition, met)]
    while stack:
        node, met = stack.pop()
        if isinstance(node, (Leaf, Refer)):
            yield node, met
        elif not isinstance(node, Some):  # facts of elements are never presumed
            turned = isinstance(node, Not) or (isinstance(node, Count) and node.operator == "at_most")
            stack += ((each, met is not turned) for each in reversed(node.children()))
