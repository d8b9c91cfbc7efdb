"""Where in a claim a finding points; worked out only once there is one."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from edi_service.claims.model import ClaimKind
from edi_service.finding import Position

if TYPE_CHECKING:
    from edi_service.claims.model import Claim
    from edi_service.finding import Kind, Report

DATE = 3  # DTP03


class Place(NamedTuple):
    """
    A place in a claim: loop and segment, and the part of the segment.

    *start* is the index of the segment to begin looking at, such as that of a line's LX.
    """

    loop: str
    segment_id: str
    qualifier: str = ""
    element: int = 0
    component: int = 0
    start: int = 0


class ServiceSegment(NamedTuple):
    """Where the service segment of a guide has procedure, charge and diagnosis pointers."""

    id: str
    procedure: int
    charge: int
    pointers: int


SERVICES = {
    ClaimKind.PROFESSIONAL: ServiceSegment("SV1", 1, 2, 7),
    ClaimKind.INSTITUTIONAL: ServiceSegment("SV2", 2, 3, 0),
    ClaimKind.DENTAL: ServiceSegment("SV3", 1, 2, 11),
}


def add(claim: Claim, report: Report, kind: Kind, place: Place, message: str) -> None:
    """Report *kind* at *place* of *claim*."""
    report.add(kind.found(position_of(claim, place), message, claim_id=claim.claim_id))


def position_of(claim: Claim, place: Place) -> Position:
    """
    Where *place* is in the file.

    Without number and offset where the segment is not there, or the claim was made by hand.
    """
    placed = claim.placed
    if placed is not None:
        for index, use in enumerate(islice(placed.uses, place.start, None), place.start):
            if (use.loop, use.segment_id) == (place.loop, place.segment_id) and (
                use.qualifier == place.qualifier
            ):
                return placed.position(index, place.element, place.component)
    return Position(
        segment_id=place.segment_id,
        loop=place.loop,
        element=place.element,
        component=place.component,
    )
