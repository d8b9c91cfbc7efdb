"""What a claim certifies besides ambulance trips."""

from __future__ import annotations

import pytest

from edi_service.cases.statement import Statement
from edi_service.review.approach import Approach
from tests.builders import a_claim as claim_text
from tests.builders import a_line as line_text
from tests.builders import an_interchange, read_one
from tests.review.making import a_case, ask, assert_valid, codes

SPINE = "CR2********M**STIFF NECK*SINCE A FALL~"


def treated(complication: bool | None, cr2: str = SPINE) -> Approach:  # noqa: FBT001 -- as CR209
    return Approach(statement=Statement(complication=complication)) if cr2 else Approach()


@pytest.mark.parametrize(
    ("spine", "complication", "sent"),
    [
        (SPINE, True, "CR2********M*Y*STIFF NECK*SINCE A FALL"),
        (SPINE, False, "CR2********M*N*STIFF NECK*SINCE A FALL"),
        ("CR2********C~", False, "CR2********C*N"),
    ],
)
def test_the_state_of_a_manipulated_spine_is_told(
    spine: str,
    complication: bool,  # noqa: FBT001 -- as CR209
    sent: str,
) -> None:
    claim = read_one(an_interchange(claim_text(line_text(procedure="98941"), extra=spine)))
    assert sent in assert_valid(ask(claim, approach=treated(complication)))


def test_nobody_guesses_whether_a_manipulation_had_a_complication() -> None:
    claim = read_one(an_interchange(claim_text(extra=SPINE)))
    request = ask(claim)
    assert request.data is None
    assert codes(request) == ["RQ28"]


def test_equipment_that_is_replaced_is_certified_once() -> None:
    lines = [line_text(number, extra="CRC*09*Y*38~") for number in (1, 2, 3)]
    claim = read_one(an_interchange(claim_text(*lines)))
    request = ask(claim, a_case(lines=("1", "2")))
    segments = assert_valid(request)
    assert segments.count("CRC*09*Y*38") == 1
    assert codes(request) == []


@pytest.mark.parametrize(
    ("of_claim", "of_line"),
    [
        ("CRC*E1*Y*L1~", ""),
        ("CRC*ZZ*Y*ST~", ""),
        ("", "CRC*70*Y*65~"),
        ("", "CR3*I*MO*10~"),
        ("", "CRC*09*Y*ZV~"),
        ("", "CRC*09*Y*38*ZV~"),
    ],
)
def test_what_has_no_place_is_named(of_claim: str, of_line: str) -> None:
    claim = read_one(an_interchange(claim_text(line_text(extra=of_line), extra=of_claim)))
    request = ask(claim)
    assert_valid(request)
    assert codes(request) == ["RQ34"]


def test_what_another_line_certifies_is_not_told() -> None:
    lines = (line_text(1), line_text(2, extra="CRC*70*Y*65~"))
    request = ask(read_one(an_interchange(claim_text(*lines))), a_case(lines=("1",)))
    assert_valid(request)
    assert codes(request) == []
