"""PWK: the papers that a claim or line announces, in the words of a request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims.attachments import attachments
from edi_service.review import kinds

if TYPE_CHECKING:
    from edi_service.claims.attachments import Attachment
    from edi_service.claims.model import ServiceLine
    from edi_service.review.draft import Draft

MOST = 10  # a level

# PWK01 of 005010X217.
_REPORTS = frozenset(
    "03 04 05 06 07 08 09 10 11 13 15 21 48 55 59 77 A3 A4 AM AS AT B2 B3 BR BS BT CB CK D2 DA DB "  # noqa: SIM905 - sixty codes, a line each, would bury the module
    "DG DJ DS FM HC HR I5 IR LA M1 NN OB OC OD OE OX P4 P5 P6 P7 PE PN PO PQ PY PZ QC QR RB RR RT "
    "RX SG V5 XP".split()
)
_SUPPORT_DATA = "77"  # what a claim calls otherwise: chiropractic, certification, benefits …
_TRANSMISSIONS = {
    "AA": "AA",  # available on request
    "BM": "BM",  # by mail
    "EL": "EL",  # electronically
    "EM": "EM",  # by e-mail
    "FX": "FX",  # by fax
    "FT": "EL",  # file transfer is a claim's word only
}


def add(
    draft: Draft, loop: str, line: ServiceLine | None, besides: tuple[Attachment, ...] = ()
) -> None:
    """
    The papers of the claim, or of *line*, and those *besides*; at most ten.

    A control number is kept as it is: by it the payer finds the paper.  The same number is
    announced once.
    """
    number = "" if line is None else line.number
    found = [paper for paper in attachments(draft.claim) if paper.line == number]
    known = {paper.control_number for paper in found if paper.control_number}
    found += [paper for paper in besides if paper.control_number not in known]
    sendable = [paper for paper in found if paper.transmission in _TRANSMISSIONS]
    if left := len(found) - len(sendable[:MOST]):
        draft.find(kinds.LEFT_OUT, f"{left} announcements of papers (PWK)", line)
    for paper in sendable[:MOST]:
        control = paper.control_number.strip(" ")
        draft.add(
            loop,
            "PWK",
            paper.report_type if paper.report_type in _REPORTS else _SUPPORT_DATA,
            _TRANSMISSIONS[paper.transmission],
            "",
            "",
            "AC" if control else "",
            control,
        )
