from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from edi_service.claims.model import Procedure, ServiceLine
from edi_service.review.profile import Partner
from tests.builders import a_claim as claim_text
from tests.builders import a_line as line_text
from tests.builders import an_interchange, read_one
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

PRICED = Partner(send_amounts=True)


def levels(segments: list[str]) -> list[list[str]]:
    """The service levels: what follows each of their HL segments."""
    found: list[list[str]] = []
    is_open = False
    for text in segments:
        if text.startswith(("HL*", "SE*")):
            is_open = "*SS*" in text
            found += [[]] if is_open else []
        elif is_open:
            found[-1].append(text)
    return found


def test_only_the_lines_at_issue_are_sent_in_the_claims_order() -> None:
    lines = tuple(a_line(number=str(number), procedure=f"2775{number}") for number in range(1, 5))
    segments = assert_valid(ask(a_professional(lines=lines), a_case(lines=("4", "2"))))
    assert [level[-1] for level in levels(segments)] == [
        "SV1*HC:27752:RT**UN*1***1:2",
        "SV1*HC:27754:RT**UN*1***1:2",
    ]


def test_a_line_is_traced_by_case_attempt_and_place_and_by_nobodys_number() -> None:
    lines = (a_line(control_number="LINE0001"), a_line(number="2"))
    segments = assert_valid(ask(a_professional(lines=lines), a_case(lines=("1", "2"))))
    assert [level[0] for level in levels(segments)] == [
        "TRN*1*0123456789abcdef-1-1*1123456789",
        "TRN*1*0123456789abcdef-1-2*1123456789",
    ]


def test_a_line_without_days_has_those_of_the_claim() -> None:
    lines = (a_line(), a_line(number="2", starts=None, ends=None))
    segments = assert_valid(ask(a_professional(lines=lines), a_case(lines=("1", "2"))))
    assert "DTP*472*D8*20261002" in levels(segments)[1]


def test_a_line_of_several_days_has_a_range() -> None:
    claim = a_professional(lines=(a_line(ends=date(2026, 10, 5)),))
    assert "DTP*472*RD8*20261002-20261005" in levels(assert_valid(ask(claim)))[0]


@pytest.mark.parametrize(
    ("changes", "service"),
    [
        ({"modifiers": ("RT", "59", "XS", "GA", "ZZ")}, "SV1*HC:27759:RT:59:XS:GA**UN*1***1:2"),
        ({"modifiers": (), "description": "SHIN"}, "SV1*HC:27759:::::SHIN**UN*1***1:2"),
        ({"unit": "MJ", "quantity": Decimal("75.50")}, "SV1*HC:27759:RT**MJ*75.5***1:2"),
        ({"unit": "DA"}, "SV1*HC:27759:RT******1:2"),
        ({"quantity": Decimal(0)}, "SV1*HC:27759:RT******1:2"),
        ({"quantity": Decimal("1E+2")}, "SV1*HC:27759:RT**UN*100***1:2"),
        ({"diagnosis_pointers": ()}, "SV1*HC:27759:RT**UN*1"),
        ({"diagnosis_pointers": (2, 1, 2, 1, 2)}, "SV1*HC:27759:RT**UN*1***2:1:2:1"),
        ({"procedure_qualifier": "WK", "procedure": "ABCDE"}, "SV1*WK:ABCDE:RT**UN*1***1:2"),
    ],
)
def test_a_professional_service(changes: dict[str, Any], service: str) -> None:
    assert service in assert_valid(ask(a_professional(lines=(a_line(**changes),))))


@pytest.mark.parametrize(
    ("charge", "sent"), [("1500", "1500"), ("1500.10", "1500.1"), ("0.00", "0"), ("1E+3", "1000")]
)
def test_charges_go_to_a_partner_who_prices_by_them(charge: str, sent: str) -> None:
    claim = a_professional(lines=(a_line(charge=Decimal(charge)),))
    assert f"SV1*HC:27759:RT*{sent}*UN*1***1:2" in assert_valid(ask(claim, partner=PRICED))


