"""Every kind of finding has its SNIP type, and types can be chosen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from edi_service.service.catalogue import every_kind
from edi_service.service.snip import EVERY_TYPE, TYPES, SnipRefused, parse_types, snip_type

COMMAND_PAGE = Path(__file__).parents[2] / "docs" / "command.md"
ROW = re.compile(r"^\| (\d) \| (.+) \| (.+) \|$", re.MULTILINE)


def documented() -> dict[int, tuple[str, list[str]]]:
    """What the page about the command says of each type: its meaning, and its kinds."""
    rows = ROW.findall(COMMAND_PAGE.read_text(encoding="utf-8"))
    return {int(number): (means, kinds.split(", ")) for number, means, kinds in rows}


def test_every_kind_belongs_to_the_type_that_the_documents_say() -> None:
    types = {name: number for number, (_, names) in documented().items() for name in names}
    said = {code: types.get(code) or types[code[:2]] for code in every_kind()}

    assert {code: snip_type(kind) for code, kind in every_kind().items()} == said


def test_the_documents_name_no_kind_or_family_that_is_not_there() -> None:
    known = {*every_kind(), *(code[:2] for code in every_kind())}
    named = [name for _, names in documented().values() for name in names]

    assert len(set(named)) == len(named)
    assert [name for name in named if name not in known] == []


def test_the_documents_say_what_each_type_means_as_the_page_of_a_check_does() -> None:
    assert {number: means for number, (means, _) in documented().items()} == TYPES
    assert frozenset(TYPES) == EVERY_TYPE


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("SX01", 1),
        ("EV01", 1),
        ("AK20", 1),
        ("AK01", 1),
        ("CM01", 3),
        ("PS02", 6),
        ("PA01", 7),
        ("RT01", 7),
    ],
)
def test_kinds_are_sorted_by_what_they_are_about(code: str, expected: int) -> None:
    assert snip_type(every_kind()[code]) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {1, 2, 3, 4, 5, 6, 7}),
        ("1-5", {1, 2, 3, 4, 5}),
        ("3", {3}),
        ("1,3,6-7", {1, 3, 6, 7}),
    ],
)
def test_types_are_chosen_by_number_and_range(text: str, expected: set[int]) -> None:
    assert parse_types(text) == expected


@pytest.mark.parametrize("text", ["0", "8", "1-9", "one", "3-1", "-", ",", "1--2"])
def test_what_names_no_types_is_refused(text: str) -> None:
    with pytest.raises(SnipRefused, match="names no SNIP types"):
        parse_types(text)
