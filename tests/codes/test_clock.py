from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest

from edi_service.codes.clock import (
    Deadline,
    Length,
    MissingZone,
    Moment,
    Terms,
    Unit,
    deadline,
    describe,
    earliest,
)

NEW_YORK = ZoneInfo("America/New_York")
CHICAGO = ZoneInfo("America/Chicago")
LOS_ANGELES = ZoneInfo("America/Los_Angeles")
GUAM = ZoneInfo("Pacific/Guam")
HAVANA = ZoneInfo("America/Havana")  # 00:00 comes twice in autumn
SAO_PAULO = ZoneInfo("America/Sao_Paulo")  # until 2018, 00:00 was skipped in spring
FIRST_TIME = datetime.min.replace(tzinfo=UTC)
LAST_TIME = datetime.max.replace(tzinfo=UTC)
FIVE_WEST = timezone(timedelta(hours=-5))


def at(text: str, zone: ZoneInfo | None = None) -> datetime:
    """The time *text*, on the clocks of *zone* or else with the offset it carries."""
    found = datetime.fromisoformat(text)
    return found if zone is None else found.replace(tzinfo=zone)


def hours(count: int) -> Length:
    return Length(count, Unit.HOURS)


def calendar_days(count: int) -> Length:
    return Length(count, Unit.CALENDAR_DAYS)


def business_days(count: int) -> Length:
    return Length(count, Unit.BUSINESS_DAYS)


@pytest.mark.parametrize(
    ("start", "count", "expected", "why"),
    [
        ("2026-01-05T10:00", 24, "2026-01-06T10:00:00-05:00", "an ordinary day"),
        ("2026-01-05T10:00", 0, "2026-01-05T10:00:00-05:00", "no time at all"),
        ("2026-03-07T10:00", 72, "2026-03-10T11:00:00-04:00", "an hour is skipped in spring"),
        ("2026-10-31T10:00", 72, "2026-11-03T09:00:00-05:00", "an hour comes twice in autumn"),
        ("2026-11-01T01:30", 1, "2026-11-01T01:30:00-05:00", "the hour that comes twice"),
        ("2026-03-08T01:59:59", 1, "2026-03-08T03:59:59-04:00", "the hour that is skipped"),
        ("2028-02-28T12:00", 24, "2028-02-29T12:00:00-05:00", "to the leap day"),
        ("2026-12-31T23:00", 2, "2027-01-01T01:00:00-05:00", "over the year's end"),
    ],
)
def test_hours_from_a_time_are_elapsed_hours(
    start: str, count: int, expected: str, why: str
) -> None:
    found = deadline(Moment(at(start, NEW_YORK)), hours(count), NEW_YORK)
    assert isinstance(found, Deadline)
    assert found.isoformat() == expected, why
    assert not found.assumed_midnight


@pytest.mark.parametrize(
    ("day", "zone", "expected", "why"),
    [
        (date(2026, 1, 5), NEW_YORK, "2026-01-06T00:00:00-05:00", "an ordinary day"),
        (date(2026, 3, 8), NEW_YORK, "2026-03-09T01:00:00-04:00", "a day of 23 hours"),
        (date(2026, 11, 1), NEW_YORK, "2026-11-01T23:00:00-05:00", "a day of 25 hours"),
        (date(2018, 11, 4), SAO_PAULO, "2018-11-05T01:00:00-02:00", "a day that begins at 01:00"),
        (date(2018, 11, 4), HAVANA, "2018-11-04T23:00:00-05:00", "00:00 comes twice"),
        (date(2026, 1, 5), GUAM, "2026-01-06T00:00:00+10:00", "east of Greenwich"),
    ],
)
def test_hours_from_a_day_run_from_its_first_instant_and_say_so(
    day: date, zone: ZoneInfo, expected: str, why: str
) -> None:
    found = deadline(Moment(day), hours(24), zone)
    assert isinstance(found, Deadline)
    assert found.isoformat() == expected, why
    assert found.assumed_midnight


def test_hours_from_a_day_without_a_zone_cannot_be_counted() -> None:
    found = deadline(Moment(date(2026, 1, 5)), hours(24), None)
    assert found == MissingZone(date(2026, 1, 5))
    assert found.reason == (
        "hours from 2026-01-05 cannot be counted: neither the hour nor the zone is known"
    )


def test_an_hour_of_a_last_day_wants_a_zone_and_names_the_day_without_one() -> None:
    terms = Terms(until=time(17))
    found = deadline(Moment(date(2026, 1, 5)), Length(2, Unit.CALENDAR_DAYS), None, terms)
    assert found == MissingZone(date(2026, 1, 7))
    assert "2026-01-07" in found.reason
    there = deadline(Moment(date(2026, 1, 5)), Length(2, Unit.CALENDAR_DAYS), CHICAGO, terms)
    assert there == Deadline(at("2026-01-07T17:00", CHICAGO))


