"""Procedures that belong in certain places: which family's rule a procedure falls under."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from edi_service.policy.model import ANY_PAYER
from edi_service.policy.selection import CodeIndex

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edi_service.policy.place_family import PlaceFamily
    from edi_service.policy.screen import Sort
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


class FamilyScreen:
    """
    Which sorts of line stand at a place where a family of their procedure is not expected.

    Every family of *stands* is asked, for which of those with one id counts depends on the claim.
    """

    def __init__(self, stands: Iterable[Stand]) -> None:
        self._families = tuple(
            (frozenset((*family.expected, *family.tolerated)), CodeIndex(family.codes))
            for stand in stands
            for family in stand.revision.families
        )

    def __call__(self, sort: Sort) -> bool:
        """Whether a line of *sort* could be at such a place."""
        return sort.place != "" and any(
            sort.place not in fitting and sort.procedure in codes
            for fitting, codes in self._families
        )
