"""Every kind of finding has its SNIP type, and types can be chosen."""

from __future__ import annotations

import pytest

from edi_service.service.kinds import every_kind
from edi_service.service.snip import EVERY_TYPE, SnipRefused, parse_types, snip_type


def test_every_kind_belongs_to_a_type() -> None:
    assert {snip_type(kind) for kind in every_kind().values()} <= EVERY_TYPE


@pytest.mark.parametrize(
    ("code", "expected"),
    [("SX01", 1), ("EV01", 1), ("CM01", 3), ("PS02", 6), ("PA01", 7), ("RT01", 7)],
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
