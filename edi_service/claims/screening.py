"""Which services were ordered by a child's screening (EPSDT): SV111 of a professional claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims.walk import Wanted, walk

if TYPE_CHECKING:
    from edi_service.claims.model import Claim, ServiceLine

_SERVICES = Wanted(lambda use: use.segment_id == "SV1")


def is_from_screening(claim: Claim, line: ServiceLine) -> bool:
    """Whether SV111 of *line* is Y."""
    return any(
        step.elements.texts[11] == "Y"
        for step in walk(claim, _SERVICES)
        if step.line == line.number
    )
