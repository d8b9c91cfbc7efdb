from __future__ import annotations

import pytest

from edi_service.x12.cursor import Cursor
from edi_service.x12.segment import (
    NO_SEPARATOR,
    Block,
    Delimiters,
    Segment,
    decode,
    encode,
    printable,
)

CLM = Segment.parse("CLM*A1*100***11:B:1*Y^W", Delimiters())


@pytest.mark.parametrize(
    ("element", "component", "value"),
    [
        (0, 0, "CLM"),
        (1, 0, "A1"),
        (3, 0, ""),
        (5, 0, "11:B:1"),
        (5, 1, "11"),
        (5, 3, "1"),
        (5, 4, ""),
        (1, 1, "A1"),
        (3, 1, ""),
        (9, 0, ""),
        (9, 2, ""),
    ],
)
def test_an_element_or_component_is_found_by_its_number(
    element: int, component: int, value: str
) -> None:
    assert CLM.value(element, component) == value


def test_composites_and_repetitions_come_apart_and_absent_ones_are_empty() -> None:
    assert CLM.id == "CLM"
    assert CLM.components(5) == ["11", "B", "1"]
    assert CLM.repetitions(6) == ["Y", "W"]
    assert CLM.components(3) == CLM.repetitions(9) == []


def test_nothing_comes_apart_at_a_separator_the_interchange_lacks() -> None:
    delimiters = Delimiters(repetition=NO_SEPARATOR, component=NO_SEPARATOR)
    segment = Segment.parse("CLM*11:B^1", delimiters)
    assert segment.components(1) == segment.repetitions(1) == ["11:B^1"]
    assert segment.value(1, 1) == "11:B^1"


def test_offsets_follow_from_the_lengths_in_bytes() -> None:
    block = Block(texts=["A", "Bß\udcff", "C"], number=1, delimiters=Delimiters(), offset=10)
    assert [block.offset_of(index) for index in range(4)] == [10, 12, 17, 19]


def test_offsets_count_what_was_skipped_between_segments() -> None:
    block = Block(
        texts=["A", "B", "C"], number=1, delimiters=Delimiters(), offset=10, gaps=["\r\n", ""]
    )
    assert [block.offset_of(index) for index in range(4)] == [10, 14, 16, 18]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("0001", "0001"),
        ("", ""),
        ("a'b", "a'b"),
        ("ß", "\\xdf"),
        (decode(b"\xff"), "\\udcff"),
        ("a\nb", "a\\nb"),
        (NO_SEPARATOR, "\\ud800"),
    ],
)
def test_any_text_can_be_shown(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_bytes_that_are_no_utf_8_are_kept() -> None:
    assert encode(decode(b"M\xfcller \xc3\xbc")) == b"M\xfcller \xc3\xbc"


def _block(text: str, number: int, component: str = ":") -> Block:
    delimiters = Delimiters(component=component)
    texts = text.split()
    return Block(texts=texts, number=number, delimiters=delimiters, offset=0)


def test_a_cursor_passes_over_blocks_without_segments() -> None:
    blocks = iter([_block("", 2), _block("B C", 2)])
    cursor = Cursor(blocks, _block("A", 1))
    assert cursor.has_more()
    cursor.index += 1
    assert cursor.has_more()
    assert cursor.block.texts[cursor.index] == "B"
    cursor.index += 2
    assert not cursor.has_more()
    assert not cursor.stands_before_interchange
    assert not cursor.enter_interchange()


def test_a_cursor_enters_other_delimiters_only_when_told_to() -> None:
    blocks = iter([_block("", 2, ">"), _block("B", 2, "<")])
    cursor = Cursor(blocks, _block("A", 1))
    cursor.index += 1
    assert not cursor.has_more()
    assert not cursor.has_more()
    assert cursor.stands_before_interchange
    assert cursor.enter_interchange()
    assert cursor.block.texts[cursor.index] == "B"


def test_a_cursor_finds_no_interchange_in_blocks_without_segments() -> None:
    cursor = Cursor(iter([_block("", 1, ">")]), _block("", 1))
    assert not cursor.has_more()
    assert cursor.stands_before_interchange
    assert not cursor.enter_interchange()
