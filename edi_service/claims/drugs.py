"""Drugs given with a service: loop 2410."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from edi_service.claims.model import ZERO
from edi_service.claims.walk import Wanted, walk

if TYPE_CHECKING:
    from edi_service.claims.model import Claim


class Drug(Struct, frozen=True, gc=False):
    """
    One loop 2410 of the line with number *line*.

    *code* is LIN03, with qualifier N4 an NDC of eleven digits.  *unit* is CTP05-1: F2
    international units, GR gram, ME milligram, ML milliliter, UN unit.
    """

    line: str
    qualifier: str = ""
    code: str = ""
    quantity: Decimal = ZERO
    unit: str = ""
    prescription: str = ""  # REF*XZ
    link: str = ""  # REF*VY: the same for all drugs of one compound


DRUGS = Wanted(lambda use: use.loop == "2410")


def drugs(claim: Claim) -> tuple[Drug, ...]:
    """Every drug of *claim*, in the order of its lines."""
    found: list[Drug] = []
    for step in walk(claim, DRUGS):
        elements = step.elements
        texts = elements.texts
        if step.use.segment_id == "LIN":
            found.append(Drug(step.line, texts[2], texts[3]))
        elif step.use.segment_id == "CTP":
            unit = elements.components(5)[0]
            found[-1] = replace(found[-1], quantity=elements.number(4), unit=unit)
        elif step.use.qualifier == "XZ":
            found[-1] = replace(found[-1], prescription=texts[2])
        else:
            found[-1] = replace(found[-1], link=texts[2])
    return tuple(found)
