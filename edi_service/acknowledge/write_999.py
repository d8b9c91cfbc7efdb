"""From a :class:`GroupAcknowledgment` to the bytes of a 999 (005010X231A1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.acknowledge.answering import digits, writable
from edi_service.x12.writer import InterchangeWriter, Repetitions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.acknowledge.model import (
        Context,
        ElementFault,
        GroupAcknowledgment,
        Place,
        SegmentFault,
        SetAcknowledgment,
    )
    from edi_service.x12.writer import Element, Envelope

GUIDE = "005010X231A1"
FUNCTIONAL_ID = "FA"
SET_ID = "999"
_HIGHEST_POSITION = 999_999  # IK302 and CTX03 have six digits
_NAMELESS = "ZZZ"  # IK301 where what was sent is no segment identifier


def write_999(acknowledgment: GroupAcknowledgment, envelope: Envelope) -> Iterator[bytes]:
    """
    One interchange that holds one 999, the answer to one functional group, in pieces.

    *envelope* has :data:`FUNCTIONAL_ID`, :data:`SET_ID` and :data:`GUIDE`.  What was received and
    cannot be repeated (a delimiter, a character outside ASCII) is left out of the copies.
    """
    writer = InterchangeWriter(envelope)
    writer.segment(
        "AK1",
        writable(acknowledgment.functional_id, 2),
        digits(acknowledgment.control_number, 9, "0"),
        writable(acknowledgment.version, 12),
    )
    for one in acknowledgment.sets:
        _write_set(writer, one)
        yield writer.take()
    writer.segment(
        "AK9",
        acknowledgment.verdict,
        str(acknowledgment.included),
        str(acknowledgment.received),
        str(acknowledgment.accepted),
        *acknowledgment.codes,
    )
    yield writer.finish()


def _write_set(writer: InterchangeWriter, one: SetAcknowledgment) -> None:
    number = writable(one.control_number, 9).rjust(4, "0")
    writer.segment("AK2", writable(one.set_id, 3), number, writable(one.guide, 35))
    for fault in one.faults:
        _write_fault(writer, fault)
    writer.segment("IK5", one.verdict, *one.codes)


def _write_fault(writer: InterchangeWriter, fault: SegmentFault) -> None:
    identifier = writable(fault.segment_id, 3)
    writer.segment(
        "IK3",
        identifier if len(identifier) >= 2 else _NAMELESS,
        _position(fault.position),
        writable(fault.loop, 4),
        fault.code,
    )
    for context in fault.contexts:
        _write_context(writer, context)
    for element in fault.elements:
        _write_element(writer, element)


def _write_element(writer: InterchangeWriter, fault: ElementFault) -> None:
    value = writable(fault.value, 99)
    writer.segment("IK4", _place(fault.place), fault.data_element, fault.code, value)
    for context in fault.contexts:
        _write_context(writer, context)


def _write_context(writer: InterchangeWriter, context: Context) -> None:
    names = tuple((one.name, writable(one.reference, 35)) for one in context.names)
    writer.segment(
        "CTX",
        Repetitions(names),
        writable(context.segment_id, 3),
        _position(context.position) if context.position else "",
        writable(context.loop, 4),
        _place(context.place) if context.place.element else "",
        context.data_elements,
    )


def _place(place: Place) -> Element:
    """C030; composites end with the last of their components that says something."""
    numbers = (place.element, place.component, place.repetition)
    return tuple(str(number) if number else "" for number in numbers)


def _position(position: int) -> str:
    return str(min(max(position, 1), _HIGHEST_POSITION))
