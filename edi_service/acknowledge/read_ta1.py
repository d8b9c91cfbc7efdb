"""From the TA1 segments of a file to what became of our interchanges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.acknowledge.model import InterchangeAcknowledgment
from edi_service.acknowledge.reading import Reading
from edi_service.finding import Position
from edi_service.x12.segment import Segment, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from edi_service.finding import Report
    from edi_service.x12.segment import Block


def watch_ta1(
    blocks: Iterable[Block], report: Report, take: Callable[[InterchangeAcknowledgment], None]
) -> Iterator[Block]:
    """
    Pass *blocks* on, and hand each TA1 in them to *take*.

    A TA1 stands between ISA and the first GS, in no transaction set, so that whoever reads sets
    does not see it.
    """
    interchange = ""
    for block in blocks:
        for index, text in enumerate(block.texts):
            if text[:3] not in {"ISA", "TA1"}:
                continue
            segment = Segment.parse(text, block.delimiters)
            if segment.id == "ISA":
                interchange = printable(segment.value(13))
            elif segment.id == "TA1":
                position = Position(
                    segment=block.number + index,
                    offset=block.offset_of(index),
                    segment_id="TA1",
                    interchange=interchange,
                )
                take(read_ta1(segment, position, report))
        yield block


def read_ta1(segment: Segment, position: Position, report: Report) -> InterchangeAcknowledgment:
    """What the TA1 *segment* says; what it leaves open counts as rejected, with a finding."""
    reading = Reading(report, position)
    reading.check_used(segment, range(1, 6))
    return InterchangeAcknowledgment(
        control_number=segment.value(1),
        date=segment.value(2),
        time=segment.value(3),
        verdict=reading.verdict(segment, 4, "AER"),
        code=segment.value(5),
    )
