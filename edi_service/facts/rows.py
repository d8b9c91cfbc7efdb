"""
The rows of a table that somebody keeps, from CSV or JSON, each cell as text.

JSON is a list of objects whose names are the columns.  Whether the table is CSV or JSON is seen by
its first character.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator


class FactsRefused(Exception):  # noqa: N818 -- a sentence for its reader, not an error of ours
    """The file as a whole cannot be used; the message says why."""


class Row(NamedTuple):
    """
    One row: where it is (``row 7``), its cells by column, and what could not be taken as text.

    *faults* are pairs of a column (empty for the row as a whole) and a sentence.
    """

    place: str
    cells: dict[str, str]
    faults: tuple[tuple[str, str], ...] = ()


def read_rows(text: str, columns: Collection[str], required: Collection[str]) -> Iterator[Row]:
    """
    The rows of *text*; empty ones are passed over.

    Args:
        text: CSV or JSON, with or without a byte order mark.
        columns: every column there may be.
        required: those a CSV table must have.

    Raises:
        FactsRefused: neither CSV nor JSON, or a column is not known, absent or there twice.
    """
    text = text.removeprefix("\ufeff")
    if text.lstrip().startswith(("[", "{")):
        yield from _from_json(text, columns)
    else:
        yield from _from_csv(text, columns, required)


def _from_csv(text: str, columns: Collection[str], required: Collection[str]) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        _refuse_unknown(header, columns)
        if absent := [name for name in required if name not in header]:
            message = f"the column {absent[0]} is absent"
            raise FactsRefused(message)
        if len(set(header)) < len(header):
            message = "a column is there twice"
            raise FactsRefused(message)
        for number, values in enumerate(reader, start=2):
            cells = [value.strip() for value in values]
            if any(cells):
                # A short row is one whose last cells are empty; a long one has slipped.
                spare = any(cells[len(header) :])
                faults = (("", "it has more cells than columns"),) if spare else ()
                yield Row(f"row {number}", dict(zip(header, cells, strict=False)), faults)
    except csv.Error as fault:
        message = f"line {reader.line_num}: {fault}"
        raise FactsRefused(message) from None


def _from_json(text: str, columns: Collection[str]) -> Iterator[Row]:
    try:
        # Numbers stay as written: a claim's number may be longer than a machine's.
        found = json.loads(text, parse_int=str, parse_float=str, object_pairs_hook=_object)
    except json.JSONDecodeError as fault:
        message = f"line {fault.lineno}: {fault.msg}"
        raise FactsRefused(message) from None
    except RecursionError:
        message = "its brackets are nested too deeply"
        raise FactsRefused(message) from None
    if not isinstance(found, list):
        message = "it is not a list of objects"
        raise FactsRefused(message)
    for number, each in enumerate(found, start=1):
        if not isinstance(each, dict):
            message = f"object {number} is not an object"
            raise FactsRefused(message)
        _refuse_unknown(each, columns)
        yield _from_object(f"object {number}", each)


def _from_object(place: str, found: dict[str, object]) -> Row:
    cells: dict[str, str] = {}
    faults: list[tuple[str, str]] = []
    for name, value in found.items():
        try:
            cells[name] = _as_text(value)
        except ValueError as fault:
            faults.append((name, str(fault)))
    return Row(place, cells, tuple(faults))


def _as_text(value: object) -> str:
    """A JSON value as it would stand in a cell."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case str():
            return value.strip()
        case {"code": str(code), "reason": str(reason), **others} if not others:
            return f"{code}: {reason}"
        case list():
            parts = [_as_text(each) for each in value]
            if any(";" in part for part in parts):
                message = "leave out the semicolon, which separates one from the next"
                raise ValueError(message)
            return "; ".join(parts)
    message = "write a text, true or false, or a list of texts"
    raise ValueError(message)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        message = "an object has a name twice"
        raise FactsRefused(message)
    return found


def _refuse_unknown(names: Collection[str], columns: Collection[str]) -> None:
    unknown = [name for name in names if name not in columns]
    if unknown:
        message = f"the column {unknown[0]!r} is not one of {', '.join(columns)}"
        raise FactsRefused(message)
