"""Conjunctions of signals, in layers → those that hold, found by durable-rules in a process of its own.

- A signal is a number: something known, or something concluded. A rule says: where all of these are on, those
  are on too. So any formula without negation becomes rules, and durable-rules sees only numbered booleans.
- Its layers run one after another: what one concludes is known to the next. Of durable-rules only the C
  matcher is used, on flat facts and conjunctions, where it was measured never to err (docs/decisions/0003).
- Every bound beyond which it crashes, hangs or loses rules is kept here: `Plan` keeps rules small, `packed`
  keeps rulesets small. What cannot be kept small raises `Beyond`.
- Any error ends the process: nothing of a failed decision is left for the next one. Nor does an endless loop
  outlive its caller: the kernel's alarm ends it.

Started as a script by `engine.durable`; it imports nothing of ihc_rules and so starts fast and stays small.
"""

from __future__ import annotations

import faulthandler
import json
import os
import signal
import sys
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

# What the C code stands, measured: 64 matched conditions pending (past that it loses rules), 252 properties
# of a fact, 255 equal conditions, 512 first conditions. A ruleset of 60 rules with no two conditions alike is
# near none of them: what is pending lies on the ways to different rules.
RULES, PROPERTIES, WIDTH = 60, 200, 12
# Ours, so that one edition neither eats the machine nor takes seconds to decide.
MOST_RULES, MOST_LAYERS, MOST_COUNTED, MOST_MERGED = 6000, 64, 64, 64

MARKER = "on"
NAMES = tuple(f"p{i}" for i in range(PROPERTIES))  # the C code knows names by a 32-bit hash: these all differ
OK, NOT_HANDLED = 0, 1  # of the C code: something matched, nothing matched

Signals = frozenset[int]
Rule = tuple[Sequence[int], Sequence[int]]  # where all of these are on: those are on too


class Beyond(Exception):
    """Something cannot be decided within the safe bounds."""


class Plan:
    """Builds signals and the rules that conclude them, within bounds; the same meaning is one signal."""

    def __init__(self) -> None:
        self._ways: dict[int, frozenset[Signals]] = {}  # of a concluded signal: any of them suffices
        self._concluded: dict[frozenset[Signals], int] = {}
        self._layer: list[int] = []
        self._rules: dict[Signals, list[int]] = {}

    def leaf(self) -> int:
        """A signal that is known or not."""
        self._layer.append(0)
        return len(self._layer) - 1

    def every(self, signals: Iterable[int]) -> int:
        """On where all of these are.

        Raises:
            Beyond: with what is exceeded.
        """
        needed: set[int] = set()
        for each in signals:
            ways = self._ways.get(each)
            if ways is None or len(ways) > 1:
                needed.add(each)
            elif ways:
                needed |= next(iter(ways))
            else:
                return self._conclude(frozenset())  # one of them never is
        return self._conclude(frozenset([frozenset(needed)]))

    def either(self, signals: Iterable[int]) -> int:
        """On where any of these is.

        Raises:
            Beyond: with what is exceeded.
        """
        found: set[Signals] = set()
        for each in signals:
            ways = self._ways.get(each)
            found |= {frozenset([each])} if ways is None or len(ways) > MOST_MERGED else ways
        return self._conclude(frozenset([frozenset()] if frozenset() in found else found))

    def at_least(self, number: int, signals: Sequence[int]) -> int:
        """On where so many of these are: so many of the first half, and the rest of the other half.

        Raises:
            Beyond: with what is exceeded.
        """
        if len(signals) > MOST_COUNTED:
            raise Beyond(f"counts {len(signals)} parts, more than {MOST_COUNTED}")
        made: dict[tuple[int, int, int], int] = {}

        def of(wanted: int, start: int, end: int) -> int:
            key = wanted, start, end
            if key not in made:
                middle = (start + end) // 2
                if wanted > end - start:
                    made[key] = self.either(())
                elif wanted <= 0:
                    made[key] = self.every(())
                elif end - start == 1:
                    made[key] = signals[start]
                else:
                    splits = range(wanted + 1)
                    made[key] = self.either(
                        [self.every([of(i, start, middle), of(wanted - i, middle, end)]) for i in splits]
                    )
            return made[key]

        return of(number, 0, len(signals))

    def layers(self) -> list[list[Rule]]:
        """All rules: each in a layer after all that it rests on, no two with the same condition."""
        found: list[list[Rule]] = [[] for _ in range(max(map(self._depth, self._rules), default=0))]
        for condition, conclusions in self._rules.items():
            found[self._depth(condition) - 1].append((sorted(condition), conclusions))
        return [sorted(layer) for layer in found]

    def _conclude(self, ways: frozenset[Signals]) -> int:
        if ways not in self._concluded:
            narrow = [self._narrow(each) for each in ways]
            depth = max(map(self._depth, narrow), default=0)
            new = sum(each not in self._rules for each in narrow)
            if depth > MOST_LAYERS:
                raise Beyond(f"lies deeper than {MOST_LAYERS} layers")
            if len(self._rules) + new > MOST_RULES:
                raise Beyond(f"the edition needs more than {MOST_RULES} rules")
            made = self._concluded[ways] = self.leaf()
            self._layer[made] = depth
            self._ways[made] = ways
            for each in narrow:
                self._rules.setdefault(each, []).append(made)
        return self._concluded[ways]

    def _narrow(self, condition: Signals) -> Signals:
        """The same condition over fewer signals, which stand for parts of it."""
        while len(condition) > WIDTH:
            ordered = sorted(condition)
            parts = [ordered[i : i + WIDTH] for i in range(0, len(ordered), WIDTH)]
            condition = frozenset(self._conclude(frozenset([frozenset(part)])) for part in parts)
        return condition

    def _depth(self, condition: Signals) -> int:
        return 1 + max((self._layer[each] for each in condition), default=0)


