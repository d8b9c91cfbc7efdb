"""
Whether a claim agrees with itself: charges add up, periods run forward, pointers find something.

These questions concern the claim alone, whoever pays it.  What could not be read at all has been
reported when the claim was read, and is not held against it a second time.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from edi_service.claims import kinds
from edi_service.claims.model import ZERO, ClaimKind
from edi_service.claims.segments import shown
from edi_service.claims.values import number
from edi_service.finding import Position

if TYPE_CHECKING:
    from datetime import date

    from edi_service.claims.model import Claim, ServiceLine
    from edi_service.finding import Kind, Report


class ServiceSegment(NamedTuple):
    """Where the service segment of a guide has the line's charge and its diagnosis pointers."""

    id: str
    charge: int
    pointers: int


_SERVICES = {
    ClaimKind.PROFESSIONAL: ServiceSegment("SV1", 2, 7),
    ClaimKind.INSTITUTIONAL: ServiceSegment("SV2", 3, 0),
    ClaimKind.DENTAL: ServiceSegment("SV3", 2, 11),
}
_DATE = 3  # DTP03


class Place(NamedTuple):
    """A place in a claim: loop and segment, from which line on, and the part of the segment."""

    loop: str
    segment_id: str
    qualifier: str = ""
    element: int = 0
    component: int = 0
    start: int = 0


def check(claim: Claim, report: Report) -> None:
    """Report whatever *claim* says that contradicts something else in it."""
    if not claim.lines:
        place = Place("2300", "CLM")
        _add(claim, report, kinds.NO_SERVICE_LINE, place, "there is no loop 2400")
    else:
        _check_charge(claim, report)
    _check_days(claim, report)
    seen: set[str] = set()
    for line in claim.lines:
        _check_line(claim, line, report)
        if line.number in seen:
            place = Place("2400", "LX", element=1, start=line.index)
            message = f"line number {shown(line.number)} was used before"
            _add(claim, report, kinds.LINE_NUMBER_REPEATED, place, message)
        seen.add(line.number)


def _check_charge(claim: Claim, report: Report) -> None:
    total = sum((line.charge for line in claim.lines), ZERO)
    if total != claim.charge and _charges_are_readable(claim):
        message = f"CLM02 is {claim.charge}, the lines add up to {total}"
        _add(claim, report, kinds.CHARGES_DISAGREE, Place("2300", "CLM", element=2), message)


def _charges_are_readable(claim: Claim) -> bool:
    """Whether no charge of the claim was reported as unreadable, or as missing, before."""
    placed = claim.placed
    if placed is None:
        return True
    service = _SERVICES[claim.kind]
    elements = {"CLM": 2, service.id: service.charge}
    texts = [
        placed.segment(index).value(elements[use.segment_id])
        for index, use in enumerate(placed.uses)
        if use.known and use.segment_id in elements
    ]
    has_all = len(texts) == 1 + len(claim.lines) and not placed.is_cut
    return has_all and all(not text or number(text) is not None for text in texts)


def _check_days(claim: Claim, report: Report) -> None:
    admission = Place("2300", "DTP", "435", _DATE)
    periods = [
        (claim.statement_from, claim.statement_to, Place("2300", "DTP", "434", _DATE)),
        (claim.service_from, claim.service_to, Place("2300", "DTP", "472", _DATE)),
        (claim.admitted, claim.discharged, admission),
        (claim.admitted, claim.statement_to, admission),
    ]
    for starts, ends, place in periods:
        _check_period(claim, report, starts, ends, place)
    for coded in claim.occurrences:
        _check_period(claim, report, coded.starts, coded.ends, Place("2300", "HI", "BI"))


def _check_period(
    claim: Claim, report: Report, starts: date | None, ends: date | None, place: Place
) -> None:
    if starts and ends and starts > ends:
        message = f"it begins on {starts} and ends on {ends}"
        _add(claim, report, kinds.DAYS_REVERSED, place, message)


def _check_line(claim: Claim, line: ServiceLine, report: Report) -> None:
    service = _SERVICES[claim.kind]
    here = line.index
    _check_period(
        claim, report, line.starts, line.ends, Place("2400", "DTP", "472", _DATE, start=here)
    )
    place = Place("2400", service.id, element=service.pointers, start=here)
    for component, pointer in enumerate(line.diagnosis_pointers, 1):
        if not 1 <= pointer <= len(claim.diagnoses):
            message = f"line {shown(line.number)} points to diagnosis {pointer} of "
            message += str(len(claim.diagnoses))
            at = place._replace(component=component)
            _add(claim, report, kinds.POINTER_TO_NOTHING, at, message)
    if not (line.procedure or line.revenue_code):
        at = Place("2400", "LX", start=here)
        message = f"line {shown(line.number)} has no procedure in {service.id}"
        _add(claim, report, kinds.NO_SERVICE, at, message)


def _add(claim: Claim, report: Report, kind: Kind, place: Place, message: str) -> None:
    report.add(kind.found(_position(claim, place), message, claim_id=claim.claim_id))


def _position(claim: Claim, place: Place) -> Position:
    """Where *place* is in the file; without number and offset for a claim made by hand."""
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
