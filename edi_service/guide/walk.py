"""
The standard's walk through a guide: forward in the open loop, then outward.

A position in the guide is a :class:`Frame`: the open loop, how far it has come, and the frame of
the loop around it.  A step yields another frame and never changes one, so that whoever remembers
a frame may go on from it as often as he likes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from edi_service.guide import kinds
from edi_service.guide.definition import WHOLE, LoopDefinition, SegmentDefinition

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from edi_service.finding import Kind

Child = SegmentDefinition | LoopDefinition


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """
    An open loop.

    Attributes:
        at: the position, among the children of the loop, of the last one that was met.
        counts: how often each child was met since the loop began.
        outer: the loop around; None where the walk may not leave.
    """

    loop: LoopDefinition
    at: int = 0
    counts: Mapping[Child, int] = field(default_factory=dict)
    outer: Frame | None = None

    def met(self, child: Child) -> Frame:
        """The frame after one more *child*."""
        counts = {**self.counts, child: self.counts.get(child, 0) + 1}
        return Frame(self.loop, child.position, counts, self.outer)


class Fault(NamedTuple):
    """Something wrong with the order or number of segments: *segment* is what is meant by it."""

    kind: Kind
    segment: SegmentDefinition


class Step(NamedTuple):
    """Where a segment was placed, and what is wrong with it or was left out before it."""

    segment: SegmentDefinition
    frame: Frame
    faults: tuple[Fault, ...]


def begin(loop: LoopDefinition, outer: Frame | None = None) -> Frame:
    """The frame of a loop whose first segment was just met."""
    frame = Frame(loop, outer=outer)
    return frame.met(loop.first) if loop.first is not None else frame


def walk(start: Frame, segment_id: str, qualifier: str, elsewhere: frozenset[Child]) -> Step | None:
    """
    Where the segment stands by the rules of the standard; None where it does not.

    Args:
        start: of the segment before.
        segment_id: its identifier.
        qualifier: what tells it from its siblings.
        elsewhere: what is not to be missed here, since others see to it.
    """
    missed: list[Fault] = []
    frame: Frame | None = start
    while frame is not None:
        lacking: list[Child] = []
        for child in frame.loop.children:
            if child.position < frame.at:
                continue
            way = _way(child, frame.loop, segment_id, qualifier)
            if way:
                # What has the same position may still come.
                earlier = [one for one in lacking if one.position != child.position]
                missed += [fault for one in earlier for fault in missing(one, elsewhere)]
                return _step(frame, way, missed)
            if child.usage == "R" and not frame.counts.get(child):
                lacking.append(child)
        missed += [fault for one in lacking for fault in missing(one, elsewhere)]
        frame = frame.outer
    return None


def close(frame: Frame, elsewhere: frozenset[Child]) -> Iterator[Fault]:
    """What is required in the open loops and was not met when they end."""
    here: Frame | None = frame
    while here is not None:
        for child in here.loop.children:
            is_ahead = child.position >= here.at and child.usage == "R"
            if is_ahead and not here.counts.get(child):
                yield from missing(child, elsewhere)
        here = here.outer


def missing(child: Child, elsewhere: frozenset[Child]) -> Iterator[Fault]:
    """That *child* is missing; of a loop that only wraps others, those that are required."""
    if child in elsewhere:
        return
    if isinstance(child, SegmentDefinition):
        yield Fault(kinds.SEGMENT_MISSING, child)
    elif child.first is not None:
        kind = kinds.SEGMENT_MISSING if child.is_wrapper else kinds.LOOP_MISSING
        yield Fault(kind, child.first)
    else:
        for inner in child.children:
            if inner.usage == "R":
                yield from missing(inner, elsewhere)


def matches(segment: SegmentDefinition, segment_id: str, qualifier: str) -> bool:
    """Whether a segment with this identifier and qualifier is *segment*."""
    return segment.segment_id == segment_id and (
        segment.key == WHOLE or qualifier in segment.qualifiers
    )


def _way(child: Child, within: LoopDefinition, segment_id: str, qualifier: str) -> list[Child]:
    """From *child* inward to the segment sought: loops, and last the segment itself."""
    if isinstance(child, SegmentDefinition):
        # The first segment of a loop begins it anew, which is for the loop around to say.
        is_other = child is not within.first or within.is_wrapper
        return [child] if is_other and matches(child, segment_id, qualifier) else []
    first = child.first
    if first is not None:
        return [child, first] if matches(first, segment_id, qualifier) else []
    for inner in child.children:
        if way := _way(inner, child, segment_id, qualifier):
            return [child, *way]
    return []


def _step(frame: Frame, way: list[Child], missed: list[Fault]) -> Step:
    segment = way[-1]
    assert isinstance(segment, SegmentDefinition)  # noqa: S101 - a way ends with one
    faults = list(missed)
    for child in way:
        frame = frame.met(child)
        if child.usage == "N":
            faults.append(Fault(kinds.SEGMENT_NOT_USED, segment))
        elif frame.counts[child] > child.most:
            is_loop = isinstance(child, LoopDefinition)
            kind = kinds.LOOP_TOO_OFTEN if is_loop else kinds.SEGMENT_TOO_OFTEN
            faults.append(Fault(kind, segment))
        if isinstance(child, LoopDefinition):
            frame = Frame(child, outer=frame)
    return Step(segment, frame, tuple(faults))
