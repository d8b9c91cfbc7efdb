from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from edi_service.codes.calendar import (
    add_business_days,
    business_days_between,
    federal_holidays,
    is_business_day,
    next_business_day,
)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 1, 1), "New Year's Day"),
        (date(2026, 1, 19), "Birthday of Martin Luther King, Jr."),
        (date(2026, 2, 16), "Washington's Birthday"),
        (date(2026, 5, 25), "Memorial Day"),
        (date(2026, 6, 19), "Juneteenth"),
        (date(2026, 7, 3), "Independence Day, a Saturday, observed on Friday"),
        (date(2026, 7, 4), "Independence Day itself, a Saturday"),
        (date(2026, 9, 7), "Labor Day"),
        (date(2026, 10, 12), "Columbus Day"),
        (date(2026, 11, 11), "Veterans Day"),
        (date(2026, 11, 26), "Thanksgiving Day"),
        (date(2026, 12, 25), "Christmas Day"),
        (date(2021, 6, 18), "the first Juneteenth, a Saturday, observed on Friday"),
        (date(2021, 12, 31), "New Year's Day 2022, a Saturday, observed in the year before"),
        (date(2022, 6, 20), "Juneteenth, a Sunday, observed on Monday"),
        (date(2023, 1, 2), "New Year's Day, a Sunday, observed on Monday"),
        (date(2026, 11, 21), "a Saturday"),
        (date(2026, 11, 22), "a Sunday"),
    ],
)
def test_no_business_is_done(day: date, why: str) -> None:
    assert not is_business_day(day), why


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2020, 6, 19), "Juneteenth was no federal holiday before 2021"),
        (date(2024, 12, 24), "offices closed by order are no holiday of the statute"),
        (date(2021, 1, 20), "Inauguration Day is a holiday in the capital only"),
        (date(2026, 7, 6), "a holiday observed on Friday is not observed again on Monday"),
        (date(2026, 11, 25), "the day before Thanksgiving"),
        (date(2026, 11, 27), "the day after Thanksgiving"),
        (date(2026, 11, 3), "election day"),
        (date(2028, 2, 29), "the leap day, a Tuesday"),
    ],
)
def test_business_is_done(day: date, why: str) -> None:
    assert is_business_day(day), why


@pytest.mark.parametrize(
    ("day", "count", "expected", "why"),
    [
        (date(2026, 11, 25), 1, date(2026, 11, 27), "over Thanksgiving"),
        (date(2026, 11, 25), 2, date(2026, 11, 30), "over Thanksgiving and the week end"),
        (date(2026, 11, 23), 5, date(2026, 12, 1), "a Thanksgiving week has four"),
        (date(2026, 6, 18), 1, date(2026, 6, 22), "over Juneteenth, a Friday"),
        (date(2026, 7, 2), 1, date(2026, 7, 6), "over the observed Independence Day"),
        (date(2026, 12, 31), 1, date(2027, 1, 4), "over the year's end"),
        (date(2021, 12, 30), 1, date(2022, 1, 3), "over a New Year's Day observed in December"),
        (date(2028, 2, 28), 1, date(2028, 2, 29), "to the leap day"),
        (date(2028, 2, 28), 2, date(2028, 3, 1), "over the leap day"),
        (date(2027, 2, 26), 1, date(2027, 3, 1), "where there is none"),
        (date(2026, 3, 2), 10, date(2026, 3, 16), "two plain weeks"),
        (date(2026, 11, 21), 1, date(2026, 11, 23), "one from a Saturday is Monday"),
        (date(2026, 11, 22), 1, date(2026, 11, 23), "one from a Sunday is Monday"),
        (date(2026, 11, 20), 1, date(2026, 11, 23), "one from a Friday is Monday"),
        (date(2026, 11, 20), 0, date(2026, 11, 20), "none from a business day is that day"),
        (date(2026, 11, 21), 0, date(2026, 11, 23), "none from a Saturday is Monday"),
        (date(2026, 11, 26), 0, date(2026, 11, 27), "none from a holiday is the next day"),
    ],
)
def test_business_days_are_added(day: date, count: int, expected: date, why: str) -> None:
    assert add_business_days(day, count) == expected, why


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2026, 11, 20), date(2026, 11, 20), 0),
        (date(2026, 11, 20), date(2026, 11, 19), 0),
        (date(2026, 11, 20), date(2026, 11, 22), 0),
        (date(2026, 11, 20), date(2026, 11, 23), 1),
        (date(2026, 11, 25), date(2026, 11, 30), 2),
        (date(2026, 7, 2), date(2026, 7, 6), 1),  # the holiday's own Saturday is not deducted
        (date(2021, 12, 30), date(2022, 1, 3), 1),
        (date(2025, 12, 31), date(2026, 12, 31), 250),
    ],
)
def test_business_days_are_counted_without_the_first_and_with_the_last(
    start: date, end: date, expected: int
) -> None:
    assert business_days_between(start, end) == expected


def test_the_next_business_day_is_never_the_day_itself() -> None:
    assert next_business_day(date(2026, 11, 23)) == date(2026, 11, 24)
    assert next_business_day(date(2026, 11, 27)) == date(2026, 11, 30)


def test_a_negative_count_is_our_failure() -> None:
    with pytest.raises(ValueError, match="cannot be negative: -1"):
        add_business_days(date(2026, 11, 23), -1)


def test_a_count_past_the_end_of_dates_stops_there() -> None:
    assert next_business_day(date.max) == date.max
    assert add_business_days(date(9999, 12, 30), 5) == date.max
    assert add_business_days(date.max, 10**12) == date.max


def test_years_beyond_the_known_rules_have_week_ends_only() -> None:
    assert federal_holidays(2101) == frozenset()
    assert is_business_day(date(2101, 7, 4))


def test_the_library_is_not_loaded_before_a_business_day_is_asked_for() -> None:
    script = "import sys, edi_service.codes.clock; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
