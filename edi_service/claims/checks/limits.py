"""CM25, CM26: is everything dated after the patient's birth and before the file was written?"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from edi_service.claims import check_kinds
from edi_service.claims.checks.pointing import DATE, Place, add

if TYPE_CHECKING:
    from edi_service.claims.checks.given import Given
    from edi_service.claims.model import Claim
    from edi_service.finding import Report

_NOTHING = (None,) * 8


def check(claim: Claim, report: Report, given: Given) -> None:
    """Hold each day against birth and file, as far as those are known."""
    first = claim.parties.patient.birth_date or date.min
    last = given.file_date or date.max
    for line in claim.lines:
        starts = line.starts
        if starts is not None and not first <= starts <= (line.ends or starts) <= last:
            place = Place("2400", "DTP", "472", DATE, 0, line.index)
            _tell(claim, report, given, (starts, line.ends), place)
    days = _days(claim)
    if days != _NOTHING:
        for day in days:
            if day is not None and not first <= day <= last:
                _check_claim(claim, report, given)
                break
    for procedure in claim.procedures:
        if procedure.day is not None and not first <= procedure.day <= last:
            _tell(claim, report, given, (procedure.day,), Place("2300", "HI", procedure.qualifier))


def _days(claim: Claim) -> tuple[date | None, ...]:
    return (
        claim.statement_from,
        claim.statement_to,
        claim.service_from,
        claim.service_to,
        claim.admitted,
        claim.discharged,
        claim.accident,
        claim.onset,
    )


def _check_claim(claim: Claim, report: Report, given: Given) -> None:
    """Tell of each date segment of the claim once."""
    for qualifier, *days in (
        ("434", claim.statement_from, claim.statement_to),
        ("472", claim.service_from, claim.service_to),
        ("435", claim.admitted),
        ("096", claim.discharged),
        ("439", claim.accident),
        ("431", claim.onset),
    ):
        _tell(claim, report, given, tuple(days), Place("2300", "DTP", qualifier, DATE))


def _tell(
    claim: Claim, report: Report, given: Given, days: tuple[date | None, ...], place: Place
) -> None:
    """Report the first of *days* that lies behind the file, and the first before birth."""
    known = [day for day in days if day is not None]
    written, born = given.file_date, claim.parties.patient.birth_date
    for day in known:
        if written and day > written:
            message = f"{day} is after {written}, when the file was written"
            add(claim, report, check_kinds.AFTER_THE_FILE, place, message)
            break
    for day in known:
        if born and day < born:
            # The birth date is not quoted: it is the patient's.
            add(claim, report, check_kinds.BEFORE_BIRTH, place, f"{day} is before the birth date")
            break
