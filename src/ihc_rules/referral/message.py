"""What a referral says, to whom and from whom → one immutable value, before any byte of a mail.

- Nothing here is trusted: characters that could add a header, turn the reading direction or hide are refused, by name.
- A message has no clock: the time of its mail is an argument of `sign`.

Source: RFC 5322 (headers), UAX 9 (direction), UTS 37 (selectors of kanji in names), CVE-2024-6923 (what
header injection looks like).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from ihc_rules.errors import MessageError, Problem
from ihc_rules.problem_texts.text import shown

MAX_SUBJECT, MAX_NAME, MAX_FILE_NAME = 1_000, 200, 100  # characters
MAX_TEXT = 100_000  # characters
MAX_BYTES = 10_000_000  # bytes of all attachments
MAX_CLUSTER = 9  # characters, of at most four bytes each
ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[A-Za-z0-9-]+\.)+[A-Za-z0-9-]+"
)
FILE_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")
MEDIA_TYPES = ("application/json", "application/octet-stream", "application/zip", "text/plain")
UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
)
IDEOGRAPHS = "\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
# a selector chooses a form of the sign before it (in names: after a kanji); elsewhere, or twice, it could hide data
ASTRAY = f"(?<![{IDEOGRAPHS}])[\U000e0100-\U000e01ef]|(?<![^\\s{SELECTORS}])[\ufe00-\ufe0f]"
OTHERS = f"\x7f-\x9f\ud800-\udfff\ufffe\uffff{UNSEEN}\U000e0000-\U000e007f\U000e01f0-\U000e0fff"
UNSAFE = re.compile(f"[\x00-\x1f{OTHERS}]|{ASTRAY}")
IN_TEXT = re.compile(f"[\x00-\x09\x0b-\x1f{OTHERS}]|{ASTRAY}")


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody with a mail address.

    Attributes:
        name: shown beside the address; may be empty. address: ASCII, `local@domain`.
    """

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message: machine-readable facts, never media."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """One referral in words.

    Attributes:
        id: the referral's own id; never the reporter's reference.
        to: None where it is not mailed but handed over in a portal, or shown to the reporter.
        subject, text: in `lang`; text has line feeds only.
        attachments: in order; the first is the machine-readable form of the referral.
    """

    id: str
    route: str
    lang: Literal["ja", "en"]
    sender: Party
    to: Party | None
    subject: str
    text: str
    attachments: tuple[Attachment, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what may not stand in a mail, all at once."""
        problems = [
            *_line("Subject", self.subject, MAX_SUBJECT),
            *_party("From", self.sender),
            *(() if self.to is None else _party("To", self.to)),
            *_line("id", self.id, MAX_NAME),
            *_text(self.text),
            *(problem for each in self.attachments for problem in _attachment(each)),
        ]
        size = sum(len(each.content) for each in self.attachments)
        if size > MAX_BYTES:
            problems.append(_fault("message-too-long", where="attachments", found=f"{size:,}", limit=f"{MAX_BYTES:,}"))
        if problems:
            raise MessageError(problems)


def _fault(code: str, **values: str) -> Problem:
    return Problem(code, path=values.get("where", ""), values=values)


def _line(where: str, value: str, limit: int) -> list[Problem]:
    """One line of text, as it may stand in a header."""
    if found := UNSAFE.search(value):
        return [_fault("unsafe-character", where=where, sign=f"U+{ord(found[0]):04X}")]
    if len(value) > limit:
        return [_fault("message-too-long", where=where, found=f"{len(value):,}", limit=f"{limit:,}")]
    return []


def _party(where: str, party: Party) -> list[Problem]:
    problems = _line(where, party.name, MAX_NAME)
    address = party.address
    if len(address) > MAX_NAME or "=?" in address or not ADDRESS.fullmatch(address):
        problems.append(_fault("bad-address", where=where, name=shown(address)))
    return problems


def _text(value: str) -> list[Problem]:
    if found := IN_TEXT.search(value):
        return [_fault("unsafe-character", where="text", sign=f"U+{ord(found[0]):04X}")]
    if len(value) > MAX_TEXT:
        return [_fault("message-too-long", where="text", found=f"{len(value):,}", limit=f"{MAX_TEXT:,}")]
    return []


def _attachment(each: Attachment) -> list[Problem]:
    problems = []
    if len(each.name) > MAX_FILE_NAME or not FILE_NAME.fullmatch(each.name):
        problems.append(_fault("bad-attachment-name", name=shown(each.name)))
    if each.media_type not in MEDIA_TYPES:
        problems.append(_fault("bad-media-type", name=shown(each.media_type)))
    return problems


def clusters(text: str) -> list[str]:
    """A text cut where it may be cut: between characters, never before one that combines with the last."""
    found: list[str] = []
    for sign in text:
        if (
            found
            and len(found[-1]) < MAX_CLUSTER
            and (unicodedata.combining(sign) or sign in "\ufe0e\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef")
        ):
            found[-1] += sign
        else:
            found.append(sign)
    return found
