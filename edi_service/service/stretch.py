"""
A stretch of a file: what one reader reads of it while others read the rest.

What is told of a stretch is exactly what a reader of the whole file would have told of it.
Findings belong to the stretch that holds their segment, so that each is told once: whoever reads a
stretch reads on until the next has surely begun, and keeps to itself what belongs there.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from edi_service.codes.sets import NO_CODE_SETS
from edi_service.service.stream import read_arrival, start_of
from edi_service.x12.scout import find_starts
from edi_service.x12.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from edi_service.codes.sets import CodeSets
    from edi_service.finding import Report
    from edi_service.service.ports import Arrival
    from edi_service.service.stream import FindGuide, Passed
    from edi_service.x12.segment import Block
    from edi_service.x12.start import Start


@dataclass(frozen=True, slots=True)
class Stretch:
    """From *start* (None: of the file) up to where another one starts (None: the file's end)."""

    start: Start | None = None
    end: Start | None = None

    def settle(self, tally: Tally) -> Tally:
        """What was read of the stretch itself, *tally* being what was read for it."""
        before = self.start.before if self.start is not None else Tally()
        if self.end is not None:
            return self.end.before.minus(before)
        return tally.minus(self.start.replayed) if self.start is not None else tally


WHOLE = Stretch()


def stretches(arrival: Arrival, step: Callable[[int], int]) -> Iterator[Stretch]:
    """*arrival* in stretches, from each offset of *step* bytes at least; where it can be cut."""
    if arrival.size < 2 * step(0):
        yield WHOLE
        return
    with arrival.open() as source:
        for start, end in pairwise(chain([None], find_starts(source, step), [None])):
            yield Stretch(start, end)


def read_stretch(  # noqa: PLR0913 -- as read_arrival, and which stretch
    arrival: Arrival,
    stretch: Stretch,
    report: Report,
    tally: Tally,
    *,
    find_guide: FindGuide,
    codes: CodeSets = NO_CODE_SETS,
    watch: Callable[[Iterator[Block]], Iterator[Block]] = iter,
) -> Iterator[Passed]:
    """As :func:`~edi_service.service.stream.read_arrival`, of a *stretch* of *arrival* alone."""
    start, end = stretch.start, stretch.end
    first = start.number if start is not None else 0  # until it has been met
    own = tally if stretch == WHOLE else Tally()
    with arrival.open() as source:
        source.seek(start.offset if start is not None else 0)
        for passed in read_arrival(
            source,
            arrival.sha256,
            report,
            own,
            find_guide=find_guide,
            codes=codes,
            watch=watch,
            start=start,
        ):
            place = _place_of(passed)
            if end is not None and place >= end.number:
                break
            if first:
                # What has been read before has been told as well, up to the end of its last claim.
                report.take(before_segment=passed.end if place < first else first)
                if place < first:
                    continue
                first = 0
            yield passed
    if first:
        report.take(before_segment=first)
    if end is not None:
        report.findings = report.take(before_segment=end.number)
    if own is not tally:
        tally.add(stretch.settle(own))


def _place_of(passed: Passed) -> int:
    """The number of the segment that a claim, or a set without claims, begins with."""
    return passed.end - 1 if passed.claim is None else start_of(passed.claim)
