"""Odd arguments to everything that stands at the public door → a value, or an `IhcRulesError` that says what to give.

- Whatever else is raised is a bug; but for a `TypeError` where the number or the names of the arguments are wrong.
"""

from __future__ import annotations

import inspect
import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat, pkcs12

import ihc_rules as ihc
from ihc_rules import arguments
from ihc_rules.errors import Lang
from ihc_rules.referral.certificate import Trust
from ihc_rules.referral.compose.load import read_templates
from ihc_rules.testing.certificates import Leaf
from tests import mailing
from tests.own_guideline import fact, own, provision, route, titled

AT = ihc.moment("2025-10-01T12:00:00+09:00")
LANGS: tuple[Lang, ...] = get_args(Lang)
GUIDELINE = own(
    facts=[fact("a.one")],
    provisions=[provision("P-1", {"a.one": "true"})],
    routes=[route("tell", {"category": "harmful"}, template="note")],
    templates=[{"id": "note", "title": titled("note"), "languages": ["en"], "reads": ["a.one"]}],
)
REPORT = GUIDELINE.report({"id": "r", "facts": {"a.one": True}})
DECISION = ihc.decide(GUIDELINE, REPORT, at=AT)
SUBMISSION = {"reference": "s", "reports": [{"id": "r"}]}
WORDS = b"Subject: Note {{ referral_id }}\n\nA note.\n"
SHOWN = b"Subject: Your report\n\n{{ stage }}\n"
TEMPLATES, _ = read_templates({"note.en.txt.j2": WORDS, "reporter_status.en.txt.j2": SHOWN})
SIGNER = mailing.signer("rsa2048")
READER = mailing.intermediate().issue(SIGNER.key, Leaf(usage=("key_encipherment",)))
TRUST = Trust((*mailing.trust().roots, *mailing.intermediate().chain, *mailing.own_trust().roots))
LOCK = BestAvailableEncryption(b"secret")
MAIL = mailing.golden("p256")
RIGHT: Mapping[str, Any] = {
    "at": AT,
    "crosscheck": False,
    "data": {"id": "r"},  # of a report
    "day": date(2025, 10, 1),
    "decision": DECISION,
    "files": {"cases.yaml": b"cases: []\n"},
    "guideline": GUIDELINE,
    "include_drafts": False,
    "lang": "en",
    "name": "P-1",
    "name_or_folder": "consultation",
    "node": "answer:P-1",
    "only": "P-1",
    "provision": "P-1",
    "report": REPORT,
    "text": "2025-10-01T12:00:00+09:00",
    "trace": False,
    "typed": True,
    "after": DECISION,
    "before": DECISION,
    "informed": None,
    "supersedes": "decision-1",
    "events": (),
    "corrections": (),
    "since": None,
    "routes": (),
    "path": "events",
    "referral": DECISION.referrals[0],
    "case": ihc.Case("R-0001", date(2025, 10, 1), mailing.SENDER, mailing.RECIPIENT),
    "templates": TEMPLATES,
    "message": mailing.message(),
    "signer": mailing.signer(),
    "trust": TRUST,
    "mail": MAIL,
    "readers": [READER],
    "chain": [],
    "for_encryption": False,
    "certificate": READER,
    "private_key": SIGNER.key,
    "organisation": ihc.Organisation("Hotline (example)", "hotline@example.invalid", "example.invalid"),
    "content": pkcs12.serialize_key_and_certificates(b"own", SIGNER.key, SIGNER.certificate, SIGNER.chain, LOCK),
    "key_pem": SIGNER.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, LOCK),
    "chain_pem": b"".join(each.public_bytes(Encoding.PEM) for each in (SIGNER.certificate, *SIGNER.chain)),
    "password": "secret",
}
FOR_ENCRYPTION = ihc.sign(RIGHT["message"], RIGHT["signer"], at=AT, trust=TRUST, for_encryption=True)
ENCRYPTED = ihc.encrypt(FOR_ENCRYPTION, [READER], at=AT, trust=TRUST)
RIGHT_OF: Mapping[Callable[..., Any], Mapping[str, Any]] = {  # where the same name stands for something else
    GUIDELINE.submission: {"data": SUBMISSION},
    ihc.encrypt: {"mail": FOR_ENCRYPTION},
    ihc.decrypt: {"mail": ENCRYPTED},
    ihc.read_events: {"data": []},
}


