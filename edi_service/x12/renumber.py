"""Giving an interchange that was written other control numbers."""

from __future__ import annotations

from edi_service.x12.isa import ISA_REACH, Isa, read_isa
from edi_service.x12.segment import decode, encode
from edi_service.x12.writer import pad_number


def renumber(
    interchange: bytes, number: int, *, group: int | None = None, set_number: int | None = None
) -> bytes:
    """
    *interchange*, of one functional group, with *number* as ISA13, IEA02, GS06 and GE02.

    Args:
        interchange: as :class:`~edi_service.x12.writer.InterchangeWriter` writes it.
        number: from 1 to 999,999,999.
        group: GS06 and GE02, where they differ from *number*.
        set_number: ST02 and SE02 of the one transaction set; None leaves them.

    Raises:
        UnwritableTextError: a number has too many digits.
    """
    isa = read_isa(interchange[:ISA_REACH])
    assert isinstance(isa, Isa)  # noqa: S101 -- it was written by this house
    end, separator = isa.delimiters.segment, isa.delimiters.element
    texts = decode(interchange).split(end)
    long = pad_number("ISA13", number, 9)
    short = pad_number("GS06", number if group is None else group, 1)
    places = [(0, 13, long), (1, 6, short), (-3, 2, short), (-2, 2, long)]
    if set_number is not None:
        own = pad_number("ST02", set_number, 4)
        places += [(2, 2, own), (-4, 2, own)]
    for index, element, value in places:
        elements = texts[index].split(separator)
        elements[element] = value
        texts[index] = separator.join(elements)
    return encode(end.join(texts))
