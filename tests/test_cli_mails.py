"""`compose`, `sign` and `verify-mail` → what is printed and written, in which language, with which exit code."""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12

from ihc_rules.cli import whole
from ihc_rules.referral.check_binding import attachment
from ihc_rules.referral.parse import read_mail
from ihc_rules.referral.verify import verify
from tests import mailing
from tests.mailing import FOLDER, intermediate, made, needs, own_trust, ran
from tests.running import Run

ROOT = Path(__file__).parents[1]
COMPLETE, SUBMISSION = (str(ROOT / f"examples/reports/{name}.json") for name in ("complete", "submission"))
DESK = str(ROOT / "examples/desk.json")
AT = ("--at", "2025-10-01")
SENDER = "hotline@hotline.example.invalid"


class Office(NamedTuple):
    """Files of an office: how its key is named, and who trusts it."""

    folder: Path
    key: tuple[str, ...]
    ca: tuple[str, ...]

    @property
    def out(self) -> tuple[str, ...]:
        return ("--out", str(self.folder / "out"))

    def sign(self, *more: str, report: str = COMPLETE) -> tuple[str, ...]:
        return ("sign", report, "--desk", DESK, *AT, *self.key, *self.ca, *self.out, *more)

    def written(self) -> list[str]:
        return sorted(each.name for each in (self.folder / "out").iterdir()) if (self.folder / "out").exists() else []

    def mail(self, name: str = "police.eml") -> Path:
        return self.folder / "out" / name


@pytest.fixture
def office(tmp_path: Path) -> Office:
    who = made(address=SENDER)
    lock = BestAvailableEncryption("合言葉".encode())
    (tmp_path / "key.p12").write_bytes(
        pkcs12.serialize_key_and_certificates(b"h", who.key, who.certificate, who.chain, lock)
    )
    (tmp_path / "word").write_text("合言葉\n", encoding="utf-8")
    (tmp_path / "secret").write_text("0123456789abcdef0123456789abcdef\n")
    (tmp_path / "ca.pem").write_bytes(own_trust().roots[0].public_bytes(Encoding.PEM))
    key = ("--key", str(tmp_path / "key.p12"), "--password-file", str(tmp_path / "word"))
    return Office(tmp_path, key, ("--ca", str(tmp_path / "ca.pem")))


# --- compose ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_compose_prints_the_message_of_each_certain_referral(lang: str, run: Run) -> None:
    done = run("compose", COMPLETE, "--desk", DESK, *AT, lang=lang)

    assert (done.code, done.err) == (0, "")
    assert [line for line in done.out.splitlines() if line.startswith("=== ")] == [
        "=== filtering_vendors",
        "=== police",
        "=== removal_domestic",
    ]
    assert {"ja": "件名：", "en": "subject: "}[lang] in done.out
    assert "hxxps://board[.]example[.]invalid/1" in done.out
    assert "https://board" not in done.out
    assert "EXAMPLE-0001" not in done.out  # the reporter's reference


def test_compose_prints_json_with_the_exact_url_in_the_attachment_only(run: Run) -> None:
    done = run("compose", COMPLETE, "--desk", DESK, *AT, "--json", "--route", "removal_domestic", "--language", "en")
    (found,) = json.loads(done.out)["messages"]

    assert found["lang"] == "en"
    assert found["to"]["address"].endswith(".invalid")
    assert "https://board" not in found["text"]
    assert json.loads(found["attachments"]["referral.json"])["url"] == "https://board.example.invalid/1"


