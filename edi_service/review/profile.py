"""What is agreed with a trading partner about requests: a table of the configuration."""

from __future__ import annotations

import string
from typing import Annotated, Literal

from msgspec import Meta, Struct

from edi_service.policy.model import Channel
from edi_service.x12.segment import Delimiters

# A letter, digit, space or one of these stands in codes, dates and amounts that every request has.
_NEVER_DELIMITERS = frozenset(string.ascii_letters + string.digits + " -.,/'()")
_PRINTABLE = frozenset(chr(code) for code in range(0x20, 0x7F))

Qualifier = Literal["01", "14", "20", "27", "28", "29", "30", "33", "ZZ"]
Positive = Annotated[int, Meta(ge=1)]
Address = Annotated[str, Meta(max_length=15)]


class Partner(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    How one payer, or whoever reviews for it, is asked; every value may be left out.

    What is left out is taken from the claim: the sender is its billing provider, the receiver and
    the reviewing organization its payer.

    Attributes:
        channel: the way this partner takes requests, whatever a policy says.
        usage: ISA15.  ``T`` is a test; only an agreed ``P`` sends real requests.
        sender_qualifier: ISA05.
        sender_id: ISA06; empty: the billing provider's NPI, else its tax number.
        receiver_qualifier: ISA07.
        receiver_id: ISA08; empty: the reviewing organization's identifier.
        application_sender: GS02; empty: as ISA06.
        application_receiver: GS03; empty: as ISA08.
        reviewer_name: NM103 of loop 2010A, for a payer that lets others review; empty: the payer.
        reviewer_id_qualifier: NM108 of loop 2010A.
        reviewer_id: NM109 of loop 2010A; empty: the payer's.
        delimiters: of elements, repetitions, components and segments, in this order.
        contact_name: PER02 of loop 2010B: whom the reviewer asks for.
        contact_phone: of the same.
        contact_fax: of the same.
        trace_assigner: TRN03, ten characters; empty: made of the billing provider's identifiers.
        send_amounts: whether charges go with the service lines, for a payer that prices by them.
        send_group_number: whether the subscriber's group (SBR03) goes along.
        group_qualifier: REF01 of that group: ``6P`` a group number, ``1L`` a group or policy
            number, ``IG`` a policy number.
        send_payer_assigned_number: whether the number the payer gave the billing provider (REF with
            G2 or LU of loop 2010BB) goes as REF*ZH.
        send_addresses: whether street addresses of requester, subscriber and patient go along.
            They are needed only where they tell one from another; what is not needed is not sent.
        send_drugs: whether each drug of a service (loop 2410) goes as a service of its own (SV101
            with N4); no public source says which payers take it.
        send_procedures: whether the ICD-10-PCS procedures of a stay go as service lines (SV202
            with ZZ); some payers refuse them.
        always_send_delay_reason: whether UM10 goes even with a request that the payer's rule calls
            timely.
        papers_by: PWK02 of papers kept with a case: ``AA`` on request, ``BM`` mail, ``EL``
            electronic, ``EM`` e-mail, ``FX`` fax.
        takes_inquiries: whether this partner answers status inquiries (005010X215).
        acknowledged_within_hours: how long the office waits for an acknowledgment of a request.
        answered_within_days: how long it waits for a decision where the payer publishes no time.
        ask_again_days: how many days lie between two looks after one request.
        notice_purpose: BHT02 of a notification (005010X216): ``CN`` completion, ``14`` advance,
            ``22`` information copy.  No guide of it is public, so each payer's is to be read.
        notice_type: BHT06 of a notification: ``RD``, ``NO`` or empty.
        notice_certification: UM02 of a notification: ``I`` or empty.
        via: the trading partner, by its key, that carries requests to this payer when the service
            runs; empty: requests wait in the store.
        line_numbers_are_authorizations: whether a number in the answer to a service line is an
            authorization of its own; used when the answer is read.
    """

    channel: Channel | None = None
    usage: Literal["T", "P"] = "T"
    sender_qualifier: Qualifier = "ZZ"
    sender_id: Address = ""
    receiver_qualifier: Qualifier = "ZZ"
    receiver_id: Address = ""
    application_sender: Address = ""
    application_receiver: Address = ""
    reviewer_name: str = ""
    reviewer_id_qualifier: Literal["24", "34", "46", "PI", "XV"] = "PI"
    reviewer_id: str = ""
    delimiters: str = "*^:~"
    contact_name: str = ""
    contact_phone: str = ""
    contact_fax: str = ""
    trace_assigner: str = ""
    send_amounts: bool = False
    send_group_number: bool = False
    group_qualifier: Literal["6P", "1L", "IG"] = "6P"
    send_payer_assigned_number: bool = False
    send_drugs: bool = False
    send_addresses: bool = False
    send_procedures: bool = True
    always_send_delay_reason: bool = False
    papers_by: Literal["AA", "BM", "EL", "EM", "FX"] = "EL"
    takes_inquiries: bool = False
    acknowledged_within_hours: Positive = 48
    answered_within_days: Positive = 30
    ask_again_days: Positive = 7
    notice_purpose: Literal["CN", "14", "22"] = "CN"
    notice_type: Literal["RD", "NO", ""] = "RD"
    notice_certification: Literal["I", ""] = "I"
    via: str = ""
    line_numbers_are_authorizations: bool = False

    def __post_init__(self) -> None:
        """
        Refuse what no request can be written with.

        Raises:
            ValueError: the delimiters are not four different marks, or *trace_assigner* is not of
                ten characters.  Read from a file, msgspec makes it a ``ValidationError``.
        """
        marks = set(self.delimiters)
        if (
            len(self.delimiters) != 4
            or len(marks) != 4
            or not marks <= _PRINTABLE - _NEVER_DELIMITERS
        ):
            message = "delimiters must be four different punctuation marks, such as *^:~"
            raise ValueError(message)
        if self.trace_assigner and len(self.trace_assigner) != 10:
            message = "trace_assigner must have ten characters"
            raise ValueError(message)

    @property
    def marks(self) -> Delimiters:
        """The delimiters by their names."""
        return Delimiters(
            element=self.delimiters[0],
            repetition=self.delimiters[1],
            component=self.delimiters[2],
            segment=self.delimiters[3],
        )
