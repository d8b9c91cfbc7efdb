"""How much was read: the counts of a summary."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Tally:
    """
    Counts that grow while a file is read.

    Attributes:
        bytes: read from the source so far.
        segments: from the first ISA to the last IEA, both included; empty ones are none.
        interchanges: ISA segments met.
        functional_groups: GS segments met.
        transaction_sets: ST segments met.
    """

    bytes: int = 0
    segments: int = 0
    interchanges: int = 0
    functional_groups: int = 0
    transaction_sets: int = 0

    def add(self, other: Tally) -> None:
        """Add the counts of *other*."""
        self.bytes += other.bytes
        self.segments += other.segments
        self.interchanges += other.interchanges
        self.functional_groups += other.functional_groups
        self.transaction_sets += other.transaction_sets

    def minus(self, other: Tally) -> Tally:
        """What is left when the counts of *other* are taken away."""
        return Tally(
            self.bytes - other.bytes,
            self.segments - other.segments,
            self.interchanges - other.interchanges,
            self.functional_groups - other.functional_groups,
            self.transaction_sets - other.transaction_sets,
        )
