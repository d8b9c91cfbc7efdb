"""
Cutting a stretch of bytes at its segment terminators.

There are three ways, from the fastest to the one that copes with anything.  Most files have
nothing between their segments, or the same line break everywhere, and are cut by one split.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from edi_service.x12.segment import LINE_BREAKS, decode, encode

SKIPPED = " \t\r\n"  # what is skipped before a segment; blanks and tabs are named in a finding

_LINE_BREAKS = re.compile(r"[\r\n]*")
_BREAKING = frozenset(LINE_BREAKS)
_TO_NOTHING = str.maketrans("", "", LINE_BREAKS)


@dataclass(slots=True, kw_only=True)
class EmptyRun:
    """Empty segments that follow one another; offsets count from the start of the stretch."""

    following: int  # index of the segment after them, in the cut
    first: int
    last: int
    count: int = 1


@dataclass(slots=True, kw_only=True)
class Cut:
    """
    The segments of a stretch, and what lay between them.

    Attributes:
        texts: as in a :class:`~edi_service.x12.segment.Block`, and *before* and *gaps* too.
        after: what was skipped after the last segment's terminator.
        offsets: of the segments and of their end, from the start of the stretch; None when they
            follow from the lengths.
        empty: the empty segments.
        wrapped: index of the first segment with a line break inside, which was taken out.
        indented: index of the first segment with blanks before it.
    """

    texts: list[str]
    before: str = ""
    gaps: list[str] | None = None
    after: str = ""
    offsets: list[int] | None = None
    empty: list[EmptyRun] = field(default_factory=list)
    wrapped: int | None = None
    indented: int | None = None


class Cutter:
    """Cuts stretches that end with *terminator*, one ASCII character."""

    __slots__ = ("_before_tab", "_blank", "_line_breaks", "_terminator", "_unusual_starts")

    def __init__(self, terminator: str) -> None:
        end = terminator.encode()
        self._terminator = terminator
        self._line_breaks = [found for found in (b"\r", b"\n") if found != end]
        self._before_tab = end + b"\t"
        # Blanks are rarer than terminators: to look before each takes half the time.
        self._blank = re.compile(rb" (?<=%b )" % re.escape(end))
        self._unusual_starts = (end, b" ", b"\t")

    def cut(self, stretch: bytes) -> Cut:
        """The segments of *stretch*, which ends with the terminator."""
        body = stretch.lstrip(b"\r\n")
        before = decode(stretch[: len(stretch) - len(body)])
        if not body:  # blank lines, where the terminator is a line break
            return Cut(texts=[], before=before)
        if not body.startswith(self._unusual_starts):
            text = decode(body[:-1])
            if self._is_indented(body):
                return self._cut_unevenly(decode(stretch[:-1]))
            if any(line_break in body for line_break in self._line_breaks):
                even = self._cut_evenly(text, before)
            else:
                texts = text.split(self._terminator)
                even = Cut(texts=texts, before=before) if all(texts) else None
            if even:
                return even
        return self._cut_unevenly(decode(stretch[:-1]))

    def _is_indented(self, body: bytes) -> bool:
        """Whether a blank or a tab follows a terminator; hardly any file holds a tab."""
        return bool(self._blank.search(body)) or (b"\t" in body and self._before_tab in body)

    def _cut_evenly(self, text: str, before: str) -> Cut | None:
        """Cut where the same line break follows every terminator and none stands elsewhere."""
        line_breaks = _LINE_BREAKS.match(text, text.find(self._terminator) + 1)
        gap = line_breaks.group() if line_breaks else ""
        end = self._terminator + gap
        texts = text.split(end)
        cuts = len(texts) - 1
        found = sum(text.count(character) for character in {self._terminator, *LINE_BREAKS})
        if found != cuts * len(end) or end + " " in text or end + "\t" in text or "" in texts:
            return None
        return Cut(texts=texts, before=before, gaps=[gap] * cuts)

    def _cut_unevenly(self, text: str) -> Cut:
        """Cut with a look at each segment, and note what should not be there."""
        texts: list[str] = []
        skips: list[str] = []
        offsets: list[int] = []
        cut = Cut(texts=texts, offsets=offsets)
        at, skipped = 0, ""
        for piece in text.split(self._terminator):
            body = piece.lstrip(SKIPPED)
            blank = piece[: len(piece) - len(body)]
            skipped += blank
            if body:
                if cut.indented is None and blank.strip(LINE_BREAKS):
                    cut.indented = len(texts)
                if cut.wrapped is None and not _BREAKING.isdisjoint(body):
                    cut.wrapped = len(texts)
                texts.append(body.translate(_TO_NOTHING))
                skips.append(skipped)
                offsets.append(at + len(blank))
                skipped = ""
            else:
                if self._terminator not in LINE_BREAKS or blank.strip(LINE_BREAKS):
                    _note_empty(cut, at + len(blank))
                skipped += self._terminator
            at += len(encode(piece)) + 1
        offsets.append(at - len(skipped))
        cut.before, cut.gaps, cut.after = "".join(skips[:1]), skips[1:], skipped
        return cut


def _note_empty(cut: Cut, offset: int) -> None:
    """Add an empty segment, to those right before it if there are any."""
    if cut.empty and cut.empty[-1].following == len(cut.texts):
        cut.empty[-1].last = offset
        cut.empty[-1].count += 1
    else:
        cut.empty.append(EmptyRun(following=len(cut.texts), first=offset, last=offset))
