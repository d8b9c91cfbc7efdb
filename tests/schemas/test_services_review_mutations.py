"""
Spoil one thing at a time in our valid services reviews, and see pyx12 name just that thing.

What is expected is computed from the map alone: a required element taken out, a code put where it
is not listed, a required segment taken out.  All spoilt copies of one file travel as transaction
sets of one interchange, since loading the maps is what takes pyx12 its time.
"""

from __future__ import annotations

import random
import string
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from lxml import etree

from edi_service.edge import resources
from edi_service.edge.reference import Direction, validate

if TYPE_CHECKING:
    from collections.abc import Iterator

VALID = sorted(
    (Path(__file__).parents[2] / "fixtures" / "guides" / "278-x217" / "pass").glob("*.edi")
)
PRODUCT_QUALIFIER = "235"  # the one coded first component that tells no segments apart
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


@dataclass(frozen=True, kw_only=True)
class Mutation:
    what: str
    segments: list[list[str]]
    expected: set[Expected]
    alone: bool = True  # no other fault may be reported


@dataclass(frozen=True, kw_only=True)
class ElementUse:
    data_element: str
    usage: str
    codes: tuple[str, ...]
    components: tuple[ElementUse, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class SegmentUse:
    segment_id: str
    usage: str
    opens: str  # the usage of the loop that the segment opens, empty where it opens none
    elements: tuple[ElementUse, ...]

    @property
    def required(self) -> bool:
        return self.usage == "R" and self.opens in ("", "R")

    @property
    def key(self) -> tuple[int, int]:
        """The element and component that tell siblings apart, as pyx12 sees it; (0, 0): none."""
        first = self.elements[0]
        if first.codes and first.usage == "R":
            return 1, 0
        if first.components and first.components[0].codes:
            return (0, 0) if first.components[0].data_element == PRODUCT_QUALIFIER else (1, 1)
        return (3, 0) if self.segment_id == "HL" else (0, 0)

    def matches(self, segment: list[str]) -> bool:
        element, component = self.key
        if segment[0] != self.segment_id or not element:
            return segment[0] == self.segment_id
        return value_at(segment, element, component) in use_at(self, element, component).codes


@dataclass(frozen=True, kw_only=True, eq=False)
class LoopUse:
    children: tuple[SegmentUse | LoopUse, ...]


def read_element(node: etree._Element) -> ElementUse:
    return ElementUse(
        data_element=node.get("data_ele", ""),
        usage=node.get("usage", ""),
        codes=tuple(code.text or "" for code in node.iterfind("valid_codes/code")),
        components=tuple(read_element(child) for child in node.iterfind("element")),
    )


def read_loop(node: etree._Element) -> LoopUse:
    children: list[SegmentUse | LoopUse] = []
    for child in node:
        if child.tag == "loop":
            children.append(read_loop(child))
            continue
        children.append(
            SegmentUse(
                segment_id=child.get("xid", ""),
                usage=child.get("usage", ""),
                opens="" if children else node.get("usage", ""),
                elements=tuple(
                    read_element(place) for place in child if place.tag in ("element", "composite")
                ),
            )
        )
    return LoopUse(children=tuple(children))


def read_map(direction: Direction) -> LoopUse:
    tree = etree.parse(resources.schemas() / "x12" / f"278.{direction}.5010.X217.xml")
    (transaction_set,) = tree.getroot().iterfind(".//loop[@xid='ST_LOOP']")
    return read_loop(transaction_set)


def segment_uses(loop: LoopUse) -> Iterator[SegmentUse]:
    for child in loop.children:
        if isinstance(child, SegmentUse):
            yield child
        else:
            yield from segment_uses(child)


def enter(loop: LoopUse, segment: list[str]) -> list[LoopUse]:
    """The loops gone into when *segment* opens *loop*, or a loop that it wraps; none: it cannot."""
    first = loop.children[0]
    if isinstance(first, SegmentUse):
        return [loop] if first.matches(segment) else []
    for child in loop.children:
        if isinstance(child, LoopUse) and (inner := enter(child, segment)):
            return [loop, *inner]
    return []


def step(stack: list[LoopUse], segment: list[str]) -> tuple[list[LoopUse], SegmentUse]:
    """Place *segment*: in the innermost open loop that has room for it, or that it opens."""
    for depth in range(len(stack), 0, -1):
        for child in stack[depth - 1].children:
            if isinstance(child, SegmentUse):
                if child.matches(segment):
                    return stack[:depth], child
            elif entered := enter(child, segment):
                opener = entered[-1].children[0]
                assert isinstance(opener, SegmentUse)
                return stack[:depth] + entered, opener
    pytest.fail(f"the map has no place for {'*'.join(segment)}")


def use_at(use: SegmentUse, element: int, component: int) -> ElementUse:
    found = use.elements[element - 1]
    return found.components[component - 1] if component else found


def value_at(segment: list[str], element: int, component: int) -> str:
    value = segment[element] if element < len(segment) else ""
    if not component:
        return value
    components = value.split(":")
    return components[component - 1] if component <= len(components) else ""


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
    while True:
        code = "".join(choice.choices(string.ascii_uppercase + string.digits, k=length))
        if code not in taken:
            return code


def unplaced(use: SegmentUse, number: int) -> tuple[set[Expected], bool]:
    """
    What follows when *use* no longer answers to what tells it from its siblings.

    pyx12 looks a segment up by its coded first element (or component, or HL03), so a wrong or
    empty one is not a wrong element of a known segment: it is a segment that has no place (IK304
    1).  Where it was required it is missed too (3), once the next segment is placed.  A segment
    that opens a loop takes the whole loop with it, whose segments then fit nowhere either.
    """
    name = use.segment_id
    expected = {Expected("IK3", "1", name, number)}
    if use.required:
        expected.add(Expected("IK3", "3", name, 0 if use.opens else number + 1))
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
    use: SegmentUse, number: int, place: tuple[int, int]
) -> tuple[set[Expected], bool] | None:
    """What pyx12 says of a required element left out; None: it says nothing, or it may be."""
    element, component = place
    if use_at(use, *place).usage != "R":
        return None
    if component == 1 and use.elements[element - 1].usage == "S" and use.key != place:
        return None  # it lets a composite that may be absent begin with nothing
    if place == use.key or (element, component, use.key) == (1, 0, (1, 1)):
        return unplaced(use, number)
    if use.elements[element - 1].components and not component:
        # It has no element to hang a missing composite on, and so names the segment only.
        return {Expected("IK3", "8", use.segment_id, number)}, True
    return faulty_element(use, number, place, "1"), True


