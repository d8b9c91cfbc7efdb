"""Procedures that belong in certain places: which family's rule a procedure falls under."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from edi_service.policy.model import ANY_PAYER
from edi_service.policy.selection import CodeIndex

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edi_service.policy.place_family import PlaceFamily
    from edi_service.policy.stand import Stand

_KEPT = 4096  # procedures whose families are remembered; a biller's claims use a few hundred


class FamilyOf(NamedTuple):
    """A family, and the policy it stands in."""

    family: PlaceFamily
    stand: Stand


class FamilyIndex:
    """
    The families of several policies as one.

    A family in a payer's own policy takes the place of the general one with the same id.
    """

    def __init__(self, stands: Iterable[Stand]) -> None:
        chosen: dict[str, FamilyOf] = {}
        for stand in sorted(stands, key=lambda stand: stand.policy.payer != ANY_PAYER):
            chosen.update((each.id, FamilyOf(each, stand)) for each in stand.revision.families)
        self._families = tuple((CodeIndex(each.family.codes), each) for each in chosen.values())
        self.of = lru_cache(maxsize=_KEPT)(self._find)

    def _find(self, procedure: str) -> tuple[FamilyOf, ...]:
        """The families that *procedure* belongs to."""
        return tuple(each for codes, each in self._families if procedure in codes)
