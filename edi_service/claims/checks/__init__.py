"""
Whether claims agree with themselves, with their file, and with the code sets.

These questions concern the claim alone, whoever pays it.  One file is one question; a question is
asked by being listed here.  What could not be read at all has been reported when the claim was
read, and is not held against it a second time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims import check_kinds
from edi_service.claims.checks import (
    admission,
    ambulance,
    charges,
    claim_codes,
    frequency,
    limits,
    line_numbers,
    parts,
    periods,
    pointers,
    related_causes,
    relationship,
    services,
    statement,
)
from edi_service.claims.checks.given import Given
from edi_service.claims.checks.pointing import Place, add
from edi_service.claims.model import ClaimKind
from edi_service.codes.sets import NO_CODE_SETS

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from edi_service.claims.model import Claim
    from edi_service.codes.sets import CodeSets
    from edi_service.finding import Report
    from edi_service.guide.model import Placed

    Check = Callable[[Claim, Report, Given], None]

MOST_CLAIMS = 5_000  # in one transaction set, as the guides advise

_ALL: tuple[Check, ...] = (
    services.check,
    charges.check,
    line_numbers.check,
    periods.check,
    limits.check,
    frequency.check,
    parts.check,
    claim_codes.check_procedure_lists,
)
_WITH_POINTERS: tuple[Check, ...] = (
    *_ALL,
    pointers.check,
    related_causes.check,
    claim_codes.check_accident_place,
)
CHECKS: dict[ClaimKind, tuple[Check, ...]] = {
    ClaimKind.PROFESSIONAL: (*_WITH_POINTERS, ambulance.check),
    ClaimKind.INSTITUTIONAL: (
        *_ALL,
        statement.check,
        admission.check,
        claim_codes.check_bill_type,
    ),
    ClaimKind.DENTAL: _WITH_POINTERS,
}
"""Asked of every claim of a guide."""


class SetChecks:
    """
    Holds the claims of one transaction set, one after another, against what they should agree with.

    What several claims share (the levels above them) is judged once, with the first of them.
    """

    def __init__(
        self, codes: CodeSets = NO_CODE_SETS, file_date: date | None = None, count: int = 0
    ) -> None:
        """
        Make ready for a transaction set of a file that was written on *file_date* (GS04).

        *count* of its claims have been judged already, by somebody else.
        """
        self._given = Given(codes, file_date)
        self._count = count
        self._levels: tuple[Placed, ...] = ()  # judged already
        self._settled: Placed | None = None  # the subscriber's level whose SBR02 was judged

    def check(self, claim: Claim, report: Report) -> None:
        """Report whatever *claim* says that contradicts something else."""
        self._count += 1
        if self._count == MOST_CLAIMS + 1:
            message = f"this is claim {self._count} of its transaction set"
            add(claim, report, check_kinds.MANY_CLAIMS, Place("2300", "CLM"), message)
        levels = claim.parties.levels
        known = self._levels
        if levels is not known:
            for depth, level in enumerate(levels):
                if depth >= len(known) or level is not known[depth]:
                    parts.check_level(level, report, self._given)
            self._levels = levels
        self._check_relationship(claim, report)
        for check in CHECKS[claim.kind]:
            check(claim, report, self._given)

    def _check_relationship(self, claim: Claim, report: Report) -> None:
        """
        Once a subscriber's level.

        The claim that comes first decides: where it is the subscriber's own and SBR02 says so,
        claims of dependents may follow.
        """
        levels = claim.parties.levels
        subscriber = levels[1] if len(levels) > 1 else None
        if subscriber is None or subscriber is not self._settled:
            self._settled = subscriber
            if relationship.disagrees(claim.parties):
                relationship.tell(claim, report)


def check(
    claim: Claim,
    report: Report,
    codes: CodeSets = NO_CODE_SETS,
    file_date: date | None = None,
) -> None:
    """
    Report whatever one *claim* says that contradicts something else, as if it were alone in a set.

    Args:
        claim: the claim.
        report: takes the findings.
        codes: the code sets at hand; without one its codes are asked for their form alone.
        file_date: the day the file was written (GS04); nothing can be dated later.
    """
    SetChecks(codes, file_date).check(claim, report)
