"""Going through a transaction set that acknowledges: its values, and what cannot be read."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from edi_service.acknowledge import kinds
from edi_service.acknowledge.model import Verdict
from edi_service.finding import Position
from edi_service.x12.envelope import envelope_starts
from edi_service.x12.segment import ENVELOPE_IDS, Segment, printable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from edi_service.finding import Kind, Report
    from edi_service.x12.cursor import Cursor
    from edi_service.x12.envelope import TransactionSet
    from edi_service.x12.segment import ControlNumbers

_COUNT = re.compile(r"\d{1,9}", re.ASCII)
_AMOUNT = re.compile(r"-?(\d{1,18}(\.\d{0,18})?|\.\d{1,18})", re.ASCII)
_ABSENT_AMOUNT = Decimal(0)
_T = TypeVar("_T")


class Reading:
    """Where the reading of an acknowledgment stands, and where its findings go."""

    def __init__(self, report: Report, position: Position) -> None:
        self._report = report
        self.position = position  # of the segment at hand

    def find(self, kind: Kind, message: str, element: int = 0) -> None:
        """Report something about the segment at hand, or one of its elements."""
        self._report.add(kind.found(self.position.at(element), message))

    def misplaced(self) -> None:
        """Report that the segment at hand belongs to nothing."""
        self.find(kinds.MISPLACED, "the segment belongs to nothing before it")

    def check_used(self, segment: Segment, used: Collection[int]) -> None:
        """Report the elements that are there but not *used*: they are not taken over."""
        for number, value in enumerate(segment.elements[1:], start=1):
            if value and number not in used:
                self.find(kinds.TOO_MANY_VALUES, "the element is not used here", number)

    def check_components(self, segment: Segment, element: int, most: int) -> None:
        """Report components beyond the first *most*: they are not taken over."""
        for value in segment.repetitions(element):
            components = value.split(segment.delimiters.component)
            if any(components[most:]):
                self.find(kinds.TOO_MANY_VALUES, f"more than {most} components", element)

    def verdict(self, segment: Segment, element: int, allowed: str) -> Verdict:
        """The verdict at *element*, one of the letters *allowed*; rejected when it is none."""
        letter = segment.value(element)
        if len(letter) == 1 and letter in allowed:
            return Verdict(letter)
        self.find(kinds.UNKNOWN_VERDICT, "neither accepted nor rejected", element)
        return Verdict.REJECTED

    def count(self, segment: Segment, element: int, component: int = 0) -> int:
        """A count or position; 0 when it is absent or, with a finding, no number."""
        text = segment.value(element, component)
        if text and not _COUNT.fullmatch(text):
            self.find(kinds.UNREADABLE_NUMBER, "not a count", element)
            return 0
        return int(text or 0)

    def amount(self, segment: Segment, element: int, absent: _T) -> Decimal | _T:
        """A decimal number; *absent* when it is, and 0, with a finding, when it is no number."""
        text = segment.value(element)
        if not text:
            return absent
        if not _AMOUNT.fullmatch(text):
            self.find(kinds.UNREADABLE_NUMBER, "not a decimal number", element)
            return _ABSENT_AMOUNT
        return Decimal(text)

    def day(self, text: str, element: int) -> date | None:
        """A day as CCYYMMDD; None when it is absent or, with a finding, no day."""
        if not text:
            return None
        try:
            if len(text) == 8 and text.isascii() and text.isdigit():
                return date.fromisoformat(text)
        except ValueError:
            pass
        self.find(kinds.UNREADABLE_DAY, "not a day", element)
        return None


class SetReading(Reading):
    """Goes through the segments of one transaction set, up to the envelope that ends it."""

    def __init__(self, transaction_set: TransactionSet, report: Report) -> None:
        super().__init__(report, transaction_set.position)
        self._cursor = transaction_set.cursor
        self._control = transaction_set.control
        self._delimiters = transaction_set.delimiters

    def __iter__(self) -> Iterator[Segment]:
        cursor, starts = self._cursor, envelope_starts(self._delimiters)
        while cursor.has_more():
            text = cursor.block.texts[cursor.index]
            if text.startswith(starts) or text in ENVELOPE_IDS:
                return
            segment = Segment.parse(text, self._delimiters)
            self.position = _here(cursor, segment.id, self._control)
            cursor.index += 1
            yield segment


def _here(cursor: Cursor, identifier: str, control: ControlNumbers) -> Position:
    """Where the cursor stands; what is too long for an identifier may be anything, even a name."""
    return Position(
        segment=cursor.block.number + cursor.index,
        offset=cursor.block.offset_of(cursor.index),
        segment_id=printable(identifier) if len(identifier) <= 3 else "",
        interchange=control.interchange,
        group=control.group,
        set=control.set,
    )
