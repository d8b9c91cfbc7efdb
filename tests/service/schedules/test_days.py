"""Whose turn it is: the last day whose hour has come, whatever clocks do."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest

from edi_service.service.schedules.days import last_turn
from edi_service.service.schedules.settings import Schedule, Schedules

NEW_YORK = ZoneInfo("America/New_York")
SIX = time(6)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2026-06-12T05:59:59-04:00", date(2026, 6, 11)),
        ("2026-06-12T06:00:00-04:00", date(2026, 6, 12)),
        ("2026-06-12T10:00:00+00:00", date(2026, 6, 12)),
        ("2026-06-13T03:59:00+00:00", date(2026, 6, 12)),  # still the 12th in New York
        ("2026-12-12T10:59:00+00:00", date(2026, 12, 11)),  # winter
        ("2026-12-12T11:00:00+00:00", date(2026, 12, 12)),
    ],
)
def test_a_day_has_its_turn_from_its_hour_on_by_the_clocks_of_the_office(
    now: str, day: date
) -> None:
    assert last_turn(SIX, at(now), NEW_YORK) == day


@pytest.mark.parametrize(
    ("hour", "now", "day"),
    [
        # 2026-03-08: 02:00 to 03:00 is skipped in New York; 02:30 would be 07:30 UTC.
        (time(2, 30), "2026-03-08T07:29:00+00:00", date(2026, 3, 7)),
        (time(2, 30), "2026-03-08T07:30:00+00:00", date(2026, 3, 8)),
        # 2026-11-01: 01:00 to 02:00 comes twice; the first 01:30 is 05:30 UTC.
        (time(1, 30), "2026-11-01T05:29:00+00:00", date(2026, 10, 31)),
        (time(1, 30), "2026-11-01T05:30:00+00:00", date(2026, 11, 1)),
        (time(1, 30), "2026-11-01T06:30:00+00:00", date(2026, 11, 1)),  # the second
    ],
)
def test_an_hour_that_is_skipped_or_comes_twice_is_one_turn(
    hour: time, now: str, day: date
) -> None:
    assert last_turn(hour, at(now), NEW_YORK) == day


@pytest.mark.parametrize("hour", [time(0), time(1, 30), time(2, 30), time(6), time(23, 59)])
@pytest.mark.parametrize("month", [3, 11])
def test_every_day_has_its_turn_and_none_comes_back(hour: time, month: int) -> None:
    """Asked every ten minutes over the days on which clocks change."""
    moment = datetime(2026, month, 1, tzinfo=UTC)
    turns = [last_turn(hour, moment + timedelta(minutes=10 * n), NEW_YORK) for n in range(9 * 144)]
    assert turns == sorted(turns)
    days = sorted(set(turns))
    assert [day - days[0] for day in days] == [timedelta(n) for n in range(len(days))]


def test_after_two_days_away_it_is_one_days_turn() -> None:
    before = last_turn(SIX, at("2026-06-12T07:00:00-04:00"), NEW_YORK)
    back = last_turn(SIX, at("2026-06-14T07:00:00-04:00"), NEW_YORK)
    assert (before, back) == (date(2026, 6, 12), date(2026, 6, 14))


def test_a_schedule_without_an_hour_is_never_done() -> None:
    settings = Schedules(deadlines="", follow_up="23:59")
    assert settings.hours() == {Schedule.FOLLOW_UP: time(23, 59), Schedule.RETENTION: time(3)}


@pytest.mark.parametrize("hour", ["6:00", "24:00", "06:60", "noon", "06:00:00"])
def test_what_is_no_hour_is_refused(hour: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"deadlines": hour}, Schedules)
