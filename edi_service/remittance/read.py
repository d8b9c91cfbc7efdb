"""
From an 835 to its claims, one at a time, with what does not add up.

Real files break the guide in harmless ways (a group code it does not list, a claim without its
patient); the guide's findings say so, and what is there is read all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from edi_service.claims.model import ZERO
from edi_service.claims.values import day, number
from edi_service.remittance import kinds
from edi_service.remittance.model import (
    Adjustment,
    PaidClaim,
    PaidLine,
    Payment,
    ProviderAdjustment,
)
from edi_service.remittance.slices import Part, slices

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from decimal import Decimal

    from edi_service.finding import Report
    from edi_service.guide.definition import Guide
    from edi_service.guide.model import Placed
    from edi_service.x12.envelope import TransactionSet
    from edi_service.x12.segment import Segment

_REASONS = (2, 5, 8, 11, 14, 17)  # of a CAS; the amount and the quantity follow each
_PROVIDER_REASONS = (3, 5, 7, 9, 11, 13)  # of a PLB; the amount follows each
_REMARKS = {"MIA": (5, 20, 21, 22, 23), "MOA": (3, 4, 5, 6, 7)}
_INSURED = ("IL", "QC")  # NM101, the one whose identifier is the member's first


def read_remittance(
    transaction_set: TransactionSet, guide: Guide, report: Report
) -> Iterator[PaidClaim | ProviderAdjustment]:
    """
    The claims of an 835 and the adjustments of its provider, in the order of the file.

    Args:
        transaction_set: its cursor stands behind the ST, and is left on the next envelope segment.
        guide: what it is held against.
        report: takes what is wrong with a claim before it is handed out; whether the payment is
            the sum of it all, once everything was.
    """
    payment, paid, taken = None, ZERO, ZERO
    for piece in slices(transaction_set, guide, report):
        reader = _Reader(piece.placed, report)
        if payment is None:
            payment = reader.payment()
        if piece.part is Part.CLAIM:
            claim = reader.claim(piece.start, payment)
            _balance(claim, report)
            paid += claim.paid
            yield claim
        elif piece.part is Part.TRAILER:
            for each in reader.provider_adjustments(piece.start):
                taken += each.amount
                yield each
    if payment is not None and payment.amount != paid - taken:
        message = f"BPR02 is {payment.amount}; {paid} are paid for claims, {taken} taken off"
        report.add(kinds.PAYMENT_UNBALANCED.found(payment.position, message))


def _balance(claim: PaidClaim, report: Report) -> None:
    """See whether charges less adjustments are what is paid (X221A1 section 1.10.2)."""
    for line in claim.lines:
        left = line.charge - _total(line.adjustments)
        if left != line.paid:
            message = f"SVC03 is {line.paid}; SVC02 less the adjustments is {left}"
            report.add(kinds.LINE_UNBALANCED.found(line.position, message))
    reasons = [*claim.adjustments, *(each for line in claim.lines for each in line.adjustments)]
    left = claim.charge - _total(reasons)
    if left != claim.paid:
        message = f"CLP04 is {claim.paid}; CLP03 less all adjustments is {left}"
        report.add(kinds.CLAIM_UNBALANCED.found(claim.position, message))


def _total(adjustments: Iterable[Adjustment]) -> Decimal:
    return sum((each.amount for each in adjustments), ZERO)


class _Told(NamedTuple):
    """A segment and its place in its piece."""

    at: int
    segment: Segment


class _Reader:
    """Takes a piece of an 835 apart."""

    def __init__(self, placed: Placed, report: Report) -> None:
        self._placed = placed
        self._report = report

    def payment(self) -> Payment:
        """What the segments above the claims say."""
        payment = Payment(position=self._placed.position(0))
        for told in self._told(0):
            at, segment = told
            loop = self._placed.use_of(at).loop
            if segment.id == "BPR":
                payment = replace(
                    payment,
                    handling=segment.value(1),
                    amount=self._amount(told, 2) or ZERO,
                    method=segment.value(4),
                    day=self._day(told, 16),
                    position=self._placed.position(at),
                )
            elif segment.id == "TRN":
                payment = replace(payment, trace=segment.value(2), payer_id=segment.value(3))
            elif segment.id == "DTM" and segment.value(1) == "405" and not loop:
                payment = replace(payment, produced=self._day(told, 2))
            elif segment.id == "N1" and segment.value(1) == "PR":
                payment = replace(payment, payer_name=segment.value(2))
            elif segment.id == "N1" and segment.value(3) == "XX":
                payment = replace(payment, payee_npi=segment.value(4))
            elif segment.id in ("LX", "CLP"):
                break
        return payment

    def claim(self, start: int, payment: Payment) -> PaidClaim:
        """The claim whose CLP is the first from *start* on."""
        own: list[_Told] = []
        lines: list[list[_Told]] = []
        for told in self._told(start):
            if told.segment.id == "SVC":
                lines.append([])
            (lines[-1] if lines else own).append(told)
        first = next(told for told in own if told.segment.id == "CLP")
        segment = first.segment
        return PaidClaim(
            number=segment.value(1),
            status=segment.value(2),
            charge=self._amount(first, 3) or ZERO,
            paid=self._amount(first, 4) or ZERO,
            patient_share=self._amount(first, 5) or ZERO,
            claim_filing=segment.value(6),
            payer_number=segment.value(7),
            facility_code=segment.value(8),
            frequency=segment.value(9),
            member_id=_member(own),
            adjustments=self._adjustments(own),
            remarks=tuple(_remarks(own)),
            authorizations=tuple(_references(own, "G1")),
            starts=self._date(own, "232"),
            ends=self._date(own, "233"),
            received=self._date(own, "050"),
            lines=tuple(self._line(each) for each in lines),
            payment=payment,
            position=self._placed.position(first.at),
            text="".join(
                text + self._placed.delimiters.segment for text in self._placed.texts[start:]
            ),
        )

    def provider_adjustments(self, start: int) -> Iterator[ProviderAdjustment]:
        """What the PLB segments from *start* on take away or give."""
        for told in self._told(start):
            for element in _PROVIDER_REASONS if told.segment.id == "PLB" else ():
                if told.segment.value(element):
                    yield ProviderAdjustment(
                        reason=told.segment.value(element, 1),
                        reference=told.segment.value(element, 2),
                        amount=self._amount(told, element + 1) or ZERO,
                        position=self._placed.position(told.at, element),
                    )

    def _line(self, segments: list[_Told]) -> PaidLine:
        first = segments[0]
        segment = first.segment
        qualifier, procedure, *modifiers = [*segment.components(1), "", ""]
        starts = self._date(segments, "472") or self._date(segments, "150")
        return PaidLine(
            qualifier=qualifier,
            procedure=procedure,
            modifiers=tuple(each for each in modifiers[:4] if each),
            submitted=segment.value(6, 2),
            revenue_code=procedure if qualifier == "NU" else segment.value(4),
            charge=self._amount(first, 2) or ZERO,
            paid=self._amount(first, 3) or ZERO,
            starts=starts,
            ends=self._date(segments, "151") or starts,
            adjustments=self._adjustments(segments),
            remarks=tuple(_remarks(segments)),
            control_number=next(_references(segments, "6R"), ""),
            authorizations=tuple(_references(segments, "G1")),
            position=self._placed.position(first.at),
        )

    def _adjustments(self, segments: list[_Told]) -> tuple[Adjustment, ...]:
        return tuple(
            Adjustment(
                told.segment.value(1),
                told.segment.value(at),
                self._amount(told, at + 1) or ZERO,
                self._amount(told, at + 2),
            )
            for told in segments
            if told.segment.id == "CAS"
            for at in _REASONS
            if told.segment.value(at)
        )

    def _date(self, segments: list[_Told], qualifier: str) -> date | None:
        for told in segments:
            if told.segment.id == "DTM" and told.segment.value(1) == qualifier:
                return self._day(told, 2)
        return None

    def _told(self, start: int) -> Iterator[_Told]:
        for index in range(start, len(self._placed.texts)):
            yield _Told(index, self._placed.segment(index))

    def _amount(self, told: _Told, element: int) -> Decimal | None:
        """A number; None when it is absent or, with a finding, none."""
        text = told.segment.value(element)
        found = number(text)
        if text and found is None:
            self._find(told, element, "not a decimal number")
        return found

    def _day(self, told: _Told, element: int) -> date | None:
        """A day; None when it is absent or, with a finding, none."""
        text = told.segment.value(element)
        found = day(text)
        if text and found is None:
            self._find(told, element, "not a day")
        return found

    def _find(self, told: _Told, element: int, message: str) -> None:
        where = self._placed.position(told.at, element)
        self._report.add(kinds.UNREADABLE.found(where, message))


def _references(segments: list[_Told], qualifier: str) -> Iterator[str]:
    for _, segment in segments:
        if segment.id == "REF" and segment.value(1) == qualifier and segment.value(2):
            yield segment.value(2)


def _remarks(segments: list[_Told]) -> Iterator[str]:
    """RARC of the claim (MIA, MOA) or of a line (LQ HE)."""
    for _, segment in segments:
        for element in _REMARKS.get(segment.id, ()):
            if segment.value(element):
                yield segment.value(element)
        if segment.id == "LQ" and segment.value(1) == "HE":
            yield segment.value(2)


def _member(segments: list[_Told]) -> str:
    for entity in _INSURED:
        for _, segment in segments:
            if segment.id == "NM1" and segment.value(1) == entity and segment.value(9):
                return segment.value(9)
    return ""
