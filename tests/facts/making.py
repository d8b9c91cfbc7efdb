"""A claim as far as facts and authorizations look at it."""

from __future__ import annotations

from edi_service.claims.model import Claim, ClaimKind, Parties, Party, Person

NPI = "1234567893"
ANOTHER_NPI = "1245319599"
MEMBER = "W900000001"


def a_claim(
    number: str = "A1", npi: str = NPI, member: str = MEMBER, payer: str = "example"
) -> Claim:
    """An invented claim; *npi* may be empty."""
    return Claim(
        kind=ClaimKind.PROFESSIONAL,
        number=number,
        claim_id=f"claim of {npi}",
        parties=Parties(
            billing=Party(identifier_qualifier="XX", identifier=npi),
            subscriber=Person(party=Party(identifier_qualifier="MI", identifier=member)),
            payer=Party(identifier_qualifier="PI", identifier=payer),
        ),
    )
