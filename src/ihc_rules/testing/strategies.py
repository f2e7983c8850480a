"""Hypothesis → guidelines: valid ones, as varied as the language allows; and, for any guideline, reports and times.

- `guidelines()` draws the files of a guideline that `make` accepts: every type of fact and every operator, lists,
  definitions, exceptions, overrides, suspicions, panels, reviews, presumptions, gates and routes, in several versions.
- `reports` and `moments` fit any guideline (see `testing.reports`).
- What is drawn shrinks: towards fewer records and shorter conditions.

Needs Hypothesis, which the library itself does not.

Example:
    >>> from hypothesis import HealthCheck, given, settings, strategies as st
    >>> from ihc_rules.guideline.guideline import make
    >>> @given(st.data())
    ... @settings(max_examples=3, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    ... def the_editions_of_one_day_are_one(data):
    ...     guideline = make(data.draw(guidelines()))
    ...     report = guideline.report(data.draw(reports(guideline)))
    ...     day = guideline.governing_day(report, data.draw(moments(guideline)))
    ...     assert guideline.on(day) is guideline.on(day)
    >>> the_editions_of_one_day_are_one()
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from ihc_rules.guideline.waiting import DEADLINES
from ihc_rules.testing.conditions import Conditions
from ihc_rules.testing.guarded import presumable
from ihc_rules.testing.reports import moments, reports
from ihc_rules.testing.versions import BEGINS_LATE, FIRST, LATE, SPANS, UNBROKEN, Spans
from ihc_rules.testing.vocabulary import CLAIM, FACTS, LISTED, OPERANDS, SOURCE, TEXT, Written

__all__ = ["guidelines", "moments", "reports", "written"]

TITLED: Written = {"title": TEXT, "source": SOURCE}
PANELS = ("panel_one", "panel_two")
NUMBERS = ("1", "01", "2", "10", "3")  # of ids: some count alike, some are not in the order of their letters

# --- records ----------------------------------------------------------------------------------------------------------


@dataclass
class _Author(Conditions):
    """Writes one guideline, record after record, as the draws say."""

    sections: dict[str, list[Written]] = field(default_factory=dict)
    panelled: set[str] = field(default_factory=set)  # categories that have a panel
    aside: frozenset[str] = frozenset()  # facts that nothing reads without a review behind it

    def several(self, prefix: str, least: int, most: int) -> list[str]:
        return [f"{prefix}{number}" for number in NUMBERS[: self.pick(range(least, most + 1))]]

    def dated(
        self, section: str, name: str, write: Callable[[Written], Written], spans: Sequence[Spans] = SPANS
    ) -> None:
        """The versions of one record, each with a content of its own."""
        self.sections.setdefault(section, []).extend(self.versions(name, write, spans))

    def versions(self, name: str, write: Callable[[Written], Written], spans: Sequence[Spans] = SPANS) -> list[Written]:
        return [{"id": name, **write(each), **({"in_force": each} if each else {})} for each in self.pick(spans)]

    def panel(self, _: Written) -> Written:
        members = self.pick((1, 2, 3, 4))
        rule = {
            "members": str(members),
            "quorum": str(self.pick(range(1, members + 1))),
            "majority": self.pick(("more_than_half", "two_thirds", "all")),
            "of": self.pick(("votes", "members")),
            "split": self.pick(("open", "considerable_suspicion", "does_not_apply")),
            "adviser_kinds": self.pick((["lawyer"], ["lawyer", "doctor"])),
        }
        return {"title": TEXT, "panel": rule, "source": SOURCE}

    def review(self, panelled: bool) -> Any:
        """A rule of legal review; None where none is written."""
        rule = self.pick((None, "never", *(("always", "when") if panelled else ())))
        if rule != "when":
            return rule
        before, self.avoided = self.avoided, self.aside
        when, self.avoided = self.condition(1), before
        return {"when": when, "source": SOURCE}

    def category(self, panelled: bool) -> Written:
        panel = self.pick(PANELS) if panelled else None
        review = self.review(panel is not None) or "never"
        gate = {"stops": "true"} if self.pick((False, False, True)) else {}
        return {**TITLED, **gate, "legal_review": review, **({"panel": panel} if panel else {})}

    def categories(self) -> None:
        """Categories in force at all times, and perhaps one that begins late."""
        for name in [*self.several("class_", 1, 3), *self.several("late_", 0, 1)]:
            panelled = self.maybe()
            self.panelled |= {name} if panelled else set()
            spans = [LATE] if name in BEGINS_LATE else UNBROKEN
            self.dated("categories", name, lambda _, panelled=panelled: self.category(panelled), spans)  # type: ignore[misc]  # bound now

    def provision(self, number: int, ids: list[str], span: Written) -> Written:
        """Overrides later ones and is suspected of earlier ones only: so there is no circle."""
        categories = sorted({each["id"] for each in self.sections["categories"]})
        category = self.pick([each for each in categories if each not in BEGINS_LATE or span in LATE])
        earlier = [each for each in self.sections.get("provisions", ()) if each["id"] in ids[:number]]
        unpanelled = {each["id"] for each in earlier if each["category"] not in self.panelled}
        suspected = self.some([each for each in ids[:number] if each not in unpanelled])
        chosen = {
            "when": None if suspected and self.maybe() else self.guarded(category),
            "unless": [
                exception
                for name in self.several("unless_", 0, 2)
                for exception in self.versions(name, lambda _: {**TITLED, "when": self.condition(1)})
            ],
            "legal_review": self.review(category in self.panelled),
            "statutes": [self.statute() for _ in range(self.pick((0, 0, 1, 2)))],
            "group": self.pick((None, "group_1", "group_2")),
            "overrides": self.some(ids[number + 1 :]),
            "suspected_of": suspected,
            "draft": self.pick((None, None, None, "true")),
        }
        return {**TITLED, "name": "words", "category": category, **{k: v for k, v in chosen.items() if v}}

    def guarded(self, category: str) -> Written:
        """What an item asks: something to be presumed only where its category has a panel."""
        taken: set[str] = set()
        if category in self.panelled and self.aside and self.maybe():
            self.avoided = frozenset(FACTS) - self.aside
            first, self.avoided = self.leaf(None, True, taken), frozenset()
            return {self.pick(("all", "any")): [first, self.condition(1, taken=taken)]}
        self.avoided = frozenset() if category in self.panelled else self.aside
        when, self.avoided = self.condition(), frozenset()
        return when

    def statute(self) -> Written:
        acts = {"when": self.condition(1)} if self.maybe() else {}
        return {"act": "act", "article": self.pick(("1", "2")), **acts}

    def provisions(self) -> list[str]:
        ids = self.several("P-", 1, 5)
        for number, name in enumerate(ids):

            def write(span: Written, number: int = number) -> Written:
                return self.provision(number, ids, span)

            self.dated("provisions", name, write)
        return ids

    def recipient(self, _: Written) -> Written:
        reachable = {"reachable_when": self.condition(1)} if self.maybe() else {}
        return {**TITLED, "channels": ["mail"], "languages": ["ja"], **reachable}

    def route(self, earlier: list[str], recipients: list[str]) -> Written:
        gates = sorted({each["id"] for each in self.sections["categories"] if "stops" in each})
        hold = {"after": self.pick(earlier), "counted_from": "delivered", "for": "wait"} if earlier else None
        chosen = {
            "urgent_when": self.condition(1) if self.maybe() else None,
            "needs_review": self.pick((*(None for _ in self.aside), None, "false")),
            "emergency": self.pick((None, None, "true")),
            "despite": self.pick((None, "all", self.some(gates))),
            "hold": self.pick((None, hold)),
        }
        to = self.pick((recipients[0], {"first_of": self.some(recipients, least=1, most=3)}))
        plain = {"title": TEXT, "action": "tell", "to": to, "when": self.condition(), "basis": SOURCE}
        return {**plain, **{key: value for key, value in chosen.items() if value}}

    def routes(self, provisions: list[str]) -> None:
        """Routes refer to everything; to earlier routes only, so that there is no circle."""
        recipients = self.several("recipient_", 1, 3)
        for name in recipients:
            self.dated("recipients", name, self.recipient)
        categories = sorted({each["id"] for each in self.sections["categories"]})
        self.names |= {"category": categories, "primary_category": categories, "provision": provisions}
        self.names |= {"group": ["group_1", "group_2"], "route": []}
        for name in self.several("route_", 1, 4):
            self.dated("routes", name, lambda _: self.route(self.names["route"], recipients))
            self.names["route"] = [*self.names["route"], name]
        self.names = {}

    def guideline(self) -> None:
        """Every section, in an order in which nothing refers to what is not yet written."""
        for name in PANELS:
            self.dated("parameters", name, self.panel, UNBROKEN)
        figure: Written = {"title": TEXT, "unit": "days", "source": SOURCE}
        self.sections["parameters"].append({"id": "soon", **figure, "value": "1"})
        self.dated("parameters", "wait", lambda _: {**figure, "value": str(self.pick(range(10)))}, UNBROKEN)
        for name in ("weighed_1", "weighed_2"):
            asked = {"considering": ["seen.enum", "items"], "by": "advisor", "question": TEXT}
            self.assessed.append({"id": name, **asked, "panel": self.pick(PANELS)})
        for of in LISTED:
            for name in self.several(f"{of}_", 0, 1):
                self.dated("definitions", name, lambda _, of=of: {**TITLED, "of": of, "when": self.condition(1, of)})  # type: ignore[misc]  # bound now
                self.elements[of] = [name]
                self.read.add(of)
        self.aside = frozenset(self.some([*FACTS], most=3))
        self.avoided = self.pick((self.aside, self.aside, frozenset()))
        self.names["meets"] = []
        for name in self.several("definition_", 0, 2):
            self.dated("definitions", name, lambda _: {**TITLED, "when": self.condition(1)})
            self.names["meets"] = [*self.names["meets"], name]
        self.avoided = frozenset()
        self.categories()
        provisions = self.provisions()
        self.avoided = self.aside
        self.routes(provisions)
        self.vocabulary()

    def vocabulary(self) -> None:
        """Every fact, some with a presumption; lists; what a reporter's claim may do."""
        facts = [fact for name, fact in FACTS.items() if name in self.read]
        guarded = presumable(self.sections)
        may_be = [each for each in facts if each["id"] in guarded & (self.aside or guarded)]
        presumed = self.some(may_be, least=min(len(may_be), self.pick((0, 1))), most=3)
        self.sections["facts"] = [
            CLAIM,
            *(self.presumed(each) if each in presumed else each for each in facts),
        ]
        self.sections["lists"] = [each for name, each in LISTED.items() if name in self.read]
        claimed = {**TITLED, "when": {CLAIM["id"]: "true"}, "queue": "first", "notice": TEXT}
        self.dated("triage", "danger", lambda _: claimed)

    def presumed(self, fact: Written) -> Written:
        value = self.pick(OPERANDS[fact["type"]] or ("words",))
        several = fact["type"] == "set"
        return {**fact, "presumed": {"value": [value] if several else value, "source": SOURCE}}


