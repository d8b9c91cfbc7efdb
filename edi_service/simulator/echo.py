"""
What of a request an answer repeats: as much of each segment as the answer's guide has room for.

Request and response of 005010X217 differ segment by segment (UM05 and UM07 to UM10, CL104, REF of
providers …).  The response's own table says so, and is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.acknowledge.answering import writable
from edi_service.guide.explain_segment import examine
from edi_service.x12.segment import Delimiters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.guide.definition import Guide, SegmentDefinition
    from edi_service.x12.segment import Segment

ANSWERED_WITH = Delimiters()


class Echo:
    """Repeats segments in the words of *guide*."""

    def __init__(self, guide: Guide) -> None:
        self._definitions: dict[tuple[str, str], list[SegmentDefinition]] = {}
        for loop in guide.root.loops():
            for segment in loop.segments():
                key = segment.loop, segment.segment_id
                self._definitions.setdefault(key, []).append(segment)

    def repeat(self, loop: str, segment: Segment) -> str:
        """*segment* as it may stand in *loop* of the answer; empty when it may not."""
        values = [_plain(segment, number) for number in range(1, len(segment.elements))]
        for definition in self._definitions.get((loop, segment.id), ()):
            if text := _fitted(definition, values):
                return text
        return ""


def _plain(segment: Segment, number: int) -> str:
    """An element in the delimiters of answers; of repetitions the first is kept."""
    repetitions = segment.repetitions(number)
    if not repetitions:
        return ""
    components = repetitions[0].split(segment.delimiters.component)
    kept = [writable(component, len(component)) for component in components]
    return ANSWERED_WITH.component.join(kept).rstrip(ANSWERED_WITH.component)


def _fitted(definition: SegmentDefinition, values: list[str]) -> str:
    """*values* without those that the guide has no room for; empty when a needed one is not."""
    kept = values[: len(definition.elements)]
    for element, component in _faulty(definition, kept):
        if not element or not kept[element - 1 : element]:
            return ""
        kept[element - 1] = _without(kept[element - 1], component)
    text = _join(definition, kept)
    is_whole = next(examine(definition, text, ANSWERED_WITH), None) is None
    return text if is_whole and ANSWERED_WITH.element in text else ""


def _faulty(definition: SegmentDefinition, values: list[str]) -> Iterator[tuple[int, int]]:
    """The elements and components at fault, from right to left, so that taking one moves none."""
    faults = examine(definition, _join(definition, values), ANSWERED_WITH)
    places = {(fault.element, fault.component) for fault in faults}
    return iter(sorted(places, reverse=True))


def _without(value: str, component: int) -> str:
    """An element without one of its components, or without anything."""
    parts = value.split(ANSWERED_WITH.component)
    if not component or component > len(parts):
        return ""
    parts[component - 1] = ""
    return ANSWERED_WITH.component.join(parts).rstrip(ANSWERED_WITH.component)


def _join(definition: SegmentDefinition, values: list[str]) -> str:
    text = ANSWERED_WITH.element.join([definition.segment_id, *values])
    return text.rstrip(ANSWERED_WITH.element)
