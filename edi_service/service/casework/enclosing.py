"""The documents of a case made ready to leave as a 275, for whoever takes them that way."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from edi_service.claims.model import Contact, Party
from edi_service.finding import Severity
from edi_service.patient_information.model import Content, Document, Heading, Purpose
from edi_service.review.draft import Draft
from edi_service.review.envelope import envelope_of
from edi_service.review.parties import reviewer_of
from edi_service.service.casework.documents import DocumentRefused, wishes
from edi_service.service.records import Lane

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from edi_service.claims.model import Claim
    from edi_service.patient_information.model import Form
    from edi_service.review.profile import Partner
    from edi_service.service.records import CaseRecord, DocumentRecord
    from edi_service.service.store import Books
    from edi_service.x12.writer import Envelope

_CONTENTS = {
    "text/plain": Content.TEXT,
    "application/xml": Content.HL7,
    "text/xml": Content.HL7,
}


class Enclosure(NamedTuple):
    """What :func:`~edi_service.patient_information.write.write_documents` needs to write it."""

    envelope: Envelope
    heading: Heading
    documents: tuple[tuple[Document, DocumentRecord], ...]


def enclose(  # noqa: PLR0913 -- which case, by which guide, to whom, when, and what is there
    books: Books,
    record: CaseRecord,
    claim: Claim,
    partner: Partner,
    form: Form,
    *,
    at: datetime,
    is_unchanged: Callable[[DocumentRecord], bool],
) -> Enclosure:
    """
    Make the documents of a case ready; its control numbers are taken here.

    Args:
        books: an open transaction.
        record: the case.
        claim: its claim.
        partner: what is agreed with whoever reviews.
        form: the guide.
        at: the moment of sending.
        is_unchanged: whether a file is there and has the bytes it had; another stays.

    Raises:
        DocumentRefused: no document can be sent, or the partners' addresses are not known.
    """
    documents = [each for each in books.documents(record.case_id) if is_unchanged(each)]
    if not documents:
        message = "nothing is attached that is still as it was: there is nothing to send"
        raise DocumentRefused(message)
    draft = Draft(claim, partner.marks, at)
    envelope = envelope_of(draft, partner, 1, form.guide)
    faults = [each for each in draft.findings if each.severity >= Severity.ERROR]
    if faults:
        raise DocumentRefused(str(faults[0].message))
    lane = Lane(envelope.sender_id, envelope.receiver_id, envelope.usage)
    envelope = replace(
        envelope,
        interchange_number=books.take_number(lane, "ISA13", record.case_id),
        group_number=books.take_number(lane, "GS06", record.case_id),
    )
    asked = {wish.control_number for wish in wishes(books, record.case_id)} - {""}
    books.audit("documents enclosed", record.case_id, f"{len(documents)} by {form.guide}")
    return Enclosure(
        envelope=envelope,
        heading=_heading(draft, partner, envelope, is_answer=bool(asked)),
        documents=tuple((_document(each, at, asked), each) for each in documents),
    )


def _heading(draft: Draft, partner: Partner, envelope: Envelope, *, is_answer: bool) -> Heading:
    parties = draft.claim.parties
    name, qualifier, identifier = reviewer_of(draft, partner)
    subscriber = parties.subscriber.party
    patient = (parties.dependent or parties.subscriber).party
    numbers = (("TE", partner.contact_phone), ("FX", partner.contact_fax))
    contact = Contact(partner.contact_name, tuple(pair for pair in numbers if pair[1]))
    return Heading(
        reference=f"{envelope.interchange_number:09d}{envelope.created:%Y%m%d}",
        created=envelope.created,
        purpose=Purpose.ANSWER if is_answer else Purpose.UNASKED,
        source=msgspec.structs.replace(
            parties.billing, contact=contact if contact.numbers else None
        ),
        receiver=Party(last_name=name, identifier_qualifier=qualifier, identifier=identifier),
        patient=msgspec.structs.replace(
            patient, identifier_qualifier="MI", identifier=subscriber.identifier
        ),
    )


def _document(record: DocumentRecord, at: datetime, asked: set[str]) -> Document:
    return Document(
        control_number=record.control_number,
        submitted=at.date(),
        size=record.size,
        content=_CONTENTS.get(record.media_type, Content.IMAGE),
        is_answer=record.control_number in asked,
    )
