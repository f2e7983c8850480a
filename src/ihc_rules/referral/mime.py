"""Message × time → the bytes that are signed, and the mail around them.

- Every part is base64 in 7 bits with CRLF: no relay, mailbox or list has a reason to change a byte (`checked` says so
  before anything is signed). Boundaries come from the content: the same message gives the same bytes.
- Headers are written here and not by `email`: whole values are encoded where they are not plain ASCII, or hold `=?`.
- The headers stand inside the signed part too, so that a changed subject or sender is noticed. Of a mail that will be
  encrypted the subject outside says nothing, and the signed part lists what stands outside.

Source: RFC 8551 §3.1, §3.5 (multipart/signed); RFC 2045-2047; RFC 5322; RFC 9788 §2.1, §2.2, §3.2.1 (header
protection: `hp`, HP-Outer, the subject of an encrypted mail).
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from ihc_rules.errors import MessageError, Problem
from ihc_rules.referral.message import Attachment, Message, Party, clusters

WIDTH = 76  # characters of a line, base64 and headers alike
WORD = 45  # bytes of text in one encoded word: 60 of base64 and 12 around them, at most 75 (RFC 2047 §2)
LINE = 998  # RFC 5322 §2.1.1, without CRLF
ALLOWED = bytes(range(0x20, 0x7F)) + b"\r\n"
ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/^_`{|}~-]+( [A-Za-z0-9!#$%&'*+/^_`{|}~-]+)*")  # a name that needs no quotes
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
HIDDEN = "[...]"  # the subject outside of an encrypted mail (RFC 9788 §3.2.1)
PROTECTED = ("From", "To", "Subject", "Date", "Message-ID")
SIGNATURE_HEAD = (
    b'\r\nContent-Type: application/pkcs7-signature; name="smime.p7s"\r\n'
    b"Content-Transfer-Encoding: base64\r\n"
    b'Content-Disposition: attachment; filename="smime.p7s"\r\n\r\n'
)
ENVELOPE_HEAD = (
    b"MIME-Version: 1.0\r\n"
    b'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"\r\n'
    b"Content-Transfer-Encoding: base64\r\n"
    b'Content-Disposition: attachment; filename="smime.p7m"\r\n\r\n'
)
PREAMBLE = b"This is a signed message in S/MIME format.\r\n"


def headers(message: Message, at: datetime, *, for_encryption: bool = False) -> bytes:
    """The header fields of a mail, each ended by CRLF.

    Args:
        for_encryption: as they stand outside of an encrypted mail.

    Raises:
        MessageError: the message is not one to be mailed.
    """
    if message.to is None:
        raise MessageError([Problem("not-mailed", path=message.route)])
    return b"".join(
        (
            _address_field("From", message.sender),
            _address_field("To", message.to),
            _field("Subject", _encoded("Subject", HIDDEN if for_encryption else message.subject)),
            f"Date: {_date(at)}\r\n".encode(),
            f"Message-ID: <{message_id(message, at)}>\r\n".encode(),
        )
    )


def message_id(message: Message, at: datetime) -> str:
    """An id that follows from the referral, its addressee and the time, and tells nothing of them."""
    to = message.to.address if message.to else ""
    named = "\0".join((message.id, message.route, to, at.isoformat()))
    return f"{hashlib.sha256(named.encode()).hexdigest()[:32]}@{message.sender.address.rpartition('@')[2].lower()}"


def payload(message: Message, at: datetime, *, for_encryption: bool = False) -> bytes:
    """The part that is signed: protected headers, the text, the attachments.

    Args:
        at: time of the mail, aware. for_encryption: it lists the headers that stand outside, too.

    Raises:
        MessageError: something in it could be changed in delivery.
    """
    parts = [_text_part(message.text), *map(_attached, message.attachments)]
    boundary = b"=_m_" + hashlib.sha256(b"\0".join(parts)).hexdigest()[:32].encode()  # `=_` is never in base64
    between = b"\r\n--" + boundary
    body = b"".join(between + b"\r\n" + part for part in parts)
    protection = b"cipher" if for_encryption else b"clear"
    start = b'Content-Type: multipart/mixed; hp="' + protection + b'";\r\n boundary="' + boundary + b'"\r\n'
    outside = _listed(headers(message, at, for_encryption=True)) if for_encryption else b""
    return checked(headers(message, at) + outside + start + body + between + b"--\r\n")


def signed_mail(fields: bytes, inner: bytes, signature: bytes, micalg: str) -> bytes:
    """The whole mail: its headers, the signed part, and the signature (DER).

    Args:
        fields: as `headers` gives them. micalg: `sha-256` or `sha-384`.
    """
    boundary = b"=_s_" + hashlib.sha256(inner).hexdigest()[:32].encode()
    return b"".join(
        (
            fields,
            b'MIME-Version: 1.0\r\nContent-Type: multipart/signed; protocol="application/pkcs7-signature";\r\n micalg=',
            micalg.encode(),
            b'; boundary="',
            boundary,
            b'"\r\n\r\n',
            PREAMBLE,
            b"\r\n--",
            boundary,
            b"\r\n",
            inner,
            b"\r\n--",  # this CRLF belongs to the delimiter and is not signed (RFC 2046 §5.1.1)
            boundary,
            SIGNATURE_HEAD,
            _base64(signature),
            b"\r\n--",
            boundary,
            b"--\r\n",
        )
    )


def enveloped_mail(fields: bytes, envelope: bytes) -> bytes:
    """A mail whose body is encrypted (DER of an EnvelopedData).

    Source: RFC 8551 §3.3.
    """
    return b"".join(
        (
            fields,
            ENVELOPE_HEAD,
            _base64(envelope),
            b"\r\n",
        )
    )


def checked(part: bytes) -> bytes:
    """The same bytes, if no relay, mailbox or list has a reason to change them.

    Raises:
        MessageError: it has 8-bit characters, bare CR or LF, blanks at line ends, lines that begin with `From ` or a
            dot, or lines that are too long.
    """
    ends = part.count(b"\r\n")
    faults = {
        "a character beyond ASCII": bool(part.translate(None, ALLOWED)),
        "a line end that is not CRLF": part.count(b"\n") != ends or part.count(b"\r") != ends,
        "a blank at a line end": b" \r\n" in part,
        "`From ` at the start of a line": b"\nFrom " in part or part.startswith(b"From "),
        "a dot at the start of a line": b"\n." in part or part.startswith(b"."),
        "a line that is too long": max(map(len, part.split(b"\r\n"))) > LINE,
    }
    for found, is_so in faults.items():
        if is_so:
            raise MessageError([Problem("unsafe-bytes", values={"found": found})])
    return part


def _listed(fields: bytes) -> bytes:
    """Header fields as the signed part lists them; each value on a line of its own, which so stays within its width.

    Source: RFC 9788 §2.2.
    """
    found = re.split(rb"\r\n(?![ \t])", fields.removesuffix(b"\r\n"))
    return b"".join(b"HP-Outer: " + each.replace(b": ", b":\r\n ", 1) + b"\r\n" for each in found)


def _base64(content: bytes) -> bytes:
    text = base64.b64encode(content)
    return b"\r\n".join([text[i : i + WIDTH] for i in range(0, len(text), WIDTH)])


def _text_part(text: str) -> bytes:
    canonical = text.rstrip("\n").replace("\n", "\r\n") + "\r\n"  # inside base64 too (RFC 2046 §4.1.1)
    head = b'Content-Type: text/plain; charset="utf-8"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    return head + _base64(canonical.encode()) + b"\r\n"


def _attached(each: Attachment) -> bytes:
    kind, name = each.media_type.encode(), each.name.encode()
    charset = b'; charset="utf-8"' if each.media_type.startswith("text/") else b""
    return b"".join(
        (
            b"Content-Type: ",
            kind,
            charset,
            b'; name="',
            name,
            b'"\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment;\r\n filename="',
            name,
            b'"\r\n\r\n',
            _base64(each.content),
            b"\r\n",
        )
    )


# --- header fields ----------------------------------------------------------------------------------------------------


def _date(at: datetime) -> str:
    """RFC 5322 §3.3, whatever the locale."""
    offset = at.utcoffset()
    if offset is None:
        raise MessageError([Problem("broken-mail", values={"found": "the time has no offset from UTC"})])
    minutes = int(offset.total_seconds()) // 60
    sign, hours, rest = "-" if minutes < 0 else "+", *divmod(abs(minutes), 60)
    day = f"{DAYS[at.weekday()]}, {at.day:02} {MONTHS[at.month - 1]} {at.year:04}"
    return f"{day} {at.hour:02}:{at.minute:02}:{at.second:02} {sign}{hours:02}{rest:02}"


@lru_cache(maxsize=1024)
def _address_field(name: str, party: Party) -> bytes:
    if not party.name:
        return f"{name}: {party.address}\r\n".encode()
    if party.name.isascii() and "=?" not in party.name:
        quoted = party.name if ATOMS.fullmatch(party.name) else '"' + re.sub(r'(["\\])', r"\\\1", party.name) + '"'
        if len(quoted) <= _room(name):
            return f"{name}: {quoted}\r\n <{party.address}>\r\n".encode()
    return _field(name, [*_words(name, party.name), f"<{party.address}>"])


def _room(name: str) -> int:
    """How much of a field stands on its first line."""
    return WIDTH - len(f"{name}: ")


def _encoded(name: str, value: str) -> Sequence[str]:
    """A value as words that may be folded between."""
    if value.isascii() and "=?" not in value and not value.startswith(" ") and not value.endswith(" "):
        words = re.findall(r" *[^ ]+", value)
        if all(len(word) <= _room(name) for word in words):
            return [word[1:] if i else word for i, word in enumerate(words)] if words else [""]
    return _words(name, value)


def _words(name: str, value: str) -> list[str]:
    """Encoded words of whole characters (RFC 2047 §2, §5: at most 75 characters each, 76 in a line that has one)."""
    parts, now = [], b""
    limit = (_room(name) - len("=?utf-8?B??=")) // 4 * 3  # the first word shares its line with the field's name
    for each in clusters(value):
        added = each.encode()
        if len(now) + len(added) > limit and now:
            parts.append(now)
            now, limit = b"", WORD
        now += added
    parts.append(now)
    return [f"=?utf-8?B?{base64.b64encode(part).decode()}?=" for part in parts]


def _field(name: str, words: Sequence[str]) -> bytes:
    """A header field, folded between its words so that no line is longer than `WIDTH`."""
    lines, now = [], f"{name}: {words[0]}".rstrip(" ")
    for word in words[1:]:
        if len(now) + 1 + len(word) > WIDTH:
            lines.append(now)
            now = f" {word}"
        else:
            now += f" {word}"
    return "\r\n".join([*lines, now, ""]).encode()
