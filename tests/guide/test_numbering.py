"""HL01 counts the levels of a set, and HL02 names one that is open."""

from __future__ import annotations

import pytest

from edi_service.guide import kinds
from edi_service.guide.numbering import Numbering

COUNT, PARENT = kinds.LEVEL_NOT_COUNTED, kinds.PARENT_NOT_OPEN


def told(*levels: str, lost: tuple[int, ...] = ()) -> list[tuple[int, str]]:
    """The number of each faulty level, from 1, and the code of its fault."""
    numbering = Numbering(names_parents=True)
    found = []
    for at, level in enumerate(levels, 1):
        number, _, parent = level.partition(" ")
        faults = numbering.enter(number, parent, is_lost=at in lost)
        found += [(at, fault.kind.code) for fault in faults]
    return found


@pytest.mark.parametrize(
    "levels",
    [
        ("1", "2 1", "3 2", "4 3", "5 4", "6 4"),
        ("1", "2 1", "3 2", "4 2", "5 1"),  # back outward, as far as one likes
        ("1", "2 1", "3", "4 3"),  # a second outermost level
        ("1", "2 1", "3 2", "4 3", "5 4"),  # a level below its like: the guide's order tells
        ("01", "2 01"),
    ],
)
def test_levels_that_count_and_name_what_is_open_are_right(levels: tuple[str, ...]) -> None:
    assert told(*levels) == []


def test_the_first_level_has_number_1() -> None:
    assert told("2") == [(1, COUNT.code)]
    assert told("0") == [(1, COUNT.code)]


def test_a_number_left_out_is_told_once_and_one_used_twice_once() -> None:
    assert told("1", "3 1", "4 3", "5 4") == [(2, COUNT.code)]
    assert told("1", "2 1", "2 1", "3 2", "4 3") == [(3, COUNT.code)]


@pytest.mark.parametrize("number", ["X", "2X", "-2", "2.0", "\u0662"])
def test_what_is_no_number_is_told_and_counted_on_from(number: str) -> None:
    assert told("1", f"{number} 1", "3 1") == [(2, COUNT.code)]


def test_elements_absent_or_too_long_are_not_told_a_second_time() -> None:
    assert told("1", " 1", "3 1") == []
    assert told("1", f"{'9' * 5000} 1", "3 1") == []
    assert told("1", f"2 {'1' * 13}") == []


def test_a_level_that_is_not_open_is_no_parent() -> None:
    assert told("1", "2 1", "3 7") == [(3, PARENT.code)]
    assert told("1", "2 1", "3 2", "4 1", "5 3") == [(5, PARENT.code)]  # 3 ended with 4


def test_a_wrong_number_does_not_make_what_hangs_below_it_wrong() -> None:
    assert told("1", "5 1", "6 2", "7 5") == [(2, COUNT.code)]


def test_a_level_without_a_place_is_counted_and_no_more_is_said_of_it() -> None:
    assert told("1", "9 8", "10 9", lost=(2,)) == []


def test_a_chain_of_levels_without_end_is_not_remembered_whole() -> None:
    levels = ["1", *(f"{number} {number - 1}" for number in range(2, 2001))]

    assert told(*levels, "2001 1") == [(2001, PARENT.code)]


def test_of_claims_the_parents_are_asked_elsewhere() -> None:
    numbering = Numbering(names_parents=False)

    assert not list(numbering.enter("1", "7", is_lost=False))
    assert not list(numbering.enter("2", "7", is_lost=False))
