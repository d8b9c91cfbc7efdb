"""From an :class:`InterchangeAcknowledgment` to the bytes of a TA1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.acknowledge.answering import digits
from edi_service.x12.writer import InterchangeWriter

if TYPE_CHECKING:
    from edi_service.acknowledge.model import InterchangeAcknowledgment
    from edi_service.x12.writer import Envelope


def write_ta1(acknowledgment: InterchangeAcknowledgment, envelope: Envelope) -> bytes:
    """
    One interchange that holds one TA1, and no functional group.

    A number, day or time that X12 has no room for is written as zeros: it was refused for that.
    """
    writer = InterchangeWriter(envelope, has_group=False)
    writer.segment(
        "TA1",
        digits(acknowledgment.control_number.strip(), 9, "0").zfill(9),
        _exact(acknowledgment.date, 6),
        _exact(acknowledgment.time, 4),
        acknowledgment.verdict,
        acknowledgment.code,
    )
    return writer.finish()


def _exact(text: str, width: int) -> str:
    return text if text.isascii() and text.isdigit() and len(text) == width else "0" * width
