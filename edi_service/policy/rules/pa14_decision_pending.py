"""
PA14: has the payer been asked already, and not yet answered?

The office's list has a request as pending that would cover the service.  A second request for the
same would only be refused as a duplicate, so none is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.facts.model import Status
from edi_service.finding import Kind, Severity
from edi_service.policy.authorized import on_file
from edi_service.policy.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edi_service.policy.demand import Demand
    from edi_service.policy.rule import Answer, Subject


def check(subject: Subject, demand: Demand) -> Iterable[Answer]:
    """Name each pending request with the lines that it is for."""
    return on_file(subject, demand, Status.PENDING, _SAYS) if subject.on_file else ()


_SAYS = "Authorization {number} is asked for and not yet decided, for {what}: wait for the answer."

RULE = Rule(
    kind=Kind(
        "PA14",
        Severity.ERROR,
        "An authorization is asked for and not yet decided",
        "Wait for the payer's answer; put the number it gives in REF*G1, or appeal.",
        "The services need the payer's authorization, and the list on file has a request for them "
        "by the same payer for the same member that is pending. The claim would be denied today; a "
        "second request would be a duplicate, so no case is opened.",
    ),
    check=check,
)
