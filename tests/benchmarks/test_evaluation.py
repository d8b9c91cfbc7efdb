"""The share of claims concerned is what it says, and each line is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks import evaluation
from benchmarks.evaluation import Measured, fastest, one_in
from benchmarks.policies import EXAMPLES, subjects
from edi_service.edge.knowledge import read_library
from edi_service.policy.examine import examine

if TYPE_CHECKING:
    import pytest


def test_one_claim_in_so_many_concerns_a_policy() -> None:
    library = read_library((EXAMPLES,), ())
    asked = one_in(subjects(400, library), library, 20)
    concerned = [each for each in asked if examine(each, library).concerns]
    assert concerned
    assert len(asked) == 20 * len(concerned)


def test_what_is_compared_takes_turns() -> None:
    done: list[str] = []
    taken = fastest(3, lambda: done.append("reading"), lambda: done.append("policies"))
    assert done == ["reading", "policies"] * 3
    assert len(taken) == 2
    assert min(taken) >= 0


def test_the_ratio_is_of_what_the_policies_cost_to_what_reading_costs() -> None:
    assert Measured(reading=4.0, policies=1.0, concerned=0.05).ratio == 0.25


def test_it_prints_both_figures_and_whether_the_aim_was_reached(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluation, "CLAIMS", 200)
    monkeypatch.setattr(evaluation, "TURNS", 1)
    evaluation.main()
    reading, policies, last = capsys.readouterr().out.splitlines()
    assert reading.startswith("validated extraction ")
    assert policies.startswith("every policy ")
    assert last.startswith("5.0% of claims concerned  ratio ")
    assert last.endswith(("met)", "missed)"))
