"""Bytes of a mail that somebody received → its headers, the part that was signed, and the signature.

- Mailboxes store LF where the wire had CRLF: lone line feeds count as CRLF. The line `From …` that an mbox puts above a
  mail is left out. Nothing else is repaired.
- Only what a signature needs is read; attachments stay bytes.

Source: RFC 2046 §5.1 (multipart), RFC 8551 §3.5.3, RFC 5322 §2.2 (folding), RFC 2047 (encoded words).
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header
from itertools import pairwise

from ihc_rules.referral.message import ADDRESS

MAX_BYTES = 40_000_000  # of a mail
PARAMETER = re.compile(r';\s*([A-Za-z0-9*_-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))')
MAILBOX = re.compile(rf"(?:[^<>()@:;,\"\\]*<({ADDRESS.pattern})>|({ADDRESS.pattern}))", re.ASCII)
SIGNATURES = ("application/pkcs7-signature", "application/x-pkcs7-signature")
ENVELOPES = ("application/pkcs7-mime", "application/x-pkcs7-mime")


class NotSigned(ValueError):
    """The mail is no signed mail."""


class Broken(ValueError):
    """The mail is not of the form that it claims."""


@dataclass(frozen=True, slots=True)
class Part:
    """Header fields (names in lower case, values unfolded) and the bytes of the body."""

    fields: Mapping[str, tuple[str, ...]]
    body: bytes

    def one(self, name: str) -> str:
        """The value of a field that stands once; empty where it does not stand.

        Raises:
            Broken: it stands twice: receivers would differ on which counts.
        """
        values = self.fields.get(name.lower(), ())
        if len(values) > 1:
            raise Broken(f"{name} stands {len(values)} times")
        return values[0] if values else ""

    @property
    def kind(self) -> tuple[str, dict[str, str]]:
        """Media type and parameters, both in lower case but for the parameters' values."""
        value = self.one("Content-Type")
        found: dict[str, str] = {}
        for name, quoted, plain in PARAMETER.findall(value):
            if name.lower() in found:  # receivers would differ on which counts
                raise Broken("a parameter of Content-Type stands twice")
            found[name.lower()] = re.sub(r"\\(.)", r"\1", quoted) or plain
        return value.partition(";")[0].strip().lower(), found


@dataclass(frozen=True, slots=True)
class SignedMail:
    """A mail with a detached signature.

    Attributes:
        outer: its own headers. inner: the headers and body of the signed part. signed: the bytes that were signed.
        signature: DER.
    """

    outer: Part
    inner: Part
    signed: bytes
    signature: bytes


def read_mail(content: bytes) -> SignedMail:
    """A mail that is signed, taken apart.

    Raises:
        NotSigned, Broken: it is not one; the text says why.
    """
    if len(content) > MAX_BYTES:
        raise Broken("larger than 40 MB")
    outer = part_of(_canonical(content.partition(b"\n")[2] if content.startswith(b"From ") else content))
    kind, parameters = outer.kind
    if kind in ENVELOPES:
        raise NotSigned("it is encrypted: decrypt it first")
    if kind != "multipart/signed" or parameters.get("protocol", "").lower() not in SIGNATURES:
        raise NotSigned(kind or "no Content-Type")
    signed, other = _two(outer.body, parameters.get("boundary", ""))
    last = part_of(other)
    if last.kind[0] not in SIGNATURES or last.one("Content-Transfer-Encoding").strip().lower() != "base64":
        raise Broken("the second part is no signature in base64")
    return SignedMail(outer, part_of(signed), signed, decoded(last))


def parts_of(part: Part) -> list[Part]:
    """The parts of a multipart.

    Raises:
        Broken: it has no boundary or no end.
    """
    boundary = part.kind[1].get("boundary", "")
    return [part_of(each) for each in _between(part.body, boundary)]


def part_of(content: bytes) -> Part:
    """Headers and body of a part whose lines end in CRLF."""
    head, _, body = content.partition(b"\r\n\r\n") if not content.startswith(b"\r\n") else (b"", b"", content[2:])
    fields: dict[str, tuple[str, ...]] = {}
    for line in re.split(rb"\r\n(?![ \t])", head):
        name, colon, value = line.partition(b":")
        if not colon:
            if line:
                raise Broken("a header line without a colon")
            continue
        key = name.decode("ascii", "replace").strip().lower()
        text = re.sub(rb"\r\n(?=[ \t])", b"", value).decode("utf-8", "replace").strip()
        fields[key] = (*fields.get(key, ()), text)
    return Part(fields, body)


def decoded(part: Part) -> bytes:
    """The content of a part in base64.

    Raises:
        Broken: it is not base64.
    """
    try:
        return base64.b64decode(part.body.translate(None, b"\r\n \t"), validate=True)
    except (binascii.Error, ValueError):
        raise Broken("base64 that cannot be read") from None


def words(value: str) -> str:
    """A header's value as people read it."""
    try:
        found = decode_header(value)
        return "".join(
            text if isinstance(text, str) else text.decode(charset or "ascii", "replace") for text, charset in found
        )
    except (HeaderParseError, LookupError, ValueError):
        return value


def addresses(value: str) -> list[str]:
    """The addresses in a header's value; none where receivers could read it differently (comments, groups, routes)."""
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', "", value)
    found = [MAILBOX.fullmatch(each.strip()) for each in bare.split(",")]
    return [each[1] or each[2] for each in found if each] if all(found) else []


def _canonical(content: bytes) -> bytes:
    return re.sub(rb"\r?\n", b"\r\n", content)


def _two(body: bytes, boundary: str) -> tuple[bytes, bytes]:
    parts = _between(body, boundary)
    if len(parts) != 2:  # noqa: PLR2004 - RFC 1847 §2.1: the content and its signature
        raise Broken(f"multipart/signed has {len(parts)} parts instead of two")
    return parts[0], parts[1]


def _between(body: bytes, boundary: str) -> list[bytes]:
    """The bytes of each part; the CRLF before a delimiter belongs to it."""
    if not boundary or not boundary.isascii():
        raise Broken("no boundary")
    delimiter = re.compile(rb"(?:\A|\r\n)--" + re.escape(boundary.encode()) + rb"(--)?[ \t]*(?=\r\n|\Z)")
    places = list(delimiter.finditer(body))
    if not places or places[-1][1] is None or any(each[1] for each in places[:-1]):
        raise Broken("no end of the last part")
    return [body[one.end() + 2 : other.start()] for one, other in pairwise(places)]
