"""Message × signer × time → the bytes of a signed mail; nothing is sent.

    1  the certificate is looked at: dates, usage, the sender's address, the way to a trusted authority, revocation
    2  the part to be signed is written, and refused where delivery could change it
    3  the signer signs the signed attributes (a device sees these only)
    4  the signature is verified again with the certificate's key: a device that returned rubbish is found out
    5  the mail is put together; from here on it is bytes, to be sent as they are

Example:
    >>> signer = load_pkcs12(PFX, "secret")
    >>> mail = sign(message, signer, at=when, trust=TRUST)
    >>> mail.startswith(b"From: ")
    True

Source: SEED1 "Operation" (signed with a public key and its certificate attached); RFC 8551 §3.5; RFC 5652 §5.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key, pkcs12

from ihc_rules.errors import MessageError, Problem
from ihc_rules.problem_texts.text import shown
from ihc_rules.referral import mime
from ihc_rules.referral.certificate import Trust, belongs, faults
from ihc_rules.referral.cms import Algorithm, Signer, attributes, micalg, signed_data
from ihc_rules.referral.message import Message

HASHES = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384()}
HOUR = timedelta(hours=1)
PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class KeySigner:
    """A signer whose private key is in memory."""

    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    algorithm: Algorithm
    key: PrivateKey

    def sign(self, content: bytes) -> bytes:
        """Sign bytes; ECDSA without chance, so that the same mail has the same bytes (RFC 6979)."""
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(content, padding.PKCS1v15(), HASHES["sha256"])
        hashed = HASHES["sha384" if self.algorithm == "ec-sha384" else "sha256"]
        return self.key.sign(content, ec.ECDSA(hashed, deterministic_signing=True))


def sign(message: Message, signer: Signer, *, at: datetime, trust: Trust, for_encryption: bool = False) -> bytes:
    """A signed mail, ready to be handed to a mail server as bytes.

    Args:
        at: the time of the mail and of its signature, aware. trust: what the receivers trust. for_encryption: it is to
            be encrypted before it leaves (`encrypt`); outside it has the headers of the encrypted mail.

    Raises:
        MessageError: the certificate is not fit, the message cannot be signed safely, or the signature does not verify.
    """
    if problems := _unfit(signer.certificate, tuple(signer.chain), trust, at, message.sender.address):
        raise MessageError(problems)
    fields = mime.headers(message, at, for_encryption=for_encryption)
    inner = mime.payload(message, at, for_encryption=for_encryption)
    return mime.signed_mail(fields, inner, signature(inner, signer, at), micalg(signer.algorithm))


def signature(content: bytes, signer: Signer, at: datetime) -> bytes:
    """A detached CMS signature over bytes, verified.

    Raises:
        MessageError: what the signer returned is not a signature by the certificate's key.
    """
    signed = attributes(content, signer, at)
    made = signer.sign(signed)
    if not verifies(signer.certificate, signed, made, signer.algorithm):
        raise MessageError([Problem("signature-not-verified")])
    return signed_data(signed, made, signer)


def verifies(certificate: x509.Certificate, signed: bytes, made: bytes, algorithm: Algorithm) -> bool:
    """Whether bytes were signed with the key of a certificate."""
    key = certificate.public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey) and algorithm == "rsa-sha256":
            key.verify(made, signed, padding.PKCS1v15(), HASHES["sha256"])
        elif isinstance(key, ec.EllipticCurvePublicKey) and algorithm != "rsa-sha256":
            key.verify(made, signed, ec.ECDSA(HASHES[algorithm.removeprefix("ec-")]))
        else:
            return False
    except (InvalidSignature, TypeError):  # a device may return anything
        return False
    return True


def _unfit(
    certificate: x509.Certificate, chain: tuple[x509.Certificate, ...], trust: Trust, at: datetime, sender: str
) -> list[Problem]:
    """The faults of a certificate at a time; one that is sound through a whole hour is looked at once in it."""
    if at.utcoffset() is not None and _sound(
        certificate, chain, trust, sender, at.replace(minute=0, second=0, microsecond=0)
    ):
        return []
    return faults(certificate, chain, trust, at, sender)


@lru_cache(maxsize=256)
def _sound(
    certificate: x509.Certificate, chain: tuple[x509.Certificate, ...], trust: Trust, sender: str, hour: datetime
) -> bool:
    """Whether there is no fault at the start and at the end of an hour, and so none between."""
    return not any(faults(certificate, chain, trust, at, sender) for at in (hour, hour + HOUR))


# --- keys from files --------------------------------------------------------------------------------------------------


def load_pkcs12(content: bytes, password: str) -> KeySigner:
    """A signer from a PKCS#12 file: key, certificate and chain.

    Raises:
        MessageError: it cannot be read, the password is wrong, or the key does not belong to the certificate.
    """
    if "\0" in password:  # the library below it would end in a panic
        raise _unreadable("NUL in the passphrase")
    try:
        key, certificate, chain = pkcs12.load_key_and_certificates(content, password.encode())
    except (ValueError, UnsupportedAlgorithm) as error:
        raise _unreadable(str(error)) from None
    if key is None or certificate is None:
        raise _unreadable("no key with a certificate")
    return signer_of(key, certificate, chain)


def load_pem(key_pem: bytes, chain_pem: bytes, password: str | None = None) -> KeySigner:
    """A signer from PEM files.

    Args:
        chain_pem: the signer's certificate, then the intermediates.

    Raises:
        MessageError: as `load_pkcs12`.
    """
    try:
        loaded = load_pem_private_key(key_pem, None if password is None else password.encode())
        own, *chain = x509.load_pem_x509_certificates(chain_pem)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise _unreadable(str(error)) from None
    return signer_of(loaded, own, chain)


def signer_of(key: object, certificate: x509.Certificate, chain: Iterable[x509.Certificate]) -> KeySigner:
    """A signer from a key and certificates; a root among these is left out.

    Raises:
        MessageError: the kind of key cannot be used, or it does not belong to the certificate.
    """
    if not isinstance(key, (rsa.RSAPrivateKey, ec.EllipticCurvePrivateKey)):
        raise MessageError([Problem("key-not-allowed", values={"found": type(key).__name__})])
    if not belongs(certificate, key.public_key()):
        raise MessageError([Problem("key-mismatch")])
    links = tuple(each for each in chain if each.issuer != each.subject)
    return KeySigner(certificate, links, algorithm_of(key.public_key()), key)


def algorithm_of(key: object) -> Algorithm:
    """How a key signs: RSA with SHA-256, P-256 with SHA-256, P-384 with SHA-384.

    Raises:
        MessageError: it is of another kind.
    """
    if isinstance(key, rsa.RSAPublicKey):
        return "rsa-sha256"
    if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, (ec.SECP256R1, ec.SECP384R1)):
        return "ec-sha256" if isinstance(key.curve, ec.SECP256R1) else "ec-sha384"
    raise MessageError([Problem("key-not-allowed", values={"found": type(key).__name__})])


def _unreadable(found: str) -> MessageError:
    return MessageError([Problem("unreadable-key", values={"found": shown(found)})])
