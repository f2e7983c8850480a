"""Two days on which something changes → the spans in which versions of one record may be in force."""

from __future__ import annotations

from ihc_rules.testing.vocabulary import Written

FIRST, SECOND = "2020-04-01", "2021-04-01"  # what changes, changes on these days
BEFORE_FIRST, BEFORE_SECOND = "2020-03-31", "2021-03-31"
Spans = tuple[Written, ...]
UNBROKEN: tuple[Spans, ...] = (
    ({},),
    ({"to": BEFORE_FIRST}, {"from": FIRST}),
    ({"to": BEFORE_FIRST}, {"from": FIRST, "to": BEFORE_SECOND}, {"from": SECOND}),
)
LATE: Spans = ({"from": SECOND},)
BEGINS_LATE = ("late_1",)
SPANS: tuple[Spans, ...] = (
    *UNBROKEN,
    ({"from": FIRST},),
    LATE,
    ({"to": BEFORE_SECOND, "retired": "true"},),
    ({"from": FIRST, "to": BEFORE_SECOND, "retired": "true"},),
    ({"to": BEFORE_FIRST, "retired": "true"}, {"from": SECOND}),
)