def test_hours_from_a_time_need_no_zone_and_keep_the_offset_it_was_written_with() -> None:
    found = deadline(Moment(at("2026-03-07T10:00-05:00")), hours(72), None)
    assert isinstance(found, Deadline)
    assert found.isoformat() == "2026-03-10T10:00:00-05:00"


def test_a_time_is_told_on_the_clocks_where_the_deadline_is_kept() -> None:
    found = deadline(Moment(at("2026-01-05T10:00", NEW_YORK)), hours(24), LOS_ANGELES)
    assert isinstance(found, Deadline)
    assert found.isoformat() == "2026-01-06T07:00:00-08:00"


@pytest.mark.parametrize(
    ("day", "length", "expected", "why"),
    [
        (date(2026, 1, 1), calendar_days(10), date(2026, 1, 11), "the first day is not counted"),
        (date(2026, 1, 1), calendar_days(0), date(2026, 1, 1), "the same day"),
        (date(2028, 2, 28), calendar_days(1), date(2028, 2, 29), "to the leap day"),
        (date(2027, 2, 28), calendar_days(1), date(2027, 3, 1), "where there is none"),
        (date(2026, 12, 31), calendar_days(90), date(2027, 3, 31), "over the year's end"),
        (date(2026, 11, 25), business_days(2), date(2026, 11, 30), "over Thanksgiving"),
        (date(2026, 11, 21), business_days(0), date(2026, 11, 23), "business resumes on Monday"),
        (date(2026, 7, 2), business_days(1), date(2026, 7, 6), "the fourth is observed on Friday"),
    ],
)
@pytest.mark.parametrize("zone", [None, NEW_YORK, GUAM])
def test_days_from_a_day_are_the_same_in_every_zone(
    day: date, length: Length, expected: date, why: str, zone: ZoneInfo | None
) -> None:
    assert deadline(Moment(day), length, zone) == Deadline(expected), why


@pytest.mark.parametrize(
    ("start", "zone", "expected"),
    [
        ("2026-11-24T23:59:59-05:00", NEW_YORK, date(2026, 11, 25)),
        ("2026-11-25T00:00:00-05:00", NEW_YORK, date(2026, 11, 27)),
        ("2026-11-25T00:59:59-05:00", CHICAGO, date(2026, 11, 25)),
        ("2026-11-25T01:00:00-05:00", CHICAGO, date(2026, 11, 27)),
        ("2026-11-24T23:59:59-05:00", None, date(2026, 11, 25)),
        ("2026-11-25T00:00:00-05:00", None, date(2026, 11, 27)),
    ],
)
def test_days_from_a_time_count_from_its_date_where_the_deadline_is_kept(
    start: str, zone: ZoneInfo | None, expected: date
) -> None:
    assert deadline(Moment(at(start)), business_days(1), zone) == Deadline(expected)


@pytest.mark.parametrize(
    ("as_of", "zone", "past"),
    [
        ("2026-11-30T23:59:59-05:00", NEW_YORK, False),
        ("2026-12-01T00:00:00-05:00", NEW_YORK, True),
        ("2026-12-01T00:59:59-05:00", CHICAGO, False),
        ("2026-12-01T01:00:00-05:00", CHICAGO, True),
        ("2026-11-30T23:59:59-05:00", None, False),
        ("2026-12-01T00:00:00-05:00", None, True),
        ("2026-12-01T04:59:59+00:00", NEW_YORK, False),
        ("2026-12-01T04:59:59+00:00", None, True),
    ],
)
def test_a_last_day_is_good_to_its_end_where_it_is_kept(
    as_of: str, zone: ZoneInfo | None, *, past: bool
) -> None:
    assert Deadline(date(2026, 11, 30)).is_past(at(as_of), zone) is past


@pytest.mark.parametrize("zone", [None, NEW_YORK, GUAM])
@pytest.mark.parametrize(
    ("as_of", "past"),
    [
        ("2026-11-30T11:59:59-05:00", False),
        ("2026-11-30T12:00:00-05:00", False),
        ("2026-11-30T12:00:00.000001-05:00", True),
        ("2026-11-30T17:00:00+00:00", False),
        ("2026-11-30T17:00:01+00:00", True),
    ],
)
def test_an_instant_is_itself_in_time_wherever_one_stands(
    as_of: str, zone: ZoneInfo | None, *, past: bool
) -> None:
    assert Deadline(at("2026-11-30T12:00", NEW_YORK)).is_past(at(as_of), zone) is past


def test_the_hour_that_comes_twice_is_not_taken_for_one() -> None:
    first = at("2026-11-01T01:30", NEW_YORK)
    second = first.replace(fold=1)
    assert Deadline(first).is_past(second, NEW_YORK)
    assert not Deadline(second).is_past(first, NEW_YORK)
    assert not Deadline(second).is_past(first.replace(minute=59), NEW_YORK)


def test_a_deadline_is_a_day_or_an_instant() -> None:
    day, instant = date(2026, 11, 30), at("2026-11-30T12:00", NEW_YORK)
    assert (Deadline(day).day, Deadline(day).instant) == (day, None)
    assert (Deadline(instant).day, Deadline(instant).instant) == (None, instant)
    assert Deadline(day).isoformat() == "2026-11-30"
    assert Deadline(instant).isoformat() == "2026-11-30T12:00:00-05:00"


