"""Edition × inputs → the same answers once more, by durable-rules in a process of its own: a second opinion.

- What is known is found plainly, atom by atom (`atoms.Knowledge`); durable-rules then works out every node,
  met and not met apart. No table, layer or step of the compiled engine is shared.
- Only numbers of atoms go to the worker: no text of a report, no names, no values.
- durable-rules can crash, hang and lose rules (docs/decisions/0003). So it runs in a worker process, one
  decision at a time, within a time limit and within bounds where it was measured to be right. A worker that
  does anything unforeseen is ended: the caller gets `EngineUnavailable`, and the next call a new worker.
- A node that cannot be kept within the bounds is `unchecked`: named, and never counted as agreed.
- One worker each for the editions used last. They end with their process; a forked process starts its own.

Example:
    >>> import datetime, ihc_rules
    >>> unchecked(ihc_rules.load("ihc").on(datetime.date(2025, 10, 1)))
    {}
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import weakref
from collections.abc import Mapping
from pathlib import Path
from signal import strsignal
from threading import Lock
from typing import Any, Protocol

from ihc_rules.engine.atoms import Inputs, Knowledge
from ihc_rules.engine.durable_worker import Beyond, Plan
from ihc_rules.engine.layers import INLINED
from ihc_rules.errors import EngineDisagreement, EngineUnavailable, Problem
from ihc_rules.guideline.edition import Edition
from ihc_rules.guideline.formula import AtLeast, Atom, Either, Every, Formula, Known, Pair, Ref
from ihc_rules.problem_texts.text import shown

TIMEOUT = 10.0  # seconds; a decision takes milliseconds: past this it is a crash that does not say so
KEPT = 16  # editions whose worker is kept, of some 20 MB each
LONGEST = 1 << 20  # bytes of a reply
WORDS = {
    (True, False): "met",
    (False, True): "not_met",
    (False, False): "open",
    (True, True): "contradiction",
}


class Answered(Protocol):
    """Answers of an engine, by node."""

    def __getitem__(self, node: str, /) -> str: ...


class Program:
    """The nodes of a normal form as rules over signals, each after those that it refers to."""

    def __init__(self, nodes: Mapping[str, Pair]) -> None:
        self.atoms: dict[Atom, tuple[int, int]] = {}  # the signals of known to be true, known to be false
        self.roots: dict[str, tuple[int, int]] = {}  # the signals of met, not met
        self.unchecked: dict[str, str] = {}  # why
        self._nodes, self._plan = nodes, Plan()
        for name in nodes:
            self._place(name)
        self.layers = self._plan.layers()

    def _place(self, name: str) -> None:
        if name not in self.roots and name not in self.unchecked:
            try:
                met, not_met = self._signal(self._nodes[name].met), self._signal(self._nodes[name].not_met)
                self.roots[name] = self._plan.either([met]), self._plan.either([not_met])
            except (Beyond, RecursionError) as limit:
                self.unchecked[name] = str(limit)

    def _signal(self, formula: Formula) -> int:
        match formula:
            case Known(atom, value):
                if atom not in self.atoms:
                    self.atoms[atom] = self._plan.leaf(), self._plan.leaf()
                return self.atoms[atom][0 if value else 1]
            case Ref(node, met):
                self._place(node)
                if node in self.unchecked:
                    raise Beyond(f"rests on `{node}`, which is unchecked")
                return self.roots[node][0 if met else 1]
            case Every(parts):
                return self._plan.every([self._signal(part) for part in parts])
            case Either(parts):
                return self._plan.either([self._signal(part) for part in parts])
            case AtLeast(number, parts):
                return self._plan.at_least(number, [self._signal(part) for part in parts])


class Worker:
    """The other process. Whatever it does unforeseen raises EngineUnavailable; it is of no use after that."""

    def __init__(self) -> None:
        self._line, theirs = socket.socketpair()  # not pipes: a socket has a time limit for writing as well
        self._replies = self._line.makefile("rb")
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the process lives
        self._number = 0
        script = Path(__file__).with_name("durable_worker.py")
        safe = "-I" if sys.flags.isolated else "-P"  # nothing is imported from the folder we happen to be in
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own script
                [sys.executable, safe, str(script)],
                stdin=theirs.fileno(),
                stdout=theirs.fileno(),
                stderr=self._complaints,
                start_new_session=True,  # Ctrl-C is for the caller
            )
        except OSError as error:
            self._close()
            raise EngineUnavailable(Problem("engine-not-started", values={"reason": str(error)})) from error
        finally:
            theirs.close()

    def ask(self, request: Mapping[str, Any], seconds: float) -> Any:
        """The reply to one request. The worker's own alarm ends it, should it answer in drops."""
        self._number += 1
        line = json.dumps({"number": self._number, "seconds": seconds, **request}).encode() + b"\n"
        try:
            self._line.settimeout(seconds)
            self._line.sendall(line)
            reply = self._replies.readline(LONGEST)
        except TimeoutError as error:
            raise self._unavailable("engine-silent", seconds=f"{seconds:g}") from error
        except OSError:
            reply = b""
        return self._read(reply)

    def _read(self, line: bytes) -> Any:
        if not line.endswith(b"\n") and len(line) < LONGEST:
            raise self._ended()
        try:
            reply = json.loads(line)
        except (ValueError, RecursionError):
            reply = None
        if not isinstance(reply, dict) or reply.get("number") != self._number:
            raise self._unavailable("engine-nonsense")
        if "missing" in reply:
            values = {"reason": shown(reply["missing"]), "python": sys.version.split()[0]}
            raise EngineUnavailable(Problem("engine-missing", values=values))
        if "error" in reply:
            raise self._unavailable("engine-gave-up", reason=str(reply["error"]))
        return reply

    def concluded(self, on: list[int], possible: set[int], seconds: float) -> set[int]:
        """The signals that follow from those that are on."""
        concluded = self.ask({"on": on}, seconds).get("on")
        if not isinstance(concluded, list) or not all(type(n) is int and n in possible for n in concluded):
            raise self._unavailable("engine-nonsense")
        return set(concluded)

    def stop(self, owner: int) -> None:
        """End the process, however stuck; in a fork of its owner, only let go of it."""
        if os.getpid() == owner:
            self._process.kill()
            self._process.wait()
        else:
            self._process.returncode = 0
        self._close()

    def _close(self) -> None:
        for each in (self._replies, self._line, self._complaints):
            each.close()

    def _ended(self) -> EngineUnavailable:
        try:
            code = self._process.wait(1)
        except subprocess.TimeoutExpired:
            return self._unavailable("engine-nonsense")  # it closed its line, and lives
        return self._unavailable("engine-ended", how=str(strsignal(-code)) if code < 0 else f"code {code}")

    def _unavailable(self, code: str, **values: str) -> EngineUnavailable:
        self._complaints.seek(0)
        said = self._complaints.read()[-2000:].decode(errors="replace").strip()
        return EngineUnavailable(Problem(code, values=values), said)


