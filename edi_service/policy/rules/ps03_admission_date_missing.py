"""
PS03: does a professional claim for an inpatient say when the patient was admitted?

The professional guide (005010X222) has the admission date, DTP*435 in loop 2300, for inpatient
visits; without it the payer returns the claim (remark MA40).  At which places of service a payer
wants it, its policy says (``admission-date-needed-at``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims.model import ClaimKind
from edi_service.finding import Kind, Severity
from edi_service.policy.rule import Answer, Outcome, Rule
from edi_service.policy.screen import Topic
from edi_service.policy.trust import as_grave_as_read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.policy.library import Applying
    from edi_service.policy.rule import Subject


def check(subject: Subject, applying: Applying) -> Iterator[Answer]:
    """Look for the date where any line is at one of the places; the first policy speaks."""
    claim = subject.claim
    if claim.kind is not ClaimKind.PROFESSIONAL or claim.admitted:
        return
    asking = applying.admission_places
    if claim.place_of_service not in asking and not any(
        line.place_of_service in asking for line in claim.lines if line.place_of_service
    ):
        return
    places = {claim.place_of_service, *(line.place_of_service for line in claim.lines)} - {""}
    for stand in applying.placing_of(subject):
        if inpatient := sorted(places.intersection(stand.revision.places.admission_places)):
            read = stand.revision.source
            severity, check = as_grave_as_read(Severity.ERROR, read, subject)
            yield Answer(
                outcome=Outcome.YES,
                because=f"At place of service {inpatient[0]} the admission date (DTP*435 in loop "
                f"2300) is wanted, and it is absent.{check}",
                severity=severity,
                source=stand.source,
            )
            return


RULE = Rule(
    kind=Kind(
        "PS03",
        Severity.ERROR,
        "The admission date is missing from an inpatient's professional claim",
        "Send the day of admission in DTP*435 of loop 2300.",
        "A professional service to an inpatient is paid with the admission date on the claim. "
        "Payers return a claim without one (remark code MA40).",
    ),
    check=check,
    topic=Topic.ADMISSION,
)
