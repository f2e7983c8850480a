"""Code of a Problem of messages, mails, certificates and events → a call that makes it, for `test_problems`.

- Names, days and keys are fixed, so that the words are the same each time.
- What only a device or the command line meets is raised as they raise it (`SAID`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509

from ihc_rules.assurance.messages import message_faults
from ihc_rules.cli import parser
from ihc_rules.cli.desk import read_desk
from ihc_rules.cli.writing import sign_messages
from ihc_rules.decision.decide import Decision, decide
from ihc_rules.errors import MessageError, Problem
from ihc_rules.guideline.load import load_folder
from ihc_rules.referral import binding, cms, mime, parse, urls
from ihc_rules.referral.certificate import Trust, encryption_faults, ends_soon, faults
from ihc_rules.referral.check_binding import bound_faults
from ihc_rules.referral.compose import Case, compose
from ihc_rules.referral.compose.compose import filled
from ihc_rules.referral.compose.load import read_templates
from ihc_rules.referral.encrypt import decrypt, encrypt
from ihc_rules.referral.message import Attachment, Party
from ihc_rules.referral.sign import KeySigner, load_pkcs12, sign, signer_of
from ihc_rules.referral.verify import verify
from ihc_rules.referral.xarf import Organisation, Unmappable, xarf
from ihc_rules.testing.certificates import Kind, Leaf
from tests import mailing
from tests.mailing import AT, golden, intermediate, key, message, own_trust, signer, trust

ROOT = Path(__file__).parents[1]
DAY = date(2025, 10, 1)
MET = {"pay.amount": 60_000}  # H-1 of the valid guideline: a report to the police
URL = {"url": "https://board.example.invalid/1"}
TEXTS = {
    f"{name}.ja.txt.j2": f"件名：例（{{{{ referral_id }}}}）\n\n{{{{ recipient_name }}}} 御中\n{name}\n".encode()
    for name in ("police_report", "correction", "withdrawal")
}
ORGANISATION = Organisation("Hotline (example)", "hotline@example.invalid", "example.invalid")


def _raised(problems: Iterable[Problem]) -> None:
    raise MessageError(problems)


# --- messages and templates -------------------------------------------------------------------------------------------


def _decision(folder: Path, **report: Any) -> Decision:
    guideline = load_folder(folder)
    return decide(guideline, guideline.report({"id": "r1", "facts": MET, "page": URL, **report}), at=AT)


def _composed(decision: Decision, text: str = "", **case: Any) -> None:
    files = TEXTS | ({"police_report.ja.txt.j2": f"件名：例\n\n{text}\n".encode()} if text else {})
    templates, problems = read_templates(files)
    assert not problems
    made = Case(
        **{"referral_id": "R-0001", "day": DAY, "sender": mailing.SENDER, "recipient": mailing.RECIPIENT, **case}
    )
    compose(decision, decision.referrals[0], case=made, lang="ja", templates=templates)


def _template(text: str, name: str = "police_report.ja.txt.j2") -> Callable[[Path], None]:
    """What `ihc-rules check` says of a guideline with such a template."""

    def make(folder: Path) -> None:
        _raised(message_faults(load_folder(folder), TEXTS | {name: text.encode()}))

    return make


def _no_template(folder: Path) -> None:
    _raised(message_faults(load_folder(folder), {name: TEXTS[name] for name in TEXTS if "police" not in name}))


def _unknown_text(folder: Path) -> None:
    path = folder / "routes.yaml"
    path.write_text(
        path.read_text("utf-8").replace("reads: [p", "texts: [police_report_polise], reads: [p"), encoding="utf-8"
    )
    _raised(message_faults(load_folder(folder), TEXTS))


def _without_value(_: Path) -> None:
    found = read_templates({"police_report.ja.txt.j2": "件名：例\n\n{{ host }}\n".encode()})[0]
    filled(found["police_report", "ja"], {})


def _forbidden(folder: Path) -> None:
    path = folder / "routes.yaml"
    path.write_text(path.read_text("utf-8").replace("reads: [p", "never: [捜査], reads: [p"), encoding="utf-8")
    _template("件名：例\n\n捜査のため、ご連絡します。\n")(folder)


def _xarf(provision: str, *, kind: str = "") -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        if kind:
            path = folder / "provisions.yaml"
            changed = path.read_text("utf-8").replace("name: high_pay", f"name: high_pay\n    xarf: {kind}")
            path.write_text(changed, encoding="utf-8")
        case = Case("R-0001", DAY, mailing.SENDER)
        found = xarf(_decision(folder), provision, case=case, organisation=ORGANISATION, at=AT)
        assert isinstance(found, Unmappable)
        _raised([found.reason])

    return make


def _desk(folder: Path) -> None:
    path = folder / "desk.json"
    path.write_text(json.dumps({"sender": {"name": "例"}, "recipients": {}}), encoding="utf-8")
    read_desk(str(path), "en")


def _command(*words: str) -> Callable[[Path], None]:
    """`sign` with the shipped guideline and a report of the examples."""

    def make(folder: Path) -> None:
        desk, out = folder / "desk.json", folder / "out"
        sender = {"name": mailing.SENDER.name, "address": mailing.SENDER.address}
        desk.write_text(json.dumps({"sender": sender}), encoding="utf-8")
        report = ROOT / "examples" / "reports" / "complete.json"
        pem, root = mailing.FOLDER / "p256.pem", mailing.FOLDER / "root.pem"
        named = [
            "--key",
            pem,
            "--certificates",
            pem,
            "--ca",
            root,
            "--desk",
            desk,
            "--out",
            out,
            "--at",
            AT.isoformat(),
        ]
        given = ["sign", report, *named, *words]
        sign_messages(parser("en").parse_args([str(each) for each in given]))

    return make


# --- certificates and keys --------------------------------------------------------------------------------------------


def _certificate(
    kind: Kind = "p256", *, known: Callable[[x509.Certificate], Trust] | None = None, at: datetime = AT, **leaf: Any
) -> Callable[[Path], None]:
    def make(_: Path) -> None:
        own = intermediate().issue(key(kind), Leaf(**leaf))
        whom = known(own) if known else own_trust()
        _raised(faults(own, intermediate().chain, whom, at, mailing.SENDER.address))

    return make


def _ends_soon(_: Path) -> None:
    _raised(ends_soon(intermediate().issue(key("p256"), Leaf(end=AT + timedelta(days=9))), AT))


def _not_for_encryption(_: Path) -> None:
    own = intermediate().issue(key("rsa2048"), Leaf())
    _raised(encryption_faults(own, intermediate().chain, own_trust(), AT))


def _for_everybody(_: Path) -> None:
    own = intermediate().issue(key("rsa2048"), Leaf(usage=("key_encipherment",)))
    encrypt(golden(), [own], at=AT, trust=own_trust(), chain=intermediate().chain)


class _Rubbish(KeySigner):
    def sign(self, content: bytes) -> bytes:
        return b"rubbish"


def _rubbish(_: Path) -> None:
    real = signer()
    sign(message(), _Rubbish(real.certificate, real.chain, real.algorithm, real.key), at=AT, trust=trust())


def _not_decrypted(_: Path) -> None:
    own = intermediate().issue(key("rsa2048"), Leaf(usage=("key_encipherment",)))
    clear = sign(message(), signer(), at=AT, trust=trust(), for_encryption=True)
    mail = encrypt(clear, [own], at=AT, trust=own_trust(), chain=intermediate().chain)
    decrypt(mail.replace(b"\r\n\r\nMII", b"\r\n\r\n!II"), own, key("rsa2048"))  # type: ignore[arg-type]  # an RSA key


# --- mails that were received -----------------------------------------------------------------------------------------


def _received(change: Callable[[bytes], bytes], at: datetime = AT) -> Callable[[Path], None]:
    return lambda _: _raised(verify(change(golden()), trust(), at=at).problems)


def _bare(_: bytes) -> bytes:
    """Signed as it should be, but its headers are not protected."""
    real, inner = signer(), mime.payload(message(), AT).replace(b' hp="clear";', b"", 1)
    return mime.signed_mail(
        mime.headers(message(), AT),
        inner,
        cms.signed_data(signed := cms.attributes(inner, real, AT), real.sign(signed), real),
        "sha-256",
    )


def _other_certificate(_: Path) -> None:
    one, other = mailing.made(), mailing.made()
    inner = mime.payload(message(), AT)
    signed = cms.attributes(inner, one, AT)
    swapped = cms.signed_data(signed, one.sign(signed), other)
    mail = mime.signed_mail(mime.headers(message(), AT), inner, swapped, "sha-256")
    _raised(verify(mail, own_trust(), at=AT).problems)


def _signature_wrong(_: bytes) -> bytes:
    real, inner = signer(), mime.payload(message(), AT)
    signed = cms.attributes(inner, real, AT)
    other = cms.signed_data(signed, real.sign(b"another"), real)
    return mime.signed_mail(mime.headers(message(), AT), inner, other, "sha-256")


def _bound(attachment: Mapping[str, Any]) -> Callable[[Path], None]:
    def make(_: Path) -> None:
        content = Attachment("referral.json", "application/json", json.dumps(attachment).encode())
        mail = sign(message(attachments=(content,)), signer(), at=AT, trust=trust())
        _raised(bound_faults(parse.read_mail(mail), {"report": "r2"}, b"a key of the house"))

    return make


def _said(code: str, **values: str) -> Callable[[Path], None]:
    return lambda _: _raised([Problem(code, values=values)])


def _called(function: Callable[..., object], *given: object) -> None:
    function(*given)


SAID: Mapping[str, Callable[[Path], None]] = {
    "device-failed": _said("device-failed", found="PinIncorrect"),
    "no-binding-key": _said("no-binding-key"),
}
MESSAGES: Mapping[str, Callable[[Path], None]] = {
    **SAID,
    "unsafe-character": lambda _: _called(lambda: message(subject="至急\u202eを取り消す")),
    "unsafe-character.template": _template("件名：例\n\n至急\u200bです。\n"),
    "message-too-long": lambda _: _called(lambda: message(text="字" * 100_001)),
    "bad-address": lambda _: _called(lambda: message(to=Party("警察（例）", "desk@警察.example.invalid"))),
    "bad-media-type": lambda _: _called(lambda: message(attachments=[Attachment("a.png", "image/png", b"")])),
    "bad-attachment-name": lambda _: _called(lambda: message(attachments=[Attachment("通報.json", "text/plain", b"")])),
    "not-mailed": lambda _: _called(lambda: sign(message(to=None), signer(), at=AT, trust=trust())),
    "unsafe-bytes": lambda _: _called(mime.checked, b"Content-Type: text/plain\r\n\r\nFrom here\r\nFrom there\r\n"),
    "bad-url": lambda _: _called(urls.exact, "https//board.example.invalid/1"),
    "template-without-subject": _template("警察 御中\n\n例です。\n"),
    "bad-template-name": _template("件名：例\n\n例です。\n", "police-report.ja.j2"),
    "unknown-text": _unknown_text,
    "unknown-kind": lambda _: _called(lambda: Case("R-0001", DAY, mailing.SENDER, kind="corection")),  # type: ignore[arg-type]  # what is refused
    "template-syntax": _template("件名：例\n\n{{ category }\n"),
    "template-construct": _template("件名：例\n\n{% set a = 1 %}\n例です。\n"),
    "unknown-placeholder": _template("件名：例\n\n{{ recipient_nam }} 御中\n"),
    "placeholder-not-guaranteed": _template("件名：例\n\n前の文書：{{ earlier_id }}\n"),
    "placeholder-without-value": _without_value,
    "no-template": _no_template,
    "unused-template": _template("件名：例\n\n例です。\n", "old_report.ja.txt.j2"),
    "forbidden-word": _forbidden,
    "no-url": lambda folder: _composed(_decision(folder, page=None), "{{ url }}"),
    "no-earlier-message": lambda folder: _composed(_decision(folder), kind="correction"),
    "reporter-in-message": lambda folder: _composed(_decision(folder, reference="R-0001"), "{{ referral_id }}"),
    "bad-party": _desk,
    "no-address": _command(),
    "no-such-referral": _command("--route", "polise"),
    "not-due": _command("--route", "removal_domestic"),
    "xarf-not-met": _xarf("I-01"),
    "xarf-no-type": _xarf("H-1"),
    "xarf-no-classification": _xarf("H-1", kind="csem"),
    "short-key": lambda _: _called(binding.digest, b"short", {}, {}, ""),
    "certificate-expired": _certificate(end=AT - timedelta(days=1)),
    "certificate-not-yet-valid": _certificate(begin=AT + timedelta(days=1)),
    "certificate-ends-soon": _ends_soon,
    "key-mismatch": lambda _: _called(signer_of, key("p384"), signer().certificate, ()),
    "key-not-allowed": _certificate("p521"),
    "no-email-purpose": _certificate(purposes=None),
    "no-signing-usage": _certificate(usage=("key_encipherment",)),
    "no-encryption-usage": _not_for_encryption,
    "certificate-of-a-ca": _certificate(authority=True, usage=("digital_signature", "key_cert_sign")),
    "wrong-sender": _certificate(address="another@example.invalid"),
    "chain-broken": _certificate(known=lambda _: trust()),
    "certificate-revoked": _certificate(
        known=lambda own: Trust(own_trust().roots, (intermediate().revoke([own], AT),))
    ),
    "crl-unusable": _certificate(
        known=lambda _: Trust(own_trust().roots, (intermediate().revoke([], AT - timedelta(days=9), AT),)),
        at=AT + timedelta(days=1),
    ),
    "unreadable-key": lambda _: _called(load_pkcs12, b"", "a\0b"),
    "not-encrypted": lambda _: _called(decrypt, golden(), signer().certificate, key("rsa2048")),
    "not-decrypted": _not_decrypted,
    "signature-not-verified": _rubbish,
    "not-signed": _received(lambda m: m.replace(b"multipart/signed", b"multipart/mixed")),
    "broken-mail": _received(lambda m: b"From: another@example.invalid\r\n" + m),
    "broken-signature": _received(lambda m: m[: m.index(b"MII")] + b"AAAA" + m[m.rindex(b"\r\n--") :]),
    "other-certificate": _other_certificate,
    "content-changed": _received(lambda m: m.replace(b'hp="clear";\r\n', b'hp="clear"; \r\n', 1)),
    "signature-wrong": _received(_signature_wrong),
    "no-certificate": lambda _: _called(lambda: encrypt(golden(), [], at=AT, trust=trust())),
    "not-for-encryption": _for_everybody,
    "header-changed": _received(lambda m: re.sub(rb"Subject: (.|\r\n )*?\r\n(?! )", b"Subject: x\r\n", m, count=1)),
    "headers-not-protected": _received(_bare),
    "signed-in-the-future": _received(lambda m: m, AT - timedelta(days=1)),
    "other-decision": _bound({"id": "R-0001", "binding": {"value": "0" * 64}}),
    "no-binding": _bound({"id": "R-0001"}),
}
