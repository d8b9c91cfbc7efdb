"""
What is around a services review that leaves, and whether it leaves at all.

Requests (005010X217), inquiries (X215) and notifications (X216) travel between the same partners.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from edi_service.finding import Severity
from edi_service.review import kinds, parties
from edi_service.x12.writer import Envelope, InterchangeWriter

if TYPE_CHECKING:
    from edi_service.finding import Finding
    from edi_service.review.draft import Draft
    from edi_service.review.profile import Partner


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


def envelope_of(draft: Draft, partner: Partner, control_number: int, guide: str) -> Envelope:
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
        guide=guide,
    )


def enclosed(draft: Draft, envelope: Envelope, partner: Partner) -> Request:
    """
    What *draft* holds as one interchange, or the reasons why it cannot leave.

    Raises:
        UnwritableTextError: the control number is out of range, which no claim can bring about.
    """
    request = Request(data=None, findings=tuple(dict.fromkeys(draft.findings)))
    if request.held_by:
        return request
    writer = InterchangeWriter(envelope, partner.marks)
    for name, *elements in draft.segments:
        writer.segment(str(name), *elements)
    return Request(data=writer.finish(), findings=request.findings)
