"""
Where in a claim to look for what: worked out once for each form, of which a file has few.

Places are indexes among the segments of a claim or level.  Index 0 is its CLM or HL, and nobody
looks for another one, so 0 stands for what is absent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from edi_service.claims.values import Memory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from edi_service.guide.model import Form, SegmentUse, Shape

    # Of a service line: LX, service (SV1, SV2 or SV3), date, authorizations, control number.
    LinePlaces = tuple[int, int, int, tuple[int, ...], int]

Value = TypeVar("Value")

ABSENT = 0
SERVICES = frozenset({"SV1", "SV2", "SV3"})
MOST_FORMS = 1_000  # remembered at a time

# The days of loop 2300 by their DTP01: statement, service, admission, discharge, accident, onset,
# last menstrual period.
DAYS = ("434", "472", "435", "096", "439", "431", "484")
_SERVICE = "472"


class ByForm(Memory["Form", Value]):
    """What follows from forms; of those that hardly come twice, nothing is remembered."""

    __slots__ = ()

    def __init__(self, read: Callable[[Form], Value]) -> None:
        super().__init__(read, MOST_FORMS)

    def __missing__(self, form: Form) -> Value:
        return super().__missing__(form) if form.is_kept else self._read(form)


class ClaimPlan(Struct, frozen=True, gc=False):
    """
    Where the segments of a claim stand that say something of the claim itself, or of its lines.

    *references* (REF), *dates* (DTP) and *codes* (HI) are all those of loop 2300.

    With each reference goes its qualifier where it has two characters, as the known ones have; else
    an empty text.  With each date goes its number in :data:`DAYS`; that of one that nobody asks for
    is one more than those there are, as is that of a second one with the same qualifier.
    """

    lines: tuple[LinePlaces, ...]
    references: tuple[tuple[int, str], ...]
    dates: tuple[tuple[int, int], ...]
    codes: tuple[int, ...]
    admission: int  # CL1


class _Part(Struct, frozen=True, gc=False):
    """
    One shape, all indexes counted from its first segment.

    *of_claim* is what of it concerns the claim, by identifier, each with its qualifier; *line* what
    concerns its line, if it is one.
    """

    of_claim: dict[str, tuple[tuple[int, str], ...]]
    line: tuple[int, int, tuple[int, ...], int]  # as in LinePlaces, but for the LX


def _plan_part(shape: Shape) -> _Part:
    found: dict[str, tuple[tuple[int, str], ...]] = {}
    for index, use in _placed_here(shape.uses, "2300"):
        found[use.segment_id] = (*found.get(use.segment_id, ()), (index, use.qualifier))
    in_line = [(index, use) for index, use in _placed_here(shape.uses, "2400") if use.known]

    def of(segment_id: str, qualifier: str) -> tuple[int, ...]:
        wanted = (segment_id, qualifier)
        return tuple(index for index, use in in_line if (use.segment_id, use.qualifier) == wanted)

    service = next((index for index, use in in_line if use.segment_id in SERVICES), ABSENT)
    day = next(iter(of("DTP", _SERVICE)), ABSENT)
    control_number = next(iter(of("REF", "6R")), ABSENT)
    return _Part(found, (service, day, of("REF", "G1"), control_number))


def _placed_here(uses: tuple[SegmentUse, ...], loop: str) -> Iterator[tuple[int, SegmentUse]]:
    """The segments of *loop*, but for those of an entity that the guide does not know there."""
    is_foreign = False
    for index, use in enumerate(uses):
        is_foreign = not use.known and (is_foreign or use.segment_id == "NM1")
        if use.loop == loop and not is_foreign:
            yield index, use


_PARTS: Memory[Shape, _Part] = Memory(_plan_part)


def _plan_line(place: tuple[int, Shape]) -> LinePlaces:
    """Where the segments of the line stand whose LX has this index, and whose shape is this."""
    start, shape = place
    service, day, authorizations, control_number = _PARTS[shape].line
    return (
        start,
        service and start + service,
        day and start + day,
        tuple(start + index for index in authorizations),
        control_number and start + control_number,
    )


# Claims of many lines are not remembered, but their lines are.
_LINES: Memory[tuple[int, Shape], LinePlaces] = Memory(_plan_line)


def _plan(form: Form) -> ClaimPlan:
    parts = [(start, _PARTS[shape]) for start, shape in form.parts]
    of_claim = [(start, part.of_claim) for start, part in parts if part.of_claim]

    def of(segment_id: str) -> list[tuple[int, str]]:
        return [
            (start + index, qualifier)
            for start, found in of_claim
            for index, qualifier in found.get(segment_id, ())
        ]

    return ClaimPlan(
        lines=tuple([_LINES[place] for place in form.parts[1:]]),
        references=tuple(
            (index, qualifier if len(qualifier) == 2 else "") for index, qualifier in of("REF")
        ),
        dates=tuple(_days(of("DTP"))),
        codes=tuple(index for index, _ in of("HI")),
        admission=next((index for index, _ in of("CL1")), ABSENT),
    )


def _days(dates: list[tuple[int, str]]) -> Iterator[tuple[int, int]]:
    """Each date with the number of its day."""
    left = {qualifier: number for number, qualifier in enumerate(DAYS)}
    for index, qualifier in dates:
        yield index, left.pop(qualifier, len(DAYS))


PLANS: ByForm[ClaimPlan] = ByForm(_plan)
