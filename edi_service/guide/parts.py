"""The loops of a guide that begin a part of a transaction set: levels, claims and their lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.guide.definition import LoopDefinition

if TYPE_CHECKING:
    from edi_service.guide.definition import Guide

HEADER, LEVEL, CLAIM, LINE = "ST", "HL", "CLM", "LX"


class Parts:
    """
    Which loops of a guide begin a part of their own, whatever is open when they begin.

    Attributes:
        levels: the loops that HL begins, by HL03.
        claim: the loop that CLM begins; None in a guide without claims.
        line: the loop within it that LX begins.
        apart: the loops of HL and CLM, wherever the guide tells of them.
        lines: the loops of LX within claims, likewise.
        inner: of the whole set and of each loop in *apart*, those of *apart* next within it.
    """

    def __init__(self, guide: Guide) -> None:
        loops = list(guide.root.loops())
        self.levels: dict[str, LoopDefinition] = {}
        claims = [loop for loop in loops if loop.first and loop.first.segment_id == CLAIM]
        levels = [loop for loop in loops if loop.first and loop.first.segment_id == LEVEL]
        for loop in reversed(levels):
            for level in _level_codes(loop):
                self.levels[level] = loop
        self.claim = claims[0] if claims else None
        lines = [loop for claim in claims for loop in claim.loops() if _begins(loop, LINE)]
        self.line = lines[0] if lines else None
        self.apart = frozenset([*levels, *claims])
        self.lines = frozenset(lines)
        self.inner = _inner_parts(guide.root, self.apart)


def _begins(loop: LoopDefinition, segment_id: str) -> bool:
    return loop.first is not None and loop.first.segment_id == segment_id


def _level_codes(loop: LoopDefinition) -> frozenset[str]:
    first = loop.first
    return first.qualifiers if first is not None else frozenset()


def _inner_parts(
    root: LoopDefinition, apart: frozenset[LoopDefinition]
) -> dict[LoopDefinition, list[LoopDefinition]]:
    """Of the root and each loop in *apart*: the loops of *apart* next within it."""
    found: dict[LoopDefinition, list[LoopDefinition]] = {}

    def enter(loop: LoopDefinition, holder: LoopDefinition) -> None:
        for child in loop.children:
            if isinstance(child, LoopDefinition):
                if child in apart:
                    found[holder].append(child)
                    found[child] = []
                enter(child, child if child in apart else holder)

    found[root] = []
    enter(root, root)
    return found
