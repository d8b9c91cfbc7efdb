"""The kind of a review and the days of its event."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from edi_service.claims.model import (
    CodedAmount,
    CodedDay,
)
from tests.review.events import an_outpatient, dates, review
from tests.review.making import (
    AS_OF,
    SERVICE_DAY,
    a_case,
    a_line,
    a_professional,
    a_stay,
    about_stay,
    ask,
    assert_valid,
)

DAY = date(2026, 10, 1)


def test_a_professional_claim_is_a_health_services_review_at_its_place() -> None:
    segments = assert_valid(ask(a_professional()))
    assert review(segments) == ["HS", "I", "2", "22:B", "", "", "", "", "Y", "1"]
    assert dates(segments) == ["DTP*AAH*D8*20261002"]


@pytest.mark.parametrize("bill_type", ["11", "12", "18", "21", "41"])
def test_a_stay_is_an_admission_review_by_its_bill_type(bill_type: str) -> None:
    segments = assert_valid(ask(a_stay(facility_code=bill_type), about_stay()))
    assert review(segments)[0] == "AR"
    assert review(segments)[3] == f"{bill_type}:A"
    assert dates(segments) == ["DTP*435*D8*20261002", "DTP*096*D8*20261006"]
    assert "HSD*DY*4" in segments
    assert "CL1*1*1*01" in segments


def test_a_visit_to_a_hospital_is_a_services_review_with_the_days_of_its_statement() -> None:
    segments = assert_valid(ask(an_outpatient(statement_to=date(2026, 10, 5))))
    assert review(segments)[:4] == ["HS", "I", "62", "13:A"]
    assert dates(segments) == ["DTP*AAH*RD8*20261002-20261005"]
    assert not [text for text in segments if text.startswith(("HSD", "CL1"))]


def test_a_statement_with_one_day_is_that_day() -> None:
    claim = an_outpatient(statement_to=None)
    assert dates(assert_valid(ask(claim))) == ["DTP*AAH*D8*20261002"]


def test_the_event_spans_the_lines_at_issue_and_no_others() -> None:
    lines = (
        a_line(number="1", starts=date(2026, 9, 1), ends=date(2026, 9, 1)),
        a_line(number="2"),
        a_line(number="3", starts=date(2026, 10, 5), ends=date(2026, 10, 7)),
    )
    segments = assert_valid(ask(a_professional(lines=lines), a_case(lines=("2", "3"))))
    assert dates(segments) == ["DTP*AAH*RD8*20261002-20261007"]


def test_a_service_may_be_of_the_day_of_the_request_itself() -> None:
    claim = a_professional(lines=(a_line(starts=AS_OF.date(), ends=AS_OF.date()),))
    assert dates(assert_valid(ask(claim))) == ["DTP*AAH*D8*20261115"]


def test_a_professional_claim_in_a_hospital_says_when_the_stay_was() -> None:
    claim = a_professional(admitted=DAY, discharged=date(2026, 10, 6))
    assert dates(assert_valid(ask(claim)))[1:] == ["DTP*435*D8*20261001", "DTP*096*D8*20261006"]
    claim = a_professional(admitted=DAY)
    assert dates(assert_valid(ask(claim)))[1:] == ["DTP*435*D8*20261001"]


def test_a_patient_still_in_the_house_has_no_discharge() -> None:
    for status in ("30", ""):
        segments = assert_valid(ask(a_stay(patient_status=status), about_stay()))
        assert dates(segments) == ["DTP*435*D8*20261002"]


def test_a_stay_without_an_end_has_neither_discharge_nor_count_of_days() -> None:
    segments = assert_valid(ask(a_stay(statement_to=None), about_stay()))
    assert dates(segments) == ["DTP*435*D8*20261002"]
    assert not [text for text in segments if text.startswith("HSD")]


@pytest.mark.parametrize(
    ("changes", "days"),
    [
        ({"values": (CodedAmount("A1", Decimal(9)), CodedAmount("80", Decimal(3)))}, "3"),
        ({"values": (CodedAmount("80", Decimal(0)),)}, "4"),
        ({"statement_to": SERVICE_DAY}, "1"),
    ],
)
def test_days_are_those_covered_or_else_those_counted_but_never_none(
    changes: dict[str, Any], days: str
) -> None:
    assert f"HSD*DY*{days}" in assert_valid(ask(a_stay(**changes), about_stay()))


def test_a_stay_of_which_nothing_is_coded_has_no_cl1() -> None:
    claim = a_stay(admission_type="", admission_source="", patient_status="")
    segments = assert_valid(ask(claim, about_stay()))
    assert not [text for text in segments if text.startswith("CL1")]


def test_accident_onset_and_last_period_have_their_days() -> None:
    claim = a_professional(accident=DAY, onset=DAY, last_menstrual_period=DAY)
    assert dates(assert_valid(ask(claim)))[:3] == [
        "DTP*439*D8*20261001",
        "DTP*484*D8*20261001",
        "DTP*431*D8*20261001",
    ]


def test_an_institutional_claim_has_them_as_occurrences() -> None:
    occurrences = (
        CodedDay("10", date(2026, 8, 1)),
        CodedDay("11", date(2026, 8, 2)),
        CodedDay("04", date(2026, 8, 3)),
    )
    segments = assert_valid(ask(a_stay(occurrences=occurrences), about_stay()))
    assert dates(segments)[:3] == [
        "DTP*439*D8*20260803",
        "DTP*484*D8*20260801",
        "DTP*431*D8*20260802",
    ]
