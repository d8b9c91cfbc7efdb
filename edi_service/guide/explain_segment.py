"""The slow, exact check of one segment against its definition: what is wrong, and where."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from edi_service.guide import kinds
from edi_service.guide.values import FORMAT_QUALIFIER, FORMATTED, format_fault, size, type_fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from edi_service.finding import Kind
    from edi_service.guide.definition import ElementDefinition, SegmentDefinition
    from edi_service.guide.syntax_notes import SyntaxNote
    from edi_service.x12.segment import Delimiters


class ElementFault(NamedTuple):
    """
    One thing wrong with a segment.

    *element*, *component* and *repetition* count from 1; 0 means the whole of the level above.
    *about* is what the fault is of, for a message: a syntax note, or the greatest number allowed.
    """

    kind: Kind
    element: int
    component: int = 0
    repetition: int = 0
    data_element: str = ""
    value: str = ""
    about: str = ""


def examine(
    segment: SegmentDefinition, text: str, delimiters: Delimiters
) -> Iterator[ElementFault]:
    """Everything that is wrong with the elements of *text*, from left to right."""
    elements = text.split(delimiters.element)
    if len(elements) > 1 and not elements[-1]:
        yield ElementFault(kinds.TRAILING_SEPARATORS, 0)
        while len(elements) > 1 and not elements[-1]:
            elements.pop()
    values = elements[1:]
    most = len(segment.elements)
    if len(values) > most:
        yield ElementFault(
            kinds.TOO_MANY_ELEMENTS, most + 1, value=values[most], about=f"{most} are allowed"
        )
    formats: tuple[str, ...] = ()
    missing = set()
    for number, element in enumerate(segment.elements, 1):
        value = values[number - 1] if number <= len(values) else ""
        if element.data_element == FORMAT_QUALIFIER:
            formats = (value,)
        for fault in _element(element, value, delimiters, formats):
            if fault.kind is kinds.ELEMENT_MISSING and not fault.component:
                missing.add(number)
            yield fault._replace(element=number)
    for fault in _notes(segment.notes, values, segment.elements):
        if fault.element not in missing:  # that was said
            yield fault


def _element(
    element: ElementDefinition, value: str, delimiters: Delimiters, formats: Sequence[str]
) -> Iterator[ElementFault]:
    """What is wrong with one element, apart from its number."""
    number = element.data_element
    if not value.strip(delimiters.component + delimiters.repetition):
        if element.usage == "R":
            yield ElementFault(kinds.ELEMENT_MISSING, 0, data_element=number)
        elif value:
            yield ElementFault(kinds.INVALID_CHARACTER, 0, data_element=number, value=value)
        return
    if element.usage == "N":
        yield ElementFault(kinds.ELEMENT_NOT_USED, 0, data_element=number, value=value)
        return
    repetitions = value.split(delimiters.repetition)
    if len(repetitions) > element.most:
        about = f"{element.most} allowed"
        yield ElementFault(
            kinds.TOO_MANY_REPETITIONS, 0, data_element=number, value=value, about=about
        )
        return
    for index, repetition in enumerate(repetitions, 1):
        check = _composite if element.components else _simple
        for fault in check(element, repetition, delimiters, formats):
            yield fault._replace(repetition=index if len(repetitions) > 1 else 0)


def _composite(
    composite: ElementDefinition, value: str, delimiters: Delimiters, _formats: Sequence[str]
) -> Iterator[ElementFault]:
    values = value.split(delimiters.component)
    most = len(composite.components)
    if len(values) > most:
        yield ElementFault(
            kinds.TOO_MANY_COMPONENTS,
            0,
            data_element=composite.data_element,
            value=value,
            about=f"{most} are allowed",
        )
    formats: tuple[str, ...] = ()
    missing = set()
    for place, component in enumerate(composite.components, 1):
        found = values[place - 1] if place <= len(values) else ""
        if component.data_element == FORMAT_QUALIFIER:
            formats = (found,)
        if not found:
            if component.usage == "R":
                missing.add(place)
                number = component.data_element
                yield ElementFault(kinds.ELEMENT_MISSING, 0, place, data_element=number)
            continue
        if component.usage == "N":
            number = component.data_element
            yield ElementFault(kinds.ELEMENT_NOT_USED, 0, place, data_element=number, value=found)
            continue
        for fault in _simple(component, found, delimiters, formats):
            yield fault._replace(component=place)
    for fault in _notes(composite.notes, values, composite.components):
        if fault.element not in missing:
            yield fault._replace(element=0, component=fault.element)


def _simple(
    element: ElementDefinition, value: str, delimiters: Delimiters, formats: Sequence[str]
) -> Iterator[ElementFault]:
    """What is wrong with a present value that is no composite."""
    number = element.data_element
    if delimiters.component in value:
        yield ElementFault(kinds.INVALID_CHARACTER, 0, data_element=number, value=value)
        return
    for kind, about in _value_faults(element, value, formats):
        yield ElementFault(kind, 0, data_element=number, value=value, about=about)


def _value_faults(
    element: ElementDefinition, value: str, formats: Sequence[str]
) -> Iterator[tuple[Kind, str]]:
    length = size(value, is_numeric=element.is_numeric)
    if length < element.shortest:
        yield kinds.TOO_SHORT, f"at least {element.shortest} are needed"
    if length > element.longest:
        yield kinds.TOO_LONG, f"at most {element.longest} are allowed"
    fault = type_fault(value, element.type)
    # A date or time of a wrong length is none, and both are said: readers of a 999 expect both.
    if fault is not None:
        yield fault, ""
    is_text = element.type in ("AN", "ID")
    if (
        fault is None
        and is_text
        and value.endswith(" ")
        and len(value.rstrip()) >= element.shortest
    ):
        yield kinds.INVALID_CHARACTER, "it ends with a space"
    if (element.codes or element.listed) and value not in element.codes | element.listed:
        yield (kinds.CODE_NOT_IN_LIST if element.listed else kinds.CODE_NOT_LISTED), element.list_id
    if element.data_element == FORMATTED:
        for qualifier in formats:
            if (fault := format_fault(value, qualifier)) is not None:
                yield fault, qualifier
    if element.pattern and not _compiled(element.pattern).search(value):
        yield kinds.PATTERN_UNMET, ""


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.DOTALL)


def _notes(
    notes: Sequence[SyntaxNote], values: Sequence[str], elements: Sequence[ElementDefinition]
) -> Iterator[ElementFault]:
    """Which syntax notes do not hold; each points at an element that is missing or too much."""
    for note in notes:
        present = [place <= len(values) and bool(values[place - 1]) for place in note.elements]
        if note.holds(present):
            continue
        kind = kinds.EXCLUSION_BROKEN if note.is_exclusion else kinds.CONDITION_UNMET
        wanted = [
            place
            for place, is_present in zip(note.elements, present, strict=True)
            if is_present == note.is_exclusion
        ]
        place = wanted[-1] if note.is_exclusion else wanted[0]
        number = elements[place - 1].data_element if place <= len(elements) else ""
        yield ElementFault(kind, place, data_element=number, about=str(note))
