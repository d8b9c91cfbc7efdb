"""
PS08: is the type of bill that of the patient's class?

A hospital bills an inpatient with 11x and an outpatient with 13x; observation is outpatient
whatever bed it was in.  A status changed during the stay is the usual reason for the wrong one.
Which type of bill a class rules out, a policy says (``<encounter>``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.finding import Kind, Severity
from edi_service.policy.pointing import CLAIM_PLACE
from edi_service.policy.records import answer_of
from edi_service.policy.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.policy.library import Applying
    from edi_service.policy.rule import Answer, Subject


def check(subject: Subject, applying: Applying) -> Iterator[Answer]:
    """Compare the first two digits of the type of bill with the class."""
    bill_type, sort = subject.claim.bill_type, subject.encounter.patient_class
    if sort is None or not bill_type:
        return
    because = f"The type of bill is {bill_type}x, and the records have the class {sort}."
    for found in applying.rows_of(subject).encounters_of(sort, subject):
        if bill_type in found.row.not_billed:
            yield answer_of(because, found, at=CLAIM_PLACE, proposed=found.row.billed)
            return


RULE = Rule(
    kind=Kind(
        "PS08",
        Severity.WARNING,
        "The type of bill is not that of the patient's class in the records",
        "Look at the patient's status when the bill was made; correct the type of bill or the "
        "record.",
        "The encounter with the claim's number has a class of patient that is billed with another "
        "type of bill. An emergency patient who was admitted is an inpatient in the end; where "
        "the records kept the first class, they are what to correct.",
    ),
    check=check,
)
