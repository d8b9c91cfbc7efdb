"""
Interchanges with binary data: segments whose last element is as long as the one before it says.

In BIN (length, data) and BDS (filter, length, data) every byte may stand, delimiters among them, so
that they cannot be cut at terminators.  The data is handed on piece by piece as it is read, and the
segment goes on without it; so memory does not grow with a document, and no limit holds for it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from edi_service.finding import Position
from edi_service.x12 import byte_kinds
from edi_service.x12.isa import ISA_REACH, Isa, read_isa
from edi_service.x12.reader import LONGEST_SEGMENT
from edi_service.x12.segment import Block, decode, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from edi_service.finding import Kind, Report
    from edi_service.x12.segment import Delimiters

CHUNK = 64 * 1024
LENGTH_AT = {"BIN": 1, "BDS": 2}  # the element that says how long the next one is
_BLANKS = b"\r\n \t"
_HEAD_REACH = 64  # bytes: identifier, filter and a length of fifteen digits fit


class Head(NamedTuple):
    """What stands before binary data: the segment, BDS01 (empty for BIN), and the bytes to come."""

    identifier: str
    filter: str
    size: int


def read_blocks_with_data(
    source: BinaryIO, report: Report, keep: Callable[[Head], Callable[[bytes], object]]
) -> Iterator[Block]:
    """
    The segments in *source*, one a block; of binary ones, what stands before their data.

    Args:
        source: read once, from where it stands to its end.
        report: takes what is wrong with the bytes, as it is met.
        keep: asked for each binary segment where its data goes, once the segment after it is asked
            for; what it returns is called with each piece in turn.
    """
    return _Reader(source, report, keep).read()


class _Reader:
    """The state of one pass; *_data* begins *_base* bytes into the source."""

    def __init__(
        self,
        source: BinaryIO,
        report: Report,
        keep: Callable[[Head], Callable[[bytes], object]],
    ) -> None:
        self._source = source
        self._report = report
        self._keep = keep
        self._data = b""
        self._at = 0
        self._base = 0
        self._number = 1  # of the next segment
        self._control = ""

    def read(self) -> Iterator[Block]:
        """Every interchange, up to what is none."""
        while self._skip_blanks():
            head = self._reach(ISA_REACH)
            isa = read_isa(head) if head.startswith(b"ISA") else None
            if not isinstance(isa, Isa):
                rest = len(self._data) - self._at + self._drain()
                kind, message = byte_kinds.STRAY_BYTES, f"{rest} bytes are no interchange"
                if isa is not None:
                    kind, message = isa.kind, isa.message
                self._add(kind, message, self._base)
                return
            self._control = printable(isa.control_number)
            yield self._block(isa.text, isa.delimiters, self._base + self._at)
            self._at += isa.size
            yield from self._interchange(isa.delimiters)

    def _interchange(self, marks: Delimiters) -> Iterator[Block]:
        """The segments up to the IEA."""
        end = marks.segment.encode()
        binary = _binary_heads(marks)
        while self._skip_blanks():
            met = binary.match(self._reach(_HEAD_REACH))
            start = self._base + self._at
            if met is not None:
                yield self._block(decode(met["head"]), marks, start)
                if not self._hand_on(met, end):
                    return
                continue
            text = self._cut(end)
            if text is None:
                return
            if not text:
                self._add(byte_kinds.EMPTY_SEGMENT, f"an empty segment at byte {start}", start)
                continue
            identifier = text.split(marks.element, 1)[0]
            if identifier in LENGTH_AT:
                message = f"{identifier}{LENGTH_AT[identifier]:02d} is not a number of bytes"
                self._add(byte_kinds.BINARY_LENGTH, message, start)
            yield self._block(text, marks, start)
            if identifier == "IEA":
                return

    def _hand_on(self, met: re.Match[bytes], end: bytes) -> bool:
        """Hand the data behind a head on; False when the source ends within it."""
        identifier = decode(met["head"][:3])
        size = int(met["size"])
        take = self._keep(Head(identifier, decode(met["filter"] or b""), size))
        start = self._base + self._at
        self._at += met.end()
        left = size
        while left:
            piece = self._data[self._at : self._at + left]
            if not piece:
                if not self._grow():
                    message = f"{size - left} of the {size} bytes of {identifier} are there"
                    self._add(byte_kinds.UNENDED_SEGMENT, message, start)
                    return False
                continue
            take(piece)
            self._at += len(piece)
            left -= len(piece)
        if self._reach(1) == end:
            self._at += 1
            return True
        skipped = self._cut(end)
        more = "the file ends" if skipped is None else f"{len(skipped)} characters are skipped"
        self._add(byte_kinds.BINARY_END, f"no terminator after {size} bytes; {more}", start)
        return skipped is not None

    def _cut(self, end: bytes) -> str | None:
        """The text of the next segment; None when none ends any more, and then that is named."""
        start = self._at
        found = self._data.find(end, start)
        while found < 0:
            length = len(self._data) - self._at
            if length > LONGEST_SEGMENT or not self._grow():
                kind = byte_kinds.UNENDED_SEGMENT
                if length > LONGEST_SEGMENT:
                    kind, length = byte_kinds.SEGMENT_TOO_LONG, length + self._drain()
                self._add(kind, f"{length} bytes are not used", self._base + self._at)
                return None
            found = self._data.find(end, self._at)
        text = decode(self._data[self._at : found])
        self._at = found + 1
        return text

    # Bytes

    def _grow(self) -> bool:
        """Take more of the source up, and forget what was read; False at its end."""
        piece = self._source.read(CHUNK)
        self._base += self._at
        self._data = self._data[self._at :] + piece
        self._at = 0
        return bool(piece)

    def _reach(self, size: int) -> bytes:
        """The next *size* bytes, or all there are; they are not taken."""
        while len(self._data) - self._at < size and self._grow():
            pass
        return self._data[self._at : self._at + size]

    def _skip_blanks(self) -> bool:
        """Whether anything comes after line breaks and blanks, which are left behind."""
        while (following := self._reach(1)) and following in _BLANKS:
            self._at += 1
        return bool(following)

    def _drain(self) -> int:
        """Read to the end; how many bytes that were."""
        count = 0
        while piece := self._source.read(CHUNK):
            count += len(piece)
        return count

    # Blocks and findings

    def _block(self, text: str, marks: Delimiters, offset: int) -> Block:
        self._number += 1
        return Block(texts=[text], number=self._number - 1, delimiters=marks, offset=offset)

    def _add(self, kind: Kind, message: str, offset: int) -> None:
        position = Position(segment=self._number, offset=offset, interchange=self._control)
        self._report.add(kind.found(position, message))


def _binary_heads(marks: Delimiters) -> re.Pattern[bytes]:
    """Matches a binary segment up to its data, and tells its filter and length."""
    separator = re.escape(marks.element.encode())
    other = rb"[^%b%b]" % (separator, re.escape(marks.segment.encode()))
    return re.compile(
        rb"(?P<head>(?:BIN%(sep)b|BDS%(sep)b(?P<filter>%(other)b*)%(sep)b)"
        rb"(?P<size>[0-9]{1,15}))%(sep)b" % {b"sep": separator, b"other": other},
        re.DOTALL,
    )
