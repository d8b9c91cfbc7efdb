"""CM19: does an inpatient's institutional claim say when the patient was admitted?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims import check_kinds
from edi_service.claims.checks.pointing import Place, add

if TYPE_CHECKING:
    from edi_service.claims.checks.given import Given
    from edi_service.claims.model import Claim
    from edi_service.finding import Report

INPATIENT = frozenset({"11", "18", "21"})


def check(claim: Claim, report: Report, _given: Given) -> None:
    """Look for DTP*435; one that is there and cannot be read is told already."""
    if claim.admitted is not None or claim.facility_code not in INPATIENT:
        return
    placed = claim.placed
    if placed is None or not any(placed.find("2300", "DTP", "435")):
        place = Place("2300", "CLM", element=5, component=1)
        message = f"bill type {claim.facility_code}{claim.frequency} needs DTP*435"
        add(claim, report, check_kinds.ADMISSION_DATE_MISSING, place, message)