def test_a_place_of_its_own_is_said_of_the_line() -> None:
    claim = a_professional(lines=(a_line(place_of_service="11"),))
    assert levels(assert_valid(ask(claim)))[0][1] == "UM*HS*I**11:B"
    claim = a_professional(lines=(a_line(place_of_service="22"),))
    assert not [text for text in levels(assert_valid(ask(claim)))[0] if text.startswith("UM")]


def test_a_stay_as_a_whole_has_its_procedures_and_no_lines() -> None:
    procedures = (
        Procedure("BBR", "027034Z", date(2026, 10, 2)),
        Procedure("BBQ", "B2111ZZ"),
        Procedure("CAH", "123"),
        Procedure("BBQ", " "),
    )
    segments = assert_valid(ask(a_stay(procedures=procedures), about_stay()))
    assert levels(segments) == [
        [
            "TRN*1*0123456789abcdef-1-P1*1123456789",
            "UM*HS*I",
            "DTP*472*D8*20261002",
            "SV2**ZZ:027034Z",
        ],
        ["TRN*1*0123456789abcdef-1-P2*1123456789", "UM*HS*I", "SV2**ZZ:B2111ZZ"],
    ]


def test_a_partner_may_refuse_the_procedures_and_the_event_then_stands_alone() -> None:
    segments = assert_valid(ask(a_stay(), about_stay(), Partner(send_procedures=False)))
    assert "HL*4*3*EV*0" in segments
    assert not [text for text in segments if text.startswith("SV2")]


def test_icd_9_procedures_have_a_qualifier_of_their_own() -> None:
    day = date(2015, 9, 1)
    claim = a_stay(
        statement_from=day,
        statement_to=day,
        admitted=day,
        procedures=(Procedure("BR", "36.06", day),),
    )
    assert "SV2**ID:3606" in assert_valid(ask(claim, about_stay()))


def test_a_line_of_a_stay_is_a_services_review_of_its_own() -> None:
    line = ServiceLine(
        number="1",
        charge=Decimal(9000),
        revenue_code="0278",
        procedure_qualifier="HC",
        procedure="C1713",
        modifiers=("RT",),
        unit="UN",
        quantity=Decimal(2),
    )
    segments = assert_valid(ask(a_stay(lines=(line,)), a_case(), PRICED))
    (level,) = levels(segments)
    assert level[1:] == [
        "UM*HS*I",
        "DTP*472*RD8*20261002-20261006",
        "SV2*0278*HC:C1713:RT*9000*UN*2",
    ]


def test_a_rate_code_goes_as_a_message_beside_its_revenue_code() -> None:
    line = a_line(procedure_qualifier="HP", procedure="RAC10", revenue_code="0022", unit="DA")
    segments = assert_valid(ask(a_stay(lines=(line,)), a_case()))
    assert levels(segments)[0][-2:] == ["SV2*0022**" + "*DA*1", "MSG*HIPPS RAC10"]


def test_another_procedure_without_a_place_is_left_out_and_noted() -> None:
    line = a_line(procedure_qualifier="ER", procedure="X1", revenue_code="0300")
    request = ask(a_stay(lines=(line,)), a_case())
    assert levels(assert_valid(request))[0][-1] == "SV2*0300***UN*1"
    assert codes(request) == ["RQ34"]
    line = a_line(procedure_qualifier="", procedure="X1", revenue_code="0300")
    assert "qualifier none" in ask(a_stay(lines=(line,)), a_case()).findings[0].message


def test_a_revenue_code_alone_is_enough() -> None:
    line = a_line(procedure_qualifier="", procedure="", revenue_code="0120")
    request = ask(a_stay(lines=(line,)), a_case())
    assert levels(assert_valid(request))[0][-1] == "SV2*0120***UN*1"
    assert codes(request) == []


