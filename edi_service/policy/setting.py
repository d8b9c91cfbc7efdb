"""What a policy says does not go together: a place or setting, and what else a claim shows."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property

from msgspec import Struct

from edi_service.claims.model import ClaimKind
from edi_service.finding import Severity
from edi_service.policy.selection import Services


class MisfitSort(StrEnum):
    """What it is on a claim that does not go with the place, the setting or the day."""

    DIAGNOSIS = "diagnosis"  # or the age, or the sort of admission
    MODIFIER = "modifier"
    PROCEDURE = "procedure"


class Misfit(Struct, frozen=True, kw_only=True, dict=True):
    """
    What does not go together: lines that any of *when* means are found fault with.

    *title* is the sentence for the biller.  Empty *lines_of_business* and *claims* mean any; with
    *emergency* only lines that say so (SV109) count.
    """

    id: str
    title: str
    sort: MisfitSort
    severity: Severity
    when: tuple[Services, ...]
    lines_of_business: tuple[str, ...] = ()
    claims: tuple[ClaimKind, ...] = ()
    emergency: bool = False

    @cached_property
    def asks_diagnoses(self) -> bool:
        """Whether only claims with certain diagnoses can show it."""
        return all(services.diagnoses for services in self.when)
