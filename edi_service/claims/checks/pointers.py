"""CM03: does each diagnosis pointer find a diagnosis?"""

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
    """Follow the pointers of each line; they count the claim's diagnoses from 1."""
    count = len(claim.diagnoses)
    for line in claim.lines:
        for pointer in line.diagnosis_pointers:
            if not 1 <= pointer <= count:
                _tell(claim, report, count)
                return


def _tell(claim: Claim, report: Report, count: int) -> None:
    service = SERVICES[claim.kind]
    for line in claim.lines:
        for component, pointer in enumerate(line.diagnosis_pointers, 1):
            if not 1 <= pointer <= count:
                place = Place("2400", service.id, "", service.pointers, component, line.index)
                message = f"line {shown(line.number)} points to diagnosis {pointer} of {count}"
                add(claim, report, kinds.POINTER_TO_NOTHING, place, message)