WRONG: dict[str, tuple[dict[str, Any], str, str]] = {
    "no address": ({"recipients": {}}, "no-address", "メールアドレスがありません"),
    "no sender": ({"sender": None}, "bad-party", "二つを書いてください"),
    "a sender with more": ({"sender": {"name": "a", "address": "a@b.invalid", "x": "y"}}, "bad-party", "二つを書いてください"),
    "recipients as a list": ({"recipients": []}, "bad-party", "二つを書いてください"),
    "an address that is none": ({"sender": {"name": "a", "address": "a@b\r\nBcc: c@d"}}, "bad-address", "使えるメールアドレスではありません"),
    "a name with a line end": ({"sender": {"name": "a\nBcc: c", "address": "a@b.invalid"}}, "unsafe-character", "使えない文字"),
}  # fmt: skip


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("name", WRONG)
def test_a_desk_that_cannot_be_used_is_told(name: str, lang: str, run: Run, tmp_path: Path) -> None:
    changes, code, japanese = WRONG[name]
    desk = json.loads(Path(DESK).read_text(encoding="utf-8")) | changes
    (tmp_path / "desk.json").write_text(json.dumps(desk), encoding="utf-8")
    done = run("compose", COMPLETE, "--desk", tmp_path / "desk.json", *AT, lang=lang)

    assert (done.code, done.out) == (2, "")
    assert code in done.err
    assert lang == "en" or japanese in done.err
    assert "Traceback" not in done.err


def test_what_can_be_written_waits_for_no_address_of_another(office: Office, run: Run, tmp_path: Path) -> None:
    desk = json.loads(Path(DESK).read_text(encoding="utf-8"))
    del desk["recipients"]["police"]
    (tmp_path / "desk.json").write_text(json.dumps(desk), encoding="utf-8")
    done = run(*office.sign("--desk", str(tmp_path / "desk.json")))

    assert done.code == 2
    assert "no-address" in done.err
    assert "recipients.police" in done.err
    assert [each for each in office.written() if each.startswith("filtering_vendors")]
    assert not [each for each in office.written() if each.startswith("police")]


def test_a_key_that_a_desk_does_not_have_is_named(run: Run, tmp_path: Path) -> None:
    desk = json.loads(Path(DESK).read_text(encoding="utf-8")) | {"reciepients": {}}
    (tmp_path / "desk.json").write_text(json.dumps(desk), encoding="utf-8")

    assert "`reciepients`" in run("compose", COMPLETE, "--desk", tmp_path / "desk.json", *AT).err


def test_where_an_address_is_missing_a_misspelt_recipient_is_named(run: Run, tmp_path: Path) -> None:
    desk = json.loads(Path(DESK).read_text(encoding="utf-8"))
    desk["recipients"]["polise"] = desk["recipients"].pop("police")
    (tmp_path / "desk.json").write_text(json.dumps(desk), encoding="utf-8")
    done = run("compose", COMPLETE, "--desk", tmp_path / "desk.json", *AT)

    assert "no-address" in done.err
    assert "did you mean `police`?" in done.err


def test_a_route_that_is_not_certain_is_told_with_those_that_are(run: Run) -> None:
    done = run("compose", COMPLETE, "--desk", DESK, *AT, "--route", "polce")

    assert done.code == 2
    assert "no-such-referral" in done.err
    assert "`police`" in done.err


# --- sign -------------------------------------------------------------------------------------------------------------


def test_sign_writes_what_is_due_and_tells_what_is_not(run: Run, office: Office) -> None:
    done = run(*office.sign())

    assert done.code == 0
    assert office.written() == ["filtering_vendors.referral.json", "filtering_vendors.txt", "police.eml"]
    assert "removal_domestic" not in " ".join(office.written())
    assert done.err.strip()  # the removal request waits for the police
    assert verify(office.mail().read_bytes(), own_trust(), at=mailing.AT).trusted
    assert stat.S_IMODE(office.mail().stat().st_mode) == 0o600


def test_the_same_call_writes_the_same_bytes(run: Run, office: Office) -> None:
    run(*office.sign())
    first = {name: office.mail(name).read_bytes() for name in office.written()}
    shutil.rmtree(office.folder / "out")
    run(*office.sign())

    assert {name: office.mail(name).read_bytes() for name in office.written()} == first


def test_a_removal_request_is_refused_by_name_until_it_is_due(run: Run, office: Office) -> None:
    done = run(*office.sign("--route", "removal_domestic"))

    assert (done.code, office.written()) == (2, [])
    assert "not-due" in done.err


