"""A moment × a length → when it has passed: by days that somebody looked up in the calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from ihc_rules.decision.calendar import is_business_day, passed

JST = timezone(timedelta(hours=9))

CLOSED = {
    "Saturday": "2025-10-04",
    "Sunday": "2025-10-05",
    "Health and Sports Day": "2025-10-13",
    "a substitute holiday: Culture Day of 2024 was a Sunday": "2024-11-04",
    "a substitute holiday after three in a row: 3 May 2026 is a Sunday": "2026-05-06",
    "the day between two holidays, in 2009": "2009-09-22",
    "the day between two holidays, in 2015": "2015-09-22",
    "the day between two holidays, in 2026": "2026-09-22",
    "vernal equinox of 2024, a Wednesday": "2024-03-20",
    "vernal equinox of 2025, a Thursday": "2025-03-20",
    "autumnal equinox of 2025, a Tuesday": "2025-09-23",
    "autumnal equinox of 2024 was a Sunday": "2024-09-23",
    "Mountain Day, since 2016": "2016-08-11",
    "the Emperor's birthday until 2018": "2013-12-23",
    "the Emperor's birthday since 2020": "2025-02-24",  # 23 February 2025 was a Sunday
    "the accession of 2019": "2019-05-01",
    "between two holidays of 2019": "2019-04-30",
    "moved for the Olympic Games": "2021-07-23",
    "29 December": "2025-12-29",
    "30 December": "2025-12-30",
    "31 December": "2025-12-31",
    "New Year's Day": "2026-01-01",
    "2 January": "2026-01-02",
    "3 January": "2025-01-03",
}
OPEN = {
    "28 December": "2023-12-28",
    "4 January": "2024-01-04",
    "23 December since 2019": "2025-12-23",
    "11 August before 2016": "2015-08-11",
    "the second Monday of October 2021, moved for the Olympic Games": "2021-10-11",
    "no day between two holidays in 2025": "2025-09-22",
    "the day after a holiday": "2025-10-14",
}


@pytest.mark.parametrize("name", CLOSED)
def test_offices_are_closed(name: str) -> None:
    assert not is_business_day(date.fromisoformat(CLOSED[name]))


@pytest.mark.parametrize("name", OPEN)
def test_offices_are_open(name: str) -> None:
    assert is_business_day(date.fromisoformat(OPEN[name]))


PASSED = {  # from, length, unit, the first moment after it
    "two days: the day itself is not counted": ("2025-10-01 15:00", 2, "days", "2025-10-04 00:00"),
    "the last moment of a day": ("2025-10-01 23:59", 2, "days", "2025-10-04 00:00"),
    "midnight belongs to the day that begins, which is not counted either": (
        "2025-10-02 00:00",
        2,
        "days",
        "2025-10-05 00:00",
    ),
    "days end on a Sunday": ("2025-10-03 12:00", 2, "days", "2025-10-06 00:00"),
    "no days: the end of the day": ("2025-10-01 15:00", 0, "days", "2025-10-02 00:00"),
    "days over the end of February": ("2024-02-28 12:00", 2, "days", "2024-03-02 00:00"),
    "thirty minutes over midnight": ("2025-12-31 23:45", 30, "minutes", "2026-01-01 00:15"),
    "hours": ("2025-10-01 15:00", 48, "hours", "2025-10-03 15:00"),
    "weeks": ("2025-10-01 15:00", 2, "weeks", "2025-10-16 00:00"),
    "one working day, from a Friday": ("2025-10-03 12:00", 1, "business_days", "2025-10-07 00:00"),
    "one working day, from a Saturday": ("2025-10-04 12:00", 1, "business_days", "2025-10-07 00:00"),
    "one working day over a long weekend": ("2025-10-10 12:00", 1, "business_days", "2025-10-15 00:00"),
    "one working day over the turn of the year": ("2025-12-26 12:00", 1, "business_days", "2026-01-06 00:00"),
    "two working days over the turn of the year": ("2023-12-28 12:00", 2, "business_days", "2024-01-06 00:00"),
    "three working days in a week of holidays": ("2026-05-01 12:00", 3, "business_days", "2026-05-12 00:00"),
    "two working days over the day between two holidays": ("2026-09-18 12:00", 2, "business_days", "2026-09-26 00:00"),
    "no working days: the end of the day": ("2025-10-04 12:00", 0, "business_days", "2025-10-05 00:00"),
    "a month": ("2025-10-01 15:00", 1, "months", "2025-11-02 00:00"),
    "a month from the last but one day of January": ("2025-01-30 12:00", 1, "months", "2025-03-01 00:00"),
    "a month from the last day of January: it counts from 1 February": (
        "2025-01-31 12:00",
        1,
        "months",
        "2025-03-01 00:00",
    ),
    "a month from the last day of February: it counts from 1 March": (
        "2025-02-28 12:00",
        1,
        "months",
        "2025-04-01 00:00",
    ),
    "a month from 30 May: there is no 31 June": ("2025-05-30 12:00", 1, "months", "2025-07-01 00:00"),
    "a month over the turn of the year": ("2025-12-15 12:00", 1, "months", "2026-01-16 00:00"),
    "a month from 30 November: it counts from 1 December": ("2025-11-30 12:00", 1, "months", "2026-01-01 00:00"),
    "a year from 28 February of a leap year": ("2024-02-28 12:00", 1, "years", "2025-03-01 00:00"),
    "a year": ("2025-10-01 12:00", 1, "years", "2026-10-02 00:00"),
}


@pytest.mark.parametrize("name", PASSED)
def test_a_period_has_passed(name: str) -> None:
    begin, value, unit, end = PASSED[name]

    assert passed(_at(begin), value, unit, JST) == _at(end)


def _at(written: str) -> datetime:
    return datetime.fromisoformat(f"{written}+09:00")


def test_days_are_those_of_the_guideline() -> None:
    evening = datetime(2025, 10, 1, 15, tzinfo=UTC)  # midnight of 2 October in Japan

    assert passed(evening, 1, "days", JST) == _at("2025-10-04 00:00")
    assert passed(evening - timedelta(seconds=1), 1, "days", JST) == _at("2025-10-03 00:00")
    assert passed(evening, 1, "days", UTC) == datetime(2025, 10, 3, tzinfo=UTC)


@pytest.mark.parametrize("unit", ["hours", "days", "weeks", "months", "years", "business_days"])
def test_no_period_is_too_late_for_the_calendar(unit: str) -> None:
    last = datetime(9999, 12, 30, tzinfo=JST)

    assert passed(last, 3_650, unit, JST) == datetime.max.replace(tzinfo=JST)


def test_what_is_no_unit_of_time_is_refused() -> None:
    with pytest.raises(ValueError, match="times"):
        passed(_at("2025-10-01 12:00"), 1, "times", JST)
