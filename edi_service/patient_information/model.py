"""What a 275 for a services review says, whichever of its two guides it is written by."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

from edi_service.claims.model import Party, Quiet


class Purpose(StrEnum):
    """BGN01: why documents are sent."""

    UNASKED = "02"  # beside or after a request, before anybody asks
    ANSWER = "11"  # because a pended request asks for them
    COPY = "22"


class Role(StrEnum):
    """NM111 of 006020X316: in which role the sender sends."""

    PROVIDER = "1P"
    FACILITY = "FA"


class Content(StrEnum):
    """CAT02: what the bytes are."""

    HL7 = "HL"
    IMAGE = "IA"
    TEXT = "TX"


class Form(Struct, frozen=True, kw_only=True):
    """
    How one guide writes the same thing.

    Attributes:
        guide: GS08 and ST03.
        version: ISA12.
        patient: NM101 of loop 1000C.
        has_time: whether BGN04 is required.
        has_roles: whether NM110 and NM111 tell source and receiver apart.
        is_encoded: whether the data is base64 in BDS; else it is as it is, in BIN.
    """

    guide: str
    version: str
    patient: str
    has_time: bool
    has_roles: bool
    is_encoded: bool


X211 = Form(
    guide="005010X211",
    version="00501",
    patient="QC",
    has_time=False,
    has_roles=False,
    is_encoded=False,
)
"""What commercial payers are believed to take; beyond BGN and 1000A it is inferred from others."""
X316 = Form(
    guide="006020X316",
    version="00602",
    patient="IL",
    has_time=True,
    has_roles=True,
    is_encoded=True,
)
"""What CMS esMD, Da Vinci PAS and CAQH CORE name."""
FORMS = (X211, X316)


class Heading(Quiet, frozen=True, kw_only=True):
    """
    What stands before the documents.

    Attributes:
        reference: BGN02, unique.
        created: BGN03 and BGN04.
        purpose: BGN01.
        source: loop 1000A: who sends.
        role: in which role.
        receiver: loop 1000B: the reviewing organization.
        patient: loop 1000C, with the member id.
    """

    reference: str
    created: datetime
    source: Party
    receiver: Party
    patient: Party
    purpose: Purpose = Purpose.UNASKED
    role: Role = Role.PROVIDER


class Document(Quiet, frozen=True, kw_only=True):
    """
    One document: loops 2000A, 2100A and 2110A.

    Attributes:
        control_number: TRN02: PWK06 of the request, or the payer's own when it asked.
        is_answer: whether the payer asked for it (TRN01 is 2).
        submitted: DTP*368.
        content: CAT02.
        size: of its bytes, before any encoding.
    """

    control_number: str
    submitted: date
    size: int
    content: Content = Content.IMAGE
    is_answer: bool = False
