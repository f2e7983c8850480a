"""A name and a time → throwaway authorities, certificates and keys for tests; nothing is written to disk.

- For tests only: keys are made anew in each process and guarded by nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

Kind = Literal["rsa2048", "rsa3072", "rsa4096", "rsa1024", "p256", "p384", "p521", "ed25519"]
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey
BEGIN = datetime(2020, 1, 1, tzinfo=UTC)
END = datetime(2049, 1, 1, tzinfo=UTC)
CURVES = {"p256": ec.SECP256R1(), "p384": ec.SECP384R1(), "p521": ec.SECP521R1()}
EMAIL = (ExtendedKeyUsageOID.EMAIL_PROTECTION,)


@dataclass(frozen=True)
class Leaf:
    """What a certificate for tests says; each field can be made wrong."""

    address: str | None = "hotline@example.invalid"
    begin: datetime = BEGIN
    end: datetime = END
    purposes: Sequence[x509.ObjectIdentifier] | None = EMAIL
    usage: tuple[str, ...] | None = ("digital_signature",)
    authority: bool = False


@dataclass(frozen=True)
class Authority:
    """An authority that issues certificates."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey
    chain: tuple[x509.Certificate, ...] = ()

    @property
    def pem(self) -> bytes:
        """Its certificate as a file that others are given."""
        return self.certificate.public_bytes(Encoding.PEM)

    def intermediate(self, name: str = "Test intermediate") -> Authority:
        """An authority below this one."""
        key = rsa.generate_private_key(65537, 2048)
        made = _certificate(name, key, self, Leaf(None, BEGIN, END, None, ("key_cert_sign", "crl_sign"), True))
        return Authority(made, key, (made, *self.chain))

    def issue(self, key: Key, leaf: Leaf | None = None, name: str = "Test hotline") -> x509.Certificate:
        """A certificate for a key."""
        return _certificate(name, key, self, leaf or Leaf())

    def revoke(
        self, certificates: Sequence[x509.Certificate], at: datetime, until: datetime = END
    ) -> x509.CertificateRevocationList:
        """A revocation list."""
        builder = x509.CertificateRevocationListBuilder().issuer_name(self.certificate.subject)
        builder = builder.last_update(at).next_update(until)
        for each in certificates:
            entry = x509.RevokedCertificateBuilder().serial_number(each.serial_number).revocation_date(at).build()
            builder = builder.add_revoked_certificate(entry)
        return builder.sign(self.key, hashes.SHA256())


def authority(name: str = "Test root") -> Authority:
    """A root authority."""
    key = rsa.generate_private_key(65537, 2048)
    made = _certificate(name, key, None, Leaf(None, BEGIN, END, None, ("key_cert_sign", "crl_sign"), True))
    return Authority(made, key)


def key(kind: Kind) -> Key:
    """A new private key."""
    if kind.startswith("rsa"):
        bits = int(kind.removeprefix("rsa"))
        return rsa.generate_private_key(65537, bits)
    return ed25519.Ed25519PrivateKey.generate() if kind == "ed25519" else ec.generate_private_key(CURVES[kind])


USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
)


def _certificate(name: str, key: Key, issuer: Authority | None, leaf: Leaf) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    signing, by = (issuer.key, issuer.certificate.subject) if issuer else (key, subject)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(leaf.begin)
        .not_valid_after(leaf.end)
        .add_extension(x509.BasicConstraints(ca=leaf.authority, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    upper = issuer.key.public_key() if issuer else key.public_key()
    if isinstance(upper, rsa.RSAPublicKey):
        known = x509.AuthorityKeyIdentifier.from_issuer_public_key(upper)
        builder = builder.add_extension(known, critical=False)
    if leaf.usage is not None:
        given = {each: each in leaf.usage for each in USAGES}
        builder = builder.add_extension(x509.KeyUsage(**given, encipher_only=False, decipher_only=False), critical=True)
    if leaf.purposes is not None:
        builder = builder.add_extension(x509.ExtendedKeyUsage(leaf.purposes), critical=False)
    if leaf.address is not None:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.RFC822Name(leaf.address)]), critical=False)
    return builder.sign(signing, None if isinstance(signing, ed25519.Ed25519PrivateKey) else hashes.SHA256())
