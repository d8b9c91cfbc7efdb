"""
The fast yes: one pattern for each segment of a guide, and a memory of texts that were judged.

A text that the pattern matches has no fault in its elements.  One that it does not match is
judged by :mod:`edi_service.guide.explain_segment`, which knows every rule; so a pattern may be
stricter than the guide where that is simpler (no 29 February), but never more lenient.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from edi_service.guide import limits
from edi_service.guide.explain_segment import examine
from edi_service.guide.pattern import segment_pattern

if TYPE_CHECKING:
    from edi_service.guide.definition import SegmentDefinition
    from edi_service.guide.model import SegmentUse
    from edi_service.x12.segment import Delimiters


class Memo(dict[str, bool]):
    """
    Whether texts of one segment fit its definition: ``memo[text]``.

    Made when its segment is met first, and its pattern when a text is.
    """

    __slots__ = ("_definition", "_delimiters", "matches")

    def __init__(self, definition: SegmentDefinition, delimiters: Delimiters) -> None:
        super().__init__()
        self._definition = definition
        self._delimiters = delimiters
        self.matches = re.compile(segment_pattern(definition, delimiters)).fullmatch

    def __missing__(self, text: str) -> bool:
        """Judge *text* and remember the verdict."""
        fits = self.judge(text)
        if len(self) >= limits.MOST_TEXTS:
            self.clear()
        self[text] = fits
        return fits

    def judge(self, text: str) -> bool:
        """Judge *text*, which is not likely to come again."""
        return self.matches(text) is not None or self._is_faultless(text)

    def _is_faultless(self, text: str) -> bool:
        return next(examine(self._definition, text, self._delimiters), None) is None


def fits_always(_text: str) -> bool:
    """Of a segment that has no place: nothing is known about its elements, so any text fits."""
    return True


def is_new_each_time(use: SegmentUse) -> bool:
    """
    Whether hardly a text of *use* comes twice: it numbers something, or is about a person.

    To remember such texts would cost more than to judge them, and what is about people is not
    kept longer than their claims.
    """
    if use.segment_id == "NM1":
        return use.qualifier in _PERSONS
    return use.segment_id in _NUMBERING or (use.segment_id, use.loop) in _ABOUT_PERSONS


_PERSONS = frozenset({"IL", "QC"})
_NUMBERING = frozenset({"HL", "CLM", "REF", "DMG"})
_ABOUT_PERSONS = frozenset(
    (segment, loop) for segment in ("N3", "N4") for loop in ("2010BA", "2010CA")
)
