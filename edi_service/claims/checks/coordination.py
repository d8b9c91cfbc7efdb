"""
CM12 to CM15: do the amounts of other payers balance, line by line and claim by claim?

The rules are those of the guides' section on balancing.  An amount that cannot be read makes a sum
meaningless, so a payer or line that has one is left out; it is told by whoever checks elements.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from edi_service.claims import check_kinds
from edi_service.claims.checks.charges import charges_are_readable
from edi_service.claims.coordination import ADJUSTMENTS
from edi_service.claims.model import ZERO
from edi_service.claims.walk import Wanted, walk

if TYPE_CHECKING:
    from decimal import Decimal

    from edi_service.claims.checks.given import Given
    from edi_service.claims.model import Claim
    from edi_service.claims.segments import Elements
    from edi_service.claims.walk import Step
    from edi_service.finding import Kind, Report


@dataclass(slots=True)
class _Sum:
    """What one payer did, to the claim or to one line of it."""

    step: Step  # SBR of 2320, or the first SVD of the payer in a line
    paid: Decimal = ZERO
    adjusted: Decimal = ZERO
    paid_step: Step | None = None  # AMT*D
    identifiers: set[str] = field(default_factory=set)  # NM109 of 2330B
    has_adjustments: bool = False
    is_readable: bool = True

    def pay(self, elements: Elements) -> None:
        """Add what AMT02 or SVD02 says."""
        self.paid += elements.number(2)
        self.is_readable &= not elements.faults

    def adjust(self, elements: Elements) -> None:
        """Add the amounts of a CAS: elements 03, 06 … 18."""
        self.adjusted += sum((elements.number(at + 1) for at in ADJUSTMENTS), ZERO)
        self.has_adjustments = True
        self.is_readable &= not elements.faults


_AMOUNTS = Wanted(
    lambda use: (
        (use.loop, use.segment_id) in {("2320", "SBR"), ("2320", "CAS"), ("2330B", "NM1")}
        or (use.loop, use.segment_id, use.qualifier) == ("2320", "AMT", "D")
        or (use.loop == "2430" and use.segment_id in ("SVD", "CAS"))
    )
)


def check(claim: Claim, report: Report, _given: Given) -> None:
    """Add up what each other payer did; most claims have none."""
    payers: list[_Sum] = []
    lines: dict[tuple[int, str], _Sum] = {}  # by index of the line's LX, and payer
    latest: list[_Sum] = []  # the last is what a CAS belongs to
    for step in walk(claim, _AMOUNTS):
        elements = step.elements
        match step.use.loop, step.use.segment_id:
            case "2320", "SBR":
                payers.append(_Sum(step))
                latest.append(payers[-1])
            case "2330B", _:
                payers[-1].identifiers.add(elements.texts[9])
            case _, "AMT":
                payers[-1].paid_step = step
                payers[-1].pay(elements)
            case _, "SVD":
                key = (_line_start(claim, step), elements.texts[1])
                latest.append(lines.setdefault(key, _Sum(step)))
                latest[-1].pay(elements)
            case _:
                latest[-1].adjust(elements)
    if latest and charges_are_readable(claim):
        for (start, payer), line in lines.items():
            _check_line(claim, report, line, start)
            if not any(payer in each.identifiers for each in payers):
                message = "no loop 2330B has this identifier in NM109"
                _tell(claim, report, check_kinds.PAYER_OF_NO_ONE, (line.step, 1), message)
        for each in payers:
            own = [line for (_, payer), line in lines.items() if payer in each.identifiers]
            _check_payer(claim, report, each, own)


def _line_start(claim: Claim, step: Step) -> int:
    """The index of the LX of the line that *step* stands in."""
    return max(line.index for line in claim.lines if line.index <= step.index)


def _check_line(claim: Claim, report: Report, line: _Sum, start: int) -> None:
    charge = next(each.charge for each in claim.lines if each.index == start)
    if line.is_readable and line.paid + line.adjusted != charge:
        message = f"paid {line.paid} and adjusted {line.adjusted} are not the charge {charge}"
        _tell(claim, report, check_kinds.LINE_NOT_BALANCED, (line.step, 2), message)


def _check_payer(claim: Claim, report: Report, payer: _Sum, lines: list[_Sum]) -> None:
    paid = payer.paid_step
    if paid is None or not all(each.is_readable for each in (payer, *lines)):
        return
    if lines:
        of_lines = sum((line.paid for line in lines), ZERO)
        if of_lines - payer.adjusted != payer.paid:
            message = f"AMT*D is {payer.paid}, the lines were paid {of_lines}"
            message += f" and the claim adjusted by {payer.adjusted}"
            _tell(claim, report, check_kinds.PAYMENT_NOT_BALANCED, (paid, 2), message)
    elif payer.has_adjustments and payer.paid + payer.adjusted != claim.charge:
        message = f"paid {payer.paid} and adjusted {payer.adjusted} are not CLM02, {claim.charge}"
        _tell(claim, report, check_kinds.CLAIM_NOT_BALANCED, (paid, 2), message)


def _tell(claim: Claim, report: Report, kind: Kind, at: tuple[Step, int], message: str) -> None:
    """Report *kind* at a segment and one of its elements."""
    step, element = at
    position = step.placed.position(step.index, element)
    report.add(kind.found(position, message, claim_id=claim.claim_id))
