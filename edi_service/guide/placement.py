"""
Each segment of an 837 in its loop.

The placer walks shapes (see :class:`~edi_service.guide.model.Shape`): from the shape of what it
has met, the start of the next segment's text leads to the next shape.  A step never taken before
is worked out from the guide's table of loops and remembered; from then on it costs one or two
look-ups in a dictionary.  What is remembered is bounded, whatever a file holds.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from edi_service.guide.loops import HEADER, loops, seek
from edi_service.guide.model import IDENTIFIER, QUALIFIER, Placed, SegmentUse, Shape
from edi_service.x12.segment import ENVELOPE_IDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.guide.choose import ClaimGuide
    from edi_service.x12.cursor import Cursor
    from edi_service.x12.segment import Block, ControlNumbers, Delimiters

LONGEST = 100_000  # segments kept of one claim or level; the guides allow far fewer
MOST_SHAPES = 20_000  # remembered for one guide and its separators, about 10 MB
LONGEST_SHAPE = 256  # a longer stretch is not worth remembering

_BEGINNINGS = ENVELOPE_IDS | {"HL", "CLM"}


def place(
    cursor: Cursor, delimiters: Delimiters, control: ControlNumbers, kind: ClaimGuide
) -> Iterator[Placed]:
    """
    The segments of one transaction set, put together by header, level and claim.

    *cursor* stands on the segment after ST and is left on the first segment that is part of an
    envelope.  Never more than one claim is held.  Any segments in any order are placed, none is
    left out: what the guide does not know where it stands is said not to be known.
    """
    places = _places(kind, delimiters.element, delimiters.component)
    separator, line_start = delimiters.element, "LX" + delimiters.element
    run = _Run("ST", delimiters, control)
    part, shape = 0, places.header
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
                    if text[:3] == line_start and run.head == "CLM":
                        run.parts.append((part, shape))
                        part = index + held
                        step = places.line
                    else:
                        identifier = text.split(separator, 1)[0]
                        if identifier in _BEGINNINGS:
                            cursor.index = index
                            run.parts.append((part, shape))
                            if index + held:
                                yield run.placed(block, start, index)
                            if identifier in ENVELOPE_IDS:
                                return
                            run = _Run(identifier, delimiters, control)
                            part, start, held = 0, index, -index
                            step = places.beginning(identifier, text)
                        else:
                            step = places.step(shape, identifier, text)
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
        count = min(stop - start, LONGEST - len(self.texts))
        if count:
            self.texts += block.texts[start : start + count]
            self.origins.append((block, start, count))
        if count < stop - start:
            self.is_cut = True
            self._drop_parts()

    def placed(self, block: Block, start: int, stop: int) -> Placed:
        """What was taken, with the last segments of it: those of *block* from *start* to *stop*."""
        count = stop - start
        if not self.texts and count <= LONGEST:
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
        while start + shape.length > LONGEST and shape.before is not None:
            shape = shape.before
        self.parts.append((start, shape))

    def _drop_parts(self) -> None:
        self.parts = [part for part in self.parts if part[0] < LONGEST]


class _Places:
    """The shapes met so far in one guide, as written with one pair of separators."""

    def __init__(self, guide: ClaimGuide, element: str, component: str) -> None:
        self._guide = guide
        self._element = element
        self._component = component
        self._levels = {
            qualifier: use
            for loop in loops(guide).values()
            for qualifier, use in loop.first.get("HL", {}).items()
        }
        self._forget()

    def _forget(self) -> None:
        """Begin anew; who still walks an old shape is not disturbed."""
        self._count = 0
        self._unknown: dict[tuple[str, str, str], SegmentUse] = {}
        self._beginnings: dict[str, Shape] = {}
        table = loops(self._guide)
        self.header = Shape(None, HEADER)
        self.claim = Shape(table["2300"].first["CLM"][""], "2300")
        self.line = Shape(table["2400"].first["LX"][""], "2400")

    def beginning(self, identifier: str, text: str) -> Shape:
        """The shape of the segment that begins a claim or, by its HL03, a level."""
        if identifier == "CLM":
            return self.claim
        level = [*text.split(self._element, 4), "", "", ""][3]
        use = self._levels.get(level) or self._stranger("", "HL", "")
        shape = self._beginnings.get(use.loop)
        if shape is None:
            shape = self._beginnings[use.loop] = Shape(use, use.loop or HEADER)
        return shape

    def step(self, shape: Shape, identifier: str, text: str) -> Shape:
        """The shape after one more segment, remembered by as much of *text* as decides it."""
        if shape.length > LONGEST:
            return shape  # the run is cut long before
        qualifier = self._qualifier(identifier, text)
        use, loop, by_qualifier = seek(self._guide, shape.loop, identifier, qualifier)
        if not use.known:
            use = self._stranger(use.loop, identifier, use.qualifier)
        step = shape.following.get(use)
        if step is None:
            step = Shape(use, loop, shape)
        if shape.length < LONGEST_SHAPE:
            decides = len(identifier) + (len(qualifier) + 1 if by_qualifier else 0)
            self._remember(shape, step, text, decides)
        return step

    def _remember(self, shape: Shape, step: Shape, text: str, decides: int) -> None:
        """
        Let *text* lead from *shape* to *step* in future, and all that begins as it does.

        Its first *decides* characters and the separator behind them decide where it belongs; a
        key must hold them all, so that no other text shares it.
        """
        self._count += 1
        if self._count > MOST_SHAPES:
            self._forget()
        start = IDENTIFIER if decides < IDENTIFIER.stop else QUALIFIER
        if step.use is not None and (decides < start.stop or len(text) < start.stop):
            if start is QUALIFIER and not shape.following:
                shape.look, shape.look_again = QUALIFIER, IDENTIFIER
            shape.following[text[start]] = step
            shape.following[step.use] = step

    def _qualifier(self, identifier: str, text: str) -> str:
        first = [*text.split(self._element, 2), ""][1]
        return first.split(self._component, 1)[0] if identifier == "HI" else first

    def _stranger(self, loop: str, identifier: str, qualifier: str) -> SegmentUse:
        """The one use of a segment that the guide does not know in *loop*."""
        key = (loop, identifier, qualifier)
        return self._unknown.setdefault(key, SegmentUse(*key, known=False))


@lru_cache(maxsize=16)
def _places(guide: ClaimGuide, element: str, component: str) -> _Places:
    return _Places(guide, element, component)