def packed(layer: Sequence[Rule]) -> list[list[Rule]]:
    """The rules of one layer in sets within the bounds of the C code."""
    found: list[list[Rule]] = []
    names: set[int] = set()
    for rule in layer:
        if not found or len(found[-1]) == RULES or len(names | set(rule[0])) > PROPERTIES:
            found.append([])
            names = set()
        found[-1].append(rule)
        names |= set(rule[0])
    return found


class Ruleset:
    """One ruleset in the C code. It holds one fact at a time, and none between two calls."""

    def __init__(self, engine: Any, name: str, rules: Sequence[Rule]) -> None:
        used = sorted({each for condition, _ in rules for each in condition})
        if len(rules) > RULES or len(used) > PROPERTIES or any(len(rule[0]) > WIDTH for rule in rules):
            raise Beyond("the rules are beyond the bounds of durable-rules")
        self._engine = engine
        self._property = dict(zip(used, NAMES, strict=False))
        self._conclusions = {f"r{i}": conclusions for i, (_, conclusions) in enumerate(rules)}
        definition = {f"r{i}": {"all": [{"m": self._all(rule[0])}]} for i, rule in enumerate(rules)}
        self._handle = engine.create_ruleset(name, json.dumps(definition))

    def _all(self, condition: Sequence[int]) -> dict[str, Any]:
        names = [MARKER, *(self._property[each] for each in condition)]
        return {MARKER: True} if len(names) == 1 else {"$and": [{name: True} for name in names]}

    def run(self, number: int, on: set[int]) -> set[int]:
        """What follows in this layer from the signals that are on."""
        known = [MARKER, *(name for each, name in self._property.items() if each in on)]
        fact = json.dumps({"id": str(number), "sid": "0"} | dict.fromkeys(known, True))
        engine, handle = self._engine, self._handle
        code, state = engine.assert_fact(handle, fact)
        if code not in (OK, NOT_HANDLED):
            raise RuntimeError(f"durable-rules refused a fact, code {code}")
        fired: set[str] = set()
        started = engine.start_action_for_state(handle, state)
        message = started[1] if started else None
        while message is not None:
            ((name, match),) = json.loads(message).items()
            if match["m"]["id"] != str(number) or name in fired:
                raise RuntimeError("durable-rules fired a rule twice, or for another fact")
            fired.add(name)
            message = engine.complete_and_start_action(handle, state)
        code, _ = engine.retract_fact(handle, fact)
        if code not in (OK, NOT_HANDLED):
            raise RuntimeError(f"durable-rules kept a fact, code {code}")
        return {each for name in fired for each in self._conclusions[name]}


def serve(requests: BinaryIO, replies: BinaryIO) -> int:
    """Answers line by line until the caller closes: first the rules, then one decision a line."""
    layers: list[list[Ruleset]] = []
    for line in requests:
        request = json.loads(line)
        number = request["number"]
        signal.setitimer(signal.ITIMER_REAL, request["seconds"])
        reply: dict[str, Any] = {"number": number}
        try:
            if "layers" in request:
                layers = _loaded(request["layers"])
                reply["rulesets"] = sum(map(len, layers))
            else:
                reply["on"] = _concluded(layers, number, set(request["on"]))
        except ImportError as error:
            reply["missing"] = str(error)
        except Exception as error:  # whatever it is: the caller hears of it, and the process ends
            reply["error"] = f"{type(error).__name__}: {error}"
        replies.write(json.dumps(reply).encode() + b"\n")
        replies.flush()
        signal.setitimer(signal.ITIMER_REAL, 0)
        if "error" in reply or "missing" in reply:
            return 1
    return 0


def _loaded(layers: Sequence[Sequence[Rule]]) -> list[list[Ruleset]]:
    import durable_rules_engine as engine  # noqa: PLC0415 - C code that can take its process down: only here

    return [
        [Ruleset(engine, f"layer{i}-{j}", rules) for j, rules in enumerate(packed(layer))]
        for i, layer in enumerate(layers)
    ]


def _concluded(layers: Sequence[Sequence[Ruleset]], number: int, known: set[int]) -> list[int]:
    on = set(known)
    for layer in layers:
        on |= set().union(*(ruleset.run(number, on) for ruleset in layer))
    return sorted(on - known)


def main() -> int:
    """Serves on standard input and output; whatever the C code prints goes to standard error."""
    faulthandler.enable()
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGALRM])
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return serve(sys.stdin.buffer, replies)


if __name__ == "__main__":
    sys.exit(main())
