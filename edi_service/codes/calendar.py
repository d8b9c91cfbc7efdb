"""
Business days by the federal calendar.

A business day is a weekday that is not a holiday of 5 U.S.C. 6103(a), nor a day on which one is
observed in its stead: the Friday before when it falls on Saturday (6103(b)), the Monday after when
on Sunday (Executive Order 11582).  Juneteenth counts from 2021.  Days on which the government was
closed by order of a President, such as 2024-12-24, are no holidays of the statute and are counted.

The rules come from the library ``holidays``, which knows them through 2100; later years have
weekends only.  A count that would run past 9999-12-31, where dates end, stops there.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import cache

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


@cache
def federal_holidays(year: int) -> frozenset[date]:
    """The days of *year* on which a federal holiday falls or is observed."""
    import holidays  # noqa: PLC0415 - takes 0.1 s, and most commands never count a business day

    return frozenset(holidays.country_holidays("US", years=year))


def is_business_day(day: date) -> bool:
    """Whether *day* is a weekday and no federal holiday, observed ones included."""
    return day.weekday() < _SATURDAY and day not in federal_holidays(day.year)


def next_business_day(day: date) -> date:
    """The first business day after *day*; never *day* itself."""
    while day < date.max:
        day += _ONE_DAY
        if is_business_day(day):
            break
    return day


def add_business_days(day: date, count: int) -> date:
    """
    The *count*-th business day after *day*, which is not counted itself.

    Zero means "on the day, or as soon as business resumes": *day* when it is a business day, else
    the next one.  So from a Saturday zero and one both give the Monday, and a greater count never
    gives an earlier day.

    Raises:
        ValueError: *count* is negative.
    """
    if count < 0:
        message = f"a count of days cannot be negative: {count}"
        raise ValueError(message)
    if count == 0 and is_business_day(day):
        return day
    remaining = max(count, 1)
    while remaining and day < date.max:
        day = next_business_day(day)
        remaining -= 1
    return day


def is_holiday(day: date) -> bool:
    """Whether a federal holiday falls, or is observed, on *day*."""
    return day in federal_holidays(day.year)


def add_days_except_holidays(day: date, count: int) -> date:
    """
    The *count*-th day after *day* that is no federal holiday; weekends are counted.

    Some states count so, such as Washington (RCW 74.09.840).  *day* itself is not counted.
    """
    remaining = count
    while remaining > 0 and day < date.max:
        day += _ONE_DAY
        remaining -= not is_holiday(day)
    return day


def add_months(day: date, count: int) -> date:
    """
    The same day of the month, *count* months later; the month's last day where it has none such.

    So one month from January 31 ends with February 28 or 29.  Dates end with 9999-12-31.
    """
    years, month = divmod(day.month - 1 + count, 12)
    if day.year + years > date.max.year:
        return date.max
    last = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


def rolled_forward(day: date) -> date:
    """*day* when business is done on it, else the next day on which it is."""
    return day if is_business_day(day) else next_business_day(day)


def business_days_between(start: date, end: date) -> int:
    """
    How many business days come after *start*, up to and including *end*.

    The reverse of :func:`add_business_days` for a count of one or more.  Zero when *end* is not
    after *start*.  Whole weeks are reckoned, not walked, so a span of centuries costs little.
    """
    if end <= start:
        return 0
    weeks, rest = divmod((end - start).days, 7)
    first = start.weekday() + 1
    weekdays = 5 * weeks + sum(day % 7 < _SATURDAY for day in range(first, first + rest))
    closed = sum(
        start < holiday <= end and holiday.weekday() < _SATURDAY
        for year in range(start.year, end.year + 1)
        for holiday in federal_holidays(year)
    )
    return weekdays - closed
