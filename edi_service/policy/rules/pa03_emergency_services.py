"""
PA03: are the services exempt, emergency services above all?

A plan may not ask for prior authorization of emergency services (45 CFR 149.110; 42 CFR 422.113 and
438.114), whatever its list says: a policy for every payer says so, and goes before each payer's
own.  A payer may exempt more: policies with ``required="no"``, and ``<exempt>`` in its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.finding import Kind, Severity
from edi_service.policy.demand import name_all
from edi_service.policy.exemption import exempted
from edi_service.policy.rule import Answer, Outcome, Rule
from edi_service.policy.services import without

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.claims.model import Claim, ServiceLine
    from edi_service.policy.demand import Demand
    from edi_service.policy.rule import Subject
    from edi_service.policy.stand import Stand


def check(subject: Subject, demand: Demand) -> Iterator[Answer]:
    """Ask the policy itself, then every one that says no authorization is needed."""
    claim, left = subject.claim, demand.lines
    for stand in (demand.stand, *demand.exempting):
        exempt, missing = exempted(stand, subject)
        lines = without(left, without(left, exempt.lines))
        if not lines:
            continue
        answer = _answer(claim, lines, stand, missing)
        if answer.outcome is Outcome.YES:
            left = without(left, lines)
        yield answer


def _answer(
    claim: Claim, lines: tuple[ServiceLine, ...], stand: Stand, missing: tuple[str, ...]
) -> Answer:
    what = name_all(claim, lines, whole_claim=False)
    verb = "are" if len(lines) > 1 else "is"
    says = f"{what} {verb} exempt from authorization: {stand.policy.title}."
    if missing:
        says = f"{what} may be exempt from authorization, which hangs on {', '.join(missing)}."
    return Answer(
        outcome=Outcome.CANNOT_TELL if missing else Outcome.YES,
        because=says[0].upper() + says[1:],
        missing=missing,
        line=lines[0] if len(lines) == 1 else None,
        source=stand.source,
        settled=() if missing else lines,
    )


RULE = Rule(
    kind=Kind(
        "PA03",
        Severity.NOTE,
        "The services are exempt from authorization",
        "Nothing needs to be done; if the payer asks all the same, cite the policy named.",
        "A policy wants an authorization for these services, but they are exempt from it. Above "
        "all, no plan may ask for prior authorization of emergency services. An emergency visit "
        "is seen by place of service 23 or revenue code 045x; a stay in the hospital is not "
        "exempt because it began in the emergency department.",
    ),
    check=check,
)
