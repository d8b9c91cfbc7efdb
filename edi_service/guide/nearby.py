"""
Where a segment belongs that the standard's walk has no place for: the loops that are near.

Files in use have their segments late, twice or in the wrong loop.  Who reads a claim still wants
the loop that a segment speaks of, and never a segment that speaks of something else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from edi_service.guide.definition import SegmentDefinition

if TYPE_CHECKING:
    from edi_service.guide.definition import Guide, LoopDefinition

HEADER = "ST"  # where a transaction set begins; BHT stands there, in no loop
UNPLACED = "?"  # prefixed to the loop we are in after an entity that the guide does not know

# These say more of what began before them: an entity, another payer, a line.  One of them that
# does not belong there is not the claim's either: a REF*G1 after another payer's provider, or in
# a line that cannot have one, must never pass for the claim's own authorization.
DETAILS = frozenset({"N3", "N4", "REF", "PER", "PRV", "DMG", "DTP"})
SUBJECTS = frozenset({"NM1", "SBR", "LX"})

ByQualifier = dict[str, SegmentDefinition]


class Sought(NamedTuple):
    """
    Where a segment belongs.

    *segment* is None where the guide does not know it, and *loop* is where it was met.  *then* is
    where the next segment is to be sought from.  *by_qualifier* says that the answer could be
    another one for the same identifier with another qualifier.
    """

    segment: SegmentDefinition | None
    loop: str
    then: str
    by_qualifier: bool


@dataclass(slots=True)
class Near:
    """One loop: its first segment, the others, and the loops within, all by identifier."""

    id: str
    parent: str
    definition: LoopDefinition
    first: dict[str, ByQualifier] = field(default_factory=dict)
    others: dict[str, ByQualifier] = field(default_factory=dict)
    inner: list[Near] = field(default_factory=list)

    @property
    def has_subject(self) -> bool:
        """Whether details after its first segment can be of nothing but what began with it."""
        return not SUBJECTS.isdisjoint(self.first)

    def finds(self, segment_id: str) -> list[tuple[ByQualifier, str]]:
        """Where the identifier may stand, nearest first: (segments by qualifier, loop then in)."""
        found = [(self.others[segment_id], self.id)] if segment_id in self.others else []
        beginning = [loop for loop in [*self.inner, self] if segment_id in loop.first]
        return found + [(loop.first[segment_id], loop.id) for loop in beginning]


class Neighbourhood:
    """All loops of a guide by their ids, and what precedes them under :data:`HEADER`."""

    def __init__(self, guide: Guide, apart: frozenset[LoopDefinition]) -> None:
        """*apart* are the loops that begin by themselves, whatever is open."""
        self.loops = {HEADER: Near(HEADER, "", guide.root)}
        self._apart = apart
        self._enter(guide.root, self.loops[HEADER])

    def seek(self, start: str, segment_id: str, qualifier: str) -> Sought:
        """
        Where a segment belongs, seen from loop *start*.

        It is sought in the loop itself, in the loops within it, then outward in the same way: the
        order in which the standard reads, except that a segment may come later than the guide has
        it.  What belongs nowhere is left where it was met, and not known.
        """
        by_qualifier = False
        is_lost = start.startswith(UNPLACED) and segment_id in DETAILS
        here = "" if is_lost else start.lstrip(UNPLACED)
        while here:
            loop = self.loops[here]
            for segments, then in loop.finds(segment_id):
                segment = segments.get(qualifier) or segments.get("")
                by_qualifier = by_qualifier or "" not in segments
                if segment is not None:
                    # A latecomer does not end the loop it came late in.
                    going_on = then if segment.is_first else start
                    return Sought(segment, segment.loop, going_on, by_qualifier)
            closed = loop.has_subject and segment_id in DETAILS
            here = "" if closed else loop.parent
        loop_id = start.lstrip(UNPLACED)
        then = UNPLACED + loop_id if segment_id == "NM1" else start
        return Sought(None, "" if loop_id == HEADER else loop_id, then, by_qualifier)

    def _enter(self, loop: LoopDefinition, near: Near) -> None:
        for child in loop.children:
            if isinstance(child, SegmentDefinition):
                side = near.first if child.is_first else near.others
                by_qualifier = side.setdefault(child.segment_id, {})
                for qualifier in child.qualifiers or {""}:
                    by_qualifier.setdefault(qualifier, child)
            elif child.is_wrapper:
                self._enter(child, near)
            elif child.id not in self.loops:  # 2300 is told twice, with the same contents
                parent = "" if child in self._apart else near.id
                inner = self.loops[child.id] = Near(child.id, parent, child)
                if parent:
                    near.inner.append(inner)
                self._enter(child, inner)
