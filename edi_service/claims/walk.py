"""
The segments of a claim that somebody asks for, each with the number of the line it stands in.

Most claims hold none of what is asked for rarely.  Which do, their forms tell: a form is looked
through once, and all claims of that form are answered from memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from edi_service.claims.plan import ByForm
from edi_service.claims.segments import Elements
from edi_service.claims.values import Memory
from edi_service.guide.model import Placed, SegmentUse, Shape

if TYPE_CHECKING:
    from collections.abc import Callable

    from edi_service.claims.model import Claim
    from edi_service.guide.model import Form


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
    """
    Which segments are asked for; a segment the guide does not know where it is never is.

    Attributes:
        places: what is wanted of a form: (index of the first segment of its part, index, use,
            part) of each.
    """

    def __init__(self, is_wanted: Callable[[SegmentUse], bool]) -> None:
        self._is_wanted = is_wanted
        self._among: Memory[Shape, tuple[Found, ...]] = Memory(self._search)
        self.places: ByForm[tuple[tuple[int, int, SegmentUse, Shape], ...]] = ByForm(self._gather)

    def __or__(self, other: Wanted) -> Wanted:
        """What either asks for."""
        return Wanted(lambda use: self._is_wanted(use) or other._is_wanted(use))

    def _search(self, shape: Shape) -> tuple[Found, ...]:
        return tuple(
            Found(offset, use)
            for offset, use in enumerate(shape.uses)
            if use.known and self._is_wanted(use)
        )

    def _gather(self, form: Form) -> tuple[tuple[int, int, SegmentUse, Shape], ...]:
        return tuple(
            (start, start + offset, use, shape)
            for start, shape in form.parts
            for offset, use in self._among[shape]
        )


def walk(claim: Claim, wanted: Wanted) -> list[Step]:
    """
    The segments of *claim* that are *wanted*, in the order of the file.

    None when the claim was made by hand, without segments.
    """
    placed = claim.placed
    if placed is None:
        return []
    return [
        Step(number_of(claim, start), index, use, placed, part, start)
        for start, index, use, part in wanted.places[placed.form]
    ]


def holds(claim: Claim, wanted: Wanted) -> bool:
    """Whether *claim* has any segment that is *wanted*."""
    placed = claim.placed
    return placed is not None and bool(wanted.places[placed.form])


def number_of(claim: Claim, start: int) -> str:
    """The number of the line whose LX stands at *start*; empty before the first line."""
    return next((line.number for line in claim.lines if line.index == start), "") if start else ""
