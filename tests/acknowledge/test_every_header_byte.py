"""Each byte of an ISA changed into many others, and the ISA cut off at each: answered or kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pytest

from edi_service.acknowledge.file import DocumentKind
from tests.acknowledge.making import answer
from tests.x12.reading import ISA_WIDTHS, assert_accounted, interchange

if TYPE_CHECKING:
    from collections.abc import Iterator

GOOD = interchange()
HEADER = GOOD[:106]  # with its terminator
BYTES = b"\x00\x07\t\n\r !\"'*+-/019:=AITUZ^az|~\x7f\x85\xa7\xe9\xff"
SEPARATOR, TERMINATOR = 0x2A, 0x7E


class Place(NamedTuple):
    """A byte of the header: of which element (0 is the tag), and whether it is a separator."""

    offset: int
    element: int
    is_separator: bool = False


def places() -> Iterator[Place]:
    yield from (Place(offset, 0) for offset in range(3))
    offset = 3
    for element, width in enumerate(ISA_WIDTHS, 1):
        yield Place(offset, element, is_separator=True)
        yield from (Place(offset + at, element) for at in range(1, width + 1))
        offset += width + 1


class Answered(NamedTuple):
    """TA104 and TA105, and whether what the interchange holds is answered too."""

    ta1: str
    is_read: bool


READ, KEPT = Answered("", is_read=True), Answered("", is_read=False)
TAKEN, SHORT = Answered("A*000", is_read=True), Answered("E*022", is_read=True)


def refused(code: str) -> Answered:
    return Answered(f"R*{code}", is_read=False)


# What an element may be, and the code of one that is not.
RULES: dict[int, tuple[str, Answered]] = {
    1: (r"00|03", refused("010")),
    3: (r"00|01", refused("012")),
    5: (r"01|14|20|27|28|29|30|33|ZZ", refused("005")),
    7: (r"01|14|20|27|28|29|30|33|ZZ", refused("007")),
    9: (r"\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])", refused("014")),  # of one change, enough
    10: (r"([01]\d|2[0-3])[0-5]\d", refused("015")),
    12: (r"00501", Answered("E*017", is_read=True)),
    14: (r"[01]", refused("019")),
    15: (r"[PT]", refused("020")),
}


def expected(place: Place, byte: int) -> Answered:
    """By the widths and code lists of the guides alone, not by how we read."""
    answer = _by_element(place, byte)
    if chr(byte) in "\r\n" and answer.is_read:
        return SHORT  # a line break is nobody's data, so that its element lacks a character
    return answer


def _by_element(place: Place, byte: int) -> Answered:
    changed = HEADER[: place.offset] + bytes([byte]) + HEADER[place.offset + 1 :]
    if place.element == 0 or place.is_separator or byte == SEPARATOR:
        # Its elements cannot be told apart: who sent it, or where it ends, is not known.
        last = place.element in (15, 16) and not place.is_separator
        return (refused("020") if place.element == 15 else refused("027")) if last else KEPT
    if place.element in (11, 16):
        return _of_delimiter(place.element, byte)
    if place.element == 13:
        return refused("001" if chr(byte) in "0123456789" else "018")
    if place.element == 14 and chr(byte) == "1":
        return TAKEN  # it asks for a TA1
    if place.element not in RULES:
        return READ  # a name or a password: whatever the partners agreed on
    begins = place.offset - next(
        at for at in range(20) if HEADER[place.offset - at - 1] == SEPARATOR
    )
    value = changed[begins : begins + ISA_WIDTHS[place.element - 1]].decode("latin-1")
    pattern, otherwise = RULES[place.element]
    return READ if re.fullmatch(pattern, value, re.ASCII) else otherwise


def _of_delimiter(element: int, byte: int) -> Answered:
    others = {TERMINATOR, ord("^") if element == 16 else ord(":")}
    is_sound = byte < 0x80 and not chr(byte).isalnum() and chr(byte) not in " \t\r\n"
    if byte in others:
        return refused("027")
    return READ if is_sound or element == 11 else refused("027")


def answered(data: bytes) -> Answered:
    answers = answer(data)
    (ta1, *_) = [
        *(text.split("*", 4)[4] for text in answers.segments(DocumentKind.TA1, "TA1")),
        "",
    ]
    kinds = {kind for kind, _ in answers.documents}
    if not kinds:
        assert answers.findings  # what cannot be answered is kept, and it is said why
    return Answered(ta1, is_read=DocumentKind.IMPLEMENTATION in kinds)


@pytest.mark.parametrize("place", list(places()), ids=lambda place: f"byte{place.offset}")
def test_a_changed_byte_is_answered_with_the_code_of_its_element(place: Place) -> None:
    for byte in BYTES:
        if byte != HEADER[place.offset]:
            data = GOOD[: place.offset] + bytes([byte]) + GOOD[place.offset + 1 :]
            assert answered(data) == expected(place, byte), (place, bytes([byte]))


@pytest.mark.parametrize("byte", BYTES)
def test_another_terminator_ends_no_segment_that_follows(byte: int) -> None:
    data = GOOD[:105] + bytes([byte]) + GOOD[106:]
    may_end_segments = byte < 0x80 and not chr(byte).isalnum() and chr(byte) not in " \t\r*^:"
    if byte == TERMINATOR:
        assert answered(data) == READ
    elif byte == ord("\n"):
        assert answered(data).is_read is False
    elif may_end_segments:
        assert answered(data) == refused("023")
    else:
        assert not answered(data).is_read


@pytest.mark.parametrize("length", range(107))
def test_a_header_cut_off_anywhere_is_kept_or_refused(length: int) -> None:
    data = HEADER[:length]
    assert not answered(data).is_read
    assert_accounted(data)
    assert not answered(data + b"\n").is_read


def test_there_are_more_than_two_thousand_of_them() -> None:
    assert len(list(places())) * (len(BYTES) - 1) + 107 > 2000
