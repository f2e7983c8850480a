"""A signed mail × recipients' certificates → the same mail, encrypted; and back with a key.

- Sign, then encrypt: encryption alone (CBC) would not notice a change, the signature inside does.
- AES-256-CBC with RSA: the only form that every tested receiver decrypts. Each certificate is looked at first.
- The subject outside says nothing; the real headers are inside, signed.

Source: RFC 8551 §3.3 (enveloped-data), RFC 9788 (headers inside).
"""

from __future__ import annotations

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
from ihc_rules.referral.message import Message

HIDDEN = "..."  # the subject outside


def encrypt(mail: bytes, message: Message, readers: Sequence[x509.Certificate], *, at: datetime, trust: Trust) -> bytes:
    """A signed mail that only the holders of the certificates' keys can read.

    Args:
        mail: as `sign` made it of `message` at the same time. readers: the certificate of every reader, the sender
            among them if it is to be readable in the house.

    Raises:
        MessageError: there is no certificate, one of them is not fit, or the mail is none that `sign` made.
    """
    problems = [problem for each in readers for problem in encryption_faults(each, (), trust, at)]
    if problems or not readers:
        raise MessageError(problems or [Problem("no-certificate")])
    outer = mime.headers(_hidden(message), at)
    body = mail.partition(b"\r\nMIME-Version: 1.0\r\n")[2]
    if not body:  # not one of ours: what is encrypted would be empty
        raise MessageError([Problem("not-signed", values={"found": "MIME-Version"})])
    builder = pkcs7.PKCS7EnvelopeBuilder().set_data(body).set_content_encryption_algorithm(algorithms.AES256)
    for each in readers:
        builder = builder.add_recipient(each)
    return mime.enveloped_mail(outer, builder.encrypt(Encoding.DER, [pkcs7.PKCS7Options.Binary]))


def decrypt(mail: bytes, certificate: x509.Certificate, private_key: rsa.RSAPrivateKey) -> bytes:
    """The signed mail inside an encrypted one, to be verified then.

    Raises:
        MessageError: it is not encrypted, not to this certificate, or damaged.
    """
    try:
        outer = parse.part_of(mail.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
        kind, parameters = outer.kind
        if kind not in parse.ENVELOPES or parameters.get("smime-type", "") != "enveloped-data":
            raise MessageError([Problem("not-encrypted", values={"found": kind or "-"})])
        inside = pkcs7.pkcs7_decrypt_der(parse.decoded(outer), certificate, private_key, [])
        return _with_headers(inside)
    except (ValueError, parse.Broken) as error:
        raise MessageError([Problem("not-decrypted", values={"found": shown(str(error))})]) from None


def _hidden(message: Message) -> Message:
    """The same without its subject, of which nothing is to be seen on the way."""
    return Message(message.id, message.route, message.lang, message.sender, message.to, HIDDEN, message.text)


def _with_headers(inside: bytes) -> bytes:
    """The decrypted entity as a mail of its own: the headers that it protects stand in front again."""
    entity = parse.part_of(inside)
    parts = parse.parts_of(entity)
    fields = parts[0].fields if parts else {}
    lines = [f"{name}: {fields[name.lower()][0]}" for name in mime.PROTECTED if fields.get(name.lower())]
    return "\r\n".join([*lines, "MIME-Version: 1.0", ""]).encode() + inside
