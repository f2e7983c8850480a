"""Arguments of a public call × what each must be → the call, or what is wrong with them.

- A function of the door is called only with arguments that it can use: whatever else is given is a `WrongArgument`
  that names the argument and says what to give (a provision that is not in force: `NoSuchProvision`).
- Inside the library the functions call each other without these checks.
- A call with too many or too few arguments is a `TypeError`, as in any Python.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import wraps
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ihc_rules.decision.correct import Correction
from ihc_rules.decision.decide import Decision, Referral
from ihc_rules.decision.events import Event
from ihc_rules.errors import (
    NoSuchProvision,
    Problem,
    WrongArgument,
    nearest,
    needs_language,
    wrong_argument,
)
from ihc_rules.guideline.guideline import NEEDED_BOOLEAN, NEEDED_REPORT, NEEDED_TIME, Guideline
from ihc_rules.problem_texts.text import shown
from ihc_rules.report import Report

if TYPE_CHECKING:
    pass

F = TypeVar("F", bound=Callable[..., Any])
Given = Mapping[str, Any]


def _is(kind: type, name: str, needed: str) -> Callable[[Given], None]:
    """A check that an argument is a value of one kind."""

    def check(given: Given) -> None:
        if not isinstance(given[name], kind):
            raise wrong_argument(name, needed)

    return check


def _provision(name: str) -> Callable[[Given], None]:
    """A check that an argument names a provision in force, or nothing at all where that may be."""

    def check(given: Given) -> None:
        written, decision = given[name], given["decision"]
        if "organisation" in given:  # `xarf` tells why there is no report, of whatever provision
            if not isinstance(written, str):
                raise wrong_argument(name, '"I-01"')
            return
        known = decision.edition.rules.provisions
        if (isinstance(written, str) and written in known) or (name == "only" and written is None):
            return
        values = {"name": shown(written), "day": decision.day.isoformat()}
        raise NoSuchProvision(Problem("no-such-provision", None, name, values, nearest(shown(written), known)))

    return check


def _node(given: Given) -> None:
    written, known = given["node"], given["decision"].edition.nodes
    if not isinstance(written, str) or written not in known:
        near = nearest(shown(written), known)
        raise WrongArgument(Problem("unknown-node", None, "node", {"name": shown(written)}, near))


def _files(given: Given) -> None:
    files = given["files"]
    if not isinstance(files, Mapping) or not all(isinstance(n, str) and isinstance(files[n], bytes) for n in files):
        raise wrong_argument("files", "{'cases.yaml': b'…'}")


def _before(given: Given) -> None:
    before = given["before"]
    several = before if isinstance(before, (list, tuple)) else [before]
    if not several or not all(isinstance(each, Decision) for each in several):
        raise wrong_argument("before", NEEDED_DECISION)


def _informed(given: Given) -> None:
    informed = given["informed"]
    pairs = () if informed is None else informed
    if not isinstance(pairs, (list, tuple, set, frozenset)) or not all(map(_is_pair, pairs)):
        raise wrong_argument("informed", '[("police", "police")]')


def _is_pair(each: object) -> bool:
    return isinstance(each, tuple) and len(each) == PAIR and all(isinstance(name, str) for name in each)


def _supersedes(given: Given) -> None:
    if not isinstance(given["supersedes"], (str, type(None))):
        raise wrong_argument("supersedes", '"decision-1"')


def _later(module: str, kind: str, name: str, needed: str) -> Callable[[Given], None]:
    """A check that an argument is a value of a kind whose module is not loaded before it is needed."""

    def check(given: Given) -> None:
        if not isinstance(given[name], getattr(import_module(f"ihc_rules.referral.{module}"), kind)):
            raise wrong_argument(name, needed)

    return check


def _at(given: Given) -> None:
    """A time; what signs and checks mail needs one with its offset, and of our age."""
    at = given["at"]
    if not isinstance(at, datetime):
        raise wrong_argument("at", NEEDED_TIME)
    of_mail = "guideline" not in given
    if of_mail and (at.utcoffset() is None or not FIRST_YEAR <= at.year <= LAST_YEAR):
        raise wrong_argument("at", NEEDED_TIME)


def _referral(given: Given) -> None:
    """A referral of the edition that the decision is under."""
    referral, routes = given["referral"], given["decision"].edition.rules.routes
    if not isinstance(referral, Referral) or referral.route not in routes:
        raise wrong_argument("referral", "decision.referrals[0]")


def _signer(given: Given) -> None:
    if not all(hasattr(given["signer"], each) for each in ("certificate", "chain", "algorithm", "sign")):
        raise wrong_argument("signer", 'load_pkcs12(content, "password")')


def _templates_given(given: Given) -> None:
    if not isinstance(given["templates"], (Mapping, type(None))):
        raise wrong_argument("templates", "load_templates(folder)")


def _password(given: Given) -> None:
    needed = "content" in given  # of PKCS#12; a key in PEM may be without
    if not isinstance(given["password"], str) and (needed or given["password"] is not None):
        raise wrong_argument("password", '"password"')


def _day(given: Given) -> None:
    if not isinstance(given["day"], date) or isinstance(given["day"], datetime):
        raise wrong_argument("day", "datetime.date(2025, 10, 1)")


def _certificate(given: Given) -> None:
    if not hasattr(given["certificate"], "not_valid_after_utc"):
        raise wrong_argument("certificate", NEEDED_CERTIFICATE)


def _readers(given: Given) -> None:
    readers = given["readers"]
    if not isinstance(readers, (list, tuple)) or not all(hasattr(each, "not_valid_after_utc") for each in readers):
        raise wrong_argument("readers", f"[{NEEDED_CERTIFICATE}]")


def _chain(given: Given) -> None:
    chain = given["chain"]
    if not isinstance(chain, (list, tuple)) or not all(hasattr(each, "not_valid_after_utc") for each in chain):
        raise wrong_argument("chain", f"[{NEEDED_CERTIFICATE}]")


def _private_key(given: Given) -> None:
    if not all(hasattr(given["private_key"], each) for each in ("private_numbers", "decrypt")):  # RSA
        raise wrong_argument("private_key", "load_pem_private_key(content, None)")


def _events(given: Given) -> None:
    if not isinstance(given["events"], (list, tuple, set, frozenset)) or not all(map(_is_event, given["events"])):
        raise wrong_argument("events", "read_events(data, routes)")


def _is_event(each: object) -> bool:
    return isinstance(each, Event)


def _corrections(given: Given) -> None:
    several = given["corrections"]
    if not isinstance(several, (list, tuple)) or not all(isinstance(each, Correction) for each in several):
        raise wrong_argument("corrections", "corrections(before, after)")


def _since(given: Given) -> None:
    since = given["since"]
    if since is None:
        return
    if not isinstance(since, datetime) or since.utcoffset() is None or not FIRST_YEAR <= since.year <= LAST_YEAR:
        raise wrong_argument("since", NEEDED_TIME)


def _routes(given: Given) -> None:
    routes = given["routes"]
    kinds = (list, tuple, set, frozenset, Mapping)
    if not isinstance(routes, kinds) or not all(isinstance(one, str) for one in routes):
        raise wrong_argument("routes", "decision.routes")


def _path(given: Given) -> None:
    if not isinstance(given["path"], str) or not given["path"].isidentifier():
        raise wrong_argument("path", '"events"')


def _anything(_: Given) -> None:
    """What is looked at by the function itself."""


NEEDED_DECISION = "decide(guideline, report, at=…)"
NEEDED_CERTIFICATE = "cryptography.x509.load_pem_x509_certificate(content)"
PAIR = 2  # route and recipient
FIRST_YEAR, LAST_YEAR = 1950, 9998  # of the times that certificates know, and a day of any zone below the end
CHECKS: Mapping[str, Callable[[Given], None]] = {  # by the name of the parameter, whose function ever it is
    "guideline": _is(Guideline, "guideline", "ihc_rules.load(…)"),
    "report": _is(Report, "report", NEEDED_REPORT),
    "decision": _is(Decision, "decision", NEEDED_DECISION),
    "after": _is(Decision, "after", NEEDED_DECISION),
    "before": _before,
    "informed": _informed,
    "supersedes": _supersedes,
    "referral": _referral,
    "case": _later("compose", "Case", "case", "Case(referral_id, day, sender, recipient)"),
    "templates": _templates_given,
    "day": _day,
    "message": _later("message", "Message", "message", "compose(decision, referral, case=…, lang=…)"),
    "signer": _signer,
    "trust": _later("certificate", "Trust", "trust", "Trust((root,))"),
    "organisation": _later("xarf", "Organisation", "organisation", "Organisation(org, contact, domain)"),
    "mail": _is(bytes, "mail", "b'…'"),
    "content": _is(bytes, "content", "b'…'"),
    "key_pem": _is(bytes, "key_pem", "b'…'"),
    "chain_pem": _is(bytes, "chain_pem", "b'…'"),
    "password": _password,
    "certificate": _certificate,
    "readers": _readers,
    "chain": _chain,
    "for_encryption": _is(bool, "for_encryption", NEEDED_BOOLEAN),
    "private_key": _private_key,
    "at": _at,
    "events": _events,
    "corrections": _corrections,
    "since": _since,
    "routes": _routes,
    "data": _anything,
    "path": _path,
    "lang": lambda given: needs_language(given["lang"]),
    "provision": _provision("provision"),
    "name": _provision("name"),
    "only": _provision("only"),
    "node": _node,
    "files": _files,
    "crosscheck": _is(bool, "crosscheck", NEEDED_BOOLEAN),
    "include_drafts": _is(bool, "include_drafts", NEEDED_BOOLEAN),
    "trace": _is(bool, "trace", NEEDED_BOOLEAN),
}


def checked(function: F) -> F:
    """The same function, called only with arguments that it can use."""
    names = tuple(inspect.signature(function).parameters)
    checks = tuple((name, CHECKS[name]) for name in names)

    @wraps(function)
    def call(*args: Any, **keywords: Any) -> Any:
        given = {**dict(zip(names, args, strict=False)), **keywords}
        for name, check in checks:
            if name in given:
                check(given)
        return function(*args, **keywords)

    return cast("F", call)
