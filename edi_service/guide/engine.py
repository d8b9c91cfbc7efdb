"""
A guide made ready for reading files with one set of delimiters: shapes, and steps between them.

A step never taken before is worked out by the standard's walk (:mod:`edi_service.guide.walk`),
or, where that has no place for a segment, by what is near (:mod:`edi_service.guide.nearby`).  It
is then remembered by the sign of the segment, and a whole run by the word of its signs.  What is
wrong with the order and number of segments follows from a shape alone, so it is worked out once for
each shape too.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from edi_service.guide import kinds, limits
from edi_service.guide.definition import WHOLE, SegmentDefinition
from edi_service.guide.fit import Memo, fits_always, is_new_each_time
from edi_service.guide.model import Form, SegmentUse, Shape
from edi_service.guide.nearby import DETAILS, HEADER, UNPLACED, Neighbourhood
from edi_service.guide.parts import LEVEL, Parts
from edi_service.guide.signs import LINE_SIGN, UNSURE, Signs
from edi_service.guide.walk import Fault, begin, close, walk
from edi_service.x12.segment import ENVELOPE_IDS

if TYPE_CHECKING:
    from edi_service.guide.definition import Guide, LoopDefinition
    from edi_service.guide.model import Fits
    from edi_service.guide.walk import Child, Frame
    from edi_service.x12.segment import Delimiters

_MISSING = (kinds.SEGMENT_MISSING, kinds.LOOP_MISSING)


class Engine:
    """The shapes met so far in one guide, as written with one set of delimiters."""

    def __init__(self, guide: Guide, delimiters: Delimiters) -> None:
        self.guide = guide
        self.parts = Parts(guide)
        self.delimiters = delimiters
        self._separator = delimiters.element
        self.signs = Signs(guide, self.parts, delimiters)
        self._near = Neighbourhood(guide, self.parts.apart)
        self._memos: dict[SegmentDefinition, Memo] = {}
        self._uses: dict[tuple[SegmentDefinition, str], SegmentUse] = {}
        self._forget()

    def _forget(self) -> None:
        """Begin anew; who still walks an old shape is not disturbed."""
        self._count = 0
        self._unknown: dict[tuple[str, str, str], SegmentUse] = {}
        self._begun: dict[LoopDefinition | None, Shape] = {}
        self._lines: dict[str, Shape] = {}  # by the word of what follows their LX
        self.header = Shape(None, HEADER)
        self.header.frame = begin(self.guide.root)
        self._levels = {code: self._beginning_of(loop) for code, loop in self.parts.levels.items()}
        if self.parts.claim is not None:
            self.claim = self._beginning_of(self.parts.claim)
        if self.parts.line is not None:
            self.line = self._beginning_of(self.parts.line)

    @cached_property
    def elsewhere(self) -> frozenset[Child]:
        """What the walk within a part is not to miss: other parts, and the trailer of the set."""
        trailers = (one for one in self.guide.root.segments() if one.segment_id in ENVELOPE_IDS)
        return frozenset([*self.parts.apart, *self.parts.lines, *trailers])

    def level(self, text: str) -> Shape:
        """The shape of the segment that begins a level, by its HL03."""
        try:
            return self._levels[text.split(self._separator, 4)[3]]
        except (IndexError, KeyError):  # HL03 is absent, or no level of the guide's
            return self._beginning_of(None)

    def _beginning_of(self, loop: LoopDefinition | None) -> Shape:
        shape = self._begun.get(loop)
        if shape is not None:
            return shape
        if loop is None or loop.first is None:
            shape = Shape(self._stranger("", LEVEL, ""), HEADER)
        else:
            qualifier = min(loop.first.qualifiers, default="")
            shape = Shape(self._use(loop.first, qualifier), loop.id)
            shape.frame = begin(loop)
        self._begun[loop] = shape
        return shape

    def form(self, begun: Shape, word: str, texts: list[str]) -> Form:
        """
        The form of a run, worked out segment by segment.

        Args:
            begun: the shape of what begins the run; that of the header stands before its first.
            word: the signs of all its segments.
            texts: the segments.
        """
        has_lines = LINE_SIGN in word and begun is self.claim
        own, *lines = word.split(LINE_SIGN) if has_lines else [word]
        parts = [(0, self._walk(begun, own[begun.length :], texts[begun.length :]))]
        start = len(own)
        for line in lines:
            # Claims that are not alike have lines that are, so these are found by their words.
            shape = self._lines.get(line)
            if shape is None:
                shape = self._line(line, texts[start + 1 :])
            parts.append((start, shape))
            start += 1 + len(line)
        form = Form(tuple(parts))
        if UNSURE not in word and len(word) <= limits.LONGEST_FORM:
            if len(begun.forms) >= limits.MOST_FORMS:
                begun.forms.clear()
            begun.forms[word] = form
            form.is_kept = True
        return form

    def _line(self, word: str, texts: list[str]) -> Shape:
        """The shape of the line whose segments after its LX have the signs in *word*."""
        shape = self._walk(self.line, word, texts)
        if UNSURE not in word and len(word) <= limits.LONGEST_FORM:
            if len(self._lines) >= limits.MOST_FORMS:
                self._lines.clear()
            self._lines[word] = shape
        return shape

    def _walk(self, shape: Shape, word: str, texts: list[str]) -> Shape:
        """The shape after as many of *texts* as *word* has signs."""
        for sign, text in zip(word, texts, strict=False):
            shape = shape.following.get(sign) or self._step(shape, sign, text)
        return shape

    def _step(self, shape: Shape, sign: str, text: str) -> Shape:
        """The shape after one more segment, remembered by its sign."""
        identifier, first, *_ = [*text.split(self.delimiters.element, 2), ""]
        qualifier = self.signs.qualifier(identifier, first)
        step = self._place(shape, identifier, qualifier)
        assert step.use is not None  # noqa: S101 - it was just given one
        if shape.length < limits.LONGEST_SHAPE:
            known = shape.following.get(step.use)
            if known is not None and known.loop == step.loop:
                step = known
            self._remember(shape, step, sign)
        return step

    def _place(self, shape: Shape, identifier: str, qualifier: str) -> Shape:
        """The next shape."""
        is_lost = shape.loop.startswith(UNPLACED) and identifier in DETAILS
        if shape.frame is not None and not is_lost:
            found = walk(shape.frame, identifier, qualifier, self.elsewhere)
            if found is not None:
                use = self._use(found.segment, qualifier)
                step = Shape(use, use.loop or HEADER, shape)
                step.frame = found.frame
                step.faults = shape.faults + tuple((shape.length, one) for one in found.faults)
                return step
        return self._place_nearby(shape, identifier, qualifier)

    def _place_nearby(self, shape: Shape, identifier: str, qualifier: str) -> Shape:
        """As :meth:`_place`, for a segment that the standard has no place for."""
        sought = self._near.seek(shape.loop, identifier, qualifier)
        segment = sought.segment
        if segment is not None:
            use = self._use(segment, qualifier)
            step = Shape(use, sought.then, shape)
            step.frame = self._late(shape.frame, segment)
            # What was said to be missing has come after all.
            faults = tuple(
                one
                for one in shape.faults
                if one[1].segment is not segment or one[1].kind not in _MISSING
            )
            fault = Fault(kinds.SEGMENT_OUT_OF_ORDER, segment)
            step.faults = (*faults, (shape.length, fault))
            return step
        use = self._stranger(sought.loop, identifier, qualifier if sought.by_qualifier else "")
        step = Shape(use, sought.then, shape)
        step.frame, step.faults = shape.frame, shape.faults
        is_consequence = identifier in DETAILS and shape.loop.startswith(UNPLACED)
        if shape.frame is not None and not is_consequence:
            step.faults += ((shape.length, self._objection(use)),)
        return step

    def _late(self, frame: Frame | None, segment: SegmentDefinition) -> Frame | None:
        """Where the walk goes on from after a latecomer: from the loop that it begins, if any."""
        if frame is None or not segment.is_first:
            return frame
        return begin(self._near.loops[segment.loop].definition, frame)

    def _objection(self, use: SegmentUse) -> Fault:
        is_elsewhere = use.segment_id in self.guide.identifiers
        kind = kinds.SEGMENT_UNEXPECTED if is_elsewhere else kinds.SEGMENT_UNKNOWN
        return Fault(kind, use.definition or _nowhere(use))

    def closing(self, shape: Shape) -> tuple[Fault, ...]:
        """What is missing when the part of *shape* ends; worked out once."""
        if shape.closing is None:
            frame = shape.frame
            shape.closing = () if frame is None else tuple(close(frame, self.elsewhere))
        return shape.closing

    def fits(self, use: SegmentUse) -> Fits:
        """What says of a text of *use* whether it fits; of a text that comes again, from memory."""
        definition = use.definition
        if definition is None or not use.known:
            return fits_always
        memo = self._memos.get(definition)
        if memo is None:
            memo = self._memos[definition] = Memo(definition, self.delimiters)
        return memo.matches if is_new_each_time(use) else memo.__getitem__

    def _remember(self, shape: Shape, step: Shape, sign: str) -> None:
        """Let *sign* lead from *shape* to *step* in future."""
        self._count += 1
        if self._count > limits.MOST_SHAPES:
            self._forget()
        if sign != UNSURE and step.use is not None:
            shape.following[sign] = step
            shape.following[step.use] = step

    def _use(self, segment: SegmentDefinition, qualifier: str) -> SegmentUse:
        told = qualifier if segment.key != WHOLE else ""
        use = self._uses.get((segment, told))
        if use is None:
            use = self._uses[segment, told] = SegmentUse(
                segment.loop, segment.segment_id, told, begins=segment.is_first, definition=segment
            )
        return use

    def _stranger(self, loop: str, identifier: str, qualifier: str) -> SegmentUse:
        """The one use of a segment that the guide does not know in *loop*."""
        key = (loop, identifier, qualifier)
        use = self._unknown.get(key)
        if use is None:
            definition = _nowhere(SegmentUse(*key, known=False))
            use = SegmentUse(*key, known=False, definition=definition)
            self._unknown[key] = use
        return use


def _nowhere(use: SegmentUse) -> SegmentDefinition:
    return SegmentDefinition(segment_id=use.segment_id, loop=use.loop)


@lru_cache(maxsize=16)
def engine_of(guide: Guide, delimiters: Delimiters) -> Engine:
    """The engine of *guide* for files with *delimiters*, with all that it has seen so far."""
    return Engine(guide, delimiters)
