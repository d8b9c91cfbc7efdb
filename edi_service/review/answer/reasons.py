"""
What the reasons of decisions and rejections mean: code source 886, and X12's element 901.

Both are lists that others keep, and the names are ours; the table is
``schemas/codes/review-reasons.csv``.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from edi_service.codes.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

DECISION, REJECTION = "886", "901"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One code of one list, from one day to another; open where None."""

    code_list: str
    code: str
    name: str
    starts: date | None
    ends: date | None
    certainty: str
    source: Source


class Reasons:
    """The table."""

    def __init__(self, rows: tuple[Reason, ...] = ()) -> None:
        self._rows = rows
        self._named: dict[tuple[str, str], list[Reason]] = {}
        for row in rows:
            self._named.setdefault((row.code_list, row.code), []).append(row)

    @classmethod
    def parse(cls, text: str) -> Reasons:
        """
        Read the table from its CSV *text*.

        Raises:
            KeyError: a column is absent.
            ValueError: a day is none.  The table is ours, so its faults are too.
        """
        return cls(
            tuple(
                Reason(
                    code_list=row["list"],
                    code=row["code"],
                    name=row["name"],
                    starts=_day(row["from"]),
                    ends=_day(row["to"]),
                    certainty=row["certainty"],
                    source=Source.of(row),
                )
                for row in csv.DictReader(text.splitlines())
            )
        )

    def __iter__(self) -> Iterator[Reason]:
        """Every row, in the order of the table."""
        return iter(self._rows)

    def name(self, code_list: str, code: str, day: date | None) -> str:
        """What *code* means on *day*; empty when the list does not have it then."""
        for row in self._named.get((code_list, code), ()):
            is_begun = row.starts is None or day is None or row.starts <= day
            if is_begun and (row.ends is None or day is None or day <= row.ends):
                return row.name
        return ""


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
