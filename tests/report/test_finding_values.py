"""A finding is a value: told without what stood in the file, and equal wherever it points alike."""

from __future__ import annotations

from edi_service.finding import NOWHERE, Kind, Position, Quote, Severity

KIND = Kind("ZZ01", Severity.ERROR, "A title", "A remedy")
QUOTE = Quote("NM1*IL*1*SMITH*JANE")
PLACE = Position(segment=3, offset=106, segment_id="NM1", loop="2010BA", element=3, quote=QUOTE)


def test_the_text_of_a_finding_holds_neither_its_value_nor_the_segment() -> None:
    finding = KIND.found(PLACE, "The name is too long.", value="SMITH")
    for text in (repr(finding), str(finding), repr([finding]), repr(finding.position)):
        assert "SMITH" not in text
    assert repr(finding) == (
        "<ERROR ZZ01 at NM103 in loop 2010BA (segment 3, byte 106): The name is too long.>"
    )


def test_positions_are_equal_whatever_is_quoted() -> None:
    bare = Position(segment=3, offset=106, segment_id="NM1", loop="2010BA", element=3)
    assert bare == PLACE
    assert hash(bare) == hash(PLACE)
    assert KIND.found(bare, "says") == KIND.found(PLACE, "says")


def test_positions_that_point_elsewhere_are_not() -> None:
    assert PLACE.at(4) != PLACE
    assert PLACE.at(3, 1) != PLACE
    assert PLACE.at(3) == PLACE
    assert PLACE != "NM103"
    assert NOWHERE != PLACE


def test_a_position_turned_to_another_element_still_quotes_its_segment() -> None:
    assert PLACE.at(4).quote is QUOTE
    assert PLACE.at(4, 2).designator == "NM104-2"
