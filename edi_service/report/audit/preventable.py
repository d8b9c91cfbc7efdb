"""
Whether a retrospective request could have been spared: avoidable, unavoidable, or unknown.

Avoidable is what the office itself could have prevented.  The judgment is dated data,
``schemas/codes/preventability.csv``; this module only finds the row that fits.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from edi_service.cases.model import Decision
from edi_service.codes.source import Source
from edi_service.policy.model import CircumstanceCode

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from edi_service.report.rows import CaseRow


class Verdict(StrEnum):
    """The three answers, in the order in which they are shown."""

    AVOIDABLE = "avoidable"
    UNAVOIDABLE = "unavoidable"
    UNKNOWN = "unknown"


class About(StrEnum):
    """What a row is about."""

    CIRCUMSTANCE = "circumstance"  # a circumstance that is known to have been there
    CASE = "case"  # a case without one
    ASKED = "asked"  # such a case whose claim has a finding of a request made before
    HELD = "held"  # such a case held by findings whose codes begin so
    FINDING = "finding"  # a finding that spares the request


NO_REASON, HINTED, UNSETTLED = "no-reason", "hinted", "unsettled"
"""Cases without a known circumstance: none was there, the claim hints at one, it is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """
    Why a request was due, and whether that could have been prevented.

    *title* names it, *reason* is the sentence behind the *verdict*.  It holds for services from
    *starts* to *ends*, both included; None is open.  *certainty* is A, B or C.
    """

    about: About
    code: str
    title: str
    verdict: Verdict
    reason: str
    starts: date | None
    ends: date | None
    certainty: str
    source: Source

    def holds(self, day: date) -> bool:
        """Whether the row holds for services of *day*."""
        return (self.starts is None or self.starts <= day) and (
            self.ends is None or day <= self.ends
        )


class Preventability:
    """The table, asked by case, by finding and by day."""

    def __init__(self, causes: Iterable[Cause]) -> None:
        self._causes = tuple(causes)

    @classmethod
    def parse(cls, text: str) -> Preventability:
        """
        Read the table from its CSV *text*.

        Raises:
            KeyError: a column is absent.
            ValueError: a word or a day is none.  The table is ours, so its faults are too.
        """
        return cls(_cause(row) for row in csv.DictReader(text.splitlines()))

    def __iter__(self) -> Iterator[Cause]:
        """Every row, in the order of the table."""
        return iter(self._causes)

    def of_case(
        self, row: CaseRow, day: date, *, hinted: bool, found: Collection[str] = ()
    ) -> Cause | None:
        """
        Why the request of *row*, for services of *day*, was due; None where no row fits.

        *hinted* says that the claim speaks of a delay or an emergency; *found* are the codes of
        the claim's findings, which tell that the payer had been asked before.  A circumstance
        counts once the case is allowed by it, or something speaks for it; "any" is none.
        """
        known = row.circumstance not in (None, CircumstanceCode.ANY) and (
            row.decision == Decision.ALLOWED or row.evidence
        )
        if known:
            return self._find(About.CIRCUMSTANCE, row.circumstance or "", day)
        told = [(About.ASKED, code) for code in sorted(found)]
        told += [(About.HELD, code) for code in row.held_by]
        causes = (self._find(about, code, day) for about, code in told)
        return next(filter(None, causes), None) or self._find(
            About.CASE, _open_question(row, hinted=hinted), day
        )

    def of_finding(self, code: str, day: date) -> Cause | None:
        """Why no request is due after all; None where the finding says nothing of that."""
        return self._find(About.FINDING, code, day)

    def _find(self, about: About, code: str, day: date) -> Cause | None:
        for cause in self._causes:
            fits = code.startswith(cause.code) if about is About.HELD else code == cause.code
            if cause.about is about and fits and cause.holds(day):
                return cause
        return None


def _open_question(row: CaseRow, *, hinted: bool) -> str:
    if hinted:
        return HINTED
    is_any = row.circumstance == CircumstanceCode.ANY
    return NO_REASON if row.decision == Decision.REFUSED or is_any else UNSETTLED


def _cause(row: Mapping[str, str]) -> Cause:
    return Cause(
        about=About(row["about"]),
        code=row["code"],
        title=row["title"],
        verdict=Verdict(row["verdict"]),
        reason=row["reason"],
        starts=_day(row["from"]),
        ends=_day(row["to"]),
        certainty=row["certainty"],
        source=Source.of(row),
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
