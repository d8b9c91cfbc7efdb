"""
One character for each segment, so that what is asked of many segments is asked of one text.

Segments that have the same identifier, and the same qualifier where a qualifier tells siblings
apart, have the same place in a guide wherever they stand; they share a sign.  The signs of
consecutive segments make a word.  Where claims begin is found by one search in it, and the form of
a whole claim by one look into a dictionary, where each of its segments would need one.
"""

from __future__ import annotations

import re
from operator import itemgetter
from typing import TYPE_CHECKING

from edi_service.guide import limits
from edi_service.guide.parts import CLAIM, LEVEL, LINE
from edi_service.x12.segment import ENVELOPE_IDS, NO_SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Callable

    from edi_service.guide.definition import Guide
    from edi_service.guide.parts import Parts
    from edi_service.x12.segment import Delimiters

CLAIM_SIGN, LEVEL_SIGN, LINE_SIGN = "C", "H", "L"
ENVELOPE_SIGN = "E"
UNSURE = "?"  # of a segment that has no sign of its own: it has to be looked at

_START = slice(8)  # of a text: holds an identifier, and a qualifier of three with its separator
_FIRST = 0x80  # of the signs that are dealt out
_COMPOSITE = frozenset({"HI", "CTX"})  # told apart by the first component of their first element


class Signs(dict[str, str]):
    """
    The signs of segments of one guide, by the start of their texts: ``signs[text[:8]]``.

    A sign once given is never another segment's, so that words may be remembered.  What a file can
    add is bounded: starts are forgotten, and strange segments beyond some number stay unsure.

    Attributes:
        runs: the stretches of a word of which each begins with a claim or level, or stands before
            the first of them.
    """

    __slots__ = ("_delimiters", "_fixed", "_given", "_guide", "_level", "_most", "runs")

    def __init__(self, guide: Guide, parts: Parts, delimiters: Delimiters) -> None:
        super().__init__()
        self._guide = guide
        self._delimiters = delimiters
        self._given: dict[tuple[str, str], str] = {}
        self._fixed = dict.fromkeys(ENVELOPE_IDS, ENVELOPE_SIGN)
        self._level = LEVEL + delimiters.element if parts.levels else NO_SEPARATOR
        heads = ""
        if parts.levels:
            self._fixed[LEVEL] = LEVEL_SIGN
            heads += LEVEL_SIGN
        if parts.claim is not None:
            self._fixed[CLAIM] = CLAIM_SIGN
            heads += CLAIM_SIGN
        if parts.line is not None:
            self._fixed[LINE] = LINE_SIGN
        for loop in guide.root.loops():
            for segment in loop.segments():
                for qualifier in segment.qualifiers or {""}:
                    self._give(segment.segment_id, qualifier)
        self._most = len(self._given) + limits.MOST_STRANGE
        pattern = f"[{heads}][^{heads}]*|[^{heads}]+" if heads else ".+"
        self.runs: Callable[[str], list[str]] = re.compile(pattern, re.DOTALL).findall

    def of(self, texts: list[str]) -> str:
        """The word of *texts*."""
        return "".join(map(self.__getitem__, map(itemgetter(_START), texts)))

    def __missing__(self, start: str) -> str:
        """Work out the sign of all texts that begin with *start*."""
        if start.startswith(self._level):
            return LEVEL_SIGN  # not remembered: every level has another number
        if len(self) >= limits.MOST_STARTS:
            self.clear()
        sign = self[start] = self._read(start)
        return sign

    def _read(self, start: str) -> str:
        identifier, *others = start.split(self._delimiters.element, 2)
        qualifier, decides = "", len(identifier)
        if others and identifier in self._guide.told_apart and identifier not in self._fixed:
            qualifier = self.qualifier(identifier, others[0])
            decides += 1 + len(qualifier)
        if decides >= _START.stop and len(start) == _START.stop:
            return UNSURE  # another text that begins alike may have a longer qualifier
        sign = self._fixed.get(identifier) or self._given.get((identifier, qualifier))
        if sign is None:
            if len(self._given) >= self._most:
                return UNSURE
            sign = self._give(identifier, qualifier)
        return sign

    def _give(self, identifier: str, qualifier: str) -> str:
        sign = chr(_FIRST + len(self._given))
        return self._given.setdefault((identifier, qualifier), sign)

    def qualifier(self, identifier: str, first: str) -> str:
        """What may tell a segment from its siblings: its first element, or a component of it."""
        if identifier in _COMPOSITE:
            return first.split(self._delimiters.component, 1)[0]
        return first
