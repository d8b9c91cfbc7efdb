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
    from edi_service.x12.segment import Delimiters


class Memo(dict[str, bool]):
    """
    Whether texts of one segment fit its definition: ``memo[text]``.

    Made when its segment is met first, and its pattern when a text is.
    """

    __slots__ = ("_definition", "_delimiters", "_fullmatch")

    def __init__(self, definition: SegmentDefinition, delimiters: Delimiters) -> None:
        super().__init__()
        self._definition = definition
        self._delimiters = delimiters
        self._fullmatch = re.compile(segment_pattern(definition, delimiters)).fullmatch

    def __missing__(self, text: str) -> bool:
        """Judge *text* and remember the verdict."""
        fits = self._fullmatch(text) is not None or self._is_faultless(text)
        if len(self) >= limits.MOST_TEXTS:
            self.clear()
        self[text] = fits
        return fits

    def _is_faultless(self, text: str) -> bool:
        return next(examine(self._definition, text, self._delimiters), None) is None


class Anything(Memo):
    """Of a segment that has no place: nothing is known about its elements, so all texts fit."""

    __slots__ = ()

    def __init__(self) -> None:
        dict.__init__(self)

    def __missing__(self, text: str) -> bool:
        """Nothing is said against *text*."""
        return True
