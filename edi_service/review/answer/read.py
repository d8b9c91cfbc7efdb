"""A services review (278) held against its guide, read level by level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from edi_service.claims.values import day
from edi_service.guide.check import check_set
from edi_service.review.answer import kinds
from edi_service.review.answer.model import Answer, Event
from edi_service.review.answer.parts import LevelReader

if TYPE_CHECKING:
    from edi_service.finding import Report
    from edi_service.guide.definition import Guide
    from edi_service.guide.model import Placed
    from edi_service.review.answer.model import Desk, Level, Rejection
    from edi_service.x12.envelope import TransactionSet

ANSWER = "11"  # BHT02
_ABOVE = {"2000A": ("2010A",), "2000B": ("2010B",), "2000C": ("2010C",), "2000D": ("2010D",)}


def read_review(transaction_set: TransactionSet, guide: Guide, report: Report) -> Answer:
    """
    What a 278 says, whichever direction it goes.

    Args:
        transaction_set: its cursor is moved to the end of the set.
        guide: that of its direction, by BHT02 (see :func:`purpose_of`).
        report: takes what the guide objects to, and what cannot be read.
    """
    reading = _Reading(report)
    for placed in check_set(transaction_set, guide, report):
        reading.take(placed)
    return replace(
        reading.answer(),
        set_number=transaction_set.control.set,
        segment=transaction_set.position.segment,
        offset=transaction_set.position.offset,
    )


def read_answer(transaction_set: TransactionSet, guide: Guide, report: Report) -> Answer | None:
    """What an answer says; None, with a finding, when BHT02 says that it is none."""
    answer = read_review(transaction_set, guide, report)
    if answer.purpose == ANSWER:
        return answer
    message = "BHT02 is not 11"
    report.add(kinds.NOT_AN_ANSWER.found(transaction_set.position, message))
    return None


def purpose_of(transaction_set: TransactionSet) -> str:
    """BHT02, looked up ahead of the reading; empty when the BHT does not follow the ST."""
    cursor = transaction_set.cursor
    if not cursor.has_more():
        return ""
    elements = cursor.block.texts[cursor.index].split(transaction_set.delimiters.element, 3)
    return elements[2] if elements[0] == "BHT" and len(elements) > 2 else ""


class _Reading:
    """What has been read of one set."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._header = Answer()
        self._rejections: list[Rejection] = []
        self._desks: list[Desk] = []
        self._events: list[tuple[Level, list[Level]]] = []

    def answer(self) -> Answer:
        return replace(
            self._header,
            rejections=tuple(self._rejections),
            desks=tuple(self._desks),
            events=tuple(Event(level=event, lines=tuple(lines)) for event, lines in self._events),
        )

    def take(self, placed: Placed) -> None:
        if placed.head != "HL":
            self._take_header(placed)
            return
        loop = placed.use_of(0).loop
        reader = LevelReader(placed, loop, self._report)
        if loop == "2000E":
            self._events.append((reader.level(), []))
        elif loop == "2000F" and self._events:
            self._events[-1][1].append(reader.level())
        elif loop in _ABOVE:
            self._rejections += reader.rejections(*_ABOVE[loop])
            self._desks += reader.desks(*_ABOVE[loop]) if loop == "2000A" else ()

    def _take_header(self, placed: Placed) -> None:
        for index, text in enumerate(placed.texts):
            segment = placed.segment(index)
            if text.startswith("BHT"):
                self._header = Answer(
                    purpose=segment.value(2),
                    reference=segment.value(3),
                    created_on=day(segment.value(4)),
                    created_at=segment.value(5),
                    finality=segment.value(6),
                )
