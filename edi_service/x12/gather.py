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
    from collections.abc import Iterable

    from edi_service.x12.segment import Delimiters

_ADDRESS_OF_INTERCHANGE = (5, 6, 7, 8, 12, 15)  # of ISA
_ADDRESS_OF_GROUP = (1, 2, 3, 8)  # of GS


class Numbers(NamedTuple):
    """ISA13 and GS06."""

    interchange: int
    group: int


class Address(NamedTuple):
    """What two interchanges must have in common to become one."""

    delimiters: Delimiters
    interchange: tuple[str, ...]
    group: tuple[str, ...]


class Gathering:
    """
    One interchange in the making.

    Pieces come out as they are made, so that a long interchange is never held whole::

        gathering = Gathering(first, number)
        pieces = [gathering.begin(), gathering.add(first), gathering.add(second), gathering.end()]
    """

    def __init__(
        self, first: bytes, number: int, *, group: int | None = None, first_set: int | None = 1
    ) -> None:
        """
        Take the envelopes of an interchange of this house.

        Args:
            first: an interchange, as all that will be added.
            number: ISA13.
            group: GS06; the same as ISA13 when left out.
            first_set: ST02 of the first set; the next ones count on.  None: each set keeps its own.

        Raises:
            UnwritableTextError: a number has more than nine digits.
        """
        self.number = number
        self.sets = 0
        self._first_set = first_set
        self._delimiters, texts = _parts(first)
        self._isa, self._gs = texts[0], texts[1]
        self._long = pad_number("ISA13", number, 9)
        self._short = pad_number("GS06", number if group is None else group, 1)

    def begin(self) -> bytes:
        """ISA and GS."""
        isa = self._with(self._isa, {13: self._long})
        return self._joined([isa, self._with(self._gs, {6: self._short})])

    def add(self, interchange: bytes) -> bytes:
        """ST to SE of another interchange with the same address, numbered on."""
        _, texts = _parts(interchange)
        self.sets += 1
        if self._first_set is None:
            return self._joined(texts[2:-2])
        number = pad_number("ST02", self._first_set + self.sets - 1, 4)
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


def gathered(
    interchanges: Iterable[bytes],
    number: int,
    *,
    group: int | None = None,
    first_set: int | None = 1,
) -> bytes:
    """
    All of *interchanges*, at least one, as one; see :class:`Gathering`.

    Raises:
        UnwritableTextError: a number has more than nine digits.
    """
    first, *others = interchanges
    gathering = Gathering(first, number, group=group, first_set=first_set)
    sets = [gathering.add(interchange) for interchange in (first, *others)]
    return b"".join([gathering.begin(), *sets, gathering.end()])


def address_of(interchange: bytes) -> Address:
    """Whom an interchange of this house goes to, and how it is written."""
    delimiters, texts = _parts(interchange)
    isa, gs = (text.split(delimiters.element) for text in texts[:2])
    return Address(
        delimiters,
        tuple(isa[element] for element in _ADDRESS_OF_INTERCHANGE),
        tuple(gs[element] for element in _ADDRESS_OF_GROUP),
    )


def numbers_of(interchange: bytes) -> Numbers:
    """The control numbers of an interchange of this house."""
    delimiters, (isa, gs, *_) = _parts(interchange)
    mark = delimiters.element
    return Numbers(int(isa.split(mark)[13]), int(gs.split(mark)[6]))


def _parts(interchange: bytes) -> tuple[Delimiters, list[str]]:
    """The delimiters, and the segments from ISA to IEA."""
    isa = read_isa(interchange[:ISA_REACH])
    assert isinstance(isa, Isa)  # noqa: S101 -- it was written by this house
    return isa.delimiters, decode(interchange).split(isa.delimiters.segment)[:-1]
