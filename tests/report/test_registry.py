"""The page on what the library holds: docs/registry.md is what the policies say of themselves."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from edi_service.report.registry import registry
from tests.policy.casework import library, shipped_cases
from tests.policy.making import NEEDED, a_policy, a_revision

PAGE = Path(__file__).parents[2] / "docs" / "registry.md"
POLICIES = library().policies


def page() -> str:
    return registry(POLICIES, Counter(each.case.policy.id for each in shipped_cases()))


def rows(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("| ")][2:]


def test_the_page_in_the_documentation_is_the_one_the_library_makes(
    request: pytest.FixtureRequest,
) -> None:
    if request.config.getoption("--rewrite"):
        PAGE.write_text(page(), encoding="utf-8")
        pytest.skip("rewritten: read the difference before it is committed")
    assert PAGE.read_text(encoding="utf-8") == page(), "make golden rewrites it"


def test_every_revision_of_the_library_has_a_row() -> None:
    assert len(rows(page())) == sum(len(policy.revisions) for policy in POLICIES)
    for policy in POLICIES:
        assert f"`{policy.id}`: {policy.title}" in page()


def test_every_note_of_the_library_stands_on_the_page() -> None:
    text = page()
    for policy in POLICIES:
        for revision in policy.revisions:
            assert all(f"  - {note}" in text for note in revision.notes)


def test_there_are_at_least_25_payers_and_programs() -> None:
    assert len({policy.payer for policy in POLICIES} - {"*"}) >= 25


def test_nothing_of_certainty_c_is_shown_as_anything_else() -> None:
    shown = {row.split(" | ")[1].split("`")[1]: row.split(" | ")[6] for row in rows(page())}
    unread = {
        policy.id for policy in POLICIES if policy.revisions[-1].source.certainty.value == "C"
    }
    assert {each for each, certainty in shown.items() if certainty == "C"} == unread


def test_a_revision_with_an_end_shows_both_days_and_one_without_its_first() -> None:
    text = registry(
        [
            a_policy(
                a_revision(NEEDED, 'from="2025-01-01" to="2025-06-30"'),
                a_revision(NEEDED, 'from="2026-01-01"'),
            )
        ],
        {},
    )
    assert "2025-01-01 to 2025-06-30" in rows(text)[0]
    assert "from 2026-01-01" in rows(text)[1]


def test_a_rule_for_everybody_is_shown_as_one_and_is_no_payer() -> None:
    text = registry([a_policy(NEEDED, payer="*")], {})
    assert "| every payer |" in text
    assert "1 policies of 0 payers and programs." in text


def test_the_cases_beside_a_policy_are_counted_for_it_alone() -> None:
    text = registry(
        [a_policy(NEEDED, subject="one"), a_policy(NEEDED, subject="two")], {"example/one": 7}
    )
    assert [row.split(" | ")[-1] for row in rows(text)] == ["7 |", "0 |"]


def test_no_policies_make_a_page_without_rows() -> None:
    assert rows(registry([], {})) == []
