"""CM20: do SBR02 and the levels agree about who the patient is?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims import check_kinds
from edi_service.finding import Position

if TYPE_CHECKING:
    from edi_service.claims.model import Claim, Parties
    from edi_service.finding import Report

SELF = "18"


def disagrees(parties: Parties) -> bool:
    """Whether SBR02 says of the patient something else than the levels; false without an SBR."""
    coverage = parties.coverage
    return (coverage.relationship == SELF) is not (parties.dependent is None) and bool(
        coverage.responsibility
    )


def tell(claim: Claim, report: Report) -> None:
    """Report the disagreement where SBR02 stands."""
    parties = claim.parties
    what = "is not 18 (self)" if parties.dependent is None else "is 18 (self)"
    under = "subscriber" if parties.dependent is None else "dependent"
    message = f"SBR02 {what}, and the claim stands under the {under}"
    report.add(
        check_kinds.RELATIONSHIP_DISAGREES.found(
            _position(parties), message, claim_id=claim.claim_id
        )
    )


def _position(parties: Parties) -> Position:
    for level in parties.levels:
        for index, use in enumerate(level.uses):
            if use.loop == "2000B" and use.segment_id == "SBR":
                return level.position(index, 2)
    return Position(segment_id="SBR", loop="2000B", element=2)
