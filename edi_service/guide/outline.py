"""
The outline of a transaction set: which levels are open, and which claims they hold.

Levels and claims are placed one run at a time, whatever is open.  Whether they may stand where
they do, how often, and what the levels around them still need is kept here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.guide import kinds
from edi_service.guide.walk import Fault

if TYPE_CHECKING:
    from edi_service.guide.definition import Guide, LoopDefinition, SegmentDefinition
    from edi_service.guide.parts import Parts


class _Within:
    """The loops within a level: which is required, and which begins with a certain segment."""

    def __init__(self, loops: list[LoopDefinition]) -> None:
        self._firsts = {
            (loop.first.segment_id, loop.first.loop): loop for loop in reversed(loops) if loop.first
        }
        self._begun: dict[SegmentDefinition, LoopDefinition | None] = {}
        self.required = tuple(loop for loop in loops if loop.usage == "R" and loop.first)

    def find(self, segment: SegmentDefinition) -> LoopDefinition | None:
        """The loop within that a segment such as *segment* begins."""
        if segment not in self._begun:
            self._begun[segment] = self._firsts.get((segment.segment_id, segment.loop))
        return self._begun[segment]


class _Open:
    """A level that is open, and how often each loop within it was met."""

    __slots__ = ("counts", "within")

    def __init__(self, within: _Within) -> None:
        self.within = within
        self.counts: dict[LoopDefinition, int] = {}

    def lacks(self) -> list[Fault]:
        """The loops within that are required and were not met."""
        return [
            Fault(kinds.LOOP_MISSING, loop.first)
            for loop in self.within.required
            if loop not in self.counts and loop.first is not None
        ]


class Outline:
    """
    What is open in one transaction set.

    *is_lost* says that the last level or claim has no place, so that nothing within it has one.
    """

    def __init__(self, guide: Guide, parts: Parts) -> None:
        self._parts = parts
        self._within = {loop: _Within(inner) for loop, inner in parts.inner.items()}
        self._open = [_Open(self._within[guide.root])]
        self._latest: tuple[SegmentDefinition | None, LoopDefinition | None] = (None, None)
        self._is_level_lost = False
        self.is_lost = False

    def level(self, first: SegmentDefinition, *, is_known: bool) -> list[Fault]:
        """A level begins with *first*, an HL that the guide may not know."""
        latest, latest_loop = self._latest
        if is_known and first is latest:
            depth, loop = len(self._open) - 2, latest_loop  # it takes the place of its like
        else:
            depth, loop = self._holder(first) if is_known else (0, None)
            self._latest = first, loop
        self.is_lost = self._is_level_lost = loop is None
        if loop is None:
            return [Fault(kinds.SEGMENT_UNEXPECTED, first)]
        faults: list[Fault] = []
        for level in self._open[:depth:-1]:
            faults += level.lacks()
        del self._open[depth + 1 :]
        faults += self._count(loop)
        self._open.append(_Open(self._within[loop]))
        return faults

    def claim(self, first: SegmentDefinition) -> list[Fault]:
        """A claim begins in the level that is open."""
        if self._is_level_lost:
            return []
        loop = self._open[-1].within.find(first)
        self.is_lost = loop is None
        return [Fault(kinds.SEGMENT_UNEXPECTED, first)] if loop is None else self._count(loop)

    @property
    def most_lines(self) -> int:
        """How many lines a claim may have."""
        line = self._parts.line
        return line.most if line is not None else 0

    def lines(self, count: int) -> list[tuple[int, Fault]]:
        """Which of the *count* lines of a claim, counted from 1, are too many."""
        line = self._parts.line
        if line is None or line.first is None or count <= line.most:
            return []
        fault = Fault(kinds.LOOP_TOO_OFTEN, line.first)
        return [(number, fault) for number in range(line.most + 1, count + 1)]

    def without_lines(self) -> list[Fault]:
        """A claim ended that has no line."""
        line = self._parts.line
        if line is None or line.first is None or line.usage != "R":
            return []
        return [Fault(kinds.LOOP_MISSING, line.first)]

    def end(self) -> list[Fault]:
        """The transaction set ends."""
        return [fault for level in reversed(self._open) for fault in level.lacks()]

    def _holder(self, first: SegmentDefinition) -> tuple[int, LoopDefinition | None]:
        """The innermost open level that may hold what *first* begins, and that loop."""
        for depth in range(len(self._open) - 1, -1, -1):
            if (loop := self._open[depth].within.find(first)) is not None:
                return depth, loop
        return 0, None

    def _count(self, loop: LoopDefinition) -> list[Fault]:
        counts = self._open[-1].counts
        counts[loop] = counts.get(loop, 0) + 1
        if counts[loop] <= loop.most or loop.first is None:
            return []
        return [Fault(kinds.LOOP_TOO_OFTEN, loop.first)]
