"""Who took part in a claim besides the billing provider: loops 2310 and 2420."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims.model import Quiet
from edi_service.claims.parties import plan_party, read_party
from edi_service.claims.segments import reader_of
from edi_service.claims.walk import walk

if TYPE_CHECKING:
    from edi_service.claims.model import Claim, Party

SERVICE_FACILITY = "77"
AMBULANCE = frozenset({"PW", "45"})  # addresses of a trip: see edi_service.claims.ambulance


class ClaimProvider(Quiet, frozen=True, gc=False):
    """
    A provider of the claim, or of one line where it differs from the claim's.

    *role* is NM101: DN referring, P3 primary care, 82 rendering, 77 service facility,
    DQ supervising, QB purchased service, DK ordering, 71 attending, 72 operating, ZZ other
    operating, DD assistant surgeon.  *line* is the line's number, empty for the whole claim.
    """

    role: str
    loop: str
    line: str
    party: Party


def providers(claim: Claim) -> tuple[ClaimProvider, ...]:
    """Every provider of *claim* and of its lines, in the order of the file."""
    return tuple(
        ClaimProvider(
            step.use.qualifier,
            step.use.loop,
            step.line,
            read_party(
                reader_of(step.placed),
                step.placed.texts,
                plan_party(step.placed.uses, step.index),
            ),
        )
        for step in walk(claim)
        if step.use.segment_id == "NM1"
        and step.use.loop.startswith(("2310", "2420"))
        and step.use.qualifier not in AMBULANCE
    )


def service_facility(claim: Claim) -> Party | None:
    """Where the claim's services were given, when it was not at the billing provider's address."""
    found = (one.party for one in providers(claim) if one.role == SERVICE_FACILITY and not one.line)
    return next(found, None)
