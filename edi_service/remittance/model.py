"""
A remittance in the words of the trade: payments, claims, lines and the reasons for each reduction.

Who the claims are about has no ``repr``; amounts are dollars, in the payer's sign: what a reversal
takes back is negative.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

from edi_service.claims.model import ZERO, Quiet
from edi_service.finding import NOWHERE, Position


class ClaimStatus(StrEnum):
    """The values of CLP02 that are more than a turn of the payer (1, 2, 3 and 19 to 21)."""

    DENIED = "4"
    REVERSED = "22"
    FORWARDED = "23"  # not this payer's claim
    PREDETERMINED = "25"  # nothing is paid


class Adjustment(Quiet, frozen=True, gc=False):
    """One reason of a CAS segment: what was taken off the charge, and who bears it."""

    group: str  # CAS01: CO, PR, OA, PI
    reason: str  # a claim adjustment reason code (CARC)
    amount: Decimal
    quantity: Decimal | None = None


class PaidLine(Quiet, frozen=True, kw_only=True):
    """
    A service line of loop 2110.

    *procedure* is what was paid (SVC01), *submitted* what had been sent where that is another code
    (SVC06).  *remarks* are its RARC (LQ HE).
    """

    qualifier: str = ""
    procedure: str = ""
    modifiers: tuple[str, ...] = ()
    submitted: str = ""
    revenue_code: str = ""
    charge: Decimal = ZERO
    paid: Decimal = ZERO
    starts: date | None = None
    ends: date | None = None
    adjustments: tuple[Adjustment, ...] = ()
    remarks: tuple[str, ...] = ()
    control_number: str = ""  # REF*6R as it was sent
    authorizations: tuple[str, ...] = ()  # REF*G1
    position: Position = NOWHERE  # of the SVC


class Payment(Quiet, frozen=True, kw_only=True):
    """What precedes the claims: the payment, who pays and who is paid."""

    handling: str = ""  # BPR01
    amount: Decimal = ZERO  # BPR02
    method: str = ""  # BPR04
    day: date | None = None  # BPR16
    produced: date | None = None  # DTM*405
    trace: str = ""  # TRN02: the check or transfer
    payer_id: str = ""  # TRN03
    payer_name: str = ""
    payee_npi: str = ""  # N104 of 1000B where N103 is XX
    position: Position = NOWHERE  # of the BPR

    @property
    def decided(self) -> date | None:
        """The day that counts as the day of a denial: of the payment, else of the file."""
        return self.day or self.produced


class PaidClaim(Quiet, frozen=True, kw_only=True):
    """A claim of loop 2100."""

    number: str  # CLP01: CLM01 as it was sent, perhaps cut to 20 characters
    status: str = ""  # CLP02
    charge: Decimal = ZERO
    paid: Decimal = ZERO
    patient_share: Decimal = ZERO
    claim_filing: str = ""  # CLP06
    payer_number: str = ""  # CLP07: goes into REF*F8 of a corrected claim
    facility_code: str = ""  # CLP08: place of service, or the first two digits of the bill type
    frequency: str = ""  # CLP09
    member_id: str = ""  # NM109 of the insured, else of the patient
    adjustments: tuple[Adjustment, ...] = ()
    remarks: tuple[str, ...] = ()  # of MIA and MOA
    authorizations: tuple[str, ...] = ()  # REF*G1: the payer saw a number
    starts: date | None = None  # DTM*232
    ends: date | None = None  # DTM*233
    received: date | None = None  # DTM*050
    lines: tuple[PaidLine, ...] = ()
    payment: Payment = Payment()
    position: Position = NOWHERE  # of the CLP
    text: str = ""  # its segments as they stand in the file


class ProviderAdjustment(Quiet, frozen=True, kw_only=True):
    """One amount of a PLB segment, not of any claim in the file; positive is taken away."""

    reason: str  # PLB03-1: WO a recoupment, FB a forwarded balance, L6 interest …
    reference: str = ""  # PLB03-2; of a recoupment often the payer's number of the claim
    amount: Decimal = ZERO
    position: Position = NOWHERE
