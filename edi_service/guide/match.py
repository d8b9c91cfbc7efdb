"""
Each segment of a transaction set in its loop.

The matcher walks shapes (see :class:`~edi_service.guide.model.Shape`): from the shape of what it
has met, the start of the next segment's text leads to the next shape.  A step never taken before
is worked out by the engine and remembered; from then on it costs one or two look-ups in a
dictionary.  What is remembered is bounded, whatever a file holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.guide import limits
from edi_service.guide.engine import engine_of
from edi_service.guide.model import Placed
from edi_service.x12.segment import ENVELOPE_IDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.guide.definition import Guide
    from edi_service.guide.model import Shape
    from edi_service.x12.cursor import Cursor
    from edi_service.x12.segment import Block, ControlNumbers, Delimiters


def place(
    cursor: Cursor, delimiters: Delimiters, control: ControlNumbers, guide: Guide
) -> Iterator[Placed]:
    """
    The segments of one transaction set, put together by header, level and claim.

    *cursor* stands on the segment after ST and is left on the first segment that is part of an
    envelope.  Never more than one claim is held.  Any segments in any order are placed, none is
    left out: what the guide does not know where it stands is said not to be known.
    """
    engine = engine_of(guide, delimiters)
    beginnings = engine.beginnings
    separator, line_start = delimiters.element, "LX" + delimiters.element
    run = _Run("ST", delimiters, control)
    part, shape = 0, engine.header
    # The hot loop of the house: no calls but for what is new, or begins something.  A part of a
    # segment's text is cut out by slices made once, and LX is asked for before other beginnings.
    while cursor.has_more():
        block, start = cursor.block, cursor.index
        held = len(run.texts) - start  # index in the block + held = index in the run
        for index, text in enumerate(block.texts[start:] if start else block.texts, start):
            following = shape.following
            step = following.get(text[shape.look])
            if step is None:
                step = following.get(text[shape.look_again])
                if step is None:
                    if run.head == "CLM" and (text[:3] == line_start or text == "LX"):
                        run.parts.append((part, shape))
                        part = index + held
                        step = engine.line
                    else:
                        identifier = text.split(separator, 1)[0]
                        if identifier in beginnings:
                            cursor.index = index
                            run.parts.append((part, shape))
                            if index + held:
                                yield run.placed(block, start, index)
                            if identifier in ENVELOPE_IDS:
                                return
                            run = _Run(identifier, delimiters, control)
                            part, start, held = 0, index, -index
                            step = engine.beginning(identifier, text)
                        else:
                            step = engine.step(shape, identifier, text)
            shape = step
        cursor.index = len(block.texts)
        run.take(block, start, cursor.index)
    run.parts.append((part, shape))
    if run.texts:
        yield run.placed(cursor.block, cursor.index, cursor.index)


class _Run:
    """The segments taken since something began."""

    __slots__ = ("control", "delimiters", "head", "is_cut", "origins", "parts", "texts")

    def __init__(self, head: str, delimiters: Delimiters, control: ControlNumbers) -> None:
        self.head = head
        self.delimiters = delimiters
        self.control = control
        self.texts: list[str] = []
        self.origins: list[tuple[Block, int, int]] = []
        self.parts: list[tuple[int, Shape]] = []
        self.is_cut = False

    def take(self, block: Block, start: int, stop: int) -> None:
        """Add the segments of *block* from *start* until before *stop*, as far as is bearable."""
        count = min(stop - start, limits.LONGEST - len(self.texts))
        if count:
            self.texts += block.texts[start : start + count]
            self.origins.append((block, start, count))
        if count < stop - start:
            self.is_cut = True
            self._drop_parts()

    def placed(self, block: Block, start: int, stop: int) -> Placed:
        """What was taken, with the last segments of it: those of *block* from *start* to *stop*."""
        count = stop - start
        if not self.texts and count <= limits.LONGEST:
            texts, origins = block.texts[start:stop], [(block, start, count)]
            return Placed(self.head, texts, self.parts, self.delimiters, self.control, origins)
        self.take(block, start, stop)
        if self.is_cut:
            self._shorten()
        return Placed(
            self.head,
            self.texts,
            self.parts,
            self.delimiters,
            self.control,
            self.origins,
            self.is_cut,
        )

    def _shorten(self) -> None:
        """Let the parts end where the texts do."""
        self._drop_parts()
        start, shape = self.parts.pop()
        while start + shape.length > limits.LONGEST and shape.before is not None:
            shape = shape.before
        self.parts.append((start, shape))

    def _drop_parts(self) -> None:
        self.parts = [part for part in self.parts if part[0] < limits.LONGEST]