@dataclass
class Strange:
    """Something from elsewhere, which cannot be hashed."""


ODD: Mapping[str, Any] = {
    "nothing": None,
    "a number": 5,
    "a negative number": -1,
    "a large number": 10**400,
    "a fraction": 0.5,
    "not a number": float("nan"),
    "a decimal": Decimal("NaN"),
    "true": True,
    "an empty text": "",
    "a word": "x",
    "a day as text": "2025-10-01",
    "another language": "fr",
    "a name that is not there": "I-99",
    "a node that is not there": "answer:I-99",
    "half a sign": "\ud800",
    "a NUL": "a\0b",
    "a long text": "x" * 100_000,
    "bytes": b"ihc",
    "an empty list": [],
    "a list": ["x", 5, None],
    "an empty mapping": {},
    "a mapping": {"id": 5, 5: "id", None: {}, "facts": {"a": {"b": []}}},
    "a mapping of files": {"a.yaml": "text", 5: b""},
    "a nested mapping": {"id": "r", "facts": {"a": {"one": {"value": {"value": {}}}}}, "lists": {"x": [[]]}},
    "a set": {"x"},
    "a path": Path("/nowhere/at all"),
    "a day": date(2025, 10, 1),
    "the first day": date.min,
    "the last day": date.max,
    "a time without an offset": datetime(2025, 10, 1, 12),  # noqa: DTZ001 - what is refused
    "the first time": datetime.min.replace(tzinfo=timezone(timedelta(hours=14))),
    "the last time": datetime.max.replace(tzinfo=timezone(timedelta(hours=-14))),
    "a time of day": time(12),
    "a class": ihc.Report,
    "a function": ihc.decide,
    "an exception": ValueError("x"),
    "something strange": Strange(),
    "a guideline": GUIDELINE,
    "a report": REPORT,
    "a submission": GUIDELINE.submission(SUBMISSION),
    "a decision": DECISION,
    "an edition": DECISION.edition,
}
FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    **{name: each for name in ihc.__all__ if inspect.isfunction(each := getattr(ihc, name))},
    "guideline.governing_day": GUIDELINE.governing_day,
    "guideline.on": GUIDELINE.on,
    "guideline.report": GUIDELINE.report,
    "guideline.submission": GUIDELINE.submission,
    "problem.hint": ihc.Problem("null-value").hint,
    "problem.message": ihc.Problem("bad-submission").message,
    "problem.text": ihc.Problem("bad-submission").text,
    "error.text": ihc.NotInForce(ihc.Problem("no-offset")).text,
}
PAIRS = [(name, parameter) for name, each in FUNCTIONS.items() for parameter in inspect.signature(each).parameters]
SLOW = {("decide", "crosscheck")}  # the second engine has its own tests


def refused(call: Callable[[], Any]) -> ihc.IhcRulesError | None:
    """Our error, or None where there is a value; whatever else is raised is the test's failure."""
    try:
        call()
    except ihc.IhcRulesError as error:
        return error
    return None


def right(function: Callable[..., Any]) -> dict[str, Any]:
    """Arguments with which it gives a value."""
    own_values = RIGHT_OF.get(function, {})
    return {name: own_values.get(name, RIGHT[name]) for name in inspect.signature(function).parameters}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_right_arguments_give_a_value(name: str) -> None:
    FUNCTIONS[name](**right(FUNCTIONS[name]))


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(("name", "parameter"), [pair for pair in PAIRS if pair not in SLOW])
def test_an_odd_argument_gives_a_value_or_one_of_our_errors(name: str, parameter: str, odd: str) -> None:
    if (error := refused(lambda: FUNCTIONS[name](**{**right(FUNCTIONS[name]), parameter: ODD[odd]}))) is None:
        return

    assert error.problems
    for lang in LANGS:
        told = error.text(lang)
        assert len(told) < 3000
        assert told.replace("\n", "").isprintable()
        assert pickle.loads(pickle.dumps(error)).text(lang) == told  # noqa: S301 - our own


