"""
Spoil one thing at a time in a valid transaction set, and say what pyx12 has to name.

What is expected is computed from the map alone: a required element taken out, a code put where it
is not listed, a required segment taken out.  All spoilt copies of one file travel as transaction
sets of one interchange, since loading the maps is what takes pyx12 its time.
"""

from __future__ import annotations

import random
import string
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from edi_service.edge.reference import validate
from tests.schemas.placing import placed, segment_uses, use_at, value_at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.schemas.placing import LoopUse, Placed, SegmentUse

NUMBERS = {"1328"}  # a diagnosis code pointer: letters would be a fault of their own
DATE_FORMATS = {"D6", "D8", "DT", "RD8", "TM"}  # would have the value beside them checked anew


class Expected(NamedTuple):
    """A fault that must be reported; segment 0 stands for wherever the reading recovered."""

    kind: str
    code: str
    segment_id: str
    segment: int
    element: int = 0
    component: int = 0
    data_element: str = ""


class Target(NamedTuple):
    """What of a guide is spoilt: a segment (element 0), or what it says of an element."""

    sort: str
    segment: str
    element: int = 0
    component: int = 0


@dataclass(frozen=True, kw_only=True)
class Mutation:
    what: str
    target: Target
    segments: list[list[str]]
    expected: set[Expected]
    alone: bool = True  # no other fault may be reported


def with_value(segment: list[str], element: int, component: int, value: str) -> list[str]:
    """*segment* with another value in one place, and without what then trails empty."""
    changed = list(segment)
    if component:
        components = changed[element].split(":")
        components[component - 1] = value
        changed[element] = ":".join(components).rstrip(":")
    else:
        changed[element] = value
    while not changed[-1]:
        changed.pop()
    return changed


def places(use: SegmentUse, segment: list[str]) -> Iterator[tuple[int, int]]:
    """Every element and component of *use* that *segment* fills."""
    for element, found in enumerate(use.elements, 1):
        if value_at(segment, element, 0):
            yield element, 0
            for component in range(1, len(found.components) + 1):
                if value_at(segment, element, component):
                    yield element, component


def unlisted(uses: list[SegmentUse], use: SegmentUse, place: tuple[int, int], seed: str) -> str:
    """A code as long as the listed ones that no use of the same segment lists in that place."""
    choice = random.Random(seed)  # noqa: S311 - a test that must repeat, not a secret
    listed = set(use_at(use, *place).codes)
    taken = listed | DATE_FORMATS
    for other in uses:
        if other.segment_id == use.segment_id and len(other.elements) >= place[0]:
            found = other.elements[place[0] - 1]
            taken.update(found.codes, *(component.codes for component in found.components))
    length = max(map(len, listed))
    letters = "" if use_at(use, *place).data_element in NUMBERS else string.ascii_uppercase
    while True:
        code = "".join(choice.choices(letters + string.digits, k=length))
        if code not in taken:
            return code


def missed_at(met: list[Placed], index: int) -> int | None:
    """
    Which segment pyx12 has reached when it says that the one at *index* is missing.

    That is the next one with another position.  0: wherever the reading recovers.  None: it says
    nothing, since another is there, or since it looks away: a loop of one segment that repeats at
    once is not searched for what it lacks.
    """
    here, number = met[index], index + 2  # ST is segment 1
    if not here.use.required or met.count(here) > 1:
        return None
    if here.use.opens:
        return 0
    following = met[index + 1 :]
    if not following:
        return number - 1  # at SE it counts one less
    if following[0].use.opens and following[0].use is met[index - 1].use:
        return None
    place = here.use.loop, here.use.position
    siblings = takewhile(lambda other: (other.use.loop, other.use.position) == place, following)
    return number + len(list(siblings))


def unplaced(use: SegmentUse, number: int, missed: int | None) -> tuple[set[Expected], bool]:
    """
    What follows when *use* no longer answers to what tells it from its siblings.

    pyx12 looks a segment up by its coded first element (or component, or HL03), so a wrong or
    empty one is not a wrong element of a known segment: it is a segment that has no place (IK304
    1).  Where one is *missed* without it, that is reported too (3).  A segment that opens a loop
    takes the whole loop with it, whose segments then fit nowhere either.
    """
    name = use.segment_id
    expected = {Expected("IK3", "1", name, number)}
    if missed is not None:
        expected.add(Expected("IK3", "3", name, missed and missed + 1))
    return expected, not use.opens


def faulty_element(
    use: SegmentUse, number: int, place: tuple[int, int], code: str
) -> set[Expected]:
    data_element = use_at(use, *place).data_element
    return {
        Expected("IK3", "8", use.segment_id, number),
        Expected("IK4", code, use.segment_id, number, *place, data_element),
    }


