"""What is reported of a claim that cannot be read, or contradicts itself, and where."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from edi_service.claims import kinds
from edi_service.claims.checks import check
from edi_service.claims.model import Claim, ClaimKind, ServiceLine
from edi_service.finding import Report, Severity
from edi_service.guide import limits
from tests.builders import (
    DAY,
    a_claim,
    a_line,
    a_transaction_set,
    an_interchange,
    enclosed,
    read_all,
    read_one,
    spoiled,
)

if TYPE_CHECKING:
    from edi_service.finding import Finding

EARLIER = "20260101"


def found_in(data: bytes) -> list[Finding]:
    """What reading and checking find, but for the counts of envelopes, which no test minds."""
    claims, findings = read_all(data)
    report = Report()
    for claim in claims:
        check(claim, report)
    report.findings += [found for found in findings if found.kind.code.startswith("CM")]
    return report.take()


def told(data: bytes) -> list[tuple[str, str, str]]:
    """Code, place and claim of each finding."""
    return [
        (found.kind.code, f"{found.position.loop} {found.position.designator}", found.claim_id)
        for found in found_in(data)
    ]


@pytest.mark.parametrize("dependent", [False, True])
@pytest.mark.parametrize("kind", ["P", "I", "D"])
def test_a_good_claim_gives_no_finding(
    kind: Any,
    dependent: bool,  # noqa: FBT001 - pytest passes parameters by name
) -> None:
    claims = [
        a_claim(kind=kind),
        a_claim(a_line(kind=kind), a_line(2, charge="0.5", kind=kind), kind=kind),
    ]

    assert found_in(an_interchange(*claims, kind=kind, dependent=dependent)) == []


P = "P"
I = "I"  # noqa: E741 - the guide's letter
D = "D"
SPOILED = [
    pytest.param(P, "A1*125*", "A1*124.99*", "CM01", "2300 CLM02", id="charge"),
    pytest.param(I, "A1*125*", "A1*1250*", "CM01", "2300 CLM02", id="institutional charge"),
    pytest.param(D, "A1*125*", "A1**", "CM01", "2300 CLM02", id="no charge"),
    pytest.param(P, "A1*125*", "A1*1,25*", "CM05", "2300 CLM02", id="comma"),
    pytest.param(P, "A1*125*", "A1*NaN*", "CM05", "2300 CLM02", id="not a number"),
    pytest.param(P, "A1*125*", "A1*1E9*", "CM05", "2300 CLM02", id="exponent"),
    pytest.param(P, "99213*125*", "99213*\u0661\u0662*", "CM05", "2400 SV102", id="other digits"),
    pytest.param(I, "80053*125*", "80053*x*", "CM05", "2400 SV203", id="institutional line"),
    pytest.param(D, "D0120*125*", "D0120*x*", "CM05", "2400 SV302", id="dental line"),
    pytest.param(P, "UN*1*", "UN*one*", "CM05", "2400 SV104", id="quantity"),
    pytest.param(P, f"472*D8*{DAY}", "472*D8*20260230", "CM06", "2400 DTP03", id="no such day"),
    pytest.param(P, f"472*D8*{DAY}", "472*D8*2026", "CM06", "2400 DTP03", id="too short"),
    pytest.param(I, f"{DAY}-{DAY}", f"{DAY}-", "CM06", "2300 DTP03", id="half a range"),
    pytest.param(
        P, "D8*19800102", "D8*19800132", "CM06", "2010BA DMG02", id="birth date without a claim"
    ),
    pytest.param(
        P, f"472*D8*{DAY}", f"472*RD8*{DAY}-{EARLIER}", "CM02", "2400 DTP03", id="line reversed"
    ),
    pytest.param(
        I, f"{DAY}-{DAY}", f"{DAY}-{EARLIER}", "CM02", "2300 DTP03", id="statement reversed"
    ),
    pytest.param(
        I,
        "CL1*3",
        "DTP*435*D8*20260301~CL1*3",
        "CM02",
        "2300 DTP03",
        id="admitted after the statement",
    ),
    pytest.param(
        P,
        "HI*",
        "DTP*435*D8*20260203~DTP*096*D8*20260202~HI*",
        "CM02",
        "2300 DTP03",
        id="admitted after the discharge",
    ),
    pytest.param(
        D,
        "Y*A*Y*Y~",
        f"Y*A*Y*Y~DTP*472*RD8*{DAY}-{EARLIER}~",
        "CM02",
        "2300 DTP03",
        id="dental service reversed",
    ),
    pytest.param(
        I,
        "NM1*71",
        f"HI*BI:70:RD8:{DAY}-{EARLIER}~NM1*71",
        "CM02",
        "2300 HI",
        id="occurrence span reversed",
    ),
    pytest.param(
        I, "NM1*71", "HI*BH:11:D8:2026~NM1*71", "CM06", "2300 HI01-4", id="occurrence date"
    ),
    pytest.param(I, "NM1*71", "HI*BBR:0DT:D8:X~NM1*71", "CM06", "2300 HI01-4", id="procedure date"),
    pytest.param(I, "NM1*71", "HI*BG:1*BE:80:::X~NM1*71", "CM05", "2300 HI02-5", id="value amount"),
    pytest.param(I, "NM1*71", "HI*BE:80~NM1*71", "CM05", "2300 HI01-5", id="value without amount"),
    pytest.param(P, "UN*1***1~", "UN*1***1:2~", "CM03", "2400 SV107-2", id="pointer too high"),
    pytest.param(P, "UN*1***1~", "UN*1***0~", "CM03", "2400 SV107-1", id="pointer zero"),
    pytest.param(P, "UN*1***1~", "UN*1***1:A~", "CM03", "2400 SV107-2", id="pointer no number"),
    pytest.param(P, "UN*1***1~", "UN*1***\u0661~", "CM03", "2400 SV107-1", id="pointer unicode"),
    pytest.param(P, "UN*1***1~", "UN*1***100~", "CM03", "2400 SV107-1", id="pointer too long"),
    pytest.param(D, "*1~DTP*472", "*1*****1~DTP*472", "CM03", "2400 SV311-1", id="dental pointer"),
    pytest.param(
        I, "SV2*0300*HC:80053*125*UN*1~", "SV2***125*UN*1~", "CM11", "2400 LX", id="no procedure"
    ),
    pytest.param(
        I, "SV2*0300*HC:80053*125*UN*1~", "SV1*HC:1*125~", "CM11", "2400 LX", id="wrong segment"
    ),
]


@pytest.mark.parametrize(("kind", "old", "new", "code", "where"), SPOILED)
def test_one_thing_spoiled_gives_one_finding(
    kind: Any, old: str, new: str, code: str, where: str
) -> None:
    claim_id = "" if "2010" in where else told_id(kind)

    assert told(spoiled(an_interchange(kind=kind), old, new)) == [(code, where, claim_id)]


def told_id(kind: Any) -> str:
    return read_one(an_interchange(kind=kind)).claim_id


def test_a_value_that_cannot_be_read_is_as_good_as_absent() -> None:
    data = spoiled(an_interchange(), f"472*D8*{DAY}", "472*D8*20260230")
    claim = read_one(spoiled(data, "99213*125*UN*1*", "99213*1,0*UN*x*"))

    assert claim.lines[0].charge == 0
    assert claim.lines[0].quantity == 0
    assert claim.lines[0].starts is None


def test_the_same_fault_is_reported_wherever_it_stands() -> None:
    line = f"SV1*HC:99213*x*UN*1***1~DTP*472*D8*{DAY}~"
    data = an_interchange(a_claim(a_line(), charge="0", providers=f"LX*8~{line}LX*9~{line}"))

    found = [one for one in found_in(data) if one.kind is kinds.UNREADABLE_NUMBER]
    assert len(found) == 2
    assert found[0].position.segment + 3 == found[1].position.segment


def test_a_message_quotes_what_was_met_but_no_birth_date() -> None:
    [amount] = found_in(spoiled(an_interchange(), "99213*125", "99213*1,25"))
    [birth] = found_in(spoiled(an_interchange(), "19800102", "19800132"))
    [long] = found_in(spoiled(an_interchange(), "99213*125", "99213*" + "1," * 100))

    assert amount.message == "'1,25' is not a number"
    assert "1980" not in birth.message
    assert len(long.message) < 60


def test_a_claim_without_lines_is_named_once() -> None:
    data = an_interchange(a_claim(charge="10", providers="").partition("LX*")[0])

    assert [found.kind for found in found_in(data)] == [kinds.NO_SERVICE_LINE]


def test_a_line_number_that_comes_twice_is_a_warning() -> None:
    data = an_interchange(a_claim(a_line(1), a_line(2), a_line(1)))

    [found] = found_in(data)
    assert found.kind is kinds.LINE_NUMBER_REPEATED
    assert found.severity is Severity.WARNING
    assert found.position.designator == "LX01"
    claim = read_one(data)
    assert claim.placed is not None
    assert found.position == claim.placed.position(claim.lines[2].index, 1)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("HL*2*1*22*0~", ""),
        ("HL*2*1*22*0~", "HL*2*1*99*0~"),
        ("HL*2*1*22*0~", "HL*2*1*20*0~"),
    ],
    ids=["no level", "a level of no known sort", "another billing provider"],
)
def test_a_claim_outside_any_subscriber_level_is_named(old: str, new: str) -> None:
    data = spoiled(an_interchange(), old, new)

    [found] = found_in(data)
    assert found.kind is kinds.NO_SUBSCRIBER
    assert found.position.designator == "CLM"
    assert read_one(data).parties.subscriber.party.last_name == ""


def test_a_claim_before_any_level_is_read_too() -> None:
    data = enclosed(f"ST*837*0001*005010X222A1~{a_claim()}SE*1*0001~")

    assert [found.kind for found in found_in(data)] == [kinds.NO_SUBSCRIBER]


@pytest.mark.parametrize(
    ("old", "new", "doubted"),
    [
        ("HL*2*1*22*1~", "HL*2*7*22*1~", 2),
        ("HL*3*2*23*0~", "HL*3*1*23*0~", 1),
        ("HL*3*2*23*0~", "HL*3**23*0~", 0),
    ],
    ids=["subscriber", "dependent", "names none"],
)
def test_a_level_under_another_parent_than_it_names_makes_its_claims_doubtful(
    old: str, new: str, doubted: int
) -> None:
    sibling = "HL*4*2*23*0~PAT*19~NM1*QC*1*HOLLIS*EVE~"
    data = an_interchange(a_claim() + sibling + a_claim(number="A2"), dependent=True)

    found = found_in(spoiled(data, old, new))

    assert [one.kind for one in found] == [kinds.PARENT_DISAGREES] * doubted
    assert all(one.position.designator == "HL02" and one.claim_id for one in found)


def test_a_claim_or_level_too_long_is_cut_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LONGEST", 12)
    long_claim = a_claim(*[a_line(number) for number in range(1, 6)], number="A2")
    data = an_interchange(a_claim(), long_claim)
    data = spoiled(data, "HL*2*1*22*0~", "HL*2*1*22*0~" + "REF*QQ*1~" * 20)

    claims, _ = read_all(data)
    found = found_in(data)

    assert [one.kind for one in found] == [kinds.TOO_LONG, kinds.TOO_LONG]
    assert [one.position.designator for one in found] == ["HL", "CLM"]
    assert [one.claim_id for one in found] == ["", claims[1].claim_id]
    assert [len(claim.lines) for claim in claims] == [1, 3]


def test_the_findings_of_each_transaction_set_stand_in_their_own() -> None:
    sets = [a_transaction_set(a_claim(charge="1"), control=f"000{number}") for number in (1, 2)]

    assert [found.position.set for found in found_in(enclosed(*sets))] == ["0001", "0002"]


def test_a_claim_made_by_hand_is_checked_as_well() -> None:
    line = ServiceLine(number="1", charge=Decimal(5), diagnosis_pointers=(1,))
    claim = Claim(kind=ClaimKind.PROFESSIONAL, number="A1", claim_id="c", lines=(line, line))
    report = Report()

    check(claim, report)

    assert {str(found.position) for found in report.findings} == {
        "CLM02 in loop 2300 (segment 0, byte 0)",
        "SV107-1 in loop 2400 (segment 0, byte 0)",
        "LX01 in loop 2400 (segment 0, byte 0)",
        "LX in loop 2400 (segment 0, byte 0)",
    }


def test_a_finding_about_a_segment_that_is_not_there_has_no_place_in_the_file() -> None:
    claim = replace(read_one(an_interchange()), kind=ClaimKind.DENTAL, diagnoses=())
    report = Report()

    check(claim, report)

    assert [str(found.position) for found in report.findings] == [
        "SV311-1 in loop 2400 (segment 0, byte 0)"
    ]


def test_every_kind_says_what_to_do() -> None:
    codes = [kind.code for kind in kinds.KINDS]

    claims = [code for code in codes if code.startswith("CM")]
    sets = [code for code in codes if code.startswith("CD")]
    assert codes == claims + sets
    assert claims == [f"CM{number:02d}" for number in range(1, len(claims) + 1)]
    assert sets == [f"CD{number:02d}" for number in range(1, len(sets) + 1)]
    assert all(kind.title and kind.remedy and kind.explanation for kind in kinds.KINDS)
