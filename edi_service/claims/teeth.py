"""Which teeth a dental claim is about: the segments TOO, DN1 and DN2, and parts of SV3."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from edi_service.claims.model import ZERO
from edi_service.claims.walk import Wanted, walk

if TYPE_CHECKING:
    from edi_service.claims.model import Claim


class Tooth(Struct, frozen=True, gc=False):
    """A tooth treated on a line: TOO02 (1 to 32, A to T) and its surfaces, such as M, O, D."""

    line: str
    code: str
    surfaces: tuple[str, ...]


class OralCavity(Struct, frozen=True, gc=False):
    """Areas of the mouth a line names (SV304) and whether a prosthesis is new (SV305: I or R)."""

    line: str
    areas: tuple[str, ...]
    prosthesis: str


class ToothStatus(Struct, frozen=True, gc=False):
    """DN2: a tooth that is missing (M) or to be extracted (E)."""

    code: str
    status: str


class Orthodontics(Struct, frozen=True, gc=False):
    """DN1: months of treatment in all and remaining."""

    months: Decimal = ZERO
    months_remaining: Decimal = ZERO


_TEETH = Wanted(lambda use: use.segment_id == "TOO")
_SERVICES = Wanted(lambda use: use.segment_id == "SV3")
_STATUSES = Wanted(lambda use: use.segment_id == "DN2")
_TREATMENT = Wanted(lambda use: use.segment_id == "DN1")


def teeth(claim: Claim) -> tuple[Tooth, ...]:
    """Every tooth that the lines of *claim* name; a line has one TOO a tooth."""
    return tuple(
        Tooth(step.line, elements.texts[2], tuple(filter(None, elements.components(3))))
        for step in walk(claim, _TEETH)
        for elements in [step.elements]
    )


def oral_cavities(claim: Claim) -> tuple[OralCavity, ...]:
    """What each line of *claim* says of the mouth, but for lines that say nothing of it."""
    return tuple(
        OralCavity(step.line, tuple(filter(None, elements.components(4))), elements.texts[5])
        for step in walk(claim, _SERVICES)
        for elements in [step.elements]
        if elements.texts[4] or elements.texts[5]
    )


def tooth_statuses(claim: Claim) -> tuple[ToothStatus, ...]:
    """Teeth that were missing, or to be extracted, before the treatment."""
    return tuple(
        ToothStatus(texts[1], texts[2])
        for step in walk(claim, _STATUSES)
        for texts in [step.elements.texts]
    )


def orthodontics(claim: Claim) -> Orthodontics | None:
    """The length of an orthodontic treatment; None when the claim names none."""
    for step in walk(claim, _TREATMENT):
        elements = step.elements
        return Orthodontics(elements.number(1), elements.number(2))
    return None
