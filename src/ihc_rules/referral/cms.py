"""Bytes × signer × time → a detached CMS signature (DER), and back: a signature → what it says.

- The signing time is an argument; the same bytes, RSA key and time give the same signature.
- What a signer signs is the set of signed attributes, never the mail itself: a key in a device sees about 200 bytes.

Source: RFC 5652 §5 (SignedData), §11 (attributes); RFC 8551 §2; RFC 5035 (signingCertificateV2); RFC 5753 (ECDSA).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Literal, Protocol

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from ihc_rules.referral import der
from ihc_rules.referral.der import Element, NotDer

Algorithm = Literal["rsa-sha256", "ec-sha256", "ec-sha384"]
SIGNED_DATA, DATA = "1.2.840.113549.1.7.2", "1.2.840.113549.1.7.1"
CONTENT_TYPE, DIGEST, TIME = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4", "1.2.840.113549.1.9.5"
CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47"
DIGESTS: Mapping[str, str] = {"sha256": "2.16.840.1.101.3.4.2.1", "sha384": "2.16.840.1.101.3.4.2.2"}
SHA512 = "2.16.840.1.101.3.4.2.3"
RSA, RSA_SHA256 = "1.2.840.113549.1.1.1", "1.2.840.113549.1.1.11"
RSA_SHA384, RSA_SHA512 = "1.2.840.113549.1.1.12", "1.2.840.113549.1.1.13"
EC_SHA256, EC_SHA384, EC_SHA512 = "1.2.840.10045.4.3.2", "1.2.840.10045.4.3.3", "1.2.840.10045.4.3.4"
NULL = der.element(der.NULL)
SIGNATURES: Mapping[Algorithm, tuple[str, bytes]] = {
    "rsa-sha256": ("sha256", der.sequence(der.oid(RSA), NULL)),
    "ec-sha256": ("sha256", der.sequence(der.oid(EC_SHA256))),
    "ec-sha384": ("sha384", der.sequence(der.oid(EC_SHA384))),
}
SIGNED, KEY_ID, CERTIFICATES, EXPLICIT_0 = 0xA0, 0x80, 0xA0, 0xA0  # context tags
INFO_PARTS = 6  # of a SignerInfo with signed attributes


class Signer(Protocol):
    """A key with its certificate; the key never leaves the implementation.

    Attributes:
        chain: the intermediate certificates, in any order.
    """

    @property
    def certificate(self) -> x509.Certificate: ...  # noqa: D102 - said above

    @property
    def chain(self) -> Sequence[x509.Certificate]: ...  # noqa: D102

    @property
    def algorithm(self) -> Algorithm: ...  # noqa: D102

    def sign(self, content: bytes) -> bytes:
        """Sign bytes: PKCS#1 v1.5, or ECDSA in DER, with the hash that `algorithm` names."""
        ...


def attributes(content: bytes, signer: Signer, at: datetime) -> bytes:
    """The signed attributes as they are signed: a SET in DER (RFC 5652 §5.4)."""
    digest, _ = SIGNATURES[signer.algorithm]
    return der.set_of(
        [
            _attribute(CONTENT_TYPE, der.oid(DATA)),
            _attribute(TIME, der.moment(at)),
            _attribute(DIGEST, der.octets(hashlib.new(digest, content).digest())),
            _attribute(CERTIFICATE_V2, der.sequence(der.sequence(der.sequence(_fixed(signer.certificate)[2])))),
        ]
    )


