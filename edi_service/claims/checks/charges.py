"""CM01: do the service lines add up to the claim's charge?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims import kinds
from edi_service.claims.checks.pointing import SERVICES, Place, add
from edi_service.claims.model import ZERO
from edi_service.claims.values import number

if TYPE_CHECKING:
    from edi_service.claims.checks.given import Given
    from edi_service.claims.model import Claim
    from edi_service.finding import Report


def check(claim: Claim, report: Report, _given: Given) -> None:
    """Add up; a claim without lines is another question's business."""
    total = sum([line.charge for line in claim.lines], ZERO)
    if total != claim.charge and claim.lines and charges_are_readable(claim):
        message = f"CLM02 is {claim.charge}, the lines add up to {total}"
        add(claim, report, kinds.CHARGES_DISAGREE, Place("2300", "CLM", element=2), message)


def charges_are_readable(claim: Claim) -> bool:
    """Whether no charge of the claim was reported as unreadable, or as missing, before."""
    placed = claim.placed
    if placed is None:
        return True
    service = SERVICES[claim.kind]
    elements = {"CLM": 2, service.id: service.charge}
    texts = [
        placed.segment(index).value(elements[use.segment_id])
        for index, use in enumerate(placed.uses)
        if use.known and use.segment_id in elements
    ]
    has_all = len(texts) == 1 + len(claim.lines) and not placed.is_cut
    return has_all and all(not text or number(text) is not None for text in texts)
