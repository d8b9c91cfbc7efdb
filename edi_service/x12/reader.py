"""
From bytes to blocks of segments.

The reader knows delimiters and nothing else: no guides, no meaning.  It takes one pass in bounded
memory and accounts for every byte: each is part of a segment, skipped as a line break, or named in
a finding.  What is damaged is named and left behind; what is readable after it is read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from edi_service.finding import Position, Severity
from edi_service.x12 import byte_kinds
from edi_service.x12.cutting import SKIPPED, Cutter
from edi_service.x12.foreign import BYTE_ORDER_MARK, START_SIZE, describe, recognise_encoding
from edi_service.x12.isa import ISA_REACH, Isa, is_exact, may_be_exact, read_isa
from edi_service.x12.segment import Block, Delimiters, decode, printable
from edi_service.x12.tally import Tally
from edi_service.x12.window import CHUNK, Reached, Window

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from edi_service.finding import Kind, Report
    from edi_service.x12.cutting import Cut, EmptyRun
    from edi_service.x12.start import Start

LONGEST_SEGMENT = 1024 * 1024  # bytes; the longest a health care guide allows has a few thousand

_LINE_BREAKS = b"\r\n"
_ENVELOPE_ENDS = re.compile(rb"ISA|IEA")  # one search for both is faster than two


def read_blocks(
    source: BinaryIO, report: Report, tally: Tally | None = None, start: Start | None = None
) -> Iterator[Block]:
    """
    The segments of every interchange in *source*, in blocks that never span two interchanges.

    Args:
        source: read once, from where it stands to its end, 64 KiB at a time.
        report: takes what is wrong with the bytes, as it is met.
        tally: its *bytes* grow with what was read.
        start: where *source* stands, when that is not the start of the file; what has to be
            known of the bytes before it is given out first.
    """
    if start is None:
        return _Reader(Window(source, tally or Tally()), report).read()
    return _Reader(Window(source, tally or Tally(), start.offset), report).resume(start)


class _Reader:
    """The state of one pass over a file."""

    def __init__(self, window: Window, report: Report) -> None:
        self._window = window
        self._report = report
        self._number = 1  # of the next segment
        self._skipped = ""  # line breaks and the like since the last segment
        self._empty: EmptyRun | None = None  # empty segments since the last segment
        self._enter(Delimiters(), "")

    def _enter(self, delimiters: Delimiters, control_number: str) -> None:
        """Take up the reading of another interchange."""
        self._delimiters = delimiters
        self._control = printable(control_number)
        self._cutter = Cutter(delimiters.segment)
        self._terminator = delimiters.segment.encode()
        self._separator = delimiters.element.encode()
        self._blanks = SKIPPED.replace(delimiters.segment, "").encode()
        self._told: set[Kind] = set()  # kinds named once in each interchange

    def read(self) -> Iterator[Block]:
        """The blocks of the whole file."""
        window = self._window
        start = window.reach(START_SIZE)
        if foreign := recognise_encoding(start):
            self._add(*foreign, 0)
            while window.grow():
                window.cursor = len(window.data)
            return
        if start.startswith(BYTE_ORDER_MARK):
            self._add(byte_kinds.BYTE_ORDER_MARK, "the file begins with the bytes EF BB BF", 0)
            window.cursor = len(BYTE_ORDER_MARK)
        yield from self._skip_line_breaks()
        yield from self._read_interchanges(start)

    def resume(self, start: Start) -> Iterator[Block]:
        """The blocks from *start* on, after those that lead there."""
        self._enter(start.delimiters, start.control_number)
        self._number = start.number
        yield from start.blocks()
        yield from self._finish_interchange()
        yield from self._read_interchanges(b"")

    # Between interchanges

    def _read_interchanges(self, start: bytes) -> Iterator[Block]:
        while isa := self._find_interchange(start):
            yield self._begin(isa)
            yield from self._finish_interchange()

    def _finish_interchange(self) -> Iterator[Block]:
        """The rest of an interchange, and what lies between it and the next."""
        yield from self._read_interchange()
        self._flush_empty()
        self._control = ""
        yield from self._skip_line_breaks()

    def _skip_line_breaks(self) -> Iterator[Block]:
        """Pass over line breaks; blocks without segments keep those that no segment follows."""
        window = self._window
        while (following := window.reach(1)) and following in _LINE_BREAKS:
            end = window.cursor + 1
            while window.data[end : end + 1] in (b"\r", b"\n"):
                end += 1
            self._skipped += decode(window.data[window.cursor : end])
            window.cursor = end
            if len(self._skipped) > CHUNK:
                yield self._make_block([])
        if self._skipped and not following:
            yield self._make_block([])

    def _find_interchange(self, start: bytes) -> Isa | None:
        """Move to the next ISA that can be read, and name whatever lies before it."""
        window = self._window
        offset = window.offset
        head = window.reach(ISA_REACH)
        isa = read_isa(head) if head.startswith(b"ISA") else None
        if isinstance(isa, Isa):
            return isa
        if head:
            window.cursor += 3 if isa else 0
            self._seek()
        following = read_isa(window.reach(ISA_REACH)) if window.size else None
        skipped = window.offset - offset
        if isa:
            message = f"{isa.message}; {skipped} bytes are skipped"
            self._add(isa.kind, message, offset, segment_id="ISA", element=isa.element)
        elif self._number == 1 and not window.size:
            self._name_whole_file(start)
        elif skipped:
            self._add(byte_kinds.STRAY_BYTES, f"{skipped} bytes are skipped", offset)
        return following if isinstance(following, Isa) else None

    def _name_whole_file(self, start: bytes) -> None:
        """Say what a file without any ISA is."""
        if start.removeprefix(BYTE_ORDER_MARK).strip():
            self._add(byte_kinds.NOT_X12, describe(start), 0)
        else:
            self._add(byte_kinds.EMPTY_FILE, "the file holds no segments", 0)

    def _seek(self, terminator: bytes = b"") -> bool:
        """
        Move to the next ISA that can be read, or past the next *terminator*, or to the end.

        Returns:
            Whether it was a terminator.
        """
        window = self._window
        while True:
            data = window.data
            found = data.find(b"ISA", window.cursor)
            end = data.find(terminator, window.cursor) if terminator else -1
            if end >= 0 and not 0 <= found < end:
                window.cursor = end + 1
                return True
            if found < 0:
                # Three bytes stay: "IS" may yet become ISA, and what precedes it counts.
                window.cursor = max(window.cursor, len(data) - 3)
                if not window.grow():
                    window.cursor = len(data)
                    return False
                continue
            begins_line = data[max(found - 1, 0) : found] in (b"\r", b"\n")
            window.cursor = found
            head = window.reach(ISA_REACH)
            if is_exact(head, 0) or (begins_line and isinstance(read_isa(head), Isa)):
                return False
            window.cursor += 3

    # Within an interchange

    def _begin(self, isa: Isa) -> Block:
        """The block of the ISA alone: its length, not its terminator, says where it ends."""
        self._enter(isa.delimiters, isa.control_number)
        offset = self._window.offset
        for fault in isa.faults:
            self._told.add(fault.kind)
            self._add(fault.kind, fault.message, offset, segment_id="ISA", element=fault.element)
        block = self._make_block([isa.text], offset=offset)
        self._window.cursor += isa.size
        return block

    def _read_interchange(self) -> Iterator[Block]:
        """The segments after the ISA, up to the IEA or to whatever comes instead."""
        window = self._window
        while True:
            stretch = self._measure()
            if self._is_too_long(stretch):
                if not self._skip_long_segment():
                    return
                continue
            if stretch.end > window.cursor:
                yield from self._cut(stretch.end)
            elif not stretch.closes:
                window.grow()
            if stretch.closes:
                yield from self._leave_rest(stretch.resume)
                return

    def _measure(self) -> Reached:
        """How far the bytes at hand can be cut, and whether the interchange ends there."""
        window = self._window
        end = self._end_of_last_segment(len(window.data))
        after_iea = 0
        for met in _ENVELOPE_ENDS.finditer(window.data, window.cursor):
            start = met.start()
            if after_iea and start >= after_iea:
                break
            if met.group() == b"IEA":
                if start < end and self._is_iea(start):
                    after_iea = window.data.find(self._terminator, start) + 1
            elif self._begins_interchange(start):
                end = self._end_of_last_segment(start)
                # One that is too short to judge waits for more bytes.
                closes = window.ended or self._is_sure(start)
                return Reached(end, start if closes else end, closes)
        if after_iea:
            return Reached(after_iea, after_iea, closes=True)
        if window.ended:
            return Reached(end, len(window.data), closes=True)
        return Reached(end, end, closes=False)

    def _end_of_last_segment(self, before: int) -> int:
        window = self._window
        return max(window.data.rfind(self._terminator, window.cursor, before) + 1, window.cursor)

    def _is_iea(self, index: int) -> bool:
        """Whether the IEA at *index* is a segment identifier."""
        following = self._window.data[index + 3 : index + 4]
        return following in (self._separator, self._terminator) and self._begins_segment(index)

    def _begins_interchange(self, index: int) -> bool:
        """
        Whether the ISA at *index* begins an interchange, or may do so when more is read.

        There should be none before the IEA.  But where the end of an interchange was lost, even
        in the middle of a segment, the one after it need not be lost too.
        """
        window = self._window
        head = window.data[index : index + ISA_REACH]
        if not self._begins_segment(index):
            return is_exact(head, 0) or (not window.ended and may_be_exact(head))
        if head[3:4] == self._separator or not (window.ended or self._is_sure(index)):
            return True
        return isinstance(read_isa(head), Isa)

    def _is_sure(self, index: int) -> bool:
        """Whether enough bytes are at hand to judge the ISA at *index*."""
        return len(self._window.data) - index >= ISA_REACH

    def _begins_segment(self, index: int) -> bool:
        """Whether only blanks and line breaks lie between the last terminator and *index*."""
        data, cursor = self._window.data, self._window.cursor
        while index > cursor and data[index - 1] in self._blanks:
            index -= 1
        return index == cursor or data[index - 1] == self._terminator[0]

    def _is_too_long(self, stretch: Reached) -> bool:
        window = self._window
        first = window.data.find(self._terminator, window.cursor, stretch.end)
        if first < 0:
            first = stretch.resume if stretch.closes else len(window.data)
        return first - window.cursor > LONGEST_SEGMENT

    def _skip_long_segment(self) -> bool:
        """Leave a segment without end behind; False when the interchange is over with it."""
        window = self._window
        offset = window.offset
        window.cursor += LONGEST_SEGMENT
        goes_on = self._seek(self._terminator)
        skipped = window.offset - offset
        self._add(byte_kinds.SEGMENT_TOO_LONG, f"{skipped} bytes are skipped", offset)
        return goes_on

    def _leave_rest(self, resume: int) -> Iterator[Block]:
        """Name what has no terminator at the end of an interchange; an IEA is used all the same."""
        window = self._window
        rest = window.data[window.cursor : resume]
        body = rest.strip(_LINE_BREAKS)
        offset = window.offset + len(rest) - len(rest.lstrip(_LINE_BREAKS))
        window.cursor = resume
        if not body:
            self._skipped += decode(rest)
        elif body.startswith(b"IEA" + self._separator) and len(body.split()) == 1:
            message = "the IEA segment has no terminator; it was read"
            self._add(byte_kinds.UNENDED_SEGMENT, message, offset, severity=Severity.WARNING)
            yield self._make_block([decode(body)], offset=offset)
        else:
            message = f"{len(body)} bytes without a terminator are not used"
            self._add(byte_kinds.UNENDED_SEGMENT, message, offset)

    # Blocks and findings

    def _cut(self, end: int) -> Iterator[Block]:
        """The block of the segments up to *end*; none when all are empty."""
        window = self._window
        start = window.offset
        cut = self._cutter.cut(window.data[window.cursor : end])
        window.cursor = end
        self._skipped += cut.before
        if cut.offsets is not None:
            cut.offsets = [start + offset for offset in cut.offsets]
            self._name_oddities(cut, start)
        elif self._empty is not None:
            self._flush_empty()
        if cut.texts:
            offset = cut.offsets[0] if cut.offsets else start + len(cut.before)
            block = self._make_block(cut.texts, offset=offset)
            block.offsets, block.gaps = cut.offsets, cut.gaps
            yield block
        self._skipped += cut.after
        if len(self._skipped) > CHUNK:
            yield self._make_block([])

    def _make_block(self, texts: list[str], *, offset: int | None = None) -> Block:
        """A block of the next segments, with what was skipped before them."""
        block = Block(
            texts=texts,
            number=self._number,
            delimiters=self._delimiters,
            offset=self._window.offset if offset is None else offset,
            before=self._skipped,
        )
        self._skipped = ""
        self._number += len(texts)
        return block

    def _name_oddities(self, cut: Cut, start: int) -> None:
        """Findings about what an uneven cut met; *cut* has offsets in the file."""
        for run in cut.empty:
            run.first, run.last = start + run.first, start + run.last
            if self._empty is not None and run.following == 0:
                self._empty.last = run.last
                self._empty.count += run.count
            else:
                self._flush_empty()
                self._empty = run
        if self._empty is not None:
            if self._empty.following < len(cut.texts):
                self._flush_empty()
            else:
                self._empty.following = 0  # from now on, seen from the next block
        self._tell_once(byte_kinds.LINE_BREAK_INSIDE, cut, cut.wrapped)
        self._tell_once(byte_kinds.INDENTED_SEGMENT, cut, cut.indented)

    def _flush_empty(self) -> None:
        """Name the empty segments that were waiting for the end of their run."""
        run, self._empty = self._empty, None
        if run is None:
            return
        message = f"an empty segment at byte {run.first}"
        if run.count > 1:
            message = f"{run.count} empty segments from byte {run.first} to byte {run.last}"
        self._add(byte_kinds.EMPTY_SEGMENT, message, run.first, ahead=run.following)

    def _tell_once(self, kind: Kind, cut: Cut, index: int | None) -> None:
        """Name the first segment of an interchange with an oddity that others will share."""
        if index is None or cut.offsets is None or kind in self._told:
            return
        self._told.add(kind)
        message = "this segment is the first of its interchange"
        self._add(kind, message, cut.offsets[index], ahead=index)

    def _add(  # noqa: PLR0913 - the parts of a finding, most of them seldom given
        self,
        kind: Kind,
        message: str,
        offset: int,
        *,
        ahead: int = 0,
        segment_id: str = "",
        element: int = 0,
        severity: Severity | None = None,
    ) -> None:
        """Report a finding at the next segment, or so many segments *ahead* of it."""
        position = Position(
            segment=self._number + ahead,
            offset=offset,
            segment_id=segment_id,
            element=element,
            interchange=self._control,
        )
        self._report.add(kind.found(position, message, severity=severity))
