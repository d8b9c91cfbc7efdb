"""A request that was written, given its control numbers and kept as an attempt."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from edi_service.service.records import AttemptRecord, Lane
from edi_service.x12.gather import Numbers
from edi_service.x12.isa import ISA_REACH, Isa, read_isa
from edi_service.x12.renumber import renumber
from edi_service.x12.segment import Segment, decode

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from edi_service.service.store import Books


class Written(NamedTuple):
    """What a request of this house says of itself: BHT03, the TRN02 of its event, and its lane."""

    lane: Lane
    reference: str
    trace: str


class Making(NamedTuple):
    """Which attempt of which case is made, in which way and when; see :class:`AttemptRecord`."""

    case_id: str
    number: int
    kind: str
    channel: str
    made_at: datetime
    sent_at: datetime | None = None


def read_written(request: bytes) -> Written:
    """What *request*, one interchange of one set, says of itself."""
    isa = read_isa(request[:ISA_REACH])
    assert isinstance(isa, Isa)  # noqa: S101 -- it was written by this house
    texts = decode(request).split(isa.delimiters.segment)
    segments = [Segment.parse(text, isa.delimiters) for text in texts if text]
    header = segments[0]
    lane = Lane(header.value(6).strip(), header.value(8).strip(), header.value(15))
    return Written(lane, _first(segments, "BHT", 3), _first(segments, "TRN", 2))


def _first(segments: Iterable[Segment], name: str, element: int) -> str:
    return next((each.value(element) for each in segments if each.id == name), "")


def take_numbers(books: Books, lane: Lane, subject: str) -> Numbers:
    """
    Numbers for another interchange with one group.

    Raises:
        StoreRefused: they are used up.
    """
    interchange = books.take_number(lane, "ISA13", subject)
    return Numbers(interchange, books.take_number(lane, "GS06", subject))


def keep_attempt(
    books: Books, making: Making, request: bytes, together: Numbers | None = None
) -> bytes:
    """
    Keep *request* as an attempt of its case; returned are its bytes with the numbers given to it.

    Args:
        books: an open transaction, in which the case is there.
        making: which attempt it is.
        request: one interchange of one set, with any control numbers.
        together: the numbers of the interchange and group it leaves in with others; None: it leaves
            alone.

    Raises:
        StoreRefused: there is such an attempt, or the numbers are used up.
    """
    lane, reference, trace = read_written(request)
    interchange, group = together or take_numbers(books, lane, reference)
    own = books.take_number(lane, "ST02", reference)
    data = renumber(request, interchange, group=group, set_number=own)
    record = AttemptRecord(
        case_id=making.case_id,
        number=making.number,
        kind=making.kind,
        channel=making.channel,
        reference=reference,
        trace=trace,
        lane=lane,
        interchange=interchange,
        group=group,
        set=own,
        made_at=making.made_at,
        sent_at=making.sent_at,
    )
    books.add_attempt(record, data)
    return data
