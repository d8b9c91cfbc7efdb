"""What lies on the desk before the first claim is looked at: everything that is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from edi_service.claims.providers import service_facility
from edi_service.facts.encounter import NO_ENCOUNTER
from edi_service.facts.rates import NO_RATES
from edi_service.policy.rule import Subject
from edi_service.review.profile import Partner

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from edi_service.claims.model import Claim
    from edi_service.codes.sets import CodeSets
    from edi_service.facts.encounter import Encounter
    from edi_service.facts.match import AuthorizationTable
    from edi_service.facts.model import ClaimFacts
    from edi_service.facts.rates import RateTable
    from edi_service.policy.library import Library
    from edi_service.review.service_type import ServiceTypes
    from edi_service.service.config import Config
    from edi_service.service.stream import FindGuide

NO_PARTNER = Partner()


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """
    Policies, configuration, authorizations and rates, and the moment of asking.

    *document_titles* says what the policies' words for documents mean.
    """

    library: Library
    config: Config
    authorizations: AuthorizationTable
    document_titles: Mapping[str, str]
    service_types: ServiceTypes
    codes: CodeSets
    find_guide: FindGuide
    as_of: datetime
    rates: RateTable = NO_RATES

    def subject(
        self, claim: Claim, facts: ClaimFacts, encounter: Encounter = NO_ENCOUNTER
    ) -> Subject:
        """*claim* with everything known of it."""
        parties = claim.parties
        alias = self.library.payers.find(parties.payer.identifier, parties.coverage.claim_filing)
        place = _state_of_care(claim)
        return Subject(  # by position: one is made for each claim, and keywords take their time
            claim,
            alias,
            facts,
            self.authorizations.find(claim, alias),
            facts.member_state or place,
            self._zone(parties.billing.npi, place),
            self.as_of,
            self.partner(alias.payer).channel if alias else None,
            self.config.policies.reread_after_days,
            encounter,
            (),
            self.rates,
        )

    def partner(self, payer: str) -> Partner:
        """How requests to *payer* are addressed; what the config says, else the defaults."""
        return self.config.partners.get(payer, NO_PARTNER)

    def _zone(self, npi: str, state: str) -> ZoneInfo | None:
        return self.config.zone_of(npi) or self.library.states.zone(state)


def _state_of_care(claim: Claim) -> str:
    """Where the service was given: the service facility's state, else the billing provider's."""
    facility = service_facility(claim)
    return (facility.state if facility else "") or claim.parties.billing.state
