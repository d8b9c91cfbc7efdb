"""
What a claim says of itself that speaks for a circumstance.

Each piece is a pair: where it stands, and what it says in words a biller reads.  A payer's rule
decides what it is worth; here it is only found, in the order in which the claim's segments stand.
Nothing quoted names a person.

Code meanings are those of the X12 data elements 1338 (REF*4N), 1514 (CLM20) and 1073 (SV109), of
the National Uniform Billing Committee (CL101, SV201) and of CMS (place of service 23).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims.model import ClaimKind
from edi_service.claims.walk import Wanted, holds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.claims.model import Claim, ServiceLine

Said = tuple[str, str]
"""Where it stands, such as ``CLM20``; and what it says, such as ``CLM20 is 7 (...)``."""

_OTHER_PAYERS = Wanted(lambda use: use.loop == "2320" and use.segment_id == "SBR")

EMERGENCY_ROOM = "23"
EMERGENCY_ADMISSION = "1"
EMERGENCY_REVENUE = "045"  # the first three digits of 0450 to 0459

DELAY_REASONS = {
    "1": "proof of eligibility unknown or unavailable",
    "3": "authorization delays",
    "7": "third-party processing delay",
    "8": "delay in eligibility determination",
    "10": "administrative delay in the prior approval process",
}
"""CLM20: why the claim is late, as far as that bears on an authorization."""

EXCEPTIONS = {
    "1": "immediate or urgent care",
    "2": "services in a retroactive period",
    "3": "emergency care",
}
"""REF02 of REF*4N: why there is no authorization, as far as a circumstance depends on it."""


def emergency(claim: Claim) -> tuple[Said, ...]:
    """Whatever on the claim or on one of its lines says that this was an emergency."""
    return tuple(_emergency(claim))


def delay_reason(claim: Claim, *codes: str) -> tuple[Said, ...]:
    """The claim's delay reason, when it is one of *codes* (keys of :data:`DELAY_REASONS`)."""
    code = claim.delay_reason
    return (said("CLM20", code, DELAY_REASONS[code]),) if code in codes else ()


def exception(claim: Claim, *codes: str) -> tuple[Said, ...]:
    """The claim's REF*4N segments with one of *codes* (keys of :data:`EXCEPTIONS`)."""
    return tuple(
        said("REF*4N", reference.value, EXCEPTIONS[reference.value])
        for reference in claim.references
        if reference.qualifier == "4N" and reference.value in codes
    )


def other_payer(claim: Claim) -> tuple[Said, ...]:
    """That the claim names another payer beside the one it goes to, when it does."""
    if not holds(claim, _OTHER_PAYERS):
        return ()
    return (("SBR in loop 2320", "the claim names another payer (loop 2320)"),)


def fact(name: str, says: str) -> Said:
    """What the office told us in the fact *name*; *says* is a sentence's beginning, no stop."""
    return f"facts: {name}", says


def said(where: str, code: str, meaning: str) -> Said:
    """A code met at *where*, with its meaning."""
    return where, f"{where} is {code} ({meaning})"


def _emergency(claim: Claim) -> Iterator[Said]:
    if claim.place_of_service == EMERGENCY_ROOM:
        yield said("CLM05-1", EMERGENCY_ROOM, "emergency room")
    if claim.admission_type == EMERGENCY_ADMISSION:
        yield said("CL101", EMERGENCY_ADMISSION, "emergency")
    yield from exception(claim, "1", "3")
    place_element = "SV303" if claim.kind is ClaimKind.DENTAL else "SV105"
    for line in claim.lines:
        yield from _emergency_of(line, place_element)


def _emergency_of(line: ServiceLine, place_element: str) -> Iterator[Said]:
    if len(line.revenue_code) == 4 and line.revenue_code.startswith(EMERGENCY_REVENUE):
        yield said(f"SV201 of line {line.number}", line.revenue_code, "emergency room")
    if line.place_of_service == EMERGENCY_ROOM:
        yield said(f"{place_element} of line {line.number}", EMERGENCY_ROOM, "emergency room")
    if line.is_emergency:
        yield said(f"SV109 of line {line.number}", "Y", "emergency")
