"""Ambulance trips: why, how far, in what state the patient was, from where to where."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec.structs import replace

from edi_service.claims.model import ZERO, Party, Quiet
from edi_service.claims.parties import party_at
from edi_service.claims.walk import Wanted, walk

if TYPE_CHECKING:
    from edi_service.claims.model import Claim
    from edi_service.claims.walk import Step

PICK_UP, DROP_OFF = "PW", "45"
CERTIFICATION = "07"  # CRC01: ambulance certification


class Certification(Quiet, frozen=True, gc=False):
    """A CRC*07 segment: whether its condition codes (CRC03 to CRC07) apply."""

    applies: bool
    conditions: tuple[str, ...]


class Trip(Quiet, frozen=True, gc=False):
    """
    What the claim, or one line where it differs, says of an ambulance trip.

    *line* is the line's number, empty for the whole claim.  *reason* is CR104: A nearest
    facility, B preferred physician, C nearness of family, D specialist, E rehabilitation.
    """

    line: str
    patient_weight: Decimal = ZERO  # CR102, pounds
    reason: str = ""
    miles: Decimal = ZERO  # CR106
    round_trip: str = ""  # CR109
    stretcher: str = ""  # CR110
    certifications: tuple[Certification, ...] = ()
    pick_up: Party | None = None
    drop_off: Party | None = None


TRIPS = Wanted(
    lambda use: (
        use.segment_id == "CR1"
        or (use.segment_id == "CRC" and use.qualifier == CERTIFICATION)
        or (
            use.segment_id == "NM1"
            and use.loop.startswith(("2310", "2420"))
            and use.qualifier in (PICK_UP, DROP_OFF)
        )
    )
)


def trips(claim: Claim) -> tuple[Trip, ...]:
    """The trip of the claim as a whole, then those of its lines; none when nothing tells of one."""
    found: dict[str, Trip] = {}
    for step in walk(claim, TRIPS):
        trip = found.get(step.line) or Trip(step.line)
        found[step.line] = _told(trip, step)
    return tuple(found.values())


def _told(trip: Trip, step: Step) -> Trip:
    """*trip* with what one segment adds to it."""
    elements = step.elements
    texts = elements.texts
    if step.use.segment_id == "CR1":
        return replace(
            trip,
            patient_weight=elements.number(2),
            reason=texts[4],
            miles=elements.number(6),
            round_trip=texts[9],
            stretcher=texts[10],
        )
    if step.use.segment_id == "CRC":
        certification = Certification(texts[2] == "Y", tuple(filter(None, texts[3:8])))
        return replace(trip, certifications=(*trip.certifications, certification))
    party = party_at(step)
    if step.use.qualifier == PICK_UP:
        return replace(trip, pick_up=party)
    return replace(trip, drop_off=party)
