"""
Other payers of a claim, and what they have paid or denied: loops 2320, 2330 and 2430.

A number that cannot be read counts as zero here, as everywhere in a claim.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec.structs import replace

from edi_service.claims.model import ZERO, Coverage, Party, Quiet
from edi_service.claims.parties import party_at
from edi_service.claims.segments import reader_of
from edi_service.claims.values import dated
from edi_service.claims.walk import Wanted, walk

if TYPE_CHECKING:
    from edi_service.claims.model import Claim
    from edi_service.claims.segments import Elements
    from edi_service.claims.walk import Step

_PARTIES = {"2330A": "subscriber", "2330B": "payer"}
_AMOUNTS = {"D": "paid", "EAF": "remaining", "A8": "not_covered"}  # by AMT01
ADJUSTMENTS = range(2, 20, 3)  # CAS02, CAS05 … CAS17: reason; amount and quantity follow each


class Adjustment(Quiet, frozen=True, gc=False):
    """One reason of a CAS segment: group such as CO or PR, reason code, amount, quantity."""

    group: str
    reason: str
    amount: Decimal
    quantity: Decimal


class LineAdjudication(Quiet, frozen=True, gc=False):
    """One loop 2430: what the payer with identifier *payer* made of line number *line*."""

    line: str
    payer: str  # SVD01, the same as NM109 of the payer in 2330B
    paid: Decimal = ZERO  # SVD02
    procedure: str = ""  # SVD03-2
    quantity: Decimal = ZERO  # SVD05
    adjudicated: date | None = None  # DTP*573
    remaining: Decimal = ZERO  # AMT*EAF: what the patient still owes
    adjustments: tuple[Adjustment, ...] = ()


class OtherPayer(Quiet, frozen=True, gc=False):
    """One loop 2320 with its 2330A and 2330B, and the lines that payer adjudicated."""

    coverage: Coverage
    subscriber: Party = Party()  # 2330A
    payer: Party = Party()  # 2330B; its references hold G1, 9F and F8 of that payer
    paid: Decimal | None = None  # AMT*D; None when the claim does not say
    remaining: Decimal = ZERO  # AMT*EAF
    not_covered: Decimal = ZERO  # AMT*A8
    adjudicated: date | None = None  # DTP*573 of 2330B
    adjustments: tuple[Adjustment, ...] = ()
    lines: tuple[LineAdjudication, ...] = ()

    @property
    def authorization(self) -> str:
        """The number under which this payer authorized the services (REF*G1)."""
        return self.payer.reference("G1")

    @property
    def control_number(self) -> str:
        """This payer's own number for the claim (REF*F8)."""
        return self.payer.reference("F8")

    @property
    def has_denied(self) -> bool:
        """Whether this payer has adjudicated the claim, by claim or line, and paid nothing."""
        paid = (self.paid or ZERO) + sum((line.paid for line in self.lines), ZERO)
        adjustments = self.adjustments or any(line.adjustments for line in self.lines)
        return paid == 0 and bool(adjustments or self.not_covered)


OTHER_PAYERS = Wanted(lambda use: use.loop in ("2320", "2330A", "2330B", "2430"))


def other_payers(claim: Claim) -> tuple[OtherPayer, ...]:
    """The payers of *claim* besides the one it is sent to, in the order of the file."""
    payers: list[OtherPayer] = []
    lines: list[LineAdjudication] = []
    for step in walk(claim, OTHER_PAYERS):
        loop = step.use.loop
        if step.use.segment_id == "SBR":
            payers.append(OtherPayer(reader_of(step.placed).coverages[step.text]))
        elif loop in ("2320", "2330A", "2330B"):
            payers[-1] = _with(payers[-1], step)
        elif step.use.segment_id == "SVD":
            lines.append(_line(step))
        else:  # the rest of 2430
            lines[-1] = _line_with(lines[-1], step)
    return tuple(
        replace(
            payer,
            lines=tuple(line for line in lines if line.payer == payer.payer.identifier),
        )
        for payer in payers
    )


def _with(payer: OtherPayer, step: Step) -> OtherPayer:
    """*payer* with what one segment of its loops adds."""
    use, elements = step.use, step.elements
    match use.segment_id:
        case "NM1":
            party = party_at(step)
            is_subscriber = use.loop == "2330A"
            return (
                replace(payer, subscriber=party) if is_subscriber else replace(payer, payer=party)
            )
        case "CAS":
            return replace(payer, adjustments=payer.adjustments + _adjustments(elements))
        case "AMT":
            return replace(payer, **{_AMOUNTS[use.qualifier]: elements.number(2)})
        case "DTP":
            return replace(payer, adjudicated=_day(elements))
    return payer


def _line(step: Step) -> LineAdjudication:
    elements = step.elements
    return LineAdjudication(
        line=step.line,
        payer=elements.texts[1],
        paid=elements.number(2),
        procedure=elements.procedure(3).code,
        quantity=elements.number(5),
    )


def _line_with(line: LineAdjudication, step: Step) -> LineAdjudication:
    """*line* with what one segment of loop 2430 adds."""
    elements = step.elements
    match step.use.segment_id:
        case "CAS":
            return replace(line, adjustments=line.adjustments + _adjustments(elements))
        case "DTP":
            return replace(line, adjudicated=_day(elements))
        case _:
            return replace(line, remaining=elements.number(2))


def _day(elements: Elements) -> date | None:
    return dated(elements.texts[2], elements.texts[3]).starts


def _adjustments(elements: Elements) -> tuple[Adjustment, ...]:
    texts = elements.texts
    return tuple(
        Adjustment(texts[1], texts[at], elements.number(at + 1), elements.number(at + 2))
        for at in ADJUSTMENTS
        if texts[at]
    )
