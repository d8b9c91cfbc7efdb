"""CM02: does each period run forward?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims import kinds
from edi_service.claims.checks.pointing import DATE, Place, add

if TYPE_CHECKING:
    from datetime import date

    from edi_service.claims.checks.given import Given
    from edi_service.claims.model import Claim
    from edi_service.finding import Report

_ADMISSION = Place("2300", "DTP", "435", DATE)
_STATEMENT = Place("2300", "DTP", "434", DATE)
_SERVICE = Place("2300", "DTP", "472", DATE)
_SPAN = Place("2300", "HI", "BI")


def check(claim: Claim, report: Report, _given: Given) -> None:
    """Compare first and last day; a day that could not be read is absent, and told already."""
    for line in claim.lines:
        starts, ends = line.starts, line.ends
        # Most lines have one day, and the same object says so in both places.
        if starts is not ends and starts and ends and starts > ends:
            _tell(claim, report, starts, ends, Place("2400", "DTP", "472", DATE, 0, line.index))
    if claim.statement_from or claim.service_from or claim.admitted:
        _check_claim(claim, report)
    for coded in claim.occurrences:
        if coded.starts and coded.ends and coded.starts > coded.ends:
            _tell(claim, report, coded.starts, coded.ends, _SPAN)


def _check_claim(claim: Claim, report: Report) -> None:
    admitted, statement_to = claim.admitted, claim.statement_to
    for starts, ends, place in (
        (claim.statement_from, statement_to, _STATEMENT),
        (claim.service_from, claim.service_to, _SERVICE),
        (admitted, claim.discharged, _ADMISSION),
        (admitted, statement_to, _ADMISSION),
    ):
        if starts and ends and starts > ends:
            _tell(claim, report, starts, ends, place)


def _tell(claim: Claim, report: Report, starts: date, ends: date, place: Place) -> None:
    message = f"it begins on {starts} and ends on {ends}"
    add(claim, report, kinds.DAYS_REVERSED, place, message)
