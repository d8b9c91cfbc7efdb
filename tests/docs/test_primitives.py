"""docs/primitives.md: every policy, case and test that the table names is there."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

from tests.policy.casework import library, shipped_cases

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "primitives.md"
ROWS = {
    int(found[1]): [cell.strip() for cell in found[0].split("|")[2:-1]]
    for found in re.finditer(r"^\| (\d+) \|.*\|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
}
POLICIES = {policy.id for policy in library(examples=True).policies}
CASES: dict[str, set[str]] = defaultdict(set)
for each in shipped_cases():
    CASES[each.case.policy.id].add(each.case.written["name"])

WITHOUT_A_WORD: set[int] = set()
"""What the language cannot say yet."""


def policies(row: int) -> list[str]:
    return re.findall(r"`([a-z0-9-]+/[a-z0-9-]+)`", ROWS[row][1])


def cases(text: str) -> list[str]:
    return re.findall(r"\*([^*]+)\*", text)


def proofs(row: int) -> list[str]:
    return re.findall(r"`(tests/[^`]+)`", ROWS[row][2])


def test_each_of_the_39_means_has_its_row() -> None:
    assert list(ROWS) == list(range(1, 40))


@pytest.mark.parametrize("row", sorted(ROWS))
def test_the_policies_of_a_row_are_there(row: int) -> None:
    assert set(policies(row)) <= POLICIES
    assert bool(policies(row)) is not (ROWS[row][1] == "the engine")


@pytest.mark.parametrize("row", sorted(ROWS))
def test_the_cases_of_a_row_stand_beside_its_policies(row: int) -> None:
    beside = {name for policy in policies(row) for name in CASES[policy]}
    assert set(cases(ROWS[row][2])) <= beside


@pytest.mark.parametrize("row", sorted(ROWS))
def test_the_tests_of_a_row_are_there(row: int) -> None:
    for proof in proofs(row):
        file, _, test = proof.partition("::")
        text = (ROOT / file).read_text(encoding="utf-8")
        assert not test or f"def {test}(" in text


@pytest.mark.parametrize("row", sorted(ROWS))
def test_a_row_is_proved_on_both_sides_or_by_tests_unless_there_is_no_word_yet(row: int) -> None:
    one, _, other = ROWS[row][2].partition(" / ")
    is_proved = bool(cases(one) and cases(other)) or bool(proofs(row))
    assert is_proved is (row not in WITHOUT_A_WORD)
    assert ROWS[row][2].startswith("Not yet: ") is (row in WITHOUT_A_WORD)
