"""
Gathering interchanges of one transaction set each into one interchange of many.

Only what has the same address can travel together: delimiters, trading partners, applications,
test or production, and the guide.  Control numbers of envelopes and sets are given anew, the counts
follow, and all between ST and SE stays as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from edi_service.x12.isa import ISA_REACH, Isa, read_isa
from edi_service.x12.segment import decode, encode
from edi_service.x12.writer import pad_number

if TYPE_CHECKING:
    from edi_service.x12.segment import Delimiters

_ADDRESS_OF_INTERCHANGE = (5, 6, 7, 8, 12, 15)  # of ISA
_ADDRESS_OF_GROUP = (1, 2, 3, 8)  # of GS


class Address(NamedTuple):
    """What two interchanges must have in common to become one."""

    delimiters: Delimiters
    interchange: tuple[str, ...]
    group: tuple[str, ...]


class Gathering:
    """
    One interchange in the making; *number* is its ISA13 and GS06.

    Pieces come out as they are made, so that a long interchange is never held whole::

        gathering = Gathering(first, number)
        pieces = [gathering.begin(), gathering.add(first), gathering.add(second), gathering.end()]
    """

    def __init__(self, first: bytes, number: int) -> None:
        """
        Take the envelopes of *first*, an interchange of this house.

        Raises:
            UnwritableTextError: *number* has more than nine digits.
        """
        self.number = number
        self.sets = 0
        self._delimiters, texts = _parts(first)
        self._isa, self._gs = texts[0], texts[1]
        self._long, self._short = pad_number("ISA13", number, 9), pad_number("GS06", number, 1)

    def begin(self) -> bytes:
        """ISA and GS."""
        isa = self._with(self._isa, {13: self._long})
        return self._joined([isa, self._with(self._gs, {6: self._short})])

    def add(self, interchange: bytes) -> bytes:
        """ST to SE of another interchange with the same address, numbered on from 1."""
        _, texts = _parts(interchange)
        self.sets += 1
        number = pad_number("ST02", self.sets, 4)
        opening, *inside, closing = texts[2:-2]
        opening, closing = self._with(opening, {2: number}), self._with(closing, {2: number})
        return self._joined([opening, *inside, closing])

    def end(self) -> bytes:
        """GE and IEA, with their counts."""
        mark = self._delimiters.element
        group = mark.join(["GE", str(self.sets), self._short])
        return self._joined([group, mark.join(["IEA", "1", self._long])])

    def _with(self, text: str, values: dict[int, str]) -> str:
        elements = text.split(self._delimiters.element)
        for element, value in values.items():
            elements[element] = value
        return self._delimiters.element.join(elements)

    def _joined(self, texts: list[str]) -> bytes:
        return encode("".join(text + self._delimiters.segment for text in texts))


def address_of(interchange: bytes) -> Address:
    """Whom an interchange of this house goes to, and how it is written."""
    delimiters, texts = _parts(interchange)
    isa, gs = (text.split(delimiters.element) for text in texts[:2])
    return Address(
        delimiters,
        tuple(isa[element] for element in _ADDRESS_OF_INTERCHANGE),
        tuple(gs[element] for element in _ADDRESS_OF_GROUP),
    )


def _parts(interchange: bytes) -> tuple[Delimiters, list[str]]:
    """The delimiters, and the segments from ISA to IEA."""
    isa = read_isa(interchange[:ISA_REACH])
    assert isinstance(isa, Isa)  # noqa: S101 -- it was written by this house
    return isa.delimiters, decode(interchange).split(isa.delimiters.segment)[:-1]
