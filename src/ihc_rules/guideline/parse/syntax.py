"""An error of YAML's grammar → a Problem in words that say what to do.

- Two parsers may have found it (libyaml, or PyYAML's own where libyaml is missing): both their phrases stand in
  `PHRASES`.
- A full-width sign on the line or on the one above is the usual cause, and is then the Problem.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ihc_rules.errors import Problem
from ihc_rules.guideline.parse.characters import full_width
from ihc_rules.guideline.parse.document import Document, Mark
from ihc_rules.source import Place

# What the parser says → the code, and whether the place is where the faulty part began.
PHRASES: tuple[tuple[str, str, bool], ...] = (
    (r"quoted scalar.*unexpected end of stream", "unclosed-quote", True),
    (r"quoted scalar.*document (indicator|separator)", "unclosed-quote", True),
    (r"quoted scalar.*(escape|hexd?e?x?a?decimal|Unicode)", "bad-escape", False),
    (r"flow (sequence|mapping).*expected ','", "unclosed-bracket", False),
    (r"flow node.*expected (the )?node content", "unclosed-bracket", False),
    (r"expected (the )?node content", "misplaced-sign", False),
    (r"could not find expected ':'", "missing-colon", True),
    (r"mapping (values|keys) are not allowed", "misplaced-colon", False),
    (r"sequence entries are not allowed", "misplaced-dash", False),
    (r"block (mapping|collection).*(expected key|'-' indicator|<block end>)", "uneven-indentation", False),
    (r"cannot start any token", "misplaced-sign", False),
    (r"scanning an (alias|anchor)|scanning a tag|parsing a (node|tag)", "misplaced-sign", True),
    (r"directive", "directive", True),
    (r"document start", "uneven-indentation", False),
    (r"nesting depth", "too-deep", False),  # of brackets that open far ahead: newer parsers count them while they scan
)
NEAR = 2  # lines
CAUSES = ("control-character", "broken-character", "odd-space", "tab", "complex-key")


def tell_syntax(document: Document, error: Exception, limits: Mapping[str, str]) -> None:
    """Note a syntax error; not where what was told already is the likely cause of it.

    Args:
        limits: what the text of `too-deep` names.
    """
    if any(problem.code in CAUSES for problem in document.problems):
        return
    problem = str(getattr(error, "problem", None) or "an escape that stands for no character")
    said = f"{getattr(error, 'context', None) or ''}: {problem}"
    code, begins = next(
        ((code, begins) for phrase, code, begins in PHRASES if re.search(phrase, said)), ("syntax", False)
    )
    found, began = _mark(error, "problem_mark"), _mark(error, "context_mark")
    mark = (began if begins else None) or found or began or (0, 0)
    for line in (mark[0], mark[0] - 1):
        if 0 <= line < len(document.lines) and (sign := full_width(document.lines[line])):
            column, wide, needed = sign
            document.report("full-width-sign", document.at((line, column)), sign=wide, needed=needed)
            return
    place = document.at(mark)
    document.problems = [each for each in document.problems if not _opened(each, place)]
    sign_there = place.text[place.column - 1 : place.column]
    first = str((began or mark)[0] + 1)
    values: dict[str, Any] = {"found": problem, "sign": sign_there or "…", "first": first, **limits}
    document.report(code, place, **values)


def _opened(problem: Problem, place: Place) -> bool:
    """Whether a key without a value stands just above an error: what was to be its value is not where it should be."""
    line = problem.place.line if problem.place else 0
    return problem.code == "nothing-written" and place.line - NEAR <= line <= place.line


def _mark(error: Exception, name: str) -> Mark | None:
    mark = getattr(error, name, None)
    return None if mark is None else (mark.line, mark.column)