def signed_data(signed: bytes, signature: bytes, signer: Signer) -> bytes:
    """The CMS around a signature.

    Args:
        signed: what `attributes` gave and `signer` signed.
    """
    digest, algorithm = SIGNATURES[signer.algorithm]
    hashed = der.sequence(der.oid(DIGESTS[digest]))
    _, issuer_and_serial, _ = _fixed(signer.certificate)
    info = der.sequence(
        der.integer(1),
        issuer_and_serial,
        hashed,
        bytes((SIGNED,)) + signed[1:],  # the same bytes under an implicit tag
        algorithm,
        der.octets(signature),
    )
    certificates = sorted(_fixed(each)[0] for each in (signer.certificate, *signer.chain))
    data = der.sequence(
        der.integer(1),
        der.element(der.SET, hashed),
        der.sequence(der.oid(DATA)),
        der.element(CERTIFICATES, *certificates),
        der.element(der.SET, info),
    )
    return der.sequence(der.oid(SIGNED_DATA), der.element(EXPLICIT_0, data))


def micalg(algorithm: Algorithm) -> str:
    """The name of the hash in a mail's header (RFC 8551 §3.5.3.2)."""
    return SIGNATURES[algorithm][0].replace("sha", "sha-")


@lru_cache(maxsize=64)
def _fixed(certificate: x509.Certificate) -> tuple[bytes, bytes, bytes]:
    """What every signature repeats: the certificate, issuer and serial number, and its hash."""
    whole = certificate.public_bytes(Encoding.DER)
    parts = der.read_one(whole).inside()[0].inside()
    serial, issuer = (parts[1], parts[3]) if parts[0].tag == EXPLICIT_0 else (parts[0], parts[2])
    return whole, der.sequence(issuer.whole, serial.whole), der.octets(hashlib.sha256(whole).digest())


def _attribute(name: str, value: bytes) -> bytes:
    return der.sequence(der.oid(name), der.element(der.SET, value))


# --- read ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Signature:
    """What a detached signature says; nothing of it is trusted yet.

    Attributes:
        digest: name of the hash. algorithm: dotted id of the signature's algorithm. signed: what was signed.
        issuer_and_serial: DER that names the signer's certificate; None where `key_id` names it.
        message_digest: what the content's hash should be. at: the signing time, if it is told.
        certificate_hash: SHA-256 of the signer's certificate, if it is told (RFC 5035). certificates: all that was
            attached.
    """

    digest: str
    algorithm: str
    signed: bytes
    signature: bytes
    issuer_and_serial: bytes | None
    key_id: bytes | None
    message_digest: bytes
    at: datetime | None
    certificate_hash: bytes | None
    certificates: tuple[x509.Certificate, ...]

    def names(self, certificate: x509.Certificate) -> bool:
        """Whether what was signed names this certificate, or none."""
        return self.certificate_hash in (None, hashlib.sha256(certificate.public_bytes(Encoding.DER)).digest())

    def signer(self) -> x509.Certificate | None:
        """The attached certificate that the signature names."""
        for each in self.certificates:
            if self.issuer_and_serial is not None and _fixed(each)[1] == self.issuer_and_serial:
                return each
            if self.key_id is not None and _key_id(each) == self.key_id:
                return each
        return None


def read_signature(content: bytes) -> Signature:
    """A detached signature with one signer.

    Raises:
        NotDer: it is not one, or of a form that this library does not accept (no signed attributes, several signers).
    """
    kind, wrapped = _exactly(der.read_one(content).inside(der.SEQUENCE), 2)
    if kind.whole != der.oid(SIGNED_DATA):
        raise NotDer("no SignedData")
    (data,) = _exactly(wrapped.inside(EXPLICIT_0), 1)
    version, digests, inner, *rest = _at_least(data.inside(der.SEQUENCE), 3)
    if version.tag != der.INTEGER or digests.tag != der.SET or len(inner.inside(der.SEQUENCE)) != 1:
        raise NotDer("the signature is not detached")
    certificates = tuple(
        _certificate(each)
        for part in rest
        if part.tag == CERTIFICATES
        for each in part.inside()
        if each.tag == der.SEQUENCE
    )
    if not rest or rest[-1].tag != der.SET:
        raise NotDer("no signer")
    (info,) = _exactly(rest[-1].inside(), 1)
    return _info(info, certificates)