@pytest.mark.parametrize("name", FUNCTIONS)
def test_by_place_it_is_the_same(name: str) -> None:
    function = FUNCTIONS[name]
    first = next(iter(inspect.signature(function).parameters))
    given = right(function)
    keywords = {each: given[each] for each in given if each != first}
    for odd in ODD.values():
        by_place = refused(lambda: function(odd, **keywords))  # noqa: B023 - called at once
        by_name = refused(lambda: function(**{**given, first: odd}))  # noqa: B023 - called at once
        assert str(by_place) == str(by_name)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_another_number_of_arguments_is_a_type_error(name: str) -> None:
    with pytest.raises(TypeError):
        FUNCTIONS[name]()
    with pytest.raises(TypeError):
        FUNCTIONS[name](**right(FUNCTIONS[name]), another=1)
    with pytest.raises(TypeError):
        FUNCTIONS[name](*right(FUNCTIONS[name]).values(), 1, 2, 3)


SAID: Mapping[str, tuple[Callable[[], Any], type[Exception], str]] = {
    "a day for a moment": (lambda: ihc.moment("2025-10-01"), ihc.WrongArgument, "`2025-09-25T00:00:00+09:00`"),
    "a number for a time": (
        lambda: ihc.decide(GUIDELINE, REPORT, at=ODD["a number"]),
        ihc.WrongArgument,
        "ihc_rules.moment(",
    ),
    "data for a report": (lambda: ihc.ask(GUIDELINE, ODD["a mapping"], at=AT), ihc.WrongArgument, "guideline.report("),
    "another language": (lambda: ihc.explain(DECISION, ODD["another language"]), ihc.WrongArgument, "`ja`, `en`"),
    "a provision that is not there": (lambda: ihc.why_not(DECISION, "P-2"), ihc.NoSuchProvision, "mean `P-1`?"),
    "a node that is not there": (lambda: ihc.because(DECISION, "answer:P-2"), ihc.WrongArgument, "mean `answer:P-1`?"),
    "a number for a guideline": (lambda: ihc.load(ODD["a number"]), ihc.GuidelineError, "a shipped guideline"),
    "a time without an offset for a mail": (
        lambda: ihc.verify(MAIL, TRUST, at=ODD["a time without an offset"]),
        ihc.WrongArgument,
        "ihc_rules.moment(",
    ),
    "a mail that is none": (
        lambda: ihc.encrypt(**{**right(ihc.encrypt), "mail": b"ihc"}),
        ihc.MessageError,
        "signed mail",
    ),
    "a passphrase that is none": (lambda: ihc.load_pkcs12(RIGHT["content"], "a\0b"), ihc.MessageError, "passphrase"),
    "a text for a day": (lambda: GUIDELINE.on(ODD["a day as text"]), ihc.WrongArgument, "datetime.date(2025, 10, 1)"),
}


@pytest.mark.parametrize("name", SAID)
def test_it_says_what_to_give(name: str) -> None:
    call, kind, message = SAID[name]
    error = refused(call)

    assert type(error) is kind
    assert message in str(error)


def test_of_a_provision_that_is_not_there_there_is_no_xarf_report() -> None:
    found = ihc.xarf(**{**right(ihc.xarf), "provision": "I-99"})

    assert isinstance(found, ihc.Unmappable)
    assert found.reason.code == "xarf-not-met"


def test_every_node_has_reasons() -> None:
    for node in DECISION.edition.nodes:
        assert isinstance(ihc.because(DECISION, node), tuple)


def test_every_parameter_at_the_door_is_checked() -> None:
    names = {each for name, each in PAIRS if name in ihc.__all__ and name not in ("load", "moment")}

    assert names == {*arguments.CHECKS}


def test_what_stands_at_the_door_is_made_once() -> None:
    assert ihc.decide is ihc.decide
    assert inspect.signature(ihc.decide) == inspect.signature(inspect.unwrap(ihc.decide))


def test_a_disagreement_survives_another_process() -> None:
    error = ihc.EngineDisagreement("r", [("answer:P-1", "met", "open")])
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own

    assert (again.differences, str(again)) == (error.differences, str(error))


def test_what_the_worker_said_comes_last() -> None:
    error = ihc.EngineUnavailable(ihc.Problem("engine-nonsense"), "its last words")

    assert error.text("ja").splitlines()[-1] == str(error).splitlines()[-1] == "its last words"


def test_the_time_is_in_its_own_zone() -> None:
    assert ihc.moment(datetime(2025, 10, 1, tzinfo=UTC)).tzinfo is UTC
