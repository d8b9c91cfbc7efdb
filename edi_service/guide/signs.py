"""
One character for each segment, so that what is asked of many segments is asked of one text.

Segments that have the same identifier, and the same qualifier where a qualifier tells siblings
apart, have the same place in a guide wherever they stand; they share a sign.  The signs of
consecutive segments make a word.  Where claims begin is found by one search in it, and the form of
a whole claim by one look into a dictionary, where each of its segments would need one.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from edi_service.guide import limits
from edi_service.guide.parts import CLAIM, LEVEL, LINE
from edi_service.x12.segment import ENVELOPE_IDS, NO_SEPARATOR

if TYPE_CHECKING:
    from edi_service.guide.definition import Guide
    from edi_service.guide.parts import Parts
    from edi_service.x12.segment import Delimiters

CLAIM_SIGN, LEVEL_SIGN, LINE_SIGN = "C", "H", "L"
ENVELOPE_SIGN = "E"
UNSURE = "?"  # of a segment that has no sign of its own: it has to be looked at
_CUT = " "  # no sign

_START = slice(8)  # of a text: holds an identifier, and a qualifier of three with its separator
_FIRST = 0x80  # of the signs that are dealt out
_COMPOSITE = frozenset({"HI", "CTX"})  # told apart by the first component of their first element


class Signs(dict[str, str]):
    """
    The signs of segments of one guide, by the start of their texts: ``signs[text[:8]]``.

    A sign once given is never another segment's, so that words may be remembered.  Signs are given
    as segments are met: the first hundred, and few files have more, make words of one byte for each
    segment, which are put together, searched and looked up the soonest.  What a file can add is
    bounded: starts are forgotten, and strange segments beyond some number stay unsure.
    """

    __slots__ = (
        "_delimiters",
        "_fixed",
        "_given",
        "_heads",
        "_known",
        "_level",
        "_strangers",
        "_told_apart",
    )

    def __init__(self, guide: Guide, parts: Parts, delimiters: Delimiters) -> None:
        super().__init__()
        self._told_apart = guide.told_apart
        self._delimiters = delimiters
        self._given: dict[tuple[str, str], str] = {}
        self._strangers = 0  # of those given, how many are not of the guide
        self._fixed = dict.fromkeys(ENVELOPE_IDS, ENVELOPE_SIGN)
        self._level = LEVEL + delimiters.element if parts.levels else NO_SEPARATOR
        self._heads = ""
        if parts.levels:
            self._fixed[LEVEL] = LEVEL_SIGN
            self._heads += LEVEL_SIGN
        if parts.claim is not None:
            self._fixed[CLAIM] = CLAIM_SIGN
            self._heads += CLAIM_SIGN
        if parts.line is not None:
            self._fixed[LINE] = LINE_SIGN
        self._known = frozenset(
            (segment.segment_id, qualifier)
            for loop in guide.root.loops()
            for segment in loop.segments()
            for qualifier in segment.qualifiers or {""}
        )

    def of(self, texts: list[str]) -> str:
        """The word of *texts*."""
        return "".join(map(self.__getitem__, map(itemgetter(_START), texts)))

    def runs(self, word: str) -> list[str]:
        """
        The stretches of *word*, none of them empty.

        Each begins with a claim or level, or stands before the first of them.
        """
        # To mark the cuts and split at the marks takes half the time of a pattern.
        for head in self._heads:
            word = word.replace(head, _CUT + head)
        first, *others = word.split(_CUT)
        return [first, *others] if first else others

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
        if others and identifier in self._told_apart and identifier not in self._fixed:
            qualifier = self.qualifier(identifier, others[0])
            decides += 1 + len(qualifier)
        if decides >= _START.stop and len(start) == _START.stop:
            return UNSURE  # another text that begins alike may have a longer qualifier
        told = (identifier, qualifier)
        return self._fixed.get(identifier) or self._given.get(told) or self._give(told)

    def _give(self, told: tuple[str, str]) -> str:
        """Deal out the next sign, to a segment of the guide or one of the strangers it bears."""
        if told not in self._known:
            if self._strangers >= limits.MOST_STRANGE:
                return UNSURE
            self._strangers += 1
        sign = self._given[told] = chr(_FIRST + len(self._given))
        return sign

    def qualifier(self, identifier: str, first: str) -> str:
        """What may tell a segment from its siblings: its first element, or a component of it."""
        if identifier in _COMPOSITE:
            return first.split(self._delimiters.component, 1)[0]
        return first
