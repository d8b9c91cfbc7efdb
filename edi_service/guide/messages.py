"""
The words of findings about segments and elements.

What stood in the file is not quoted: by a slip of one separator it may be anybody's name.  It is
kept beside the message, in the finding's value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.guide import kinds
from edi_service.x12.segment import printable

if TYPE_CHECKING:
    from edi_service.guide.definition import ElementDefinition, SegmentDefinition
    from edi_service.guide.explain_segment import ElementFault
    from edi_service.guide.walk import Fault

_MOST_NAMED = 12  # codes of a list named in a message
LONGEST_IDENTIFIER = 3

_OF_SEGMENTS = {
    kinds.SEGMENT_UNKNOWN: "{name} is no segment of this guide",
    kinds.SEGMENT_UNEXPECTED: "{name} has no place here",
    kinds.SEGMENT_MISSING: "{name} is missing",
    kinds.LOOP_MISSING: "{loop}, which begins with {name}, is missing",
    kinds.LOOP_TOO_OFTEN: "{loop} is there once more than allowed",
    kinds.SEGMENT_TOO_OFTEN: "{name} is there once more than allowed",
    kinds.SEGMENT_OUT_OF_ORDER: "{name} comes too late",
    kinds.SEGMENT_NOT_USED: "{name} is not used by this guide",
}
_OF_ELEMENTS = {
    kinds.TRAILING_SEPARATORS: "the segment ends with separators of absent elements",
    kinds.ELEMENT_MISSING: "{name} is missing",
    kinds.CONDITION_UNMET: "{name} is missing: syntax note {about}",
    kinds.TOO_MANY_ELEMENTS: "the segment has too many elements: {about}",
    kinds.TOO_SHORT: "{name} is too short: {about}",
    kinds.TOO_LONG: "{name} is too long: {about}",
    kinds.INVALID_CHARACTER: "{name} holds a character that may not stand there",
    kinds.CODE_NOT_LISTED: "{name} is none of the codes listed: {codes}",
    kinds.CODE_NOT_IN_LIST: "{name} is not in the list {about}",
    kinds.DATE_INVALID: "{name} is not a date as {format} asks for",
    kinds.TIME_INVALID: "{name} is not a time as {format} asks for",
    kinds.EXCLUSION_BROKEN: "{name} may not be there too: syntax note {about}",
    kinds.TOO_MANY_REPETITIONS: "{name} is repeated too often: {about}",
    kinds.TOO_MANY_COMPONENTS: "{name} has too many components: {about}",
    kinds.ELEMENT_NOT_USED: "{name} is not used by this guide",
    kinds.PATTERN_UNMET: "{name} is not written as the guide asks",
    kinds.LEVEL_NOT_COUNTED: "{name} is not {about}, one more than the level before",
    kinds.PARENT_NOT_OPEN: "{name} is the number of no level that is open",
}


def segment_message(fault: Fault) -> str:
    """What *fault* is, in words."""
    segment = fault.segment
    told = "/".join(sorted(segment.qualifiers)[:_MOST_NAMED])
    known = " ".join(filter(None, [shown(segment.segment_id), told]))
    name = f"{known} ({segment.name})" if segment.name else known
    loop = f"loop {segment.loop}" if segment.loop else "the header"
    return _OF_SEGMENTS[fault.kind].format(name=name, loop=loop)


def element_message(segment: SegmentDefinition, fault: ElementFault) -> str:
    """What *fault* of a segment is, in words."""
    found = element_at(segment, fault.element, fault.component)
    name = f"{shown(segment.segment_id)}{fault.element:02d}"
    if fault.component:
        name += f"-{fault.component}"
    codes = sorted(found.codes) if found is not None else []
    listed = ", ".join(codes[:_MOST_NAMED]) + (" …" if len(codes) > _MOST_NAMED else "")
    if found is not None and found.name:
        name += f" ({found.name})"
    written = fault.about or "its type"
    return _OF_ELEMENTS[fault.kind].format(
        name=name, about=fault.about, codes=listed, format=written
    )


def element_at(
    segment: SegmentDefinition, element: int, component: int
) -> ElementDefinition | None:
    """What the guide says of one place of *segment*; None of the whole, or beyond its end."""
    if not 0 < element <= len(segment.elements):
        return None
    found = segment.elements[element - 1]
    return found.components[component - 1] if component else found


def shown(identifier: str) -> str:
    """The identifier of a segment, unless it is too long to be one: then it may be a name."""
    return printable(identifier) if len(identifier) <= LONGEST_IDENTIFIER else "the segment"
