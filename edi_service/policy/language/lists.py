"""
Code lists: which procedures a payer names, since when, where and with which modifier.

A list is a CSV file beside the policy that names it, for those who keep lists keep spreadsheets.
A code that left a list and came back has a row for each interval.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date
from typing import TYPE_CHECKING

from edi_service.claims.values import Memory
from edi_service.policy.language.elements import is_range
from edi_service.policy.language.refused import PolicyRefused
from edi_service.policy.language.table import TableRefused, read_rows
from edi_service.policy.selection import CodeList, DatedCode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edi_service.policy.language.table import Row

LARGEST_LIST = 4 * 1024 * 1024  # bytes: more than the rows of a table need, with their notes
REQUIRED = ("code", "from", "to", "state", "modifier")
BESIDE = ("revenue", "bill_type", "place")
WORDS = ("category", "note")
OPTIONAL = (*BESIDE, *WORDS)

_SHAPES = {
    "code": (
        re.compile(r"[A-Z0-9]{3,7}(?:-[A-Z0-9]{3,7})?|[A-Z0-9]{1,6}\*"),
        "three to seven capitals or digits, a range, or a beginning with *",
    ),
    "state": (re.compile("[A-Z]{2}"), "two capitals, or nothing"),
    "modifier": (re.compile("[A-Z0-9]{2}"), "two capitals or digits, or nothing"),
    "revenue": (
        re.compile(r"[0-9]{4}(?:-[0-9]{4})?|[0-9]{2,3}\*"),
        "four digits, a range, a beginning with *, or nothing",
    ),
    "bill_type": (re.compile("[0-9]{2}"), "the first two digits of a type, or nothing"),
    "place": (re.compile("[0-9]{2}"), "two digits, or nothing"),
}
_LONGEST_SHOWN = 60  # characters of a cell that is refused
_FORMULA = ("=", "+", "-", "@")
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def parse_list(name: str, data: bytes) -> CodeList:
    """
    Read the list *name* from the bytes of its file.

    Raises:
        PolicyRefused: it is too large, no text in UTF-8, or has a row that cannot be read.
    """
    if len(data) > LARGEST_LIST:
        message = f"the list {name} is larger than {LARGEST_LIST:,} bytes: write several"
        raise PolicyRefused(message)
    rows: dict[str, list[DatedCode]] = {}
    known: set[DatedCode] = set()
    shape: re.Pattern[str] | None = None
    try:
        for row in read_rows(data.decode("utf-8"), REQUIRED, OPTIONAL):
            shape = shape or _row_shape(row.cells)
            dated = _dated_code(row, shape)
            _refuse_twice(dated, known, row)
            known.add(dated)
            rows.setdefault(dated.code, []).append(dated)
    except UnicodeDecodeError:
        message = f"the list {name} is not text in UTF-8: save it as CSV UTF-8"
        raise PolicyRefused(message) from None
    except TableRefused as fault:
        message = f"the list {name}, {fault}"
        raise PolicyRefused(message) from None
    if not rows:
        message = f"the list {name} has no rows: write one for each code"
        raise PolicyRefused(message)
    of_codes = {code: tuple(found) for code, found in rows.items()}
    return CodeList(name, hashlib.sha256(data).hexdigest(), of_codes)


def _refuse_twice(dated: DatedCode, known: set[DatedCode], row: Row) -> None:
    if dated in known:
        message = f"line {row.line}: {dated.code} is there twice for the same days: leave one out"
        raise TableRefused(message)


def _row_shape(columns: Iterable[str]) -> re.Pattern[str]:
    """What rows with *columns* look like whose cells are all as they should be, joined by NUL."""
    patterns = {
        **{column: f"(?:{shape.pattern})?" for column, (shape, _) in _SHAPES.items()},
        "code": f"(?:{_SHAPES['code'][0].pattern})",
        **dict.fromkeys(("from", "to"), f"(?:{_DAY.pattern})?"),
        **dict.fromkeys(WORDS, r"(?![=+\-@])[^\0]*"),
    }
    return re.compile(r"\0".join(patterns[column] for column in columns))


def _dated_code(row: Row, shape: re.Pattern[str]) -> DatedCode:
    """The row as a whole is held against *shape*; only where it does not fit, cell by cell."""
    cells = row.cells
    if not shape.fullmatch("\0".join(cells.values())):
        _refuse(row)
    code, revenue = cells["code"], cells.get("revenue", "")
    for text in (code, revenue):
        if "-" in text and not is_range(*text.split("-")):
            message = f"line {row.line}: {text} does not run upward in digits"
            raise TableRefused(message)
    starts, ends = _day(row, "from"), _day(row, "to")
    if starts and ends and starts > ends:
        message = f"line {row.line}: it ends on {ends}, before it begins on {starts}"
        raise TableRefused(message)
    bill_type, place = cells.get("bill_type", ""), cells.get("place", "")
    return DatedCode(
        code, starts, ends, cells["state"], cells["modifier"], revenue, bill_type, place
    )


def _refuse(row: Row) -> None:
    """Say which cell of *row* is not as it should be; a day is looked at when it is read."""
    for column in WORDS:
        if row.cells.get(column, "").startswith(_FORMULA):
            message = (
                f"line {row.line}: {column} begins like a formula of a spreadsheet: "
                "write words that begin with a letter or a digit"
            )
            raise TableRefused(message)
    for column, (shape, words) in _SHAPES.items():
        text = row.cells.get(column, "")
        if (text or column == "code") and not shape.fullmatch(text):
            message = f"line {row.line}: {column} {_shown(text)} is not {words}"
            raise TableRefused(message)


def _shown(text: str) -> str:
    """What stands in a cell, cut where it is long."""
    return repr(text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]} …")


def _day(row: Row, column: str) -> date | None:
    text = row.cells[column]
    if not text:
        return None
    day = _DAYS[text]
    if day is None:
        message = f"line {row.line}: {column} {_shown(text)} is not a day such as 2026-02-03"
        raise TableRefused(message)
    return day


def _read_day(text: str) -> date | None:
    try:
        # fromisoformat alone would also take 20260101 and 2026-W01-1.
        return date.fromisoformat(text if _DAY.fullmatch(text) else "")
    except ValueError:
        return None


_DAYS = Memory(_read_day)  # a list has the same few days again and again
