"""CM17, CM18: does a claim for an accident say when and, of an automobile's, where it happened?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims import check_kinds
from edi_service.claims.checks.pointing import Place, add

if TYPE_CHECKING:
    from edi_service.claims.checks.given import Given
    from edi_service.claims.model import Claim
    from edi_service.finding import Report

AUTOMOBILE, OTHER_ACCIDENT = "AA", "OA"


def check(claim: Claim, report: Report, _given: Given) -> None:
    """Look for DTP*439 and the state; a date that is there and cannot be read is told already."""
    causes = claim.related_causes
    if not causes:
        return
    accident = next((cause for cause in causes if cause in (AUTOMOBILE, OTHER_ACCIDENT)), "")
    if accident and claim.accident is None and not _has_date(claim):
        place = Place("2300", "CLM", element=11, component=causes.index(accident) + 1)
        message = f"cause {accident} needs DTP*439"
        add(claim, report, check_kinds.ACCIDENT_DATE_MISSING, place, message)
    if AUTOMOBILE in causes and not (claim.accident_state or claim.accident_country):
        place = Place("2300", "CLM", element=11, component=4)
        message = "cause AA needs the state of the accident"
        add(claim, report, check_kinds.ACCIDENT_STATE_MISSING, place, message)


def _has_date(claim: Claim) -> bool:
    """Whether the segment is there at all."""
    placed = claim.placed
    return placed is not None and any(placed.find("2300", "DTP", "439"))
