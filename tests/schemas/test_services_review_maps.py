from __future__ import annotations

from importlib.resources import as_file, files
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from edi_service.edge import resources

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MAPS = sorted((resources.schemas() / "x12").glob("*.xml"))
REQUEST = resources.schemas() / "x12" / "278.request.5010.X217.xml"
RESPONSE = resources.schemas() / "x12" / "278.response.5010.X217.xml"

UM = ".//segment[@xid='UM']"


def schema(path: Path) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(path))


@pytest.fixture(scope="module")
def ours() -> etree.XMLSchema:
    return schema(resources.schemas() / "x12" / "map.xsd")


def places(path: Path) -> list[dict[str, str]]:
    """The attributes of every element and composite of a map."""
    return [
        {str(name): str(value) for name, value in node.attrib.items()}
        for node in etree.parse(path).iter("element", "composite")
    ]


def test_both_directions_of_the_services_review_have_a_map() -> None:
    assert {REQUEST, RESPONSE} <= set(MAPS)


@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.stem)
def test_every_map_keeps_our_schema(path: Path, ours: etree.XMLSchema) -> None:
    ours.assertValid(etree.parse(path))


@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.stem)
def test_every_map_keeps_the_schema_of_pyx12(path: Path) -> None:
    with as_file(files("pyx12") / "map") as shipped:
        schema(shipped / "map.v2.xsd").assertValid(etree.parse(path))


@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.stem)
def test_pyx12_knows_type_and_length_of_every_data_element(path: Path) -> None:
    with as_file(files("pyx12") / "map") as shipped:
        defined = {node.get("ele_num") for node in etree.parse(shipped / "dataele.xml").getroot()}

    used = {place["data_ele"] for place in places(path) if not place["data_ele"].startswith("C")}
    assert used <= defined


@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.stem)
def test_elements_are_numbered_without_gaps_and_named_after_their_segment(path: Path) -> None:
    for parent in etree.parse(path).iter("segment", "composite"):
        children = [child for child in parent if child.tag in ("element", "composite")]
        separator = "-" if parent.tag == "composite" else ""
        expected = [
            f"{parent.get('xid')}{separator}{number:02}" for number in range(1, len(children) + 1)
        ]
        assert [child.get("xid") for child in children] == expected
        assert [child.get("seq") for child in children] == [name[-2:] for name in expected]


@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.stem)
def test_children_of_a_loop_stand_in_the_order_of_their_positions(path: Path) -> None:
    for loop in etree.parse(path).iter("loop"):
        positions = [child.get("pos", "") for child in loop]
        assert positions == sorted(positions)


@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.stem)
def test_syntax_notes_speak_of_elements_that_exist(path: Path) -> None:
    for parent in etree.parse(path).iter("segment", "composite"):
        length = len(parent.findall("element")) + len(parent.findall("composite"))
        for note in parent.iterfind("syntax"):
            text = note.text or ""
            named = [int(text[at : at + 2]) for at in range(1, len(text), 2)]
            assert max(named) <= length, (parent.get("xid"), text)


@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.stem)
def test_what_is_not_used_lists_no_codes_and_no_components(path: Path) -> None:
    for place in etree.parse(path).iter("element", "composite"):
        if place.get("usage") == "N":
            assert len(place) == 0, place.get("xid")


def test_the_directions_part_where_the_guide_parts_them() -> None:
    def codes(path: Path, where: str) -> list[str | None]:
        return [code.text for code in etree.parse(path).iterfind(f"{where}/valid_codes/code")]

    purpose = ".//element[@xid='BHT02']"
    assert codes(REQUEST, purpose) == ["01", "13", "36"]
    assert codes(RESPONSE, purpose) == ["11"]

    transport = ".//loop[@xid='{}']/segment[@xid='NM1']/element[@xid='NM101']"
    assert "PW" in codes(REQUEST, transport.format("2010EB"))
    assert "PW" in codes(RESPONSE, transport.format("2010EC"))

    for answer in ("AAA", "HCR"):
        assert etree.parse(REQUEST).find(f".//segment[@xid='{answer}']") is None
        assert etree.parse(RESPONSE).find(f".//segment[@xid='{answer}']") is not None


