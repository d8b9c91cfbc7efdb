"""
What the codes of a denial are about: dated data, ``schemas/codes/denials.csv``.

The lists are X12's (claim adjustment reasons, CARC; remittance advice remarks, RARC); what a code
is about is in our own words and by our own judgment.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from edi_service.codes.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


class CodeList(StrEnum):
    """Whose codes they are."""

    REASON = "CARC"
    REMARK = "RARC"


class Topic(StrEnum):
    """What a code is about."""

    AUTHORIZATION = "authorization"
    PLACE = "place"
    LEVEL_OF_CARE = "level of care"
    NECESSITY = "necessity"
    NETWORK = "network"
    COVERAGE = "coverage"
    ELIGIBILITY = "eligibility"
    TIMELY_FILING = "timely filing"
    DATA = "data"
    BUNDLING = "bundling"
    ATTACHMENT = "attachment"
    DUPLICATE = "duplicate"
    NONE = "none"  # no denial: a contract's discount, the patient's share, another payer's payment


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """
    One code, from *starts* to *ends*, both included; None is open.

    *asks_remark* says that the code means little without its RARC.  *certainty* is A, B or C.
    """

    of: CodeList
    code: str
    topic: Topic
    asks_remark: bool
    meaning: str
    starts: date | None
    ends: date | None
    certainty: str
    source: Source
    note: str

    def holds(self, day: date | None) -> bool:
        """Whether the row holds on *day*; on a day that nobody knows each does."""
        return day is None or (
            (self.starts is None or self.starts <= day) and (self.ends is None or day <= self.ends)
        )


class ReasonTable:
    """The table, asked by list, code and day."""

    def __init__(self, reasons: Iterable[Reason]) -> None:
        self._reasons = tuple(reasons)
        self._by_code: dict[tuple[CodeList, str], list[Reason]] = {}
        for each in self._reasons:
            self._by_code.setdefault((each.of, each.code), []).append(each)

    @classmethod
    def parse(cls, text: str) -> ReasonTable:
        """
        Read the table from its CSV *text*.

        Raises:
            KeyError: a column is absent.
            ValueError: a word or a day is none.  The table is ours, so its faults are too.
        """
        return cls(_reason(row) for row in csv.DictReader(text.splitlines()))

    def __iter__(self) -> Iterator[Reason]:
        """Every row, in the order of the table."""
        return iter(self._reasons)

    def find(self, of: CodeList, code: str, day: date | None) -> Reason | None:
        """What *code* is about on *day*; None where the table does not know it."""
        known = self._by_code.get((of, code.upper()), [])
        return next((each for each in known if each.holds(day)), None)


def _reason(row: Mapping[str, str]) -> Reason:
    return Reason(
        of=CodeList(row["list"]),
        code=row["code"],
        topic=Topic(row["topic"]),
        asks_remark=row["asks_remark"] == "yes",
        meaning=row["meaning"],
        starts=date.fromisoformat(row["from"]) if row["from"] else None,
        ends=date.fromisoformat(row["to"]) if row["to"] else None,
        certainty=row["certainty"],
        source=Source.of(row),
        note=row["note"],
    )
