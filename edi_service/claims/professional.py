"""How an 837 professional claim (005010X222) says what was done: the segment SV1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims.segments import Service

if TYPE_CHECKING:
    from edi_service.claims.segments import Elements


def read_service(elements: Elements) -> Service:
    """SV1: procedure, charge, units, place of service, diagnosis pointers, emergency."""
    procedure = elements.procedure(1)
    return Service(
        charge=elements.number(2),
        procedure_qualifier=procedure.qualifier,
        procedure=procedure.code,
        modifiers=procedure.modifiers,
        description=procedure.description,
        unit=elements.texts[3],
        quantity=elements.number(4),
        place_of_service=elements.texts[5],
        diagnosis_pointers=elements.pointers(7),
        is_emergency=elements.texts[9] == "Y",
    )
