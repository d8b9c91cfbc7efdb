"""
How long one has: from the moment something began to the last moment one may still act.

A start is known to the minute or only to the day, and a length is counted in hours or in days.
Hours run on the world's clock and end at an instant; days are leaves of the calendar, and the last
one counts to its end where the deadline is kept.  Nothing here knows which payer asks for what.

Instants are compared and counted in UTC: Python compares and adds two times of one zone by the
hands of the clock, which is an hour wrong when the clocks change between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from edi_service.codes.calendar import (
    add_business_days,
    add_days_except_holidays,
    add_months,
    rolled_forward,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import tzinfo
    from zoneinfo import ZoneInfo


class Unit(StrEnum):
    """What a length is counted in; the values are the words a policy uses."""

    HOURS = "hours"
    CALENDAR_DAYS = "calendar-days"
    BUSINESS_DAYS = "business-days"
    DAYS_EXCEPT_HOLIDAYS = "days-except-holidays"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class Length:
    """So many hours or days; none at all is allowed, fewer is not."""

    count: int
    unit: Unit

    def __post_init__(self) -> None:
        """Refuse a negative count: a deadline never lies before its start."""
        if self.count < 0:
            message = f"a length cannot be negative: {self.count}"
            raise ValueError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """
    What a payer adds to a plain count; none of it holds unless it is set.

    *until*: the last day counts to this hour, not to its end.  *roll_forward*: a last day without
    business moves to the next that has it.  *count_first_day*: the day of the start is the first.
    *tolled*: days for which the count stood still, added at the end.  Hours know only *tolled*.
    """

    until: time | None = None
    roll_forward: bool = False
    count_first_day: bool = False
    tolled: int = 0


PLAIN = Terms()


@dataclass(frozen=True, slots=True)
class Moment:
    """
    When something began, as exactly as it is known.

    *when* is an aware ``datetime``, or a plain ``date`` when the day is known and the hour is not.

    Raises:
        ValueError: *when* is a time without a zone, which is no moment at all.
    """

    when: date | datetime

    def __post_init__(self) -> None:
        """Refuse a time that could be anywhere."""
        _refuse_naive(self.when)

    def day_in(self, zone: ZoneInfo | None) -> date:
        """The day it was in *zone*; by the offset it was written with when *zone* is None."""
        return day_on(zone, self.when)


@dataclass(frozen=True, slots=True)
class Deadline:
    """
    The last moment one may act: a whole day, or an instant.

    *when* is a plain ``date`` for a last day, good until its end in the zone where it is kept, or
    an aware ``datetime`` for an instant, itself still in time.  *assumed_midnight* says that the
    hour of the start was not known and the first instant of its day was taken.

    Raises:
        ValueError: *when* is a time without a zone.
    """

    when: date | datetime
    assumed_midnight: bool = False

    def __post_init__(self) -> None:
        """Refuse a time that could be anywhere."""
        _refuse_naive(self.when)

    @property
    def day(self) -> date | None:
        """The last day; None when the deadline is an instant."""
        return None if isinstance(self.when, datetime) else self.when

    @property
    def instant(self) -> datetime | None:
        """The last instant; None when the deadline is a day."""
        return self.when if isinstance(self.when, datetime) else None

    def isoformat(self) -> str:
        """ISO 8601: a date, or a date and time with its offset."""
        return self.when.isoformat()

    def is_past(self, as_of: datetime, zone: ZoneInfo | None) -> bool:
        """
        Whether it is too late at *as_of*.

        A last day is past once the date in *zone* is after it; when *zone* is None, the date
        *as_of* was written with decides.  An instant is past once *as_of* is after it, in any zone.

        Raises:
            ValueError: *as_of* has no zone.
        """
        _refuse_naive(as_of)
        if isinstance(self.when, datetime):
            return _in_utc(as_of) > _in_utc(self.when)
        return _on_clocks_of(zone, as_of).date() > self.when


@dataclass(frozen=True, slots=True)
class MissingZone:
    """An hour is to be told of a day, and nobody knows by which clock."""

    day: date

    @property
    def reason(self) -> str:
        """What is missing, for a trace."""
        return f"hours from {self.day} cannot be counted: neither the hour nor the zone is known"


def day_on(zone: ZoneInfo | None, when: date | datetime) -> date:
    """The day that it is in *zone* at *when*; as *when* was written where *zone* is None."""
    return _on_clocks_of(zone, when).date() if isinstance(when, datetime) else when


def deadline(
    start: Moment, length: Length, zone: ZoneInfo | None, terms: Terms = PLAIN
) -> Deadline | MissingZone:
    """
    The last moment that lies no more than *length* after *start*.

    Hours are elapsed hours: 72 of them are 72 on a stopwatch, whether or not clocks change.  From a
    day alone they run from its first instant in *zone*, the earliest the event can have been, so
    that the answer is never later than the truth; without *zone* there is no answer.

    Days do not count the day of *start*, which is its date in *zone* (or as written, when *zone* is
    None): 10 calendar days from the 1st end with the 11th.  For business days see
    :func:`edi_service.codes.calendar.add_business_days`.

    Args:
        start: what the length is counted from.
        length: how many of which unit.
        zone: where the deadline is kept; None when that is not known.
        terms: what the payer adds to the count.
    """
    if length.unit is Unit.HOURS:
        return _after_hours(start, length.count + 24 * terms.tolled, zone)
    last = _last_day(start.day_in(zone), length, terms)
    if terms.until is None:
        return Deadline(last)
    return MissingZone(last) if zone is None else Deadline(_at(last, terms.until, zone))


def _last_day(day: date, length: Length, terms: Terms) -> date:
    if terms.count_first_day and length.count:
        day = date.fromordinal(max(day.toordinal() - 1, 1))
    last = _days_after(_COUNTS[length.unit](day, length.count), terms.tolled)
    return rolled_forward(last) if terms.roll_forward else last


def earliest(deadlines: Iterable[Deadline], zone: ZoneInfo | None) -> Deadline | None:
    """
    The one that is past before all others; None when there is none.

    A last day stands at its end in *zone*.  When *zone* is None, its end is taken on the clock the
    earliest instant among *deadlines* was written with: days need no zone between themselves.
    """
    known = list(deadlines)
    if len(known) == 1:
        return known[0]
    instants = [found.instant for found in known if found.instant is not None]
    clock = zone or (min(instants, key=_in_utc).tzinfo if instants else None) or UTC
    return min(known, key=lambda found: _order(found, clock), default=None)


def describe(length: Length) -> str:
    """The length in words, such as ``10 business days`` or ``1 hour``."""
    words = length.unit.replace("-", " ")
    return f"{length.count} {words.removesuffix('s') if length.count == 1 else words}"


def _after_hours(start: Moment, hours: int, zone: ZoneInfo | None) -> Deadline | MissingZone:
    if isinstance(start.when, datetime):
        return Deadline(_hours_after(start.when, hours, zone))
    if zone is None:
        return MissingZone(start.when)
    midnight = _first_instant(start.when, zone)
    return Deadline(_hours_after(midnight, hours, zone), assumed_midnight=True)


def _hours_after(start: datetime, hours: int, zone: ZoneInfo | None) -> datetime:
    """Elapsed time, told on the clocks of *zone*, or else as *start* was written."""
    try:
        end = _in_utc(start) + timedelta(hours=hours)
    except OverflowError:
        end = datetime.max.replace(tzinfo=UTC)
    return _on_clocks_of(zone or start.tzinfo, end)


def _days_after(day: date, count: int) -> date:
    """*count* days later, or 9999-12-31, where dates end."""
    return date.fromordinal(min(day.toordinal() + count, date.max.toordinal()))


_COUNTS: dict[Unit, Callable[[date, int], date]] = {
    Unit.CALENDAR_DAYS: _days_after,
    # Days that are walked one by one: the claims of a payer come with the same few of them.
    Unit.BUSINESS_DAYS: lru_cache(maxsize=4096)(add_business_days),
    Unit.DAYS_EXCEPT_HOLIDAYS: add_days_except_holidays,
    Unit.MONTHS: add_months,
    Unit.YEARS: lambda day, count: add_months(day, 12 * count),
}


def _at(day: date, hour: time, clock: ZoneInfo) -> datetime:
    """That hour of *day*, the first time its clocks show it."""
    return _on_clocks_of(clock, datetime.combine(day, hour, clock))


def _first_instant(day: date, clock: tzinfo) -> datetime:
    """
    Where *day* begins on *clock*.

    Where 00:00 comes twice, fold 0 is the first; where clocks skip it, fold 0 reckons with the
    offset before the change and so means the instant of the change, which begins the day.
    """
    return datetime.combine(day, time.min, clock)


def _order(found: Deadline, clock: tzinfo) -> tuple[datetime, bool]:
    """
    When it ends, in UTC, and whether that instant itself is still in time.

    A last day is past at the next midnight; an instant at midnight is past just after.
    """
    if isinstance(found.when, datetime):
        return _in_utc(found.when), True
    return _in_utc(_first_instant(_days_after(found.when, 1), clock)), False


def _in_utc(instant: datetime) -> datetime:
    return _on_clocks_of(UTC, instant)


def _on_clocks_of(clock: tzinfo | None, instant: datetime) -> datetime:
    """
    The same instant as *clock* tells it; as it was written when *clock* is None.

    Within a day of the year 1 or the end of 9999 another clock may have no date for it; it is then
    left as written, for a claim with such a date is a finding elsewhere and no reason to fail.
    """
    try:
        return instant if clock is None else instant.astimezone(clock)
    except OverflowError:
        return instant


def _refuse_naive(when: date | datetime) -> None:
    if isinstance(when, datetime) and when.utcoffset() is None:
        message = f"{when.isoformat()} has no zone, so nobody knows when it was"
        raise ValueError(message)
