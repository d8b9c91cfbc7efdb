"""All that is known of claims from outside them: facts, encounters, eligibility."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from edi_service.facts.eligibility import NO_ELIGIBILITY
from edi_service.facts.encounter import NO_ENCOUNTER, united
from edi_service.facts.match import EncounterTable, FactsTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from edi_service.facts.eligibility import EligibilityTable
    from edi_service.facts.encounter import Encounter
    from edi_service.facts.model import ClaimFacts
    from edi_service.facts.shown import ShownClaim
    from edi_service.finding import Finding, Report

    Askers = Mapping[tuple[str, str], str]


class Outside(NamedTuple):
    """The tables of a run, asked claim by claim as one."""

    facts: FactsTable
    encounters: EncounterTable
    eligibility: EligibilityTable = NO_ELIGIBILITY

    @classmethod
    def empty(cls) -> Outside:
        """One that knows nothing."""
        return cls(FactsTable.empty(), EncounterTable.empty())

    def find(self, claim: ShownClaim, report: Report) -> tuple[ClaimFacts, Encounter]:
        """What is known of *claim*; *report* takes what is doubtful or contradicts itself."""
        facts = self.facts.find(claim, report)
        encounter = self.encounters.find(claim, report)
        if encounter is not NO_ENCOUNTER:
            facts = united(facts, encounter, report, claim.claim_id)
        return self.eligibility.tell(claim, facts, report), encounter

    @property
    def askers(self) -> tuple[Askers, Askers]:
        """The rows asked for in each table, as :attr:`Table.askers`."""
        return self.facts.askers, self.encounters.askers

    def agrees(self, askers: tuple[Askers, Askers]) -> bool:
        """Take the *askers* of the same tables elsewhere, as :meth:`Table.agrees`."""
        facts, encounters = askers
        return self.facts.agrees(facts) and self.encounters.agrees(encounters)

    def findings(self) -> Iterator[tuple[Finding, str]]:
        """What is wrong with the files, and what no claim has asked for, with the file's name."""
        for found in (*self.facts.findings, *self.facts.unmatched()):
            yield found, self.facts.name
        for found in (*self.encounters.findings, *self.encounters.unmatched()):
            yield found, self.encounters.name
        for found in self.eligibility.findings:
            yield found, self.eligibility.name
