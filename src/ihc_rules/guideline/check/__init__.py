"""Records of a guideline → every Problem of what they mean together.

- Each check is a function from the sections to Problems; `CHECKS` names them all; no check depends on another.
- Form was checked when the files were read; here it is references, dates, circles, and who may be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ihc_rules.errors import Problem
from ihc_rules.guideline.check.circles import circles
from ihc_rules.guideline.check.dates import articles, intervals
from ihc_rules.guideline.check.references import conditions, references
from ihc_rules.guideline.check.vocabulary import facts, ids, trust
from ihc_rules.guideline.parse.sections import Sections

CHECKS: tuple[Callable[[Sections], Iterator[Problem]], ...] = (
    ids,
    facts,
    trust,
    intervals,
    articles,
    references,
    conditions,
    circles,
)


def check(sections: Sections) -> list[Problem]:
    """Every Problem of a guideline's records."""
    return [problem for each in CHECKS for problem in each(sections)]
