"""Whether a claim is for a stay, and the days a stay lasted."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from edi_service.claims.model import ClaimKind

if TYPE_CHECKING:
    from edi_service.claims.model import Claim

# Type of bill, first two digits: hospital inpatient, swing bed, skilled nursing, religious
# nonmedical.
INPATIENT_BILLS = frozenset({"11", "12", "18", "21", "41"})
_COVERED_DAYS = "80"  # value code
_STILL_A_PATIENT = "30"  # CL103


def is_stay(claim: Claim) -> bool:
    """Whether an admission is reviewed (UM01 AR) rather than services (HS)."""
    return claim.kind is ClaimKind.INSTITUTIONAL and claim.bill_type in INPATIENT_BILLS


def days_of_stay(claim: Claim) -> Decimal | None:
    """
    The days asked for: those covered (value code 80), else from admission to the statement's end.

    A stay of less than a day counts as one.  None when neither is known.
    """
    covered = next((value.amount for value in claim.values if value.code == _COVERED_DAYS), None)
    if covered is not None and covered >= 1:
        return covered
    if claim.admitted is None or claim.statement_to is None:
        return None
    return Decimal(max((claim.statement_to - claim.admitted).days, 1))


def is_discharged(claim: Claim) -> bool:
    """Whether the patient status says that the stay is over: a statement may end before it."""
    return claim.patient_status not in {"", _STILL_A_PATIENT}