def _fixed(governed_by: str) -> dict[str, Any]:
    """What is the same in every guideline that is drawn."""
    return {
        "guideline": {
            "id": "drawn",
            "title": TEXT,
            "trusts": ["analyst", "system", "advisor"],
            "governing_date": {"of": governed_by, "utc_offset": "+09:00"},
            "deadlines": dict.fromkeys(DEADLINES, "soon"),
        },
        "editions": [
            {"id": "2019-01", "from": "2019-01-01", **TITLED},
            {"id": "2020-04", "from": FIRST, **TITLED},
        ],
        "groups": [{"id": name, "title": TEXT} for name in ("group_1", "group_2")],
        "documents": [{"id": "D1", "title": TEXT}],
        "statutes": [{"id": "act", **TITLED, "articles": [{"article": each, "source": SOURCE} for each in "12"]}],
    }


def written(sections: Mapping[str, Any]) -> bytes:
    """The bytes of one file: YAML in flow style, one record a line; every scalar is quoted, so that it is text."""
    lines = []
    for name, content in sections.items():
        records = content if isinstance(content, list) else [content]
        shown = ",\n  ".join(json.dumps(record, ensure_ascii=False) for record in records)
        lines.append(f'"{name}": ' + (f"[\n  {shown}\n]" if isinstance(content, list) else shown))
    return ("{" + ",\n".join(lines) + "}\n").encode()


@st.composite
def guidelines(draw: st.DrawFn) -> dict[str, bytes]:
    """The files of a valid guideline, as `make` takes them."""
    author = _Author(draw)
    author.guideline()
    sections = {**_fixed(author.pick(("decision", "receipt"))), **author.sections}
    files: dict[str, dict[str, Any]] = {"guideline.yaml": {}}
    apart = draw(st.sets(st.sampled_from(sorted(sections))))
    for name, records in sections.items():
        files.setdefault(f"more/{name}.yaml" if name in apart else "guideline.yaml", {})[name] = records
    return {name: written(content) for name, content in files.items() if content}
