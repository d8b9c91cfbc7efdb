"""Segments as text.  They may hold ``{fields}`` that are filled in when a claim is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

TERMINATOR = "~"

Item = TypeVar("Item")


def segment(*elements: str) -> str:
    """*elements*, the identifier first, as a segment; empty ones at its end are left out."""
    return "*".join(elements).rstrip("*") + TERMINATOR


def amount(cents: int) -> str:
    """
    Dollars as X12 writes a decimal number: no zeros at the end of a fraction.

    >>> amount(12500), amount(12550), amount(5)
    ('125', '125.5', '0.05')
    """
    dollars, rest = divmod(cents, 100)
    return f"{dollars}.{rest:02d}".rstrip("0").rstrip(".")


def pick(random: Random, items: Sequence[Item]) -> Item:
    """
    One of *items*.

    ``Random.random`` is the one method whose numbers Python promises to keep from version to
    version, so that one seed gives the same bytes everywhere.
    """
    return items[int(random.random() * len(items))]


def shuffled(random: Random, items: Sequence[Item]) -> list[Item]:
    """*items* in another order."""
    return sorted(items, key=lambda _: random.random())


def digits(random: Random, count: int) -> str:
    """A number of *count* digits, with leading zeros."""
    return f"{int(random.random() * 10**count):0{count}d}"
