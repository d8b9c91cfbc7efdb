"""A row of claims.jsonl: all that a claim says, inherited parts included."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from edi_service.claims.ambulance import TRIPS, trips
from edi_service.claims.attachments import ATTACHMENTS, Attachment, attachments
from edi_service.claims.coordination import OTHER_PAYERS, other_payers
from edi_service.claims.drugs import DRUGS, Drug, drugs
from edi_service.claims.model import CodedAmount, CodedDay, Diagnosis, Procedure, Reference
from edi_service.claims.notes import NOTES, Note, notes
from edi_service.claims.providers import SERVICE_FACILITY, providers
from edi_service.claims.walk import holds
from edi_service.report.parts import (
    BillingRow,
    LineRow,
    OtherPayerRow,
    PatientRow,
    PayerRow,
    ProviderRow,
    SubscriberRow,
    billing_row,
    line_rows,
    other_payer_row,
    patient_row,
    payer_row,
    provider_row,
    subscriber_row,
)

if TYPE_CHECKING:
    from datetime import time

    from edi_service.claims.ambulance import Trip
    from edi_service.claims.model import Claim
    from edi_service.policy.model import PayerAlias


class TripRow(Struct, frozen=True, kw_only=True, gc=False):
    """An ambulance trip; *line* is null for the whole claim."""

    line: str | None
    patient_weight: Decimal
    reason: str | None
    miles: Decimal
    round_trip: str | None
    stretcher: str | None
    conditions: tuple[str, ...]


class ClaimRow(Struct, frozen=True, kw_only=True, gc=False):
    """A row of claims.jsonl; *segment_number* is that of the CLM in the file, from 1."""

    claim_id: str
    file: str
    kind: str
    interchange: str | None
    group: str | None
    set: str | None
    segment_number: int | None
    claim_number: str
    frequency: str | None
    charge: Decimal
    place_of_service: str | None
    bill_type: str | None
    first_day: date | None
    last_day: date | None
    admitted: str | None
    discharged: str | None
    admission_type: str | None
    admission_source: str | None
    patient_status: str | None
    related_causes: tuple[str, ...]
    accident_state: str | None
    delay_reason: str | None
    release_of_information: str | None
    references: tuple[Reference, ...]
    authorizations: tuple[str, ...]
    diagnoses: tuple[Diagnosis, ...]
    procedures: tuple[Procedure, ...]
    occurrences: tuple[CodedDay, ...]
    values: tuple[CodedAmount, ...]
    conditions: tuple[str, ...]
    billing: BillingRow
    subscriber: SubscriberRow
    patient: PatientRow | None
    payer: PayerRow
    providers: list[ProviderRow]
    service_facility: ProviderRow | None
    ambulance: list[TripRow]
    attachments: tuple[Attachment, ...]
    notes: tuple[Note, ...]
    other_payers: list[OtherPayerRow]
    drugs: tuple[Drug, ...]
    lines: tuple[LineRow, ...]


# What most claims hold nothing of, and need not be searched for piece by piece.
_RARE = TRIPS | ATTACHMENTS | NOTES | OTHER_PAYERS | DRUGS


def claim_row(claim: Claim, file: str, alias: PayerAlias | None) -> ClaimRow:
    """*claim*, met in *file*, as others read it; *alias* is its payer in the policy library."""
    parties, placed = claim.parties, claim.placed
    people = [provider_row(each) for each in providers(claim)]
    is_rare = holds(claim, _RARE)
    facilities = [row for row in people if row.role == SERVICE_FACILITY and not row.line]
    given = drugs(claim) if is_rare else ()
    return ClaimRow(
        claim_id=claim.claim_id,
        file=file,
        kind=claim.kind.value,
        interchange=placed.control.interchange or None if placed else None,
        group=placed.control.group or None if placed else None,
        set=placed.control.set or None if placed else None,
        segment_number=placed.number if placed else None,
        claim_number=claim.number,
        frequency=claim.frequency or None,
        charge=claim.charge,
        place_of_service=claim.place_of_service or None,
        bill_type=claim.bill_type or None,
        first_day=claim.first_day,
        last_day=claim.last_day,
        admitted=_moment(claim.admitted, claim.admission_hour),
        discharged=_discharge(claim),
        admission_type=claim.admission_type or None,
        admission_source=claim.admission_source or None,
        patient_status=claim.patient_status or None,
        related_causes=claim.related_causes,
        accident_state=claim.accident_state or None,
        delay_reason=claim.delay_reason or None,
        release_of_information=claim.release_of_information or None,
        references=claim.references,
        authorizations=claim.authorizations,
        diagnoses=claim.diagnoses,
        procedures=claim.procedures,
        occurrences=claim.occurrences,
        values=claim.values,
        conditions=claim.conditions,
        billing=billing_row(parties.billing),
        subscriber=subscriber_row(parties),
        patient=patient_row(parties.dependent, parties.dependent_relationship),
        payer=payer_row(parties.payer, alias),
        providers=[row for row in people if row.role != SERVICE_FACILITY or row.line],
        service_facility=facilities[0] if facilities else None,
        ambulance=[_trip_row(trip) for trip in trips(claim)] if is_rare else [],
        attachments=attachments(claim) if is_rare else (),
        notes=notes(claim) if is_rare else (),
        other_payers=[other_payer_row(each) for each in other_payers(claim)] if is_rare else [],
        drugs=given,
        lines=line_rows(claim, given),
    )


def _trip_row(trip: Trip) -> TripRow:
    return TripRow(
        line=trip.line or None,
        patient_weight=trip.patient_weight,
        reason=trip.reason or None,
        miles=trip.miles,
        round_trip=trip.round_trip or None,
        stretcher=trip.stretcher or None,
        conditions=tuple(code for each in trip.certifications for code in each.conditions),
    )


def _discharge(claim: Claim) -> str | None:
    """837P gives the day; 837I only the hour, of the last day of the statement."""
    day = claim.statement_to if claim.discharge_hour else claim.discharged
    return _moment(day, claim.discharge_hour)


def _moment(day: date | None, hour: time | None) -> str | None:
    """A day, with its hour where the claim gives one; the hour alone says nothing without it."""
    if day is None:
        return None
    text = day.isoformat()
    return f"{text}T{hour.isoformat('minutes')}" if hour else text
