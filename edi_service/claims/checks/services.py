"""CM04, CM11: does the claim have service lines, and does each say what was done?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims import kinds
from edi_service.claims.checks.pointing import SERVICES, Place, add
from edi_service.claims.segments import shown

if TYPE_CHECKING:
    from edi_service.claims.checks.given import Given
    from edi_service.claims.model import Claim
    from edi_service.finding import Report


def check(claim: Claim, report: Report, _given: Given) -> None:
    """Look for lines, and for a procedure or revenue code in each."""
    if not claim.lines:
        place = Place("2300", "CLM")
        add(claim, report, kinds.NO_SERVICE_LINE, place, "there is no loop 2400")
    for line in claim.lines:
        if not (line.procedure or line.revenue_code):
            place = Place("2400", "LX", start=line.index)
            message = f"line {shown(line.number)} has no procedure in {SERVICES[claim.kind].id}"
            add(claim, report, kinds.NO_SERVICE, place, message)
