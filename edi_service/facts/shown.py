"""
What of a claim the tables look at: its number, who bills, who is covered, who pays.

Claims are read next door and facts know nothing of how; any value that shows these will do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from edi_service.guide.model import Placed


class ShownParty(Protocol):
    """A person or organization."""

    @property
    def npi(self) -> str:
        """The National Provider Identifier; empty when another identifier was sent."""

    @property
    def identifier(self) -> str:
        """NM109, of whatever sort."""


class ShownPerson(Protocol):
    """A member."""

    @property
    def party(self) -> ShownParty:
        """Who it is."""


class ShownParties(Protocol):
    """Whom a claim concerns."""

    @property
    def billing(self) -> ShownParty:
        """The billing provider."""

    @property
    def subscriber(self) -> ShownPerson:
        """The member."""

    @property
    def payer(self) -> ShownParty:
        """The payer as the claim names it."""

    @property
    def dependent(self) -> object | None:
        """The patient, where that is not the member."""


class ShownLine(Protocol):
    """A service line."""

    @property
    def authorizations(self) -> tuple[str, ...]:
        """The numbers in its REF*G1."""

    @property
    def procedure(self) -> str:
        """The code billed; empty where there is none."""

    @property
    def quantity(self) -> Decimal:
        """How many of *unit*."""

    @property
    def unit(self) -> str:
        """UN for units."""


class ShownClaim(Protocol):
    """A claim."""

    @property
    def frequency(self) -> str:
        """CLM05-3; 7 and 8 replace and void another claim."""

    @property
    def number(self) -> str:
        """CLM01."""

    @property
    def claim_id(self) -> str:
        """Its id, which says nothing of the person."""

    @property
    def parties(self) -> ShownParties:
        """Whom it concerns."""

    @property
    def first_day(self) -> date | None:
        """The first day of service."""

    @property
    def authorizations(self) -> tuple[str, ...]:
        """The numbers in REF*G1 of the claim as a whole."""

    @property
    def lines(self) -> Sequence[ShownLine]:
        """Its service lines."""

    @property
    def placed(self) -> Placed | None:
        """The segments it was read from; None when it was made by hand."""


class MappedPayer(Protocol):
    """A payer of the policy library."""

    @property
    def payer(self) -> str:
        """Its key."""
