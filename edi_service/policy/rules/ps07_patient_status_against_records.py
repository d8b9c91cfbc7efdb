"""
PS07: is the patient status of the claim that of the records?

CL103 says where the patient went; transfers and skilled nursing pay otherwise than a discharge to
home, and 30 says that the patient is still there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.facts.encounter import day_of
from edi_service.finding import Kind, Severity
from edi_service.policy.records import SOURCE, local
from edi_service.policy.rule import Answer, Outcome, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.policy.rule import Subject


def check(subject: Subject) -> Iterator[Answer]:
    """Compare the codes; 30 is no status of one who has been discharged within the statement."""
    claim, recorded = subject.claim, subject.encounter.patient_status
    status, discharged = claim.patient_status, subject.facts.discharged
    if not status:
        return
    because = ""
    if recorded and recorded != status:
        because = f"The patient status (CL103) is {status}, and the records have {recorded}."
    elif status == STILL_PATIENT and discharged is not None and claim.statement_to is not None:
        day = day_of(local(discharged, subject))
        if day <= claim.statement_to:
            because = (
                f"The patient status (CL103) is {status}, still a patient, and the records have a "
                f"discharge on {day}."
            )
    if because:
        yield Answer(outcome=Outcome.YES, because=because, source=SOURCE)


STILL_PATIENT = "30"


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
