"""
Each segment of a transaction set in its loop.

The matcher turns segments into words (:mod:`edi_service.guide.signs`) and cuts them where levels
and claims begin.  A word met before leads to the form (:class:`~edi_service.guide.model.Form`) of
its run by one look-up in a dictionary; a new one is walked through by the engine, from shape to
shape, and remembered.  What is remembered is bounded, whatever a file holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.guide import limits
from edi_service.guide.engine import engine_of
from edi_service.guide.model import Placed
from edi_service.guide.parts import CLAIM, HEADER, LEVEL
from edi_service.guide.signs import CLAIM_SIGN, ENVELOPE_SIGN, LEVEL_SIGN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.guide.definition import Guide
    from edi_service.guide.engine import Engine
    from edi_service.x12.cursor import Cursor
    from edi_service.x12.segment import Block, ControlNumbers, Delimiters

# How many segments are turned into a word at first, and twice as many each time: a set may be over
# after a few, and what lies behind it would be looked at in vain.
FIRST_LOOK = 64
HEADS = LEVEL_SIGN + CLAIM_SIGN


def place(
    cursor: Cursor, delimiters: Delimiters, control: ControlNumbers, guide: Guide
) -> Iterator[Placed]:
    """
    The segments of one transaction set, put together by header, level and claim.

    *cursor* stands on the segment after ST and is left on the first segment that is part of an
    envelope.  Never more than one claim is held.  Any segments in any order are placed, none is
    left out: what the guide does not know where it stands is said not to be known.
    """
    engine = engine_of(guide, delimiters)
    signs, look = engine.signs, min(FIRST_LOOK, limits.LONGEST)
    run = _Run(engine, control)
    while cursor.has_more():
        block, index = cursor.block, cursor.index
        seen, envelope, _ = signs.of(block.texts[index : index + look]).partition(ENVELOPE_SIGN)
        look = min(2 * look, limits.LONGEST)  # so no word is longer than what is kept of a run
        words = signs.runs(seen)
        if words and words[0][0] not in HEADS:
            index = run.take(block, index, words.pop(0))
        if run.word and (words or envelope):
            cursor.index = index
            yield run.placed()
            run = _Run(engine, control)
        unfinished = words.pop() if words and not envelope else ""
        # The hot loop of the house, over runs in one piece, as most are.
        for word in words:
            start, index = index, index + len(word)
            texts = block.texts[start:index]
            if word[0] == CLAIM_SIGN:
                head, begun = CLAIM, engine.claim
            else:
                head, begun = LEVEL, engine.level(texts[0])
            form = begun.forms.get(word) or engine.form(begun, word, texts)
            cursor.index = index
            yield Placed(head, texts, form, delimiters, control, block, start)
        cursor.index = run.take(block, index, unfinished)
        if envelope:
            return
    if run.word:
        yield run.placed()


class _Run:
    """A run in pieces: its segments come from several blocks, or there are too many."""

    __slots__ = ("_control", "_engine", "_is_cut", "_origins", "_texts", "word")

    def __init__(self, engine: Engine, control: ControlNumbers) -> None:
        self._engine = engine
        self._control = control
        self._texts: list[str] = []
        self._origins: list[tuple[Block, int, int]] = []
        self._is_cut = False
        self.word = ""

    def take(self, block: Block, start: int, word: str) -> int:
        """Add the segments of *block* from *start* on, as far as is bearable; the index behind."""
        count = min(len(word), limits.LONGEST - len(self._texts))
        if count:
            self._texts += block.texts[start : start + count]
            self._origins.append((block, start, count))
            self.word += word[:count]
        self._is_cut = self._is_cut or count < len(word)
        return start + len(word)

    def placed(self) -> Placed:
        """All that was taken."""
        engine, word, texts = self._engine, self.word, self._texts
        if word[0] == CLAIM_SIGN:
            head, begun = CLAIM, engine.claim
        elif word[0] == LEVEL_SIGN:
            head, begun = LEVEL, engine.level(texts[0])
        else:
            head, begun = HEADER, engine.header
        form = begun.forms.get(word) or engine.form(begun, word, texts)
        (block, start, _), *more = self._origins
        return Placed(
            head,
            texts,
            form,
            engine.delimiters,
            self._control,
            block,
            start,
            tuple(more),
            self._is_cut,
        )
