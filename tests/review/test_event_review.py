"""What a request says of urgency, causes and delay, and in its message."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from edi_service.claims.model import (
    CodedDay,
    Reference,
)
from edi_service.policy.model import CircumstanceCode
from edi_service.review.profile import Partner
from edi_service.review.reasons import message
from tests.review.events import an_outpatient, review
from tests.review.making import (
    a_case,
    a_line,
    a_professional,
    a_stay,
    about_stay,
    ask,
    assert_valid,
    codes,
)

DAY = date(2026, 10, 1)


@pytest.mark.parametrize(
    ("changes", "causes"),
    [
        ({"related_causes": ("AA",), "accident_state": "TX", "accident": DAY}, "AA:::TX"),
        (
            {"related_causes": ("EM", "AA"), "accident_country": "MX", "accident": DAY},
            "AA:EM:::MX",
        ),
        ({"related_causes": ("AP", "EM")}, "EM:AP"),
        ({"related_causes": ("EM",), "accident_state": "TX"}, "EM"),
        ({"related_causes": ("OA",)}, ""),
    ],
)
def test_related_causes_of_a_professional_claim(changes: dict[str, Any], causes: str) -> None:
    assert review(assert_valid(ask(a_professional(**changes))))[4] == causes


@pytest.mark.parametrize(
    ("changes", "causes"),
    [
        ({"references": (Reference("LU", "TX"),), "accident": DAY}, "AA:::TX"),
        ({"occurrences": (CodedDay("01", DAY), CodedDay("04", DAY))}, "AA:EM"),
        ({"occurrences": (CodedDay("05", DAY),)}, "AP"),
        ({"occurrences": (CodedDay("55", DAY),)}, ""),
        ({"related_causes": ("AA",)}, ""),
    ],
)
def test_related_causes_of_an_institutional_claim(changes: dict[str, Any], causes: str) -> None:
    assert review(assert_valid(ask(a_stay(**changes), about_stay())))[4] == causes


@pytest.mark.parametrize("changes", [{"accident_state": "Tx"}, {"accident_country": "U"}])
def test_a_misspelt_place_of_an_accident_holds_the_case(changes: dict[str, str]) -> None:
    claim = msgspec.structs.replace(a_professional(related_causes=("AA",)), **changes)
    assert "RQ18" in codes(ask(claim))


@pytest.mark.parametrize(
    ("changes", "level"),
    [
        ({}, ""),
        ({"lines": (a_line(is_emergency=True),)}, "03"),
        ({"facility_code": "23"}, "03"),
        ({"lines": (a_line(place_of_service="23"),)}, "03"),
        ({"references": (Reference("4N", "3"),)}, "03"),
        ({"references": (Reference("4N", "1"),)}, "U"),
        ({"references": (Reference("4N", "2"),)}, ""),
    ],
)
def test_level_of_service_of_a_professional_claim(changes: dict[str, Any], level: str) -> None:
    assert review(assert_valid(ask(a_professional(**changes))))[5] == level


@pytest.mark.parametrize(
    ("kind", "level"),
    [("1", "03"), ("2", "U"), ("3", "E"), ("4", ""), ("5", "03"), ("9", "")],
)
def test_level_of_service_of_a_stay_follows_its_type(kind: str, level: str) -> None:
    assert review(assert_valid(ask(a_stay(admission_type=kind), about_stay())))[5] == level


def test_a_visit_to_the_emergency_department_is_an_emergency() -> None:
    (line,) = an_outpatient().lines
    room = msgspec.structs.replace(line, number="2", revenue_code="0450")
    assert review(assert_valid(ask(an_outpatient(lines=(line, room)))))[5] == "03"
    assert review(assert_valid(ask(an_outpatient(references=(Reference("4N", "1"),)))))[5] == "U"


def test_the_circumstance_of_an_emergency_makes_it_one() -> None:
    case = a_case(circumstance=CircumstanceCode.EMERGENCY)
    assert review(assert_valid(ask(a_professional(), case)))[5] == "03"


def test_a_restricted_release_is_left_out_and_noted() -> None:
    request = ask(a_professional(release_of_information="I"))
    assert review(assert_valid(request))[8] == ""
    assert codes(request) == ["RQ31"]
    assert request.held_by == ()


@pytest.mark.parametrize(
    ("circumstance", "delay"),
    [
        (CircumstanceCode.RETRO_ELIGIBILITY, "8"),
        (CircumstanceCode.COVERAGE_UNKNOWN, "1"),
        (CircumstanceCode.COVERAGE_UNVERIFIABLE, "1"),
        (CircumstanceCode.OTHER_COVERAGE, "7"),
        (CircumstanceCode.PAYER_OUTAGE, "10"),
        (CircumstanceCode.PAYER_ERROR, "10"),
        (CircumstanceCode.NATURAL_DISASTER, "15"),
        (CircumstanceCode.EMERGENCY, ""),
        (CircumstanceCode.ADDED_PROCEDURE, ""),
        (CircumstanceCode.ANY, ""),
        (None, ""),
    ],
)
def test_only_a_late_request_says_why_it_is_late(
    circumstance: CircumstanceCode | None, delay: str
) -> None:
    case = a_case(circumstance=circumstance)
    assert review(assert_valid(ask(a_professional(), case)))[9] == delay
    timely = a_professional(delay_reason="3")
    assert review(assert_valid(ask(timely, case)))[9] == ("3" if delay else "")


@pytest.mark.parametrize(
    ("changes", "delay"),
    [
        ({}, "11"),
        ({"references": (Reference("4N", "2"),)}, "8"),
        ({"references": (Reference("4N", "4"),)}, "8"),
        ({"delay_reason": "15"}, "15"),
        ({"delay_reason": "9"}, "11"),
        ({"delay_reason": "99"}, "11"),
    ],
)
def test_a_partner_who_always_wants_a_reason_gets_one(changes: dict[str, Any], delay: str) -> None:
    case = a_case(circumstance=CircumstanceCode.ANY)
    partner = Partner(always_send_delay_reason=True)
    request = ask(a_professional(**changes), case, partner)
    assert review(assert_valid(request))[9] == delay


@pytest.mark.parametrize("circumstance", [None, *CircumstanceCode])
def test_the_message_says_that_it_is_after_the_fact_and_why(
    circumstance: CircumstanceCode | None,
) -> None:
    case = a_case(circumstance=circumstance)
    (message,) = [text for text in assert_valid(ask(a_professional(), case)) if text[:3] == "MSG"]
    assert message.startswith("MSG*RETROSPECTIVE REQUEST - SERVICE ALREADY RENDERED")
    silent = circumstance in {None, CircumstanceCode.ANY}
    assert (message.count(" - ") == 1) is silent
    stay = about_stay(circumstance=circumstance)
    (message,) = [text for text in assert_valid(ask(a_stay(), stay)) if text[:3] == "MSG"]
    assert message.startswith("MSG*RETROSPECTIVE ADMISSION REVIEW")


def test_the_message_is_cut_where_the_element_ends() -> None:
    case = a_case(circumstance=None)
    opening = "RETROSPECTIVE ADMISSION REVIEW"
    assert message(case, is_admission=True, remarks=[]) == opening
    assert message(case, is_admission=True, remarks=["A", "B"]) == f"{opening} - A - B"
    long = message(case, is_admission=True, remarks=["X" * 300])
    assert long == f"{opening} - {'X' * 231}"
    assert (
        message(case, is_admission=True, remarks=["X" * 228, "Y"]) == f"{opening} - {'X' * 228} -"
    )


def test_service_types_that_differ_are_said_of_the_lines() -> None:
    lines = (a_line(), a_line(number="2", procedure="70551"), a_line(number="3", procedure="Q9999"))
    request = ask(a_professional(lines=lines), a_case(lines=("1", "2", "3")))
    segments = assert_valid(request)
    assert review(segments)[2] == ""
    assert [text for text in segments if text.startswith("UM*")][1:] == ["UM*HS*I*2", "UM*HS*I*62"]
