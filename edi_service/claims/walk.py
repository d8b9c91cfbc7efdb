"""
The segments of a claim that somebody asks for, each with the number of the line it stands in.

Most claims hold none of what is asked for rarely.  Which do, their shapes tell: a shape is looked
through once, and all claims of that shape are answered from memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from edi_service.claims.segments import Elements
from edi_service.claims.values import Memory
from edi_service.guide.model import Placed, SegmentUse, Shape

if TYPE_CHECKING:
    from collections.abc import Callable

    from edi_service.claims.model import Claim


class Step(Struct, frozen=True, gc=False):
    """
    One segment of a claim.

    *line* is the number (LX01) of the line it stands in; empty before the first line.  *part* is
    the shape of that line, or of what precedes the lines, and *start* the index of its first
    segment.
    """

    line: str
    index: int
    use: SegmentUse
    placed: Placed
    part: Shape
    start: int

    @property
    def text(self) -> str:
        """The segment as it stands in the file, without its terminator."""
        return self.placed.texts[self.index]

    @property
    def elements(self) -> Elements:
        """The segment taken apart; an element that is absent is an empty text."""
        delimiters = self.placed.delimiters
        return Elements(self.text, delimiters.element, delimiters.component)


class Found(NamedTuple):
    """A segment wanted, counted from the first of its shape, and its use."""

    offset: int
    use: SegmentUse


class Wanted:
    """Which segments are asked for; a segment the guide does not know where it is never is."""

    def __init__(self, is_wanted: Callable[[SegmentUse], bool]) -> None:
        self._is_wanted = is_wanted
        self.among: Memory[Shape, tuple[Found, ...]] = Memory(self._search)

    def __or__(self, other: Wanted) -> Wanted:
        """What either asks for."""
        return Wanted(lambda use: self._is_wanted(use) or other._is_wanted(use))

    def _search(self, shape: Shape) -> tuple[Found, ...]:
        return tuple(
            Found(offset, use)
            for offset, use in enumerate(shape.uses)
            if use.known and self._is_wanted(use)
        )


def walk(claim: Claim, wanted: Wanted) -> list[Step]:
    """
    The segments of *claim* that are *wanted*, in the order of the file.

    None when the claim was made by hand, without segments.
    """
    placed, among = claim.placed, wanted.among
    if placed is None:
        return []
    return [
        Step(number_of(claim, start), start + offset, use, placed, shape, start)
        for start, shape in placed.parts
        for offset, use in among[shape]
    ]


def holds(claim: Claim, wanted: Wanted) -> bool:
    """Whether *claim* has any segment that is *wanted*."""
    placed, among = claim.placed, wanted.among
    # A handful of parts: a list is made sooner than a generator is begun.
    return placed is not None and any([among[shape] for _, shape in placed.parts])  # noqa: C419


def number_of(claim: Claim, start: int) -> str:
    """The number of the line whose LX stands at *start*; empty before the first line."""
    return next((line.number for line in claim.lines if line.index == start), "") if start else ""
