"""A signed mail × recipients' certificates → the same mail, encrypted; and back with a key.

- Sign, then encrypt: encryption alone (CBC) would not notice a change, the signature inside does.
- AES-256-CBC with RSA: the only form that every tested receiver decrypts. Each certificate is looked at first.
- The subject outside says nothing; the real headers are inside, signed, beside a list of those outside: `verify`, of
  what was decrypted, compares them.

Source: RFC 8551 §3.3 (enveloped-data), RFC 9788 §2.1, §2.2 (headers inside; the list of those outside).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.ciphers import algorithms
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from ihc_rules.errors import MessageError, Problem
from ihc_rules.problem_texts.text import shown
from ihc_rules.referral import mime, parse
from ihc_rules.referral.certificate import Trust, encryption_faults

OWN = ("mime-version", "content-type", "content-transfer-encoding", "content-disposition")  # the envelope's


def encrypt(
    mail: bytes,
    readers: Sequence[x509.Certificate],
    *,
    at: datetime,
    trust: Trust,
    chain: Sequence[x509.Certificate] = (),
) -> bytes:
    """A signed mail that only the holders of the certificates' keys can read.

    Args:
        mail: as `sign` made it, with `for_encryption`. readers: the certificate of every reader, the sender among them
            if it is to be readable in the house. at: aware. trust: authorities that the readers' certificates lead to.
            chain: intermediates on the way, in any order.

    Raises:
        MessageError: there is no certificate, one of them is not fit, or the mail is none that `sign` made for this.
    """
    problems = [problem for each in readers for problem in encryption_faults(each, _others(chain, each), trust, at)]
    if problems or not readers:
        raise MessageError(problems or [Problem("no-certificate")])
    outer, found, body = mail.partition(b"\r\nMIME-Version: 1.0\r\n")
    try:
        signed = parse.read_mail(mail)
        protection = signed.inner.kind[1].get("hp", "")
    except (parse.NotSigned, parse.Broken) as error:
        raise MessageError([Problem("not-signed", values={"found": shown(str(error))})]) from None
    if protection != "cipher" or not found:  # its subject would stand outside, and be signed as if it had to
        raise MessageError([Problem("not-for-encryption")])
    builder = pkcs7.PKCS7EnvelopeBuilder().set_data(body).set_content_encryption_algorithm(algorithms.AES256)
    for each in readers:
        builder = builder.add_recipient(each)
    return mime.enveloped_mail(outer + b"\r\n", builder.encrypt(Encoding.DER, [pkcs7.PKCS7Options.Binary]))


def decrypt(mail: bytes, certificate: x509.Certificate, private_key: rsa.RSAPrivateKey) -> bytes:
    """The signed mail inside an encrypted one, below the headers that stood outside, to be verified then.

    Raises:
        MessageError: it is not encrypted, not to this certificate, or damaged.
    """
    try:
        mail = mail.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")  # lone line feeds, as mailboxes have them
        outer = parse.part_of(mail)
        kind, parameters = outer.kind
        if kind not in parse.ENVELOPES or parameters.get("smime-type", "") != "enveloped-data":
            raise MessageError([Problem("not-encrypted", values={"found": kind or "-"})])
        inside = pkcs7.pkcs7_decrypt_der(parse.decoded(outer), certificate, private_key, [])
        return _outside(mail) + b"MIME-Version: 1.0\r\n" + inside
    except (ValueError, parse.Broken) as error:
        raise MessageError([Problem("not-decrypted", values={"found": shown(str(error))})]) from None


def _others(chain: Sequence[x509.Certificate], reader: x509.Certificate) -> list[x509.Certificate]:
    """The intermediates: neither the reader's own certificate nor a root."""
    return [each for each in chain if each != reader and each.issuer != each.subject]


def _outside(mail: bytes) -> bytes:
    """The header fields of a mail but those of the envelope."""
    fields = re.split(rb"\r\n(?![ \t])", mail.partition(b"\r\n\r\n")[0])
    kept = [each for each in fields if each.partition(b":")[0].strip().decode("ascii", "replace").lower() not in OWN]
    return b"".join(each + b"\r\n" for each in kept)