@pytest.mark.parametrize(
    ("first", "other", "zone", "why"),
    [
        (
            Deadline(date(2026, 11, 29)),
            Deadline(date(2026, 11, 30)),
            None,
            "days need no zone",
        ),
        (
            Deadline(at("2026-11-30T12:00-05:00")),
            Deadline(at("2026-11-30T12:00-06:00")),
            None,
            "instants need no zone",
        ),
        (
            Deadline(at("2026-11-30T23:59:59", NEW_YORK)),
            Deadline(date(2026, 11, 30)),
            NEW_YORK,
            "the day ends later",
        ),
        (
            Deadline(date(2026, 11, 30)),
            Deadline(at("2026-12-01T00:00:00", NEW_YORK)),
            NEW_YORK,
            "midnight is too late for the day and in time for the instant",
        ),
        (
            Deadline(at("2026-12-01T00:30:00", NEW_YORK)),
            Deadline(date(2026, 11, 30)),
            CHICAGO,
            "the day ends an hour later in Chicago",
        ),
        (
            Deadline(at("2026-11-30T23:59:59-05:00")),
            Deadline(date(2026, 11, 30)),
            None,
            "the day is taken on the instant's own clock",
        ),
        (
            Deadline(date(2026, 11, 30)),
            Deadline(at("2026-12-01T00:00:00-05:00")),
            None,
            "the day is taken on the instant's own clock",
        ),
        (
            Deadline(at("2026-11-01T01:45", NEW_YORK)),
            Deadline(at("2026-11-01T01:15", NEW_YORK).replace(fold=1)),
            NEW_YORK,
            "the hour that comes twice",
        ),
    ],
)
def test_the_earliest_is_the_one_past_first(
    first: Deadline, other: Deadline, zone: ZoneInfo | None, why: str
) -> None:
    assert earliest([first, other], zone) is first, why
    assert earliest([other, first], zone) is first, why


def test_the_order_of_deadlines_does_not_matter_even_with_several_clocks_and_no_zone() -> None:
    deadlines = [
        Deadline(date(2026, 11, 30)),
        Deadline(at("2026-12-01T01:00-05:00")),
        Deadline(at("2026-12-01T04:30+00:00")),
    ]
    # Half past four in UTC comes first of the instants, and on its clock the day has ended.
    assert {earliest(order, None) for order in permutations(deadlines)} == {deadlines[0]}


def test_of_no_deadlines_none_is_earliest() -> None:
    assert earliest([], NEW_YORK) is None


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (business_days(10), "10 business days"),
        (business_days(1), "1 business day"),
        (calendar_days(14), "14 calendar days"),
        (calendar_days(0), "0 calendar days"),
        (hours(72), "72 hours"),
        (hours(1), "1 hour"),
    ],
)
def test_a_length_is_described_in_words(length: Length, words: str) -> None:
    assert describe(length) == words


@pytest.mark.parametrize("word", ["hours", "calendar-days", "business-days"])
def test_a_unit_is_named_as_a_policy_names_it(word: str) -> None:
    assert Unit(word) == word


def test_a_time_without_a_zone_is_our_failure() -> None:
    naive = at("2026-11-30T12:00")
    with pytest.raises(ValueError, match="2026-11-30T12:00:00 has no zone"):
        Moment(naive)
    with pytest.raises(ValueError, match="has no zone"):
        Deadline(naive)
    with pytest.raises(ValueError, match="has no zone"):
        Deadline(date(2026, 11, 30)).is_past(naive, NEW_YORK)


def test_a_negative_length_is_our_failure() -> None:
    with pytest.raises(ValueError, match="cannot be negative: -1"):
        hours(-1)


@pytest.mark.parametrize("zone", [None, NEW_YORK, GUAM])
@pytest.mark.parametrize("length", [hours(1), calendar_days(1), business_days(1)])
@pytest.mark.parametrize("offset", [UTC, FIVE_WEST, timezone(timedelta(hours=5))])
@pytest.mark.parametrize("edge", [FIRST_TIME, LAST_TIME])
def test_the_ends_of_the_calendar_do_not_raise(
    edge: datetime, offset: timezone, length: Length, zone: ZoneInfo | None
) -> None:
    for moment in (Moment(edge.date()), Moment(edge.replace(tzinfo=offset))):
        found = deadline(moment, length, zone)
        if isinstance(found, Deadline):
            early = edge == FIRST_TIME
            assert found.is_past(at("2026-11-22T12:00+00:00"), zone) is early
            assert earliest([found, Deadline(date.max), Deadline(date.min)], zone) is not None


def test_more_hours_than_there_are_end_with_the_calendar() -> None:
    found = deadline(Moment(at("2026-11-22T12:00+00:00")), hours(10**12), None)
    assert isinstance(found, Deadline)
    assert found.instant == LAST_TIME
