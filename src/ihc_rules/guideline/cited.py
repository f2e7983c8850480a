"""Records → the documents that they cite.

- A source names one document; its note and section may name others, by their ids, in the middle of a sentence.
- In a sentence something reads like an id where it is capital letters and figures: at least two figures (`S15`), or as
  many letters as a declared id begins with (`SEED3`). So `A4` or `W8` may be written.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from ihc_rules.records import Citation, Record

# not `I-01`, not part of a word or of an address
ID = re.compile(r"(?<![A-Za-z0-9_./-])([A-Z]{1,5})([0-9]{1,4})[a-z]?(?![A-Za-z0-9_/-])", re.ASCII)
LIKE_AN_ID = 2  # figures


def citations(records: Iterable[Record]) -> Iterator[Citation]:
    """Every source that stands in records."""
    stack: list[object] = [*records]
    while stack:
        each = stack.pop()
        if isinstance(each, Citation):
            yield each
        elif isinstance(each, Record):
            stack.extend(value for name, value in vars(each).items() if name != "places")
        elif isinstance(each, tuple):
            stack.extend(each)


def cited(citation: Citation, known: Collection[str]) -> Iterator[tuple[str, str]]:
    """What a source names, or seems to name, with the field in which it stands.

    Args:
        known: ids of the declared documents.
    """
    yield citation.document, "document"
    families = {each.rstrip("abcdefghijklmnopqrstuvwxyz").rstrip("0123456789") for each in known}
    for field in ("section", "note"):
        for found in ID.finditer(getattr(citation, field) or ""):
            letters, figures = found.groups()
            if len(figures) >= LIKE_AN_ID or (letters in families and len(letters) > 1):
                yield found[0], field
