"""
PS12: does the claim name the facility where the place of service is one?

The professional guide has the service facility in loop 2310C, or 2420C for a line, when the service
was given elsewhere than at the billing provider's address; a patient's home is no facility.  At
which places a payer wants it, and at which it does not, its policy says (``<service-facility>``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims.model import ClaimKind
from edi_service.claims.providers import facility_lines
from edi_service.finding import Kind, Severity
from edi_service.policy.place_rows import graded
from edi_service.policy.pointing import CLAIM_PLACE
from edi_service.policy.rule import Answer, Outcome, Rule
from edi_service.policy.screen import Topic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.claims.model import Claim
    from edi_service.policy.library import Applying
    from edi_service.policy.place_rules import FacilityRow
    from edi_service.policy.rule import Subject


def check(subject: Subject, applying: Applying) -> Iterator[Answer]:
    """Look whether the facility is named; of a claim without its segments nobody can tell."""
    claim = subject.claim
    if claim.kind is not ClaimKind.PROFESSIONAL or claim.placed is None:
        return
    rows = applying.rows_of(subject).facilities
    if not rows:
        return
    named = facility_lines(claim)
    element, component = CLAIM_PLACE
    for each in rows:
        row = each.row
        if ("" in named and not row.not_at) or not (named or row.needed_at):
            continue  # it is named for every line, or for none, and that is right anywhere
        because = _fault(claim, row, named)
        for found in graded(each, subject) if because else ():
            yield Answer(
                outcome=Outcome.YES,
                because=because + found.check,
                element=element,
                component=component,
                severity=found.severity,
                source=found.source,
            )


def _fault(claim: Claim, row: FacilityRow, named: set[str]) -> str:
    """What is wrong, once for the claim; *named* are the lines with a facility, "" for all."""
    own, taxonomy = claim.place_of_service, claim.parties.billing.taxonomy
    for line in claim.lines:
        place = line.place_of_service or own
        is_named = bool(named) and ("" in named or line.number in named)
        if not is_named and place in row.needed_at and taxonomy not in row.billed_by_index:
            return (
                f"At place of service {place} the service facility (loop 2310C) is wanted, and it "
                "is absent."
            )
        if is_named and place in row.not_at:
            return (
                f"At place of service {place} there is no service facility, and loop 2310C names "
                "one."
            )
    return ""


RULE = Rule(
    kind=Kind(
        "PS12",
        Severity.WARNING,
        "The service facility does not go with the place of service",
        "Name the facility in loop 2310C (NM1*77 with its NPI and address), or leave it out at a "
        "patient's home; correct the place of service if that is wrong.",
        "A payer looks in loop 2310C for where the service was given, and pays by its address. It "
        "is left out where the billing provider's own address is the place: so a warning only.",
    ),
    check=check,
    topic=Topic.FACILITY,
)
