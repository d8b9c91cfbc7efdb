"""The types of data elements: which characters they hold, and which dates and times exist."""

from __future__ import annotations

import re
from calendar import monthrange
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from edi_service.finding import Kind

from edi_service.guide import kinds

# The basic and extended character sets of X12.6, as 005010 has them.
CHARACTERS: Final = (
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    " !\"&'()*+,-./:;?=%~@[]_{}\\|<>^`#$"
)
FORMAT_QUALIFIER: Final = "1250"  # the data element that says how the next one is written
FORMATTED: Final = "1251"  # the data element that is written so
EARLIEST_YEAR: Final = 1800  # nobody treated is older

_TEXT = re.compile(f"[{re.escape(CHARACTERS)}]*")
_WHOLE_NUMBER = re.compile(r"-?[0-9]+")
_NUMBER = re.compile(r"-?[0-9]*(?:\.[0-9]+)?")
_CENTURY = 50  # a year of two digits from here on is of the 20th century


def type_fault(value: str, kind: str) -> Kind | None:
    """
    What is wrong with a present *value* of data type *kind*; None when nothing is.

    Types are those of the data element dictionary, and the codes of the format qualifier (1250).
    """
    if kind in ("AN", "ID"):
        return None if _TEXT.fullmatch(value) else kinds.INVALID_CHARACTER
    if kind == "R":
        return None if _NUMBER.fullmatch(value) else kinds.INVALID_CHARACTER
    if kind.startswith("N"):
        return None if _WHOLE_NUMBER.fullmatch(value) else kinds.INVALID_CHARACTER
    return format_fault(value, kind)


def format_fault(value: str, qualifier: str) -> Kind | None:
    """What is wrong with a date or time written as *qualifier* says; None also for other codes."""
    if qualifier == "D8":
        return None if is_day(value) else kinds.DATE_INVALID
    if qualifier == "RD8":
        return None if is_range(value) else kinds.DATE_INVALID
    if qualifier == "D6":
        return None if len(value) == len("YYMMDD") and is_date(value) else kinds.DATE_INVALID
    if qualifier == "DT":
        return None if is_date(value) else kinds.DATE_INVALID
    if qualifier == "TM":
        return None if is_time(value) else kinds.TIME_INVALID
    return None


def is_day(value: str) -> bool:
    """Whether *value* is a day of the calendar as CCYYMMDD."""
    return len(value) == len("CCYYMMDD") and is_date(value)


def is_range(value: str) -> bool:
    """Whether *value* is two days with a hyphen between them; which is first is not asked."""
    start, hyphen, end = value.partition("-")
    return bool(hyphen) and is_day(start) and is_day(end)


def is_date(value: str) -> bool:
    """Whether *value* is a date: YYMMDD, CCYYMMDD or CCYYMMDDHHMM."""
    if not value.isascii() or not value.isdigit():
        return False
    if len(value) == len("YYMMDD"):
        value = ("19" if int(value[:2]) >= _CENTURY else "20") + value
    if len(value) not in (len("CCYYMMDD"), len("CCYYMMDDHHMM")):
        return False
    year, month, day = int(value[:4]), int(value[4:6]), int(value[6:8])
    is_month = year >= EARLIEST_YEAR and 1 <= month <= 12
    if not is_month or not 1 <= day <= monthrange(year, month)[1]:
        return False
    return len(value) == len("CCYYMMDD") or is_time(value[8:])


def is_time(value: str) -> bool:
    """Whether *value* is a time of day: HHMM, HHMMSS, HHMMSSD or HHMMSSDD."""
    if not value.isascii() or not value.isdigit() or len(value) not in (4, 6, 7, 8):
        return False
    return value[:2] <= "23" and value[2:4] <= "59" and value[4:6] <= "59"


def size(value: str, *, is_numeric: bool) -> int:
    """The length of *value* as X12 counts it: of numbers, without sign and decimal point."""
    return len(value.replace("-", "").replace(".", "")) if is_numeric else len(value)
