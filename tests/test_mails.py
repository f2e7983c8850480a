"""A message → a signed mail that everybody can verify, and of which nobody can change a byte unnoticed."""

from __future__ import annotations

import base64
import mailbox
import os
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from ihc_rules.errors import MessageError
from ihc_rules.referral import cms, der, mime, parse
from ihc_rules.referral.cms import read_signature
from ihc_rules.referral.sign import KeySigner, sign, signature
from ihc_rules.referral.verify import verify
from ihc_rules.testing.certificates import Kind
from tests import mailing
from tests.drawing import FULL
from tests.mailing import AT, FOLDER, KINDS, codes, golden, mail, message, needs, ran, signer, trust

kinds = pytest.mark.parametrize("kind", KINDS)


def against(content: bytes) -> set[str]:
    return codes(verify(content, trust(), at=AT).problems)


# --- the same bytes, always -------------------------------------------------------------------------------------------


@kinds
def test_the_same_message_key_and_time_give_the_same_bytes(kind: Kind) -> None:
    if os.environ.get("IHC_RULES_WRITE"):
        (FOLDER / f"{kind}.eml").write_bytes(mail(kind))

    assert mail(kind) == golden(kind)


@kinds
def test_a_golden_mail_can_be_trusted(kind: Kind) -> None:
    found = verify(golden(kind), trust(), at=AT)

    assert (found.problems, found.sender, found.subject, found.signed_at) == (
        (),
        mailing.SENDER.address,
        mailing.SUBJECT,
        AT,
    )


@kinds
def test_the_mail_holds_what_the_message_says_by_another_reader(kind: Kind) -> None:
    read = BytesParser(policy=policy.default).parsebytes(golden(kind))
    text, attached = [each for each in read.walk() if not each.is_multipart()][:2]

    assert read["Subject"] == mailing.SUBJECT
    assert read["From"].addresses[0].addr_spec == mailing.SENDER.address
    assert text.get_content().replace("\r\n", "\n") == mailing.TEXT
    assert attached.get_filename() == "referral.json"
    assert attached.get_payload(decode=True) == mailing.FACTS.content


# --- other people's verifiers -----------------------------------------------------------------------------------------


def openssl(content: bytes, sender: str = mailing.SENDER.address, at: float = AT.timestamp()) -> bool:
    words = ("-purpose", "smimesign", "-verify_email", sender, "-attime", str(int(at)))
    done = ran("openssl", "cms", "-verify", "-CAfile", FOLDER / "root.pem", *words, stdin=content)
    return done.returncode == 0


@needs("openssl")
@kinds
def test_openssl_accepts_it_with_purpose_and_sender(kind: Kind) -> None:
    assert openssl(golden(kind))
    assert not openssl(golden(kind), "another@example.invalid")
    assert not openssl(golden(kind).replace(b"\r\n6K2m", b"\r\n6K2n"))


