"""Where the reading stands; the one object that those who share a pass over a file pass on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.x12.segment import Block


class Cursor:
    """
    The next segment to be read: ``block.texts[index]``.

    Hot loops run over ``block.texts[index:]`` themselves, then set *index* to the first segment
    they did not take; :meth:`has_more` fetches the next block when this one is used up.

    The cursor never passes by itself into blocks with other delimiters, where a loop that looks
    for the separators it knows would not even see that another interchange has begun.
    """

    __slots__ = ("_blocks", "_following", "block", "index")

    block: Block
    index: int

    def __init__(self, blocks: Iterator[Block], first: Block) -> None:
        self._blocks = blocks
        self._following: Block | None = None
        self.block = first
        self.index = 0

    def has_more(self) -> bool:
        """Whether ``block.texts[index]`` exists, once blocks used up are left behind."""
        while self.index >= len(self.block.texts):
            following = self._following or next(self._blocks, None)
            if following is None:
                return False
            if following.delimiters != self.block.delimiters:
                self._following = following
                return False
            self._enter(following)
        return True

    @property
    def stands_before_interchange(self) -> bool:
        """Whether an interchange with other delimiters follows; known once there is no more."""
        return self._following is not None

    def enter_interchange(self) -> bool:
        """Move into an interchange with other delimiters, if there is one with a segment."""
        while self._following is not None:
            self._enter(self._following)
            if self.has_more():
                return True
        return False

    def _enter(self, block: Block) -> None:
        self.block, self.index, self._following = block, 0, None
