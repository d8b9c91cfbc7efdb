"""NO: what is wrong with the acknowledgment of a notification."""

from __future__ import annotations

from edi_service.finding import Kind, Severity

NOT_AN_ACKNOWLEDGMENT = Kind(
    "NO01",
    Severity.ERROR,
    "A notification (278, 005010X216), not the acknowledgment of one",
    "Look where the file came from: a notification of ours may have been sent back.",
    "BHT02 is CN, 14 or 22, with which somebody tells of something.  An acknowledgment is written"
    " with another code, 53 by the only published example.",
)
NO_RECEIPT = Kind(
    "NO02",
    Severity.WARNING,
    "The acknowledgment has neither a receipt number nor a rejection",
    "Ask the payer for the receipt number; without one timely notice cannot be proved.",
    "The number of receipt (REF*NT) proves that the payer was told in time.  It is no authorization"
    " number, and the acknowledgment holds no decision.",
)

KINDS: tuple[Kind, ...] = (NOT_AN_ACKNOWLEDGMENT, NO_RECEIPT)
