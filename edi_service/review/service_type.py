"""
Which service type (UM03) a claim's codes stand for.

A claim has no such element.  The table ``schemas/codes/service-types.csv`` says which families of
procedures, revenue codes and bill types mean which type; the first row that fits decides, so that
its order is from the special to the general.  What no row knows is left out, which UM03 allows.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from edi_service.claims.model import ClaimKind
from edi_service.codes.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from edi_service.claims.model import Claim, ServiceLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """
    Codes of one sort that stand for one service type.

    A code belongs when its beginning, cut to the length of *first*, lies from *first* to *last*.
    *codes* says which codes of a claim are meant: ``procedure`` (of a service line), ``revenue``,
    ``bill`` (the first two digits of the bill type) or ``pcs`` (ICD-10-PCS).
    """

    kinds: frozenset[ClaimKind]
    codes: str
    first: str
    last: str
    modifier: str
    service_type: str
    starts: date | None
    ends: date | None
    certainty: str
    source: Source

    def holds(self, code: str, day: date | None, modifiers: tuple[str, ...] = ()) -> bool:
        """Whether *code* belongs to the family on *day*; an unknown day is within any."""
        beginning = code[: len(self.first)]
        return (
            len(beginning) == len(self.first)
            and self.first <= beginning <= self.last
            and (not self.modifier or self.modifier in modifiers)
            and (day is None or self.starts is None or self.starts <= day)
            and (day is None or self.ends is None or day <= self.ends)
        )


class ServiceTypes:
    """The families, asked by claim or by service line; without any, no type is known."""

    def __init__(self, families: tuple[Family, ...] = ()) -> None:
        self._families = families

    @classmethod
    def parse(cls, text: str) -> ServiceTypes:
        """
        Read the table from its CSV *text*.

        Raises:
            KeyError: a column is absent.
            ValueError: a day or a claim kind is none.  The table is ours, so its faults are too.
        """
        return cls(tuple(_family(row) for row in csv.DictReader(text.splitlines())))

    def __iter__(self) -> Iterator[Family]:
        """Every family, in the order of the table."""
        return iter(self._families)

    def of_line(self, claim: Claim, line: ServiceLine) -> str:
        """The service type of one line's procedure; empty when no family knows it."""
        return next(
            (
                family.service_type
                for family in self._families
                if family.codes == "procedure"
                and claim.kind in family.kinds
                and family.holds(line.procedure, claim.starts_of(line), line.modifiers)
            ),
            "",
        )

    def of_stay(self, claim: Claim) -> str:
        """The service type of a stay, by bill type, revenue codes and ICD-10-PCS procedures."""
        shown = {
            "bill": (claim.bill_type,),
            "revenue": tuple(line.revenue_code for line in claim.lines),
            "pcs": tuple(found.code for found in claim.procedures if found.qualifier[:2] == "BB"),
        }
        return next(
            (
                family.service_type
                for family in self._families
                if claim.kind in family.kinds
                and any(family.holds(code, claim.last_day) for code in shown.get(family.codes, ()))
            ),
            "",
        )


def _family(row: Mapping[str, str]) -> Family:
    return Family(
        kinds=frozenset(ClaimKind(kind) for kind in row["claims"]),
        codes=row["codes"],
        first=row["first"],
        last=row["last"],
        modifier=row["modifier"],
        service_type=row["service_type"],
        starts=_day(row["from"]),
        ends=_day(row["to"]),
        certainty=row["certainty"],
        source=Source.of(row),
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
