"""
Each segment of a transaction set in its loop.

The matcher turns segments into words (:mod:`edi_service.guide.signs`) and cuts them where levels
and claims begin.  A word met before leads to the form (:class:`~edi_service.guide.model.Form`) of
its run by one look-up in a dictionary; a new one is walked through by the engine, from shape to
shape, and remembered.  What is remembered is bounded, whatever a file holds.
"""

from __future__ import annotations

from itertools import chain
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
    envelope; who takes not all of them finds it somewhere before.  Never more is held than one
    block and one claim.  Any segments in any order are placed, none is left out: what the guide
    does not know where it stands is said not to be known.
    """
    # Chained, since what comes out of a list costs less than what a generator yields by itself.
    return chain.from_iterable(_stretches(cursor, engine_of(guide, delimiters), control))


def _stretches(cursor: Cursor, engine: Engine, control: ControlNumbers) -> Iterator[list[Placed]]:
    """The runs of the set, stretch by stretch; each in the stretch that it ends in."""
    signs, look = engine.signs, min(FIRST_LOOK, limits.LONGEST)
    open_run = _Run(engine, control)
    while cursor.has_more():
        block, start = cursor.block, cursor.index
        is_whole = not start and look >= len(block.texts)
        texts = block.texts if is_whole else block.texts[start : start + look]
        look = min(2 * look, limits.LONGEST)  # so no word is longer than what is kept of a run
        seen, envelope, _ = signs.of(texts).partition(ENVELOPE_SIGN)
        end = start + len(seen)
        words = signs.runs(seen)
        found: list[Placed] = []
        if words and words[0][0] not in HEADS:
            open_run.take(block, start, words[0])
            start += len(words.pop(0))
        if open_run.word and (words or envelope):
            found.append(open_run.placed())
            open_run = _Run(engine, control)
        if words and not envelope:
            word = words.pop()
            open_run.take(block, end - len(word), word)
        found += _whole_runs(engine, control, block, start, words)
        cursor.index = end
        yield found
        if envelope:
            return
    if open_run.word:
        yield [open_run.placed()]


def _whole_runs(
    engine: Engine, control: ControlNumbers, block: Block, stop: int, words: list[str]
) -> list[Placed]:
    """Runs in one piece, as most are: the hot loop of the house."""
    segments, delimiters = block.texts, engine.delimiters
    runs: list[Placed] = []  # not yielded: a generator is resumed for longer than a list grows
    for word in words:
        start, stop = stop, stop + len(word)
        texts = segments[start:stop]
        if word[0] == CLAIM_SIGN:
            head, begun = CLAIM, engine.claim
        else:
            head, begun = LEVEL, engine.level(texts[0])
        form = begun.forms.get(word) or engine.form(begun, word, texts)
        runs.append(Placed(head, texts, form, delimiters, control, block, start))
    return runs


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

    def take(self, block: Block, start: int, word: str) -> None:
        """Add the segments of *block* from *start* on, as far as is bearable."""
        count = min(len(word), limits.LONGEST - len(self._texts))
        if count:
            self._texts += block.texts[start : start + count]
            self._origins.append((block, start, count))
            self.word += word[:count]
        self._is_cut = self._is_cut or count < len(word)

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
