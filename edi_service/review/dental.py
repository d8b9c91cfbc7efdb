"""What a dental service line says of the mouth: SV3 and TOO."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims.teeth import OralCavity, oral_cavities, orthodontics, teeth, tooth_statuses
from edi_service.review import kinds
from edi_service.review.draft import number

if TYPE_CHECKING:
    from edi_service.claims.model import ServiceLine
    from edi_service.review.draft import Draft

MOST_TEETH, MOST_AREAS, MOST_SURFACES = 32, 5, 5
_SURFACES = frozenset("BDFILMO")
_PROSTHESES = frozenset("IR")  # initial placement, replacement


def add_dental(draft: Draft, line: ServiceLine, procedure: tuple[str, ...], amount: str) -> None:
    """SV3 and one TOO a tooth; the quantity is required, and one where the claim has none."""
    claim = draft.claim
    mouth = next(
        (one for one in oral_cavities(claim) if one.line == line.number), OralCavity("", (), "")
    )
    treated = [tooth for tooth in teeth(claim) if tooth.line == line.number]
    if len(mouth.areas) > MOST_AREAS or len(treated) > MOST_TEETH:
        draft.find(kinds.LEFT_OUT, "areas or teeth beyond those that fit", line)
    prosthesis = mouth.prosthesis if mouth.prosthesis in _PROSTHESES else ""
    quantity = number(line.quantity) if line.quantity else "1"
    areas = mouth.areas[:MOST_AREAS]
    draft.add("2000F", "SV3", procedure, amount, "", areas, prosthesis, quantity)
    for tooth in treated[:MOST_TEETH]:
        surfaces = tooth.surfaces[:MOST_SURFACES]
        if not _SURFACES.issuperset(surfaces):
            draft.find(
                kinds.CODE_REFUSED, "a tooth surface is not one of B, D, F, I, L, M, O", line
            )
        draft.add("2000F", "TOO", "JP", tooth.code, surfaces)


def note_what_is_left(draft: Draft) -> list[str]:
    """
    Missing teeth and the months of an orthodontic treatment have no place in a request.

    Returns what a message can say: the number of a predetermination (REF*G3).
    """
    if tooth_statuses(draft.claim):
        draft.find(kinds.LEFT_OUT, "teeth missing or to be extracted (DN2)")
    if orthodontics(draft.claim) is not None:
        draft.find(kinds.LEFT_OUT, "months of orthodontic treatment (DN1)")
    predetermination = draft.claim.reference("G3").strip(" ")
    return [f"PREDETERMINATION {predetermination}"] if predetermination else []
