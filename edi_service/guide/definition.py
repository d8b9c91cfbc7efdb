"""What an implementation guide says: its loops, their segments, and what stands in those."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.guide.syntax_notes import SyntaxNote

UNLIMITED = 2**31  # for ">1", as often as you like
WHOLE = (0, 0)  # the key of a segment that its identifier alone tells apart


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ElementDefinition:
    """
    An element, component or composite at one place of a guide.

    Attributes:
        data_element: X12's number of it, such as ``1331``, or of the composite, such as ``C023``.
        name: as the guide calls it.
        usage: R (required), S (situational) or N (not used).
        type: AN, ID, DT, TM, R, B, or N and the digits after an implied decimal point.
        shortest: the least number of characters; signs and decimal points of numbers are free.
        longest: the greatest number of characters.
        codes: those the guide lists; none where it leaves them open.
        list_id: the list kept by others that codes may be from as well; empty for none.
        listed: the codes of that list; none where it is not one we hold anybody to.
        pattern: a regular expression to be found in the value; empty for none.
        most: how often the element may be repeated.
        components: of a composite.
        notes: the syntax notes among the components.
    """

    data_element: str
    name: str = ""
    usage: str = "S"
    type: str = "AN"
    shortest: int = 1
    longest: int = UNLIMITED
    codes: frozenset[str] = frozenset()
    list_id: str = ""
    listed: frozenset[str] = frozenset()
    pattern: str = ""
    most: int = 1
    components: tuple[ElementDefinition, ...] = ()
    notes: tuple[SyntaxNote, ...] = ()

    @property
    def is_numeric(self) -> bool:
        """Whether signs and decimal points do not count towards the length."""
        return self.type == "R" or self.type.startswith("N")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SegmentDefinition:
    """
    A segment at one place of a guide, with all the qualifiers it may have there.

    Attributes:
        loop: the id of its loop; empty for what stands in no loop.
        key: (element, component) of the coded value that tells it from its siblings;
            :data:`WHOLE` where its identifier is enough.
        qualifiers: the codes allowed there.
        is_first: whether it begins its loop.
        most: how often it may follow itself in one loop.
    """

    segment_id: str
    loop: str
    name: str = ""
    usage: str = "S"
    position: int = 0
    most: int = 1
    elements: tuple[ElementDefinition, ...] = ()
    notes: tuple[SyntaxNote, ...] = ()
    key: tuple[int, int] = WHOLE
    qualifiers: frozenset[str] = frozenset()
    is_first: bool = False


@dataclass(slots=True, kw_only=True, eq=False)
class LoopDefinition:
    """
    A loop at one place of a guide.

    A *wrapper* only holds other loops together: it has no id that anybody would quote, and the
    segments in it belong to no loop.
    """

    id: str
    name: str = ""
    usage: str = "S"
    position: int = 0
    most: int = UNLIMITED
    is_wrapper: bool = False
    children: tuple[SegmentDefinition | LoopDefinition, ...] = field(default=(), repr=False)

    @property
    def first(self) -> SegmentDefinition | None:
        """The segment that begins the loop; None where another loop begins it."""
        child = self.children[0] if self.children else None
        return child if isinstance(child, SegmentDefinition) else None

    def loops(self) -> Iterator[LoopDefinition]:
        """This loop and all loops within, in the order of the guide."""
        yield self
        for child in self.children:
            if isinstance(child, LoopDefinition):
                yield from child.loops()

    def segments(self) -> Iterator[SegmentDefinition]:
        """The segments directly in this loop."""
        return (child for child in self.children if isinstance(child, SegmentDefinition))


@dataclass(eq=False)
class Guide:
    """
    One implementation guide, as a map tells it.

    Attributes:
        set_id: ST01, such as ``837``.
        identifier: GS08 without its erratum, such as ``005010X222``; all its errata are accepted,
            since they change no structure that the map holds.
        root: everything from ST to SE.
    """

    set_id: str
    identifier: str
    root: LoopDefinition

    @cached_property
    def told_apart(self) -> frozenset[str]:
        """The identifiers of segments whose place depends on a qualifier somewhere."""
        return frozenset(
            segment.segment_id
            for loop in self.root.loops()
            for segment in loop.segments()
            if segment.key != WHOLE
        )

    @cached_property
    def identifiers(self) -> frozenset[str]:
        """The identifiers of all its segments."""
        return frozenset(
            segment.segment_id for loop in self.root.loops() for segment in loop.segments()
        )
