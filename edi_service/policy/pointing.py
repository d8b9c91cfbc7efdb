"""Where a rule's answer points: the element that holds what it speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims.model import ClaimKind
from edi_service.finding import NOWHERE

if TYPE_CHECKING:
    from edi_service.claims.model import Claim, ServiceLine
    from edi_service.finding import Finding, Kind, Position
    from edi_service.policy.rule import Answer

CLAIM_PLACE = (5, 1)  # CLM05-1


def line_place(claim: Claim) -> int:
    """The element with a line's own place of service: SV105, or SV303 on a dental claim."""
    return 3 if claim.kind is ClaimKind.DENTAL else 5


def position(
    claim: Claim, line: ServiceLine | None = None, element: int = 0, component: int = 0
) -> Position:
    """
    The CLM segment of *claim*, or the SV segment of *line*.

    A claim made by hand, without segments, is nowhere.
    """
    placed = claim.placed
    if placed is None:
        return NOWHERE
    if line is None:
        return placed.position(0, element, component)
    follower = line.index + 1
    if follower < len(placed.texts) and placed.texts[follower].startswith("SV"):
        return placed.position(follower, element, component)
    return placed.position(line.index)  # a line without its SV: the LX is the nearest there is


def finding_of(kind: Kind, answer: Answer, claim: Claim, source: str) -> Finding:
    """The finding of *kind* that a rule's *answer* about *claim* makes."""
    return kind.found(
        position(claim, answer.line, answer.element, answer.component),
        answer.because,
        severity=answer.severity,
        source=source,
        claim_id=claim.claim_id,
        difference=answer.difference,
    )
