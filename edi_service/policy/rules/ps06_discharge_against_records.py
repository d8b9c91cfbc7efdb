"""
PS06: are the discharge day and hour of the claim those of the records?

A professional claim has the day in DTP*096; a hospital's has the hour there, and its statement
(DTP*434) ends on the day of discharge unless the patient stays.  On which types of bill, and which
patient status (CL103) says that the patient stays, a policy tells (``<compared>``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims.model import ClaimKind
from edi_service.finding import Kind, Severity
from edi_service.policy.place_rules import ComparedPart
from edi_service.policy.records import answer_of, differs
from edi_service.policy.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.policy.library import Applying
    from edi_service.policy.rule import Answer, Subject


def check(subject: Subject, applying: Applying) -> Iterator[Answer]:
    """Compare the day, and the hour where both have one."""
    part, because = _difference(subject)
    status = subject.claim.patient_status
    for found in applying.rows_of(subject).compared(part, subject) if because else ():
        unless = found.row.unless_status
        if not unless or (status and status not in unless):
            yield answer_of(because, found)


def _difference(subject: Subject) -> tuple[ComparedPart, str]:
    """What is compared on a claim of this sort, and how it differs; empty where it does not."""
    claim, discharged = subject.claim, subject.facts.discharged
    if claim.kind is not ClaimKind.INSTITUTIONAL:
        part, what, qualifier = ComparedPart.DISCHARGE, "discharge date", "096"
        says = differs(claim.discharged, None, discharged, subject) if claim.discharged else ""
    else:
        part, what, qualifier = ComparedPart.STATEMENT_END, "last day of the statement", "434"
        says = differs(claim.statement_to, None, discharged, subject)
        if not says:
            what, qualifier = "discharge hour", "096"
            says = differs(None, claim.discharge_hour, discharged, subject)
    return part, f"The {what} (DTP*{qualifier} in loop 2300) {says}." if says else ""


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
