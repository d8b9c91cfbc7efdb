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
from edi_service.x12.segment import ControlNumbers

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


class ClaimRow(Struct, frozen=True, gc=False):
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
_NO_ENVELOPE = ControlNumbers()


def claim_row(claim: Claim, file: str, alias: PayerAlias | None) -> ClaimRow:
    """*claim*, met in *file*, as others read it; *alias* is its payer in the policy library."""
    parties, placed = claim.parties, claim.placed
    control = placed.control if placed else _NO_ENVELOPE
    people = [provider_row(each) for each in providers(claim)]
    facility: ProviderRow | None = None
    if any([row.role == SERVICE_FACILITY for row in people]):  # noqa: C419 -- a list is sooner made
        facility, people = _apart(people)
    is_rare = holds(claim, _RARE)
    given = drugs(claim) if is_rare else ()
    # By position: keywords would cost a tenth of all the time spent on a row.
    return ClaimRow(
        claim.claim_id,
        file,
        claim.kind.value,
        control.interchange or None,
        control.group or None,
        control.set or None,
        placed.number if placed else None,
        claim.number,
        claim.frequency or None,
        claim.charge,
        claim.place_of_service or None,
        claim.bill_type or None,
        claim.first_day,
        claim.last_day,
        _moment(claim.admitted, claim.admission_hour),
        _discharge(claim),
        claim.admission_type or None,
        claim.admission_source or None,
        claim.patient_status or None,
        claim.related_causes,
        claim.accident_state or None,
        claim.delay_reason or None,
        claim.release_of_information or None,
        claim.references,
        claim.authorizations,
        claim.diagnoses,
        claim.procedures,
        claim.occurrences,
        claim.values,
        claim.conditions,
        billing_row(parties.billing),
        subscriber_row(parties),
        patient_row(parties.dependent, parties.dependent_relationship),
        payer_row(parties.payer, alias),
        people,
        facility,
        [_trip_row(trip) for trip in trips(claim)] if is_rare else [],
        attachments(claim) if is_rare else (),
        notes(claim) if is_rare else (),
        [other_payer_row(each) for each in other_payers(claim)] if is_rare else [],
        given,
        line_rows(claim, given),
    )


def _apart(people: list[ProviderRow]) -> tuple[ProviderRow | None, list[ProviderRow]]:
    """The place where the claim's services were given, if it is told, and all others."""
    facilities = [row for row in people if row.role == SERVICE_FACILITY and not row.line]
    others = [row for row in people if row.role != SERVICE_FACILITY or row.line]
    return facilities[0] if facilities else None, others


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