def test_drug_codes_are_left_out_and_noted() -> None:
    data = an_interchange(
        claim_text(line_text(procedure="J1745", extra="LIN**N4*57894003001~CTP****10*UN~"))
    )
    request = ask(read_one(data))
    assert_valid(request)
    assert codes(request) == ["RQ34"]


def test_a_partner_may_want_each_drug_as_a_service() -> None:
    drugs = "LIN**N4*57894003001~CTP****10*UN~"
    data = an_interchange(claim_text(line_text(procedure="J1745", extra=drugs)))
    request = ask(read_one(data), partner=Partner(send_drugs=True))
    assert levels(assert_valid(request))[1] == [
        "TRN*1*0123456789abcdef-1-1-N1*1123456789",
        "DTP*472*D8*20260203",
        "SV1*N4:57894003001**UN*10",
    ]
    assert codes(request) == []
    milliliters = an_interchange(claim_text(line_text(extra=drugs.replace("UN~", "ML~"))))
    request = ask(read_one(milliliters), partner=Partner(send_drugs=True))
    assert levels(assert_valid(request))[1][-1] == "SV1*N4:57894003001"


def test_a_service_ordered_by_a_screening_says_so() -> None:
    line = line_text(procedure="92551").replace("***1~", "***1****Y~")
    segments = assert_valid(ask(read_one(an_interchange(claim_text(line)))))
    assert levels(segments)[0][-1] == "SV1*HC:92551**UN*1***1****Y"


def test_a_predetermination_is_told_in_words() -> None:
    data = an_interchange(claim_text(kind="D", extra="REF*G3*PRE0077~"), kind="D")
    (message,) = [text for text in assert_valid(ask(read_one(data))) if text[:3] == "MSG"]
    assert message.endswith(" - PREDETERMINATION PRE0077")


def test_a_dental_line_has_its_teeth() -> None:
    data = an_interchange(
        claim_text(
            line_text(
                procedure="D2740",
                kind="D",
                quantity="1",
                extra="",
            ).replace(
                "SV3*AD:D2740*125****1~", "SV3*AD:D2740*125**10:20*I*1~TOO*JP*12*L:O~TOO*JP*3~"
            ),
            kind="D",
        ),
        kind="D",
    )
    segments = assert_valid(ask(read_one(data), partner=PRICED))
    assert levels(segments)[0][2:] == [
        "SV3*AD:D2740*125**10:20*I*1",
        "TOO*JP*12*L:O",
        "TOO*JP*3",
    ]
    assert "UM*HS*I*36*11:B*****Y*1" in segments
    assert not [text for text in segments if text.startswith("HI*")]


def test_what_a_dental_request_cannot_hold_is_noted() -> None:
    surfaces = "SV3*AD:D8080*125**1:2:3:4:5:6*X*1~TOO*JP*12*L:X~"
    line = line_text(procedure="D8080", kind="D").replace("SV3*AD:D8080*125****1~", surfaces)
    data = an_interchange(claim_text(line, kind="D", extra="DN1*24*12~DN2*9*M****JP~"), kind="D")
    request = ask(read_one(data))
    assert sorted(codes(request)) == ["RQ18", "RQ34", "RQ34", "RQ34"]
    assert request.data is None


def test_a_dental_quantity_is_required_and_one_where_there_is_none() -> None:
    claim = read_one(
        an_interchange(claim_text(line_text(kind="D", quantity="0"), kind="D"), kind="D")
    )
    assert "SV3*AD:D0120*****1" in assert_valid(ask(claim))


def test_a_line_of_another_code_set_is_no_dental_service() -> None:
    line = line_text(kind="D").replace("AD:", "HC:")
    request = ask(read_one(an_interchange(claim_text(line, kind="D"), kind="D")))
    assert codes(request) == ["RQ15"]
    assert "AD" in request.findings[0].message
