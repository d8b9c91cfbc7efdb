"""
An 835 cut into pieces that its guide can be held against, one claim at a time.

An 835 has no hierarchical levels, so that a set with a hundred thousand claims would be one run of
segments.  Each claim is therefore placed and checked behind what stands above it (header, LX), as
if it were the only one; what is said of those again is dropped.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from edi_service.finding import Report
from edi_service.guide.check import check_set
from edi_service.guide.kinds import LOOP_MISSING, SEGMENT_MISSING
from edi_service.x12.cursor import Cursor
from edi_service.x12.envelope import envelope_starts
from edi_service.x12.segment import ENVELOPE_IDS, Block

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.finding import Finding
    from edi_service.guide.definition import Guide
    from edi_service.guide.model import Placed
    from edi_service.x12.envelope import TransactionSet

_MISSING = (SEGMENT_MISSING, LOOP_MISSING)  # told at the segment behind the gap


class Part(StrEnum):
    """What begins a piece, by its segment identifier."""

    HEADER = "ST"
    GROUP = "LX"
    CLAIM = "CLP"
    TRAILER = "PLB"


class Slice(NamedTuple):
    """The segments of *placed* from *start* on; those before are told of another slice."""

    part: Part
    placed: Placed
    start: int


def slices(transaction_set: TransactionSet, guide: Guide, report: Report) -> Iterator[Slice]:
    """
    The pieces of an 835 in the order of the file, each in its loops.

    Args:
        transaction_set: its cursor stands behind the ST, and is left on the next envelope segment.
        guide: what it is held against.
        report: takes what is wrong with a piece before it is handed out.
    """
    cutter = _Cutter(transaction_set, guide, report)
    for part, blocks in _pieces(transaction_set):
        yield from cutter.take(part, blocks)
    yield from cutter.end()


def _pieces(transaction_set: TransactionSet) -> Iterator[tuple[Part, list[Block]]]:
    """The set from its ST on, cut where a header, a group, a claim or a trailer begins."""
    cursor, marks = transaction_set.cursor, transaction_set.delimiters
    ends = envelope_starts(marks)
    begins = {each.value: each for each in Part}
    part, blocks = Part.HEADER, [_cut(cursor.block, cursor.index - 1, cursor.index)]
    while cursor.has_more():
        block, start = cursor.block, cursor.index
        for index in range(start, len(block.texts)):
            text = block.texts[index]
            begun = begins.get(text.split(marks.element, 1)[0])
            is_end = text.startswith(ends) or text in ENVELOPE_IDS
            is_next = begun is not None and not (begun is part is Part.TRAILER)
            if is_end or is_next:
                blocks += [_cut(block, start, index)] if index > start else []
                yield part, blocks
                if is_end:
                    cursor.index = index
                    return
                assert begun is not None  # noqa: S101 -- it is next
                part, blocks, start = begun, [], index
        blocks += [_cut(block, start, len(block.texts))]
        cursor.index = len(block.texts)
    yield part, blocks


def _cut(block: Block, start: int, stop: int) -> Block:
    """The segments of *block* from *start* until before *stop*, where they stand in the file."""
    return Block(
        texts=block.texts[start:stop],
        number=block.number + start,
        delimiters=block.delimiters,
        offset=block.offset_of(start),
        offsets=[block.offset_of(index) for index in range(start, stop + 1)],
    )


class _Cutter:
    """What stands above the piece at hand, and which of it is told."""

    def __init__(self, transaction_set: TransactionSet, guide: Guide, report: Report) -> None:
        self._set = transaction_set
        self._guide = guide
        self._report = report
        self._header: list[Block] = []
        self._trailer: list[Block] = []  # stands here as soon as it was met: what follows is wrong
        self._group: list[Block] = []
        self._told = 0  # the number of the last segment that was told

    def take(self, part: Part, blocks: list[Block]) -> Iterator[Slice]:
        if part is Part.HEADER:
            self._header = blocks
        elif part is Part.GROUP:
            yield from self._tell_rest(self._group)
            self._group = blocks
        elif part is Part.CLAIM:
            yield from self._tell(part, [*self._trailer, *self._group], blocks)
        else:
            yield from self._tell_rest(self._group)
            self._group = []
            yield from self._tell(part, self._trailer, blocks)
            self._trailer += blocks

    def end(self) -> Iterator[Slice]:
        yield from self._tell_rest(self._group or self._header)

    def _tell_rest(self, blocks: list[Block]) -> Iterator[Slice]:
        """Tell *blocks* if nothing that stands under them has been told with them."""
        if blocks and blocks[0].number > self._told:
            is_header = blocks is self._header
            part = Part.HEADER if is_header else Part.GROUP
            yield from self._tell(part, [] if is_header else self._trailer, blocks)

    def _tell(self, part: Part, above: list[Block], own: list[Block]) -> Iterator[Slice]:
        """Place and check *own* behind *above*; behind a bare ST nothing is handed out."""
        every = [*(self._header if part is not Part.HEADER else []), *above, *own]
        first, *rest = (block for block in every if block.texts)
        cursor = Cursor(iter(rest), first)
        cursor.index = 1  # behind the ST
        report = Report()
        runs = list(check_set(replace(self._set, cursor=cursor), self._guide, report))
        for finding in report.findings:
            if self._is_news(finding):
                self._report.add(finding)
        self._told = own[-1].number + len(own[-1].texts) - 1
        size = sum(len(block.texts) for block in own)
        for placed in runs:
            yield Slice(part, placed, max(len(placed.texts) - size, 0))

    def _is_news(self, finding: Finding) -> bool:
        """Whether it is about what was not told before; a gap is told behind it."""
        at = finding.position.segment - (finding.kind in _MISSING and self._told > 0)
        return at > self._told
