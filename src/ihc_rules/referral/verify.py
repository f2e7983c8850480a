"""Bytes of a mail × whom to trust × time → whether it is what it claims to be, and every reason why not.

    1  it is a signed mail of two parts (RFC 8551 §3.5.3)
    2  the signature is one detached CMS signature with its certificate attached (RFC 5652 §5)
    3  the signed part has the hash that was signed (§5.4, §5.6)
    4  the signature was made with the certificate's key
    5  the certificate was fit at the signing time: dates, usage, sender's address, way to an authority, revocation
    6  the headers outside are those that were signed; of a mail that was encrypted, those that the signed part says
       stand outside (RFC 9788 §2.2), and the sender's own

- The signing time is the signer's word; whoever needs more keeps the mail with a time of arrival. It may not lie in the
  future, and is shown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from ihc_rules.errors import Problem
from ihc_rules.problem_texts.text import shown
from ihc_rules.referral import cms, parse
from ihc_rules.referral.certificate import Trust, faults, named
from ihc_rules.referral.cms import Signature, read_signature
from ihc_rules.referral.mime import PROTECTED
from ihc_rules.referral.parse import Broken, NotSigned, Part, SignedMail

HASHES = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}
WITH_RSA = {cms.RSA_SHA256: "sha256", cms.RSA_SHA384: "sha384", cms.RSA_SHA512: "sha512"}
WITH_EC = {cms.EC_SHA256: "sha256", cms.EC_SHA384: "sha384", cms.EC_SHA512: "sha512"}
OF_ADDRESSES = ("From", "To")
WOULD_MISLEAD = ("Reply-To", "Sender", "Cc")  # no relay adds them; we never write them
# what the library may raise of a certificate that is damaged; KeyError: older versions, of odd kinds of text
UNREADABLE = (ValueError, TypeError, KeyError, UnsupportedAlgorithm, x509.DuplicateExtension, x509.InvalidVersion)
CLOCKS = timedelta(minutes=5)  # by which two clocks may differ


@dataclass(frozen=True)
class Verification:
    """What was found out about a mail.

    Attributes:
        problems: every reason against it; none means that it can be trusted.
        signer: how the certificate is called. signed_at: by the signer's word. sender, subject: as signed.
        mail: its parts, where it could be taken apart.
    """

    problems: tuple[Problem, ...]
    signer: str = ""
    signed_at: datetime | None = None
    sender: str = ""
    subject: str = ""
    mail: SignedMail | None = None

    @property
    def trusted(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.problems


def verify(mail: bytes, trust: Trust, *, at: datetime) -> Verification:
    """Whether a mail is what it claims to be.

    Args:
        trust: authorities, and revocation lists where there are any. at: the time of the check, aware.
    """
    try:
        read = parse.read_mail(mail)
        found = read_signature(read.signature)
        senders = parse.addresses(read.inner.one("From") or read.outer.one("From"))
        subject = parse.words(read.inner.one("Subject") or read.outer.one("Subject"))
        changed = list(_headers(read))
    except NotSigned as error:
        return Verification((Problem("not-signed", values={"found": shown(str(error))}),))
    except Broken as error:
        return Verification((Problem("broken-mail", values={"found": str(error)}),))
    except ValueError as error:
        return Verification((Problem("broken-signature", values={"found": str(error)}),))
    certificate = found.signer()
    sender = senders[0] if len(senders) == 1 else ""
    if certificate is None:
        return Verification((Problem("no-certificate"),), "", found.at, sender, subject, read)
    problems = [*_content(read, found, certificate), *changed]
    try:
        problems += _certificate(found, certificate, trust, at, sender)
        name = named(certificate)
    except UNREADABLE as error:
        return Verification((Problem("broken-signature", values={"found": shown(str(error))}),), "", found.at, sender)
    return Verification(tuple(problems), name, found.at, sender, subject, read)


def _content(read: SignedMail, found: Signature, certificate: x509.Certificate) -> Iterator[Problem]:
    if hashlib.new(found.digest, read.signed).digest() != found.message_digest:
        yield Problem("content-changed")
    if not _signed_by(found, certificate):
        yield Problem("signature-wrong")
    if not found.names(certificate):
        yield Problem("other-certificate")


def _signed_by(found: Signature, certificate: x509.Certificate) -> bool:
    try:
        key = certificate.public_key()
        if isinstance(key, rsa.RSAPublicKey):
            digest = found.digest if found.algorithm == cms.RSA else WITH_RSA.get(found.algorithm, "")
            if digest not in HASHES:
                return False
            key.verify(found.signature, found.signed, padding.PKCS1v15(), HASHES[digest])
        elif isinstance(key, ec.EllipticCurvePublicKey) and found.algorithm in WITH_EC:
            key.verify(found.signature, found.signed, ec.ECDSA(HASHES[WITH_EC[found.algorithm]]))
        else:
            return False
    except (InvalidSignature, UnsupportedAlgorithm, ValueError):
        return False
    return True


def _certificate(
    found: Signature, certificate: x509.Certificate, trust: Trust, at: datetime, sender: str
) -> Iterator[Problem]:
    """At the signing time, which may not lie in the future; where none is told, now."""
    if found.at is not None and found.at > at + CLOCKS:
        yield Problem("signed-in-the-future", values={"day": found.at.isoformat()})
    others = [each for each in found.certificates if each != certificate and each.issuer != each.subject]
    yield from faults(certificate, others, trust, min(found.at or at, at), sender)


def _headers(read: SignedMail) -> Iterator[Problem]:
    """Each header outside that is not what was signed; a mail whose signed part protects none is told."""
    protection = read.inner.kind[1].get("hp", "").lower()
    if protection not in ("clear", "cipher"):
        yield Problem("headers-not-protected")
        return
    meant = _listed(read.inner) if protection == "cipher" else read.inner
    for name in (*PROTECTED, *WOULD_MISLEAD):
        if _same(name, read.outer.one(name)) != _same(name, meant.one(name)):
            yield Problem("header-changed", values={"name": name})
    if parse.addresses(meant.one("From")) != parse.addresses(read.inner.one("From")):
        yield Problem("header-changed", values={"name": "HP-Outer: From"})


def _listed(inner: Part) -> Part:
    """The headers that the signed part says stand outside."""
    fields: dict[str, tuple[str, ...]] = {}
    for each in inner.fields.get("hp-outer", ()):
        name, _, value = each.partition(":")
        fields[name.strip().lower()] = (*fields.get(name.strip().lower(), ()), value.strip())
    return Part(fields, b"")


def _same(name: str, value: str) -> tuple[str, ...]:
    """A header's value, however it was encoded and folded on the way, and the addresses that machines read in it."""
    return (" ".join(parse.words(value).split()), *(parse.addresses(value) if name in OF_ADDRESSES else ()))
