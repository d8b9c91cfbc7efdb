"""From a pending case to the question where it stands: one 005010X215 interchange."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.review import kinds, parties, situations, stay
from edi_service.review.draft import Draft, compact
from edi_service.review.envelope import enclosed, envelope_of
from edi_service.review.event import add_event_days
from edi_service.review.lines import lines_at_issue
from edi_service.review.providers import event_providers

if TYPE_CHECKING:
    from datetime import datetime

    from edi_service.cases.model import Case
    from edi_service.claims.model import Claim
    from edi_service.review.approach import Earlier
    from edi_service.review.envelope import Request
    from edi_service.review.profile import Partner

GUIDE = "005010X215"
QUERY = "28"  # BHT02
_SERVED = ("SJ", "71", "FA")  # whom a payer knows the service by, the nearest first


def write_inquiry(  # noqa: PLR0913 - who asks whom about what, when, and under which numbers
    case: Case,
    claim: Claim,
    partner: Partner,
    control_number: int,
    as_of: datetime,
    *,
    attempt: int,
    question: int,
    earlier: Earlier,
) -> Request:
    """
    Ask where the request of *case* stands.

    The payer's reference number is the first key (REF*NT), the authorization number the second
    (REF*BB); member, days and provider are always there, and must do where the payer gave none.

    Args:
        case: the case that was asked about.
        claim: the claim it was opened for.
        partner: what is agreed with whoever reviews.
        control_number: ISA13 and GS06.
        as_of: the moment of the question.
        attempt: which request of the case is meant.
        question: counts the questions about that request from 1; part of BHT03 and TRN02.
        earlier: the numbers that the payer gave so far.

    Raises:
        UnwritableTextError: *control_number* is out of range.
    """
    draft = Draft(claim, partner.marks, as_of)
    envelope = envelope_of(draft, partner, control_number, GUIDE)
    reference = reference_of(case, attempt, question)
    day, time = compact(as_of.date()), f"{as_of:%H%M}"
    draft.add("ST", "BHT", "0007", QUERY, reference, day, time)
    reviewer = parties.add_reviewer(draft, partner)
    requester = draft.open_level("2000B", "21", reviewer, has_children=True)
    parties.add_requester_name(draft)
    patient = parties.add_patient_alone(draft, requester)
    draft.open_level("2000E", "EV", patient, has_children=False)
    draft.add("2000E", "TRN", "1", reference, parties.trace_assigner(draft, partner))
    if number := earlier.reference.strip(" "):
        draft.add("2000E", "REF", "NT", number)
    elif number := earlier.authorization.strip(" "):
        draft.add("2000E", "REF", "BB", number)
    _add_days_and_provider(draft, case)
    for kind, message in situations.astray(draft.segments):
        draft.find(kind, message)
    return enclosed(draft, envelope, partner)


def reference_of(case: Case, attempt: int, question: int) -> str:
    """BHT03 and TRN02 of a question; the answer repeats it."""
    return f"{case.case_id}-{attempt}-Q{question}"


def _add_days_and_provider(draft: Draft, case: Case) -> None:
    """The days as ranges to search, and the one provider that the payer knows the service by."""
    claim = draft.claim
    lines = lines_at_issue(claim, case)
    if stay.is_stay(claim):
        if claim.admitted is None:
            draft.find(kinds.ADMISSION_MISSING, "a stay without DTP*435")
        else:
            day = draft.day(claim.admitted, "the day of admission")
            draft.add("2000E", "DTP", "435", "D8", day)
    else:
        add_event_days(draft, lines)
    named = {one.entity: one for one in reversed(event_providers(claim, lines))}
    found = next((named[entity] for entity in _SERVED if entity in named), None)
    if found is not None:
        parties.add_provider_name(draft, "2010EA", found.entity, found.party)
