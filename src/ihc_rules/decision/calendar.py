"""A moment × a length in some unit → the moment when it has passed.

- Days are whole: what is counted from any time of a day ends at the end of the last day, in the guideline's offset.
- Business days leave out Saturdays, Sundays, Japanese holidays (with substitute holidays, and those between two), and
  29 December to 3 January, when offices are closed.

Source: 民法 138-142条 (the first day is not counted; a holiday does not end a period); 行政機関の休日に関する法律 1条.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache

DAY = timedelta(days=1)
UNITS = ("minutes", "hours", "days", "business_days", "weeks", "months", "years")
SATURDAY = 5
LAST_YEAR = 2199


def passed(begin: datetime, value: int, unit: str, zone: tzinfo) -> datetime:
    """When a period that is counted from a moment has passed.

    Args:
        begin: aware. unit: one of `UNITS`. zone: in which days begin and end.

    Raises:
        ValueError: the unit is not one of `UNITS`.
    """
    if unit in ("minutes", "hours"):
        return begin + timedelta(**{unit: value})
    first = begin.astimezone(zone).date()
    if unit == "business_days":
        return _end_of(_business(first, value), zone)
    days = {"days": value, "weeks": 7 * value}.get(unit)
    if days is not None:
        return _end_of(first + days * DAY, zone)
    if unit in ("months", "years"):
        return _end_of(_months(first, value * (12 if unit == "years" else 1)), zone)
    raise ValueError(unit)


def is_business_day(day: date) -> bool:
    """Whether Japanese offices are open."""
    closed = (day.month, day.day) in ((12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3))
    return day.weekday() < SATURDAY and not closed and day not in _holidays(day.year)


def _business(first: date, value: int) -> date:
    day = first
    while value > 0:
        day += DAY
        value -= is_business_day(day)
    return day


def _months(first: date, months: int) -> date:
    """The day before the one that answers to the first (民法143条2項); the month's last where there is none."""
    years, month = divmod(first.month - 1 + months, 12)
    year = first.year + years
    for day in range(first.day, 0, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    raise AssertionError(first)


def _end_of(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day + DAY, time(0), zone)


@lru_cache(maxsize=256)
def _holidays(year: int) -> frozenset[date]:
    """Japanese holidays of a year; of years that the tables do not reach, none."""
    from holidays.countries.japan import Japan  # noqa: PLC0415 - only where business days are counted

    return frozenset(Japan(years=year)) if Japan.start_year <= year <= LAST_YEAR else frozenset()
