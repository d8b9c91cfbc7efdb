"""Codes that are none of their set, wherever they stand."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import pytest
from msgspec.structs import replace

from edi_service.claims import code_kinds
from edi_service.claims.checks import check
from edi_service.claims.checks.relationship import disagrees, tell
from edi_service.codes.listing import Said
from edi_service.codes.lists import ProcedureLists, ProcedureSet, import_list
from edi_service.codes.sets import CodeSets
from edi_service.finding import Report, Severity
from tests.builders import (
    ATTENDING_NPI,
    BILLING_NPI,
    DAY,
    RENDERING_NPI,
    a_claim,
    a_line,
    an_interchange,
    read_one,
    spoiled,
)
from tests.claims.checking import findings, told

P: Final = "P"
I: Final = "I"  # noqa: E741 - the guide's letter
D: Final = "D"
WRONG_NPI = "1467893215"
DRUG = "LIN**N4*00002143380~CTP****2*ML~"
OTHER = (
    "SBR*S*18*******CI~OI***Y*P**Y~NM1*IL*1*HOLLIS*CLARA****MI*M1~N3*7 ELM~N4*PEORIA*IL*61602~"
    "NM1*PR*2*OTHER PLAN*****PI*ONE~"
)
SVD = "SVD*ONE*125*HC:99213**1~DTP*573*D8*20260203~"


def rich() -> bytes:
    """A professional claim with codes in many places."""
    line = a_line(
        extra=f"{DRUG}NM1*DK*1*ORDWAY*SAM****XX*{ATTENDING_NPI}~N3*1 A~N4*PEORIA*IL*61602~{SVD}"
    )
    data = an_interchange(
        a_claim(
            line,
            diagnoses=("J069", "E1165"),
            providers=f"NM1*82*1*MERCER*JOAN****XX*{RENDERING_NPI}~PRV*PE*PXC*207Q00000X~"
            f"NM1*77*2*SITE*****XX*{BILLING_NPI}~N3*1 OAK~N4*TORONTO*ON*M5V*CA~{OTHER}",
        )
    )
    return spoiled(data, "Y*A*Y*Y~HI", f"Y*A*Y*Y**AA:::IL~DTP*439*D8*{DAY}~HI")


CODED = [
    pytest.param(
        rich(),
        f"85*2*RIVERBEND CLINIC*****XX*{BILLING_NPI}",
        f"85*2*RIVERBEND CLINIC*****XX*{WRONG_NPI}",
        [("CD01", "2010AA NM109")],
        id="billing",
    ),
    pytest.param(
        rich(), f"XX*{RENDERING_NPI}", "XX*159876543", [("CD01", "2310B NM109")], id="rendering"
    ),
    pytest.param(
        rich(),
        f"SITE*****XX*{BILLING_NPI}",
        f"SITE*****XX*{WRONG_NPI}",
        [("CD01", "2310C NM109")],
        id="facility",
    ),
    pytest.param(
        rich(), f"XX*{ATTENDING_NPI}", "XX*3245319599", [("CD01", "2420E NM109")], id="ordering"
    ),
    pytest.param(rich(), "ABK:J069", "ABK:J06.9", [("CD02", "2300 HI01-2")], id="point"),
    pytest.param(rich(), "ABF:E1165", "ABF:E1", [("CD02", "2300 HI02-2")], id="too short"),
    pytest.param(
        rich(), "ABF:E1165", "ABF:E1166", [("CD03", "2300 HI02-2")], id="not in the release"
    ),
    pytest.param(rich(), "ABF:E1165", "ABF:E11", [("CD03", "2300 HI02-2")], id="category"),
    pytest.param(
        rich(),
        "N4*PEORIA*IL*61602~SVD",
        "N4*PEORIA*ZZ*61602~SVD",
        [("CD05", "2420E N402")],
        id="state of a line",
    ),
    pytest.param(
        rich(),
        "N4*SPRINGFIELD*IL*62701~",
        "N4*SPRINGFIELD*il*62701~",
        [("CD05", "2010BA N402")],
        id="state of the subscriber",
    ),
    pytest.param(
        rich(),
        "N4*SPRINGFIELD*IL*627010001~",
        "N4*SPRINGFIELD*ZZ*627010001*US~",
        [("CD05", "2010AA N402")],
        id="state of the billing provider",
    ),
    pytest.param(
        rich(), "AA:::IL", "AA:::ZZ", [("CD05", "2300 CLM11-4")], id="state of an accident"
    ),
    pytest.param(
        rich(), "AA:::IL", "AA::::Mexico", [("CD06", "2300 CLM11-5")], id="country of an accident"
    ),
    pytest.param(rich(), "ON*M5V*CA", "ON*M5V*C1", [("CD06", "2310C N404")], id="country"),
    pytest.param(
        rich(), "PE*PXC*207Q00000X", "PE*PXC*207Q00000", [("CD09", "2310B PRV03")], id="taxonomy"
    ),
    pytest.param(
        rich(),
        "BI*PXC*261QP2300X",
        "BI*PXC*261QP2300Y",
        [("CD09", "2000A PRV03")],
        id="taxonomy of the billing provider",
    ),
    pytest.param(rich(), "SV1*HC:99213", "SV1*HC:9921", [("CD10", "2400 SV101-2")], id="procedure"),
    pytest.param(
        rich(), "125*HC:99213", "125*HC:D", [("CD10", "2430 SVD03-2")], id="procedure adjudicated"
    ),
    pytest.param(rich(), "N4*00002143380", "N4*0002-1433-80", [("CD12", "2410 LIN03")], id="drug"),
    pytest.param(
        an_interchange(kind=I), "SV2*0300", "SV2*300", [("CD07", "2400 SV201")], id="revenue code"
    ),
    pytest.param(
        an_interchange(kind=I),
        "HC:80053",
        "HC:X0053",
        [("CD10", "2400 SV202-2")],
        id="institutional procedure",
    ),
    pytest.param(
        an_interchange(kind=I),
        "13:A:1",
        "013:A:1",
        [("CD08", "2300 CLM05-1")],
        id="bill type with its zero",
    ),
    pytest.param(
        an_interchange(kind=I), "13:A:1", "13:A:-", [("CD08", "2300 CLM05-1")], id="frequency"
    ),
    pytest.param(
        an_interchange(kind=I),
        f"XX*{ATTENDING_NPI}",
        "XX*1245319590",
        [("CD01", "2310A NM109")],
        id="attending",
    ),
    pytest.param(
        an_interchange(kind=D),
        "AD:D0120",
        "AD:0120",
        [("CD10", "2400 SV301-2")],
        id="dental procedure",
    ),
]


@pytest.mark.parametrize(("good", "old", "new", "expected"), CODED)
def test_a_code_that_is_none_is_told_where_it_stands(
    good: bytes, old: str, new: str, expected: list[tuple[str, str]]
) -> None:
    assert told(good) == []
    assert told(spoiled(good, old, new)) == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(f"MERCER*JOAN****XX*{RENDERING_NPI}", "MERCER*JOAN", id="no identifier"),
        pytest.param(f"XX*{RENDERING_NPI}", "XX", id="qualifier alone"),
        pytest.param("ABK:J069", "BK:4779", id="ICD-9-CM"),
        pytest.param("*ABF:E1165", "", id="no second diagnosis"),
        pytest.param("207Q00000X", "", id="no taxonomy"),
        pytest.param("PE*PXC*207Q00000X", "PE*ZZ*1", id="taxonomy of another set"),
        pytest.param("N4*00002143380", "UP*1", id="drug of another set"),
        pytest.param("SV1*HC:99213", "SV1*ER:ANY", id="procedure of another set"),
        pytest.param("PEORIA*IL*61602~SVD", "PEORIA~SVD", id="no state"),
    ],
)
def test_what_is_absent_or_of_another_set_is_not_judged(old: str, new: str) -> None:
    assert told(spoiled(rich(), old, new)) == []


def test_each_place_is_told_once_however_many_claims_stand_below_it() -> None:
    three = "".join(a_claim(number=f"A{number}") for number in range(3))
    data = an_interchange(three, three)
    data = spoiled(data, f"CLINIC*****XX*{BILLING_NPI}", f"CLINIC*****XX*{WRONG_NPI}")
    data = data.replace(b"SPRINGFIELD*IL*62701~", b"SPRINGFIELD*ZZ*62701~", 1)

    assert told(data) == [("CD01", "2010AA NM109"), ("CD05", "2010BA N402")]
    assert [found.claim_id for found in findings(data)] == ["", ""]


def test_the_same_wrong_code_is_told_in_each_of_its_places() -> None:
    data = an_interchange(a_claim(), a_claim()).replace(b"99213", b"9921")
    assert told(data) == [("CD10", "2400 SV101-2")] * 2


@pytest.mark.parametrize(
    ("code", "days", "expected"),
    [
        pytest.param("R102", "D8*20260203", [], id="in force"),
        pytest.param("R102", "D8*20260401", ["CD03"], id="no longer"),
        pytest.param("R1020", "D8*20260331", ["CD03"], id="not yet"),
        pytest.param("R102", "RD8*20260330-20260402", [], id="across two releases, the first"),
        pytest.param("R1020", "RD8*20260330-20260402", [], id="across two releases, the second"),
        pytest.param("R102", "D8*20250203", [], id="known, and the day is not covered"),
        pytest.param("R103", "D8*20250203", ["CD04"], id="unknown, and the day is not covered"),
        pytest.param("R103", "RD8*20251231-20260101", ["CD04"], id="the first day is not covered"),
        pytest.param("R103", "D8*2026", ["CD04", "CM06"], id="the day cannot be read"),
    ],
)
def test_a_diagnosis_is_judged_by_the_day_of_service(
    code: str, days: str, expected: list[str]
) -> None:
    data = an_interchange(a_claim(diagnoses=(code,))).replace(DAY.encode(), b"20261122")
    data = spoiled(data, "472*D8*20261122", f"472*{days}")
    assert [found for found, _ in told(data)] == expected


@pytest.mark.parametrize(("code", "expected"), [("R1020", []), ("R102", ["CD03"])])
def test_an_institutional_claim_is_judged_by_its_last_day(code: str, expected: list[str]) -> None:
    data = an_interchange(a_claim(kind=I, diagnoses=(code,)), kind=I)
    data = data.replace(b"EXAMPLEHEALTH*20260203", b"EXAMPLEHEALTH*20261122")
    data = spoiled(data, f"RD8*{DAY}-{DAY}", f"RD8*{DAY}-20260401")
    assert [found for found, _ in told(data)] == expected


def test_a_code_that_cannot_be_judged_is_a_note() -> None:
    data = an_interchange(a_claim(a_line(day="20250203"), diagnoses=("R103",)))
    [found] = findings(data)

    assert found.kind is code_kinds.DIAGNOSIS_UNKNOWN
    assert found.severity is Severity.NOTE
    assert "2026-01-01 to 2026-03-31" in found.message


def test_without_code_sets_the_form_is_asked_and_nothing_more() -> None:
    data = an_interchange(a_claim(diagnoses=("R103",))).replace(b"*IL*", b"*ZZ*")
    data = spoiled(data, "ABK:R103", "ABK:R103*ABF:R1.3")
    assert told(data, CodeSets()) == [("CD02", "2300 HI02-2")]


LISTS = ProcedureLists(
    (
        import_list(
            "99214 OFFICE VISIT",
            ProcedureSet.CPT,
            Said(starts=date(2026, 1, 1), ends=date(2026, 3, 31)),
        ),
    )
)


@pytest.mark.parametrize(
    ("kind", "procedure", "day", "expected"),
    [
        pytest.param(P, "99214", DAY, [], id="listed"),
        pytest.param(P, "99213", DAY, [("CD11", "2400 SV101-2")], id="unlisted"),
        pytest.param(I, "99213", DAY, [("CD11", "2400 SV202-2")], id="unlisted, institutional"),
        pytest.param(
            P, "99213", "20251231", [("CD13", "2400 SV101-2")], id="unknown, no list covers the day"
        ),
        pytest.param(P, "99214", "20251231", [], id="known, no list covers the day"),
        pytest.param(P, "J1885", DAY, [], id="no list of its set"),
        pytest.param(P, "99213", "2026", [("CM06", "2400 DTP03")], id="no day"),
    ],
)
def test_a_procedure_is_held_against_the_lists_that_were_brought(
    kind: Any, procedure: str, day: str, expected: list[tuple[str, str]]
) -> None:
    line = a_line(procedure=procedure, day=day, kind=kind)
    data = an_interchange(a_claim(line, kind=kind), kind=kind)
    assert told(data, CodeSets(procedures=LISTS)) == expected


def test_a_relationship_without_its_segment_has_no_place_in_the_file() -> None:
    claim = read_one(an_interchange())
    coverage = replace(claim.parties.coverage, relationship="")
    claim = replace(claim, parties=replace(claim.parties, coverage=coverage, levels=()))
    report = Report()

    assert disagrees(claim.parties)
    tell(claim, report)
    [found] = report.findings
    assert str(found.position) == "SBR02 in loop 2000B (segment 0, byte 0)"
    check(claim, Report())
