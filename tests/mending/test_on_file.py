"""A number that the office holds goes onto the claim as one that was asked for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from edi_service.facts.model import Status
from edi_service.mending.approval import LineApproval, Manner
from edi_service.mending.on_file import approval_on_file
from tests.policy.making import a_subject
from tests.policy.test_authorizations_on_file import an_authorization, claim_of

if TYPE_CHECKING:
    from edi_service.facts.model import AuthorizationOnFile
    from edi_service.mending.approval import Approval

MRI, VISIT = {"procedure": "70551"}, {"procedure": "99213"}
STAY = {"kind": "I", "facility_code": "11"}


def approval(
    *on_file: AuthorizationOnFile, whole: bool = False, number: str = "", **fields: Any
) -> Approval | None:
    claim = claim_of(MRI, VISIT, number=number, **fields)
    lines = claim.lines if whole else claim.lines[:1]
    return approval_on_file(a_subject(claim, on_file=on_file), lines, whole_claim=whole)


def test_the_line_that_it_covers_gets_the_number() -> None:
    found = approval(an_authorization())
    assert found is not None
    assert found.manner is Manner.RELEASED
    assert found.lines == (LineApproval("1", "A123"),)
    assert found.number == ""


def test_a_stay_gets_one_number() -> None:
    found = approval(an_authorization(procedures=()), whole=True, **STAY)
    assert found is not None
    assert (found.number, found.lines) == ("A123", ())


def test_of_two_the_first_that_covers_a_line_counts() -> None:
    found = approval(an_authorization(number="A1"), an_authorization(number="A2"))
    assert found is not None
    assert found.lines == (LineApproval("1", "A1"),)


@pytest.mark.parametrize(
    "changes",
    [
        {"member": "SOMEBODY"},
        {"payer": "another"},
        {"status": Status.DENIED},
        {"status": Status.PENDING},
        {"procedures": ("97110",)},
        {"ends": date(2026, 3, 1)},
    ],
)
def test_one_that_does_not_fit_mends_nothing(changes: dict[str, Any]) -> None:
    assert approval(an_authorization(**changes)) is None


def test_a_number_on_the_claim_stands_only_while_it_fits_what_rests_on_it() -> None:
    good = an_authorization(number="GOOD", procedures=("70551", "99213"))
    other = an_authorization(number="A1")
    found = approval(other, good, number="GOOD")
    assert found is not None
    assert found.standing == {"GOOD"}
    expired = an_authorization(number="GOOD", ends=date(2026, 3, 1))
    found = approval(other, expired, number="GOOD")
    assert found is not None
    assert found.standing == frozenset()
