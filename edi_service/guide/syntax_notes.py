"""
Syntax notes: which elements of a segment, or components of a composite, need one another.

A note is a letter and element numbers, such as P0304.  X12.6 knows five letters; each function
here is one of them and says whether the note holds, given which of its elements are present.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class SyntaxNote(NamedTuple):
    """One note: its letter, and the elements it names, counted from 1."""

    letter: str
    elements: tuple[int, ...]

    def __str__(self) -> str:
        return self.letter + "".join(f"{element:02d}" for element in self.elements)

    def holds(self, present: Sequence[bool]) -> bool:
        """Whether the note holds when these of its elements, in its order, are present."""
        return _LETTERS[self.letter](present)

    @property
    def is_exclusion(self) -> bool:
        """Whether something too much breaks the note, not something missing."""
        return self.letter == "E"


def paired(present: Sequence[bool]) -> bool:
    """P: when one is present, all are."""
    return all(present) or not any(present)


def required(present: Sequence[bool]) -> bool:
    """R: at least one is present."""
    return any(present)


def exclusive(present: Sequence[bool]) -> bool:
    """E: at most one is present."""
    return sum(present) <= 1


def conditional(present: Sequence[bool]) -> bool:
    """C: when the first is present, all others are."""
    return not present[0] or all(present)


def list_conditional(present: Sequence[bool]) -> bool:
    """L: when the first is present, at least one other is."""
    return not present[0] or any(present[1:])


_LETTERS: dict[str, Callable[[Sequence[bool]], bool]] = {
    "P": paired,
    "R": required,
    "E": exclusive,
    "C": conditional,
    "L": list_conditional,
}


def read_note(text: str) -> SyntaxNote | None:
    """
    The note written as *text*; None for what is no note of at least two elements.

    >>> read_note("P0304")
    SyntaxNote(letter='P', elements=(3, 4))
    """
    letter, digits = text[:1], text[1:]
    if letter not in _LETTERS or not digits.isdecimal() or len(digits) < 4 or len(digits) % 2:
        return None
    return SyntaxNote(letter, tuple(int(digits[at : at + 2]) for at in range(0, len(digits), 2)))