def _info(info: Element, certificates: tuple[x509.Certificate, ...]) -> Signature:
    parts = info.inside(der.SEQUENCE)
    if len(parts) < INFO_PARTS or parts[3].tag != SIGNED:
        raise NotDer("no signed attributes")
    version, named, hashed, signed, algorithm, signature = parts[:INFO_PARTS]
    versions = {der.SEQUENCE: der.integer(1), KEY_ID: der.integer(3)}  # §5.3
    if version.whole != versions.get(named.tag) or signature.tag != der.OCTETS:
        raise NotDer("no SignerInfo")
    known = {der.oid(dotted): name for name, dotted in {**DIGESTS, "sha512": SHA512}.items()}
    digest = known.get(der.oid(_algorithm(hashed)))
    if digest is None:
        raise NotDer("a hash that is not accepted")
    held = _attributes(signed)
    if held.get(CONTENT_TYPE, Element(0, b"", b"")).whole != der.oid(DATA) or DIGEST not in held:
        raise NotDer("content type or digest is missing")
    return Signature(
        digest,
        _algorithm(algorithm),
        bytes((der.SET,)) + signed.whole[1:],
        signature.content,
        named.whole if named.tag == der.SEQUENCE else None,
        named.content if named.tag == KEY_ID else None,
        held[DIGEST].content,
        der.read_moment(held[TIME]) if TIME in held else None,
        _certificate_hash(held[CERTIFICATE_V2]) if CERTIFICATE_V2 in held else None,
        certificates,
    )


def _algorithm(found: Element) -> str:
    """The dotted id of an algorithm that has no parameters."""
    name, *rest = found.inside(der.SEQUENCE) or [found]
    if any(each.whole != NULL for each in rest) or len(rest) > 1:
        raise NotDer("an algorithm with parameters")
    return _dotted(name)


def _certificate_hash(value: Element) -> bytes | None:
    """The hash in a signingCertificateV2, of its first certificate; None where it is not SHA-256 (RFC 5035 §4)."""
    listed = value.inside(der.SEQUENCE)
    parts = listed[0].inside(der.SEQUENCE)[0].inside(der.SEQUENCE) if listed and listed[0].content else []
    return parts[0].content if parts and parts[0].tag == der.OCTETS else None


def _attributes(signed: Element) -> dict[str, Element]:
    """Each signed attribute with its only value; one that stands twice is refused."""
    found: dict[str, Element] = {}
    for each in signed.inside():
        name, values = _exactly(each.inside(der.SEQUENCE), 2)
        key = _dotted(name)
        if key in found:
            raise NotDer("an attribute stands twice")
        held = values.inside(der.SET)
        if key in (CONTENT_TYPE, DIGEST, TIME):
            _exactly(held, 1)
        if held:
            found[key] = held[0]
    return found


def _certificate(found: Element) -> x509.Certificate:
    try:
        return x509.load_der_x509_certificate(found.whole)
    except (ValueError, x509.InvalidVersion) as error:
        raise NotDer("a certificate that cannot be read") from error


def _key_id(certificate: x509.Certificate) -> bytes | None:
    try:
        return certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
    except (x509.ExtensionNotFound, ValueError):
        return None


def _exactly(parts: list[Element], count: int) -> list[Element]:
    if len(parts) != count:
        raise NotDer(f"{len(parts)} parts where {count} are needed")
    return parts


def _at_least(parts: list[Element], count: int) -> list[Element]:
    if len(parts) < count:
        raise NotDer(f"{len(parts)} parts where {count} are needed")
    return parts


def _dotted(found: Element) -> str:
    if found.tag != der.OID or not found.content:
        raise NotDer("no identifier")
    arcs, now = [], 0
    for byte in found.content:
        now = now << 7 | byte & 0x7F
        if not byte & der.LONG:
            arcs.append(now)
            now = 0
    first = min(arcs[0] // 40, 2)
    return ".".join(map(str, (first, arcs[0] - 40 * first, *arcs[1:])))
