"""
From a case and its claim to a request for review: one 005010X217 interchange.

The same case, claim, settings, number and moment always give the same bytes.  What the guide's
tables cannot say is checked here; whatever is wrong holds the case, and nothing is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.review import ambulance, event, parties, situations
from edi_service.review.approach import Matter, approach_of
from edi_service.review.diagnoses import arrange
from edi_service.review.draft import Draft, compact
from edi_service.review.envelope import enclosed, envelope_of
from edi_service.review.lines import (
    Event,
    LineWriter,
    lines_at_issue,
    lines_to_send,
    procedures_to_send,
)
from edi_service.review.providers import add_event_providers, event_providers
from edi_service.review.service_type import ServiceTypes

if TYPE_CHECKING:
    from datetime import datetime

    from edi_service.cases.model import Case
    from edi_service.claims.model import Claim
    from edi_service.review.approach import Approach
    from edi_service.review.envelope import Request
    from edi_service.review.profile import Partner

GUIDE = "005010X217"
_NO_SERVICE_TYPES = ServiceTypes()


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
    envelope = envelope_of(draft, partner, control_number, GUIDE)
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
    return enclosed(draft, envelope, partner)


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
