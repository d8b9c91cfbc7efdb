"""
PA15: has the payer denied what the claim rests on, or would have to ask for?

A number of a denied request on the claim authorizes nothing.  A denied request for a service that
wants an authorization is no place for another request: where a policy shuts the door after a
denial (``unless exclusion="authorization-denied"``), the list on file is heard as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.facts.model import Status
from edi_service.finding import Kind, Severity
from edi_service.policy.authorized import with_status
from edi_service.policy.on_file import refused, resting_on
from edi_service.policy.rule import Answer, Outcome, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from edi_service.policy.rule import Concern, Subject


def check(subject: Subject, concerns: Iterable[Concern]) -> Iterator[Answer]:
    """Name each denied request, whether the claim shows its number or wants an authorization."""
    yield from with_status(subject, Status.DENIED, _SAYS)
    for concern in concerns:
        denied = refused(subject, concern.lines)
        if denied is not None and not resting_on(subject.claim, denied.number):
            when = f" on {denied.decided}" if denied.decided else ""
            yield Answer(
                outcome=Outcome.YES,
                because=f"Request {denied.number} for these services was denied{when}.",
            )


_SAYS = "The number {number} on the claim is of a request that was denied{when}."

RULE = Rule(
    kind=Kind(
        "PA15",
        Severity.ERROR,
        "The payer has denied the authorization",
        "Appeal the denial or ask for a peer-to-peer talk; another request is no way.",
        "The list of authorizations on file has a request for the service as denied. The number of "
        "a denied request on a claim authorizes nothing, and after a denial most payers hear an "
        "appeal only.",
    ),
    check=check,
)
