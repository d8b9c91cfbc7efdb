"""What a claim stands to lose: each service line counted once, however many policies concern it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from edi_service.cases.model import Case
    from edi_service.claims.model import Claim, ServiceLine
    from edi_service.finding import Finding

NOTHING = Decimal("0.00")  # sums begin with it, so that they show cents


def amount_of(claim: Claim, lines: Collection[ServiceLine], *, whole_claim: bool) -> Decimal:
    """
    The claim's charge (CLM02) when it is at issue as a whole, else the charges of *lines*.

    A whole claim from which lines have been taken out, such as those of an emergency visit before
    a stay, is no more at risk than the lines that are left.
    """
    if whole_claim and len(lines) == len(claim.lines):
        return NOTHING + claim.charge
    return sum([line.charge for line in lines], NOTHING)


def difference_of(findings: Iterable[Finding], lines: Collection[ServiceLine]) -> Decimal | None:
    """
    What wrong places change in the payment of *lines*, by *findings*; each line counted once.

    None where none of them is concerned, or it cannot be told of each that is.
    """
    wanted = {line.number for line in lines}
    amounts = {
        found.difference.line: found.difference.amount
        for found in findings
        if found.difference is not None and found.difference.line in wanted
    }
    known = [amount for amount in amounts.values() if amount is not None]
    return sum(known, NOTHING) if known and len(known) == len(amounts) else None


def total_at_risk(cases: Iterable[Case], claim: Claim) -> Decimal:
    """
    The dollars at risk by all *cases* of *claim* together, none of them counted twice.

    A case of the whole claim puts all its lines at risk; else those count that any case names.
    """
    known = list(cases)
    if not known:
        return NOTHING
    named = {number for case in known for number in case.lines}
    at_issue = [line for line in claim.lines if line.number in named]
    return amount_of(claim, at_issue, whole_claim=any(case.is_whole_claim for case in known))
