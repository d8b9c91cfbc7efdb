"""CM22, CM23: does an ambulance service say why and how far, from where and to where?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims import check_kinds
from edi_service.claims.ambulance import DROP_OFF, PICK_UP
from edi_service.claims.checks.pointing import Place, add
from edi_service.claims.walk import Wanted, walk

if TYPE_CHECKING:
    from edi_service.claims.checks.given import Given
    from edi_service.claims.model import Claim, ServiceLine
    from edi_service.finding import Report

_TRANSPORT = "A04"  # HCPCS A0420 to A0499
_TELLING = Wanted(
    lambda use: (
        use.segment_id == "CR1"
        or (use.segment_id == "NM1" and use.qualifier in (PICK_UP, DROP_OFF))
    )
)


def check(claim: Claim, report: Report, _given: Given) -> None:
    """Look for CR1 and both places in the claim or in the line that bills a transport."""
    for line in claim.lines:
        if line.procedure.startswith(_TRANSPORT):
            _check_lines(claim, report)
            return


def _check_lines(claim: Claim, report: Report) -> None:
    told: dict[str, set[str]] = {}  # by line; empty for the claim as a whole
    for step in walk(claim, _TELLING):
        name = "CR1" if step.use.segment_id == "CR1" else step.use.qualifier
        told.setdefault(step.line, set()).add(name)
    for line in claim.lines:
        if line.procedure.startswith(_TRANSPORT):
            _check_line(claim, line, told.get("", set()) | told.get(line.number, set()), report)


def _check_line(claim: Claim, line: ServiceLine, told: set[str], report: Report) -> None:
    place = Place("2400", "SV1", element=1, component=2, start=line.index)
    if "CR1" not in told:
        message = f"{line.procedure} needs CR1"
        add(claim, report, check_kinds.AMBULANCE_REASON_MISSING, place, message)
    if missing := [f"NM1*{each}" for each in (PICK_UP, DROP_OFF) if each not in told]:
        message = f"{line.procedure} needs {' and '.join(missing)}"
        add(claim, report, check_kinds.AMBULANCE_PLACES_MISSING, place, message)
