"""Values → DER, and DER → values; as little of it as signed mail needs.

- Reading is strict: definite lengths in their shortest form, nothing after the end, a bounded depth.

Source: X.690 §8, §10 (DER).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

INTEGER, OCTETS, NULL, OID, UTC_TIME, TIME, SEQUENCE, SET = 0x02, 0x04, 0x05, 0x06, 0x17, 0x18, 0x30, 0x31
MAX_LENGTH_BYTES = 4
MOMENT = re.compile(r"[0-9]{14}Z")
LONG = 0x80  # a length of several bytes; in an identifier: more follows
MULTIPLE = 0x1F  # a tag of several bytes


class NotDer(ValueError):
    """Bytes that are not DER, or not what was looked for."""


def element(tag: int, *content: bytes) -> bytes:
    """One element: tag, length, content."""
    body = b"".join(content)
    size = len(body)
    if size < LONG:
        return bytes((tag, size)) + body
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, LONG | len(length))) + length + body


def sequence(*content: bytes) -> bytes:
    """A SEQUENCE."""
    return element(SEQUENCE, *content)


def set_of(content: Iterable[bytes]) -> bytes:
    """A SET OF: its elements in the order of their bytes (X.690 §11.6)."""
    return element(SET, *sorted(content))


def integer(value: int) -> bytes:
    """A whole number that is not negative."""
    return element(INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def octets(value: bytes) -> bytes:
    """An OCTET STRING."""
    return element(OCTETS, value)


def oid(dotted: str) -> bytes:
    """An OBJECT IDENTIFIER."""
    first, second, *rest = map(int, dotted.split("."))
    body = bytearray()
    for arc in (40 * first + second, *rest):
        digits = [arc & 0x7F]
        while arc := arc >> 7:
            digits.append(LONG | arc & 0x7F)
        body += bytes(reversed(digits))
    return element(OID, bytes(body))


def moment(at: datetime) -> bytes:
    """A time: UTCTime until 2049, GeneralizedTime after (RFC 5652 §11.3)."""
    text = at.astimezone(UTC).strftime("%Y%m%d%H%M%SZ").rjust(15, "0")
    return element(UTC_TIME, text[2:].encode()) if "1950" <= text[:4] < "2050" else element(TIME, text.encode())


@dataclass(frozen=True, slots=True)
class Element:
    """One element that was read; `whole` is all of its bytes."""

    tag: int
    content: bytes
    whole: bytes

    def inside(self, tag: int | None = None) -> list[Element]:
        """The elements inside, this one being of a tag.

        Raises:
            NotDer: it is of another tag, or its content is not DER.
        """
        if tag is not None and self.tag != tag:
            raise NotDer(f"tag {self.tag:#x} where {tag:#x} is needed")
        return list(read_all(self.content))


def read_all(content: bytes) -> Iterator[Element]:
    """Elements, one after the other, to the end.

    Raises:
        NotDer: the bytes are not DER.
    """
    at = 0
    while at < len(content):
        found, at = _read(content, at)
        yield found


def read_one(content: bytes) -> Element:
    """The only element.

    Raises:
        NotDer: the bytes are not DER, or there is more.
    """
    found, at = _read(content, 0)
    if at != len(content):
        raise NotDer("something follows")
    return found


def _read(content: bytes, begin: int) -> tuple[Element, int]:
    if begin + 2 > len(content):
        raise NotDer("cut off")
    tag, size, at = content[begin], content[begin + 1], begin + 2
    if tag & MULTIPLE == MULTIPLE:
        raise NotDer("a tag of several bytes")
    if size >= LONG:
        count = size & 0x7F
        size = int.from_bytes(content[at : at + count], "big")
        at += count
        if not 1 <= count <= MAX_LENGTH_BYTES or size < LONG or size >> 8 * (count - 1) == 0:
            raise NotDer("a length that is indefinite or not in its shortest form")
    if at + size > len(content):
        raise NotDer("cut off")
    return Element(tag, content[at : at + size], content[begin : at + size]), at + size


def read_moment(found: Element) -> datetime:
    """A UTCTime or GeneralizedTime in UTC.

    Raises:
        NotDer: it is neither.
    """
    try:
        text = found.content.decode("ascii")
        if found.tag == UTC_TIME:
            text = ("19" if text >= "50" else "20") + text
        elif found.tag != TIME:
            raise NotDer("no time")
        if not MOMENT.fullmatch(text):
            raise NotDer("no time")
        return datetime.strptime(text, "%Y%m%d%H%M%SZ").replace(tzinfo=UTC)
    except ValueError as error:
        raise NotDer("no time") from error
