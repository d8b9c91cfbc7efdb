"""
Segments of one claim put in, changed and taken out, each where its guide has it.

What is not edited stays as it was read, to the character.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.guide.engine import engine_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.guide.definition import Guide, LoopDefinition
    from edi_service.guide.model import Placed, SegmentUse

_OTHER_PAYER = "2U"  # REF04-1: the reference is for another payer than the one addressed


class Edits:
    """
    What is to change in the claim *placed*, which is left as it is.

    Args:
        placed: the segments of a claim (``head`` is "CLM").
        guide: what they were placed by.
    """

    def __init__(self, placed: Placed, guide: Guide) -> None:
        self._placed = placed
        parts = engine_of(guide, placed.delimiters).parts
        self._loops = {loop.id: loop for loop in (parts.claim, parts.line) if loop is not None}
        self._changed: dict[int, str | None] = {}
        self._put_in: dict[int, list[tuple[int, str]]] = {}  # before what, and in which order

    def set_component(self, index: int, element: int, component: int, value: str) -> None:
        """Let a component of the segment at *index* be *value*."""
        marks = self._placed.delimiters
        elements = self._placed.texts[index].split(marks.element)
        elements += [""] * (element + 1 - len(elements))
        components = elements[element].split(marks.component)
        components += [""] * (component - len(components))
        components[component - 1] = value
        elements[element] = marks.component.join(components)
        self._changed[index] = marks.element.join(elements)

    def set_reference(self, loop: str, qualifier: str, value: str, start: int = 0) -> None:
        """
        Let *value* be the only REF02 with *qualifier* for the payer addressed.

        Args:
            loop: ``2300`` or ``2400``.
            qualifier: REF01.
            value: takes the place of the one that is there, else is put in where the guide has it.
            start: the index of the line's LX in a loop 2400.
        """
        marks = self._placed.delimiters
        found = list(self._references(loop, qualifier, start))
        if not found:
            rank = _rank_of_reference(self._loops[loop], qualifier)
            text = marks.element.join(["REF", qualifier, value])
            self._put_in.setdefault(self._place_of(loop, rank, start), []).append((rank, text))
            return
        elements = self._placed.texts[found[0]].split(marks.element)
        elements[2:3] = [value]
        self._changed.update(dict.fromkeys(found, None))
        self._changed[found[0]] = marks.element.join(elements)

    def drop_reference(self, loop: str, qualifier: str, start: int = 0) -> None:
        """Take out what :meth:`set_reference` would change."""
        self._changed.update(dict.fromkeys(self._references(loop, qualifier, start), None))

    def texts(self) -> list[str]:
        """The segments as they are to be."""
        found: list[str] = []
        for index in range(len(self._placed.texts) + 1):
            found += [text for _, text in sorted(self._put_in.get(index, []))]
            changed = self._changed.get(index, "".join(self._placed.texts[index : index + 1]))
            found += [changed] if changed else []
        return found

    def _references(self, loop: str, qualifier: str, start: int) -> Iterator[int]:
        """Where the claim, or the line that begins at *start*, has such a REF."""
        for index in range(start, self._end_of(start)):
            use = self._placed.use_of(index)
            if use.known and use.loop == loop and use.segment_id == "REF":
                segment = self._placed.segment(index)
                if segment.value(1) == qualifier and segment.value(4, 1) != _OTHER_PAYER:
                    yield index

    def _end_of(self, start: int) -> int:
        """Where a line ends; of the claim itself, whose segments may come late, all is its own."""
        if not start:
            return len(self._placed.texts)
        return next((at for at, _ in self._placed.parts if at > start), len(self._placed.texts))

    def _place_of(self, loop: str, rank: int, start: int) -> int:
        """Before the first segment that belongs behind *rank* in *loop*."""
        definition = self._loops[loop]
        stop = next((at for at, _ in self._placed.parts if at > start), len(self._placed.texts))
        for index in range(start + 1, stop):
            use = self._placed.use_of(index)
            if use.loop != loop or _rank(definition, use) > rank:
                return index
        return stop


def _rank(loop: LoopDefinition, use: SegmentUse) -> int:
    """How far down in *loop* the guide has the segment; -1 for one it does not have there."""
    return next((at for at, child in enumerate(loop.children) if child is use.definition), -1)


def _rank_of_reference(loop: LoopDefinition, qualifier: str) -> int:
    wanted = (
        definition
        for definition in loop.segments()
        if definition.segment_id == "REF" and qualifier in definition.qualifiers
    )
    found = next(wanted)  # 2300 has G1 and F8 in all three guides, 2400 has G1 in two
    return loop.children.index(found)
