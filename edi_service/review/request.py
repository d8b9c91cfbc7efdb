"""
From a case and its claim to a request for review: one 005010X217 interchange.

The same case, claim, settings, number and moment always give the same bytes.  What the guide's
tables cannot say is checked here; whatever is wrong holds the case, and nothing is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from edi_service.finding import Severity
from edi_service.review import ambulance, event, kinds, parties, situations
from edi_service.review.approach import Matter, approach_of
from edi_service.review.diagnoses import arrange
from edi_service.review.draft import Draft, compact
from edi_service.review.lines import (
    Event,
    LineWriter,
    lines_at_issue,
    lines_to_send,
    procedures_to_send,
)
from edi_service.review.providers import add_event_providers, event_providers
from edi_service.review.service_type import ServiceTypes
from edi_service.x12.writer import Envelope, InterchangeWriter

if TYPE_CHECKING:
    from datetime import datetime

    from edi_service.cases.model import Case
    from edi_service.claims.model import Claim
    from edi_service.finding import Finding
    from edi_service.review.approach import Approach
    from edi_service.review.profile import Partner

GUIDE = "005010X217"
_NO_SERVICE_TYPES = ServiceTypes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """
    A request, or why there is none.

    *data* is one interchange; None when any of *findings* is an error, and then the case is held.
    """

    data: bytes | None
    findings: tuple[Finding, ...]

    @property
    def held_by(self) -> tuple[str, ...]:
        """The codes of the errors that hold the case, each once, in the order met."""
        errors = (found for found in self.findings if found.severity >= Severity.ERROR)
        return tuple(dict.fromkeys(found.kind.code for found in errors))


def write_request(  # noqa: PLR0913 - who asks whom about what, when, and for which time
    case: Case,
    claim: Claim,
    partner: Partner,
    control_number: int,
    as_of: datetime,
    *,
    attempt: int = 1,
    approach: Approach | None = None,
    service_types: ServiceTypes = _NO_SERVICE_TYPES,
) -> Request:
    """
    Ask for the review of *case*, whose claim is *claim*.

    Args:
        case: names the lines at issue and the circumstance.
        claim: the claim it was opened for.
        partner: what is agreed with whoever reviews; ``Partner()`` takes all from the claim.
        control_number: ISA13 and GS06, from 1 to 999,999,999.
        as_of: the moment of the request, in the zone its dates and times are to show.
        attempt: counts the requests of one case from 1; part of BHT03 and TRN02, which the answer
            repeats.
        approach: what the request is for, and what is said besides the claim; when left out, what
            the circumstance calls for.
        service_types: the table that UM03 is taken from; without it UM03 is left out.

    Raises:
        UnwritableTextError: *control_number* is out of range, which no claim can bring about.
    """
    draft = Draft(claim, partner.marks, as_of)
    envelope = _envelope(draft, partner, control_number)
    matter = Matter(
        case=case,
        partner=partner,
        approach=approach_of(case, claim) if approach is None else approach,
        service_types=service_types,
        attempt=attempt,
    )
    _write_set(draft, matter)
    if not draft.is_refused:  # else what is missing has been told, and would be told again
        for kind, message in situations.against(draft.segments):
            draft.find(kind, message)
    request = Request(data=None, findings=tuple(dict.fromkeys(draft.findings)))
    if request.held_by:
        return request
    writer = InterchangeWriter(envelope, partner.marks)
    for name, *elements in draft.segments:
        writer.segment(str(name), *elements)
    return Request(data=writer.finish(), findings=request.findings)


def _envelope(draft: Draft, partner: Partner, control_number: int) -> Envelope:
    """The trading partners: as agreed, else the billing provider and the reviewer."""
    _, billing = parties.identifier_of(draft.claim.parties.billing)
    _, _, reviewer = parties.reviewer_of(draft, partner)
    sender = draft.check("ISA", "ISA06", partner.sender_id or billing)
    receiver = draft.check("ISA", "ISA08", partner.receiver_id or reviewer)
    if not sender or not receiver:
        draft.find(kinds.ADDRESS_UNKNOWN, f"{'ISA08' if sender else 'ISA06'} would be empty")
    return Envelope(
        sender_qualifier=partner.sender_qualifier,
        sender_id=sender,
        receiver_qualifier=partner.receiver_qualifier,
        receiver_id=receiver,
        sender_code=draft.check("GS", "GS02", partner.application_sender or sender),
        receiver_code=draft.check("GS", "GS03", partner.application_receiver or receiver),
        created=draft.as_of,
        interchange_number=control_number,
        group_number=control_number,
        usage=partner.usage,
        functional_id="HI",
        set_id="278",
        guide=GUIDE,
    )


def _write_set(draft: Draft, matter: Matter) -> None:
    """The transaction set between ST and SE, level by level."""
    case, partner = matter.case, matter.partner
    day, time = compact(draft.as_of.date()), f"{draft.as_of:%H%M}"
    draft.add("ST", "BHT", "0007", "13", matter.trace, day, time)
    reviewer = parties.add_reviewer(draft, partner)
    requester = parties.add_requester(draft, partner, reviewer)
    subscriber = parties.add_subscriber(draft, partner, requester)
    patient = parties.add_dependent(draft, partner, subscriber)

    lines = lines_to_send(draft, case)
    procedures = procedures_to_send(draft, case, partner)
    assigner = parties.trace_assigner(draft, partner)
    level = draft.open_level("2000E", "EV", patient, has_children=bool(lines or procedures))
    draft.add("2000E", "TRN", "1", matter.trace, assigner)
    at_issue = lines_at_issue(draft.claim, case)
    event_type = event.add_review(draft, matter, at_issue)
    event.add_dates(draft, at_issue, matter.approach.statement)
    ordered = arrange(draft)
    event.add_diagnoses(draft, ordered)
    trip = ambulance.trip_of(draft.claim, at_issue)
    event.add_details(draft, matter, trip, at_issue)
    named = event_providers(draft.claim, at_issue)
    add_event_providers(draft, named)
    ambulance.add_addresses(draft, trip)
    event.add_other_reviewers(draft, matter.approach.statement)

    shared = Event(
        level=level,
        service_type=event_type,
        ordered=ordered,
        providers=named,
        assigner=assigner,
    )
    writer = LineWriter(draft, matter, shared)
    for line in lines:
        writer.add_line(line)
    for place, procedure in enumerate(procedures, start=1):
        writer.add_procedure(procedure, place)