class DurableEngine:
    """durable-rules on one normal form. Any number of threads may ask; they are answered one after another.

    Args:
        timeout: seconds that a start or an answer may take.

    Attributes:
        unchecked: the nodes beyond its safe bounds, each with why.
    """

    def __init__(self, nodes: Mapping[str, Pair], timeout: float = TIMEOUT) -> None:
        self._nodes, self._timeout = nodes, timeout
        self._program = Program(nodes)
        self._possible = {each for layer in self._program.layers for _, on in layer for each in on}
        self.unchecked: Mapping[str, str] = self._program.unchecked
        self._lock, self._owner = Lock(), os.getpid()
        self._worker: Worker | None = None
        self._finalizer: Any = None

    def __enter__(self) -> DurableEngine:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Start the worker now instead of with the first question; raises what `answers` does."""
        self._concluded([])

    def answers(self, inputs: Inputs) -> dict[str, str]:
        """The answer of every node but the unchecked ones; `contradiction` where both met and not met hold.

        Raises:
            EngineUnavailable: with why, and what can be done.
        """
        knowledge, on = Knowledge(self._nodes, inputs), set[int]()
        for atom, (true, false) in self._program.atoms.items():
            if (known := knowledge.atom(atom)) is not None:
                on.add(true if known else false)
        on |= self._concluded(sorted(on))
        return {name: WORDS[met in on, no in on] for name, (met, no) in self._program.roots.items()}

    def close(self) -> None:
        """End the worker; the next question starts another."""
        with self._lock:
            self._end()

    def _concluded(self, on: list[int]) -> set[int]:
        with _lock:
            if os.getpid() != self._owner:  # forked: the worker is our parent's, and who holds the lock is there
                self._lock, self._owner = Lock(), os.getpid()
                self._end()
        with self._lock:
            try:
                if self._worker is None:
                    self._worker = Worker()
                    self._finalizer = weakref.finalize(self, self._worker.stop, self._owner)
                    self._worker.ask({"layers": self._program.layers}, self._timeout)
                return self._worker.concluded(on, self._possible, self._timeout)
            except BaseException:  # an interrupt too: an answer still to come is not the next question's
                self._end()
                raise

    def _end(self) -> None:
        if self._finalizer is not None:
            self._finalizer()
        self._worker = self._finalizer = None


_engines: dict[str, DurableEngine] = {}  # by digest of the edition; the one used last stands last
_lock = Lock()
os.register_at_fork(before=_lock.acquire, after_in_parent=_lock.release, after_in_child=_lock.release)


def _engine(edition: Edition) -> DurableEngine:
    digest = edition.digest
    with _lock:
        engine = _engines.pop(digest) if digest in _engines else DurableEngine(edition.nodes)
        _engines[digest] = engine
        if len(_engines) > KEPT:
            del _engines[next(iter(_engines))]  # its worker ends when nobody asks it any more
        return engine


def unchecked(edition: Edition) -> dict[str, str]:
    """The nodes of an edition that durable-rules cannot safely decide, each with why."""
    return {name: why for name, why in _engine(edition).unchecked.items() if not name.startswith(INLINED)}


def compare(edition: Edition, report_id: str, inputs: Inputs, answers: Answered) -> tuple[str, ...]:
    """Decide once more with durable-rules and compare every answer.

    Returns:
        The nodes that were not compared, because they are beyond the safe bounds of durable-rules.

    Raises:
        EngineDisagreement: with every node on which the engines differ. EngineUnavailable: with why.
    """
    second = _engine(edition).answers(inputs)
    asked = [name for name in edition.nodes if not name.startswith(INLINED)]
    compared = [(name, _answer(answers, name), second[name]) for name in asked if name in second]
    if differences := [each for each in compared if each[1] != each[2]]:
        raise EngineDisagreement(report_id, differences)
    return tuple(name for name in asked if name not in second)


def _answer(answers: Answered, node: str) -> str:
    try:
        return answers[node]
    except KeyError:
        return "no answer"