def test_mails_of_several_reports_do_not_overwrite_each_other(run: Run, office: Office) -> None:
    report = json.loads(Path(COMPLETE).read_text(encoding="utf-8"))
    reference = report.pop("reference")
    twice = {"reference": reference, "reports": [report, report | {"id": "another"}]}
    (office.folder / "two.json").write_text(json.dumps(twice), encoding="utf-8")
    done = run(*office.sign("--route", "police", report=str(office.folder / "two.json")))

    assert done.code == 0, done.err
    assert office.written() == ["1.police.eml", "2.police.eml"]


def test_of_several_reports_even_a_mail_alone_has_its_number(run: Run, office: Office) -> None:
    """On another day it is the other report's that is due alone, in the same folder."""
    report = json.loads(Path(COMPLETE).read_text(encoding="utf-8"))
    reference = report.pop("reference")
    twice = {"reference": reference, "reports": [report, report | {"id": "another"}]}
    (office.folder / "two.json").write_text(json.dumps(twice), encoding="utf-8")
    every = [
        {"kind": "sent", "route": each, "at": "2025-10-01T12:00:00+09:00"} for each in ("police", "filtering_vendors")
    ]
    (office.folder / "events.json").write_text(
        json.dumps({report["id"]: every, "another": every[1:]}), encoding="utf-8"
    )
    due = office.sign(*events(office), "--now", "2025-10-02", report=str(office.folder / "two.json"))

    assert run(*due).code == 0
    assert office.written() == ["2.police.eml"]


def bad_key(office: Office, name: str) -> tuple[str, ...]:
    folder = office.folder
    (folder / "wrong").write_text("another\n")
    (folder / "sjis").write_bytes("合言葉".encode("cp932"))
    (folder / "empty").write_bytes(b"")
    (folder / "junk").write_bytes(b"\x30\x82" + b"x" * 100)
    return {
        "a wrong password": ("--key", str(folder / "key.p12"), "--password-file", str(folder / "wrong")),
        "no password": ("--key", str(folder / "key.p12")),
        "a password in Shift_JIS": ("--key", str(folder / "key.p12"), "--password-file", str(folder / "sjis")),
        "an empty key": ("--key", str(folder / "empty")),
        "junk": ("--key", str(folder / "junk")),
        "no such file": ("--key", str(folder / "nowhere")),
        "a folder": ("--key", str(folder)),
        "another's key": ("--key", str(FOLDER / "p256.pem"), "--certificates", str(FOLDER / "p384.pem")),
        "another address": ("--key", str(FOLDER / "p256.pem"), "--certificates", str(FOLDER / "p256.pem")),
    }[name]


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize(
    "name",
    ["a wrong password", "no password", "a password in Shift_JIS", "an empty key", "junk", "no such file", "a folder", "another's key", "another address"],
)  # fmt: skip
def test_without_a_fit_key_nothing_is_written(name: str, lang: str, run: Run, office: Office) -> None:
    spoiled = office._replace(key=bad_key(office, name))
    done = run(*spoiled.sign(), lang=lang)

    assert (done.code, office.written()) == (2, [])
    assert done.err.strip()
    assert "Traceback" not in done.err


def test_where_one_message_fails_none_is_written(run: Run, office: Office) -> None:
    """The mail to the police cannot be signed: the hand-over that comes before it is not written either."""
    expired = made(address=SENDER, end=mailing.AT)
    (office.folder / "key.p12").write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"h", expired.key, expired.certificate, expired.chain, BestAvailableEncryption("合言葉".encode())
        )
    )
    done = run(*office.sign("--now", "2025-10-02"))

    assert (done.code, office.written()) == (2, [])
    assert "certificate-expired" in done.err


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.eml"
    target.write_bytes(b"before")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="space"):
        whole.write_whole(target, b"after")

    assert [each.name for each in tmp_path.iterdir()] == ["a.eml"]
    assert target.read_bytes() == b"before"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_told(run: Run, office: Office) -> None:
    (office.folder / "out").mkdir(mode=0o500)
    assert run(*office.sign()).code == 2


