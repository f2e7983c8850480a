"""Bytes of a file → its text, looked through for characters that may stand nowhere.

- UTF-8, with or without its mark; any line ends. Of what is something else, what it seems to be is told.
"""

from __future__ import annotations

import re

from ihc_rules.guideline.parse.characters import INDENTED, LOST, NUL, REFUSED, code_of
from ihc_rules.guideline.parse.document import Document
from ihc_rules.source import Place


def decoded(document: Document, content: bytes) -> str | None:
    """The text of a file, whose lines the document is given; None where it has none."""
    if b"\0" in content[:2]:  # ASCII in two bytes a character, without the mark
        document.report("encoding", Place(document.name, 1, 1), guess="UTF-16")
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = _lines_ended(content[: error.start].decode("utf-8-sig", "replace"))
        document.lines = [*before.split("\n")[:-1], before.rpartition("\n")[2] + LOST]
        place = document.at((before.count("\n"), len(before.rpartition("\n")[2])))
        if guess := _guess(content, before):
            document.report("encoding", place, guess=guess)
        else:
            document.report("broken-character", place, sign=f"0x{content[error.start]:02X}")
        return None
    text = _lines_ended(text)
    document.lines = text.split("\n")
    return text


def _lines_ended(text: str) -> str:
    """A text whose every line ends in a line feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _guess(content: bytes, before: str) -> str:
    """The encoding that a file seems to have; empty where it is UTF-8 with one broken place."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    if not before.isascii():
        return ""
    for encoding, seen in (("cp932", "Shift_JIS"), ("euc_jp", "EUC-JP")):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return seen
    return ""


def is_plain(document: Document, text: str) -> bool:
    """Whether a file can be read on: characters that may stand nowhere are told, one a line."""
    sound = True
    for number, line in enumerate(document.lines):
        indented = INDENTED.match(line)
        found = re.search(indented[1], line) if indented else REFUSED.search(line)
        if found:
            code, sign = code_of(found[0])
            document.report(code, document.at((number, found.start())), sign=sign)
            unreliable = indented or (found[0] == "\t" and not line[: found.start()].strip())
            sound = sound and not unreliable and not document.full
        if found and found[0] == NUL:
            return False
    return sound
