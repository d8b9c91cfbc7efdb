"""
What policies ask of a claim that it may leave open: each answer is a yes, a no, or a missing fact.

A selection is looked at twice where something is open: once as if what is not known did not fit,
once as if it did.  Only where the two differ is the fact missing that would tell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims.providers import providers
from edi_service.facts.model import NO_FACTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.claims.model import Claim
    from edi_service.facts.model import ClaimFacts


class Asking:
    """
    One look at a claim.

    *unknown* gathers the names of the facts that were asked for and are not known; they are taken
    to fit when the look is *lenient*, and not to fit when it is not.
    """

    __slots__ = ("facts", "lenient", "unknown")

    def __init__(self, facts: ClaimFacts = NO_FACTS, *, lenient: bool = False) -> None:
        self.facts = facts
        self.lenient = lenient
        self.unknown: dict[str, None] = {}

    def turned(self) -> Asking:
        """The look at what is taken out again: what is open must not take out more than is sure."""
        other = Asking(self.facts, lenient=not self.lenient)
        other.unknown = self.unknown
        return other

    def open(self, name: str) -> bool:
        """That the fact *name* is asked for and is not known."""
        self.unknown[name] = None
        return self.lenient


def taxonomies(claim: Claim) -> Iterator[str]:
    """The taxonomy codes of the billing provider and of whoever else took part."""
    if claim.parties.billing.taxonomy:
        yield claim.parties.billing.taxonomy
    for each in providers(claim) if claim.placed is not None else ():
        if each.party.taxonomy:
            yield each.party.taxonomy


def age(claim: Claim) -> int | None:
    """The patient's years on the first day of service; None when a day is not known."""
    born, day = claim.parties.patient.birth_date, claim.first_day
    if born is None or day is None:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