def test_a_file_in_place_of_the_folder_is_told(run: Run, office: Office) -> None:
    (office.folder / "out").write_text("x")
    done = run(*office.sign())

    assert done.code == 2
    assert "Traceback" not in done.err


# --- verify-mail ------------------------------------------------------------------------------------------------------


def check(office: Office, *more: str | Path, mail: Path | None = None) -> tuple[str | Path, ...]:
    return ("verify-mail", mail or office.mail(), *office.ca, *AT, *more)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_mail_that_was_signed_can_be_trusted(lang: str, run: Run, office: Office) -> None:
    run(*office.sign())
    done = run(*check(office), lang=lang)

    assert (done.code, done.err) == (0, "")
    assert {"ja": "信頼できる", "en": "can be trusted"}[lang] in done.out
    assert SENDER in done.out


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_mail_that_was_changed_cannot_and_why_is_told(lang: str, run: Run, office: Office) -> None:
    run(*office.sign())
    office.mail().write_bytes(office.mail().read_bytes().replace(b"referral.json", b"referral.jsom"))
    done = run(*check(office), lang=lang)

    assert done.code == 1
    assert {"ja": "信頼できない", "en": "cannot be trusted"}[lang] in done.out
    assert {"ja": "内容が変わっています", "en": "the content was changed"}[lang] in done.err


