"""
PS05: are the admission day and hour of the claim those of the records?

DTP*435 of loop 2300 has the day and, on a hospital's claim, the hour.  Clocks of notices and
reviews start there, so that a day wrong is a deadline missed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    claim = subject.claim
    says = differs(claim.admitted, claim.admission_hour, subject.facts.admitted, subject)
    if claim.admitted is not None and says:
        because = f"The admission date (DTP*435 in loop 2300) {says}."
        rows = applying.rows_of(subject)
        for found in rows.compared(ComparedPart.ADMISSION, subject):
            yield answer_of(because, found)


RULE = Rule(
    kind=Kind(
        "PS05",
        Severity.WARNING,
        "The admission on the claim is not that of the records",
        "Look at the admission in the records; correct DTP*435, or the record if that is wrong.",
        "The day or the hour of the admission differs between the claim and what the office gave "
        "beside it: the facts, or the encounter. Hours are compared by the clock of the place of "
        "care, as hours.",
    ),
    check=check,
)
