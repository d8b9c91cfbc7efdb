"""
Lists of procedure codes that a user brings along.

CPT is licensed by the American Medical Association and CDT by the American Dental Association, so
neither is shipped; HCPCS level II is public, and changes every quarter.  Whoever holds a list may
have codes held against it, from the first day it covers to the last.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from edi_service.codes.forms import is_procedure
from edi_service.codes.hcpcs_records import is_of_records, records
from edi_service.codes.icd10 import Standing
from edi_service.codes.listing import (
    CodesRefused,
    Listing,
    Said,
    no_code,
    read_listing,
    write_listing,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class ProcedureSet(StrEnum):
    """Whose codes a list holds."""

    CPT = "cpt"  # five digits, or four and a letter
    HCPCS = "hcpcs"  # level II: a letter and four digits
    CDT = "cdt"  # D and four digits


class Span(NamedTuple):
    """The first and the last day on which a code may be used, both inclusive."""

    starts: date
    ends: date

    def meets(self, other: Span) -> bool:
        """Whether the two have a day in common."""
        return self.starts <= other.ends and other.starts <= self.ends


ALWAYS = Span(date.min, date.max)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ProcedureList(Listing):
    """
    The codes of one set, each with the days on which it may be used.

    A day on which the list holds and none of a code's spans does is one on which the code may not
    be used.
    """

    set: ProcedureSet
    codes: Mapping[str, tuple[Span, ...]]

    def has(self, code: str, day: date) -> bool:
        """Whether *code* may be used on *day*."""
        return any(span.starts <= day <= span.ends for span in self.codes.get(code, ()))


class ProcedureLists:
    """All lists that a user brought."""

    def __init__(self, lists: tuple[ProcedureList, ...] = ()) -> None:
        self._lists = lists

    def __bool__(self) -> bool:
        return bool(self._lists)

    def __iter__(self) -> Iterator[ProcedureList]:
        """Every list, as they were brought."""
        return iter(self._lists)

    def standing(self, qualifier: str, code: str, day: date) -> Standing:
        """
        What the lists say of *code* on *day*.

        A code of a set of which no list is held stands; where lists are held and none covers the
        day, one that any of them has stands too, and others are unknown.
        """
        code_set = set_of(qualifier, code)
        held = [each for each in self._lists if each.set is code_set]
        covering = [each for each in held if each.holds(day)]
        if covering:
            is_listed = any(each.has(code, day) for each in covering)
            return Standing.LISTED if is_listed else Standing.UNLISTED
        is_seen = not held or any(code in each.codes for each in held)
        return Standing.LISTED if is_seen else Standing.UNKNOWN


def set_of(qualifier: str, code: str) -> ProcedureSet | None:
    """The set that *code* belongs to by its qualifier (element 235) and form; None: another one."""
    if not code or not is_procedure(qualifier, code):
        return None
    if qualifier == "AD":
        return ProcedureSet.CDT
    if qualifier != "HC":
        return None
    if code[0].isdigit():
        return ProcedureSet.CPT
    # Medicare and Medicaid take dental codes under HC as well; they are CDT whoever sends them.
    return ProcedureSet.CDT if code[0] == "D" else ProcedureSet.HCPCS


def import_list(text: str, code_set: ProcedureSet, said: Said | None = None) -> ProcedureList:
    """
    A list from *text*: a code at the start of each line, anything behind it.

    Of HCPCS the records that CMS gives out are read too (:mod:`edi_service.codes.hcpcs_records`).
    A first line that begins with the word ``code`` names columns; those named ``from`` and ``to``
    hold the first and last day of the code, either of which may be empty.  Without such a line
    the second and third column are read as days where one of them is a day.

    Args:
        text: the list; columns are separated by a comma, semicolon, tab or bar.
        code_set: whose codes it should hold.
        said: which list it is; what is left out may stand in lines with ``#`` on top.

    Raises:
        CodesRefused: it is not known from when to when the list holds, a line begins with no code
            of *code_set* or has a day that is none, or two lines give a code the same day.
    """
    listing = read_listing(text, said or Said())
    codes: dict[str, tuple[Span, ...]] = {}
    for number, code, span in _coded(text, code_set):
        if any(span.meets(earlier) for earlier in codes.get(code, ())):
            message = f"line {number} gives {code} days that a line before it gives it too"
            raise CodesRefused(message)
        codes[code] = (*codes.get(code, ()), span)
    if not codes:
        message = f"there is no code of {code_set.value} in it"
        raise CodesRefused(message)
    return ProcedureList(
        name=listing.name,
        starts=listing.starts,
        ends=listing.ends,
        source=listing.source,
        sha256=listing.sha256,
        certainty=listing.certainty,
        set=code_set,
        codes=codes,
    )


def write_list(held: ProcedureList) -> str:
    """The text of *held*, such as :func:`import_list` reads."""
    rows = [
        f"{code},{_written(span.starts)},{_written(span.ends)}"
        for code, spans in sorted(held.codes.items())
        for span in spans
    ]
    title = f"{held.set.value.upper()}: codes and their days"
    return "\n".join([*write_listing(title, held), "code,from,to", *rows]) + "\n"


def _coded(text: str, code_set: ProcedureSet) -> Iterator[tuple[int, str, Span]]:
    """The number of each line that holds a code, the code, and its days."""
    if code_set is ProcedureSet.HCPCS and is_of_records(_first_line(text)):
        for record in records(text):
            if set_of("HC", record.code) is not code_set:
                raise no_code(record.number, record.line, code_set.value)
            yield record.number, record.code, _between(record.number, record.starts, record.ends)
        return
    qualifier = "AD" if code_set is ProcedureSet.CDT else "HC"
    columns: list[str] = []
    for number, line, cells in _rows(text):
        if not columns:
            columns = [cell.lower() for cell in cells] if _is_heading(cells) else ["code"]
            if _is_heading(cells):
                continue
        code = (cells[0].split() or [""])[0]
        if set_of(qualifier, code) is not code_set:
            raise no_code(number, line, code_set.value)
        yield number, code, _span(number, columns, cells)


def _first_line(text: str) -> str:
    return next((each for each in text.splitlines() if each.strip() and each[0] != "#"), "")


def _rows(text: str) -> Iterator[tuple[int, str, list[str]]]:
    """The lines that say something: their numbers, the lines, and their cells."""
    separator = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("#") or not line.strip(" ,;|\t"):
            continue
        separator = separator or next((each for each in ",;|\t" if each in line), ",")
        [cells] = csv.reader([line], delimiter=separator)
        yield number, line, [cell.strip() for cell in cells]


def _is_heading(cells: list[str]) -> bool:
    return cells[0].lower() == "code"


def _span(number: int, columns: list[str], cells: list[str]) -> Span:
    """The days that a row gives its code; all of them where it names none."""
    if columns == ["code"]:
        days = cells[1:3] if any(_is_like_a_day(cell) for cell in cells[1:3]) else []
    else:
        named = dict(zip(columns, cells, strict=False))
        days = [named.get("from", ""), named.get("to", "")]
    starts, ends = (*days, "", "")[:2]
    return _between(number, starts, ends)


def _between(number: int, starts: str, ends: str) -> Span:
    """The days from one to the other as they are written; from or to ever where none is."""
    span = Span(
        _day(number, starts) if starts else ALWAYS.starts,
        _day(number, ends) if ends else ALWAYS.ends,
    )
    if span.starts > span.ends:
        message = f"line {number} ends on {ends}, before it begins, on {starts}"
        raise CodesRefused(message)
    return span


def _day(number: int, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = f"line {number} has a day that is none, such as 2026-01-31: {text[:20]!r}"
        raise CodesRefused(message) from None


def _written(day: date) -> str:
    return "" if day in ALWAYS else str(day)


_is_like_a_day = re.compile(r"[0-9]{4}-?[0-9]{2}-?[0-9]{2}").fullmatch
