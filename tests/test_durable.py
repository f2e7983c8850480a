"""Editions × inputs → the second engine agrees, or says why it cannot; whatever happens to its process.

The oracle is `atoms.Knowledge`, which walks each formula as it is written.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ihc_rules.assurance.cases import run_cases
from ihc_rules.decision.decide import decide
from ihc_rules.engine.atoms import Inputs, Knowledge
from ihc_rules.engine.compiled import compiled
from ihc_rules.engine.durable import DurableEngine, Program, _engine, compare, unchecked
from ihc_rules.engine.durable_worker import MARKER, MOST_RULES, NAMES, PROPERTIES, RULES, WIDTH, Plan, packed
from ihc_rules.engine.layers import INLINED
from ihc_rules.errors import EngineDisagreement, EngineUnavailable
from ihc_rules.facts import Fact
from ihc_rules.guideline.condition import Test as FactTest
from ihc_rules.guideline.edition import Edition
from ihc_rules.guideline.formula import (
    AtLeast,
    Either,
    Every,
    FactAtom,
    Formula,
    Known,
    Pair,
    PanelAtom,
    Ref,
    SomeAtom,
    atoms_of,
)
from ihc_rules.guideline.guideline import Guideline, make
from ihc_rules.guideline.load import load_folder, read_folder
from ihc_rules.guideline.model import EditionName
from ihc_rules.report import Elements
from ihc_rules.report.model import Recorded
from ihc_rules.testing.strategies import guidelines, moments, reports
from tests.drawing import FULL, examples

FOLDER = Path(__file__).parents[1] / "guidelines" / "ihc"
TRIED = subprocess.run(
    [sys.executable, "-c", "import durable_rules_engine"], capture_output=True, text=True, check=False
)
installed = pytest.mark.skipif(
    TRIED.returncode != 0,
    reason=f"durable-rules cannot be imported here: {TRIED.stderr.strip().rpartition(chr(10))[2]}",
)


@pytest.fixture(scope="module")
def guideline() -> Guideline:
    return load_folder(FOLDER)


@pytest.fixture(scope="module")
def editions(guideline: Guideline) -> list[Edition]:
    first = min(each.from_ for each in guideline.sections.of(EditionName))
    days = [day for day in guideline.boundaries if day >= first]
    return [guideline.on(day, drafts) for day in days for drafts in (False, True)]


@pytest.fixture(scope="module")
def edition(editions: list[Edition]) -> Edition:
    return editions[-2]


@pytest.fixture(scope="module")
def engine(edition: Edition) -> Iterator[DurableEngine]:
    with DurableEngine(edition.nodes) as started:
        yield started


@pytest.fixture
def small() -> Iterator[DurableEngine]:
    with DurableEngine(SMALL, timeout=5) as started:
        yield started


# --- what is drawn ----------------------------------------------------------------------------------------------


def leaf(number: int, value: bool = True) -> Known:
    return Known(FactAtom(None, f"some.fact{number}", FactTest("in", frozenset([True]))), value)


SMALL = {
    "answer:one": Pair(leaf(1), leaf(1, False)),
    "route:two": Pair(Ref("answer:one", True), leaf(2, False)),
}


def recorded(**facts: bool) -> Inputs:
    return Inputs({f"some.{name}": value for name, value in facts.items()}, {}, {})


def value_of(fact: Fact, operands: list[Any], draw: random.Random) -> Any:
    """A value at or around what it is compared with."""
    one_of: dict[str, list[Any]] = {
        "boolean": [True, False],
        "enum": list(fact.value_ids),
        "text": [None, "words"],
        "country": [*operands, "JP", "US"],
    }
    around: dict[str, tuple[Any, Any]] = {
        "date": (date(2020, 1, 1), timedelta(1)),
        "datetime": (datetime(2020, 1, 1, tzinfo=UTC), timedelta(1)),
        "integer": (0, 1),
        "decimal": (Decimal(0), 1),
    }
    if fact.type == "set":
        return frozenset(each for each in fact.value_ids if draw.random() < 0.4)
    if fact.type in one_of:
        return draw.choice(one_of[fact.type])
    middle, step = around[fact.type]
    return draw.choice([*operands, middle]) + draw.choice([-1, 0, 1]) * step


def operands_of(atoms: set[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for atom in atoms:
        operand = atom.test.operand
        found.setdefault(atom.fact, []).extend(sorted(operand) if isinstance(operand, frozenset) else [operand])
    return {name: sorted(each, key=str) for name, each in found.items()}


def inputs_of(edition: Edition, draw: random.Random) -> Inputs:
    """Something recorded about everything that the edition asks, or about nearly nothing."""
    atoms = {atom for name in edition.nodes for atom in atoms_of(edition.nodes, name)}
    share = draw.choice([0.0, 0.2, 0.7, 1.0])
    vocabulary = edition.vocabulary
    asked = sorted(operands_of({atom for atom in atoms if isinstance(atom, FactAtom)}).items())
    values = {
        name: value_of(vocabulary.facts[name], operands, draw) for name, operands in asked if draw.random() < share
    }
    lists: dict[str, Elements] = {}
    for atom in sorted((each for each in atoms if isinstance(each, SomeAtom)), key=lambda each: each.list):
        inner = sorted(operands_of(atoms_of({"": atom.where}, "")).items())
        facts = vocabulary.lists[atom.list].by_id
        items = [
            {name: Recorded(value_of(facts[name], each, draw)) for name, each in inner if draw.random() < share}
            for _ in range(draw.choice([0, 1, 2]))
        ]
        if draw.random() < share:
            lists[atom.list] = Elements(draw.random() < 0.5, tuple(items))
    subjects = sorted({atom.subject for atom in atoms if isinstance(atom, PanelAtom)})
    views: tuple[Any, ...] = ("applies", "considerable_suspicion", "does_not_apply", None)
    verdicts = {subject: draw.choice(views) for subject in subjects if draw.random() < share}
    if draw.random() < 0.5:
        return Inputs(values, lists, verdicts)
    return Inputs({**edition.presumptions, **values}, lists, verdicts, presuming=True, recorded=values)


def formula(draw: random.Random, leaves: int, names: list[str], depth: int, width: int) -> Formula:
    if depth == 0 or draw.random() < 0.25:
        if names and draw.random() < 0.3:
            return Ref(draw.choice(names), draw.random() < 0.5)
        return leaf(draw.randrange(leaves), draw.random() < 0.5)
    fewest = 0 if draw.random() < 0.1 else 1
    below = [formula(draw, leaves, names, depth - 1, width) for _ in range(draw.randint(fewest, width))]
    kind = draw.choice([Every, Either, AtLeast])
    parts = tuple(below)
    return AtLeast(draw.randint(0, len(parts) + 1), parts) if kind is AtLeast else kind(parts)


def program(draw: random.Random, nodes: int, leaves: int, depth: int, width: int) -> dict[str, Pair]:
    """Any formulas at all: nothing says that met and not met exclude each other."""
    made: dict[str, Pair] = {}
    for i in range(nodes):
        names = list(made)
        made[f"node{i}"] = Pair(formula(draw, leaves, names, depth, width), formula(draw, leaves, names, depth, width))
    names = list(made)
    draw.shuffle(names)
    return {name: made[name] for name in names}


def plainly(nodes: dict[str, Pair], inputs: Inputs) -> dict[str, str]:
    knowledge = Knowledge(nodes, inputs)
    words = {
        (True, False): "met",
        (False, True): "not_met",
        (False, False): "open",
        (True, True): "contradiction",
    }
    return {name: words[knowledge.formula(Ref(name, True)), knowledge.formula(Ref(name, False))] for name in nodes}


# --- bounds -----------------------------------------------------------------------------------------------------


def test_nothing_of_the_shipped_guideline_is_unchecked(editions: list[Edition]) -> None:
    assert {edition.id: unchecked(edition) for edition in editions} == {edition.id: {} for edition in editions}


def test_every_ruleset_of_the_shipped_guideline_is_within_the_bounds(editions: list[Edition]) -> None:
    for edition in editions:
        for layer in Program(edition.nodes).layers:
            for rules in packed(layer):
                conditions = [tuple(condition) for condition, _ in rules]
                assert len(conditions) == len(set(conditions)) <= RULES
                assert len({signal for condition in conditions for signal in condition}) <= PROPERTIES
                assert max(map(len, conditions)) <= WIDTH


def test_no_two_names_have_one_hash_in_durable_rules() -> None:
    def fnv(name: str) -> int:
        found = 2166136261
        for byte in name.encode():
            found = (found ^ byte) * 16777619 % 2**32
        return found

    names = [*NAMES, MARKER, "id", "sid", "$s", "$m", "$i", "$forward"]

    assert fnv("f_449599") == fnv("f_612382")  # two names that durable-rules takes for one
    assert len({fnv(name) for name in names}) == len(names)


def beyond() -> dict[str, Pair]:
    many = tuple(leaf(i) for i in range(65))
    return {
        "route:counted": Pair(AtLeast(33, many), Either(())),
        "route:resting": Pair(Ref("route:counted", True), leaf(1)),
        "route:wide": Pair(Every(many), leaf(1, False)),
    }


def test_what_is_beyond_the_bounds_is_named_with_why(edition: Edition) -> None:
    assert unchecked(replace(edition, nodes=beyond())) == {
        "route:counted": "counts 65 parts, more than 64",
        "route:resting": "rests on `route:counted`, which is unchecked",
    }


def test_a_program_is_never_larger_than_the_bounds() -> None:
    nodes = {f"node{i}": Pair(leaf(i), Every((leaf(i), leaf(i + 1)))) for i in range(MOST_RULES)}

    made = Program(nodes)

    assert sum(map(len, made.layers)) == MOST_RULES
    assert set(made.unchecked.values()) == {f"the edition needs more than {MOST_RULES} rules"}
    assert made.roots.keys() | made.unchecked.keys() == nodes.keys()


def test_nodes_that_refer_deeper_than_can_be_followed_are_unchecked() -> None:
    deep = {f"node{i}": Pair(Either((Ref(f"node{i + 1}", True), leaf(i))), leaf(i)) for i in range(2000)}

    made = Program({**deep, "node2000": Pair(leaf(0), leaf(1))})

    assert made.roots.keys() | made.unchecked.keys() == {*deep, "node2000"}
    assert "node0" in made.unchecked
    assert "node2000" not in made.unchecked


def test_the_same_meaning_is_one_signal() -> None:
    plan = Plan()
    one, two = plan.leaf(), plan.leaf()

    assert plan.every([one, two]) == plan.every([two, one, two])
    assert plan.either([one, plan.either([two])]) == plan.either([two, one])
    assert plan.at_least(1, [one, two]) == plan.either([one, two])
    assert plan.at_least(2, [one, two]) == plan.every([one, two])


# --- agreement --------------------------------------------------------------------------------------------------


@installed
def test_the_engines_agree_on_every_worked_case(guideline: Guideline) -> None:
    files, _ = read_folder(FOLDER, cases=True)
    results, _ = run_cases(guideline, files)
    decisions = [each.decision for each in results if each.decision is not None]

    assert len(decisions) > 100
    for each in decisions:
        assert compare(each.edition, each.report.id, each.inputs, each.answers) == ()


@installed
@pytest.mark.fuzz
def test_the_engines_agree_on_anything_recorded(editions: list[Edition]) -> None:
    draw = random.Random(1)  # noqa: S311 - not a secret
    for edition in editions:
        for i in range(200 if FULL else 8):
            inputs = inputs_of(edition, draw)
            assert compare(edition, f"report {i}", inputs, compiled(edition).run(inputs)) == ()


@installed
@pytest.mark.fuzz
@pytest.mark.slow
@given(st.data())
@examples(30)
def test_the_engines_agree_under_drawn_guidelines(data: st.DataObject) -> None:
    """`test_semantics` compares the first engine with the plain meaning under guidelines that are drawn alike."""
    guideline = make(data.draw(guidelines()))
    recorded, times = reports(guideline), moments(guideline)
    for _ in range(3):
        decide(guideline, guideline.report(data.draw(recorded)), at=data.draw(times), crosscheck=True)


@installed
def test_parts_that_nobody_asks_for_are_answered_too(edition: Edition, engine: DurableEngine) -> None:
    draw = random.Random(2)  # noqa: S311 - not a secret
    for _ in range(20):
        inputs = inputs_of(edition, draw)
        assert engine.answers(inputs) == plainly(dict(edition.nodes), inputs)


@installed
@pytest.mark.fuzz
@pytest.mark.parametrize(
    ("programs", "nodes", "leaves", "depth", "width"),
    [
        pytest.param(300 if FULL else 10, 10, 8, 3, 4, id="small"),
        pytest.param(20 if FULL else 2, 60, 60, 3, 6, id="many rulesets"),
        pytest.param(20 if FULL else 2, 6, 60, 2, 40, id="wide"),
        pytest.param(20 if FULL else 2, 120, 10, 1, 3, id="deep"),
    ],
)
def test_any_formulas_are_decided_as_they_are_written(
    programs: int, nodes: int, leaves: int, depth: int, width: int
) -> None:
    draw = random.Random(nodes)  # noqa: S311 - not a secret
    for _ in range(programs):
        made = program(draw, nodes, leaves, depth, width)
        with DurableEngine(made) as engine:
            for _ in range(25):
                share, yes = draw.choice([0.0, 0.3, 0.9, 1.0]), draw.choice([0.0, 0.5, 1.0, 1.0])
                known = [f"fact{i}" for i in range(leaves) if draw.random() < share]
                inputs = recorded(**{name: draw.random() < yes for name in known})
                expected = {name: each for name, each in plainly(made, inputs).items() if name not in engine.unchecked}
                assert engine.answers(inputs) == expected


@installed
def test_a_crosschecked_decision_is_the_same_decision(guideline: Guideline) -> None:
    at = datetime(2025, 10, 1, 12, tzinfo=UTC)
    report = guideline.report({"id": "r1", "facts": {"page.kind": "web_page"}})

    plain, checked = decide(guideline, report, at=at), decide(guideline, report, at=at, crosscheck=True)

    assert (plain.category, plain.routes, plain.referrals) == (
        checked.category,
        checked.routes,
        checked.referrals,
    )


@installed
def test_what_is_beyond_the_bounds_is_returned_and_not_compared(edition: Edition) -> None:
    made = replace(edition, nodes=beyond())
    inputs = recorded(**{f"fact{i}": True for i in range(65)})

    assert compare(made, "r1", inputs, {"route:wide": "met"}) == ("route:counted", "route:resting")
    with pytest.raises(EngineDisagreement):
        compare(made, "r1", inputs, {"route:wide": "open"})


# --- disagreement -----------------------------------------------------------------------------------------------


@installed
def test_a_wrong_answer_is_named_with_both_answers(edition: Edition) -> None:
    inputs = Inputs({}, {}, {})
    answers = compiled(edition).run(inputs)
    right: dict[str, str] = {name: answers[name] for name in edition.nodes if not name.startswith(INLINED)}

    for name, answer in right.items():
        wrong = "met" if answer != "met" else "open"
        with pytest.raises(EngineDisagreement, match="`r1`") as raised:
            compare(edition, "r1", inputs, {**right, name: wrong})
        assert raised.value.differences == ((name, wrong, answer),)


@installed
def test_a_missing_answer_is_a_difference(edition: Edition) -> None:
    with pytest.raises(EngineDisagreement) as raised:
        compare(edition, "r1", Inputs({}, {}, {}), {})

    assert len(raised.value.differences) > 50
    assert {each[1] for each in raised.value.differences} == {"no answer"}


# --- what may happen to the other process -----------------------------------------------------------------------


def pid_of(engine: DurableEngine) -> int:
    assert engine._worker is not None
    return engine._worker._process.pid


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"


def becomes(state: Callable[[], bool], seconds: float = 5) -> bool:
    end = time.monotonic() + seconds
    while not state() and time.monotonic() < end:
        time.sleep(0.01)
    return state()


@installed
def test_a_killed_worker_is_one_clear_error_and_then_a_new_worker(small: DurableEngine) -> None:
    inputs, first = recorded(fact1=True), pid_of(small)
    os.kill(first, signal.SIGKILL)

    with pytest.raises(EngineUnavailable, match=r"was ended \(Killed\)\n.*no decision was made"):
        small.answers(inputs)
    assert small.answers(inputs) == {"answer:one": "met", "route:two": "met"}
    assert pid_of(small) != first


@installed
def test_the_kept_worker_of_an_edition_is_replaced_too(edition: Edition) -> None:
    inputs = Inputs({}, {}, {})
    answers = compiled(edition).run(inputs)
    compare(edition, "r1", inputs, answers)
    os.kill(pid_of(_engine(edition)), signal.SIGKILL)

    with pytest.raises(EngineUnavailable):
        compare(edition, "r1", inputs, answers)
    assert compare(edition, "r1", inputs, answers) == ()


@installed
def test_a_crash_says_where_it_crashed(small: DurableEngine) -> None:
    os.kill(pid_of(small), signal.SIGSEGV)

    with pytest.raises(EngineUnavailable, match=r"Segmentation fault(.|\n)*durable_worker\.py"):
        small.answers(recorded())


@installed
def test_a_hanging_worker_is_given_up_within_the_time_limit() -> None:
    with DurableEngine(SMALL, timeout=2) as engine:
        hanging = pid_of(engine)
        os.kill(hanging, signal.SIGSTOP)
        began = time.monotonic()

        with pytest.raises(EngineUnavailable, match="gave no answer within 2 s"):
            engine.answers(recorded(fact1=True))
        assert time.monotonic() - began < 4
        assert not is_alive(hanging)
        assert engine.answers(recorded(fact1=False))["answer:one"] == "not_met"


@installed
def test_an_interrupted_question_does_not_answer_the_next_one(small: DurableEngine) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    os.kill(pid_of(small), signal.SIGSTOP)
    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    try:
        with pytest.raises(KeyboardInterrupt):
            small.answers(recorded(fact1=True))
    finally:
        signal.signal(signal.SIGALRM, before)

    assert small.answers(recorded(fact1=False)) == {"answer:one": "not_met", "route:two": "open"}


@installed
def test_threads_get_their_own_answers(edition: Edition, engine: DurableEngine) -> None:
    def run(seed: int) -> list[bool]:
        draw = random.Random(seed)  # noqa: S311 - not a secret
        drawn = [inputs_of(edition, draw) for _ in range(20)]
        return [engine.answers(each) == plainly(dict(edition.nodes), each) for each in drawn]

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(run, range(4)))

    assert all(map(all, results))


@installed
def test_a_closed_engine_has_no_process_and_may_be_asked_again(small: DurableEngine) -> None:
    worker = pid_of(small)

    small.close()

    assert not is_alive(worker)
    assert small.answers(recorded(fact1=True))["answer:one"] == "met"


@installed
def test_an_engine_that_nobody_holds_has_no_process() -> None:
    engine = DurableEngine(SMALL)
    engine.start()
    worker = pid_of(engine)

    del engine

    assert not is_alive(worker)


# What a program may do to its worker: each prints what it was told, then the number of the worker's process.
SCRIPT = """
import os, sys
from ihc_rules.engine.atoms import Inputs
from ihc_rules.engine.durable import DurableEngine
from ihc_rules.guideline.formula import Either, Every, Pair
engine = DurableEngine({"answer:one": Pair(Every(()), Either(()))})
ask = lambda: engine.answers(Inputs({}, {}, {}))["answer:one"]
"""
ENDINGS = {
    "it ends": "print(ask(), engine._worker._process.pid)",
    "it is killed": "print(ask(), engine._worker._process.pid, flush=True); os.kill(os.getpid(), 9)",
    "it leaves at once": "print(ask(), engine._worker._process.pid, flush=True); os._exit(0)",
    "it forks": """
