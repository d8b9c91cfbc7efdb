"""Procedures that belong in certain places: the quick no for those that are where they belong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.policy.selection import CodeIndex

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edi_service.policy.screen import Sort
    from edi_service.policy.stand import Stand


class FamilyScreen:
    """
    Which sorts of line stand at a place where a family of their procedure is not expected.

    Every family of *stands* is asked, for which of those with one id counts depends on the claim.
    """

    def __init__(self, stands: Iterable[Stand]) -> None:
        self._families = tuple(
            (frozenset((*family.expected, *family.tolerated)), CodeIndex(family.codes))
            for stand in stands
            for family in stand.revision.places.families
        )

    def __call__(self, sort: Sort) -> bool:
        """Whether a line of *sort* could be at such a place."""
        return sort.place != "" and any(
            sort.place not in fitting and sort.procedure in codes
            for fitting, codes in self._families
        )
