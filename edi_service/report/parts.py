"""The parts of a claim's row: people, organizations, codes and lines as others read them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from edi_service.claims.values import Latest, Memory

if TYPE_CHECKING:
    from edi_service.claims.coordination import OtherPayer
    from edi_service.claims.drugs import Drug
    from edi_service.claims.model import Claim, Parties, Party, Person, ServiceLine
    from edi_service.claims.providers import ClaimProvider
    from edi_service.policy.model import PayerAlias


class ProviderRow(Struct, frozen=True, kw_only=True, gc=False):
    """A provider; *role* is NM101, *line* null for the whole claim."""

    role: str
    loop: str
    line: str | None
    npi: str | None
    name: str
    taxonomy: str | None
    state: str | None


class BillingRow(Struct, frozen=True, kw_only=True, gc=False):
    """The billing provider."""

    npi: str | None
    name: str
    taxonomy: str | None
    tax_id: str | None
    state: str | None


class SubscriberRow(Struct, frozen=True, gc=False):
    """The subscriber and the coverage."""

    last_name: str
    first_name: str
    middle_name: str
    suffix: str
    member_id: str
    birth_date: date | None
    gender: str | None
    group_number: str | None
    claim_filing: str | None
    responsibility: str | None


class PatientRow(Struct, frozen=True, kw_only=True, gc=False):
    """The patient, when another than the subscriber; *relationship* is PAT01."""

    last_name: str
    first_name: str
    middle_name: str
    suffix: str
    birth_date: date | None
    gender: str | None
    relationship: str | None


class PayerRow(Struct, frozen=True, kw_only=True, gc=False):
    """The destination payer; *payer* is its key in the policy library, null when not mapped."""

    identifier: str
    name: str
    payer: str | None
    line_of_business: str | None


class OtherPayerRow(Struct, frozen=True, kw_only=True, gc=False):
    """Another payer of the claim (loop 2320); amounts null when the claim does not say."""

    responsibility: str
    claim_filing: str | None
    identifier: str
    name: str
    paid: Decimal | None
    adjudicated: date | None
    authorization: str | None
    control_number: str | None
    denied: bool


class LineRow(Struct, frozen=True, gc=False):
    """A service line; *place_of_service* is null where the claim's holds."""

    number: str
    procedure_qualifier: str | None
    procedure: str | None
    modifiers: tuple[str, ...]
    description: str | None
    revenue_code: str | None
    charge: Decimal
    unit: str | None
    quantity: Decimal
    place_of_service: str | None
    starts: date | None
    ends: date | None
    diagnosis_pointers: tuple[int, ...]
    emergency: bool
    authorizations: tuple[str, ...]
    control_number: str | None
    ndc: str | None


def provider_row(provider: ClaimProvider) -> ProviderRow:
    """*provider* of a claim or line; made once for each."""
    return _PROVIDERS[provider]


def _provider_row(provider: ClaimProvider) -> ProviderRow:
    party = provider.party
    return ProviderRow(
        role=provider.role,
        loop=provider.loop,
        line=provider.line or None,
        npi=party.npi or None,
        name=full_name(party),
        taxonomy=party.taxonomy or None,
        state=party.state or None,
    )


_PROVIDERS: Memory[ClaimProvider, ProviderRow] = Memory(_provider_row)


def billing_row(party: Party) -> BillingRow:
    """The billing provider; made once for claims that follow one another."""
    return _BILLING.of(party)


def _billing_row(party: Party) -> BillingRow:
    return BillingRow(
        npi=party.npi or None,
        name=full_name(party),
        taxonomy=party.taxonomy or None,
        tax_id=party.reference("EI") or party.reference("SY") or None,
        state=party.state or None,
    )


_BILLING: Latest[Party, BillingRow] = Latest(_billing_row)


def subscriber_row(parties: Parties) -> SubscriberRow:
    """The subscriber of a claim with its coverage."""
    person, coverage = parties.subscriber, parties.coverage
    party = person.party
    return SubscriberRow(
        party.last_name,
        party.first_name,
        party.middle_name,
        party.suffix,
        party.identifier,
        person.birth_date,
        person.gender or None,
        coverage.group_number or None,
        coverage.claim_filing or None,
        coverage.responsibility or None,
    )


def patient_row(person: Person | None, relationship: str) -> PatientRow | None:
    """The dependent who was treated; None when it was the subscriber."""
    if person is None:
        return None
    return PatientRow(
        last_name=person.party.last_name,
        first_name=person.party.first_name,
        middle_name=person.party.middle_name,
        suffix=person.party.suffix,
        birth_date=person.birth_date,
        gender=person.gender or None,
        relationship=relationship or None,
    )


def payer_row(party: Party, alias: PayerAlias | None) -> PayerRow:
    """The payer the claim is sent to."""
    return PayerRow(
        identifier=party.identifier,
        name=party.last_name,
        payer=alias.payer if alias else None,
        line_of_business=alias.line_of_business if alias else None,
    )


def other_payer_row(other: OtherPayer) -> OtherPayerRow:
    """Another payer of the claim."""
    return OtherPayerRow(
        responsibility=other.coverage.responsibility,
        claim_filing=other.coverage.claim_filing or None,
        identifier=other.payer.identifier,
        name=other.payer.last_name,
        paid=other.paid,
        adjudicated=other.adjudicated,
        authorization=other.authorization or None,
        control_number=other.control_number or None,
        denied=other.has_denied,
    )


def line_rows(claim: Claim, given: tuple[Drug, ...]) -> tuple[LineRow, ...]:
    """The service lines of *claim*; *given* are its drugs."""
    if not given:  # as in most claims
        return tuple([_line_row(line, None) for line in claim.lines])
    ndcs = {drug.line: drug.code for drug in reversed(given) if drug.qualifier == "N4"}
    return tuple([_line_row(line, ndcs.get(line.number)) for line in claim.lines])


def _line_row(line: ServiceLine, ndc: str | None) -> LineRow:
    """By position, as the claim's own row is made: keywords would take four times the time."""
    return LineRow(
        line.number,
        line.procedure_qualifier or None,
        line.procedure or None,
        line.modifiers,
        line.description or None,
        line.revenue_code or None,
        line.charge,
        line.unit or None,
        line.quantity,
        line.place_of_service or None,
        line.starts,
        line.ends,
        line.diagnosis_pointers,
        line.is_emergency,
        line.authorizations,
        line.control_number or None,
        ndc,
    )


def full_name(party: Party) -> str:
    """A person's given names before the last name; an organization's name as it is."""
    parts = (party.first_name, party.middle_name, party.last_name, party.suffix)
    return " ".join(filter(None, parts))
