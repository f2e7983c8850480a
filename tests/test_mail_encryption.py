"""A signed mail → one that only its readers can read, and back: headers inside and outside, readers, what is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from ihc_rules.errors import MessageError
from ihc_rules.referral import parse
from ihc_rules.referral.certificate import Trust, encryption_faults
from ihc_rules.referral.encrypt import decrypt, encrypt
from ihc_rules.referral.mime import PROTECTED, WIDTH, headers, payload, signed_mail
from ihc_rules.referral.sign import sign, signature
from ihc_rules.referral.verify import verify
from ihc_rules.testing.certificates import Leaf
from tests import mailing
from tests.mailing import AT, FOLDER, codes, intermediate, key, message, needs, own_trust, ran, root, signer, trust

ADDRESS = mailing.SENDER.address
DAY = timedelta(days=1)


def reader(**leaf: object) -> tuple[x509.Certificate, rsa.RSAPrivateKey]:
    own = load_pem_private_key((FOLDER / "rsa2048.pem").read_bytes(), None)
    assert isinstance(own, rsa.RSAPrivateKey)
    values = {"address": "desk@police.example.invalid", "usage": ("key_encipherment",)} | leaf
    return root().issue(own, Leaf(**values), "Test police"), own  # type: ignore[arg-type]  # fields that it has


@cache
def encrypted(subject: str = mailing.SUBJECT) -> tuple[bytes, bytes, x509.Certificate, rsa.RSAPrivateKey]:
    certificate, own = reader()
    wanted = message(subject=subject)
    clear = sign(wanted, signer(), at=AT, trust=trust(), for_encryption=True)
    return clear, encrypt(clear, [certificate], at=AT, trust=own_trust()), certificate, own


@pytest.mark.parametrize("subject", [mailing.SUBJECT, "about MIME-Version: 1.0", "Subject"])
def test_an_encrypted_mail_is_read_and_verified_by_its_reader(subject: str) -> None:
    clear, hidden, certificate, own = encrypted(subject)
    inside = verify(decrypt(hidden, certificate, own), trust(), at=AT)

    assert (inside.problems, inside.subject) == ((), subject)
    assert inside.mail is not None
    assert inside.mail.signed in clear
    assert codes(verify(hidden, trust(), at=AT).problems) == {"not-signed"}


def test_nothing_of_the_subject_or_the_text_is_to_be_seen_on_the_way() -> None:
    _, hidden, _, _ = encrypted("about a page")

    assert b"\r\nSubject: [...]\r\n" in hidden
    for word in (b"about a page", b"R-0001", b"hxxps", mailing.SUBJECT.encode()):
        assert word not in hidden


def test_the_signed_part_lists_what_stands_outside() -> None:
    clear, hidden, _, _ = encrypted("about a page")
    inner, outer = parse.read_mail(clear).inner, parse.part_of(hidden)
    listed = dict(each.split(": ", 1) for each in inner.fields["hp-outer"])

    assert inner.kind[1]["hp"] == "cipher"
    assert listed == {name: outer.one(name) for name in PROTECTED}
    assert (inner.one("Subject"), listed["Subject"]) == ("about a page", "[...]")
    assert max(map(len, clear.partition(b"HP-Outer")[2].split(b"\r\n"))) <= WIDTH


def resigned(change: Callable[[bytes], bytes]) -> bytes:
    """A mail whose signed part says something else of what stands outside, signed by the right key."""
    inner = change(payload(message(), AT, for_encryption=True))
    made = signature(inner, signer(), AT)
    return signed_mail(headers(message(), AT, for_encryption=True), inner, made, "sha-256")


OUTSIDE: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "as it was": (lambda: encrypted()[1], set()),
    "the subject is told again": (lambda: encrypted()[1].replace(b"[...]", b"urgent"), {"header-changed"}),
    "another sender": (lambda: encrypted()[1].replace(b"<hotline@", b"<another@"), {"header-changed"}),
    "another addressee": (lambda: encrypted()[1].replace(b"<desk@", b"<another@"), {"header-changed"}),
    "another time": (lambda: encrypted()[1].replace(b"12:00:00", b"12:00:01"), {"header-changed"}),
    "a place to answer to": (lambda: b"Reply-To: a@b.invalid\r\n" + encrypted()[1], {"header-changed"}),
    "marks of the way": (lambda: b"Received: from a.invalid\r\n by b.invalid\r\n" + encrypted()[1], set()),
    "line feeds only": (lambda: encrypted()[1].replace(b"\r\n", b"\n"), set()),
}


@pytest.mark.parametrize("name", OUTSIDE)
def test_what_stands_outside_is_compared_with_what_was_signed_to_stand_there(name: str) -> None:
    make, expected = OUTSIDE[name]
    _, _, certificate, own = encrypted()

    assert codes(verify(decrypt(make(), certificate, own), trust(), at=AT).problems) == expected


LISTED: dict[str, tuple[Callable[[bytes], bytes], set[str]]] = {
    "as it was": (lambda inner: inner, set()),
    "nothing is listed": (
        lambda inner: re.sub(rb"HP-Outer: [^\r]*(\r\n [^\r]*)+\r\n", b"", inner),
        {"header-changed"},
    ),
    "another sender is listed": (
        lambda inner: re.sub(rb"(HP-Outer: From:\r\n .*\r\n) <hotline@", rb"\1 <another@", inner),
        {"header-changed"},
    ),
    "a subject is listed twice": (
        lambda inner: b"HP-Outer: Subject: x\r\n" + inner,
        {"broken-mail"},
    ),
    "another protection": (lambda inner: inner.replace(b'hp="cipher"', b'hp="other"'), {"headers-not-protected"}),
}


@pytest.mark.parametrize("name", LISTED)
def test_the_list_has_to_be_right(name: str) -> None:
    change, expected = LISTED[name]

    assert codes(verify(resigned(change), trust(), at=AT).problems) == expected


def test_a_sender_outside_who_is_not_the_one_inside_is_refused_though_it_is_listed() -> None:
    mail = resigned(lambda inner: re.sub(rb"(HP-Outer: From:\r\n .*\r\n) <hotline@", rb"\1 <another@", inner))
    head, _, rest = mail.partition(b"\r\n\r\n")
    outside = head.replace(b"<hotline@", b"<another@") + b"\r\n\r\n" + rest
    found = verify(outside, trust(), at=AT).problems

    assert [each.values for each in found] == [{"name": "HP-Outer: From"}]


@needs("openssl")
def test_openssl_decrypts_it_and_verifies_what_was_inside(tmp_path: Path) -> None:
    _, hidden, certificate, _ = encrypted()
    (tmp_path / "reader.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    words = ("-recip", tmp_path / "reader.pem", "-inkey", FOLDER / "rsa2048.pem")
    inside = ran("openssl", "cms", "-decrypt", *words, stdin=hidden)
    checks = ("-CAfile", FOLDER / "root.pem", "-purpose", "smimesign", "-verify_email", ADDRESS)

    assert inside.returncode == 0, inside.stderr
    assert ran("openssl", "cms", "-verify", *checks, stdin=inside.stdout).returncode == 0


def test_a_changed_or_misdirected_envelope_is_told() -> None:
    clear, hidden, certificate, own = encrypted()
    other = rsa.generate_private_key(65537, 2048)
    begin = hidden.index(b"MII")
    cases = {
        "not encrypted": (clear, certificate, own, "not-encrypted"),
        "another's": (hidden, root().issue(other, Leaf()), other, "not-decrypted"),
        "cut off": (hidden[: begin + 400], certificate, own, "not-decrypted"),
        "rubbish": (hidden[:begin] + b"AAAA", certificate, own, "not-decrypted"),
        "no base64": (hidden[:begin] + b"!" + hidden[begin:], certificate, own, "not-decrypted"),
    }
    for name, (content, whose, secret, code) in cases.items():
        with pytest.raises(MessageError) as caught:
            decrypt(content, whose, secret)
        assert codes(caught.value.problems) == {code}, name


UNFIT: dict[str, tuple[Callable[[], x509.Certificate], set[str]]] = {
    "expired": (lambda: reader(end=AT - DAY)[0], {"certificate-expired"}),
    "may not encrypt": (lambda: reader(usage=("digital_signature",))[0], {"no-encryption-usage"}),
    "an elliptic curve": (lambda: root().issue(key("p256"), Leaf(usage=None)), {"key-not-allowed"}),
    "RSA of 1,024 bits": (lambda: root().issue(key("rsa1024"), Leaf(usage=None)), {"key-not-allowed"}),
    "a stranger's": (lambda: root("Another root").issue(key("rsa2048"), Leaf(usage=None)), {"chain-broken"}),
}


@pytest.mark.parametrize("name", UNFIT)
def test_mail_is_not_encrypted_to_an_unfit_certificate(name: str) -> None:
    make, expected = UNFIT[name]
    with pytest.raises(MessageError) as caught:
        encrypt(encrypted()[0], [make()], at=AT, trust=own_trust())

    assert codes(caught.value.problems) == expected == codes(encryption_faults(make(), (), own_trust(), AT))


def test_mail_to_nobody_is_not_encrypted() -> None:
    with pytest.raises(MessageError) as caught:
        encrypt(encrypted()[0], [], at=AT, trust=own_trust())

    assert codes(caught.value.problems) == {"no-certificate"}


def test_the_readers_intermediates_may_be_given() -> None:
    clear, _, _, own = encrypted()
    certificate = intermediate().issue(own, Leaf(address="desk@police.example.invalid", usage=("key_encipherment",)))
    with pytest.raises(MessageError) as caught:
        encrypt(clear, [certificate], at=AT, trust=own_trust())
    for chain in (intermediate().chain, [certificate, *intermediate().chain, *own_trust().roots]):
        hidden = encrypt(clear, [certificate], at=AT, trust=own_trust(), chain=chain)

        assert verify(decrypt(hidden, certificate, own), trust(), at=AT).trusted
    assert codes(caught.value.problems) == {"chain-broken"}


def test_a_revoked_intermediate_of_a_reader_is_told() -> None:
    clear, _, _, own = encrypted()
    certificate = intermediate().issue(own, Leaf(address="desk@police.example.invalid", usage=("key_encipherment",)))
    revoked = root().revoke([intermediate().certificate], AT - DAY)
    known = Trust(own_trust().roots, (revoked,))
    with pytest.raises(MessageError) as caught:
        encrypt(clear, [certificate], at=AT, trust=known, chain=intermediate().chain)

    assert "certificate-revoked" in codes(caught.value.problems)


def test_what_was_not_signed_for_it_is_not_encrypted() -> None:
    certificate, _ = reader()
    for mail, code in ((mailing.mail(), "not-for-encryption"), (b"Subject: x\r\n\r\ntext\r\n", "not-signed")):
        with pytest.raises(MessageError) as caught:
            encrypt(mail, [certificate], at=AT, trust=own_trust())
        assert codes(caught.value.problems) == {code}
