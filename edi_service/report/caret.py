"""A segment with a caret under the element that a finding is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from edi_service.finding import Position, Quote

WIDTH = 100  # of the window around the caret, for segments that are longer
ELLIPSIS = "…"


def underlined(position: Position, quote: Quote) -> tuple[str, str]:
    """
    *quote*, and a line of the same width that points into it.

    The caret stands under the element, component and repetition named, or under the identifier
    when the finding is about the segment; an element that is absent is pointed to at the end.
    """
    start, length = _span(position, quote)
    text = quote.text
    if len(text) > WIDTH:
        text, start = _window(text, start)
    shown = "".join(character if character.isprintable() else "\ufffd" for character in text)
    return shown, " " * start + "^" * max(1, min(length, len(text) - start))


def _span(position: Position, quote: Quote) -> tuple[int, int]:
    """Where what *position* names starts in the text, and how long it is."""
    elements = quote.text.split(quote.element)
    if not position.element:
        return 0, len(elements[0])
    if position.element >= len(elements):
        return len(quote.text), 1
    start = sum(len(element) + 1 for element in elements[: position.element])
    part = elements[position.element]
    for number, separator in (
        (position.repetition, quote.repetition),
        (position.component, quote.component),
    ):
        start, part = _nth(start, part, number, separator)
    return start, len(part)


def _nth(start: int, text: str, number: int, separator: str) -> tuple[int, str]:
    """The *number*-th part of *text*, counted from 1, and where it starts; all of it for 0."""
    if not number:
        return start, text
    parts = text.split(separator)
    if number > len(parts):
        return start + len(text), ""
    before = sum(len(part) + len(separator) for part in parts[: number - 1])
    return start + before, parts[number - 1]


def _window(text: str, start: int) -> tuple[str, int]:
    """The part of a long text around *start*, and where *start* is in it."""
    first = max(0, min(start - WIDTH // 2, len(text) - WIDTH))
    part = text[first : first + WIDTH]
    if first:
        part = ELLIPSIS + part[1:]
    if first + WIDTH < len(text):
        part = part[:-1] + ELLIPSIS
    return part, start - first
