"""
PA02: has the payer given an authorization that the claim does not mention?

The office's own list of authorizations is held against the claim: same payer, same member, and all
that it restricts fits (day, service, place, provider, units left).  A number that exists is mended
by sending it; no review is asked for.
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
    """Name each number on file with the lines it covers; the first that covers a line counts."""
    return on_file(subject, demand, Status.APPROVED, _SAYS) if subject.on_file else ()


_SAYS = "Authorization {number} is on file for {what} but not on the claim: put {number} in REF*G1."


RULE = Rule(
    kind=Kind(
        "PA02",
        Severity.ERROR,
        "An authorization is on file and not on the claim",
        "Put the number in REF*G1 and send the claim; no review is needed. Of a claim in the "
        "store, `edi-service cases mend` writes it.",
        "The services need the payer's authorization, and the list of authorizations on file has "
        "one by the same payer for the same member that covers them. The claim would be denied for "
        "want of a number that the office holds.",
    ),
    check=check,
)