ODD: dict[str, bytes] = {
    "nothing": b"",
    "no mail": b"\x00\xff" * 500,
    "a text": "本文".encode(),
    "a plain mail": b"From: a@b.invalid\r\n\r\nx\r\n",
    "headers without end": b"a:" * 100_000,
    "boundaries by the thousand": b'Content-Type: multipart/signed; protocol="application/pkcs7-signature"; boundary="b"\r\n\r\n' + b"--b\r\n" * 50_000,
    "parameters by the thousand": b"Content-Type: multipart/signed" + b"; a=b" * 50_000 + b"\r\n\r\n",
    "escapes for a terminal": b"Content-Type: \x1b[2J\x1b]0;x\x07\r\n\r\n",
    "quotes without end": b'Content-Type: multipart/signed; boundary="' + b"\\" * 100_000 + b"\r\n\r\n",
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_an_odd_file_is_no_mail_and_nothing_worse(name: str, run: Run, office: Office) -> None:
    odd = office.folder / "odd.eml"
    odd.write_bytes(ODD[name])
    done = run(*check(office, "--json", mail=odd))

    assert done.code == 1
    assert {each["code"] for each in json.loads(done.out)["problems"]} <= {"not-signed", "broken-mail"}
    assert "\x1b" not in done.out + run(*check(office, mail=odd)).err


def test_a_file_that_cannot_be_read_ends_with_2(run: Run, office: Office) -> None:
    (office.folder / "no.pem").write_bytes(b"x")
    for words in (
        check(office, mail=office.folder / "nowhere.eml"),
        check(office, mail=office.folder),
        ("verify-mail", FOLDER / "p256.eml", "--ca", office.folder / "no.pem"),
        ("verify-mail", FOLDER / "p256.eml", "--ca", office.folder / "nowhere.pem"),
        ("verify-mail", FOLDER / "p256.eml", *office.ca, "--at", "yesterday"),
    ):
        done = run(*words)
        assert done.code == 2, words
        assert done.err.strip()
        assert "Traceback" not in done.err


def test_a_revoked_certificate_is_told(run: Run, office: Office) -> None:
    run(*office.sign())
    own = pkcs12.load_pkcs12((office.folder / "key.p12").read_bytes(), "合言葉".encode()).cert
    assert own is not None
    crl = intermediate().revoke([own.certificate], mailing.AT.replace(hour=0))
    (office.folder / "crl.der").write_bytes(crl.public_bytes(Encoding.DER))
    done = run(*check(office, "--crl", str(office.folder / "crl.der")))

    assert done.code == 1
    assert "certificate-revoked" in done.err


# --- bound to a decision ----------------------------------------------------------------------------------------------


def test_a_mail_follows_from_its_decision_and_from_no_other(run: Run, office: Office) -> None:
    folder = office.folder
    bound = ("--binding-key-file", str(folder / "secret"))
    assert run(*office.sign(*bound)).code == 0
    own, other = folder / "own.json", folder / "other.json"
    own.write_text(run("decide", COMPLETE, *AT, "--json").out, encoding="utf-8")
    other.write_text(run("decide", COMPLETE, "--at", "2025-10-02", "--json").out, encoding="utf-8")
    traced = folder / "traced.json"
    traced.write_text(run("decide", COMPLETE, *AT, "--json", "--trace").out, encoding="utf-8")
    (folder / "junk.json").write_text('{"a": 123456789012345678901234567890, "b": [1.5]}')
    (folder / "short").write_text("short")
    (folder / "empty").write_text("\n")
    (folder / "third").write_text("another secret of the house")
    cases: dict[str, tuple[tuple[str, ...], int, str]] = {
        "its own": (("--decision", str(own), *bound), 0, ""),
        "its own, with the trace": (("--decision", str(traced), *bound), 0, ""),
        "another": (("--decision", str(other), *bound), 1, "other-decision"),
        "no decision at all": (("--decision", str(folder / "junk.json"), *bound), 1, "other-decision"),
        "another secret": (("--decision", str(own), "--binding-key-file", str(folder / "third")), 1, "other-decision"),
        "a short secret": (("--decision", str(own), "--binding-key-file", str(folder / "short")), 2, "short-key"),
        # what is missing says nothing against the mail
        "no secret": (("--decision", str(own)), 2, "no-binding-key"),
        "an empty secret": (("--decision", str(own), "--binding-key-file", str(folder / "empty")), 2, "short-key"),
        "no decision": (bound, 2, "goes with --decision"),
    }
    for name, (words, code, told) in cases.items():
        done = run(*check(office, *words))
        assert done.code == code, name
        assert told in done.err, name

    shutil.rmtree(folder / "out")
    run(*office.sign())
    assert "no-binding" in run(*check(office, "--decision", str(own), *bound)).err


@needs("openssl")
def test_openssl_accepts_what_the_command_wrote(run: Run, office: Office) -> None:
    run(*office.sign())
    words = ("-CAfile", office.folder / "ca.pem", "-purpose", "smimesign", "-verify_email", SENDER)

    assert ran("openssl", "cms", "-verify", *words, stdin=office.mail().read_bytes()).returncode == 0


# --- times ------------------------------------------------------------------------------------------------------------

TIMES: dict[str, tuple[tuple[str, ...], str, str]] = {
    "now before the decision": (("--now", "2025-09-30"), "lies before the decision", "判断の時刻"),
    "now before the hotline": (("--now", "2006-05-31"), "from 1 June 2006", "2006年6月1日から"),
    "now far ahead": (("--now", "2150-10-01"), "until 100 years from now", "100年後まで"),
    "a decision far ahead": (("--at", "2150-10-01"), "until 100 years from now", "100年後まで"),
    "a decision before the hotline": (("--at", "1999-12-31"), "from 1 June 2006", "2006年6月1日から"),
    "no time": (
        ("--now", "tomorrow"),
        "--now: the time `tomorrow` cannot be used",
        "--now：時刻 `tomorrow` は使えません",
    ),
}


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("name", TIMES)
def test_a_time_that_cannot_be_meant_is_refused(name: str, lang: str, office: Office, run: Run) -> None:
    given, english, japanese = TIMES[name]
    commands = [("plan", COMPLETE, *AT, *given), office.sign(*given)]
    commands += [] if "--now" in given else [("compose", COMPLETE, "--desk", DESK, *given)]
    commands += [] if "--now" in given else [("verify-mail", str(FOLDER / "p256.eml"), *office.ca, *given)]
    for words in commands:
        done = run(*words, lang=lang)

        assert (done.code, done.out) == (2, "")
        assert (japanese if lang == "ja" else english) in done.err
    assert office.written() == []


# --- corrections and withdrawals --------------------------------------------------------------------------------------

LATER = ("--at", "2025-10-03", "--superseded-at", "2025-10-01", "--supersedes", COMPLETE)
TOLD = {"kind": "sent", "route": "police", "at": "2025-10-01T13:00:00+09:00"}


@pytest.fixture
def changed(office: Office, run: Run) -> Office:
    """An office that sent what follows from a report, of which another thing was found then."""
    assert run(*office.sign()).code == 0
    report = json.loads(Path(COMPLETE).read_text(encoding="utf-8"))
    report["facts"]["content.genitals"]["value"] = "not_shown"
    (office.folder / "new.json").write_text(json.dumps(report), encoding="utf-8")
    (office.folder / "events.json").write_text(json.dumps([TOLD]), encoding="utf-8")
    return office


def again(office: Office, command: str, *more: str) -> tuple[str, ...]:
    """The command for what was found then."""
    desk = () if command == "plan" else ("--desk", DESK, "--sent", str(office.folder / "out"))
    keys = (*office.key, *office.ca, "--out", str(office.folder / "out-2")) if command == "sign" else ()
    return (command, str(office.folder / "new.json"), *desk, *keys, *LATER, *more)


def events(office: Office) -> tuple[str, str]:
    return ("--events", str(office.folder / "events.json"))


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_plan_shows_the_corrections_that_are_due(lang: str, changed: Office, run: Run) -> None:
    made = json.loads(run(*again(changed, "plan", *events(changed), "--json")).out)
    told = run(*again(changed, "plan", *events(changed)), lang=lang)

    assert [each["id"] for each in made["obligations"] if each["step"] in ("correct", "withdraw")] == [
        "withdraw police"
    ]
    assert [each["state"] for each in made["obligations"] if each["id"] == "withdraw police"] == ["due"]
    assert {"ja": "撤回を送る", "en": "send a withdrawal"}[lang] in told.out


def test_without_events_everyone_with_a_message_in_the_folder_is_told(changed: Office, run: Run) -> None:
    found = json.loads(run(*again(changed, "compose", "--json")).out)["messages"]

    assert sorted(each["route"] for each in found) == ["filtering_vendors", "police"]  # no request had been due


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_withdrawal_names_the_message_that_it_withdraws(lang: str, changed: Office, run: Run) -> None:
    (found,) = json.loads(run(*again(changed, "compose", *events(changed), "--json"), lang=lang).out)["messages"]
    first = attachment(read_mail(changed.mail().read_bytes()))
    data = json.loads(found["attachments"]["referral.json"])

    assert first is not None
    assert (data["kind"], data["earlier"]) == ("withdrawal", {"id": first["id"], "day": "2025-10-01"})
    assert data["id"] != first["id"]
    assert first["id"] in found["subject"]


def test_sign_writes_corrections_that_are_due_and_none_twice(changed: Office, run: Run) -> None:
    done = run(*again(changed, "sign", *events(changed)))
    mail = (changed.folder / "out-2" / "withdraw.police.eml").read_bytes()
    later = {**TOLD, "route": "withdraw:police", "at": "2025-10-03T13:00:00+09:00"}
    (changed.folder / "events.json").write_text(json.dumps([TOLD, later]), encoding="utf-8")
    again_ = run(*again(changed, "sign", *events(changed), "--now", "2025-10-04"))

    assert done.code == 0
    assert [each.name for each in (changed.folder / "out-2").iterdir()] == ["withdraw.police.eml"]
    assert verify(mail, own_trust(), at=mailing.AT.replace(day=3)).problems == ()
    assert (again_.code, again_.out) == (0, "")
    assert "[done] send a withdrawal: Report to the police" in again_.err


# --- asked for again --------------------------------------------------------------------------------------------------

ASKED = [
    TOLD,
    {"kind": "delivered", "route": "police", "at": "2025-10-01T14:00:00+09:00"},
    {"kind": "still_there", "at": "2025-10-05T09:00:00+09:00"},
]
ASKED_AGAIN = [
    *ASKED,
    {"kind": "sent", "route": "removal_domestic", "at": "2025-10-05T10:00:00+09:00"},
    {"kind": "still_there", "at": "2025-10-20T09:00:00+09:00"},
]


def request(office: Office, happened: list[dict[str, str]], now: str, out: str, *more: str) -> tuple[str, ...]:
    """The command by which the request is written that is due then."""
    (office.folder / "events.json").write_text(json.dumps(happened), encoding="utf-8")
    words = ("sign", COMPLETE, "--desk", DESK, *AT, "--now", now, "--route", "removal_domestic", *events(office))
    return (*words, *office.key, *office.ca, "--out", str(office.folder / out), *more)


def test_a_request_that_is_due_again_is_a_repeat_that_names_the_one_before(office: Office, run: Run) -> None:
    sent = ("--sent", str(office.folder / "out"))
    assert run(*request(office, ASKED, "2025-10-05", "out")).code == 0
    first = attachment(read_mail(office.mail("removal_domestic.eml").read_bytes()))
    done = run(*request(office, ASKED_AGAIN, "2025-10-21", "out", *sent))
    second = attachment(read_mail(office.mail("removal_domestic.2.eml").read_bytes()))
    later = [
        {**ASKED_AGAIN[3], "at": "2025-10-21T15:00:00+09:00"},
        {**ASKED_AGAIN[4], "at": "2025-11-10T09:00:00+09:00"},
    ]
    third = run(*request(office, [*ASKED_AGAIN, *later], "2025-11-11", "out", *sent))

    assert done.code == third.code == 0
    assert first is not None
    assert second is not None
    assert (first["kind"], second["kind"]) == ("first", "repeat")
    assert second["earlier"] == {"id": first["id"], "day": "2025-10-05"}
    last = attachment(read_mail(office.mail("removal_domestic.3.eml").read_bytes()))
    assert last is not None
    assert last["earlier"] == {"id": second["id"], "day": "2025-10-21"}


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_repeat_needs_the_request_before(lang: str, office: Office, run: Run) -> None:
    done = run(*request(office, ASKED_AGAIN, "2025-10-21", "out"), lang=lang)

    assert done.code == 2
    assert {"ja": "前の文書の番号と日付", "en": "of the earlier one"}[lang] in done.err
    assert office.written() == []


def test_what_has_not_changed_is_not_corrected(office: Office, run: Run) -> None:
    words = ("compose", COMPLETE, "--desk", DESK, *LATER, "--json")

    assert json.loads(run(*words).out)["messages"] == []


REFUSED: dict[str, tuple[Callable[[Office], tuple[str, ...]], str, str]] = {
    "no earlier message": (
        lambda office: ("compose", str(office.folder / "new.json"), "--desk", DESK, *LATER),
        "no-earlier-message",
        "前の文書の番号と日付",
    ),
    "a route of which nothing was wrong": (
        lambda office: again(office, "compose", "--route", "inhope"),
        "no-such-referral",
        "決まった取扱いに",
    ),
    "an earlier decision that is later": (
        lambda office: again(office, "compose", "--superseded-at", "2025-10-04"),
        "lies after the decision",
        "より後です",
    ),
    "a folder without an earlier decision": (
        lambda office: ("compose", COMPLETE, "--desk", DESK, *AT, "--sent", str(office.folder)),
        "go with --supersedes",
        "とともに用います",
    ),
    "events without an earlier decision": (
        lambda office: ("compose", COMPLETE, "--desk", DESK, *AT, *events(office)),
        "goes with --supersedes",
        "とともに用います",
    ),
    "a submission": (
        lambda _: ("plan", SUBMISSION, *LATER),
        "a single report",
        "一つの通報だけ",
    ),
    "another report": (
        lambda office: ("plan", str(ROOT / "examples/reports/emergency.json"), *LATER),
        "other-report",
        "訂正することはできません",
    ),
}


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("name", REFUSED)
def test_corrections_that_cannot_be_written_are_refused(name: str, lang: str, changed: Office, run: Run) -> None:
    words, english, japanese = REFUSED[name]
    done = run(*words(changed), lang=lang)

    assert (done.code, done.out) == (2, "")
    assert (japanese if lang == "ja" else english) in done.err
