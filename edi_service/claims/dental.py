"""How an 837 dental claim (005010X224) says what was done: the segment SV3."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims.segments import ONE, Service

if TYPE_CHECKING:
    from edi_service.claims.segments import Elements


def read_service(elements: Elements) -> Service:
    """SV3: procedure, charge, place of service, count (one when absent), diagnosis pointers."""
    procedure = elements.procedure(1)
    return Service(
        charge=elements.number(2),
        procedure_qualifier=procedure.qualifier,
        procedure=procedure.code,
        modifiers=procedure.modifiers,
        description=procedure.description,
        quantity=elements.number(6, absent=ONE),
        place_of_service=elements.texts[3],
        diagnosis_pointers=elements.pointers(11),
    )
