"""Another place of service is proposed beside a claim, with what speaks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from edi_service.facts.encounter import Encounter, PatientClass
from edi_service.mending.places import propose
from tests.policy.casework import a_claim, library
from tests.policy.making import DAY, a_subject

if TYPE_CHECKING:
    from edi_service.mending.places import Proposal


def proposals(claim: dict[str, Any], **encounter: Any) -> tuple[Proposal, ...]:
    subject = a_subject(a_claim(DAY, claim))
    return propose(replace(subject, encounter=Encounter(**encounter)), library())


def brief(found: tuple[Proposal, ...]) -> list[tuple[str, str, str, str, tuple[str, ...]]]:
    return [(one.finding, one.element, one.line, one.now, one.proposed) for one in found]


OFFICE = {"facility_code": "11", "lines": [{"procedure": "99213"}]}


@pytest.mark.parametrize(
    ("claim", "encounter", "expected"),
    [
        (OFFICE, {}, []),
        (OFFICE, {"place": "11"}, []),
        (OFFICE, {"place": "22"}, [("PS04", "CLM05-1", "", "11", ("22",))]),
        (OFFICE, {"patient_class": PatientClass.INPATIENT}, []),  # which hospital place, who knows
        (
            {"facility_code": "11", "lines": [{"procedure": "99284"}]},
            {},
            [("PS02", "CLM05-1", "", "11", ("23",))],
        ),
        (
            {"facility_code": "11", "lines": [{"procedure": "99213"}, {"procedure": "99284"}]},
            {},
            [("PS02", "SV105", "2", "11", ("23",))],
        ),
        (
            {"kind": "I", "facility_code": "11", "lines": [{"revenue_code": "0120"}]},
            {"patient_class": PatientClass.OBSERVATION},
            [("PS08", "CLM05-1", "", "11", ("13",))],
        ),
        (
            {"kind": "I", "facility_code": "13", "lines": [{"revenue_code": "0120"}]},
            {"patient_class": PatientClass.INPATIENT},
            [("PS08", "CLM05-1", "", "13", ("11",))],
        ),
    ],
)
def test_what_a_rule_expects_is_proposed(
    claim: dict[str, Any], encounter: dict[str, Any], expected: list[Any]
) -> None:
    assert brief(proposals(claim, **encounter)) == expected


def test_a_proposal_says_why_and_on_whose_word() -> None:
    [one] = proposals(OFFICE, place="22")
    assert "the records have 22" in one.because
    assert one.source
