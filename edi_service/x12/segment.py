"""
Delimiters, segments, and the blocks of segments that travel through the house.

Speed comes from not looking: a block holds its segments as plain text, cut but not yet taken
apart.  A :class:`Segment` is made only where somebody asks what stands in it, and a byte offset
only where a finding needs one.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, chain, repeat
from typing import TYPE_CHECKING, NamedTuple

from edi_service.finding import Quote

if TYPE_CHECKING:
    from collections.abc import Iterable

ISA_LENGTH = 106  # X12.5: the ISA is of fixed length, so that it can declare the delimiters
LINE_BREAKS = "\r\n"
NO_SEPARATOR = "\ud800"  # no byte decodes to it: a separator that never occurs
ENVELOPE_IDS = frozenset({"ISA", "IEA", "GS", "GE", "ST", "SE"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Delimiters:
    """
    The four characters an interchange declares in its ISA segment.

    A separator that the interchange lacks (there are no repetitions before version 00402) or that
    cannot separate anything (a letter, a character that is another delimiter too) is
    :data:`NO_SEPARATOR`, so that everybody may split at it without asking.
    """

    element: str = "*"
    repetition: str = "^"
    component: str = ":"
    segment: str = "~"


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlNumbers:
    """The numbers of the envelopes around a segment: ISA13, GS06 and ST02."""

    interchange: str = ""
    group: str = ""
    set: str = ""


class Segment(NamedTuple):
    """
    One segment taken apart: ``elements[0]`` is the identifier, so ``elements[5]`` is element 05.

    >>> Segment.parse("CLM*A1*100***11:B:1", Delimiters()).value(5, 3)
    '1'
    """

    elements: list[str]
    delimiters: Delimiters

    @classmethod
    def parse(cls, text: str, delimiters: Delimiters) -> Segment:
        """Take *text*, a segment without its terminator, apart."""
        return cls(text.split(delimiters.element), delimiters)

    @property
    def id(self) -> str:
        """The segment identifier, such as ``NM1``."""
        return self.elements[0]

    def value(self, element: int, component: int = 0) -> str:
        """An element, or one of its components, both counted from 1; empty when absent."""
        if element >= len(self.elements):
            return ""
        text = self.elements[element]
        if not component:
            return text
        components = text.split(self.delimiters.component)
        return components[component - 1] if component <= len(components) else ""

    def components(self, element: int) -> list[str]:
        """The components of a composite element; none when it is absent."""
        text = self.value(element)
        return text.split(self.delimiters.component) if text else []

    def repetitions(self, element: int) -> list[str]:
        """The repetitions of an element; none when it is absent."""
        text = self.value(element)
        return text.split(self.delimiters.repetition) if text else []


@dataclass(slots=True, kw_only=True)
class Block:
    """
    Consecutive segments of one interchange: a stretch of the file, cut at its terminators.

    *before* and *gaps* are kept so that what was read can be written back byte for byte
    (:func:`edi_service.x12.writer.write_blocks`).  They cost nothing where nothing was skipped.

    Attributes:
        texts: the segments without terminators and line breaks, none of them empty; a block
            without any stands for line breaks alone.
        number: of the first of them in the file, counted from 1.
        delimiters: those of the interchange.
        offset: where the first segment starts in the file, in bytes from 0.
        offsets: where each segment starts, and last where the block ends; worked out from the
            lengths when first asked for, unless given.
        before: what was skipped between the block before and the first segment.
        gaps: what was skipped after the terminator of each segment but the last; None when
            nothing was.
    """

    texts: list[str]
    number: int
    delimiters: Delimiters
    offset: int
    offsets: list[int] | None = None
    before: str = ""
    gaps: list[str] | None = None

    def offset_of(self, index: int) -> int:
        """The byte offset of the segment at *index* (from 0); past the last, the block's end."""
        if self.offsets is None:
            self.offsets = list(accumulate(self._widths(), initial=self.offset))
        return self.offsets[index]

    def _widths(self) -> Iterable[int]:
        """The bytes from the start of each segment to the start of the next."""
        if self.gaps is None and "".join(self.texts).isascii():
            return [len(text) + 1 for text in self.texts]  # as most blocks are, without a call each
        gaps = self.gaps if self.gaps is not None else repeat("")
        return map(_width, self.texts, chain(gaps, repeat("")))


def _width(text: str, gap: str) -> int:
    """The bytes from the start of a segment to the start of the next."""
    size = len(text) if text.isascii() else len(encode(text))
    return size + 1 + len(gap)  # a terminator and what may be skipped are single bytes


def encode(text: str) -> bytes:
    """The bytes a decoded segment came from, whatever they were."""
    return text.encode("utf-8", "surrogateescape")


def decode(data: bytes) -> str:
    """Bytes as text: UTF-8 where it is, and any other byte kept so that it can be written back."""
    return data.decode("utf-8", "surrogateescape")


def printable(text: str) -> str:
    """Decoded *text* as it can be shown and stored anywhere: ASCII, all else as an escape."""
    if text.isascii() and text.isprintable():
        return text
    return ascii(text)[1:-1]


def quote_of(block: Block, index: int) -> Quote | None:
    """The segment at *index* of *block* for a finding to show; None past the last one."""
    if index >= len(block.texts):
        return None
    marks = block.delimiters
    return Quote(block.texts[index], marks.element, marks.repetition, marks.component)
