"""What an implementation guide says of a segment, and segments that have found their place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec import Struct

from edi_service.finding import Position, Quote
from edi_service.x12.segment import Block, ControlNumbers, Delimiters, Segment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from edi_service.guide.definition import SegmentDefinition
    from edi_service.guide.walk import Fault, Frame

    Fits = Callable[[str], object]  # whether a text fits: its truth says so


@dataclass(frozen=True, slots=True, eq=False)
class SegmentUse:
    """
    A segment as used at one place of a guide; there is one object for each place.

    *qualifier* is what tells siblings with the same identifier apart (REF01, NM101, DTP01, the
    first component of HI01, HL03), empty where nothing needs telling apart.  *begins* says that
    the segment is the first of its loop.  A segment that the guide does not know at its place
    has *known* false and the loop it was met in.  *definition* is what the guide says of it.
    """

    loop: str
    segment_id: str
    qualifier: str = ""
    known: bool = True
    begins: bool = False
    definition: SegmentDefinition | None = None


class Shape:
    """
    The uses of consecutive segments: the way from the first of them to *use*, the last.

    Runs of segments with the same uses in the same order share one shape, so that what follows
    from the uses alone is worked out once, and a shape serves as the key to it.

    Attributes:
        use: of the last segment; None before the first.
        loop: where the next segment is sought from, mostly ``use.loop``.
        before: the shape without *use*.
        length: how many segments there are.
        following: the shapes one segment longer, by the sign (:mod:`edi_service.guide.signs`) of
            that segment, and by its use.
        forms: of runs that begin with this shape, by the word of their signs.
        frame: where the standard's walk has come to; None where the guide has no place.
        faults: what is wrong with the order and number of the segments, each with the number
            of segments before the one that it was noticed at.
        closing: what is missing when the run ends here; None before it is asked for.
        fits: says of each segment's text whether it fits; None before they are asked for.
        is_sound: whether nothing is wrong with the order, and nothing missing when it ends here;
            known once *fits* is.
    """

    __slots__ = (
        "_uses",
        "before",
        "closing",
        "faults",
        "fits",
        "following",
        "forms",
        "frame",
        "is_sound",
        "length",
        "loop",
        "use",
    )

    def __init__(self, use: SegmentUse | None, loop: str, before: Shape | None = None) -> None:
        self.use = use
        self.loop = loop
        self.before = before
        self.length: int = (before.length if before else 0) + (use is not None)
        self.following: dict[str | SegmentUse, Shape] = {}
        self.forms: dict[str, Form] = {}
        self.frame: Frame | None = None
        self.faults: tuple[tuple[int, Fault], ...] = ()
        self.closing: tuple[Fault, ...] | None = None
        self.fits: tuple[Fits, ...] | None = None
        self.is_sound = False
        self._uses: tuple[SegmentUse, ...] | None = None

    @property
    def uses(self) -> tuple[SegmentUse, ...]:
        """The use of each segment, in order."""
        if self._uses is None:
            uses: list[SegmentUse] = []
            shape: Shape | None = self
            while shape is not None and shape.use is not None:
                uses.append(shape.use)
                shape = shape.before
            self._uses = tuple(reversed(uses))
        return self._uses


class Form:
    """
    The shapes of a whole run: a header, a level, or a claim with its lines.

    Runs of the same shapes share one form, for the same ends as segments share a shape.

    Attributes:
        parts: (index of the first segment, shape) of each stretch.  A claim has one stretch
            before its first LX and one from each LX on; the other sorts of run have one stretch.
        fits: as of a shape; None before they are asked for.
        is_sound: whether all its shapes are; known once *fits* is.
        is_kept: whether the engine keeps it for other runs.  Nothing is to be remembered by a form
            that is not kept: it is very long, and hardly comes twice.
    """

    __slots__ = ("_uses", "fits", "is_kept", "is_sound", "parts")

    def __init__(self, parts: tuple[tuple[int, Shape], ...]) -> None:
        self.parts = parts
        self.fits: tuple[Fits, ...] | None = None
        self.is_sound = False
        self.is_kept = False
        self._uses: tuple[SegmentUse, ...] | None = None

    @property
    def uses(self) -> tuple[SegmentUse, ...]:
        """The use of each segment, in order."""
        if self._uses is None:
            self._uses = tuple(use for _, shape in self.parts for use in shape.uses)
        return self._uses


class PlacedSegment(Struct, frozen=True, gc=False):
    """A segment, the loop it stands in, and its place in the :class:`Placed` it came from."""

    loop: str
    segment: Segment
    index: int


class Placed(Struct, gc=False):
    """
    Consecutive segments of a transaction set that belong together, each with its place.

    Three sorts follow one another in an 837: what precedes the first HL (``head`` is "ST"), a
    hierarchical level's own loops (``head`` is "HL"), and one claim with its lines
    (``head`` is "CLM": loop 2300 and everything below it).

    Attributes:
        head: see above.
        texts: the segments, each without its terminator.
        form: the place of each of them.
        delimiters: those of the interchange.
        control: the numbers of the envelopes around.
        block: the block that the first of them came from; None of what was made by hand.
        start: the index of the first of them in *block*.
        more: where those came from that were not in *block*, as in *origins*.
        is_cut: whether there were more segments than are kept of one claim or level.
    """

    head: str
    texts: list[str]
    form: Form
    delimiters: Delimiters
    control: ControlNumbers
    block: Block | None = None
    start: int = 0
    more: tuple[tuple[Block, int, int], ...] = ()
    is_cut: bool = False

    @property
    def parts(self) -> tuple[tuple[int, Shape], ...]:
        """See :class:`Form`."""
        return self.form.parts

    @property
    def uses(self) -> tuple[SegmentUse, ...]:
        """The place of each of *texts*."""
        return self.form.uses

    def use_of(self, index: int) -> SegmentUse:
        """The place of the segment at *index*."""
        return self.form.uses[index]

    @property
    def number(self) -> int:
        """The first segment's number in the file, counted from 1."""
        assert self.block is not None  # noqa: S101 - of segments that stand in a file
        return self.block.number + self.start

    @property
    def origins(self) -> tuple[tuple[Block, int, int], ...]:
        """
        From which positions follow: where the segments came from.

        Each is (block, index of the first of them in the block, count).
        """
        if self.block is None:
            return ()
        count = len(self.texts) - sum(count for _, _, count in self.more)
        return ((self.block, self.start, count), *self.more)

    def segment(self, index: int) -> Segment:
        """The segment at *index*, counted from 0, taken apart."""
        return Segment.parse(self.texts[index], self.delimiters)

    def find(self, loop: str, segment_id: str, *qualifiers: str) -> Iterator[PlacedSegment]:
        """The segments of one loop with one identifier, of any of *qualifiers* when given."""
        for index, use in enumerate(self.uses):
            if use.loop == loop and use.segment_id == segment_id:
                segment = self.segment(index)
                if not qualifiers or segment.value(1) in qualifiers:
                    yield PlacedSegment(loop, segment, index)

    def _origin_of(self, index: int) -> tuple[Block, int]:
        """The block that the segment at *index* came from, and its index there."""
        if self.block is not None and not self.more:  # nearly always so
            return self.block, self.start + index
        left, origins = index, iter(self.origins)
        block, start, count = next(origins)
        while left >= count:
            left -= count
            block, start, count = next(origins)
        return block, start + left

    def position(self, index: int, element: int = 0, component: int = 0) -> Position:
        """Where the segment at *index*, counted from 0, stands in the file."""
        use = self.use_of(index)
        block, at = self._origin_of(index)
        return Position(
            segment=block.number + at,
            offset=block.offset_of(at),
            segment_id=use.segment_id,
            loop=use.loop,
            element=element,
            component=component,
            interchange=self.control.interchange,
            group=self.control.group,
            set=self.control.set,
            quote=Quote(
                self.texts[index],
                self.delimiters.element,
                self.delimiters.repetition,
                self.delimiters.component,
            ),
        )
