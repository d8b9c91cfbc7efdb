"""
Maps become guides: the XML of a map, of the data elements and of the code lists, read once.

Maps come in two forms that mean the same: what is said of a node stands in elements within it
(most of pyx12's) or in its attributes (ours).  Both may be mixed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from edi_service.guide.definition import (
    UNLIMITED,
    WHOLE,
    ElementDefinition,
    Guide,
    LoopDefinition,
    SegmentDefinition,
)
from edi_service.guide.syntax_notes import read_note

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from edi_service.guide.syntax_notes import SyntaxNote

_TRANSACTION_SET = "ST_LOOP"
_IDENTIFIER = len("005010X222")  # what follows is an erratum
_PRODUCT_QUALIFIER = "235"  # of SV1, SV2, SV3: coded, yet no guide tells siblings apart by it


class DataElement(NamedTuple):
    """What the data element dictionary says of one number."""

    type: str
    shortest: int
    longest: int


class Where(NamedTuple):
    """An element of a guide: its loop, the name of its segment, and its number from 1."""

    guide: str
    loop: str
    segment: str
    number: int


@dataclass(frozen=True, slots=True)
class Dictionary:
    """
    What all maps share.

    *lists* are the code lists by name, without those that nobody is held to.
    *by_data_element* names the list of a data element for maps that name none themselves.
    *more_codes* are the codes that the map of a guide lacks for an element.
    """

    elements: Mapping[str, DataElement]
    lists: Mapping[str, frozenset[str]]
    by_data_element: Mapping[str, str]
    more_codes: Mapping[Where, frozenset[str]] = field(default_factory=dict)


def load_dictionary(
    data_elements: bytes, code_lists: bytes, overlays: Iterable[bytes] = ()
) -> Dictionary:
    """
    What all maps share, read from dataele.xml, codes.xml and our overlays of lists.

    An overlay names lists: codes in it are added to the list, ``held="no"`` takes the list away,
    and ``data_element`` says where the list is used by maps that do not name it.  It may also name
    one element of a guide and the codes that its map lacks.
    """
    elements = {
        node.get("ele_num", ""): DataElement(
            node.get("data_type", "AN"), int(node.get("min_len", 1)), int(node.get("max_len", 1))
        )
        for node in _root(data_elements).iter("data_ele")
    }
    lists = {node.findtext("id", ""): _codes(node) for node in _root(code_lists).iter("codeset")}
    used: dict[str, str] = {}
    more: dict[Where, frozenset[str]] = {}
    for root in map(_root, overlays):
        for node in root.iter("element"):
            guide, loop, segment = (node.get(name, "") for name in ("guide", "loop", "segment"))
            more[Where(guide, loop, segment, int(node.get("number", 0)))] = _codes(node)
        for node in root.iter("list"):
            name = node.get("id", "")
            lists[name] = lists.get(name, frozenset()) | _codes(node)
            if node.get("held") == "no":
                del lists[name]
            if data_element := node.get("data_element"):
                used[data_element] = name
    return Dictionary(elements, lists, used, more)


def load_guide(map_bytes: bytes, dictionary: Dictionary) -> Guide:
    """
    The guide told by the bytes of a map.

    Raises:
        ValueError: it tells of no transaction set; maps are ours, so that is our own failure.
    """
    root = _root(map_bytes)
    found = next((loop for loop in root.iter("loop") if loop.get("xid") == _TRANSACTION_SET), None)
    if found is None:
        message = "the map has no loop ST_LOOP"
        raise ValueError(message)
    identifier = _code(root, "GS08") or _code(root, "ST03")
    names_lists = next(root.iterfind(".//valid_codes[@external]"), None) is not None
    identifier = identifier[:_IDENTIFIER]
    reader = _Reader(dictionary, {} if names_lists else dictionary.by_data_element, identifier)
    return Guide(_code(found, "ST01"), identifier, reader.loop(found))


def _codes(node: etree._Element) -> frozenset[str]:
    return frozenset(code.text or "" for code in node.iter("code"))


def _code(node: etree._Element, element: str) -> str:
    """The first code that the map lists for an element of an envelope."""
    return node.findtext(f".//element[@xid='{element}']/valid_codes/code", "")


def _root(data: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(data, parser)


class _Told(NamedTuple):
    """What a node says of itself, in attributes or in elements within it."""

    words: dict[str, str]

    @classmethod
    def by(cls, node: etree._Element) -> _Told:
        words = {child.tag: child.text or "" for child in node if not len(child)}
        words.update({str(name): str(value) for name, value in node.attrib.items()})
        return cls(words)

    def word(self, name: str, otherwise: str = "") -> str:
        return self.words.get(name) or otherwise

    def number(self, name: str, otherwise: int) -> int:
        text = self.words.get(name, "").strip()
        return UNLIMITED if text == ">1" else int(text) if text.isdecimal() else otherwise


class _Reader:
    """Reads one map."""

    def __init__(
        self, dictionary: Dictionary, by_data_element: Mapping[str, str], guide: str
    ) -> None:
        self._dictionary = dictionary
        self._guide = guide
        self._by_data_element = by_data_element

    def loop(self, node: etree._Element, beside: Mapping[str, int] | None = None) -> LoopDefinition:
        """The loop at *node*; *beside* counts identifiers where its first segment stands."""
        told = _Told.by(node)
        is_wrapper = told.word("type") in ("wrapper", "explicit")
        loop_id = told.word("xid")
        within = _identifiers(node)
        children: list[SegmentDefinition | LoopDefinition] = []
        for child in node:
            if child.tag == "loop":
                children.append(self.loop(child, within))
            elif child.tag == "segment":
                is_first = not children and not is_wrapper
                shared = beside if is_first and beside is not None else within
                is_told = shared[child.get("xid", "")] > 1
                segment = self._segment(child, "" if is_wrapper else loop_id, is_told=is_told)
                children.append(replace(segment, is_first=is_first))
        # Stable: children with the same position stay as the map has them.
        children.sort(key=lambda child: child.position)
        return LoopDefinition(
            id=loop_id,
            name=told.word("name"),
            usage=told.word("usage", "S"),
            position=told.number("pos", 0),
            most=told.number("repeat", UNLIMITED),
            is_wrapper=is_wrapper,
            children=tuple(children),
        )

    def _segment(self, node: etree._Element, loop: str, *, is_told: bool) -> SegmentDefinition:
        told = _Told.by(node)
        segment_id = told.word("xid")
        elements = self._mended(loop, told.word("name"), self._in_sequence(node))
        is_told = is_told or segment_id in _ALWAYS_TOLD
        key, qualifiers = _key(segment_id, elements) if is_told else (WHOLE, _NONE)
        return SegmentDefinition(
            segment_id=segment_id,
            loop=loop,
            name=told.word("name"),
            usage=told.word("usage", "S"),
            position=told.number("pos", 0),
            most=told.number("max_use", UNLIMITED),
            elements=elements,
            notes=_notes(node),
            key=key,
            qualifiers=qualifiers,
        )

    def _mended(
        self, loop: str, segment: str, elements: tuple[ElementDefinition, ...]
    ) -> tuple[ElementDefinition, ...]:
        """The elements with the codes that an overlay adds."""
        places = (Where(self._guide, loop, segment, number + 1) for number in range(len(elements)))
        more = (self._dictionary.more_codes.get(place, _NONE) for place in places)
        return tuple(
            replace(element, codes=element.codes | codes) if codes else element
            for element, codes in zip(elements, more, strict=True)
        )

    def _in_sequence(self, node: etree._Element) -> tuple[ElementDefinition, ...]:
        """The elements within *node*, without gaps: one that the map leaves out is not used."""
        found: dict[int, ElementDefinition] = {}
        for child in node:
            if child.tag in ("element", "composite"):
                told = _Told.by(child)
                found[told.number("seq", len(found) + 1)] = self._element(child, told)
        unused = ElementDefinition(data_element="", usage="N")
        return tuple(found.get(number, unused) for number in range(1, max(found, default=0) + 1))

    def _element(self, node: etree._Element, told: _Told) -> ElementDefinition:
        number = told.word("data_ele")
        known = self._dictionary.elements.get(number, DataElement("AN", 1, UNLIMITED))
        codes = node.find("valid_codes")
        list_id = (codes.get("external", "") if codes is not None else "") or (
            self._by_data_element.get(number, "")
        )
        return ElementDefinition(
            data_element=number,
            name=told.word("name"),
            usage=told.word("usage", "S"),
            type=known.type,
            shortest=known.shortest,
            longest=known.longest,
            codes=frozenset(code.text or "" for code in codes) if codes is not None else _NONE,
            list_id=list_id,
            listed=self._dictionary.lists.get(list_id, _NONE),
            pattern=told.word("regex"),
            most=told.number("repeat", 1),
            components=self._in_sequence(node) if node.tag == "composite" else (),
            notes=_notes(node) if node.tag == "composite" else (),
        )


_NONE: frozenset[str] = frozenset()

# Readers of claims ask for these by qualifier, so they carry one even where they stand alone.
_ALWAYS_TOLD = frozenset({"AMT", "CRC", "DTP", "HI", "HL", "MEA", "NM1", "QTY", "REF"})


def _identifiers(node: etree._Element) -> Counter[str]:
    """How often each identifier stands directly in a loop, or begins a loop within it."""
    firsts = (child if child.tag == "segment" else child.find("segment") for child in node)
    return Counter(
        first.get("xid", "")
        for child, first in zip(node, firsts, strict=True)
        if first is not None and child.tag in ("segment", "loop")
    )


def _notes(node: etree._Element) -> tuple[SyntaxNote, ...]:
    read = (read_note((child.text or "").strip()) for child in node.iterfind("syntax"))
    return tuple(note for note in read if note is not None)


def _key(
    segment_id: str, elements: tuple[ElementDefinition, ...]
) -> tuple[tuple[int, int], frozenset[str]]:
    """
    Where the value stands that tells a segment from its siblings, and its codes.

    It is the first element, where that is required and coded, or its first component.  The third
    of HL (the level) and the second of ENT (the entity) serve instead.
    """
    if not elements:
        return WHOLE, _NONE
    first = elements[0]
    if first.components:
        component = first.components[0]
        is_key = component.codes and component.data_element != _PRODUCT_QUALIFIER
        return ((1, 1), component.codes) if is_key else (WHOLE, _NONE)
    if first.codes and first.usage == "R" and first.type == "ID":
        return (1, 0), first.codes
    place = {"HL": 3, "ENT": 2}.get(segment_id, 0)
    if place and len(elements) >= place and elements[place - 1].codes:
        return (place, 0), elements[place - 1].codes
    return WHOLE, _NONE
