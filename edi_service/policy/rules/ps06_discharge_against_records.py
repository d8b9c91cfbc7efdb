"""
PS06: are the discharge day and hour of the claim those of the records?

A professional claim has the day in DTP*096; a hospital's has the hour there, and its statement
(DTP*434) ends on the day of discharge unless the patient stays (CL103 = 30).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims.model import ClaimKind
from edi_service.finding import Kind, Severity
from edi_service.policy.records import SOURCE, differs
from edi_service.policy.rule import Answer, Outcome, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.policy.rule import Subject


def check(subject: Subject) -> Iterator[Answer]:
    """Compare the day, and the hour where both have one."""
    claim, discharged = subject.claim, subject.facts.discharged
    if claim.kind is ClaimKind.INSTITUTIONAL:
        if claim.bill_type != "11" or claim.patient_status in ("", STILL_PATIENT):
            return
        says = differs(claim.statement_to, None, discharged, subject)
        what = "The last day of the statement (DTP*434 in loop 2300)"
        if not says:
            says = differs(None, claim.discharge_hour, discharged, subject)
            what = "The discharge hour (DTP*096 in loop 2300)"
    else:
        says = differs(claim.discharged, None, discharged, subject) if claim.discharged else ""
        what = "The discharge date (DTP*096 in loop 2300)"
    if says:
        yield Answer(outcome=Outcome.YES, because=f"{what} {says}.", source=SOURCE)


STILL_PATIENT = "30"


RULE = Rule(
    kind=Kind(
        "PS06",
        Severity.WARNING,
        "The discharge on the claim is not that of the records",
        "Look at the discharge in the records; correct the claim, or the record if that is wrong.",
        "The day or the hour of the discharge differs between the claim and what the office gave "
        "beside it. The statement of a hospital stay is taken to end with the discharge, unless "
        "the patient status says that the patient is still there.",
    ),
    check=check,
)
