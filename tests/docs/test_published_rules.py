"""docs/published-rules.md: each rule collected is a policy of the library, or says why not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.policy.casework import library

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "published-rules.md"
COLLECTED = ROOT.parent / "shared" / "domain" / "retro-rules.md"
ROWS = {
    int(found[1]): [cell.strip() for cell in found[0].split("|")[2:-1]]
    for found in re.finditer(r"^\| (\d+) \|.*\|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
}
BY_ID = {policy.id: policy for policy in library().policies}


def named(row: int) -> list[str]:
    return re.findall(r"`([a-z0-9/-]+)`", ROWS[row][2])


def test_each_of_the_37_rules_has_its_row() -> None:
    assert list(ROWS) == list(range(1, 38))


@pytest.mark.parametrize("row", sorted(ROWS))
def test_a_rule_is_a_policy_of_the_library_or_says_why_not(row: int) -> None:
    policies = named(row)
    assert bool(policies) is not ROWS[row][2].startswith("None: ")
    assert set(policies) <= set(BY_ID)


@pytest.mark.parametrize("row", sorted(ROWS))
def test_a_policy_is_no_surer_than_the_rule_that_was_read(row: int) -> None:
    weakest = max(ROWS[row][1].split(", "))
    for each in named(row):
        assert all(revision.source.certainty.value >= weakest for revision in BY_ID[each].revisions)


def test_every_payers_policy_on_authorization_comes_from_a_collected_rule() -> None:
    cited = {each for row in ROWS for each in named(row)}
    others = {
        policy.id
        for policy in BY_ID.values()
        if policy.payer not in {"*", "medicare-ffs"} and policy.id not in cited
    }
    assert others == set()


@pytest.mark.skipif(not COLLECTED.exists(), reason="the collected rules are not beside us")
def test_the_certainty_of_a_row_is_that_of_the_collected_rule() -> None:
    for line in COLLECTED.read_text(encoding="utf-8").splitlines():
        found = re.match(r"\| (\d+) \|", line)
        if found is None:
            continue
        source = line.rstrip("| ").rpartition("—")[2].strip() if "—" in line else ""
        certainty = re.match(r"[ABC](/[ABC])?", source)
        if certainty is not None:
            assert ROWS[int(found[1])][1] == certainty[0].replace("/", ", "), found[1]