def removed_element(
    use: SegmentUse, number: int, place: tuple[int, int], missed: int | None
) -> tuple[set[Expected], bool] | None:
    """What pyx12 says of a required element left out; None: it says nothing, or it may be."""
    element, component = place
    if use_at(use, *place).usage != "R":
        return None
    if component == 1 and use.elements[element - 1].usage == "S" and use.key != place:
        return None  # it lets a composite that may be absent begin with nothing
    if place == use.key or (element, component, use.key) == (1, 0, (1, 1)):
        return unplaced(use, number, missed)
    if use.elements[element - 1].components and not component:
        # It has no element to hang a missing composite on, and so names the segment only.
        return {Expected("IK3", "8", use.segment_id, number)}, True
    return faulty_element(use, number, place, "1"), True


def mutations(root: LoopUse, path: Path) -> Iterator[Mutation]:
    """Every spoilt copy of the transaction set in *path*."""
    guide = list(segment_uses(root))
    segments = transaction_set(path)
    met = placed(root, segments)
    for index, (segment, here) in enumerate(zip(segments, met, strict=True)):
        use, number = here.use, index + 2  # ST is segment 1
        before, after = segments[:index], segments[index + 1 :]
        at = f"{segment[0]} at {number}"
        missed = missed_at(met, index)
        if missed is not None:
            yield Mutation(
                what=f"{at} removed",
                target=Target("segment removed", use.name),
                segments=before + after,
                expected={Expected("IK3", "3", use.segment_id, missed)},
                alone=not use.opens,
            )
        for place in places(use, segment):
            if found := removed_element(use, number, place, missed):
                spoilt = with_value(segment, *place, "")
                expected, alone = found
                if len(spoilt) == 1 and use.key != (0, 0):
                    # It has neither elements nor a place, so the reader's complaint of an empty
                    # segment (IK304 8) lands on the next one that has a place.
                    expected.add(Expected("IK3", "8", after[0][0], number + 1))
                yield Mutation(
                    what=f"{at} without {place}",
                    target=Target("element removed", use.name, *place),
                    segments=[*before, spoilt, *after],
                    expected=expected,
                    alone=alone,
                )
            if use_at(use, *place).codes:
                code = unlisted(guide, use, place, f"{path.name} {number} {place}")
                expected, alone = (
                    unplaced(use, number, missed)
                    if place == use.key
                    else (faulty_element(use, number, place, "7"), True)
                )
                yield Mutation(
                    what=f"{at} with {code} in {place}",
                    target=Target("code unlisted", use.name, *place),
                    segments=[*before, with_value(segment, *place, code), *after],
                    expected=expected,
                    alone=alone,
                )


def targets(root: LoopUse) -> set[Target]:
    """All that can be spoilt in a guide, apart from the header and trailer of its sets."""
    found = set()
    for use in segment_uses(root):
        if use.segment_id in ("ST", "SE"):
            continue
        if use.required:
            found.add(Target("segment removed", use.name))
        for element, whole in enumerate(use.elements, 1):
            for component, part in enumerate((whole, *whole.components)):
                place = element, component
                if removed_element(use, 0, place, None):
                    found.add(Target("element removed", use.name, *place))
                if part.codes:
                    found.add(Target("code unlisted", use.name, *place))
    return found


def transaction_set(path: Path) -> list[list[str]]:
    """The segments between ST and SE."""
    segments = [line.strip().split("*") for line in path.read_text("ascii").split("~")]
    return segments[3:-4]


def interchange(path: Path, sets: list[list[list[str]]]) -> bytes:
    """The envelope of *path* around other transaction sets, numbered from 0001."""
    segments = path.read_text("ascii").split("~\n")
    lines = segments[:2]
    identifier, _, guide = segments[2].split("*")[1:]
    for number, inner in enumerate(sets, 1):
        lines.append(f"ST*{identifier}*{number:04}*{guide}")
        lines.extend("*".join(segment) for segment in inner)
        lines.append(f"SE*{len(inner) + 2}*{number:04}")
    control = segments[1].split("*")[6]
    lines += [f"GE*{len(sets)}*{control}", segments[-2]]
    return "".join(f"{line}~\n" for line in lines).encode("ascii")


def surprises(path: Path, spoilt: list[Mutation]) -> dict[str, tuple[set[Expected], set[Expected]]]:
    """What was expected and what was reported, wherever pyx12 does not name what was *spoilt*."""
    verdict = validate(interchange(path, [transaction_set(path), *(m.segments for m in spoilt)]))
    assert verdict.reason == ""
    reported: dict[str, set[Expected]] = {}
    for fault in verdict.faults:
        if fault.kind in ("IK3", "IK4"):
            here = reported.setdefault(fault.set_control, set())
            here.add(
                Expected(
                    fault.kind,
                    fault.code,
                    fault.segment_id,
                    fault.segment,
                    fault.element,
                    fault.component,
                    fault.data_element,
                )
            )
    assert "0001" not in reported
    found = {}
    for number, mutation in enumerate(spoilt, 2):
        named = reported.get(f"{number:04}", set())
        anywhere = named | {fault._replace(segment=0) for fault in named}
        if not mutation.expected <= anywhere or (mutation.alone and mutation.expected != named):
            found[mutation.what] = (mutation.expected, named)
    return found