@pytest.fixture(scope="module")
def gnupg(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home of gpgsm that trusts the root, and knows no other certificate."""
    home = tmp_path_factory.mktemp("g")
    home.chmod(0o700)
    root = trust().roots[0]
    (home / "trustlist.txt").write_text(f"{root.fingerprint(hashes.SHA1()).hex()} S relax\n")  # noqa: S303 - how gpgsm names it
    assert ran("gpgsm", "--homedir", home, "--batch", "--import", FOLDER / "root.pem").returncode == 0
    yield home
    ran("gpgconf", "--homedir", home, "--kill", "all")


@needs("gpgsm")
@kinds
def test_gpgsm_accepts_and_fully_trusts_it(kind: Kind, gnupg: Path, tmp_path: Path) -> None:
    read = parse.read_mail(golden(kind))
    (tmp_path / "part").write_bytes(read.signed)
    (tmp_path / "p7s").write_bytes(read.signature)
    options = ("--batch", "--disable-crl-checks", "--status-fd", "1", "--verify")
    told = ran("gpgsm", "--homedir", gnupg, *options, tmp_path / "p7s", tmp_path / "part")

    assert b"GOODSIG" in told.stdout, told.stderr.decode()
    assert b"TRUST_FULLY" in told.stdout

    (tmp_path / "part").write_bytes(read.signed.replace(b"referral", b"Referral", 1))
    assert b"GOODSIG" not in ran("gpgsm", "--homedir", gnupg, *options, tmp_path / "p7s", tmp_path / "part").stdout


@pytest.fixture(scope="module")
def nss(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database of NSS that trusts the root for mail."""
    name = f"sql:{tmp_path_factory.mktemp('nss')}"
    assert ran("certutil", "-N", "-d", name, "--empty-password").returncode == 0
    added = ran("certutil", "-A", "-d", name, "-n", "root", "-t", ",C,", "-a", "-i", FOLDER / "root.pem")
    assert added.returncode == 0, added.stderr
    return name


@needs("certutil", "cmsutil")
@kinds
def test_nss_accepts_it(kind: Kind, nss: str, tmp_path: Path) -> None:
    read = parse.read_mail(golden(kind))
    (tmp_path / "part").write_bytes(read.signed)
    (tmp_path / "p7s").write_bytes(read.signature)
    words = ("cmsutil", "-D", "-d", nss, "-i", tmp_path / "p7s", "-c", tmp_path / "part", "-h", "0", "-n")

    assert b"status=GoodSignature" in ran(*words).stdout.replace(b" ", b"")

    (tmp_path / "part").write_bytes(read.signed.replace(b"referral", b"Referral", 1))
    assert b"status=GoodSignature" not in ran(*words).stdout.replace(b" ", b"")


# --- pyca's builder as an oracle --------------------------------------------------------------------------------------


def by_the_library(content: bytes, who: KeySigner) -> bytes:
    """The same signature by another writer; the chain is added last, as an earlier one is dropped without a word."""
    digest = hashes.SHA384() if who.algorithm == "ec-sha384" else hashes.SHA256()
    builder = pkcs7.PKCS7SignatureBuilder().set_data(content).add_signer(who.certificate, who.key, digest)
    for each in who.chain:
        builder = builder.add_certificate(each)
    return builder.sign(Encoding.DER, [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary])


@kinds
def test_the_library_s_writer_says_the_same_with_its_own_attributes(kind: Kind) -> None:
    inner = mime.payload(message(), AT)
    ours, other = (
        read_signature(each) for each in (signature(inner, signer(kind), AT), by_the_library(inner, signer(kind)))
    )
    alike = ("digest", "algorithm", "issuer_and_serial", "key_id", "message_digest", "certificates")

    assert [getattr(ours, each) for each in alike] == [getattr(other, each) for each in alike]
    assert len(ours.certificates) == 2
    assert pkcs7.load_der_pkcs7_certificates(signature(inner, signer(kind), AT)) == list(ours.certificates)


@kinds
def test_a_mail_with_the_library_s_signature_verifies_too(kind: Kind) -> None:
    inner = mime.payload(message(), AT)
    other = by_the_library(inner, signer(kind))
    content = mime.signed_mail(mime.headers(message(), AT), inner, other, cms.micalg(signer(kind).algorithm))
    later = AT + timedelta(days=3650)  # the builder takes its own time

    assert verify(content, trust(), at=later).problems == ()


@needs("openssl")
def test_openssl_s_own_mail_says_only_that_its_headers_are_not_protected(tmp_path: Path) -> None:
    (tmp_path / "text").write_bytes(b"Content-Type: text/plain\r\n\r\na text\r\n")
    pem, chain = FOLDER / "p256.pem", tmp_path / "chain.pem"
    chain.write_bytes(signer().chain[0].public_bytes(Encoding.PEM))
    signing = (
        "-signer",
        pem,
        "-certfile",
        chain,
        "-from",
        mailing.SENDER.address,
        "-to",
        "x@y.invalid",
        "-subject",
        "s",
    )
    made = ran("openssl", "cms", "-sign", "-binary", "-md", "sha256", *signing, "-in", tmp_path / "text")

    assert made.returncode == 0, made.stderr
    assert codes(verify(made.stdout, trust(), at=AT + timedelta(days=3650)).problems) == {"headers-not-protected"}


# --- one changed byte -------------------------------------------------------------------------------------------------

REFUSED = {
    "content-changed",
    "signature-wrong",
    "other-certificate",
    "broken-mail",
    "broken-signature",
    "not-signed",
    "header-changed",
    "headers-not-protected",
    "no-certificate",
    "chain-broken",
    "wrong-sender",
    "no-email-purpose",
    "no-signing-usage",
    "certificate-expired",
    "certificate-not-yet-valid",
    "certificate-of-a-ca",
    "key-not-allowed",
    "unreadable-key",
    "signed-in-the-future",
}


def seen(content: bytes) -> tuple[object, ...]:
    """What a reader is shown of a mail that is trusted."""
    found = verify(content, trust(), at=AT)
    assert found.mail is not None
    named = [parse.words(found.mail.outer.one(each)).split() for each in mime.PROTECTED]
    return found.mail.signed, found.sender, found.subject, found.signed_at, found.signer, named


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # the library warns of odd certificates that it reads all the same
def test_one_changed_byte_in_the_signed_part_is_always_noticed_and_elsewhere_changes_nothing_that_is_seen() -> None:
    whole = golden()
    part = parse.read_mail(whole).signed
    begin = whole.index(part)
    unnoticed = set()
    for place, byte in enumerate(whole):
        other = bytes((byte ^ (0x01 if place % 2 else 0x20),))
        changed = whole[:place] + other + whole[place + 1 :]
        found = against(changed)
        assert found <= REFUSED
        if not found:
            assert not begin <= place < begin + len(part), place
            assert seen(changed) == seen(whole), place
            unnoticed.add(place)
    # what nobody reads: the words before the first part, names of further header fields, capitals of boundaries' frames
    assert len(unnoticed) < 0.06 * len(whole)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_one_changed_byte_in_the_signature_is_noticed_or_means_the_same() -> None:
    read = parse.read_mail(golden())
    sound = read_signature(read.signature)
    fields, inner = mime.headers(message(), AT), read.signed
    for place, byte in enumerate(read.signature):
        for bit in range(8) if FULL else (place % 8,):
            changed = read.signature[:place] + bytes((byte ^ 1 << bit,)) + read.signature[place + 1 :]
            found = against(mime.signed_mail(fields, inner, changed, "sha-256"))
            if not found:
                meant = read_signature(changed)
                assert (meant.signed, meant.message_digest, meant.at) == (sound.signed, sound.message_digest, sound.at)
                assert meant.signer() == sound.signer()
            assert found <= REFUSED


def test_every_cut_of_a_mail_is_refused() -> None:
    whole = golden()

    assert not [n for n in range(0, len(whole) - 4, 7) if not against(whole[:n])]


CHANGED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "another subject outside": (
        lambda m: m.replace(b"Subject: =?", b"Subject: =?utf-8?Q?=E6=80=A5?= =?", 1),
        "header-changed",
    ),
    "a plain subject outside": (
        lambda m: re.sub(rb"Subject: (.|\r\n )*?\r\n(?! )", b"Subject: x\r\n", m, count=1),
        "header-changed",
    ),
    "another sender outside": (lambda m: m.replace(b"<hotline@", b"<h0tline@", 1), "header-changed"),
    "another name of the sender outside": (
        lambda m: m.replace(b"From: =?", b"From: =?utf-8?B?QQ==?= =?", 1),
        "header-changed",
    ),
    "the sender's address as a name": (
        lambda m: m.replace(b" <hotline@example.invalid>", b" =?utf-8?Q?=3Chotline=40example.invalid=3E?=", 1),
        "header-changed",
    ),
    "another addressee outside": (lambda m: m.replace(b"<desk@", b"<disk@", 1), "header-changed"),
    "another day outside": (lambda m: m.replace(b"Date: Wed, 01", b"Date: Wed, 08", 1), "header-changed"),
    "another id outside": (lambda m: m.replace(b"Message-ID: <", b"Message-ID: <0", 1), "header-changed"),
    "no subject outside": (lambda m: m.replace(b"Subject: ", b"X-Subject: ", 1), "header-changed"),
    "answers go to somebody else": (lambda m: b"Reply-To: x@evil.invalid\r\n" + m, "header-changed"),
    "another sender on behalf": (lambda m: b"Sender: x@evil.invalid\r\n" + m, "header-changed"),
    "somebody else is named as a reader": (lambda m: b"Cc: x@evil.invalid\r\n" + m, "header-changed"),
    "two senders": (lambda m: b"From: x@evil.invalid\r\n" + m, "broken-mail"),
    "two senders, in capitals": (lambda m: b"FROM : x@evil.invalid\r\n" + m, "broken-mail"),
    "two subjects": (lambda m: b"Subject: x\r\n" + m, "broken-mail"),
    "two kinds": (lambda m: b"Content-Type: text/plain\r\n" + m, "broken-mail"),
    "two boundaries": (lambda m: m.replace(b'; boundary="', b'; boundary="x"; boundary="', 1), "broken-mail"),
    "a part before": (
        lambda m: re.sub(rb"\r\n(--=_s_\w+)\r\n", rb"\r\n\1\r\n\r\nread me\r\n\1\r\n", m, count=1),
        "broken-mail",
    ),
    "a part after": (
        lambda m: re.sub(rb"\r\n(--=_s_\w+)--\r\n", rb"\r\n\1\r\n\r\nread me\r\n\1--\r\n", m),
        "broken-mail",
    ),
    "no end": (lambda m: re.sub(rb"\r\n(--=_s_\w+)--\r\n", rb"\r\n", m), "broken-mail"),
    "no signature": (lambda m: re.sub(rb"multipart/signed", rb"multipart/mixed", m), "not-signed"),
    "nothing": (lambda m: b"", "not-signed"),
    "a bare CR": (lambda m: m.replace(b"hp=", b"\rhp=", 1), "content-changed"),
    "a blank at a line's end": (lambda m: m.replace(b'hp="clear";\r\n', b'hp="clear"; \r\n', 1), "content-changed"),
    "the signature of another mail": (
        lambda m: mime.signed_mail(
            mime.headers(message(), AT), parse.read_mail(m).signed, signature(b"another", signer(), AT), "sha-256"
        ),
        "content-changed",
    ),
    "rubbish in place of the signature": (
        lambda m: m[: m.index(b"MII")] + b"AAAA" + m[m.rindex(b"\r\n--") :],
        "broken-signature",
    ),
    "no base64": (lambda m: m.replace(b"\r\nMII", b"\r\n!II"), "broken-mail"),
}


