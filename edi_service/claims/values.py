"""
From the text of an element to a value: numbers, days, hours.

Nothing here raises, whatever the text: what cannot be read is None, and whoever asked says so
in a finding.
"""

from __future__ import annotations

import re
from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from edi_service.finding import Kind

Key = TypeVar("Key")
Value = TypeVar("Value")

MOST_REMEMBERED = 8_192  # of one sort; more distinct ones make a memory start again
LONGEST_REMEMBERED = 240  # characters: longer texts hardly come twice

# X12.6 gives a decimal number at most 18 characters in these guides; twice that is surely noise,
# and adding numbers of up to 28 digits is exact in the default decimal context.
_NUMBER = re.compile(r"-?(?:[0-9]{1,18}\.?[0-9]{0,9}|\.[0-9]{1,9})").fullmatch
_HOUR = re.compile(r"([01][0-9]|2[0-3])([0-5][0-9])(?:([0-5][0-9])[0-9]{0,2})?").fullmatch


class Memory(dict[Key, Value], Generic[Key, Value]):
    """
    Values by what they were read from: most texts come more than once in a file.

    ``memory[text]`` reads what it has not met yet.  It is bounded, so that no file can fill it,
    and is not to be used for what names a person.  *most* is how many are remembered.
    """

    __slots__ = ("_most", "_read")

    def __init__(self, read: Callable[[Key], Value], most: int | None = None) -> None:
        super().__init__()
        self._read = read
        self._most = MOST_REMEMBERED if most is None else most

    def __missing__(self, key: Key) -> Value:
        value = self._read(key)
        if _is_long(key):
            return value
        if len(self) >= self._most:
            self.clear()
        self[key] = value
        return value


def _is_long(key: object) -> bool:
    """Whether a text, or one of several, is too long to be remembered."""
    if isinstance(key, tuple):
        return any(map(_is_long, key))
    return isinstance(key, str) and len(key) > LONGEST_REMEMBERED


class Latest(Generic[Key, Value]):
    """
    What was made of the very object met last, where the same one comes many times in a row.

    For what holds too much to be looked up by what it says.
    """

    __slots__ = ("_key", "_make", "_value")

    def __init__(self, make: Callable[[Key], Value]) -> None:
        self._make = make
        self._key: Key | None = None
        self._value: Value | None = None

    def of(self, key: Key) -> Value:
        """What is made of *key*."""
        value = self._value
        if value is None or key is not self._key:
            value = self._value = self._make(key)
            self._key = key
        return value


class Fault(NamedTuple):
    """What is wrong in one segment, before it is known where the segment stands."""

    kind: Kind
    element: int
    component: int
    message: str


class Dated(NamedTuple):
    """
    What a date element says: the first day, the last (the same but of a range), the hour.

    *is_readable* is false when a text is there and says nothing; all else is None then.
    """

    starts: date | None = None
    ends: date | None = None
    hour: time | None = None
    is_readable: bool = True


NO_DATE = Dated()
UNREADABLE = Dated(is_readable=False)


def number(text: str) -> Decimal | None:
    """
    A decimal number (X12 type R); None when the text is none.

    >>> number("1250.5"), number("1E9"), number("1,0")
    (Decimal('1250.5'), None, None)
    """
    return Decimal(text) if _NUMBER(text) else None


def day(text: str) -> date | None:
    """A day written CCYYMMDD; None when it is not, or when the calendar does not have it."""
    # Of eight digits, the calendar itself refuses those that are not ASCII.
    if len(text) != 8 or not text.isdigit():
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def hour(text: str) -> time | None:
    """An hour written HHMM, with or without seconds and their fractions; else None."""
    match = _HOUR(text)
    if match is None:
        return None
    return time(int(match[1]), int(match[2]), int(match[3] or 0))


def dated(form: str, text: str) -> Dated:
    """
    A date as its format qualifier (D8, RD8, DT, TM; element 1250) says it is written.

    >>> dated("RD8", "20260203-20260205").ends
    datetime.date(2026, 2, 5)
    """
    if not text:
        return NO_DATE
    starts: date | None = None
    ends: date | None = None
    at: time | None = None
    if form == "D8":
        starts = ends = day(text)
    elif form == "RD8":
        # A range of one day is at times written as that day alone, even in published examples.
        first, dash, last = text.partition("-")
        starts, ends = day(first), day(last if dash else first)
    elif form == "DT":
        starts = ends = day(text[:8])
        at = hour(text[8:])
    elif form == "TM":
        at = hour(text)
    complete = {"D8": starts, "RD8": starts and ends, "DT": starts and at, "TM": at}
    return Dated(starts, ends, at) if complete.get(form) is not None else UNREADABLE
