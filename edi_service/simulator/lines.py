"""The service of a line in an answer: as asked, or with the quantity or code that is approved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.simulator.verdict import QUANTITY_AT

if TYPE_CHECKING:
    from edi_service.simulator.asked import LevelAsked
    from edi_service.simulator.echo import Echo
    from edi_service.simulator.verdict import LineVerdict

_PROCEDURE_AT = {"SV1": 1, "SV2": 2, "SV3": 1}


def service_segments(level: LevelAsked, said: LineVerdict, echo: Echo) -> list[str]:
    """SV1, SV2 or SV3; none where the line has none that could be repeated."""
    for identifier, place in QUANTITY_AT.items():
        segment = level.first("2000F", identifier)
        text = echo.repeat("2000F", segment) if segment is not None else ""
        if text:
            return [_changed(text, place, _PROCEDURE_AT[identifier], said)]
    return []


def _changed(text: str, quantity_at: int, procedure_at: int, said: LineVerdict) -> str:
    elements = text.split("*")
    if said.quantity and len(elements) > quantity_at:
        elements[quantity_at] = said.quantity
    if said.code and len(elements) > procedure_at and elements[procedure_at]:
        qualifier, _, rest = elements[procedure_at].partition(":")
        _, _, modifiers = rest.partition(":")
        parts = [qualifier, said.code, *filter(None, [modifiers])]
        elements[procedure_at] = ":".join(parts)
    return "*".join(elements)
