"""
Another place of service, proposed beside a claim.

A wrong place is a matter of fact, which only those who know where the patient was can decide; so a
mended claim keeps its place, and what a rule would expect is written down for them to look at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from edi_service.claims.model import ClaimKind
from edi_service.policy.pointing import line_place
from edi_service.policy.rules import CLAIM_RULES, RECORD_RULES

if TYPE_CHECKING:
    from edi_service.claims.model import Claim
    from edi_service.finding import Kind
    from edi_service.policy.library import Library
    from edi_service.policy.rule import Answer, Subject


class Proposal(Struct, frozen=True, kw_only=True):
    """
    What an element could be corrected to.

    Attributes:
        finding: the code of the finding that asks for it.
        element: such as ``CLM05-1`` or ``SV105``.
        line: LX01, also where the line has no place of its own yet; empty for the claim's.
        now: what stands there.
        proposed: what could stand there; where there are several, one of them.
        because: the rule's sentence.
        source: what it rests on.
    """

    finding: str
    element: str
    line: str
    now: str
    proposed: tuple[str, ...]
    because: str
    source: str


def propose(subject: Subject, library: Library) -> tuple[Proposal, ...]:
    """What the rules about places would have corrected in the claim of *subject*."""
    applying = library.applying(subject.payer, subject.claim.first_day, subject.as_of.date())
    rules = (*CLAIM_RULES, *RECORD_RULES)
    answers = ((rule.kind, answer) for rule in rules for answer in rule.check(subject, applying))
    found = (_proposal(subject.claim, kind, answer) for kind, answer in answers if answer.proposed)
    return tuple(dict.fromkeys(found))


def _proposal(claim: Claim, kind: Kind, answer: Answer) -> Proposal:
    line = answer.line
    if line is not None and (line.place_of_service or len(claim.lines) > 1):
        segment = "SV3" if claim.kind is ClaimKind.DENTAL else "SV1"
        element, number = f"{segment}{line_place(claim):02d}", line.number
    else:
        element, number = "CLM05-1", ""
    return Proposal(
        finding=kind.code,
        element=element,
        line=number,
        now=claim.facility_code if line is None else claim.place_of(line),
        proposed=answer.proposed,
        because=answer.because,
        source=answer.source,
    )
