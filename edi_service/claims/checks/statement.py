"""CM27: do the statement's days cover those of the lines?  Institutional claims only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims import check_kinds
from edi_service.claims.checks.pointing import DATE, Place, add

if TYPE_CHECKING:
    from edi_service.claims.checks.given import Given
    from edi_service.claims.model import Claim
    from edi_service.finding import Report


def check(claim: Claim, report: Report, _given: Given) -> None:
    """Compare each line that has days with the statement; a reversed statement covers nothing."""
    opens, closes = claim.statement_from, claim.statement_to
    if opens is None or closes is None or opens > closes:
        return
    for line in claim.lines:
        starts = line.starts
        if starts is not None and not (opens <= starts and (line.ends or starts) <= closes):
            place = Place("2400", "DTP", "472", DATE, 0, line.index)
            days = str(starts) if line.ends in (None, starts) else f"{starts} to {line.ends}"
            message = f"the line's {days} is not within the statement's {opens} to {closes}"
            add(claim, report, check_kinds.OUTSIDE_STATEMENT, place, message)
