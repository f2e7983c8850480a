"""ihc_rules: the compiled engine alone, and the whole of `decide` on a guideline written in YAML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from benchmarks.peers import Engine, Loaded
from benchmarks.rules import BOOLEANS, ENUMS, FACTS, NUMBERS, WORDS, Leaf, Report, Rule, as_guideline
from ihc_rules.decision.decide import decide
from ihc_rules.engine.answers import Answers
from ihc_rules.engine.atoms import Inputs
from ihc_rules.engine.compiled import Compiled
from ihc_rules.facts import Fact
from ihc_rules.guideline.condition import Test
from ihc_rules.guideline.formula import FactAtom, Pair, both, known, one_of
from ihc_rules.guideline.guideline import make
from ihc_rules.report import Report as IhcReport

IDS = {name: f"f.{name}" for name in FACTS}
AT = datetime(2025, 10, 1, 12, tzinfo=timezone(timedelta(hours=9)))


def vocabulary() -> dict[str, Fact]:
    """The facts, declared."""
    text = {"ja": "例", "en": "Example"}
    words = [{"id": word, "title": text} for word in WORDS]
    types = {"boolean": BOOLEANS, "enum": ENUMS, "integer": NUMBERS}
    return {
        IDS[name]: Fact.model_validate(
            {
                "id": IDS[name],
                "type": kind,
                "values": words if kind == "enum" else [],
                **({"minimum": 0, "maximum": 100} if kind == "integer" else {}),
                "title": text,
                "question": text,
                "established_by": ["analyst"],
                "exposure": 0,
            }
        )
        for kind, names in types.items()
        for name in names
    }


def nodes(rules: Sequence[Rule]) -> dict[str, Pair]:
    """The normal form of the rules."""
    return {rule.id: both(*map(_pair, rule.leaves), one_of(*map(_pair, rule.any_of))) for rule in rules}


def _pair(leaf: Leaf) -> Pair:
    test = {
        "is": lambda: Test("in", frozenset([leaf.operand])),
        "in": lambda: Test("in", frozenset(leaf.operand)),
    }.get(leaf.operator, lambda: Test(leaf.operator, leaf.operand))()  # type: ignore[arg-type]  # the others are the same
    pair = known(FactAtom(None, IDS[leaf.fact], test))
    return pair.negated() if leaf.negated else pair


def prepared(report: Report) -> dict[str, Any]:
    """The same facts under the dotted ids that a guideline has."""
    return {IDS[name]: value for name, value in report.items()}


def load(rules: Sequence[Rule]) -> Loaded:
    engine = Compiled(nodes(rules), vocabulary(), {})

    def run(values: Mapping[str, Any]) -> Answers:
        return engine.run(Inputs(values, {}, {}))

    def decide_met(values: Mapping[str, Any]) -> list[str]:
        return run(values).met()

    def answers(values: Mapping[str, Any]) -> dict[str, str]:
        return run(values).every()

    return Loaded(decide_met, prepared, answers)


def load_three(rules: Sequence[Rule]) -> Loaded:
    """The same, but every one of the three values is read."""
    answers = load(rules).answers
    assert answers is not None
    return Loaded(answers, prepared, answers)


def load_decide(rules: Sequence[Rule]) -> Loaded:
    """From YAML; a decision holds the category, the referrals and every answer."""
    guideline = make({"bench.yaml": as_guideline(rules)})

    def read(report: Report) -> IhcReport:
        return guideline.report({"id": "r", "facts": prepared(report)})

    def answers(report: IhcReport) -> Mapping[str, str]:
        return decide(guideline, report, at=AT).provisions

    answers(read({}))  # the engine is compiled with the first decision: that is loading
    return Loaded(answers, read, answers)


ENGINES = (
    Engine("ihc_rules `compiled`", 3, load),
    Engine("ihc_rules `compiled`, every answer read", 3, load_three),
    Engine("ihc_rules `decide` from YAML, every answer read", 3, load_decide),
)
