"""docs/place-rules.md: every row of the library that it names is there, and none is left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec.structs import fields

from edi_service.policy.place_rules import PlaceRules
from tests.policy.casework import library

ROOT = Path(__file__).parents[2]
ROWS = {
    found[1]: found[2]
    for found in re.finditer(
        r"^\| (\d\.\d+) \|[^|]*\|(.*)\|$",
        (ROOT / "docs" / "place-rules.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
}
EXPECTED = {2: range(24), 3: range(1, 9), 4: range(1, 5), 5: range(1, 11)}
GENERAL = (
    "federal/place-of-service",
    "federal/setting",
    "federal/records",
    "federal/across-claims",
)


def held(*, examples: bool) -> set[str]:
    """Every row of every policy, as ``policy/row``."""
    return {
        f"{policy.id}/{row.id}"
        for policy in library(examples=examples).policies
        for revision in policy.revisions
        for field in fields(PlaceRules)
        if field.name != "admission_places"
        for row in getattr(revision.places, field.name)
    }


def named(number: str) -> set[str]:
    return set(re.findall(r"`([a-z-]+/[a-z-]+/[a-z0-9-]+)`", ROWS[number]))


def test_each_thing_that_is_known_has_its_row() -> None:
    assert list(ROWS) == [f"{part}.{each}" for part, rows in EXPECTED.items() for each in rows]


@pytest.mark.parametrize("number", ROWS)
def test_a_row_is_held_somewhere_or_says_why_not(number: str) -> None:
    proofs = re.findall(r"`(tests/[^`]+)`", ROWS[number])
    assert named(number) <= held(examples=True)
    assert all((ROOT / each).is_file() for each in proofs)
    assert named(number) or proofs or "Not held" in ROWS[number]


def test_the_general_rows_of_the_library_are_all_named() -> None:
    general = {each for each in held(examples=False) if each.startswith(GENERAL)}
    assert general - {each for number in ROWS for each in named(number)} == set()
