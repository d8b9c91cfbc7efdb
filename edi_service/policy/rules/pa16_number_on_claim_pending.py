"""
PA16: is the number on the claim one that the payer has not yet decided?

A reference that a payer gives for a request is easily taken for an authorization.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.facts.model import Status
from edi_service.finding import Kind, Severity
from edi_service.policy.authorized import with_status
from edi_service.policy.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from edi_service.policy.rule import Answer, Concern, Subject


def check(subject: Subject, concerns: Iterable[Concern]) -> Iterator[Answer]:
    """Name each number on the claim that is pending."""
    del concerns  # a number that the claim shows concerns no demand
    return with_status(subject, Status.PENDING, _SAYS)


_SAYS = "The number {number} on the claim is of a request that is not yet decided."


RULE = Rule(
    kind=Kind(
        "PA16",
        Severity.ERROR,
        "The number on the claim is of a request not yet decided",
        "Wait for the payer's answer; send the claim with the number it gives.",
        "The list of authorizations on file has the number as pending. Until the payer has "
        "decided, it authorizes nothing, and a claim that is sent with it is denied.",
    ),
    check=check,
)
