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
        TableRefused: not CSV, a column is absent, twice there or not known, or a row is too long
            or too short.
    """
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        _check_header(header, required, optional)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield Row(reader.line_num, _by_column(header, cells, reader.line_num))
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


def _by_column(header: list[str], cells: list[str], line: int) -> dict[str, str]:
    if len(cells) != len(header):
        message = f"line {line}: {len(cells)} cells under {len(header)} columns"
        raise TableRefused(message)
    return {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
