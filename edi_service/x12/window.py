"""The part of a file that is in memory: bytes come in at its end, used ones are left behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import BinaryIO

    from edi_service.x12.tally import Tally

CHUNK = 64 * 1024  # large enough that the work per chunk does not count, small enough for a cache


class Reached(NamedTuple):
    """
    What can be said of the bytes at hand within an interchange.

    Up to *end* they are whole segments; from there to *resume* they are a segment that has no
    terminator.  *closes* says whether the interchange is over at *resume*.
    """

    end: int
    resume: int
    closes: bool


class Window:
    """
    The bytes at hand, ``data[cursor:]`` being those not yet used.

    Attributes:
        data: what was read and not yet dropped.
        cursor: index of the next byte in *data*.
        ended: whether the source has no more bytes.
    """

    __slots__ = ("_dropped", "_source", "_tally", "cursor", "data", "ended")

    def __init__(self, source: BinaryIO, tally: Tally, offset: int = 0) -> None:
        """Look into *source*, which stands at byte *offset* of the file."""
        self._source = source
        self._tally = tally
        self._dropped = offset
        self.data = b""
        self.cursor = 0
        self.ended = False

    @property
    def offset(self) -> int:
        """Where the next byte stands in the file, from 0."""
        return self._dropped + self.cursor

    @property
    def size(self) -> int:
        """How many bytes are at hand."""
        return len(self.data) - self.cursor

    def grow(self) -> bool:
        """Read on, dropping what is used; False at the end of the source."""
        if self.ended:
            return False
        chunk = self._source.read(CHUNK)
        if not chunk:
            self.ended = True
            return False
        self._tally.bytes += len(chunk)
        self._dropped += self.cursor
        self.data = self.data[self.cursor :] + chunk
        self.cursor = 0
        return True

    def reach(self, size: int) -> bytes:
        """The next *size* bytes, fewer only at the end of the source; none of them is used."""
        while self.size < size and self.grow():
            pass
        return self.data[self.cursor : self.cursor + size]
