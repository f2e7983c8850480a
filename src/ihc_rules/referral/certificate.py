"""Certificate × time → every reason why mail signed with it would not, or should not, be trusted.

- Receivers differ: some accept an expired certificate, most accept any sender's address. What the strictest of them
  refuses is refused here first, before anything is signed, and with its reason.
- Checked of the signer's own certificate: 1 kind of key, 2 whether it belongs to the private key, 3 dates, 4 key usage,
  5 extended key usage, 6 that it is no authority's, 7 the sender's address. Of the chain: 8 a path to a trusted
  authority, 9 revocation lists where there are any.

Source: RFC 8550 §3 (addresses), §4.4 (key usage, extended key usage); RFC 5280 §4.2, §5, §6 (path, CRL).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID
from cryptography.x509.verification import ExtensionPolicy, PolicyBuilder, Store, VerificationError

from ihc_rules.errors import MessageError, Problem
from ihc_rules.problem_texts.text import shown

RSA_BITS = (2048, 3072, 4096)
SOON = timedelta(days=30)
UNREADABLE = (  # what the library may raise of a certificate that is damaged
    ValueError,
    TypeError,
    KeyError,  # older versions, of odd kinds of text
    UnsupportedAlgorithm,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)
MAX_NAME = 200  # characters of a certificate's name in a message
E = TypeVar("E", bound=x509.ExtensionType)


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom a signature must lead to.

    Attributes:
        roots: authorities that are trusted. crls: their revocation lists and those of intermediates; may be empty.
    """

    roots: tuple[x509.Certificate, ...]
    crls: tuple[x509.CertificateRevocationList, ...] = ()


def load_trust(authorities: bytes, lists: Sequence[bytes] = ()) -> Trust:
    """Whom to trust, from files.

    Args:
        authorities: certificates in PEM. lists: revocation lists in PEM or DER.

    Raises:
        MessageError: one of them cannot be read.
    """
    try:
        roots = tuple(x509.load_pem_x509_certificates(authorities))
        return Trust(roots, tuple(map(_crl, lists)))
    except ValueError as error:
        raise MessageError([_fault("unreadable-key", found=shown(str(error)))]) from None


def _crl(content: bytes) -> x509.CertificateRevocationList:
    written = content.lstrip()
    return x509.load_pem_x509_crl(written) if written.startswith(b"-----") else x509.load_der_x509_crl(content)


def faults(
    certificate: x509.Certificate,
    chain: Sequence[x509.Certificate],
    trust: Trust,
    at: datetime,
    sender: str | None = None,
) -> list[Problem]:
    """Why a certificate cannot sign, or should not be believed, at a time.

    Args:
        chain: intermediates, in any order. at: aware. sender: the address that mail is from; None: not looked at.
    """
    if unread := _unreadable(certificate):
        return unread
    return [
        *_kind_of_key(certificate),
        *_dates(certificate, at),
        *_usage(certificate),
        *(() if sender is None else _address(certificate, sender)),
        *_path(certificate, chain, trust, at),
        *_revocation(certificate, chain, trust, at),
    ]


def encryption_faults(
    certificate: x509.Certificate, chain: Sequence[x509.Certificate], trust: Trust, at: datetime
) -> list[Problem]:
    """Why mail should not be encrypted to a certificate at a time: only RSA keys that may encrypt keys are used."""
    if unread := _unreadable(certificate):
        return unread
    problems = [*_dates(certificate, at), *_path(certificate, chain, trust, at)]
    key = certificate.public_key()
    if not isinstance(key, rsa.RSAPublicKey) or key.key_size not in RSA_BITS:
        problems.append(_fault("key-not-allowed", found=_kind(key)))
    usage = _extension(certificate, x509.KeyUsage)
    if usage is not None and not usage.key_encipherment:
        problems.append(_fault("no-encryption-usage"))
    return [*problems, *_revocation(certificate, chain, trust, at)]


def ends_soon(certificate: x509.Certificate, at: datetime) -> list[Problem]:
    """A warning thirty days before the end: a new certificate takes time."""
    end = certificate.not_valid_after_utc
    if at <= end < at + SOON:
        return [_fault("certificate-ends-soon", name=named(certificate), day=end.date().isoformat())]
    return []


def belongs(certificate: x509.Certificate, public_key: object) -> bool:
    """Whether a public key is the certificate's."""
    form = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    own = certificate.public_key().public_bytes(*form)
    return (
        isinstance(public_key, (rsa.RSAPublicKey, ec.EllipticCurvePublicKey)) and public_key.public_bytes(*form) == own
    )


def addresses(certificate: x509.Certificate) -> tuple[str, ...]:
    """The mail addresses of a certificate: those of its subjectAltName only (RFC 8550 §3)."""
    names = _extension(certificate, x509.SubjectAlternativeName)
    return () if names is None else tuple(names.get_values_for_type(x509.RFC822Name))


def same_address(one: str, other: str) -> bool:
    """The local part to the letter, the domain without regard to case (RFC 8550 §3, RFC 5321 §2.4)."""
    (local, _, domain), (local2, _, domain2) = one.rpartition("@"), other.rpartition("@")
    return local == local2 and domain.lower() == domain2.lower()


