"""A moment × a length in some unit → the moment when it has passed.

- Minutes and hours run from the moment. All others are whole days, in the guideline's offset: the day of the moment is
  not counted, and the period ends with its last day. That is so even for a moment at midnight sharp, where the Civil
  Code would count that day: nobody loses time for having been told at midnight.
- Days, weeks, months and years may end on a holiday; who wants it otherwise counts in business days.
- Business days leave out Saturdays, Sundays, Japanese holidays (with substitute holidays, and those between two), and
  29 December to 3 January, when offices are closed.

Source: 民法 138-141条, 143条; 行政機関の休日に関する法律 1条; 国民の祝日に関する法律 3条. 民法142条 (no period ends on
a holiday) is not used: a hold of so many days is one of so many days.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from ihc_rules.guideline.waiting import PERIODS

DAY = timedelta(days=1)
SATURDAY = 5
DECEMBER = 12
LAST_YEAR = 2199


def passed(begin: datetime, value: int, unit: str, zone: tzinfo) -> datetime:
    """When a period that is counted from a moment has passed.

    Args:
        begin: aware. unit: one of `PERIODS`. zone: in which days begin and end.

    Raises:
        ValueError: the unit is not one of `PERIODS`.
    """
    try:
        return _passed(begin, value, unit, zone)
    except OverflowError:  # after the last day that a datetime can hold
        return datetime.max.replace(tzinfo=zone)


def _passed(begin: datetime, value: int, unit: str, zone: tzinfo) -> datetime:
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
    raise ValueError(f"`{unit}` is none of {PERIODS}")


def is_business_day(day: date) -> bool:
    """Whether Japanese offices are open."""
    closed = (day.month, day.day) in ((12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3))
    return day.weekday() < SATURDAY and not closed and day not in _holidays(day.year)


@lru_cache(maxsize=1024)
def _business(first: date, value: int) -> date:
    day = first
    while value > 0:
        day += DAY
        value -= is_business_day(day)
    return day


def _months(first: date, months: int) -> date:
    """The day before the one that answers to the first that is counted; the month's last where there is none."""
    begin = first + DAY
    years, month = divmod(begin.month - 1 + months, 12)
    if begin.year + years > date.max.year:
        raise OverflowError(first)
    try:
        return date(begin.year + years, month + 1, begin.day) - DAY
    except ValueError:  # 31 April
        return date(begin.year + years + (month == DECEMBER - 1), (month + 1) % DECEMBER + 1, 1) - DAY


def _end_of(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day + DAY, time(0), zone)


@lru_cache(maxsize=256)
def _holidays(year: int) -> frozenset[date]:
    """Japanese holidays of a year; of years that the tables do not reach, none."""
    from holidays.countries.japan import Japan  # noqa: PLC0415 - only where business days are counted

    return frozenset(Japan(years=year)) if Japan.start_year <= year <= LAST_YEAR else frozenset()
