"""Arguments of a public call × what each must be → the call, or what is wrong with them.

- A function of the door is called only with arguments that it can use: whatever else is given is a `WrongArgument`
  that names the argument and says what to give (a provision that is not in force: `NoSuchProvision`).
- Inside the library the functions call each other without these checks.
- A call with too many or too few arguments is a `TypeError`, as in any Python.

Example:
    >>> import ihc_rules as ihc
    >>> ihc.moment("2025-10-01")
    Traceback (most recent call last):
    ihc_rules.errors.WrongArgument: text: error not-moment: this must be a time
       hint: write it with its offset, like `2025-09-25T00:00:00+09:00`
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache, wraps
from importlib import import_module
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING, Any, TypeVar, cast

from pydantic_core import PydanticCustomError

from ihc_rules.decision.decide import Decision, Referral
from ihc_rules.errors import (
    GuidelineError,
    Lang,
    NoSuchProvision,
    Problem,
    WrongArgument,
    nearest,
    needs_language,
    wrong_argument,
)
from ihc_rules.facts import as_moment
from ihc_rules.guideline.guideline import NEEDED_BOOLEAN, NEEDED_REPORT, NEEDED_TIME, Guideline
from ihc_rules.guideline.load import load_folder
from ihc_rules.paths import data, guideline_folder
from ihc_rules.problem_texts.text import shown
from ihc_rules.report import Report

if TYPE_CHECKING:
    from ihc_rules.referral.compose import Case
    from ihc_rules.referral.compose.compose import Templates
    from ihc_rules.referral.message import Message

F = TypeVar("F", bound=Callable[..., Any])
Given = Mapping[str, Any]


def load(name_or_folder: str | Path) -> Guideline:
    """A guideline, checked.

    Args:
        name_or_folder: a shipped guideline's name such as `ihc`, or the path of a folder.

    Raises:
        GuidelineError: with every Problem of it; also where there is no such guideline.
    """
    try:
        folder = guideline_folder(name_or_folder)
    except (TypeError, ValueError, OSError):  # not a path; NUL in it; too long, or not to be looked into
        values = {"name": shown(str(name_or_folder) if isinstance(name_or_folder, Path) else name_or_folder)}
        raise GuidelineError(Problem("no-such-guideline", values=values)) from None
    return load_folder(folder)


def moment(text: str | datetime) -> datetime:
    """An aware time, written `2025-09-25T00:00:00+09:00` (RFC 3339; a leap second counts as :59).

    Raises:
        WrongArgument: it is not written so, or has no offset from UTC.
    """
    try:
        return as_moment(text)
    except PydanticCustomError:
        raise WrongArgument(Problem("not-moment", None, "text")) from None


def compose(
    decision: Decision, referral: Referral, *, case: Case, lang: Lang, templates: Templates | None = None
) -> Message:
    """What is written to a referral's recipient.

    Args:
        templates: by id and language; those that are shipped for the decision's guideline where left out.

    Raises:
        MessageError: there is no such template, something that it needs is missing, or the result may not be sent.
    """
    from ihc_rules.referral.compose import compose as made  # noqa: PLC0415 - loads Jinja, which `load` does not need

    chosen = _templates(decision.edition.guideline) if templates is None else templates
    return made(decision, referral, case=case, lang=lang, templates=chosen)


def status_text(decision: Decision, *, day: date, lang: Lang, templates: Templates | None = None) -> tuple[str, str]:
    """What an anonymous reporter is shown: heading and text, and nothing that was found.

    Args:
        day: on which the reporter asks. templates: as for `compose`.

    Raises:
        MessageError: there is no such template in the language.
    """
    from ihc_rules.referral.compose.compose import status_text as made  # noqa: PLC0415

    chosen = _templates(decision.edition.guideline) if templates is None else templates
    return made(decision, day=day, lang=lang, templates=chosen)


@lru_cache(maxsize=16)
def _templates(guideline: str) -> Templates:
    from ihc_rules.referral.compose.load import load_templates  # noqa: PLC0415

    return load_templates(data("templates") / guideline)


def _is(kind: type | tuple[type, ...], name: str, needed: str) -> Callable[[Given], None]:
    """A check that an argument is a value of one kind, or of one of several."""

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


def _private_key(given: Given) -> None:
    if not all(hasattr(given["private_key"], each) for each in ("private_numbers", "decrypt")):  # RSA
        raise wrong_argument("private_key", "load_pem_private_key(content, None)")


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
    "supersedes": _is((str, NoneType), "supersedes", '"decision-1"'),
    "referral": _referral,
    "case": _later("compose", "Case", "case", "Case(referral_id, day, sender, recipient)"),
    "templates": _is((Mapping, NoneType), "templates", "load_templates(folder)"),
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
    "private_key": _private_key,
    "at": _at,
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
