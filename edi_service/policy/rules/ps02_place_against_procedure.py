"""
PS02: does the procedure belong in the place of service?

Many procedures say by their definition where they are done: an emergency department visit, a visit
at home, a ride in an ambulance.  Which places a payer expects for which family of procedures, which
it puts up with, and how grave any other is, its policy says (``<family>``); a payer's own family
takes the place of the general one of the same id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.finding import Kind, Severity
from edi_service.policy.pointing import line_place
from edi_service.policy.rule import Answer, Outcome, Rule
from edi_service.policy.screen import Topic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.policy.library import Applying
    from edi_service.policy.place_rules import PlaceFamily
    from edi_service.policy.rule import Subject


def check(subject: Subject, applying: Applying) -> Iterator[Answer]:
    """Hold each line's place against the families its procedure belongs to."""
    if not applying.placing:
        return
    claim, rows = subject.claim, applying.rows_of(subject)
    line_of_business = subject.payer.line_of_business if subject.payer else ""
    for line in claim.lines:
        for found in rows.families_of(line.procedure):
            family, place, day = found.row, claim.place_of(line), claim.starts_of(line)
            if not place or not family.row.holds(day):
                continue
            severity = _severity(family, place, line_of_business)
            if severity is None or day is None or applying.places.on(place, day) is None:
                continue  # a code that was not assigned is PS01's business
            grave, check = found.graded(severity, subject)
            yield Answer(
                outcome=Outcome.YES,
                because=(
                    f"{line.procedure} at place of service {place}: {family.title} are expected "
                    f"at {', '.join(family.expected)}.{check}"
                ),
                line=line,
                element=line_place(claim) if line.place_of_service else 0,
                severity=grave,
                source=found.source,
                proposed=family.expected,
            )


def _severity(family: PlaceFamily, place: str, line_of_business: str) -> Severity | None:
    """How grave *place* is for *family*; None when it is no fault."""
    if place in family.expected or place in family.tolerated:
        return None
    for otherwise in family.otherwise:
        if (not otherwise.places or place in otherwise.places) and (
            not otherwise.lines_of_business or line_of_business in otherwise.lines_of_business
        ):
            return otherwise.severity
    return None


RULE = Rule(
    kind=Kind(
        "PS02",
        Severity.ERROR,
        "The procedure is not expected at this place of service",
        "Correct the place of service or the procedure, whichever is wrong; if both are right, "
        "record an override with the reason.",
        "The policy names the places where procedures of this family are expected. Another place "
        "is an error, a warning or a note as the policy says for that place and line of business; "
        "a payer denies such a line (CARC 5), and a wrong place also pays a wrong rate.",
    ),
    check=check,
    topic=Topic.PLACE,
)
