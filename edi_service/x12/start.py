"""
Places within a file where reading may start, and what must be known of the bytes before them.

Whoever starts there is first given, with their true places, the few segments before it that still
count: the headers that are open, and the levels.  So everything that reads segments comes to stand
as if it had read the file from its start.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from edi_service.x12.segment import Block

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.x12.segment import Delimiters
    from edi_service.x12.tally import Tally


class Held(NamedTuple):
    """
    What envelopes that are open have held.

    Attributes:
        groups: how many functional groups the interchange held.
        sets: how many transaction sets the group held.
        claims: how many claims the transaction set held.
    """

    groups: int = 0
    sets: int = 0
    claims: int = 0


NOTHING_HELD = Held()


@dataclass(frozen=True, slots=True)
class Piece:
    """Consecutive segments before a start that still count; *number* and *offset* of the first."""

    number: int
    offset: int
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """
    A place between two claims, or before a transaction set.

    Attributes:
        number: of the segment that stands there, from 1.
        offset: of its first byte, from 0.
        delimiters: of the interchange.
        control_number: of the interchange (ISA13).
        line_break: what follows every segment terminator of the file, mostly nothing.
        pieces: the segments that still count, in the order of the file.
        held: what the open envelopes held before those segments.
        before: what was read of the file before this place.
        replayed: what of *before* is read again with *pieces*.
    """

    number: int
    offset: int
    delimiters: Delimiters
    control_number: str
    line_break: str
    pieces: tuple[Piece, ...]
    held: Held
    before: Tally
    replayed: Tally

    def blocks(self) -> Iterator[Block]:
        """The segments that still count."""
        for piece in self.pieces:
            gaps = [self.line_break] * (len(piece.texts) - 1) if self.line_break else None
            yield Block(
                texts=list(piece.texts),
                number=piece.number,
                delimiters=self.delimiters,
                offset=piece.offset,
                gaps=gaps,
            )
