"""A certificate, a key or a device → fit to sign at a time, or every reason why not; mail that only its reader can read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID

from ihc_rules.errors import MessageError
from ihc_rules.referral.certificate import Trust, ends_soon, faults, load_trust, same_address
from ihc_rules.referral.hsm import open_token
from ihc_rules.referral.sign import KeySigner, load_pem, load_pkcs12, sign, signer_of
from ihc_rules.referral.verify import verify
from ihc_rules.testing import certificates
from ihc_rules.testing.certificates import Kind, Leaf
from tests import mailing
from tests.mailing import (
    AT,
    FOLDER,
    codes,
    intermediate,
    key,
    made,
    message,
    needs,
    own_trust,
    ran,
    root,
    signer,
    trust,
)

ADDRESS = mailing.SENDER.address
DAY = timedelta(days=1)
CERTIFICATES: dict[str, tuple[Callable[[], x509.Certificate], set[str]]] = {
    "RSA": (lambda: issued("rsa2048"), set()),
    "P-256": (lambda: issued("p256"), set()),
    "P-384": (lambda: issued("p384"), set()),
    "no key usage": (lambda: issued(usage=None), set()),
    "content commitment alone": (lambda: issued(usage=("content_commitment",)), set()),
    "further purposes": (lambda: issued(purposes=(*certificates.EMAIL, ExtendedKeyUsageOID.CLIENT_AUTH)), set()),
    "capitals in the domain": (lambda: issued(address="hotline@EXAMPLE.invalid"), set()),
    "expired": (lambda: issued(end=AT - DAY), {"certificate-expired"}),
    "not yet valid": (lambda: issued(begin=AT + DAY), {"certificate-not-yet-valid"}),
    "for servers": (lambda: issued(purposes=(ExtendedKeyUsageOID.SERVER_AUTH,)), {"no-email-purpose"}),
    "for no purpose": (lambda: issued(purposes=None), {"no-email-purpose"}),
    "for any purpose": (lambda: issued(purposes=(ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE,)), {"no-email-purpose"}),
    "another address": (lambda: issued(address="another@example.invalid"), {"wrong-sender"}),
    "capitals in the local part": (lambda: issued(address="Hotline@example.invalid"), {"wrong-sender"}),
    "no address": (lambda: issued(address=None), {"wrong-sender"}),
    "to encrypt keys only": (lambda: issued(usage=("key_encipherment",)), {"no-signing-usage"}),
    "of an authority": (
        lambda: issued(authority=True, usage=("digital_signature", "key_cert_sign")),
        {"certificate-of-a-ca"},
    ),
    "P-521": (lambda: issued("p521"), {"key-not-allowed"}),
    "Ed25519": (lambda: issued("ed25519"), {"key-not-allowed"}),
    "RSA of 1,024 bits": (lambda: issued("rsa1024"), {"key-not-allowed"}),
    "two faults": (lambda: issued(end=AT - DAY, address=None), {"certificate-expired", "wrong-sender"}),
}


def issued(kind: Kind = "p256", **leaf: object) -> x509.Certificate:
    return intermediate().issue(key(kind), Leaf(**leaf))  # type: ignore[arg-type]  # each of the fields that it has


def found(certificate: x509.Certificate, *, known: Trust | None = None, at: datetime = AT) -> set[str]:
    return codes(faults(certificate, intermediate().chain, known or own_trust(), at, ADDRESS))


@pytest.mark.parametrize("name", CERTIFICATES)
def test_a_defective_certificate_is_refused_with_its_reasons(name: str) -> None:
    make, expected = CERTIFICATES[name]

    assert found(make()) == expected


def test_what_the_way_to_an_authority_lacks_is_told() -> None:
    stranger = Trust((root("Another root").certificate,))
    namesake = Trust((certificates.authority("Test root").certificate,))
    own = issued()

    assert codes(faults(own, (), own_trust(), AT, ADDRESS)) == {"chain-broken"}
    assert {*found(own, known=stranger), *found(own, known=namesake), *found(own, known=Trust(()))} == {"chain-broken"}


def test_a_revoked_certificate_is_refused_from_that_day_on() -> None:
    own = issued()
    listed = Trust(own_trust().roots, (intermediate().revoke([own], AT),))

    assert found(own, known=listed) == {"certificate-revoked"}
    assert found(own, known=listed, at=AT - DAY) == set()
    assert found(issued(), known=listed) == set()


def test_a_revoked_intermediate_is_refused() -> None:
    listed = Trust(own_trust().roots, (root().revoke([intermediate().certificate], AT),))

    assert found(issued(), known=listed) == {"certificate-revoked"}


def test_a_stale_or_forged_revocation_list_cannot_be_used() -> None:
    own = issued()
    stale = intermediate().revoke([], AT - DAY, AT)
    forged = root().intermediate().revoke([], AT)  # the same name, another key

    assert found(own, known=Trust(own_trust().roots, (stale,)), at=AT + DAY) == {"crl-unusable"}
    assert found(own, known=Trust(own_trust().roots, (forged,))) == {"crl-unusable"}


def test_the_last_second_counts_and_time_zones_do_not() -> None:
    own = issued(begin=AT, end=AT + DAY)

    for at in (AT, AT.astimezone(UTC), AT + DAY, (AT + DAY).astimezone(UTC)):
        assert found(own, at=at) == set()
    assert found(own, at=AT - timedelta(seconds=1)) == {"certificate-not-yet-valid"}
    assert found(own, at=AT + DAY + timedelta(seconds=1)) == {"certificate-expired"}


def test_within_an_hour_the_end_of_a_certificate_is_seen_to_the_second() -> None:
    end = AT + timedelta(minutes=30)
    ending = made(end=end)
    sign(message(), ending, at=AT, trust=own_trust())
    sign(message(), ending, at=end, trust=own_trust())
    with pytest.raises(MessageError) as caught:
        sign(message(), ending, at=end + timedelta(seconds=1), trust=own_trust())

    assert codes(caught.value.problems) == {"certificate-expired"}


def test_thirty_days_before_the_end_it_is_told() -> None:
    own = issued(end=AT + 30 * DAY)

    assert codes(ends_soon(own, AT)) == set()
    assert codes(ends_soon(own, AT + DAY)) == {"certificate-ends-soon"}
    assert codes(ends_soon(own, AT + 31 * DAY)) == set()


@pytest.mark.parametrize(
    "name", [name for name, (_, expected) in CERTIFICATES.items() if "key-not-allowed" not in expected]
)
def test_nothing_is_signed_and_no_mail_is_trusted_with_it(name: str) -> None:
    """The same reasons when signing, and for whoever receives a mail that was signed all the same."""
    make, expected = CERTIFICATES[name]
    certificate = make()
    kind: Kind = next(
        each for each in ("rsa2048", "p256", "p384") if key(each).public_key() == certificate.public_key()
    )
    who = signer_of(key(kind), certificate, intermediate().chain)
    if not expected:
        assert verify(sign(message(), who, at=AT, trust=own_trust()), own_trust(), at=AT).problems == ()
        return
    with pytest.raises(MessageError) as caught:
        sign(message(), who, at=AT, trust=own_trust())
    assert codes(caught.value.problems) == expected

    from ihc_rules.referral import cms, mime  # noqa: PLC0415 - what `sign` would have done
    from ihc_rules.referral.sign import signature  # noqa: PLC0415 - the same

    inner = mime.payload(message(), AT)
    forced = mime.signed_mail(mime.headers(message(), AT), inner, signature(inner, who, AT), cms.micalg(who.algorithm))
    assert codes(verify(forced, own_trust(), at=AT).problems) == expected


def test_a_mail_without_its_intermediate_is_not_made() -> None:
    alone = KeySigner(made().certificate, (), made().algorithm, made().key)
    with pytest.raises(MessageError) as caught:
        sign(message(), alone, at=AT, trust=own_trust())

    assert codes(caught.value.problems) == {"chain-broken"}


def test_addresses_are_the_same_but_for_capitals_of_the_domain() -> None:
    assert same_address("a@B.invalid", "a@b.INVALID")
    assert not same_address("A@b.invalid", "a@b.invalid")
    assert same_address("a@xn--r8jz45g.invalid", "a@XN--R8JZ45G.invalid")


# --- keys from files --------------------------------------------------------------------------------------------------


def pfx(who: KeySigner, lock: KeySerializationEncryption, chain: tuple[x509.Certificate, ...]) -> bytes:
    return pkcs12.serialize_key_and_certificates(b"hotline", who.key, who.certificate, chain, lock)


@pytest.mark.parametrize("kind", ["rsa2048", "p256", "p384"])
def test_a_key_comes_from_a_file_with_its_chain_and_without_the_root(kind: Kind) -> None:
    who = signer(kind)
    whole = pfx(who, BestAvailableEncryption("秘密".encode()), (*trust().roots, *who.chain))

    loaded = load_pkcs12(whole, "秘密")
    assert (loaded.certificate, loaded.chain, loaded.algorithm) == (who.certificate, who.chain, who.algorithm)
    assert verify(sign(message(), loaded, at=AT, trust=trust()), trust(), at=AT).problems == ()


def test_a_file_without_a_password_can_be_read() -> None:
    assert load_pkcs12(pfx(signer(), NoEncryption(), signer().chain), "").chain == signer().chain


def _own_pem() -> bytes:
    return (FOLDER / "p256.pem").read_bytes()


def _locked() -> bytes:
    return signer().key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"secret"))


BAD_KEYS: dict[str, tuple[Callable[[], KeySigner], str]] = {
    "a wrong password": (lambda: load_pkcs12(pfx(signer(), BestAvailableEncryption(b"a"), ()), "b"), "unreadable-key"),
    "no password": (lambda: load_pkcs12(pfx(signer(), BestAvailableEncryption(b"a"), ()), ""), "unreadable-key"),
    "cut off": (lambda: load_pkcs12(pfx(signer(), BestAvailableEncryption(b"a"), ())[:-9], "a"), "unreadable-key"),
    "nothing": (lambda: load_pkcs12(b"", ""), "unreadable-key"),
    "PEM for PKCS#12": (lambda: load_pkcs12(_own_pem(), ""), "unreadable-key"),
    "PEM with a wrong password": (lambda: load_pem(_locked(), _own_pem(), "b"), "unreadable-key"),
    "PEM without its password": (lambda: load_pem(_locked(), _own_pem()), "unreadable-key"),
    "a password for an open key": (lambda: load_pem(_own_pem(), _own_pem(), "b"), "unreadable-key"),
    "no certificate": (lambda: load_pem(_own_pem(), b""), "unreadable-key"),
    "a certificate for the key": (lambda: load_pem((FOLDER / "root.pem").read_bytes(), _own_pem()), "unreadable-key"),
    "another's certificate": (lambda: load_pem(_own_pem(), (FOLDER / "p384.pem").read_bytes()), "key-mismatch"),
    "the same kind, another key": (lambda: signer_of(key("p256"), signer().certificate, ()), "key-mismatch"),
    "P-521": (lambda: signer_of(key("p521"), issued("p521"), ()), "key-not-allowed"),
    "Ed25519": (lambda: signer_of(key("ed25519"), issued("ed25519"), ()), "key-not-allowed"),
}


@pytest.mark.parametrize("name", BAD_KEYS)
def test_a_key_that_cannot_be_used_is_told(name: str) -> None:
    load, code = BAD_KEYS[name]
    with pytest.raises(MessageError) as caught:
        load()

    assert codes(caught.value.problems) == {code}
    for lang in ("ja", "en"):
        assert all(each.text(lang) for each in caught.value.problems)


@pytest.mark.parametrize("content", [b"", b"x", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_authorities_that_cannot_be_read_are_told(content: bytes) -> None:
    for given, lists in ((content, []), ((FOLDER / "root.pem").read_bytes(), [content])):
        with pytest.raises(MessageError) as caught:
            load_trust(given, lists)
        assert codes(caught.value.problems) == {"unreadable-key"}


def test_revocation_lists_come_as_pem_or_der() -> None:
    crl = root().revoke([], AT)
    pem = root().certificate.public_bytes(Encoding.PEM)
    found_lists = load_trust(pem, [crl.public_bytes(Encoding.PEM), crl.public_bytes(Encoding.DER)]).crls

    assert found_lists == (crl, crl)


# --- a key in a device ------------------------------------------------------------------------------------------------

MODULES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
)
MODULE = next((each for each in MODULES if Path(each).exists()), "")


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A token with the keys of the golden mails."""
    pytest.importorskip("pkcs11", reason="not installed: python-pkcs11")
    folder = tmp_path_factory.mktemp("token")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}/tokens\nlog.level = ERROR\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "SOFTHSM2_CONF", str(folder / "softhsm2.conf"))
        pins = ("--pin", "1234", "--so-pin", "5678")
        assert ran("softhsm2-util", "--init-token", "--free", "--label", "hotline", *pins).returncode == 0
        for n, kind in enumerate(("rsa2048", "p256", "p384"), 1):
            (folder / "key").write_bytes(
                signer(kind).key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            )
            words = (
                "--import",
                folder / "key",
                "--token",
                "hotline",
                "--label",
                kind,
                "--id",
                f"0{n}",
                "--pin",
                "1234",
            )
            assert ran("softhsm2-util", *words).returncode == 0
        yield "hotline"


