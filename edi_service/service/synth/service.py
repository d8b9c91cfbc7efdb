"""What a catalogue of invented claims is written in: one service, and how lines are chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from edi_service.service.synth.text import pick, shuffled

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from edi_service.service.synth.text import Item

FEES = (80, 90, 100, 110, 125)  # percent: providers do not charge alike


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """
    One service line to be.

    Attributes:
        procedure: CPT or HCPCS code; empty for accommodation and the like.
        cents: the charge for one unit.
        modifiers: of the procedure.
        units: how many.
        day: days after the first day of service.
        revenue: revenue code, on an institution's line.
        place: place of service where it is not the claim's.
    """

    procedure: str = ""
    cents: int
    modifiers: tuple[str, ...] = ()
    units: int = 1
    day: int = 0
    revenue: str = ""
    place: str = ""

    @property
    def code(self) -> str:
        """The composite of procedure and modifiers; empty without a procedure."""
        return ":".join(("HC", self.procedure, *self.modifiers)) if self.procedure else ""

    def charge(self, fee: int) -> int:
        """The line's charge in cents where the provider takes *fee* percent."""
        return self.cents * fee // 100 * self.units


def choose(random: Random, always: Sequence[Item], sometimes: Sequence[Item]) -> list[Item]:
    """All of *always*, then between none and all of *sometimes*."""
    count = int(random.random() * (len(sometimes) + 1))
    return [*always, *shuffled(random, sometimes)[:count]]


def fee(random: Random) -> int:
    """What one provider takes, in percent of the catalogue's charge."""
    return pick(random, FEES)