def named(certificate: x509.Certificate) -> str:
    """How a certificate is called in a message."""
    return shown(certificate.subject.rfc4514_string() or f"{certificate.serial_number:x}", MAX_NAME)


def _fault(code: str, **values: str) -> Problem:
    return Problem(code, values=values)


def _unreadable(certificate: x509.Certificate) -> list[Problem]:
    """A certificate whose key or extensions cannot be read: nothing that it says of itself can be relied on."""
    try:
        certificate.public_key(), certificate.extensions, certificate.subject
    except UNREADABLE as e:
        return [_fault("unreadable-key", found=shown(str(e)))]
    return []


def _kind(key: object) -> str:
    if isinstance(key, rsa.RSAPublicKey):
        return f"RSA {key.key_size}"
    return (
        key.curve.name if isinstance(key, ec.EllipticCurvePublicKey) else type(key).__name__.removesuffix("PublicKey")
    )


def _kind_of_key(certificate: x509.Certificate) -> Iterator[Problem]:
    key = certificate.public_key()
    allowed = (isinstance(key, rsa.RSAPublicKey) and key.key_size in RSA_BITS) or (
        isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, (ec.SECP256R1, ec.SECP384R1))
    )
    if not allowed:
        yield _fault("key-not-allowed", found=_kind(key))


def _dates(certificate: x509.Certificate, at: datetime) -> Iterator[Problem]:
    begin, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if at < begin:
        yield _fault("certificate-not-yet-valid", name=named(certificate), day=begin.date().isoformat())
    if at > end:
        yield _fault("certificate-expired", name=named(certificate), day=end.date().isoformat())


def _usage(certificate: x509.Certificate) -> Iterator[Problem]:
    usage = _extension(certificate, x509.KeyUsage)
    if usage is not None and not (usage.digital_signature or usage.content_commitment):
        yield _fault("no-signing-usage")
    purposes = _extension(certificate, x509.ExtendedKeyUsage)
    if purposes is None or ExtendedKeyUsageOID.EMAIL_PROTECTION not in purposes:
        yield _fault("no-email-purpose")
    limits = _extension(certificate, x509.BasicConstraints)
    if limits is not None and limits.ca:
        yield _fault("certificate-of-a-ca")


def _address(certificate: x509.Certificate, sender: str) -> Iterator[Problem]:
    held = addresses(certificate)
    if not any(same_address(sender, each) for each in held):
        yield _fault("wrong-sender", name=shown(sender), found=shown(", ".join(held) or "-"))


def _path(
    certificate: x509.Certificate, chain: Sequence[x509.Certificate], trust: Trust, at: datetime
) -> Iterator[Problem]:
    if not trust.roots:
        yield _fault("chain-broken")
        return
    try:  # what is the leaf's own was looked at above: here only the way up
        builder = PolicyBuilder().store(Store(list(trust.roots))).time(at)
        policies = {"ca_policy": ExtensionPolicy.webpki_defaults_ca(), "ee_policy": ExtensionPolicy.permit_all()}
        builder.extension_policies(**policies).build_client_verifier().verify(certificate, list(chain))
    except (VerificationError, ValueError, x509.UnsupportedGeneralNameType):
        leaf_is_out = not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc
        if not leaf_is_out or not _signed_by_any(certificate, (*chain, *trust.roots)):
            yield _fault("chain-broken")


def _signed_by_any(certificate: x509.Certificate, issuers: Sequence[x509.Certificate]) -> bool:
    for each in issuers:
        try:
            certificate.verify_directly_issued_by(each)
        except Exception:  # noqa: S112 - whatever kind of mismatch: not by this one
            continue
        return True
    return False


def _revocation(
    certificate: x509.Certificate, chain: Sequence[x509.Certificate], trust: Trust, at: datetime
) -> Iterator[Problem]:
    """What the lists say of the certificate and the intermediates; an authority without a list says nothing."""
    issuers = {each.subject: each for each in (*trust.roots, *chain)}
    for each in (certificate, *chain):
        for crl in trust.crls:
            if crl.issuer == each.issuer and each.issuer in issuers:
                yield from _listed(each, crl, issuers[each.issuer], at)


def _listed(
    certificate: x509.Certificate, crl: x509.CertificateRevocationList, issuer: x509.Certificate, at: datetime
) -> Iterator[Problem]:
    key = issuer.public_key()
    if not isinstance(key, (rsa.RSAPublicKey, ec.EllipticCurvePublicKey)) or not crl.is_signature_valid(key):
        yield _fault("crl-unusable", found=f"{issuer.subject.rfc4514_string()}: signature")
        return
    end = crl.next_update_utc
    if end is not None and at > end:
        yield _fault("crl-unusable", found=f"{issuer.subject.rfc4514_string()}: {end.date().isoformat()}")
    entry = crl.get_revoked_certificate_by_serial_number(certificate.serial_number)
    if entry is not None and entry.revocation_date_utc <= at:
        day = entry.revocation_date_utc.date().isoformat()
        yield _fault("certificate-revoked", name=named(certificate), day=day)


def _extension(certificate: x509.Certificate, kind: type[E]) -> E | None:
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None
