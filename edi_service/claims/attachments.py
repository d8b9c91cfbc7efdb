"""What comes with a claim on paper or in another file: the segment PWK."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from edi_service.claims.walk import Wanted, walk

if TYPE_CHECKING:
    from edi_service.claims.model import Claim


class Attachment(Struct, frozen=True, gc=False):
    """
    A document announced by the claim.

    *report_type* is PWK01, such as 77, B4 or OZ; *transmission* PWK02: AA on request, BM by
    mail, EL electronic, EM by e-mail, FT file transfer, FX by fax; *control_number* PWK06, by
    which claim and document find each other.  *line* is empty for the whole claim.
    """

    report_type: str
    transmission: str
    control_number: str
    line: str


ATTACHMENTS = Wanted(lambda use: use.segment_id == "PWK")


def attachments(claim: Claim) -> tuple[Attachment, ...]:
    """Every attachment that *claim* or one of its lines announces."""
    return tuple(
        Attachment(texts[1], texts[2], texts[6], step.line)
        for step in walk(claim, ATTACHMENTS)
        for texts in [step.elements.texts]
    )
