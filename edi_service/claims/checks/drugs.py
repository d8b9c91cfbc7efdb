"""CM24: does each drug that is named have its quantity?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims import check_kinds
from edi_service.claims.walk import Wanted, walk

if TYPE_CHECKING:
    from edi_service.claims.checks.given import Given
    from edi_service.claims.model import Claim
    from edi_service.claims.walk import Step
    from edi_service.finding import Report

_DRUGS = Wanted(lambda use: use.segment_id in ("LIN", "CTP") and use.loop == "2410")


def check(claim: Claim, report: Report, _given: Given) -> None:
    """Pair each LIN with the CTP behind it."""
    unpaired: Step | None = None
    for step in walk(claim, _DRUGS):
        is_drug = step.use.segment_id == "LIN"
        if is_drug and unpaired is not None:
            _tell(claim, report, unpaired)
        unpaired = step if is_drug else None
    if unpaired is not None:
        _tell(claim, report, unpaired)


def _tell(claim: Claim, report: Report, drug: Step) -> None:
    report.add(
        check_kinds.DRUG_QUANTITY_MISSING.found(
            drug.placed.position(drug.index),
            "LIN has no CTP behind it",
            claim_id=claim.claim_id,
        )
    )
