"""
The ISA segment, which declares how all the others are cut.

X12.5 fixes its length, so that the delimiters stand at known places.  Real files often break that
rule, so an ISA is taken by its separators where they leave no doubt, and what is wrong is named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from edi_service.x12 import byte_kinds
from edi_service.x12.segment import ISA_LENGTH, NO_SEPARATOR, Delimiters, decode, encode

if TYPE_CHECKING:
    from edi_service.finding import Kind

ISA_REACH = 256  # bytes to look at: an ISA wrapped into lines or padded too far still fits

_WIDTHS = (2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1)  # ISA01 to ISA15
_EXACT = re.compile(
    rb"ISA([^0-9A-Za-z \r\n\x80-\xff])"
    + rb"\1".join(rb"[^\r\n]{%d}" % width for width in _WIDTHS)
    + rb"\1.[^\x80-\xff]",
    re.DOTALL,
)
# Senders pad free text as they like; these are codes, and longer ones mean a missing separator.
_CODES = {1: 2, 3: 2, 5: 2, 7: 2, 9: 8, 10: 8, 11: 1, 12: 5, 13: 9, 14: 1, 15: 1}
_FIRST_REPETITIONS = "00402"  # before, ISA11 named the body that controls the standard
_FOLLOWERS = rb"[\r\n \t]*(?:GS|TA1|IEA)"


class Fault(NamedTuple):
    """What is wrong with an ISA, and with which of its elements (0: with the whole)."""

    kind: Kind
    message: str
    element: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Isa:
    """
    An ISA that can be read.

    Attributes:
        text: without its terminator and without line breaks inside.
        size: bytes in the file, terminator included.
        delimiters: those it declares.
        control_number: ISA13.
        faults: what is wrong with it, though it can be read.
    """

    text: str
    size: int
    delimiters: Delimiters
    control_number: str
    faults: tuple[Fault, ...] = ()


def is_usable(separator: bytes) -> bool:
    """Whether it is one ASCII character that is no letter, digit or white space."""
    is_data = separator.isalnum() or separator.isspace()
    return len(separator) == 1 and separator.isascii() and not is_data


def can_end(terminator: bytes) -> bool:
    """Whether it is one character that can end segments: line breaks do that too."""
    return terminator in (b"\r", b"\n") or is_usable(terminator)


def is_exact(data: bytes, index: int) -> bool:
    """Whether an ISA of fixed length starts at *index*: nothing else looks like one by chance."""
    return _EXACT.match(data, index) is not None


def may_be_exact(data: bytes) -> bool:
    """Whether *data*, the first bytes of what may be an ISA, could become an exact one."""
    return len(data) < 7 or (len(data) < ISA_LENGTH and data[3] == data[6])


def read_isa(window: bytes) -> Isa | Fault:
    """
    Read the ISA at the start of *window*, or say why that cannot be done.

    Args:
        window: the next :data:`ISA_REACH` bytes, or all there are; they start with ``ISA``.
    """
    isa = _read_plain(window)
    if isinstance(isa, Isa) or not re.search(rb"[\r\n]", window):
        return isa
    unwrapped = _read_plain(window.translate(None, b"\r\n"))
    if isinstance(unwrapped, Fault):
        return isa
    wrapped = Fault(byte_kinds.LINE_BREAK_INSIDE, "line breaks stand inside the ISA segment")
    size = _size_with_line_breaks(window, unwrapped.size)
    return replace(unwrapped, size=size, faults=(wrapped, *unwrapped.faults))


def _size_with_line_breaks(window: bytes, size: int) -> int:
    """Where *window* stands after *size* bytes that are no line breaks."""
    ends = [index + 1 for index, byte in enumerate(window) if byte not in b"\r\n"]
    return ends[size - 1]


def _read_plain(window: bytes) -> Isa | Fault:
    separator = window[3:4]
    if not separator:
        return Fault(byte_kinds.UNREADABLE_ISA, "the file ends within the ISA segment")
    if not is_usable(separator):
        message = f"the element separator, the character after ISA, is {_show(separator)}"
        return Fault(byte_kinds.ELEMENT_SEPARATOR, message)
    elements = window.split(separator, 16)
    if fault := _find_misshapen(elements):
        return fault
    component, terminator = _split_tail(elements[16], separator)
    if not terminator:
        return Fault(byte_kinds.UNREADABLE_ISA, "the file ends within the ISA segment", 16)
    if terminator == separator or not can_end(terminator):
        message = f"the segment terminator, the character after ISA16, is {_show(terminator)}"
        return Fault(byte_kinds.SEGMENT_TERMINATOR, message)
    text = decode(separator.join([*elements[:16], component]))
    return _judge(text, decode(separator), decode(component), decode(terminator))


def _find_misshapen(elements: list[bytes]) -> Fault | None:
    """Why these cannot be the elements of an ISA, if they cannot."""
    if len(elements) < 17:
        message = f"the ISA segment has {len(elements) - 1} of its 16 elements"
        return Fault(byte_kinds.UNREADABLE_ISA, message)
    if any(b"\r" in element or b"\n" in element for element in elements[:16]):
        return Fault(byte_kinds.UNREADABLE_ISA, "a line break stands within the ISA segment")
    for number, width in _CODES.items():
        if len(elements[number]) > width:
            message = f"ISA{number:02d} has {len(elements[number])} characters; a separator is lost"
            return Fault(byte_kinds.UNREADABLE_ISA, message, number)
    return None


def _split_tail(tail: bytes, separator: bytes) -> tuple[bytes, bytes]:
    """The component separator and the terminator; the former is empty when ISA16 is."""
    followers = _FOLLOWERS + re.escape(separator)
    is_usual = re.match(rb".." + followers, tail, re.DOTALL)
    if not is_usual and re.match(rb"." + followers, tail, re.DOTALL):
        return b"", tail[:1]
    return tail[:1], tail[1:2]


def _judge(text: str, element: str, component: str, terminator: str) -> Isa:
    """The delimiters of an ISA that can be read, and the faults of it."""
    values = text.split(element, 16)
    faults = []
    size = len(encode(text)) + 1
    if size != ISA_LENGTH:
        message = f"the ISA segment has {size} characters in place of {ISA_LENGTH}"
        faults.append(Fault(byte_kinds.ISA_LENGTH, message))
    repetition = values[11] if values[12] >= _FIRST_REPETITIONS else NO_SEPARATOR
    taken = {element: "the element separator", terminator: "the segment terminator"}
    if fault := _find_unusable(component, 16, taken):
        faults.append(fault)
        component = NO_SEPARATOR
    taken[component] = "the component separator"
    if repetition != NO_SEPARATOR and (fault := _find_unusable(repetition, 11, taken)):
        faults.append(fault)
        repetition = NO_SEPARATOR
    delimiters = Delimiters(
        element=element, repetition=repetition, component=component, segment=terminator
    )
    return Isa(
        text=text,
        size=size,
        delimiters=delimiters,
        control_number=values[13],
        faults=tuple(faults),
    )


def _find_unusable(separator: str, element: int, taken: dict[str, str]) -> Fault | None:
    """Why the separator declared in ISA11 or ISA16 cannot be used, if it cannot."""
    if separator in taken:
        message = f"ISA{element} is {separator!r}, which is {taken[separator]} too"
        return Fault(byte_kinds.EQUAL_DELIMITERS, message, element)
    if is_usable(encode(separator)):
        return None
    kind = byte_kinds.COMPONENT_SEPARATOR if element == 16 else byte_kinds.REPETITION_SEPARATOR
    return Fault(kind, f"ISA{element} is {_show(encode(separator))}", element)


def _show(character: bytes) -> str:
    """A byte in words, for a message."""
    if not character:
        return "absent"
    return repr(character.decode()) if character.isascii() else f"the byte {character.hex()}"
