"""
The codes a United States address may carry as its state, and which of them settle local time.

A deadline counted in hours from a day alone needs to know when that day began, and so where.  A
state answers that only when the whole of it lies in one zone; Texas does not.  The table is
``schemas/codes/states.csv``.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from edi_service.codes.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """
    One state, district, territory, freely associated state or military mail region.

    *code* is the Postal Service's two letters, which N402 carries.  *zone* is an IANA name, empty
    where the code does not settle the time; *note* then says why.
    """

    code: str
    name: str
    zone: str
    source: Source
    note: str = ""


class States:
    """All of them, asked by code."""

    def __init__(self, states: Mapping[str, State]) -> None:
        self._states = states

    @classmethod
    def parse(cls, text: str) -> States:
        """
        Read the table from its CSV *text*.

        Raises:
            KeyError: a column is absent.
            ValueError: a day is none.  The table is ours, so its faults are too.
        """
        rows = csv.DictReader(text.splitlines())
        return cls({row["code"]: _state(row) for row in rows})

    def __iter__(self) -> Iterator[State]:
        """Every state, in the order of the table."""
        return iter(self._states.values())

    def known(self, state: str) -> bool:
        """Whether *state* is a code of the table; codes are capitals, as X12 writes them."""
        return state in self._states

    def zone(self, state: str) -> ZoneInfo | None:
        """The one zone of *state*; None when it has several, or is not known."""
        found = self._states.get(state)
        return ZoneInfo(found.zone) if found is not None and found.zone else None


def _state(row: Mapping[str, str]) -> State:
    return State(
        code=row["code"],
        name=row["name"],
        zone=row["zone"],
        source=Source.of(row),
        note=row["note"],
    )