@pytest.mark.parametrize("name", CHANGED)
def test_a_changed_mail_is_refused_with_its_reason(name: str) -> None:
    change, code = CHANGED[name]
    changed = change(golden())

    assert changed != golden()
    assert code in against(changed)


KEPT: dict[str, Callable[[bytes], bytes]] = {
    "line feeds alone, as a Maildir stores it": lambda m: m.replace(b"\r\n", b"\n"),
    "the line that an mbox puts above": lambda m: (
        b"From hotline@example.invalid Wed Oct  1 12:00:00 2025\n" + m.replace(b"\r\n", b"\n")
    ),
    "the same without a colon": lambda m: b"From hotline Wed Oct 1\n" + m.replace(b"\r\n", b"\n"),
    "headers that relays add": lambda m: (
        b"Received: from a\r\n\tby b; Wed, 1 Oct 2025 12:00:01 +0900\r\nReturn-Path: <x@y.invalid>\r\nX-Spam: no\r\n"
        + m
    ),
    "headers folded elsewhere": lambda m: m.replace(b"?= <desk@", b"?=\r\n\t<desk@", 1).replace(
        b"?=\r\n <hotline@", b"?= <hotline@", 1
    ),
    "words of a header joined": lambda m: m.replace(b"?=\r\n =?", b"?= =?", 1),
    "a subject in another encoding": lambda m: re.sub(
        rb"Subject: (.|\r\n )*?\r\n(?! )",
        b"Subject: =?utf-8?Q?" + b"".join(b"=%02X" % byte for byte in mailing.SUBJECT.encode()) + b"?=\r\n",
        m,
        count=1,
    ),
    "lines after the end": lambda m: m + b"\r\n-- \r\na list's footer\r\n",
    "a white space behind a boundary": lambda m: re.sub(rb"\r\n(--=_s_\w+)\r\n", rb"\r\n\1 \r\n", m),
}


