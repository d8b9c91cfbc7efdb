"""
PS07: is the patient status of the claim that of the records?

CL103 says where the patient went; transfers and skilled nursing pay otherwise than a discharge to
home, and 30 says that the patient is still there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.facts.encounter import day_of
from edi_service.finding import Kind, Severity
from edi_service.policy.place_rules import ComparedPart
from edi_service.policy.records import answer_of, local
from edi_service.policy.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.policy.library import Applying
    from edi_service.policy.rule import Answer, Subject


def check(subject: Subject, applying: Applying) -> Iterator[Answer]:
    """Compare the codes; one who was discharged within the statement is no patient any more."""
    claim, recorded = subject.claim, subject.encounter.patient_status
    status, rows = claim.patient_status, applying.rows_of(subject)
    if not status:
        return
    if recorded and recorded != status:
        because = f"The patient status (CL103) is {status}, and the records have {recorded}."
        for found in rows.compared(ComparedPart.PATIENT_STATUS, subject):
            yield answer_of(because, found)
        return
    discharged = subject.facts.discharged
    if discharged is None or claim.statement_to is None:
        return
    day = day_of(local(discharged, subject))
    for found in rows.compared(ComparedPart.STILL_A_PATIENT, subject):
        if status in found.row.unless_status and day <= claim.statement_to:
            because = (
                f"The patient status (CL103) is {status}, still a patient, and the records have a "
                f"discharge on {day}."
            )
            yield answer_of(because, found)


RULE = Rule(
    kind=Kind(
        "PS07",
        Severity.WARNING,
        "The patient status on the claim is not that of the records",
        "Look where the patient went; correct CL103, or the record if that is wrong.",
        "The disposition in the encounter (PV1-36) is another code than CL103, or CL103 says that "
        "the patient is still there although the records have a discharge within the statement.",
    ),
    check=check,
)
