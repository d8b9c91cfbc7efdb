"""What a claim says of the spine it treated: the segment CR2 of a professional claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims.model import Quiet
from edi_service.claims.walk import Wanted, walk

if TYPE_CHECKING:
    from edi_service.claims.model import Claim


class Manipulation(Quiet, frozen=True, gc=False):
    """
    A spinal manipulation.

    *condition* is CR208: A acute, C chronic, D not acute, E not threatening life, F routine,
    G symptomatic, M an acute manifestation of a chronic condition.  *descriptions* are CR210 and
    CR211.
    """

    condition: str
    descriptions: tuple[str, ...]


_MANIPULATIONS = Wanted(lambda use: use.segment_id == "CR2")


def manipulation(claim: Claim) -> Manipulation | None:
    """The one that *claim* tells of; None when it tells of none."""
    for step in walk(claim, _MANIPULATIONS):
        texts = step.elements.texts
        return Manipulation(texts[8], tuple(filter(None, texts[10:12])))
    return None
