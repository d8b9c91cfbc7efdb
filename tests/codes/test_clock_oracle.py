"""Deadlines held against an oracle that walks day by day, with holidays of its own."""

from __future__ import annotations

import random
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from edi_service.codes.clock import Deadline, Length, Moment, Terms, Unit, deadline

ZONES = [
    ZoneInfo(name)
    for name in (
        "America/New_York",
        "America/Chicago",
        "America/Denver",
        "America/Phoenix",
        "America/Los_Angeles",
        "America/Anchorage",
        "Pacific/Honolulu",
        "America/Puerto_Rico",
    )
]
TIMES = 10_000
DAY = timedelta(days=1)
AT_THE_EDGE = [
    date(2024, 2, 29),
    date(2024, 12, 31),
    date(2026, 3, 8),
    date(2026, 11, 1),
    date(2027, 12, 31),
    date(2021, 6, 18),
    date(2026, 7, 3),
    date(2022, 12, 30),
]


def weekday_of(year: int, month: int, weekday: int, nth: int) -> date:
    """The *nth* such weekday of a month; the last when *nth* is -1."""
    days = [date(year, month, each) for each in range(1, monthrange(year, month)[1] + 1)]
    return [each for each in days if each.weekday() == weekday][nth - 1 if nth > 0 else nth]


def closed_days(year: int) -> set[date]:
    """The days of 5 U.S.C. 6103 and those on which they are observed, by the statute's words."""
    fixed = [date(year, 1, 1), date(year, 7, 4), date(year, 11, 11), date(year, 12, 25)]
    if year >= 2021:
        fixed.append(date(year, 6, 19))
    fixed.append(date(year + 1, 1, 1))  # observed on December 31 when it is a Saturday
    observed = {
        each - DAY if each.weekday() == 5 else each + DAY if each.weekday() == 6 else each
        for each in fixed
    }
    moving = {
        weekday_of(year, 1, 0, 3),
        weekday_of(year, 2, 0, 3),
        weekday_of(year, 5, 0, -1),
        weekday_of(year, 9, 0, 1),
        weekday_of(year, 10, 0, 2),
        weekday_of(year, 11, 3, 4),
    }
    return {*observed, *fixed, *moving}


CLOSED = {day for year in range(2009, 2050) for day in closed_days(year)}


def is_open(day: date) -> bool:
    return day.weekday() not in {5, 6} and day not in CLOSED


def walked(day: date, length: Length) -> date:
    """Step by step to the last day."""
    if length.unit in {Unit.MONTHS, Unit.YEARS}:
        months = length.count * (12 if length.unit is Unit.YEARS else 1)
        year, month = day.year, day.month
        for _ in range(months):
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        wanted = day.day
        while wanted > monthrange(year, month)[1]:
            wanted -= 1
        return date(year, month, wanted)
    left = length.count
    while left:
        day += DAY
        counts = {
            Unit.CALENDAR_DAYS: True,
            Unit.BUSINESS_DAYS: is_open(day),
            Unit.DAYS_EXCEPT_HOLIDAYS: day not in CLOSED,
        }
        left -= counts[length.unit]
    return day


def by_the_oracle(start: date, length: Length, terms: Terms) -> date:
    first = start - DAY if terms.count_first_day else start
    day = walked(first, length)
    for _ in range(terms.tolled):
        day += DAY
    while terms.roll_forward and not is_open(day):
        day += DAY
    return day


def a_day(chance: random.Random) -> date:
    if chance.random() < 0.2:
        return chance.choice(AT_THE_EDGE) + timedelta(days=chance.randrange(-3, 4))
    return date(2010, 1, 1) + timedelta(days=chance.randrange(365 * 30))


@pytest.mark.parametrize("unit", [each for each in Unit if each is not Unit.HOURS])
def test_days_end_where_one_comes_to_by_walking(unit: Unit) -> None:
    chance = random.Random(f"{unit}")  # noqa: S311 - a test that can be repeated
    longest = {Unit.MONTHS: 36, Unit.YEARS: 5}.get(unit, 120)
    for _ in range(TIMES // 5):
        start, length = a_day(chance), Length(chance.randrange(1, longest), unit)
        terms = Terms(
            roll_forward=chance.random() < 0.5,
            count_first_day=chance.random() < 0.3,
            tolled=chance.choice([0, 0, 0, 5, 31]),
        )
        found = deadline(Moment(start), length, chance.choice([None, *ZONES]), terms)
        assert found == Deadline(by_the_oracle(start, length, terms)), (start, length, terms)


def test_five_in_the_afternoon_of_the_last_day_is_that_on_the_walls_of_its_zone() -> None:
    chance = random.Random("five in the afternoon")  # noqa: S311 - a test that can be repeated
    for _ in range(TIMES // 5):
        zone, start = chance.choice(ZONES), a_day(chance)
        length = Length(chance.randrange(1, 20), Unit.BUSINESS_DAYS)
        found = deadline(Moment(start), length, zone, Terms(until=time(17)))
        assert isinstance(found, Deadline)
        assert found.instant is not None
        on_the_wall = found.instant.astimezone(zone).replace(tzinfo=None)
        assert on_the_wall == datetime.combine(walked(start, length), time(17))
        assert not found.is_past(found.instant, zone)
        assert found.is_past(found.instant + timedelta(seconds=1), zone)


def test_hours_pass_as_on_a_stopwatch_whatever_the_clocks_do() -> None:
    chance = random.Random("hours")  # noqa: S311 - a test that can be repeated
    for _ in range(TIMES // 2):
        zone, hours = chance.choice(ZONES), chance.randrange(1, 200)
        hand = time(chance.randrange(24), chance.randrange(60))
        start = datetime.combine(a_day(chance), hand, zone)
        found = deadline(Moment(start), Length(hours, Unit.HOURS), zone)
        assert isinstance(found, Deadline)
        assert found.instant is not None
        ticking = start.astimezone(UTC)
        for _hour in range(hours):
            ticking += timedelta(minutes=60)
        assert found.instant.astimezone(UTC) == ticking


def test_hours_from_a_day_alone_begin_with_its_first_instant() -> None:
    chance = random.Random("days alone")  # noqa: S311 - a test that can be repeated
    for _ in range(TIMES // 5):
        zone, day = chance.choice(ZONES), a_day(chance)
        found = deadline(Moment(day), Length(24, Unit.HOURS), zone)
        assert isinstance(found, Deadline)
        assert found.instant is not None
        before = found.instant.astimezone(UTC) - timedelta(hours=24, seconds=1)
        assert before.astimezone(zone).date() == day - DAY
        assert (before + timedelta(seconds=1)).astimezone(zone).date() == day