@needs("softhsm2-util")
@pytest.mark.parametrize("kind", ["rsa2048", "p256", "p384"])
def test_a_key_in_a_device_signs_as_one_in_a_file(kind: Kind, token: str) -> None:
    real = signer(kind)
    device = open_token(MODULE, token, "1234", kind, (real.certificate, *real.chain))
    content = sign(message(), device, at=AT, trust=trust())

    assert verify(content, trust(), at=AT).problems == ()
    assert kind != "rsa2048" or content == mailing.golden(kind)  # ECDSA in a device takes chance


@needs("softhsm2-util")
def test_a_device_that_does_not_answer_is_told(token: str) -> None:
    chain = (signer().certificate, *signer().chain)
    wrong = {
        "no such module": ("/nowhere/lib.so", token, "1234", "p256"),
        "no such token": (MODULE, "nobody", "1234", "p256"),
        "no such key": (MODULE, token, "1234", "p521"),
    }
    for name, words in wrong.items():
        with pytest.raises(MessageError) as caught:
            open_token(*words, chain)
        assert codes(caught.value.problems) == {"device-failed"}, name


@needs("softhsm2-util")
def test_a_device_with_another_s_key_is_found_out(token: str) -> None:
    other = signer("rsa2048")
    device = open_token(MODULE, token, "1234", "rsa2048", (signer("rsa3072").certificate, *other.chain))
    with pytest.raises(MessageError) as caught:
        sign(message(), device, at=AT, trust=trust())

    assert codes(caught.value.problems) == {"signature-not-verified"}
