"""The cases beside the policies: each a claim, held against the whole library."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from edi_service.cases.proof.outcome import differences
from tests.policy.casework import POLICIES, library, shipped_cases

if TYPE_CHECKING:
    from tests.policy.casework import ShippedCase


@pytest.mark.parametrize("case", shipped_cases(), ids=lambda case: case.name)
def test_a_case_comes_out_as_written(case: ShippedCase) -> None:
    assert [str(each) for each in differences(case.case, library(examples=case.is_example))] == []


def test_every_policy_has_cases_and_every_cases_file_a_policy() -> None:
    policies = {path.with_suffix("") for path in POLICIES.rglob("*.xml")}
    cases = {path.with_suffix("").with_suffix("") for path in POLICIES.rglob("*.cases.toml")}
    assert policies == cases
    assert policies
