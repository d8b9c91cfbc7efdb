"""
A small reading of a map, and where in it each segment of a transaction set belongs.

It serves the tests only, and for valid transaction sets: it does not look at positions or counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import pytest
from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PRODUCT_QUALIFIER = "235"  # the one coded first component that tells no segments apart


@dataclass(frozen=True, kw_only=True)
class ElementUse:
    data_element: str
    usage: str
    codes: tuple[str, ...]
    kept_by_others: bool  # the codes: a list that the map names, and does not hold
    components: tuple[ElementUse, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class SegmentUse:
    segment_id: str
    loop: str
    position: str
    usage: str
    opens: str  # the usage of the loop that the segment opens, empty where it opens none
    elements: tuple[ElementUse, ...]

    @property
    def required(self) -> bool:
        return self.usage == "R" and self.opens in ("", "R")

    @property
    def name(self) -> str:
        """Loop, segment and the codes that tell it from its siblings."""
        told_by = use_at(self, *self.key).codes if self.key[0] else ()
        return " ".join([self.loop, self.segment_id, *told_by])

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


def lists_beside(path: Path) -> dict[str, list[str]]:
    """The lists that pyx12 finds beside a map, by the name that the map calls them."""
    beside = path.with_name("codes.xml")
    if not beside.is_file():
        return {}
    return {
        codes.findtext("id", ""): [code.text or "" for code in codes.iter("code")]
        for codes in etree.parse(beside).iter("codeset")
    }


def told(node: etree._Element, name: str) -> str:
    """What a map says in an attribute, as ours do, or in an element, as some of pyx12 do."""
    return node.get(name) or node.findtext(name) or ""


def read_element(node: etree._Element, lists: dict[str, list[str]]) -> ElementUse:
    codes = [code.text or "" for code in node.iterfind("valid_codes/code")]
    listed = node.find("valid_codes[@external]")
    if listed is not None:
        codes += lists[listed.get("external", "")]
    return ElementUse(
        data_element=told(node, "data_ele"),
        usage=told(node, "usage"),
        codes=tuple(codes),
        kept_by_others=listed is not None,
        components=tuple(read_element(child, lists) for child in node.iterfind("element")),
    )


def read_loop(node: etree._Element, lists: dict[str, list[str]]) -> LoopUse:
    children: list[SegmentUse | LoopUse] = []
    for child in node.iterchildren("loop", "segment"):
        if child.tag == "loop":
            children.append(read_loop(child, lists))
            continue
        children.append(
            SegmentUse(
                segment_id=child.get("xid", ""),
                loop=node.get("xid", ""),
                position=told(child, "pos"),
                usage=told(child, "usage"),
                opens="" if children else told(node, "usage"),
                elements=tuple(
                    read_element(place, lists)
                    for place in child
                    if place.tag in ("element", "composite")
                ),
            )
        )
    return LoopUse(children=tuple(children))


def read_map(path: Path) -> LoopUse:
    (transaction_set,) = etree.parse(path).getroot().iterfind(".//loop[@xid='ST_LOOP']")
    return read_loop(transaction_set, lists_beside(path))


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


class Placed(NamedTuple):
    """What a segment is to the guide, and at which segment its loop (or, of an opener, the one
    around it) was opened.
    """

    use: SegmentUse
    within: int


def placed(root: LoopUse, segments: list[list[str]]) -> list[Placed]:
    """What *segments*, those of a whole transaction set, are to the guide *root*."""
    stack, opened, found = [root], [0], []
    for number, segment in enumerate(segments, 1):
        before = stack
        stack, use = step(stack, segment)
        shared = sum(old is new for old, new in zip(before, stack, strict=False))
        kept = min(shared, len(stack) - bool(use.opens))  # a loop opened anew is another one
        opened = opened[:kept] + [number] * (len(stack) - kept)
        found.append(Placed(use, opened[-2 if use.opens else -1]))
    return found