@pytest.mark.parametrize("name", KEPT)
def test_what_delivery_may_do_is_no_reason_against_it(name: str) -> None:
    changed = KEPT[name](golden())

    assert changed != golden()
    assert against(changed) == set()


@pytest.mark.parametrize("name", ["Maildir", "mbox"])
def test_a_mail_survives_a_mailbox(name: str, tmp_path: Path) -> None:
    box = getattr(mailbox, name)(tmp_path / "box")
    kept = box.get_bytes(box.add(golden()))

    assert against(kept) == set()
    assert name == "mbox" or kept == golden()
    box.close()
    if name == "mbox":
        assert against((tmp_path / "box").read_bytes()) == set()


def test_python_s_own_mail_reader_and_writer_keep_it() -> None:
    for how in (policy.SMTP, policy.default, policy.compat32):
        assert against(BytesParser(policy=how).parsebytes(golden()).as_bytes()) == set()


# --- who signed -------------------------------------------------------------------------------------------------------


def test_a_stranger_s_certificate_is_refused_though_the_signature_is_right() -> None:
    found = against(sign(message(), mailing.made(), at=AT, trust=mailing.own_trust()))

    assert found == {"chain-broken"}


def test_the_signature_s_own_words_are_compared_with_the_certificate() -> None:
    """Another certificate for the same key, put in place of the one that signed."""
    one, other = mailing.made(), mailing.made()
    inner = mime.payload(message(), AT)
    signed = cms.attributes(inner, one, AT)
    swapped = cms.signed_data(signed, one.sign(signed), other)
    content = mime.signed_mail(mime.headers(message(), AT), inner, swapped, "sha-256")

    assert codes(verify(content, mailing.own_trust(), at=AT).problems) == {"other-certificate"}


