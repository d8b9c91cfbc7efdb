"""What a claim says in words: the segment NTE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims.model import Quiet
from edi_service.claims.walk import Wanted, walk

if TYPE_CHECKING:
    from edi_service.claims.model import Claim


class Note(Quiet, frozen=True, gc=False):
    """A note: *qualifier* is NTE01, such as ADD or DGN; *line* is empty for the whole claim."""

    qualifier: str
    text: str
    line: str


NOTES = Wanted(lambda use: use.segment_id == "NTE")


def notes(claim: Claim) -> tuple[Note, ...]:
    """Every note of *claim* and its lines."""
    return tuple(
        Note(texts[1], texts[2], step.line)
        for step in walk(claim, NOTES)
        for texts in [step.elements.texts]
    )
