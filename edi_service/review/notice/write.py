"""From the case of a stay to the notification of its admission: one 005010X216 interchange."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.cases.statement import NO_STATEMENT
from edi_service.review import kinds, parties, reasons, situations, stay
from edi_service.review.diagnoses import arrange
from edi_service.review.draft import Draft, compact
from edi_service.review.envelope import enclosed, envelope_of
from edi_service.review.event import add_diagnoses, add_stay_dates, place
from edi_service.review.providers import add_event_providers, event_providers

if TYPE_CHECKING:
    from datetime import datetime

    from edi_service.cases.model import Case
    from edi_service.cases.statement import Statement
    from edi_service.claims.model import Claim
    from edi_service.review.envelope import Request
    from edi_service.review.profile import Partner
    from edi_service.review.service_type import ServiceTypes

GUIDE = "005010X216"


def write_notice(  # noqa: PLR0913 - who tells whom of what, when, and under which numbers
    case: Case,
    claim: Claim,
    partner: Partner,
    control_number: int,
    as_of: datetime,
    *,
    service_types: ServiceTypes,
    attempt: int = 1,
    statement: Statement = NO_STATEMENT,
) -> Request:
    """
    Tell the payer of the admission that *case* is about; of the discharge too, when it is over.

    The provider is the source here and the payer the receiver, other than in a request.

    Args:
        case: the case of a stay.
        claim: the claim it was opened for; any but a stay's holds the case.
        partner: what is agreed with the payer; BHT02, BHT06 and UM02 are its settings.
        control_number: ISA13 and GS06.
        as_of: the moment of the notification.
        service_types: the table that UM03 is taken from.
        attempt: counts what was sent for the case from 1; part of BHT03 and TRN02.
        statement: what somebody says of the case; how urgent it was goes along.

    Raises:
        UnwritableTextError: *control_number* is out of range.
    """
    draft = Draft(claim, partner.marks, as_of)
    envelope = envelope_of(draft, partner, control_number, GUIDE)
    reference = f"{case.case_id}-{attempt}"
    day, time = compact(as_of.date()), f"{as_of:%H%M%S}"
    draft.add(
        "ST", "BHT", "0007", partner.notice_purpose, reference, day, time, partner.notice_type
    )
    if not stay.is_stay(claim):
        draft.find(kinds.NO_ADMISSION, "the claim is not for a stay")
        return enclosed(draft, envelope, partner)
    patient = parties.add_patient_alone(draft, _add_partners(draft, partner))
    draft.open_level("2000E", "EV", patient, has_children=False)
    draft.add("2000E", "TRN", "1", reference, parties.trace_assigner(draft, partner))
    draft.add(
        "2000E",
        "UM",
        "AR",
        partner.notice_certification,
        service_types.of_stay(claim),
        place(draft, claim.facility_code, None),
        "",
        reasons.level_of_service(case, claim, statement),
    )
    for authorization in claim.authorizations[:1]:
        draft.add("2000E", "REF", "BB", authorization)
    add_stay_dates(draft)
    add_diagnoses(draft, arrange(draft))
    if claim.admission_type or claim.admission_source or claim.patient_status:
        codes = (claim.admission_type, claim.admission_source, claim.patient_status)
        draft.add("2000E", "CL1", *codes)
    add_event_providers(draft, event_providers(claim, []))
    for kind, message in situations.astray(draft.segments):
        draft.find(kind, message)
    return enclosed(draft, envelope, partner)


def _add_partners(draft: Draft, partner: Partner) -> int:
    """Levels 20 and 21: who tells, and who is told; returns the HL01 of the latter."""
    source = draft.open_level("2000A", "20", None, has_children=True)
    parties.add_requester_name(draft, "2010A")
    parties.add_contact(draft, "2010A", partner)
    receiver = draft.open_level("2000B", "21", source, has_children=True)
    parties.add_reviewer_name(draft, "2010B", "PR", partner)
    return receiver
