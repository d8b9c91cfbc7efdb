"""CM08, CM21, CM29: are the lines numbered 1, 2, 3, and no more than the guide foresees?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims import check_kinds, kinds
from edi_service.claims.checks.pointing import Place, add
from edi_service.claims.model import ClaimKind
from edi_service.claims.segments import shown

if TYPE_CHECKING:
    from edi_service.claims.checks.given import Given
    from edi_service.claims.model import Claim
    from edi_service.finding import Report

MOST_LINES = {
    ClaimKind.PROFESSIONAL: 50,
    ClaimKind.INSTITUTIONAL: 999,
    ClaimKind.DENTAL: 50,
}
_COUNTED = [str(number) for number in range(1, 51)]


def check(claim: Claim, report: Report, _given: Given) -> None:
    """Hold the numbers against a count; a short claim that counts rightly is done at once."""
    numbers = [line.number for line in claim.lines]
    if numbers == _COUNTED[: len(numbers)]:
        return
    _check_order(claim, report, numbers)
    most = MOST_LINES[claim.kind]
    if len(numbers) > most:
        place = Place("2400", "LX", element=1, start=claim.lines[most].index)
        message = f"the claim has {len(numbers)} lines, the guide foresees {most}"
        add(claim, report, check_kinds.MANY_LINES, place, message)


def _check_order(claim: Claim, report: Report, numbers: list[str]) -> None:
    seen: set[str] = set()
    is_ordered = True
    for count, (line, number) in enumerate(zip(claim.lines, numbers, strict=True), 1):
        place = Place("2400", "LX", element=1, start=line.index)
        if number in seen:
            message = f"line number {shown(number)} was used before"
            add(claim, report, kinds.LINE_NUMBER_REPEATED, place, message)
            is_ordered = False  # what follows is shifted by this one
        elif is_ordered and number != str(count):
            message = f"line {count} of the claim has number {shown(number)}"
            add(claim, report, check_kinds.LINES_OUT_OF_ORDER, place, message)
            is_ordered = False
        seen.add(number)
