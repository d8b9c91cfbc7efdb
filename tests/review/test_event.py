from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from edi_service.claims.model import (
    CodedAmount,
    CodedDay,
    Diagnosis,
    Reference,
    ServiceLine,
)
from edi_service.policy.model import CircumstanceCode
from edi_service.review.profile import Partner
from edi_service.review.reasons import message
from tests.builders import a_claim as claim_text
from tests.builders import a_line as line_text
from tests.builders import an_interchange, read_one
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
    codes,
)

if TYPE_CHECKING:
    from edi_service.claims.model import Claim

DAY = date(2026, 10, 1)


def an_outpatient(**changes: Any) -> Claim:
    """A visit to a hospital: bill type 13."""
    defaults: dict[str, Any] = {
        "facility_code": "13",
        "admitted": None,
        "statement_to": SERVICE_DAY,
        "admission_type": "",
        "lines": (
            ServiceLine(
                number="1",
                charge=Decimal(900),
                revenue_code="0610",
                procedure_qualifier="HC",
                procedure="70551",
                unit="UN",
                quantity=Decimal(1),
            ),
        ),
        "procedures": (),
    }
    return a_stay(**(defaults | changes))


def review(segments: list[str]) -> list[str]:
    """The elements of the event's UM, padded to ten."""
    elements = next(text for text in segments if text.startswith("UM*")).split("*")[1:]
    return elements + [""] * (10 - len(elements))


def dates(segments: list[str]) -> list[str]:
    """The event's DTP segments."""
    end = next(index for index, text in enumerate(segments) if text.startswith("HI*"))
    return [text for text in segments[:end] if text.startswith("DTP")]


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


def diagnosed(*pairs: tuple[str, str]) -> tuple[Diagnosis, ...]:
    return tuple(Diagnosis(qualifier, code) for qualifier, code in pairs)


@pytest.mark.parametrize(
    ("diagnoses", "expected"),
    [
        ([("ABK", "S82.52XA")], "ABK:S8252XA"),
        (
            [("ABF", "I10"), ("APR", "R079"), ("ABJ", "R079"), ("ABK", "I214"), ("ABN", "W010XXA")],
            "ABK:I214*ABJ:R079*APR:R079*ABF:I10*ABF:W010XXA",
        ),
        ([("ABK", "I214"), ("ABK", "I10")], "ABK:I214*ABF:I10"),
        ([("ABJ", "R079"), ("ABJ", "R0789")], "ABJ:R079*ABF:R0789"),
        ([("ABK", "I214"), ("ABF", "I10"), ("ABF", "I10")], "ABK:I214*ABF:I10"),
    ],
)
def test_diagnoses_are_in_the_order_of_the_guide(
    diagnoses: list[tuple[str, str]], expected: str
) -> None:
    segments = assert_valid(ask(a_stay(diagnoses=diagnosed(*diagnoses)), about_stay()))
    assert f"HI*{expected}" in segments


def test_icd_9_is_for_care_before_its_end() -> None:
    day = date(2015, 9, 30)
    claim = a_stay(
        statement_from=day,
        statement_to=day,
        admitted=day,
        diagnoses=diagnosed(("BK", "41071"), ("BK", "4019"), ("BN", "E8888")),
        procedures=(),
    )
    assert "HI*BK:41071*BF:4019*BF:E8888" in assert_valid(ask(claim, about_stay()))
    later = msgspec.structs.replace(claim, statement_to=date(2015, 10, 1))
    assert codes(ask(later, about_stay())) == ["RQ14"]


def test_twelve_diagnoses_fit_and_the_rest_is_noted() -> None:
    others = [("ABF", f"A{number:02d}") for number in range(13)]
    claim = a_professional(diagnoses=diagnosed(("ABK", "S8252XA"), *others))
    request = ask(msgspec.structs.replace(claim, lines=(a_line(diagnosis_pointers=(1, 14, 12)),)))
    segments = assert_valid(request)
    (codes_sent,) = [text for text in segments if text.startswith("HI*")]
    assert codes_sent.count("*") == 12
    assert codes_sent.endswith("ABF:A10")
    assert codes(request) == ["RQ32"]
    assert [text for text in segments if text.startswith("SV1")] == ["SV1*HC:27759:RT**UN*1***1:12"]


def test_pointers_follow_their_diagnoses() -> None:
    claim = a_professional(
        diagnoses=diagnosed(("ABF", "I10"), ("ABK", "S8252XA"), ("ABF", "E119")),
        lines=(a_line(diagnosis_pointers=(2, 1, 3, 9)),),
    )
    segments = assert_valid(ask(claim))
    assert "HI*ABK:S8252XA*ABF:I10*ABF:E119" in segments
    assert "SV1*HC:27759:RT**UN*1***1:2:3" in segments


def test_the_diagnosis_related_group_comes_last() -> None:
    data = an_interchange(
        claim_text(
            line_text(kind="I", revenue="0120"),
            kind="I",
            place="11",
            diagnoses=("I214", "I10"),
            extra="DTP*435*DT*202602031200~HI*DR:247~",
        ),
        kind="I",
    )
    segments = assert_valid(ask(read_one(data), about_stay()))
    assert "HI*ABK:I214*ABF:I10*DR:247" in segments
