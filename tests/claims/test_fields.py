"""Each field of a claim, read from the segment that says it, in each of the three guides."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from edi_service.claims.model import (
    ClaimKind,
    CodedAmount,
    CodedDay,
    Diagnosis,
    Procedure,
    Reference,
)
from tests.builders import (
    a_claim,
    a_line,
    an_interchange,
    read_one,
    spoiled,
)

if TYPE_CHECKING:
    from edi_service.claims.model import Claim

FEBRUARY_3 = date(2026, 2, 3)


def claim_with(
    *lines: str, kind: Any = "P", dates: str = "", extra: str = "", providers: str | None = None
) -> Claim:
    claim = a_claim(*lines, kind=kind, dates=dates, extra=extra, providers=providers)
    return read_one(an_interchange(claim, kind=kind))


def test_the_head_of_a_claim_is_read() -> None:
    data = an_interchange(a_claim(a_line(charge="99.5"), place="22", frequency="7"))
    claim = read_one(
        spoiled(data, "22:B:7*Y*A*Y*Y~", "22:B:7*Y*A*Y*I*P*AA:EM:OA:IL:US*********11~")
    )

    assert claim.kind is ClaimKind.PROFESSIONAL
    assert claim.number == "A1"
    assert claim.claim_id == "claim-22"
    assert claim.charge == Decimal("99.5")
    assert (claim.facility_code, claim.facility_qualifier, claim.frequency) == ("22", "B", "7")
    assert claim.place_of_service == "22"
    assert claim.bill_type == ""
    assert claim.release_of_information == "I"
    assert claim.related_causes == ("AA", "EM", "OA")
    assert (claim.accident_state, claim.accident_country) == ("IL", "US")
    assert claim.delay_reason == "11"


def test_a_claim_that_says_little_has_empty_fields() -> None:
    claim = read_one(spoiled(an_interchange(), "CLM*A1*125***11:B:1*Y*A*Y*Y~", "CLM*A1~"))

    assert claim.charge == 0
    assert (claim.facility_code, claim.facility_qualifier, claim.frequency) == ("", "", "")
    assert claim.related_causes == ()
    assert claim.delay_reason == ""


@pytest.mark.parametrize(
    ("kind", "segment", "field", "value"),
    [
        ("P", "DTP*435*D8*20260203~", "admitted", FEBRUARY_3),
        ("P", "DTP*435*DT*202602031130~", "admission_hour", time(11, 30)),
        ("P", "DTP*096*D8*20260203~", "discharged", FEBRUARY_3),
        ("P", "DTP*439*D8*20260203~", "accident", FEBRUARY_3),
        ("P", "DTP*431*D8*20260203~", "onset", FEBRUARY_3),
        ("P", "DTP*484*D8*20260203~", "last_menstrual_period", FEBRUARY_3),
        ("I", "DTP*435*DT*202602032359~", "admitted", FEBRUARY_3),
        ("I", "DTP*435*DT*202602032359~", "admission_hour", time(23, 59)),
        ("I", "DTP*435*D8*20260203~", "admitted", FEBRUARY_3),
        ("I", "DTP*096*TM*1415~", "discharge_hour", time(14, 15)),
        ("I", "", "statement_from", FEBRUARY_3),
        ("I", "", "statement_to", FEBRUARY_3),
        ("I", "", "admission_type", "3"),
        ("I", "", "admission_source", "1"),
        ("I", "", "patient_status", "01"),
        ("D", "DTP*439*D8*20260203~", "accident", FEBRUARY_3),
        ("D", "DTP*472*D8*20260203~", "service_from", FEBRUARY_3),
        ("D", "DTP*472*D8*20260203~", "service_to", FEBRUARY_3),
        ("D", "DTP*472*RD8*20260101-20260203~", "service_to", FEBRUARY_3),
    ],
)
def test_a_date_or_code_of_loop_2300_is_read(
    kind: str, segment: str, field: str, value: object
) -> None:
    assert getattr(claim_with(kind=kind, dates=segment), field) == value


def test_of_two_dates_of_one_sort_the_first_counts() -> None:
    claim = claim_with(dates="DTP*431*D8*20260203~DTP*431*D8*20260101~")

    assert claim.onset == FEBRUARY_3


def test_every_reference_of_the_claim_is_kept() -> None:
    claim = claim_with(extra="REF*9F*R1~REF*G1*A1~REF*G1*A2**2U:OTHER~REF*QQ*Z~REF*F8~")

    assert claim.references == (
        Reference("9F", "R1"),
        Reference("G1", "A1"),
        Reference("G1", "A2", "OTHER"),
        Reference("QQ", "Z"),
        Reference("F8", ""),
    )
    assert claim.reference("9F") == "R1"
    assert claim.reference("XX") == ""


@pytest.mark.parametrize(
    ("references", "authorizations"),
    [
        ("REF*G1*A1~", ("A1",)),
        ("REF*G1*A1~REF*G1*A2~", ("A1", "A2")),
        ("REF*G1~", ()),
        ("REF*G1*A1**2U:OTHER~", ()),
        ("REF*G1*A1**2U~", ()),
        ("REF*G1*A1**0B:OTHER~", ("A1",)),
        ("REF*G1*A1*A NOTE~", ("A1",)),
        ("REF*9F*A1~", ()),
    ],
)
@pytest.mark.parametrize("kind", ["P", "I", "D"])
def test_an_authorization_counts_when_it_is_for_the_payer_the_claim_goes_to(
    kind: str, references: str, authorizations: tuple[str, ...]
) -> None:
    assert claim_with(kind=kind, extra=references).authorizations == authorizations


@pytest.mark.parametrize(
    ("kind", "references", "authorizations"),
    [
        ("P", "REF*G1*A1~REF*G1*A2**2U:OTHER~REF*G1*A3~REF*G1~", ("A1", "A3")),
        ("D", "REF*G1*A1~REF*G3*A2~", ("A1",)),
        ("I", "REF*G1*A1~", ()),
        ("P", "REF*9F*A1~", ()),
    ],
)
def test_a_line_has_its_own_authorizations_but_for_institutional_claims(
    kind: Any, references: str, authorizations: tuple[str, ...]
) -> None:
    claim = claim_with(a_line(kind=kind, extra=references), kind=kind)

    assert claim.lines[0].authorizations == authorizations
    assert claim.authorizations == ()


@pytest.mark.parametrize("loop", ["NM1*82*1*X~", "SBR*S~NM1*PR*2*X~", "SBR*S~", "NM1*XX*1*Y~"])
def test_an_authorization_after_somebody_s_name_is_not_the_claim_s(loop: str) -> None:
    claim = claim_with(providers=f"{loop}REF*G1*A1~")

    assert claim.authorizations == ()
    assert claim.references == ()


def test_a_reference_in_a_line_that_cannot_have_it_is_not_the_claim_s() -> None:
    claim = claim_with(a_line(extra="REF*F8*C1~DTP*431*D8*20260203~"))

    assert claim.references == ()
    assert claim.onset is None


def test_what_belongs_to_the_claim_is_found_after_its_lines_too() -> None:
    claim = claim_with(a_line(), a_line(2, extra="HI*BG:01~"), a_line(3))

    assert claim.conditions == ("01",)
    assert [diagnosis.code for diagnosis in claim.diagnoses] == ["J069"]


@pytest.mark.parametrize(
    ("kind", "codes", "field", "values"),
    [
        (
            "P",
            "HI*ABK:J069*ABF:E119**ABF:~",
            "diagnoses",
            (Diagnosis("ABK", "J069"), Diagnosis("ABF", "E119")),
        ),
        ("P", "HI*BK:4660~", "diagnoses", (Diagnosis("BK", "4660"),)),
        ("P", "HI*BG:01*BG:02~", "conditions", ("01", "02")),
        ("P", "HI*BP:00100~", "procedures", ()),
        (
            "I",
            "HI*ABK:J069:::::::Y~HI*ABJ:R05~HI*APR:R07~HI*ABN:W19XXXA:::::::N~HI*ABF:E119~",
            "diagnoses",
            (
                Diagnosis("ABK", "J069", "Y"),
                Diagnosis("ABJ", "R05"),
                Diagnosis("APR", "R07"),
                Diagnosis("ABN", "W19XXXA", "N"),
                Diagnosis("ABF", "E119"),
            ),
        ),
        (
            "I",
            "HI*BBR:0DTJ4ZZ:D8:20260203~HI*BBQ:0DTJ0ZZ~",
            "procedures",
            (Procedure("BBR", "0DTJ4ZZ", FEBRUARY_3), Procedure("BBQ", "0DTJ0ZZ")),
        ),
        (
            "I",
            "HI*BI:70:RD8:20260101-20260203~HI*BH:11:D8:20260203*BH:A1~",
            "occurrences",
            (
                CodedDay("70", date(2026, 1, 1), FEBRUARY_3),
                CodedDay("11", FEBRUARY_3, FEBRUARY_3),
                CodedDay("A1"),
            ),
        ),
        (
            "I",
            "HI*BE:80:::5*BE:45:::11.5~",
            "values",
            (CodedAmount("80", Decimal(5)), CodedAmount("45", Decimal("11.5"))),
        ),
        ("I", "HI*BG:C5~", "conditions", ("C5",)),
        (
            "D",
            "HI*ABK:K021*TQ:123~",
            "diagnoses",
            (Diagnosis("ABK", "K021"), Diagnosis("TQ", "123")),
        ),
    ],
)
def test_the_codes_of_a_claim_are_read(
    kind: Any, codes: str, field: str, values: tuple[object, ...]
) -> None:
    claim = read_one(an_interchange(a_claim(kind=kind, diagnoses=(), extra=codes), kind=kind))

    assert getattr(claim, field) == values


def test_a_professional_line_is_read() -> None:
    extra = "REF*G1*A1~REF*6R*L-1~"
    data = an_interchange(
        a_claim(
            a_line(
                7,
                "70553",
                "1450.25",
                modifiers=("26", "RT"),
                quantity="1.5",
                place="23",
                pointers="2:1",
                extra=extra,
            ),
            diagnoses=("J069", "E119"),
        )
    )
    [line] = read_one(spoiled(data, "23**2:1~", "23**2:1**Y~")).lines

    assert line.number == "7"
    assert (line.procedure_qualifier, line.procedure) == ("HC", "70553")
    assert line.modifiers == ("26", "RT")
    assert line.charge == Decimal("1450.25")
    assert (line.unit, line.quantity) == ("UN", Decimal("1.5"))
    assert line.place_of_service == "23"
    assert line.diagnosis_pointers == (2, 1)
    assert line.is_emergency
    assert line.starts == line.ends == FEBRUARY_3
    assert line.authorizations == ("A1",)
    assert line.control_number == "L-1"
    assert line.revenue_code == ""


def test_an_institutional_line_is_read() -> None:
    data = an_interchange(a_claim(a_line(kind="I", extra="REF*6R*L-1~"), kind="I"), kind="I")
    data = spoiled(data, "SV2*0300*HC:80053*125*UN*1~", "SV2*0120*HC:99221:25:::: ICU*125*DA*3~")
    [line] = read_one(spoiled(data, "472*D8*20260203", "472*RD8*20260203-20260205")).lines

    assert line.revenue_code == "0120"
    assert (line.procedure_qualifier, line.procedure, line.modifiers) == ("HC", "99221", ("25",))
    assert line.description == " ICU"
    assert line.charge == 125
    assert line.unit == "DA"
    assert line.quantity == 3
    assert (line.starts, line.ends) == (FEBRUARY_3, date(2026, 2, 5))
    assert line.place_of_service == ""
    assert line.control_number == "L-1"


def test_an_institutional_line_need_have_no_procedure_and_no_date() -> None:
    data = an_interchange(kind="I")
    data = spoiled(data, "SV2*0300*HC:80053*125*UN*1~", "SV2*0120**125*DA*3~")
    claim = read_one(spoiled(data, "DTP*472*D8*20260203~", ""))

    [line] = claim.lines
    assert (line.procedure, line.revenue_code, line.starts) == ("", "0120", None)
    assert claim.starts_of(line) == FEBRUARY_3
    assert claim.bill_type == "13"
    assert claim.place_of_service == ""


@pytest.mark.parametrize(
    ("service", "quantity", "place", "pointers"),
    [
        ("SV3*AD:D0120*50~", "1", "", ()),
        ("SV3*AD:D0120:22*50*22*10:20*I*2*****1:2~", "2", "22", (1, 2)),
    ],
)
def test_a_dental_line_is_read(
    service: str, quantity: str, place: str, pointers: tuple[int, ...]
) -> None:
    data = an_interchange(a_claim(kind="D"), kind="D")
    claim = read_one(spoiled(data, "SV3*AD:D0120*125****1~", service))

    [line] = claim.lines
    assert (line.procedure_qualifier, line.procedure) == ("AD", "D0120")
    assert line.charge == 50
    assert line.quantity == Decimal(quantity)
    assert line.place_of_service == place
    assert claim.place_of(line) == place or "11"
    assert line.diagnosis_pointers == pointers


def test_a_dental_line_without_date_was_given_on_the_claim_s() -> None:
    data = an_interchange(a_claim(kind="D", dates="DTP*472*D8*20260203~"), kind="D")
    claim = read_one(data.replace(b"DTP*472*D8*20260203~SE", b"SE"))

    assert claim.lines[0].starts is None
    assert claim.starts_of(claim.lines[0]) == FEBRUARY_3


def test_a_line_without_service_segment_is_still_a_line() -> None:
    claim = read_one(spoiled(an_interchange(), "SV1*HC:99213*125*UN*1***1~", "SV2*0300~"))

    [line] = claim.lines
    assert line.procedure == ""
    assert line.charge == 0
    assert line.starts == FEBRUARY_3


def test_the_days_of_a_claim_are_its_statement_s_or_its_lines() -> None:
    professional = claim_with(a_line(day="20260205"), a_line(2, day="20260203"), a_line(3))
    institutional = claim_with(a_line(kind="I", day="20250101"), kind="I")

    assert professional.first_day == FEBRUARY_3
    assert professional.last_day == date(2026, 2, 5)
    assert institutional.first_day == institutional.last_day == FEBRUARY_3


def test_a_person_of_no_stated_sex_has_a_birth_date() -> None:
    data = spoiled(an_interchange(), "DMG*D8*19800102*F~", "DMG*D8*19800102~")
    subscriber = read_one(data).parties.subscriber

    assert (subscriber.birth_date, subscriber.gender) == (date(1980, 1, 2), "")


def test_lines_know_where_they_stand() -> None:
    claim = claim_with(a_line(), a_line(2, extra="REF*6R*L-2~"), a_line(3))
    placed = claim.placed

    assert placed is not None
    assert [placed.texts[line.index] for line in claim.lines] == ["LX*1", "LX*2", "LX*3"]


@pytest.mark.parametrize("count", [2, 60])  # the latter is longer than what is remembered whole
def test_each_line_has_its_own_fields_however_many_there_are(count: int) -> None:
    lines = [
        a_line(number, charge=str(number), extra=f"REF*6R*L{number}~REF*G1*AUTH{number}~")
        for number in range(1, count + 1)
    ]
    claim = claim_with(*lines)

    assert [
        (line.number, line.charge, line.control_number, line.authorizations, line.starts)
        for line in claim.lines
    ] == [
        (str(number), Decimal(number), f"L{number}", (f"AUTH{number}",), FEBRUARY_3)
        for number in range(1, count + 1)
    ]
