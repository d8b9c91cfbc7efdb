"""
PA02: has the payer given an authorization that the claim does not mention?

The office's own list of authorizations is held against the claim: same payer, same member, the
service and its day covered.  A number that exists is mended by sending it; no review is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.finding import Kind, Severity
from edi_service.policy.demand import name_all
from edi_service.policy.rule import Answer, Outcome, Rule
from edi_service.policy.services import without

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from edi_service.claims.model import ServiceLine
    from edi_service.facts.model import AuthorizationOnFile
    from edi_service.policy.demand import Demand
    from edi_service.policy.rule import Subject


def check(subject: Subject, demand: Demand) -> Iterator[Answer]:
    """Name each number on file with the lines it covers; the first that covers a line counts."""
    claim, left = subject.claim, demand.lines
    for authorization in _of_this_claim(subject):
        covered = _covered(authorization, subject, demand, left)
        if not covered:
            continue
        left = without(left, covered)
        is_whole = demand.whole_claim and not left
        what = name_all(claim, covered, whole_claim=is_whole)
        yield Answer(
            outcome=Outcome.YES,
            because=(
                f"Authorization {authorization.number} is on file for {what.rstrip(',')} but not "
                f"on the claim: put {authorization.number} in REF*G1."
            ),
            line=covered[0] if len(covered) == 1 and not is_whole else None,
            settled=covered,
        )


def _of_this_claim(subject: Subject) -> Iterator[AuthorizationOnFile]:
    """Those given by the claim's payer to the claim's member."""
    parties = subject.claim.parties
    payers = {
        parties.payer.identifier.upper(),
        subject.payer.payer.upper() if subject.payer else "",
    }
    member = parties.subscriber.party.identifier.upper()
    for each in subject.on_file:
        if each.payer and each.payer.upper() in payers and member and each.member.upper() == member:
            yield each


def _covered(
    authorization: AuthorizationOnFile,
    subject: Subject,
    demand: Demand,
    lines: tuple[ServiceLine, ...],
) -> tuple[ServiceLine, ...]:
    """
    Those of *lines* that *authorization* covers.

    A stay is covered as one, by its first day and by any of its procedures: hospitals ask for the
    admission, not for each line of the bill.
    """
    claim = subject.claim
    if demand.whole_claim:
        procedures = [line.procedure for line in lines] + [each.code for each in claim.procedures]
        is_covered = _is_day(authorization, claim.first_day) and _is_procedure(
            authorization, procedures
        )
        return lines if is_covered else ()
    return tuple(
        line
        for line in lines
        if _is_day(authorization, claim.starts_of(line))
        and _is_procedure(authorization, [line.procedure])
    )


def _is_day(authorization: AuthorizationOnFile, day: date | None) -> bool:
    starts, ends = authorization.starts, authorization.ends
    return day is not None and (starts is None or starts <= day) and (ends is None or day <= ends)


def _is_procedure(authorization: AuthorizationOnFile, procedures: list[str]) -> bool:
    named = authorization.procedures
    return not named or not set(named).isdisjoint(procedures)


RULE = Rule(
    kind=Kind(
        "PA02",
        Severity.ERROR,
        "An authorization is on file and not on the claim",
        "Put the number in REF*G1 and send the claim; no review is needed.",
        "The services need the payer's authorization, and the list of authorizations on file has "
        "one by the same payer for the same member that covers them. The claim would be denied for "
        "want of a number that the office holds.",
    ),
    check=check,
)
