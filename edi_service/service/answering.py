"""What the policies say of each claim of some inputs, one claim after another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from edi_service.cases.money import total_at_risk
from edi_service.cases.open import open_cases
from edi_service.finding import Report
from edi_service.policy.examine import examine
from edi_service.service.stream import identifier, start_of
from edi_service.service.stretch import WHOLE, read_stretch
from edi_service.x12.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from edi_service.cases.model import Case
    from edi_service.claims.model import Claim
    from edi_service.facts.match import FactsTable
    from edi_service.finding import Finding
    from edi_service.policy.rule import Subject
    from edi_service.service.desk import Desk
    from edi_service.service.ports import Arrival


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A claim as read from *arrival*, and what was *found* in it before any policy was asked."""

    arrival: Arrival
    claim: Claim
    found: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What the policies say of a claim: *findings* of theirs, and *cases*."""

    subject: Subject
    findings: tuple[Finding, ...]
    cases: tuple[Case, ...]

    @property
    def at_risk(self) -> Decimal:
        """The dollars at risk by all cases together."""
        return total_at_risk(self.cases, self.subject.claim)


def read_claims(arrivals: Iterable[Arrival], desk: Desk) -> Iterator[Read]:
    """Every claim of *arrivals*, in their order; the policies of *desk* are not asked."""
    for arrival in arrivals:
        report = Report()
        for passed in read_stretch(
            arrival, WHOLE, report, Tally(), find_guide=desk.find_guide, codes=desk.codes
        ):
            found = report.take(before_segment=passed.end)
            if passed.claim is not None:
                own = [each for each in found if each.claim_id == passed.claim.claim_id]
                yield Read(arrival=arrival, claim=passed.claim, found=tuple(own))


def answer(read: Read, desk: Desk, facts: FactsTable) -> Answered:
    """What the policies of *desk* say of the claim in *read*, given *facts*."""
    claim, doubts = read.claim, Report()
    subject = desk.subject(claim, facts.find(claim, doubts))
    examination = examine(subject, desk.library)
    known = (*read.found, *doubts.findings, *examination.findings)

    def identify(policy: str) -> str:
        return identifier(read.arrival.sha256, start_of(claim), policy)

    cases, remarks = open_cases(subject, examination, known, identify)
    findings = (*doubts.findings, *examination.findings, *remarks)
    return Answered(subject=subject, findings=findings, cases=cases)
