"""Records of a guideline → every Problem of what they mean together.

- Each check is a function from the sections to Problems; `CHECKS` names them all.
- Form was checked when the files were read; here it is references, dates, circles, who may be read and
  what is presumed.
- Where a file could not be read, nothing is said about what may stand in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from ihc_rules.errors import Problem
from ihc_rules.guideline.check.circles import circles
from ihc_rules.guideline.check.contradictions import contradictions
from ihc_rules.guideline.check.dates import first_days, intervals
from ihc_rules.guideline.check.facts import facts
from ihc_rules.guideline.check.ids import ids
from ihc_rules.guideline.check.in_force import articles, needed
from ihc_rules.guideline.check.presumptions import presumptions
from ihc_rules.guideline.check.references import conditions, references
from ihc_rules.guideline.check.size import sizes
from ihc_rules.guideline.check.trust import triage, trust
from ihc_rules.guideline.parse.sections import Sections

MAX_PROBLEMS = 100  # of one check

CHECKS: tuple[Callable[[Sections], Iterator[Problem]], ...] = (
    ids,
    facts,
    trust,
    triage,
    intervals,
    first_days,
    articles,
    needed,
    references,
    conditions,
    circles,
    presumptions,
    contradictions,
    sizes,
)


def check(sections: Sections) -> list[Problem]:
    """Every Problem of a guideline's records."""
    return [problem for each in CHECKS for problem in islice(each(sections), MAX_PROBLEMS)]