@pytest.mark.parametrize("path", [REQUEST, RESPONSE], ids=lambda path: path.stem)
def test_the_patient_event_hangs_under_subscriber_and_dependent_alike(path: Path) -> None:
    events = etree.parse(path).findall(".//loop[@xid='2000E']")
    parents = [parent.get("xid") for event in events if (parent := event.getparent()) is not None]
    assert parents == ["2000D", "2000C"]

    def told(event: etree._Element) -> bytes:
        text = etree.tostring(event, method="c14n")
        return b"".join(line.strip() for line in text.splitlines()[1:])

    assert told(events[0]) == told(events[1])


def set_attribute(name: str, value: str, where: str = UM) -> Callable[[etree._Element], None]:
    def spoil(root: etree._Element) -> None:
        node = root.find(where)
        assert node is not None
        node.set(name, value)

    return spoil


def remove_attribute(name: str, where: str = UM) -> Callable[[etree._Element], None]:
    def spoil(root: etree._Element) -> None:
        node = root.find(where)
        assert node is not None
        del node.attrib[name]

    return spoil


def append(where: str, tag: str, text: str) -> Callable[[etree._Element], None]:
    def spoil(root: etree._Element) -> None:
        node = root.find(where)
        assert node is not None
        etree.SubElement(node, tag).text = text

    return spoil


def set_text(text: str, where: str) -> Callable[[etree._Element], None]:
    def spoil(root: etree._Element) -> None:
        node = root.find(where)
        assert node is not None
        node.text = text

    return spoil


SPOILS = {
    "a usage that is none": set_attribute("usage", "X"),
    "no usage": remove_attribute("usage"),
    "a position without all its digits": set_attribute("pos", "400"),
    "no position": remove_attribute("pos"),
    "a count of nothing": set_attribute("max_use", "0"),
    "a count in words": set_attribute("max_use", "many"),
    "no name": remove_attribute("name"),
    "a name of blanks": set_attribute("name", " "),
    "a name as long as prose": set_attribute("name", "Prose " * 20 + "end"),
    "a segment identifier in small letters": set_attribute("xid", "um"),
    "an attribute nobody knows": set_attribute("note", "says more"),
    "a loop without a repeat": remove_attribute("repeat", ".//loop[@xid='2000F']"),
    "a loop of no level": set_attribute("xid", "EVENT", ".//loop[@xid='2000F']"),
    "a loop of an unknown sort": set_attribute("type", "loose", ".//loop[@xid='HEADER']"),
    "two elements at one position": set_attribute("seq", "01", f"{UM}/element[@xid='UM02']"),
    "two components at one position": set_attribute("seq", "02", f"{UM}/composite/element"),
    "a position of one digit": set_attribute("seq", "1", f"{UM}/element"),
    "a data element of letters": set_attribute("data_ele", "ABC", f"{UM}/element"),
    "a composite that names no composite": set_attribute("data_ele", "127", f"{UM}/composite"),
    "a code listed twice": append(f"{UM}/element/valid_codes", "code", "AR"),
    "a code with a blank": append(f"{UM}/element/valid_codes", "code", "A R"),
    "a code that is empty": append(f"{UM}/element/valid_codes", "code", ""),
    "an empty list of codes": append(f"{UM}/composite/element", "valid_codes", ""),
    "guide prose": append(UM, "note", "Required when the guide says so."),
    "a syntax note of an unknown letter": set_text("Q0809", ".//syntax"),
    "a syntax note about one element": set_text("P08", ".//syntax"),
    "a transaction without a name": lambda root: root.remove(root[0]),
    "a transaction set of letters": set_attribute("xid", "REQ", "."),
}


@pytest.mark.parametrize("spoil", SPOILS.values(), ids=SPOILS.keys())
def test_a_spoilt_map_is_refused(
    spoil: Callable[[etree._Element], None], ours: etree.XMLSchema
) -> None:
    root = etree.parse(REQUEST).getroot()
    spoil(root)
    assert not ours.validate(root)
