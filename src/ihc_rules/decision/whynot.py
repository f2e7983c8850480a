"""Decision × provision that is not met → the smallest changes with which it would be met.

- A change gives one fact another value, says that a list is complete, or is a panel's verdict. An element that is
  not recorded yet may be added to a list: each of its facts is a change.
- Exact up to four changes: every smallest set is found. Beyond four it says so and no more.
- Values that no test tells apart stand for each other (see `candidates`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Any, Literal

from ihc_rules.decision.decide import Decision
from ihc_rules.guideline.candidates import Candidates, Span, candidates
from ihc_rules.guideline.condition import Test
from ihc_rules.guideline.formula import (
    AtLeast,
    Atom,
    Either,
    Every,
    FactAtom,
    Formula,
    Known,
    PanelAtom,
    PresumedAtom,
    Ref,
    SomeAtom,
    atoms_of,
)
from ihc_rules.guideline.holds import holds

LIMIT = 4
# what is changed, in which element of which list, and its name; `recorded`: a presumption 推定 of it is not enough
Slot = tuple[Literal["fact", "complete", "panel", "recorded"], str, int, str]
Way = Mapping[Slot, frozenset[Any]]  # what must be recorded where
NO_LIST = ("", -1)


@dataclass(frozen=True, slots=True)
class Change:
    """One change: what must be recorded where.

    Attributes:
        kind: `fact`; `complete`: the list has no further element; `panel`: a verdict.
        list: the list of an element's fact, with `index` from 0 (an index beyond the recorded ones is a new element).
        values: any of these would do.
        spans: of numbers and days: all that would do, from the first to the last; None where there is no end.
        but: of countries: every other than these would do.
    """

    kind: Literal["fact", "complete", "panel"]
    name: str
    list: str
    index: int
    values: tuple[Any, ...]
    spans: tuple[Span, ...] = ()
    but: tuple[Any, ...] = ()


@dataclass
class _Search:
    """Ways to make formulas hold with at most `limit` changes and so many new elements in each list."""

    decision: Decision
    limit: int
    new: Mapping[str, int]
    kinds: Mapping[tuple[str, str], Candidates]
    seen: dict[tuple[Ref, bool], list[Way]] = field(default_factory=dict)

    def ways(self, formula: Formula, at: tuple[str, int] = NO_LIST, recorded: bool = False) -> list[Way]:
        """Every way with at most `limit` changes.

        Args:
            at: the element that is judged, within a list.
            recorded: presumptions do not count.
        """
        if isinstance(formula, Known):
            return self._minimal(self._atom(formula.atom, formula.value, at, recorded))
        if isinstance(formula, Ref):
            if (formula, recorded) not in self.seen:
                pair = self.decision.edition.nodes[formula.node]
                self.seen[formula, recorded] = self.ways(pair.met if formula.met else pair.not_met, at, recorded)
            return self.seen[formula, recorded]
        options = [self.ways(part, at, recorded) for part in formula.parts]
        if isinstance(formula, Every):
            return self._all(options)
        number = formula.number if isinstance(formula, AtLeast) else 1
        return self._minimal(way for some in combinations(options, number) for way in self._all(list(some)))

    def _all(self, options: list[list[Way]]) -> list[Way]:
        """Ways that make all of several formulas hold; contradictory ones fall away."""
        found: list[Way] = [{}]
        for ways in sorted(options, key=len):
            found = self._minimal(
                joined for one in found for other in ways if (joined := _join(one, other)) is not None
            )
        return found

    def _minimal(self, ways: Iterable[Way]) -> list[Way]:
        unique = {frozenset(way.items()): way for way in ways if len(self.changed(way)) <= self.limit}
        return list(unique.values())

    def changed(self, way: Way) -> dict[Slot, frozenset[Any]]:
        """What is not recorded so already."""
        return {slot: allowed for slot, allowed in way.items() if not self._already(slot, allowed, way)}

    def _already(self, slot: Slot, allowed: frozenset[Any], way: Way) -> bool:
        kind, of, index, name = slot
        inputs = self.decision.inputs
        if kind == "recorded":
            return True  # said of a fact that has a slot of its own
        if kind == "panel":
            return inputs.verdicts.get(name) in allowed
        if kind == "complete":
            return of in inputs.lists and inputs.lists[of].complete
        if not of:
            values = inputs.recorded if ("recorded", "", -1, name) in way else inputs.values
            return name in values and values[name] in allowed
        items = inputs.lists[of].items if of in inputs.lists else ()
        entry = items[index].get(name) if index < len(items) else None
        return entry is not None and not entry.undeterminable and entry.value in allowed

    def _atom(self, atom: Atom, value: bool, at: tuple[str, int], recorded: bool) -> Iterator[Way]:
        match atom:
            case FactAtom(_, name, test):
                allowed = frozenset(each for each in self._values(at[0], name) if holds(test, each) is value)
                if allowed:
                    must = {("recorded", "", -1, name): frozenset([True])} if recorded and not at[0] else {}
                    yield {("fact", *at, name): allowed, **must}  # type: ignore[dict-item]  # a slot of either kind
            case PanelAtom(subject, _, true_on, false_on):
                yield {("panel", *NO_LIST, subject): true_on if value else false_on}
            case SomeAtom(of, where):
                count = self.recorded(of) + self.new.get(of, 0)
                if value:
                    for index in range(count):
                        yield from self.ways(where.met, (of, index))
                else:
                    every = [self.ways(where.not_met, (of, index)) for index in range(count)]
                    yield from self._all([*every, [{("complete", of, -1, of): frozenset([True])}]])
            case PresumedAtom(provision):
                yield from self._presumed(provision, value)

    def _presumed(self, provision: str, value: bool) -> Iterator[Way]:
        """Review is demanded (`value`) unless what is recorded meets the condition without a presumption."""
        if value:
            yield from [{}] if self.decision.knowledge.atom(PresumedAtom(provision)) else []
        elif self.decision.inputs.presuming:
            yield from self.ways(self.decision.edition.nodes[f"when:{provision}"].met, recorded=True)
        else:
            yield {}

    def recorded(self, of: str) -> int:
        """How many elements of a list are recorded."""
        lists = self.decision.inputs.lists
        return len(lists[of].items) if of in lists else 0

    def _values(self, of: str, name: str) -> Iterator[Any]:
        """One value of each kind, and those that are recorded already: keeping one is no change."""
        yield from self.kinds[of, name].values
        inputs = self.decision.inputs
        if not of and name in inputs.values:
            yield inputs.values[name]
        items = inputs.lists[of].items if of in inputs.lists else ()
        yield from (item[name].value for item in items if name in item and not item[name].undeterminable)


def _join(one: Way, other: Way) -> Way | None:
    joined = dict(one)
    for slot, allowed in other.items():
        both = joined.get(slot, allowed) & allowed
        if not both:
            return None
        joined[slot] = both
    return joined


def why_not(decision: Decision, provision: str) -> tuple[tuple[Change, ...], ...] | None:
    """Every smallest set of changes with which a provision would be met.

    Args:
        provision: id of a provision in force.

    Returns:
        Sets of changes, all of the same size; one empty set if it is met; None where more than four are needed.

    Raises:
        NoSuchProvision: it is not in force on that day.
    """
    node = f"answer:{provision}"
    atoms = atoms_of(decision.edition.nodes, node)
    somes = sorted(atom.list for atom in atoms if isinstance(atom, SomeAtom))
    kinds = _kinds(decision, atoms)
    for limit in range(LIMIT + 1):
        found: list[dict[Slot, frozenset[Any]]] = []
        for new in _new_elements({of: somes.count(of) for of in somes}, limit):
            search = _Search(decision, limit, new, kinds)
            named = (_in_order(search, way) for way in map(search.changed, search.ways(Ref(node, True))))
            found += [way for way in named if way is not None]
        if found:
            return tuple(sorted({_changes(kinds, way) for way in _merged(found)}, key=str))
    return None


def _new_elements(lists: Mapping[str, int], limit: int) -> Iterator[dict[str, int]]:
    """How many elements may be added to each list: one for each `some`, each with a change at least."""
    for numbers in product(*(range(min(most, limit) + 1) for most in lists.values())):
        if sum(numbers) <= limit:
            yield dict(zip(lists, numbers, strict=True))


def _in_order(search: _Search, way: dict[Slot, frozenset[Any]]) -> dict[Slot, frozenset[Any]] | None:
    """The same way with its new elements in one fixed order; None if it leaves one of them unused."""
    kept = dict(way)
    for of, number in search.new.items():
        first = search.recorded(of)
        added: dict[int, dict[Slot, frozenset[Any]]] = {}
        for slot in [each for each in kept if each[0] == "fact" and each[1] == of and each[2] >= first]:
            added.setdefault(slot[2], {})[slot] = kept.pop(slot)
        if len(added) < number:
            return None
        contents = [{slot[3]: allowed for slot, allowed in each.items()} for each in added.values()]
        for i, content in enumerate(sorted(contents, key=_text)):
            kept |= {("fact", of, first + i, name): allowed for name, allowed in content.items()}
    return kept


def _text(content: Mapping[str, frozenset[Any]]) -> str:
    return str(sorted((name, sorted(map(str, allowed))) for name, allowed in content.items()))


def _merged(ways: list[dict[Slot, frozenset[Any]]]) -> list[dict[Slot, frozenset[Any]]]:
    """Ways that differ in no more than what one slot allows become one way."""
    found: list[dict[Slot, frozenset[Any]]] = []
    for way in ways:
        new = way
        while (other := next((each for each in found if _alike(each, new)), None)) is not None:
            found.remove(other)
            new = {slot: allowed | other[slot] for slot, allowed in new.items()}
        found.append(new)
    return found


def _alike(one: Mapping[Slot, frozenset[Any]], other: Mapping[Slot, frozenset[Any]]) -> bool:
    return one.keys() == other.keys() and sum(one[slot] != other[slot] for slot in one) <= 1


def _changes(kinds: Mapping[tuple[str, str], Candidates], way: Mapping[Slot, frozenset[Any]]) -> tuple[Change, ...]:
    return tuple(sorted((_change(kinds, slot, allowed) for slot, allowed in way.items()), key=str))


def _change(kinds: Mapping[tuple[str, str], Candidates], slot: Slot, allowed: frozenset[Any]) -> Change:
    kind, of, index, name = slot
    if kind == "fact":
        known = kinds[of, name]
        return Change(kind, name, of, index, known.shown(allowed), known.spans(allowed), known.but(allowed))
    return Change("complete" if kind == "complete" else "panel", name, of, index, tuple(sorted(allowed, key=str)))


def _kinds(decision: Decision, atoms: Iterable[Atom]) -> dict[tuple[str, str], Candidates]:
    """One value of each kind for every fact that a provision rests on."""
    tests: dict[tuple[str, str], list[Test]] = {}
    stack: list[Formula] = [Known(atom, True) for atom in atoms]
    while stack:
        node = stack.pop()
        if isinstance(node, (Every, Either, AtLeast)):
            stack += node.parts
        elif isinstance(node, Known) and isinstance(node.atom, FactAtom):
            tests.setdefault((node.atom.list or "", node.atom.fact), []).append(node.atom.test)
        elif isinstance(node, Known) and isinstance(node.atom, SomeAtom):
            stack += [node.atom.where.met, node.atom.where.not_met]
    vocabulary = decision.edition.vocabulary
    return {(of, name): candidates(vocabulary.fact(of or None, name), each) for (of, name), each in tests.items()}
