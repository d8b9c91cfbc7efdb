"""
PA04: does a professional's claim ride on the facility's authorization?

For services in a hospital or surgical center the facility asks for the authorization, and the
professionals who work there ride on it, unless the payer's policy says that they ask on their own
(``riding="yes"``).  A facility is a place where Medicare pays the facility rate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims.model import ClaimKind
from edi_service.finding import Kind, Severity
from edi_service.policy.demand import name_all
from edi_service.policy.rule import Answer, Outcome, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.policy.demand import Demand
    from edi_service.policy.rule import Subject


def check(subject: Subject, demand: Demand) -> Iterator[Answer]:
    """Settle the lines at a facility's place of service."""
    claim, places = subject.claim, demand.applying.places
    if claim.kind is ClaimKind.INSTITUTIONAL or demand.stand.revision.scope.riding:
        return
    lines = tuple(
        line
        for line in demand.lines
        if (day := claim.starts_of(line)) is not None
        and places.is_facility(claim.place_of(line), day)
    )
    if not lines:
        return
    at = ", ".join(sorted({claim.place_of(line) for line in lines}))
    what = name_all(claim, lines, whole_claim=False)
    says = f"{what} at place of service {at}: rides on the facility's authorization."
    yield Answer(
        outcome=Outcome.YES,
        because=says[0].upper() + says[1:],
        line=lines[0] if len(lines) == 1 else None,
        settled=lines,
    )


RULE = Rule(
    kind=Kind(
        "PA04",
        Severity.NOTE,
        "The service rides on the facility's authorization",
        "See that the facility has asked for the authorization; its number may be sent in REF*G1.",
        "The policy wants an authorization for the service, and the service was given at a "
        "facility's place of service. There the facility asks, and the professional's claim needs "
        "no request of its own.",
    ),
    check=check,
)
