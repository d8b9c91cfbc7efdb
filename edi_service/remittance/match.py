"""
A claim of a remittance beside the claim that was sent.

Clearinghouses may cut CLP01 to 20 characters, so that a longer number is compared by its beginning;
lines go by REF*6R, then by procedure and day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims.model import ClaimKind
from edi_service.remittance import kinds

if TYPE_CHECKING:
    from collections.abc import Collection

    from edi_service.claims.model import Claim, ServiceLine
    from edi_service.finding import Report
    from edi_service.remittance.model import PaidClaim, PaidLine

_KEPT = 20  # characters of CLM01 that come back in any case (X222 section 1.4.2, CLM01)


def is_of(paid: PaidClaim, number: str) -> bool:
    """Whether *paid* may be the claim whose CLM01 is *number*."""
    return paid.number == number or (len(paid.number) >= _KEPT and number.startswith(paid.number))


def line_of(paid: PaidLine, claim: Claim) -> ServiceLine | None:
    """The line of *claim* that *paid* is; None where none or several fit."""
    own = [line for line in claim.lines if line.control_number == paid.control_number]
    if paid.control_number and len(own) == 1:
        return own[0]
    code = paid.submitted or paid.procedure
    alike = [line for line in claim.lines if _is_alike(paid, code, line, claim)]
    return alike[0] if len(alike) == 1 else None


def compare(
    paid: PaidClaim, claim: Claim, report: Report, *, also_sent: Collection[str] = ()
) -> None:
    """
    Say where CLP08 and CLP09 are not what CLM05 of *claim* said.

    *also_sent* are the frequencies that the claim was sent with besides, once it was mended.
    """
    what = "type of bill" if claim.kind is ClaimKind.INSTITUTIONAL else "place of service"
    pairs = (
        (8, what, claim.facility_code, paid.facility_code),
        (9, "frequency", claim.frequency, paid.frequency),
    )
    for element, name, sent, judged in pairs:
        if sent and judged and judged not in (sent, *(also_sent if element == 9 else ())):
            where = paid.position.at(element)
            message = f"{name} {judged}; {sent} was sent"
            report.add(kinds.OTHER_THAN_SENT.found(where, message, claim_id=claim.claim_id))


def _is_alike(paid: PaidLine, code: str, line: ServiceLine, claim: Claim) -> bool:
    codes = {line.procedure, line.revenue_code} - {""}
    return (
        code in codes
        and paid.charge == line.charge
        and (paid.starts is None or paid.starts == claim.starts_of(line))
    )
