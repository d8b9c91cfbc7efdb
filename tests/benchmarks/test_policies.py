"""Policies that do not apply change neither what is found nor how long it takes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from benchmarks import policies
from benchmarks.policies import EXAMPLES, seconds, subjects, with_others
from edi_service.edge.knowledge import read_library
from edi_service.policy.examine import examine

if TYPE_CHECKING:
    from edi_service.policy.library import Library


@pytest.fixture(scope="module")
def library() -> Library:
    return read_library((EXAMPLES,), ())


def test_the_claims_are_those_asked_for_and_some_of_them_have_a_payer(library: Library) -> None:
    asked = subjects(50, library)
    assert len(asked) == 50
    assert len({subject.claim.claim_id for subject in asked}) == 50


def test_the_others_are_added_and_nothing_else_changes(library: Library) -> None:
    more = with_others(library, 25)
    assert more.policies[: len(library.policies)] == library.policies
    added = more.policies[len(library.policies) :]
    assert len({policy.id for policy in added}) == len({policy.payer for policy in added}) == 25
    assert not {policy.payer for policy in added} & {policy.payer for policy in library.policies}
    assert (more.payers, more.places, more.states) == (
        library.payers,
        library.places,
        library.states,
    )


def test_policies_that_do_not_apply_change_no_answer(library: Library) -> None:
    more = with_others(library, 100)
    for subject in subjects(50, library):
        assert examine(subject, more) == examine(subject, library)


def test_ten_thousand_policies_that_do_not_apply_cost_next_to_nothing(library: Library) -> None:
    asked = subjects(200, library)
    more = with_others(library, 10_000)
    alone, together = seconds(library, asked), seconds(more, asked)
    assert together < 3 * alone, f"{together / alone:.2f} times as long"


def test_a_line_is_printed_for_each_number(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(policies, "NUMBERS", (0, 5))
    monkeypatch.setattr(policies, "TURNS", 1)
    policies.main()
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["0", "5"]
    assert all(re.search(r" µs a claim  \d+\.\d\d$", line) for line in lines)
