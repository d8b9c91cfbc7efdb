"""
Small tables in CSV that come with the policies: code lists, payers.

They are kept by people in spreadsheets, so whatever is not plainly right is refused with the line
it stands in; a row that is dropped in silence would be a service nobody asks about.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


MOST_ROWS = 16_000
"""Lines of a table, so that whatever is wrong with one is told at once."""


class TableRefused(Exception):  # noqa: N818 -- a sentence for its reader, not an error of ours
    """A table cannot be read; the message names the line."""


class Row(NamedTuple):
    """One row: its *line* in the file, counted from 1 (the header), and its cells by column."""

    line: int
    cells: dict[str, str]


def read_rows(
    text: str, required: tuple[str, ...], optional: tuple[str, ...] = ()
) -> Iterator[Row]:
    """
    The rows of *text*, each cell without the spaces around it; empty lines are passed over.

    Raises:
        TableRefused: not CSV, a column is absent, twice there or not known, a row is too long or
            too short, or there are more than :data:`MOST_ROWS`, empty ones included.
    """
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        _check_header(header, required, optional)
        for count, row in enumerate(reader):
            if count >= MOST_ROWS:
                too_many = f"there are more than {MOST_ROWS:,} rows: write several tables"
                message = f"line {reader.line_num}: {too_many}"
                raise TableRefused(message)
            cells = [cell.strip() for cell in row]
            if not any(cells):
                continue
            if len(cells) != len(header):
                counted = f"{len(cells)} cells under {len(header)} columns"
                message = f"line {reader.line_num}: {counted}"
                raise TableRefused(message)
            yield Row(reader.line_num, dict(zip(header, cells, strict=True)))
    except csv.Error as fault:
        message = f"line {reader.line_num}: {fault}"
        raise TableRefused(message) from None


def _check_header(header: list[str], required: tuple[str, ...], optional: tuple[str, ...]) -> None:
    if missing := [name for name in required if name not in header]:
        message = f"line 1: the column {missing[0]!r} is absent"
        raise TableRefused(message)
    if unknown := [name for name in header if name not in (*required, *optional)]:
        known = ", ".join((*required, *optional))
        message = f"line 1: the column {unknown[0]!r} is not one of {known}"
        raise TableRefused(message)
    if len(set(header)) < len(header):
        message = "line 1: a column is there twice"
        raise TableRefused(message)
