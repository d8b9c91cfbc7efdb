"""What the headers of interchanges and functional groups say, by name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from edi_service.x12.segment import Segment


@dataclass(frozen=True, slots=True, kw_only=True)
class InterchangeHeader:
    """What an ISA says, without the blanks that fill its elements up; empty without an ISA."""

    sender_qualifier: str = ""  # ISA05
    sender_id: str = ""  # ISA06
    receiver_qualifier: str = ""  # ISA07
    receiver_id: str = ""  # ISA08
    date: str = ""  # ISA09, YYMMDD
    time: str = ""  # ISA10, HHMM
    version: str = ""  # ISA12
    control_number: str = ""  # ISA13, blanks and all, since IEA02 has to repeat it exactly
    acknowledgment_requested: str = ""  # ISA14: 1 when a TA1 is wanted
    usage: str = ""  # ISA15: T for test, P for production
    text: str = field(default="", repr=False)  # the segment as it stands, without terminator

    @classmethod
    def parse(cls, segment: Segment) -> InterchangeHeader:
        """Name the elements of an ISA."""
        return cls(
            sender_qualifier=segment.value(5).strip(),
            sender_id=segment.value(6).strip(),
            receiver_qualifier=segment.value(7).strip(),
            receiver_id=segment.value(8).strip(),
            date=segment.value(9),
            time=segment.value(10),
            version=segment.value(12),
            control_number=segment.value(13),
            acknowledgment_requested=segment.value(14),
            usage=segment.value(15),
            text=segment.delimiters.element.join(segment.elements),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupHeader:
    """What a GS says; empty where a transaction set stands outside any functional group."""

    functional_id: str = ""  # GS01, such as HC for claims
    sender_code: str = ""  # GS02
    receiver_code: str = ""  # GS03
    date: str = ""  # GS04, CCYYMMDD
    time: str = ""  # GS05
    control_number: str = ""  # GS06
    agency: str = ""  # GS07
    version: str = ""  # GS08
    text: str = field(default="", repr=False)  # the segment as it stands, without terminator

    @classmethod
    def parse(cls, segment: Segment) -> GroupHeader:
        """Name the elements of a GS."""
        return cls(
            functional_id=segment.value(1),
            sender_code=segment.value(2),
            receiver_code=segment.value(3),
            date=segment.value(4),
            time=segment.value(5),
            control_number=segment.value(6),
            agency=segment.value(7),
            version=segment.value(8),
            text=segment.delimiters.element.join(segment.elements),
        )
