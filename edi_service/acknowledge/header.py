"""The elements of an ISA that a TA1 speaks of one by one, beyond delimiters and control numbers."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from edi_service.acknowledge import kinds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from edi_service.finding import Finding, Kind, Position
    from edi_service.x12.segment import Segment

_PARTNER_QUALIFIERS = frozenset({"01", "14", "20", "27", "28", "29", "30", "33", "ZZ"})
_DAY = re.compile(r"\d{6}", re.ASCII)
_TIME = re.compile(r"([01]\d|2[0-3])[0-5]\d", re.ASCII)


class _Check(NamedTuple):
    """What element *number* has to be; the value is health data of nobody, yet is not shown."""

    number: int
    is_right: Callable[[str], object]
    kind: Kind


def _is_day(text: str) -> bool:
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(f"20{text}")
    except ValueError:
        return False
    return True


_CHECKS = (
    _Check(1, {"00", "03"}.__contains__, kinds.AUTHORIZATION_QUALIFIER),
    _Check(3, {"00", "01"}.__contains__, kinds.SECURITY_QUALIFIER),
    _Check(5, _PARTNER_QUALIFIERS.__contains__, kinds.SENDER_QUALIFIER),
    _Check(6, str.strip, kinds.SENDER_ABSENT),
    _Check(7, _PARTNER_QUALIFIERS.__contains__, kinds.RECEIVER_QUALIFIER),
    _Check(8, str.strip, kinds.RECEIVER_ABSENT),
    _Check(9, _is_day, kinds.INTERCHANGE_DAY),
    _Check(10, _TIME.fullmatch, kinds.INTERCHANGE_TIME),
    _Check(14, {"0", "1"}.__contains__, kinds.ACKNOWLEDGMENT_REQUESTED),
    _Check(15, {"P", "T"}.__contains__, kinds.USAGE),
)


def check_interchange_header(segment: Segment, position: Position) -> Iterator[Finding]:
    """What is wrong with the elements of the ISA *segment*, which stands at *position*."""
    for check in _CHECKS:
        if not check.is_right(segment.value(check.number)):
            message = f"ISA{check.number:02d} is not as the guides want it"
            yield check.kind.found(position.at(check.number), message)
