"""A claim's segments one after the other, each with the number of the line it stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from edi_service.claims.segments import Elements
from edi_service.guide.model import Placed, SegmentUse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.claims.model import Claim


class Step(Struct, frozen=True, gc=False):
    """
    One segment of a claim.

    *line* is the number (LX01) of the line it stands in; empty before the first line.
    """

    line: str
    index: int
    use: SegmentUse
    placed: Placed

    @property
    def text(self) -> str:
        """The segment as it stands in the file, without its terminator."""
        return self.placed.texts[self.index]

    @property
    def elements(self) -> Elements:
        """The segment taken apart; an element that is absent is an empty text."""
        delimiters = self.placed.delimiters
        return Elements(self.text, delimiters.element, delimiters.component)


def walk(claim: Claim) -> Iterator[Step]:
    """
    The segments of *claim* that the guide knows where they stand.

    None when the claim was made by hand, without segments.
    """
    placed = claim.placed
    if placed is None:
        return
    starts = {line.index: line.number for line in claim.lines}
    number = ""
    for index, use in enumerate(placed.uses):
        number = starts.get(index, number)
        if use.known:
            yield Step(number, index, use, placed)
