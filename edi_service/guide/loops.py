"""The table of a guide's loops, and where a segment belongs as seen from one of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from edi_service.guide.model import SegmentUse
from edi_service.guide.places_837 import PLACES

if TYPE_CHECKING:
    from edi_service.guide.choose import ClaimGuide

HEADER = "ST"  # where a transaction set begins; BHT stands there, in no loop
UNPLACED = "?"  # prefixed to the loop we are in after an entity that the guide does not know

# These say more of what began before them: an entity, another payer, a line.  One of them that
# does not belong there is not the claim's either: a REF*G1 after another payer's provider, or in
# a line that cannot have one, must never pass for the claim's own authorization.
DETAILS = frozenset({"N3", "N4", "REF", "PER", "PRV", "DMG", "DTP"})
SUBJECTS = frozenset({"NM1", "SBR", "LX"})


class Sought(NamedTuple):
    """
    Where a segment belongs.

    *loop* is where the next segment is to be sought from.  *by_qualifier* says that the
    answer could be another one for the same identifier with another qualifier.
    """

    use: SegmentUse
    loop: str
    by_qualifier: bool


@dataclass(slots=True)
class Loop:
    """One loop: its first segment, the others, and the loops within, all by identifier."""

    id: str
    parent: str
    first: dict[str, dict[str, SegmentUse]]
    others: dict[str, dict[str, SegmentUse]]
    inner: list[Loop] = field(default_factory=list)

    @property
    def has_subject(self) -> bool:
        """Whether details after its first segment can be of nothing but what began with it."""
        return not SUBJECTS.isdisjoint(self.first)

    def finds(self, segment_id: str) -> list[tuple[dict[str, SegmentUse], str]]:
        """Where the identifier may stand, nearest first: (uses by qualifier, loop then in)."""
        found = [(self.others[segment_id], self.id)] if segment_id in self.others else []
        beginning = [loop for loop in [*self.inner, self] if segment_id in loop.first]
        return found + [(loop.first[segment_id], loop.id) for loop in beginning]


@cache
def loops(guide: ClaimGuide) -> dict[str, Loop]:
    """The loops of *guide* by their ids, and the header before them under :data:`HEADER`."""
    table = {HEADER: Loop(HEADER, "", {}, {"BHT": {"": SegmentUse("", "BHT")}})}
    for line in _lines(PLACES[guide]):
        heading, _, rest = line.partition(":")
        loop_id, _, parent = (part.strip() for part in heading.partition("<"))
        first, *others = rest.split()
        loop = Loop(loop_id, parent, _uses(loop_id, first, begins=True), {})
        for other in others:
            loop.others |= _uses(loop_id, other, begins=False)
        table[loop_id] = loop
        if parent:
            table[parent].inner.append(loop)
    return table


def _lines(text: str) -> list[str]:
    """One line a loop: an indented line goes on with the one before."""
    return [line for line in text.replace("\n ", " ").splitlines() if line]


def _uses(loop_id: str, entry: str, *, begins: bool) -> dict[str, dict[str, SegmentUse]]:
    segment_id, _, qualifiers = entry.partition(":")
    return {
        segment_id: {
            qualifier: SegmentUse(loop_id, segment_id, qualifier, begins=begins)
            for qualifier in qualifiers.split(",")
        }
    }


def seek(guide: ClaimGuide, start: str, segment_id: str, qualifier: str) -> Sought:
    """
    Where a segment belongs, seen from loop *start*.

    It is sought in the loop itself, in the loops within it, then outward in the same way: the
    order in which the standard reads, except that a segment may come later than the guide has
    it.  What belongs nowhere is left where it was met, and not known.
    """
    by_qualifier = False
    table = loops(guide)
    here = "" if start.startswith(UNPLACED) and segment_id in DETAILS else start.lstrip(UNPLACED)
    while here:
        loop = table[here]
        for uses, then in loop.finds(segment_id):
            use = uses.get(qualifier) or uses.get("")
            by_qualifier = by_qualifier or "" not in uses
            if use:
                # A latecomer does not end the loop it came late in.
                return Sought(use, then if use.begins else start, by_qualifier)
        closed = loop.has_subject and segment_id in DETAILS
        here = "" if closed else loop.parent
    loop_id = start.lstrip(UNPLACED)
    use = SegmentUse(
        "" if loop_id == HEADER else loop_id,
        segment_id,
        qualifier if by_qualifier else "",
        known=False,
    )
    then = UNPLACED + loop_id if segment_id == "NM1" else start
    return Sought(use, then, by_qualifier)
