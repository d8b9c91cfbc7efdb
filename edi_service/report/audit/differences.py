"""What wrong places of service change in the payment, by the pairs of places, for the audit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from edi_service.cases.money import NOTHING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from edi_service.report.rows import DifferenceRow


@dataclass(slots=True)
class Paid:
    """
    Lines whose place is wrong in one way, and what that comes to, in dollars.

    *too_much* and *too_little* are both counted upwards; *unknown* are lines of which it cannot be
    told.
    """

    lines: int = 0
    too_much: Decimal = NOTHING
    too_little: Decimal = NOTHING
    unknown: int = 0

    @property
    def difference(self) -> Decimal:
        """What mending all of them brings, plus, or costs, minus."""
        return self.too_little - self.too_much

    def add(self, amount: Decimal | None) -> None:
        """Count a line."""
        self.lines += 1
        if amount is None:
            self.unknown += 1
        elif amount < 0:
            self.too_much -= amount
        else:
            self.too_little += amount


class Differences:
    """
    The differences of a run, each line of a claim counted once however many findings tell of it.

    Only lines at a wrong place are remembered, and of a line nothing but its claim's id.  *names*
    are those of places of service by their codes.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._lines: dict[tuple[str, str], DifferenceRow] = {}

    def __bool__(self) -> bool:
        return bool(self._lines)

    def add(self, claim_id: str, row: DifferenceRow) -> None:
        """Count a line; what is known of it goes before what cannot be told."""
        key = claim_id, row.line
        told = self._lines.get(key)
        if told is None or (told.amount is None and row.amount is not None):
            self._lines[key] = row

    def by_places(self) -> list[tuple[str, str, Paid]]:
        """By the place that is billed and the right one, where most is at stake first."""
        pairs: dict[tuple[str, str], Paid] = {}
        for row in self._lines.values():
            pair = self._named(row.billed), " or ".join(map(self._named, row.rightly))
            pairs.setdefault(pair, Paid()).add(row.amount)
        ordered = sorted(pairs.items(), key=lambda each: (-_at_stake(each[1]), each[0]))
        return [(*pair, paid) for pair, paid in ordered]

    def _named(self, place: str) -> str:
        name = self._names.get(place)
        return f"{place} {name}" if name else place


def _at_stake(paid: Paid) -> Decimal:
    return paid.too_much + paid.too_little