def mutations(path: Path) -> Iterator[Mutation]:
    """Every spoilt copy of the transaction set in *path*."""
    direction = Direction(path.name.partition("-")[0])
    root = read_map(direction)
    uses = list(segment_uses(root))
    segments = transaction_set(path)
    stack = [root]
    for index, segment in enumerate(segments):
        number = index + 2  # ST is segment 1
        stack, use = step(stack, segment)
        before, after = segments[:index], segments[index + 1 :]
        at = f"{segment[0]} at {number}"
        if use.required:
            yield Mutation(
                what=f"{at} removed",
                segments=before + after,
                expected={Expected("IK3", "3", use.segment_id, 0 if use.opens else number)},
                alone=not use.opens,
            )
        for place in places(use, segment):
            if found := removed_element(use, number, place):
                spoilt = with_value(segment, *place, "")
                expected, alone = found
                if len(spoilt) == 1 and use.key != (0, 0):
                    # It has neither elements nor a place, so the reader's complaint of an empty
                    # segment (IK304 8) lands on the next one that has a place.
                    expected.add(Expected("IK3", "8", after[0][0], number + 1))
                yield Mutation(
                    what=f"{at} without {place}",
                    segments=[*before, spoilt, *after],
                    expected=expected,
                    alone=alone,
                )
            if use_at(use, *place).codes:
                code = unlisted(uses, use, place, f"{path.name} {number} {place}")
                spoilt = with_value(segment, *place, code)
                expected, alone = (
                    unplaced(use, number)
                    if place == use.key
                    else (faulty_element(use, number, place, "7"), True)
                )
                yield Mutation(
                    what=f"{at} with {code} in {place}",
                    segments=[*before, spoilt, *after],
                    expected=expected,
                    alone=alone,
                )


def transaction_set(path: Path) -> list[list[str]]:
    """The segments between ST and SE."""
    segments = [line.strip().split("*") for line in path.read_text("ascii").split("~")]
    return segments[3:-4]


def interchange(path: Path, sets: list[list[list[str]]]) -> bytes:
    """The envelope of *path* around other transaction sets, numbered from 0001."""
    segments = path.read_text("ascii").split("~\n")
    lines = segments[:2]
    for number, inner in enumerate(sets, 1):
        lines.append(f"ST*278*{number:04}*005010X217")
        lines.extend("*".join(segment) for segment in inner)
        lines.append(f"SE*{len(inner) + 2}*{number:04}")
    control = segments[1].split("*")[6]
    lines += [f"GE*{len(sets)}*{control}", segments[-2]]
    return "".join(f"{line}~\n" for line in lines).encode("ascii")


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_pyx12_names_exactly_what_was_spoilt(path: Path) -> None:
    spoilt = list(mutations(path))

    verdict = validate(interchange(path, [transaction_set(path), *(m.segments for m in spoilt)]))

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
    assert verdict.reason == ""
    assert "0001" not in reported
    surprises = {}
    for number, mutation in enumerate(spoilt, 2):
        found = reported.get(f"{number:04}", set())
        anywhere = found | {fault._replace(segment=0) for fault in found}
        if not mutation.expected <= anywhere or (mutation.alone and mutation.expected != found):
            surprises[mutation.what] = (mutation.expected, found)
    assert surprises == {}


def test_there_are_hundreds_of_mutations_and_they_spoil_every_sort_of_thing() -> None:
    every = [mutation for path in VALID for mutation in mutations(path)]

    codes = {(fault.kind, fault.code) for mutation in every for fault in mutation.expected}
    assert len(every) > 200
    assert codes == {("IK3", "1"), ("IK3", "3"), ("IK3", "8"), ("IK4", "1"), ("IK4", "7")}


def test_the_valid_files_use_every_segment_of_both_maps() -> None:
    unused: dict[Direction, set[str]] = {}
    for direction in Direction:
        root = read_map(direction)
        met: set[str] = set()
        for path in VALID:
            if path.name.startswith(direction):
                stack = [root]
                for segment in transaction_set(path):
                    stack, use = step(stack, segment)
                    met.add(use.segment_id)
        unused[direction] = {use.segment_id for use in segment_uses(root)} - met - {"ST", "SE"}

    assert unused == {Direction.REQUEST: set(), Direction.RESPONSE: set()}
