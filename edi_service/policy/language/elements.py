"""What stands in an element of a policy file: words, days, codes, text and children."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from edi_service.policy.selection import CodeRange

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

NAMESPACE = "{urn:edi-service:policy:1}"
NOT_PUBLISHED = "not-published"
_COUNTABLE = re.compile("[A-Z]?[0-9]+")


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """The children of *element* with this name; none when there is no *element*."""
    if element is not None:
        yield from element.iterchildren(NAMESPACE + name)


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The one child of *element* with this name."""
    return next(children(element, name), None)


def word(element: etree._Element, name: str) -> str:
    """An attribute with its spaces put in order, as the schema reads it; empty when absent."""
    return " ".join(words(element, name))


def words(element: etree._Element, name: str) -> tuple[str, ...]:
    """The words of an attribute that is a list of them; none when it is absent."""
    return tuple(element.get(name, "").split())


def day(element: etree._Element, name: str) -> date | None:
    """
    An attribute that is a day; None when it is absent.

    Raises:
        ValueError: the schema has days that the calendar here has not: with a zone, or before the
            year 1 or after 9999.
    """
    text = word(element, name)
    return date.fromisoformat(text) if text else None


def code_ranges(element: etree._Element, name: str) -> tuple[CodeRange, ...]:
    """Codes and ranges of codes, such as ``70551 99221-99223``."""
    return tuple(CodeRange.parse(text) for text in words(element, name))


def text_of(element: etree._Element | None, name: str) -> str:
    """What stands in the child of *element* with this name; empty without one."""
    found = child(element, name)
    return "" if found is None else content(found)


def content(element: etree._Element) -> str:
    """The text in *element*, its spaces put in order."""
    return " ".join("".join(str(text) for text in element.itertext()).split())


def is_yes(element: etree._Element, name: str) -> bool:
    """Whether an attribute says yes."""
    return word(element, name) == "yes"


def is_range(first: str, last: str) -> bool:
    """Whether one can count from *first* up to *last*."""
    return (
        _COUNTABLE.fullmatch(first) is not None
        and _COUNTABLE.fullmatch(last) is not None
        and len(first) == len(last)
        and first[0].isdigit() == last[0].isdigit()
        and (first[0].isdigit() or first[0] == last[0])
        and first < last
    )
