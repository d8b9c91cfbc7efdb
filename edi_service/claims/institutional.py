"""How an 837 institutional claim (005010X223) says what was done: the segment SV2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims.segments import Service

if TYPE_CHECKING:
    from edi_service.claims.segments import Elements


def read_service(elements: Elements) -> Service:
    """SV2: revenue code, procedure where one is billed, charge, units."""
    procedure = elements.procedure(2)
    return Service(
        charge=elements.number(3),
        procedure_qualifier=procedure.qualifier,
        procedure=procedure.code,
        modifiers=procedure.modifiers,
        description=procedure.description,
        revenue_code=elements.texts[1],
        unit=elements.texts[4],
        quantity=elements.number(5),
    )
