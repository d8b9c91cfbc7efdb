"""What can be wrong with a 275 that came in."""

from __future__ import annotations

from edi_service.finding import Kind, Severity

GUIDE_UNKNOWN = Kind(
    "PI01",
    Severity.ERROR,
    "Documents by a guide that is not read here",
    "Send documents for a services review by 005010X211 or 006020X316.",
    "A 275 carries documents for a services review (005010X211, 006020X316) or for a claim "
    "(005010X210, 006020X314), and older guides carry other things. Only the first two are read.",
)
PART_MISSING = Kind(
    "PI02",
    Severity.ERROR,
    "A 275 lacks a part without which its documents cannot be filed",
    "Send BGN, the names of source, receiver and patient, and for each document LX, TRN with the "
    "attachment control number, DTP*368, CAT, and its data in BIN or BDS.",
    "Documents are filed by the control number that the request announced (PWK06), and by nothing "
    "else: without it, or without their data, nobody could tell to which request they belong.",
)
NOT_BASE64 = Kind(
    "PI03",
    Severity.ERROR,
    "The data of a document is not the base64 it is said to be",
    "Ask for the document again: encode it as base64, without line breaks, and count that.",
    "BDS01 is B64, so that BDS03 has to be base64 as a whole. A character outside its alphabet, or "
    "a length that no encoding has, means that bytes were lost or changed on the way.",
)
NUMBER_REPEATED = Kind(
    "PI04",
    Severity.ERROR,
    "Two documents have the same attachment control number",
    "Give each document a control number of its own, and announce each by a PWK of its own.",
    "TRN02 of a document names one PWK of a request. Where two documents name the same one, nobody "
    "can tell which of them was announced.",
)

KINDS: tuple[Kind, ...] = (GUIDE_UNKNOWN, PART_MISSING, NOT_BASE64, NUMBER_REPEATED)
