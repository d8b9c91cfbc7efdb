"""What a claim certifies besides ambulance trips: spinal manipulation (CR2), equipment (CRC)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims.manipulation import manipulation
from edi_service.claims.walk import Wanted, walk
from edi_service.review import kinds

if TYPE_CHECKING:
    from edi_service.claims.model import ServiceLine
    from edi_service.review.draft import Draft

_EQUIPMENT = "09"
_REPLACED = "38"  # the one condition of a claim's CRC*09 that a request has, too

_CERTIFIED = Wanted(
    lambda use: (
        (use.segment_id == "CRC" and use.qualifier not in {"07", "75"}) or use.segment_id == "CR3"
    )
)


def add_equipment(draft: Draft, at_issue: list[ServiceLine]) -> None:
    """
    CRC*09: equipment certified on the lines at issue, once.

    Vision, hospice and screening indicators, and the months of CR3, have no place in a request.
    """
    lines = {line.number: line for line in at_issue}
    for step in walk(draft.claim, _CERTIFIED):
        if step.line and step.line not in lines:
            continue
        texts = step.elements.texts
        conditions = set(filter(None, texts[3:8])) if texts[1] == _EQUIPMENT else set()
        if _REPLACED in conditions:
            _add_once(draft, "CRC", _EQUIPMENT, texts[2], _REPLACED)
        if conditions != {_REPLACED}:
            what = f"what {step.use.segment_id} certifies ({texts[1]})"
            draft.find(kinds.LEFT_OUT, what, lines.get(step.line))


def add_manipulation(draft: Draft, complication: bool | None) -> None:  # noqa: FBT001 -- CR209, or unknown
    """CR2: the state of the spine.  Whether there was a *complication* no claim says."""
    found = manipulation(draft.claim)
    if found is None:
        return
    answer = "" if complication is None else "NY"[complication]
    draft.add("2000E", "CR2", *[""] * 7, found.condition, answer, *found.descriptions)


def _add_once(draft: Draft, name: str, *elements: str) -> None:
    if [name, *elements] not in draft.segments:
        draft.add("2000E", name, *elements)
