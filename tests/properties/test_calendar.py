"""
Business days held against the statute, told a second time and without the library.

5 U.S.C. 6103(a) names the holidays; (b)(1) moves a Saturday's to the Friday before for the usual
Monday-to-Friday week; Executive Order 11582, section 3(a), moves a Sunday's to the Monday after.
Public Law 117-17 added Juneteenth on 2021-06-17.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from edi_service.codes.calendar import (
    add_business_days,
    business_days_between,
    is_business_day,
    next_business_day,
)
from edi_service.codes.clock import Deadline, Length, Moment, Unit, deadline, earliest

ONE_DAY = timedelta(days=1)
FIRST_DAY = date(2015, 1, 1)
MONDAY, THURSDAY, SATURDAY, SUNDAY = 0, 3, 5, 6
ZONES = ["America/New_York", "America/Los_Angeles", "Pacific/Guam", "America/Havana"]

DAYS = st.dates(FIRST_DAY, date(2040, 12, 31))
INSTANTS = st.datetimes(
    datetime(2015, 1, 1),  # noqa: DTZ001 - hypothesis takes the bounds without a zone
    datetime(2040, 12, 31),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, *map(ZoneInfo, ZONES)]),
)
MOMENTS = st.builds(Moment, DAYS | INSTANTS)
MAYBE_ZONES = st.none() | st.sampled_from(ZONES).map(ZoneInfo)
LENGTHS = st.builds(Length, st.integers(0, 400), st.sampled_from(Unit))
DEADLINES = st.builds(Deadline, DAYS | INSTANTS)


def nth(year: int, month: int, weekday: int, count: int) -> date:
    """The *count*-th *weekday* of a month."""
    days = [date(year, month, day) for day in range(1, 31 if month != 2 else 29)]
    return [day for day in days if day.weekday() == weekday][count - 1]


def last_monday_of_may(year: int) -> date:
    return max(
        day for day in (date(year, 5, day) for day in range(1, 32)) if day.weekday() == MONDAY
    )


@cache
def statute(year: int) -> frozenset[date]:
    """The days on which the holidays of *year* keep offices closed, wherever they are observed."""
    holidays = [
        date(year, 1, 1),
        nth(year, 1, MONDAY, 3),
        nth(year, 2, MONDAY, 3),
        last_monday_of_may(year),
        date(year, 7, 4),
        nth(year, 9, MONDAY, 1),
        nth(year, 10, MONDAY, 2),
        date(year, 11, 11),
        nth(year, 11, THURSDAY, 4),
        date(year, 12, 25),
    ]
    if year >= 2021:
        holidays.append(date(year, 6, 19))
    moved = {SATURDAY: -ONE_DAY, SUNDAY: ONE_DAY}
    return frozenset(day + moved.get(day.weekday(), timedelta()) for day in holidays)


def is_open(day: date) -> bool:
    """Whether offices are open; next year's New Year's Day may be observed in this one."""
    closed = statute(day.year) | statute(day.year + 1)
    return day.weekday() < SATURDAY and day not in closed


def walk(day: date, count: int) -> date:
    """The *count*-th open day after *day*, one leaf of the calendar at a time."""
    if count == 0:
        return day if is_open(day) else walk(day, 1)
    while count:
        day += ONE_DAY
        count -= is_open(day)
    return day


def ends(found: Deadline, clock: ZoneInfo) -> datetime:
    """The first instant at which *found* might be past, in UTC."""
    if found.instant is not None:
        return found.instant.astimezone(UTC)
    assert found.day is not None
    midnight = datetime.combine(found.day + ONE_DAY, datetime.min.time(), clock)
    return midnight.astimezone(UTC)


def test_ten_thousand_days_are_open_or_closed_as_the_statute_says() -> None:
    day = FIRST_DAY
    for number in range(10_000):
        assert is_business_day(day) == is_open(day), day
        count = number % 13
        assert add_business_days(day, count) == walk(day, count), (day, count)
        day += ONE_DAY
    assert day.year > 2040


@settings(deadline=None)
@given(DAYS, st.integers(0, 60))
def test_adding_business_days_agrees_with_walking_them(day: date, count: int) -> None:
    assert add_business_days(day, count) == walk(day, count)


@settings(deadline=None)
@given(DAYS, st.integers(1, 60))
def test_counting_undoes_adding(day: date, count: int) -> None:
    assert business_days_between(day, add_business_days(day, count)) == count


@settings(deadline=None)
@given(DAYS, DAYS)
def test_counting_agrees_with_walking(start: date, end: date) -> None:
    span = (end - start).days
    walked = sum(is_open(start + timedelta(days=step)) for step in range(1, span + 1))
    assert business_days_between(start, end) == walked


@settings(deadline=None)
@given(DAYS, st.integers(0, 60), st.integers(1, 60))
def test_adding_twice_is_adding_the_sum(day: date, one: int, other: int) -> None:
    """Holds from a business day; from any other, zero already moves."""
    day = next_business_day(day)
    assert add_business_days(add_business_days(day, one), other) == add_business_days(
        day, one + other
    )


@settings(deadline=None)
@given(MOMENTS, LENGTHS, st.integers(0, 100), st.sampled_from(ZONES).map(ZoneInfo))
def test_a_greater_length_never_ends_earlier(
    start: Moment, length: Length, more: int, zone: ZoneInfo
) -> None:
    short = deadline(start, length, zone)
    long = deadline(start, Length(length.count + more, length.unit), zone)
    assert isinstance(short, Deadline)
    assert isinstance(long, Deadline)
    assert ends(short, zone) <= ends(long, zone)


@settings(deadline=None)
@given(INSTANTS, st.integers(0, 5000), MAYBE_ZONES)
def test_hours_from_a_time_are_that_many_hours_later_in_the_world(
    start: datetime, count: int, zone: ZoneInfo | None
) -> None:
    found = deadline(Moment(start), Length(count, Unit.HOURS), zone)
    assert isinstance(found, Deadline)
    assert found.instant is not None
    assert found.instant.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=count)


@settings(deadline=None)
@given(INSTANTS, st.integers(0, 400), st.sampled_from(ZONES).map(ZoneInfo))
def test_hours_from_a_day_never_end_later_than_from_any_time_of_that_day(
    start: datetime, count: int, zone: ZoneInfo
) -> None:
    day = start.astimezone(zone).date()
    known = deadline(Moment(start), Length(count, Unit.HOURS), zone)
    assumed = deadline(Moment(day), Length(count, Unit.HOURS), zone)
    assert isinstance(known, Deadline)
    assert isinstance(assumed, Deadline)
    assert ends(assumed, zone) <= ends(known, zone)


@settings(deadline=None)
@given(MOMENTS, LENGTHS, st.sampled_from(ZONES).map(ZoneInfo))
def test_nothing_is_past_when_it_begins(start: Moment, length: Length, zone: ZoneInfo) -> None:
    found = deadline(start, length, zone)
    assert isinstance(found, Deadline)
    begun = start.when
    if not isinstance(begun, datetime):
        begun = datetime.combine(begun, datetime.min.time(), zone)
    assert not found.is_past(begun, zone)


@settings(deadline=None)
@given(DEADLINES, INSTANTS, st.integers(1, 10**8), st.sampled_from(ZONES).map(ZoneInfo))
def test_what_is_past_stays_past(
    found: Deadline, as_of: datetime, seconds: int, zone: ZoneInfo
) -> None:
    later = as_of.astimezone(UTC) + timedelta(seconds=seconds)
    assert found.is_past(as_of, zone) <= found.is_past(later, zone)


@settings(deadline=None)
@given(st.lists(DEADLINES, min_size=1), INSTANTS, st.sampled_from(ZONES).map(ZoneInfo))
def test_when_any_is_past_the_earliest_is(
    deadlines: list[Deadline], as_of: datetime, zone: ZoneInfo
) -> None:
    first = earliest(deadlines, zone)
    assert first in deadlines
    assert first is not None
    assert first.is_past(as_of, zone) == any(found.is_past(as_of, zone) for found in deadlines)
