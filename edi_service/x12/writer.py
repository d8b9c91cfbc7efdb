"""
From segments to bytes: a new interchange, or one that was read, back as it was.

The writer counts segments and repeats control numbers itself, so they cannot be wrong.  X12 has no
way to write a delimiter within a value; such a value is refused, never altered.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from edi_service.x12.isa import can_end, is_usable
from edi_service.x12.segment import Delimiters, encode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from edi_service.x12.segment import Block


USUAL_DELIMITERS = Delimiters()


@dataclass(frozen=True, slots=True)
class Repetitions:
    """An element that is there several times, each a value or the components of a composite."""

    values: tuple[str | tuple[str, ...], ...]


Element = str | tuple[str, ...] | Repetitions
"""An element's value, or the components of a composite one; empty where it is absent."""


class UnwritableTextError(Exception):
    """
    A value that X12 cannot carry where it was put.

    The message names the place and the reason but not the value, which may be a person's name, so
    that it can go into a finding as it is.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """
    What the ISA, GS and ST around transaction sets of one sort say.

    Attributes:
        sender_qualifier: ISA05; what sort of identifier *sender_id* (ISA06) is.
        receiver_qualifier: ISA07; likewise for *receiver_id* (ISA08).
        sender_code: GS02, the application that sends.
        receiver_code: GS03, the application that is to receive.
        created: date and time of ISA09, ISA10, GS04 and GS05, in the zone they are to show.
        interchange_number: ISA13, 0 to 999,999,999.
        group_number: GS06, 1 to 999,999,999.
        set_number: ST02 of the first transaction set, written with four digits at least.
        usage: ISA15: ``T`` for test, ``P`` for production.
        functional_id: GS01, such as ``HI``.
        set_id: ST01, such as ``278``.
        guide: GS08 and ST03, such as ``005010X217``.
        acknowledgment_requested: ISA14: whether a TA1 is wanted.
        version: ISA12.
    """

    sender_qualifier: str
    sender_id: str
    receiver_qualifier: str
    receiver_id: str
    sender_code: str
    receiver_code: str
    created: datetime
    interchange_number: int
    group_number: int
    usage: str
    functional_id: str
    set_id: str
    guide: str
    set_number: int = 1
    acknowledgment_requested: bool = False
    version: str = "00501"


class SegmentWriter:
    """
    Writes segments, one after another.

    Args:
        delimiters: those to write with; the usual ones unless they are given.
        line_break: written after each terminator, for files that people look at.

    Raises:
        UnwritableTextError: *delimiters* cannot separate.
    """

    def __init__(self, delimiters: Delimiters = USUAL_DELIMITERS, line_break: str = "") -> None:
        self._delimiters = delimiters
        self._forbidden = _forbidden_characters(delimiters)
        self._end = delimiters.segment + line_break
        self._texts: list[str] = []
        self._segments = 0

    @property
    def segments(self) -> int:
        """How many were written: of the transaction set that is open, if there are such."""
        return self._segments

    def segment(self, identifier: str, *elements: Element) -> None:
        """
        Write a segment; empty elements and components at its ends are left out, as X12 demands.

        Raises:
            UnwritableTextError: a value holds a delimiter, a line break or a control character.
        """
        forbidden = self._forbidden
        # Nearly all elements are plain words, and every function called would cost as much again.
        values = [
            element
            if isinstance(element, str) and forbidden.isdisjoint(element) and element.isprintable()
            else self._join(f"{identifier}{number:02d}", element)
            for number, element in enumerate(elements, start=1)
        ]
        text = self._delimiters.element.join([identifier, *values])
        self._texts.append(text.rstrip(self._delimiters.element))
        self._segments += 1

    def take(self) -> bytes:
        """What was written since the last call, which the writer forgets: for long interchanges."""
        texts, self._texts = self._texts, []
        return encode("".join(text + self._end for text in texts))

    def _join(self, designator: str, element: Element) -> str:
        if isinstance(element, Repetitions):
            repeated = [self._join(designator, value) for value in element.values]
            return self._delimiters.repetition.join(repeated)
        if isinstance(element, str):
            self._refuse_forbidden(designator, element)
            return element
        for number, component in enumerate(element, start=1):
            self._refuse_forbidden(f"{designator}-{number}", component)
        return self._delimiters.component.join(element).rstrip(self._delimiters.component)

    def _refuse_forbidden(self, designator: str, value: str) -> None:
        if not self._forbidden.isdisjoint(value):
            found = sorted(self._forbidden.intersection(value))
            message = f"{designator} holds {' '.join(found)}, which separates values here"
            raise UnwritableTextError(message)
        if not value.isprintable():
            message = f"{designator} holds a line break or another character without a shape"
            raise UnwritableTextError(message)


class InterchangeWriter(SegmentWriter):
    """
    Writes one interchange that holds one functional group of one transaction set or of several.

    Args:
        envelope: its header; the trailers follow from it.
        delimiters: those to declare and to write with.
        line_break: written after each terminator, for files that people look at.
        has_group: False for an interchange of TA1 segments, which stand in no functional group.

    Raises:
        UnwritableTextError: a value of *envelope* does not fit.
    """

    def __init__(
        self,
        envelope: Envelope,
        delimiters: Delimiters | None = None,
        line_break: str = "",
        *,
        has_group: bool = True,
    ) -> None:
        super().__init__(delimiters or USUAL_DELIMITERS, line_break)
        self._envelope = envelope
        self._has_group = has_group
        self._sets = 0  # begun so far
        self._write_interchange_header()
        if has_group:
            self._write_group_header()
            self._open_set()

    def begin_binary(self, identifier: str, *elements: Element) -> bytes:
        """
        What was written, up to the binary data that is the last element of a segment.

        The data follows as it is, then :meth:`end_binary`; the segment is counted here.  Its last
        given element is the length of the data in bytes, which nobody can check afterwards.
        """
        self.segment(identifier, *elements)
        text = self._texts.pop()
        return self.take() + encode(text + self._delimiters.element)

    def end_binary(self) -> bytes:
        """The end of a segment with binary data."""
        return encode(self._end)

    def insert(self, data: bytes, segments: int) -> bytes:
        """What was written, and after it *data*: so many *segments* written by somebody else."""
        self._segments += segments
        return self.take() + data

    def next_set(self) -> None:
        """End the transaction set and begin another, numbered one higher, in the same group."""
        self._close_set()
        self._open_set()

    def finish(self) -> bytes:
        """The rest of the interchange, its trailers written: all of it, unless some was taken."""
        envelope = self._envelope
        if self._has_group:
            self._close_set()
            self.segment("GE", str(self._sets), str(envelope.group_number))
        number = pad_number("ISA13", envelope.interchange_number, 9)
        self.segment("IEA", "1" if self._has_group else "0", number)
        return self.take()

    @property
    def _set_number(self) -> str:
        """ST02 and SE02 of the transaction set that is open."""
        return pad_number("ST02", self._envelope.set_number + self._sets - 1, 4)

    def _open_set(self) -> None:
        self._sets += 1
        self._segments = 0
        self.segment("ST", self._envelope.set_id, self._set_number, self._envelope.guide)

    def _close_set(self) -> None:
        size = self._segments + 1  # the SE counts itself
        self.segment("SE", str(size), self._set_number)

    def _write_interchange_header(self) -> None:
        envelope, delimiters = self._envelope, self._delimiters
        header = (
            ("00", 2),
            ("", 10),
            ("00", 2),
            ("", 10),
            (envelope.sender_qualifier, 2),
            (envelope.sender_id, 15),
            (envelope.receiver_qualifier, 2),
            (envelope.receiver_id, 15),
            (f"{envelope.created:%y%m%d}", 6),
            (f"{envelope.created:%H%M}", 4),
            (delimiters.repetition, 1),
            (envelope.version, 5),
            (pad_number("ISA13", envelope.interchange_number, 9), 9),
            ("1" if envelope.acknowledgment_requested else "0", 1),
            (envelope.usage, 1),
            (delimiters.component, 1),
        )
        values = [
            self._fit(f"ISA{number:02d}", value, width)
            for number, (value, width) in enumerate(header, start=1)
        ]
        self._texts.append(delimiters.element.join(["ISA", *values]))

    def _write_group_header(self) -> None:
        envelope = self._envelope
        self.segment(
            "GS",
            envelope.functional_id,
            envelope.sender_code,
            envelope.receiver_code,
            f"{envelope.created:%Y%m%d}",
            f"{envelope.created:%H%M}",
            pad_number("GS06", envelope.group_number, 1),
            "X",
            envelope.guide,
        )

    def _fit(self, designator: str, value: str, width: int) -> str:
        """An element of the ISA, filled up to its fixed width."""
        if len(value) > width or not value.isascii():
            message = f"{designator} is longer than {width} characters, or has some outside ASCII"
            raise UnwritableTextError(message)
        if designator not in {"ISA11", "ISA16"}:  # these are delimiters
            self._refuse_forbidden(designator, value)
        return value.ljust(width)


@cache
def _forbidden_characters(delimiters: Delimiters) -> frozenset[str]:
    """
    The delimiters, once they are known to be four different characters that can separate.

    Raises:
        UnwritableTextError: they are not.
    """
    characters = (
        delimiters.element,
        delimiters.repetition,
        delimiters.component,
        delimiters.segment,
    )
    *separators, terminator = characters
    are_usable = all(character.isascii() for character in characters)
    are_usable = are_usable and all(is_usable(separator.encode()) for separator in separators)
    if not (are_usable and len(set(characters)) == 4 and can_end(terminator.encode())):
        message = "the delimiters are not four different characters that can separate"
        raise UnwritableTextError(message)
    return frozenset(characters)


def pad_number(designator: str, number: int, digits: int) -> str:
    """
    A control number with leading zeros.

    Raises:
        UnwritableTextError: it is negative, or longer than the nine digits X12 allows.
    """
    if not 0 <= number <= 999_999_999:
        message = f"{designator} cannot be {number}: a control number has nine digits at most"
        raise UnwritableTextError(message)
    return f"{number:0{digits}d}"


def write_blocks(blocks: Iterable[Block]) -> Iterator[bytes]:
    """
    The bytes of *blocks*; those they were read from, where reading found nothing wrong.

    What stood between segments is kept in the blocks; all else is written from the texts, so
    that texts may be replaced in between.
    """
    for block in blocks:
        terminator = block.delimiters.segment
        if not block.texts:
            yield encode(block.before)
        elif block.gaps is None:
            yield encode(block.before + terminator.join(block.texts) + terminator)
        else:
            ends = (terminator + gap for gap in chain(block.gaps, [""]))
            pairs = zip(block.texts, ends, strict=True)
            yield encode(block.before + "".join(chain.from_iterable(pairs)))
