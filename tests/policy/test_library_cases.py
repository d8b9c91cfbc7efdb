"""The cases beside the policies: each a claim, held against the whole library."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from edi_service.cases.open import open_cases
from edi_service.policy.examine import examine
from tests.policy.casework import POLICIES, library, written_cases

if TYPE_CHECKING:
    from edi_service.cases.model import Case
    from tests.policy.casework import WrittenCase

EVERY = written_cases()


@pytest.mark.parametrize("case", EVERY, ids=lambda case: case.name)
def test_a_case_comes_out_as_written(case: WrittenCase) -> None:
    written, subject = case.written, case.subject()
    examination = examine(subject, library(examples=case.is_example))
    opened, remarks = open_cases(subject, examination, examination.findings, lambda policy: policy)

    findings = [*examination.findings, *remarks]
    met = sorted(finding.kind.code for finding in findings)
    assert met == sorted(written["expect"]), "\n".join(map(str, findings))
    _check_case(written, [each for each in opened if each.policy == case.policy.id])


def _check_case(written: dict[str, object], opened: list[Case]) -> None:
    """Hold the case under the policy at hand, if any, against what is written of it."""
    if "decision" in written:
        decisions = [each.decision.value for each in opened] or ["none"]
        assert decisions == [written["decision"]]
    for case in opened:
        told = {
            "deadline": case.deadline.when if case.deadline else None,
            "missing": list(case.missing_facts),
            "circumstance": case.circumstance.value if case.circumstance else "",
            "channel": case.channel.value,
            "lines": list(case.lines),
        }
        asked = {name: _as_told(written[name]) for name in told if name in written}
        assert {name: told[name] for name in asked} == asked
    if not opened:
        assert not {"deadline", "missing", "circumstance", "channel", "lines"} & set(written)


def _as_told(value: object) -> object:
    """A day or an instant may also be written as text."""
    if not isinstance(value, str) or not value[:4].isdigit():
        return value
    return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)


def test_every_policy_has_cases_and_every_cases_file_a_policy() -> None:
    policies = {path.with_suffix("") for path in POLICIES.rglob("*.xml")}
    cases = {path.with_suffix("").with_suffix("") for path in POLICIES.rglob("*.cases.toml")}
    assert policies == cases
    assert policies
