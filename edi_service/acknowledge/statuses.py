"""
What a 277CA (005010X214) says, independent of how it is written: claim by claim.

Amounts are dollars.  Names and numbers of persons have no ``repr``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

ZERO = Decimal(0)
ACCEPT = "WQ"  # STC03
REJECT = "U"
REJECTIONS = frozenset({"A3", "A4", "A6", "A7", "A8"})  # categories, whatever STC03 says


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """One C043: category (A1 received, A2 accepted, A3 to A8 rejected), status, and of whom."""

    category: str
    code: str
    entity: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusReport:
    """
    An STC segment.

    Attributes:
        statuses: STC01, and STC10 and STC11 where there are more; three at most.
        action: STC03: ``WQ`` accepted, ``U`` rejected.
        day: STC02, the day from which it holds.
        amount: STC04, the charge it is about.
        message: STC12, in words.
    """

    statuses: tuple[Status, ...]
    action: str
    day: date | None = None
    amount: Decimal | None = None
    message: str = field(default="", repr=False)

    @property
    def rejects(self) -> bool:
        """Whether the action rejects, or a category does: some payers write WQ beside A7."""
        categories = {status.category for status in self.statuses}
        return self.action != ACCEPT or not categories.isdisjoint(REJECTIONS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """An NM1 segment: who is meant."""

    entity: str  # NM101
    is_person: bool = False  # NM102 = 1
    last_name: str = field(default="", repr=False)  # or an organization's name
    first_name: str = field(default="", repr=False)
    middle_name: str = field(default="", repr=False)
    prefix: str = field(default="", repr=False)
    suffix: str = field(default="", repr=False)
    qualifier: str = ""  # NM108
    identifier: str = field(default="", repr=False)  # NM109


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The days of a DTP*472; both are the same for a single day."""

    starts: date
    ends: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """How many claims were accepted and rejected, and their charges (QTY, AMT)."""

    accepted: int = 0
    rejected: int = 0
    accepted_amount: Decimal = ZERO
    rejected_amount: Decimal = ZERO

    @property
    def amount(self) -> Decimal:
        """The charges of all of them."""
        return self.accepted_amount + self.rejected_amount

    def __add__(self, other: Totals) -> Totals:
        return Totals(
            accepted=self.accepted + other.accepted,
            rejected=self.rejected + other.rejected,
            accepted_amount=self.accepted_amount + other.accepted_amount,
            rejected_amount=self.rejected_amount + other.rejected_amount,
        )


NO_TOTALS = Totals()


@dataclass(frozen=True, slots=True, kw_only=True)
class LineStatus:
    """
    Loop 2220D: what becomes of one service line.

    *procedure* are the components of SVC01, *control_number* is REF*FJ (the line's REF*6R),
    *prescription* is REF*XZ.
    """

    procedure: tuple[str, ...]
    charge: Decimal
    reports: tuple[StatusReport, ...]
    revenue_code: str = ""
    quantity: Decimal | None = None
    control_number: str = field(default="", repr=False)
    prescription: str = field(default="", repr=False)
    period: Period | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimStatus:
    """
    Loop 2200D under the patient of 2100D: what becomes of one claim.

    *number* is TRN02, the provider's account number (CLM01); *payer_number* is REF*1K,
    *clearinghouse_number* REF*D9 and *bill_type* REF*BLT.
    """

    patient: Identity
    number: str = field(repr=False)
    reports: tuple[StatusReport, ...]
    payer_number: str = field(default="", repr=False)
    clearinghouse_number: str = field(default="", repr=False)
    bill_type: str = ""
    period: Period | None = None
    lines: tuple[LineStatus, ...] = ()

    @property
    def is_accepted(self) -> bool:
        """Whether it is said to be accepted, and no action and no category rejects it."""
        return bool(self.reports) and not any(report.rejects for report in self.reports)

    @property
    def totals(self) -> Totals:
        """What this claim adds to the totals of its provider and of its set."""
        amount = next((one.amount for one in self.reports if one.amount is not None), ZERO)
        if self.is_accepted:
            return Totals(accepted=1, accepted_amount=amount)
        return Totals(rejected=1, rejected_amount=amount)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenClaims:
    """
    Claims of one billing provider in a row, as a 277CA says them.

    Attributes:
        bodies: the segments of each but for the HL, whose number is known once all before it are.
        segments: how many segments that are.
        totals: what they add to those of the provider and of the set.
    """

    bodies: tuple[bytes, ...] = field(repr=False)
    segments: int
    totals: Totals

    @classmethod
    def join(cls, claims: Sequence[WrittenClaims]) -> Self:
        """All *claims* as one."""
        return cls(
            bodies=tuple(chain.from_iterable(one.bodies for one in claims)),
            segments=sum(one.segments for one in claims),
            totals=sum((one.totals for one in claims), NO_TOTALS),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderStatus:
    """
    Loop 2000C: the claims of one billing provider, and what becomes of them together.

    *trace* is TRN02, ``0`` where the source keeps no number; *references* are the REF segments as
    (qualifier, value).  Claims that have been *written* already follow those that have not.  Both
    may be streams: they are gone through once.
    """

    provider: Identity
    trace: str
    reports: tuple[StatusReport, ...]
    totals: Totals = NO_TOTALS
    references: tuple[tuple[str, str], ...] = ()
    claims: Iterable[ClaimStatus] = ()
    written: Iterable[WrittenClaims] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchStatus:
    """
    Loop 2000A: what becomes of the claims of one transaction set.

    Attributes:
        reference: BHT03, the number of this answer.
        created: BHT04; None where it cannot be read.
        time: BHT05, HHMM or longer, as written.
        source: 2100A, who answers (PR a payer, AY a clearinghouse).
        source_trace: 2200A TRN02.
        received: the day the claims came (DTP*050).
        processed: the day they were looked at (DTP*009).
        receiver: 2100B, who sent the claims.
        batch: 2200B TRN02: BHT03 of the 837.
        reports: STC of 2200B, about the set as a whole.
        totals: QTY and AMT of 2200B.
        providers: one for each billing provider; may be a stream, gone through once.
    """

    reference: str
    source: Identity
    source_trace: str
    receiver: Identity
    batch: str
    reports: tuple[StatusReport, ...]
    created: date | None = None
    time: str = ""
    received: date | None = None
    processed: date | None = None
    totals: Totals = NO_TOTALS
    providers: Iterable[ProviderStatus] = ()