first, child = ask(), os.fork()
if child:
    told = os.waitpid(child, 0)[1]
    print(first if told == 0 and ask() == "met" else told, engine._worker._process.pid)
else:
    inherited = engine._worker._process.pid
    sys.exit(not (ask() == "met" and engine._worker._process.pid != inherited))
""",
}


@installed
@pytest.mark.parametrize("ending", ENDINGS.values(), ids=ENDINGS)
def test_a_worker_ends_with_its_program(ending: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT + ending], capture_output=True, text=True, timeout=60, check=False
    )

    answer, pid = done.stdout.split()
    assert (answer, done.stderr) == ("met", "")
    assert becomes(lambda: not is_alive(int(pid)))


# --- what durable-rules may be ----------------------------------------------------------------------------------

LIES = """
import os
def create_ruleset(name, rules): return 1
def assert_fact(handle, fact): global last; last = fact; return 0, 1
def start_action_for_state(handle, state): return None
def complete_and_start_action(handle, state): return None
def retract_fact(handle, fact): return 0, 1
"""
FIRES = "def start_action_for_state(handle, state): return '{}', '{\"r0\": {\"m\": %s}}' % last\n"
AGAIN = 'def complete_and_start_action(handle, state): return \'{"r0": {"m": %s}}\' % last\n'
OTHER = {
    "not there": (
        "raise ImportError('no module named durable_rules_engine')",
        r"cannot be imported .*\n.*install `ihc-rules\[durable\]` on Python 3.11 or 3.12",
    ),
    "crashes when loaded": ("import os; os.kill(os.getpid(), 11)", r"was ended \(Segmentation fault\)"),
    "leaves when loaded": ("import os; os._exit(7)", r"was ended \(code 7\)"),
    "hangs when loaded": ("while True: pass", r"gave no answer within 2 s|was ended \(Alarm clock\)"),
    "refuses a ruleset": (
        LIES + "def create_ruleset(name, rules): raise ValueError('error code: 113')",
        r"gave up \(ValueError: error code: 113\)",
    ),
    "keeps old facts": (
        LIES + "def assert_fact(handle, fact): return 2, 1",
        "gave up .* refused a fact, code 2",
    ),
    "fires twice": (LIES + FIRES + AGAIN, "gave up .* fired a rule twice"),
    "fires for another fact": (
        LIES + FIRES.replace("last", 'last.replace(\'"id": "\', \'"id": "9\')'),
        "gave up .* for another fact",
    ),
    "speaks over the line": (
        LIES
        + "def assert_fact(handle, fact): [os.write(n, b'{}\\n') for n in range(3, 9) if os.path.exists(f'/proc/self/fd/{n}')]; return 0, 1",
        "answered nonsense",
    ),
}


@pytest.mark.parametrize(("module", "expected"), OTHER.values(), ids=OTHER)
def test_whatever_durable_rules_does_is_a_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, expected: str
) -> None:
    (tmp_path / "durable_rules_engine.py").write_text(module, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    engine = DurableEngine(SMALL, timeout=2)

    with pytest.raises(EngineUnavailable, match=expected):
        engine.answers(recorded(fact1=True))
    assert engine._worker is None


def test_a_rule_that_durable_rules_loses_is_a_disagreement(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, edition: Edition
) -> None:
    (tmp_path / "durable_rules_engine.py").write_text(LIES, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    with pytest.raises(EngineDisagreement) as raised:
        compare(
            replace(edition, nodes=SMALL),
            "r1",
            recorded(fact1=True),
            {"answer:one": "met", "route:two": "met"},
        )
    assert raised.value.differences == (("answer:one", "met", "open"), ("route:two", "met", "open"))


def test_nothing_recorded_leaves_the_process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    heard = tmp_path / "heard"
    keep = LIES + f"def assert_fact(handle, fact): open({str(heard)!r}, 'a').write(fact); return 0, 1\n"
    keep += f"def create_ruleset(name, rules): open({str(heard)!r}, 'a').write(name + rules); return 1"
    (tmp_path / "durable_rules_engine.py").write_text(keep, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    secret = FactAtom(None, "page.words", FactTest("in", frozenset(["confidential"])))

    with DurableEngine({"answer:hidden": Pair(Known(secret, True), Known(secret, False))}) as engine:
        engine.answers(Inputs({"page.words": "confidential"}, {}, {}))

    told = heard.read_text(encoding="utf-8")
    assert '"on": true, "p0": true' in told
    assert not any(word in told for word in ("confidential", "page", "words", "hidden", "answer"))
