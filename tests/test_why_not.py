"""A provision that is not met → the smallest changes with which it would be; the oracle tries every change there is.

The oracle changes one thing after another in the report itself, with every value that can be recorded, and decides
again. It knows nothing of formulas.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from decimal import Decimal
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ihc_rules import Guideline, decide, explain_provision, load, why_not
from ihc_rules.decision.decide import Decision, panels
from ihc_rules.decision.whynot import Change
from ihc_rules.guideline.formula import FactAtom, PanelAtom, SomeAtom, atoms_of
from ihc_rules.guideline.guideline import make
from ihc_rules.testing.reports import thresholds, values
from ihc_rules.testing.strategies import guidelines, moments, reports
from tests.drawing import examples
from tests.own_guideline import AT, SOURCE, Written, definition, fact, listed, own, provision, unless, views

SPOKEN = "2020-01-01T00:00:00+00:00"
VIEWS = ("applies", "considerable_suspicion", "does_not_apply")
Slot = tuple[str, str, int, str]  # what is changed: kind, list, index, name

# --- a change, made in the data of a report ---------------------------------------------------------------------------


def as_json(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    if value is None:
        return {"absent": True}
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else value


def changed(guideline: Guideline, decision: Decision, data: Written, changes: list[tuple[Slot, Any]]) -> Written:
    """The report with these changes made in it."""
    new = deepcopy(data)
    for (kind, of, index, name), value in changes:
        if kind == "panel":
            rule = panels(decision.edition)[name]
            given = [each for each in new.get("opinions", []) if each.get("element", each["provision"]) != name]
            one = {"provision": name, "adviser_kind": rule.adviser_kinds[0], "view": value, "at": SPOKEN}
            new["opinions"] = given + [{**one, "adviser": f"a{i}"} for i in range(rule.members)]
            continue
        held = new.setdefault("lists", {}).setdefault(of, {"complete": False, "items": []}) if of else {}
        if kind == "complete":
            held["complete"] = True
            continue
        while of and len(held["items"]) <= index:
            held["items"].append({})
        facts = held["items"][index] if of else new.setdefault("facts", {})
        by = guideline.vocabulary.fact(of or None, name).established_by[-1]
        facts[name] = {"value": as_json(value), "by": by}
    return new


def is_met(guideline: Guideline, decision: Decision, data: Written, changes: list[tuple[Slot, Any]]) -> bool:
    report = guideline.report(changed(guideline, decision, data, changes))
    return decide(guideline, report, at=decision.at).provisions[PROVISION] == "met"


PROVISION = "P-1"

# --- the oracle -------------------------------------------------------------------------------------------------------


def slots(guideline: Guideline, decision: Decision, new: int) -> dict[Slot, tuple[Any, ...]]:
    """Everything that may be changed and matters to the provision, with every value it may get."""
    near = thresholds(guideline)
    found: dict[Slot, tuple[Any, ...]] = {}
    for atom in atoms_of(decision.edition.nodes, f"answer:{PROVISION}"):
        if isinstance(atom, FactAtom):
            known = guideline.vocabulary.facts[atom.fact]
            found["fact", "", -1, atom.fact] = domain(known, near.get((None, atom.fact), ()))
        elif isinstance(atom, PanelAtom):
            found["panel", "", -1, atom.subject] = VIEWS
        elif isinstance(atom, SomeAtom):
            of = atom.list
            elements = decision.report.lists.get(of)
            found["complete", of, -1, of] = (True,)
            for index in range((len(elements.items) if elements else 0) + new):
                for name, known in guideline.vocabulary.lists[of].by_id.items():
                    found["fact", of, index, name] = domain(known, near.get((of, name), ()))
    return found


def domain(known: Any, near: Any) -> tuple[Any, ...]:
    return values(known, near)


def smallest(
    guideline: Guideline, decision: Decision, data: Written, most: int, new: int
) -> tuple[int, list[list[tuple[Slot, Any]]]] | None:
    """The smallest number of changes, and every set of so many; None if there is none of up to `most`."""
    possible = slots(guideline, decision, new)
    for size in range(most + 1):
        found = [
            list(zip(some, chosen, strict=True))
            for some in combinations(sorted(possible), size)
            for chosen in product(*(possible[slot] for slot in some))
            if is_met(guideline, decision, data, list(zip(some, chosen, strict=True)))
        ]
        if found:
            return size, found
    return None


def shape(decision: Decision, changes: Iterator[Slot]) -> tuple[Any, ...]:
    """What is changed; which of several new elements is called the first does not matter."""
    recorded = {name: len(each.items) for name, each in decision.report.lists.items()}
    kept: list[Any] = []
    new: dict[tuple[str, int], list[str]] = {}
    for kind, of, index, name in changes:
        if kind == "fact" and of and index >= recorded.get(of, 0):
            new.setdefault((of, index), []).append(name)
        else:
            kept.append((kind, of, index, name))
    added = sorted((of, tuple(sorted(names))) for (of, _), names in new.items())
    return tuple(sorted(kept)), tuple(added)


def slot(change: Change) -> Slot:
    return change.kind, change.list, change.index, change.name


def agrees(guideline: Guideline, data: Written, at: Any = AT, most: int = 4, new: int = 0) -> int | None:
    """The number of changes that both say; every proposal of the library is tried as well."""
    decision = decide(guideline, guideline.report(data), at=at)
    proposed = why_not(decision, PROVISION)
    expected = smallest(guideline, decision, data, most, new)
    for changes in proposed or ():
        for chosen in product(*(each.values for each in changes)):
            pairs = list(zip(map(slot, changes), chosen, strict=True))
            assert is_met(guideline, decision, data, pairs), pairs
    if expected is None:
        assert proposed is None or len(proposed[0]) > most
        return None
    assert proposed is not None, expected
    assert {len(each) for each in proposed} == {expected[0]}
    told = {shape(decision, map(slot, each)) for each in proposed}
    assert told == {shape(decision, iter(each for each, _ in changes)) for changes in expected[1]}
    return expected[0]


# --- small guidelines -------------------------------------------------------------------------------------------------

ABC = [fact("a.one"), fact("a.two"), fact("a.three"), fact("a.kind", "enum", "x", "y", "z")]
ONE, TWO, THREE, X = {"a.one": "true"}, {"a.two": "true"}, {"a.three": "true"}, {"a.kind": "x"}
ITEMS = [listed("items", fact("item.one"), fact("item.kind", "enum", "x", "y"))]
NUMBERS = [fact("a.age", "integer", minimum="0", maximum="5"), fact("a.share", "decimal"), fact("a.day", "date")]


def some(where: Any) -> Written:
    return {"some": {"of": "items", "where": where}}


I_ONE, I_X, I_Y = {"item.one": "true"}, {"item.kind": "x"}, {"item.kind": "y"}
# what the guideline says of P-1 (and more), what is recorded, and how many changes are needed
SMALL: dict[str, tuple[Written, Written, int | None]] = {
    "met already": ({"when": ONE}, {"facts": {"a.one": True}}, 0),
    "one value": ({"when": ONE}, {}, 1),
    "one value otherwise": ({"when": ONE}, {"facts": {"a.one": False}}, 1),
    "one value that could not be told": ({"when": ONE}, {"facts": {"a.one": {"undeterminable": True}}}, 1),
    "all of three": ({"when": {"all": [ONE, TWO, X]}}, {"facts": {"a.two": True}}, 2),
    "any of three": ({"when": {"any": [ONE, TWO, X]}}, {"facts": {"a.two": False}}, 1),
    "the shorter of two ways": ({"when": {"any": [{"all": [ONE, TWO]}, X]}}, {}, 1),
    "two ways of the same length": ({"when": {"any": [{"all": [ONE, TWO]}, {"all": [THREE, X]}]}}, {}, 2),
    "what two ways share": ({"when": {"all": [{"any": [ONE, TWO]}, {"any": [TWO, THREE]}]}}, {}, 1),
    "one value against two tests": (
        {"when": {"all": [{"a.kind": ["x", "y"]}, {"not": X}]}},
        {"facts": {"a.kind": "x"}},
        1,
    ),
    "a contradiction": (
        {"when": {"all": [X, {"meets": "other"}]}, "definitions": [definition("other", {"a.kind": "y"})]},
        {},
        None,
    ),
    "not": ({"when": {"not": {"any": [ONE, TWO]}}}, {"facts": {"a.one": True}}, 2),
    "two of three": ({"when": {"count": {"at_least": "2", "of": [ONE, TWO, X]}}}, {"facts": {"a.kind": "y"}}, 2),
    "at most one of three": ({"when": {"count": {"at_most": "1", "of": [ONE, TWO, X]}}}, {"facts": {"a.kind": "x"}}, 2),
    "an exception that applies": (
        {"when": ONE, "unless": [unless("u", X)]},
        {"facts": {"a.one": True, "a.kind": "x"}},
        1,
    ),
    "an exception that is open": (
        {"when": ONE, "unless": [unless("u", X), unless("v", TWO)]},
        {"facts": {"a.one": True}},
        2,
    ),
    "a panel": ({"when": ONE, "category": "illegal"}, {}, 2),
    "a panel that said otherwise": (
        {"when": ONE, "category": "illegal"},
        {"facts": {"a.one": True}, "opinions": views("P-1", *["does_not_apply"] * 3)},
        1,
    ),
    "an assessment": (
        {
            "when": {
                "all": [
                    ONE,
                    {
                        "assess": {
                            "id": "weighed",
                            "considering": ["a.one"],
                            "by": "advisor",
                            "question": {"ja": "?", "en": "?"},
                            "panel": "panel",
                        }
                    },
                ]
            }
        },
        {},
        2,
    ),
    "one element that meets it all": ({"when": some({"all": [I_ONE, I_X]})}, {}, 2),
    "the element that is nearest": (
        {"when": some({"all": [I_ONE, I_X]})},
        {"lists": {"items": {"complete": True, "items": [{"item.one": True}, {}]}}},
        1,
    ),
    "two different elements": ({"when": {"all": [some(I_X), some(I_Y)]}}, {}, 2),
    "two elements, one of which is there": (
        {"when": {"all": [some(I_X), some(I_Y)]}},
        {"lists": {"items": {"complete": True, "items": [{"item.kind": "x"}]}}},
        1,
    ),
    "no element": ({"when": {"not": some(I_X)}}, {}, 1),
    "no such element among those recorded": (
        {"when": {"not": some(I_X)}},
        {"lists": {"items": {"complete": False, "items": [{"item.kind": "x"}, {}]}}},
        3,
    ),
    "one element, and none of another kind": ({"when": {"all": [some(I_ONE), {"not": some(I_X)}]}}, {}, 3),
    "one of a kind, and none of the other": ({"when": {"all": [some(I_Y), {"not": some(I_X)}]}}, {}, 2),
    "a number": ({"when": {"a.age": {"at_least": "3"}}}, {"facts": {"a.age": 2}}, 1),
    "a number between two": ({"when": {"all": [{"a.age": {"more_than": "1"}}, {"a.age": {"less_than": "3"}}]}}, {}, 1),
    "a share": ({"when": {"a.share": {"more_than": "0.5"}}}, {"facts": {"a.share": "0.5"}}, 1),
    "a day": ({"when": {"a.day": {"before": "2020-01-01"}}}, {"facts": {"a.day": "2020-01-01"}}, 1),
    "a set with all of three words": ({"when": {"a.words": {"includes": ["p", "q", "r"]}}}, {}, 1),
    "a set with one word and without another": (
        {"when": {"all": [{"a.words": "p"}, {"a.words": {"excludes": "q"}}]}},
        {"facts": {"a.words": ["q"]}},
        1,
    ),
    "a set against four tests": (
        {"when": {"all": [{"a.words": {"includes": each}} for each in "pqrs"]}},
        {},
        1,
    ),
    "a definition": (
        {"when": {"all": [{"meets": "both"}, X]}, "definitions": [definition("both", {"all": [ONE, TWO]})]},
        {},
        3,
    ),
    "four changes": ({"when": {"all": [ONE, TWO, THREE, X]}}, {}, 4),
    "more than four changes": ({"when": {"all": [ONE, TWO, THREE, X]}, "category": "illegal"}, {}, None),
    "one that takes precedence": (
        {"when": ONE, "provisions": [provision("P-2", {"any": [TWO, X]}, overrides=["P-1"])]},
        {"facts": {"a.two": True}},
        3,
    ),
    "one that takes precedence and is under review": (
        {"when": ONE, "provisions": [provision("P-2", TWO, "illegal", overrides=["P-1"])]},
        {"facts": {"a.one": True, "a.two": True}},
        1,
    ),
    "a suspicion": (
        {"suspected_of": ["P-2"], "provisions": [provision("P-2", ONE, "illegal", unless=[unless("u", X)])]},
        {"facts": {"a.one": True}},
        2,
    ),
    "a presumption that excludes": (
        {"when": {"all": [ONE, {"a.presumed": "x"}]}},
        {"facts": {"a.one": True}, "investigation_complete": True},
        1,
    ),
    "a presumption that has to be recorded, or the advisers asked": (
        {"when": {"all": [ONE, {"a.presumed": "y"}]}, "category": "illegal", "legal_review": "never"},
        {"facts": {"a.one": True}, "investigation_complete": True},
        1,
    ),
}


def small(rule: Written) -> Guideline:
    rule = dict(rule)
    others, definitions = rule.pop("provisions", []), rule.pop("definitions", [])
    presumed = fact("a.presumed", "enum", "x", "y", presumed={"value": "y", "source": SOURCE})
    words = fact("a.words", "set", "p", "q", "r", "s")
    facts = [*ABC, *NUMBERS, words, *([presumed] if "a.presumed" in str(rule) else [])]
    return own(provisions=[provision("P-1", **rule), *others], definitions=definitions, facts=facts, lists=ITEMS)


@pytest.mark.parametrize("name", SMALL)
def test_the_smallest_changes_are_those_that_the_oracle_finds(name: str) -> None:
    rule, report, number = SMALL[name]
    new = 0 if "items" not in str(rule) else 2 if name == "two different elements" else 1

    assert agrees(small(rule), {"id": "r", **report}, new=new) == number


def test_more_than_four_says_so() -> None:
    rule, report, _ = SMALL["more than four changes"]
    guideline = small(rule)
    decision = decide(guideline, guideline.report({"id": "r", **report}), at=AT)

    assert why_not(decision, "P-1") is None
    assert "More than 4 things would have to be different" in explain_provision(decision, "P-1", "en")
    assert "4つを超える事項が変わる必要がある" in explain_provision(decision, "P-1", "ja")


def test_a_provision_that_is_met_needs_nothing() -> None:
    guideline = small({"when": ONE})
    decision = decide(guideline, guideline.report({"id": "r", "facts": {"a.one": True}}), at=AT)

    assert why_not(decision, "P-1") == ((),)


RANGES: dict[str, tuple[Any, str, str]] = {
    "at least": ({"a.age": {"at_least": "3"}}, "a.ageが3以上である", "a.age is at least 3"),
    "at most": ({"a.age": {"at_most": "3"}}, "a.ageが3以下である", "a.age is at most 3"),
    "more than": ({"a.age": {"more_than": "3"}}, "a.ageが4以上である", "a.age is at least 4"),
    "exactly": ({"a.age": "3"}, "a.ageが3である", "a.age is 3"),
    "other than": ({"not": {"a.age": "3"}}, "a.ageが2以下又は4以上である", "a.age is at most 2 or at least 4"),
    "from to": (
        {"all": [{"a.age": {"at_least": "2"}}, {"a.age": {"at_most": "4"}}]},
        "a.ageが2以上かつ4以下である",
        "a.age is at least 2 and at most 4",
    ),
    "a share": ({"a.share": {"more_than": "0.5"}}, "a.shareが0.5を超える値である", "a.share is more than 0.5"),
    "a day": (
        {"a.day": {"before": "2020-01-01"}},
        "a.dayが2019年12月31日以前である",
        "a.day is on or before 31 December 2019",
    ),
    "a time": (
        {"a.time": {"after": "2020-01-01T00:00:00+09:00"}},
        "a.timeが2020年1月1日 00:00（UTC+09:00）より後である",
        "a.time is after 1 January 2020, 00:00 (UTC+09:00)",
    ),
    "a country": ({"a.country": "JP"}, "a.countryが「JP」である", 'a.country is "JP"'),
    "any other country": ({"not": {"a.country": "JP"}}, "a.countryがJP以外である", "a.country is other than JP"),
    "one of two words": ({"a.kind": ["x", "y"]}, "a.kindが「x」又は「y」である", 'a.kind is "x" or "y"'),
    "one of three words": (
        {"a.words": ["p", "q", "r"]},
        "a.wordsが「p」、「q」又は「r」である",
        'a.words is "p", "q" or "r"',
    ),
    "two words together": (
        {"a.words": {"includes": ["p", "q"]}},
        "a.wordsが「p」、「q」である",
        'a.words is "p" and "q"',
    ),
    "some text": ({"a.text": {"present": "true"}}, "a.textが「記載あり」である", 'a.text is "present"'),
    "yes": (ONE, "a.oneが「はい」である", 'a.one is "yes"'),
}


@pytest.mark.parametrize("name", RANGES)
def test_a_change_is_told_in_words(name: str) -> None:
    when, ja, en = RANGES[name]
    facts = [*ABC, *NUMBERS, fact("a.words", "set", "p", "q", "r"), fact("a.text", "text")]
    facts += [fact("a.time", "datetime"), fact("a.country", "country")]
    guideline = own(provisions=[provision("P-1", when)], facts=facts)
    decision = decide(guideline, guideline.report({"id": "r"}), at=AT)

    assert f"- {ja}" in explain_provision(decision, "P-1", "ja").splitlines()[-1]
    assert f"- {en}" in explain_provision(decision, "P-1", "en").splitlines()[-1]


# --- drawn guidelines, and the shipped one ----------------------------------------------------------------------------


@pytest.mark.fuzz
@given(st.data())
@examples(15, full=20)
def test_so_it_is_under_drawn_guidelines(data: st.DataObject) -> None:
    guideline = make(data.draw(guidelines()))
    report, at = data.draw(reports(guideline)), data.draw(moments(guideline))
    decision = decide(guideline, guideline.report(report), at=at)
    assume(PROVISION in decision.provisions and decision.provisions[PROVISION] != "met")
    assume(len(slots(guideline, decision, 1)) <= 20)

    agrees(guideline, report, at, most=1, new=1)


SHIPPED = load("ihc")
REPORTS, MOMENTS = reports(SHIPPED), moments(SHIPPED)


@pytest.mark.fuzz
@given(REPORTS, MOMENTS)
@examples(20, full=20)
def test_every_proposal_works_under_the_shipped_guideline(report: Any, at: Any) -> None:
    decision = decide(SHIPPED, SHIPPED.report(report), at=at)
    for name, answer in decision.provisions.items():
        ways = why_not(decision, name)
        assert (ways == ((),)) is (answer == "met")
        for changes in (ways or ())[:3]:
            pairs = [(slot(each), each.values[0]) for each in changes]
            after = decide(SHIPPED, SHIPPED.report(changed(SHIPPED, decision, report, pairs)), at=at)
            assert after.provisions[name] == "met"
