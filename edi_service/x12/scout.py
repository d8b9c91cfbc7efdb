"""
Where a file may be cut, so that several may read it at once and find what one would have found.

The scout runs over the bytes far faster than they can be read.  It trusts nothing that is not
perfectly regular: from the first byte that departs from the order of envelopes, from the delimiters
of the first ISA or from one way of ending segments, nothing is cut any more.  So whatever needs the
care of the reader is met by one reader alone, with all that came before it in its stretch.

Cuts lie before transaction sets, and within a set before the level of a billing provider or
subscriber that follows a claim.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from edi_service.x12.foreign import recognise_encoding
from edi_service.x12.isa import ISA_REACH, Isa, is_exact, read_isa
from edi_service.x12.segment import LINE_BREAKS, decode
from edi_service.x12.start import NOTHING_HELD, Held, Piece, Start
from edi_service.x12.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

CHUNK = 256 * 1024  # so that a segment of more than a megabyte leaves a chunk without terminator
LONGEST_PIECE = 32 * 1024  # bytes; what has to be read again at a cut should not count

BETWEEN, INTERCHANGE, GROUP, SET = range(4)  # how many envelopes are open
_ORDER = {  # by identifier: what is open before and after it
    b"ISA": (BETWEEN, INTERCHANGE),
    b"GS": (INTERCHANGE, GROUP),
    b"ST": (GROUP, SET),
    b"SE": (SET, GROUP),
    b"GE": (GROUP, INTERCHANGE),
    b"IEA": (INTERCHANGE, BETWEEN),
}


def find_starts(source: BinaryIO, step: Callable[[int], int]) -> Iterator[Start]:
    """
    The places in *source* from which reading may start.

    Args:
        source: stands at its start; it is read to its end, and sought in.
        step: how many bytes whoever starts at an offset should have to read at least.
    """
    head = source.read(ISA_REACH)
    source.seek(0)
    isa = read_isa(head) if head.startswith(b"ISA") else None
    is_plain = isinstance(isa, Isa) and not isa.faults and not recognise_encoding(head)
    if isinstance(isa, Isa) and is_plain and isa.delimiters.segment not in LINE_BREAKS:
        following = head[isa.size :]
        line_break = following[: len(following) - len(following.lstrip(b"\r\n"))]
        yield from _Scout(source, step, isa, line_break).find()


class _Marks:
    """What the scout looks for, in the delimiters of one file."""

    def __init__(self, isa: Isa, line_break: bytes) -> None:
        self.delimiters = isa.delimiters
        self.line_break = line_break
        self.end = isa.delimiters.segment.encode()
        self.lead = self.end + line_break
        separator = isa.delimiters.element.encode()
        self.claim = self.lead + b"CLM" + separator
        self.level = self.lead + b"HL" + separator
        lead, end, sep = re.escape(self.lead), re.escape(self.end), re.escape(separator)
        hl = rb"HL%b[0-9]+%b[0-9]*%b" % (sep, sep, sep)
        self.after_header = re.compile(rb"%b(?:HL|CLM)%b" % (lead, sep))
        self.subscriber = re.compile(rb"%b%b22[%b%b]" % (lead, hl, sep, end))
        self.dependent = re.compile(rb"%b%b23[%b%b]" % (lead, hl, sep, end))
        # An envelope, a billing provider's level, or anything that only the reader can judge.
        self.event = re.compile(
            rb"%(lead)b(?=[CGHIS][ELST]|[ \t\r\n%(end)b])"  # a first look: twice as fast
            rb"(?:(IEA|ISA|G[ES]|S[ET])%(sep)b|(%(hl)b20)[%(sep)b%(end)b]"
            rb"|HL(?!%(sep)b[0-9]+%(sep)b[0-9]*%(sep)b2[23][%(sep)b%(end)b])"
            rb"|ISA|(?:IEA|G[ES]|S[ET]|CLM)%(end)b|(?=[ \t\r\n%(end)b]))"
            % {b"lead": lead, b"sep": sep, b"end": end, b"hl": hl}
        )


class _Scout:
    """The state of one pass over a file; places in *_data* are counted from *_base*."""

    def __init__(
        self, source: BinaryIO, step: Callable[[int], int], isa: Isa, line_break: bytes
    ) -> None:
        self._source = source
        self._step = step
        self._target = step(0)  # the next cut is sought from here
        self._marks = _Marks(isa, line_break)
        self._data = b""
        self._base = 0
        self._at = 0  # all before it has been counted
        self._tally = Tally(interchanges=1)  # of what was counted
        self._open = INTERCHANGE
        self._control = isa.control_number
        self._isa = Piece(1, 0, (isa.text,))
        self._gs = self._isa
        self._set = (0, 0)  # number and offset of the ST
        self._billing: tuple[int, int] | None = None  # and of the 2000A that is open
        self._held = NOTHING_HELD
        self._after_iea = 0

    def find(self) -> Iterator[Start]:
        """The starts, up to the end of the file or of what is regular in it."""
        while end := self._fill():
            if not self._is_even(end):
                return
            for met in self._marks.event.finditer(self._data, self._at, end + 1):
                place = met.start()
                if self._base + place >= self._target:
                    yield from self._cut_within(place)
                self._count_to(place)
                is_due = self._base + place >= self._target
                if is_due and self._open == GROUP and met.group(1) == b"ST":
                    yield from self._made(self._before_set())
                if not self._enter(met, place):
                    return
            yield from self._cut_within(end - 1)
            self._count_to(end)

    def _fill(self) -> int:
        """Read on; the index of the last terminator up to which all can be judged, 0 for none."""
        keep = max(self._at - LONGEST_PIECE, 0)
        chunk = self._source.read(CHUNK)
        self._data = self._data[keep:] + chunk
        self._base += keep
        self._at -= keep
        reach = len(self._data) - (ISA_REACH if chunk else 0)
        end = self._data.rfind(self._marks.end, self._at + 1, max(reach, 0))
        return max(end, 0) if chunk or end > self._at else 0

    def _is_even(self, end: int) -> bool:
        """Whether all segments up to *end* end alike, and none hides an ISA."""
        data, at, marks = self._data, self._at, self._marks
        ends = data.count(marks.lead, at, end) if marks.line_break else 0
        if marks.line_break and data.count(marks.end, at, end) != ends:
            return False
        for line_break in (b"\r", b"\n"):
            expected = ends * marks.line_break.count(line_break)
            if expected:
                is_even = data.count(line_break, at, end) == expected
            else:  # to look for one is several times faster than to count them
                is_even = data.find(line_break, at, end) < 0
            if not is_even:
                return False
        found = data.find(b"ISA", max(at, 1), end)
        while found >= 0:
            if is_exact(data, found) and not data.endswith(marks.lead, 0, found):
                return False
            found = data.find(b"ISA", found + 3, end)
        return True

    def _count_to(self, place: int) -> None:
        """Count what lies before *place*, a terminator."""
        self._tally.segments += self._data.count(self._marks.end, self._at, place)
        if self._open == SET:
            claims = self._data.count(self._marks.claim, self._at, place)
            self._held = self._held._replace(claims=self._held.claims + claims)
        self._at = place

    def _enter(self, met: re.Match[bytes], place: int) -> bool:
        """Let an envelope or a level begin or end; False when it is not regular here."""
        name = met.group(1)
        here = (self._tally.segments + 2, self._base + place + len(self._marks.lead))
        if name is None:
            if self._open == SET:
                self._billing = here
            return met.group(2) is not None
        before, after = _ORDER[name]
        if self._open != before:
            return False
        self._open = after
        if name == b"ISA":
            return self._base + place == self._after_iea and self._enter_interchange(here)
        if name == b"GS":
            self._enter_group(here)
        elif name == b"ST":
            self._set, self._billing = here, None
            self._tally.transaction_sets += 1
            self._held = self._held._replace(sets=self._held.sets + 1, claims=0)
        elif name == b"IEA":
            self._after_iea = self._base + self._data.find(self._marks.end, met.end())
        return True

    def _enter_interchange(self, here: tuple[int, int]) -> bool:
        """False when the interchange has delimiters of its own, or a fault."""
        number, offset = here
        isa = read_isa(self._data[offset - self._base :][:ISA_REACH])
        if not isinstance(isa, Isa) or isa.faults or isa.delimiters != self._marks.delimiters:
            return False
        self._isa = Piece(number, offset, (isa.text,))
        self._control = isa.control_number
        self._held = NOTHING_HELD
        self._tally.interchanges += 1
        return True

    def _enter_group(self, here: tuple[int, int]) -> None:
        number, offset = here
        start = offset - self._base
        end = self._data.find(self._marks.end, start)
        self._gs = Piece(number, offset, (decode(self._data[start:end]),))
        self._held = Held(self._held.groups + 1)
        self._tally.functional_groups += 1

    # Starts

    def _made(self, start: Start | None) -> Iterator[Start]:
        if start is not None:
            self._target = start.offset + self._step(start.offset)
            yield start

    def _cut_within(self, before: int) -> Iterator[Start]:
        """Cut the set that is open, wherever it is due, at levels up to *before*."""
        place = max(self._at, self._target - self._base)
        while self._open == SET and self._billing is not None:
            place = self._data.find(self._marks.level, place, before + len(self._marks.level))
            if place < 0:
                return
            if not self._marks.dependent.match(self._data, place):
                yield from self._made(self._before_level(place))
            place = max(place + 1, self._target - self._base)

    def _before_set(self) -> Start:
        """The start before the set whose ST follows what was counted."""
        held = self._held._replace(claims=0)
        return self._make((self._isa, self._gs), held, Tally(0, 2, 1, 1, 0))

    def _before_level(self, place: int) -> Start | None:
        """The start before the level at *place*; None when it does not simply follow a claim."""
        tail = self._tail(place)
        if tail < 0 or self._billing is None:
            return None
        header, billing = self._read_piece(*self._set), self._read_piece(*self._billing)
        if header is None or billing is None:
            return None
        self._count_to(tail)
        held = self._held._replace(sets=self._held.sets - 1)
        texts = self._split(self._data[tail + len(self._marks.lead) : place])
        offset = self._base + tail + len(self._marks.lead)
        last = Piece(self._tally.segments + 2, offset, texts)
        self._count_to(place)
        pieces = (self._isa, self._gs, header, billing, last)
        size = sum(len(piece.texts) for piece in pieces)
        return self._make(pieces, held, Tally(0, size, 1, 1, 1))

    def _tail(self, place: int) -> int:
        """Where the subscriber's level before *place* begins, if it holds a claim; else -1."""
        marks, data = self._marks, self._data
        floor = max(self._at, place - LONGEST_PIECE)  # no other provider's level lies after it
        tail = data.rfind(marks.level, floor, place)
        while tail >= 0 and marks.dependent.match(data, tail):
            tail = data.rfind(marks.level, floor, tail)
        is_whole = tail >= 0 and marks.subscriber.match(data, tail) is not None
        return tail if is_whole and data.find(marks.claim, tail, place) >= 0 else -1

    def _read_piece(self, number: int, offset: int) -> Piece | None:
        """The segments from *offset* to the next level or claim; None when they are very many."""
        self._source.seek(offset)
        text = self._source.read(LONGEST_PIECE)
        self._source.seek(self._base + len(self._data))
        found = self._marks.after_header.search(text)
        return Piece(number, offset, self._split(text[: found.start()])) if found else None

    def _split(self, piece: bytes) -> tuple[str, ...]:
        return tuple(decode(piece).split(decode(self._marks.lead)))

    def _make(self, pieces: tuple[Piece, ...], held: Held, replayed: Tally) -> Start:
        """The start after the terminator up to which all was counted."""
        offset = self._base + self._at + len(self._marks.lead)
        segments = self._tally.segments + 1
        return Start(
            number=segments + 1,
            offset=offset,
            delimiters=self._marks.delimiters,
            control_number=self._control,
            line_break=decode(self._marks.line_break),
            pieces=pieces,
            held=held._replace(groups=held.groups - 1),
            before=replace(self._tally, bytes=offset, segments=segments),
            replayed=replayed,
        )