def test_a_signing_time_in_the_future_is_told() -> None:
    assert codes(verify(golden(), trust(), at=AT - timedelta(hours=1)).problems) == {"signed-in-the-future"}
    assert codes(verify(golden(), trust(), at=AT - timedelta(minutes=4)).problems) == set()


@pytest.mark.parametrize("returned", [b"", b"rubbish", b"\0" * 256, None, 7])
def test_a_signer_that_returns_rubbish_is_found_out(returned: object) -> None:
    class Rubbish(KeySigner):
        def sign(self, content: bytes) -> bytes:
            return returned  # type: ignore[return-value]  # what a device may do

    for real in (signer("rsa2048"), signer("p256")):
        broken = Rubbish(real.certificate, real.chain, real.algorithm, real.key)
        with pytest.raises(MessageError) as caught:
            sign(message(), broken, at=AT, trust=trust())
        assert codes(caught.value.problems) == {"signature-not-verified"}


def test_a_signer_that_signs_with_another_key_is_found_out() -> None:
    real = signer()
    other = KeySigner(real.certificate, real.chain, real.algorithm, ec.generate_private_key(ec.SECP256R1()))
    with pytest.raises(MessageError) as caught:
        sign(message(), other, at=AT, trust=trust())

    assert codes(caught.value.problems) == {"signature-not-verified"}


def test_the_key_sees_the_signed_attributes_only() -> None:
    seen_by_key = cms.attributes(mime.payload(message(text="x\n" * 40_000), AT), signer(), AT)

    assert len(seen_by_key) < 200


# --- the parts of a signature that cannot be used ---------------------------------------------------------------------


def test_der_is_read_strictly() -> None:
    good = der.sequence(der.integer(1), der.octets(b"x" * 200))
    assert [each.tag for each in der.read_one(good).inside()] == [der.INTEGER, der.OCTETS]
    for bad in (
        b"",
        b"\x30",
        good[:-1],
        good + b"\0",
        b"\x30\x80\x00\x00",
        b"\x30\x81\x01\x00",
        b"\x1f\x01\x00",
        b"\x30\x85\0\0\0\0\1\0",
    ):
        with pytest.raises(der.NotDer):
            der.read_one(bad)


@pytest.mark.parametrize("year", [1, 999, 1949, 1950, 1999, 2025, 2049, 2050, 9999])
def test_a_time_comes_back(year: int) -> None:
    at = AT.replace(year=year, month=6)

    assert der.read_moment(der.read_one(der.moment(at))) == at


@pytest.mark.parametrize("text", [b"2510010300Z", b"251001030000", b"25100103000 Z", b"251301030000Z", b"\xff" * 13])
def test_a_time_that_is_none_is_refused(text: bytes) -> None:
    with pytest.raises(der.NotDer):
        der.read_moment(der.read_one(der.element(der.UTC_TIME, text)))


UNSAFE = {
    "8 bits": "é\r\n".encode(),
    "a line feed alone": b"a\nb\r\n",
    "a carriage return alone": b"a\rb\r\n",
    "a blank at a line's end": b"a \r\n",
    "From": b"a\r\nFrom b\r\n",
    "From at the start": b"From b\r\n",
    "a dot": b"a\r\n.b\r\n",
    "a dot at the start": b".",
    "a long line": b"a" * 999,
    "a tab": b"a\tb\r\n",
    "NUL": b"a\0b",
}


@pytest.mark.parametrize("name", UNSAFE)
def test_what_delivery_could_change_is_not_signed(name: str) -> None:
    with pytest.raises(MessageError) as caught:
        mime.checked(UNSAFE[name])

    assert codes(caught.value.problems) == {"unsafe-bytes"}


def test_texts_with_dots_and_from_are_safe_in_base64() -> None:
    part = mime.payload(message(text="From a\n.\n..\n-- \n" + "あ" * 3000), AT)

    assert mime.checked(part) == part
    assert max(map(len, part.split(b"\r\n"))) <= 76
    assert base64.b64encode(b"From a\r\n.\r\n")[:8] in part
