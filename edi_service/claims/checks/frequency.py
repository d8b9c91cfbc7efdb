"""CM16: does a replacement or void name the claim it is for?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims import check_kinds
from edi_service.claims.checks.pointing import Place, add

if TYPE_CHECKING:
    from edi_service.claims.checks.given import Given
    from edi_service.claims.model import Claim
    from edi_service.finding import Report

_ACTS_ON_ANOTHER = frozenset({"7", "8"})


def check(claim: Claim, report: Report, _given: Given) -> None:
    """Look for REF*F8 where CLM05-3 is 7 or 8."""
    if claim.frequency in _ACTS_ON_ANOTHER and not claim.reference("F8"):
        place = Place("2300", "CLM", element=5, component=3)
        message = f"frequency {claim.frequency} needs REF*F8"
        add(claim, report, check_kinds.ORIGINAL_NUMBER_MISSING, place, message)
