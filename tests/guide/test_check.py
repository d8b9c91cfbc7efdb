"""A transaction set held against its guide: each kind raised, in its place, with its code."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_service.edge.guides import find_guide
from edi_service.finding import Report
from edi_service.guide import kinds, limits
from edi_service.guide.check import check_set
from edi_service.guide.engine import engine_of
from edi_service.x12.envelope import read_sets
from edi_service.x12.reader import read_blocks
from edi_service.x12.tally import Tally
from tests.builders import a_claim, a_line, an_interchange, spoiled

if TYPE_CHECKING:
    from edi_service.finding import Finding
    from tests.builders import Kind as ClaimLetter


def findings(data: bytes) -> list[Finding]:
    """What is wrong with every transaction set of *data*, by its guide."""
    report = Report()
    for found in read_sets(read_blocks(io.BytesIO(data), Report()), Report(), Tally()):
        guide = find_guide(found.guide)
        assert guide is not None
        for placed in check_set(found, guide, report):
            assert len(placed.uses) == len(placed.texts)
    return report.findings


def told(data: bytes) -> list[str]:
    """The code and place of each finding."""
    return [
        f"{one.kind.code} {one.position.loop} {one.position.designator}" for one in findings(data)
    ]


VALID = an_interchange(
    a_claim(a_line(), a_line(2), extra="REF*G1*A1~", diagnoses=("J069", "E119")), dependent=False
)
PERSON = "N3*7 ELM STREET~N4*SPRINGFIELD*IL*62701~DMG*D8*19800102*F~"


@pytest.mark.parametrize("kind", ["P", "I"])
@pytest.mark.parametrize("dependent", [False, True])
def test_a_valid_set_has_no_finding(
    kind: ClaimLetter,
    dependent: bool,  # noqa: FBT001 - pytest passes parameters by name
) -> None:
    assert findings(an_interchange(a_claim(kind=kind), kind=kind, dependent=dependent)) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("REF*G1*A1~", "ZZZ*G1~", ["SG01 2300 ZZZ"]),
        ("REF*G1*A1~", "REF*QQ*A1~", ["SG02 2300 REF"]),
        ("REF*G1*A1~", "NM1*XX*1*Y~N3*1~N4*2~", ["SG02 2300 NM1"]),
        ("SBR*P*18*GRP77*RIVERBEND EMPLOYEES*****CI~", "", ["SG03 2000B SBR"]),
        ("HI*ABK:J069*ABF:E119~", "", ["SG03 2300 HI"]),
        ("NM1*PR*2*EXAMPLE HEALTH*****PI*EXHLTH~", "", ["SG04 2010BB NM1"]),
        ("NM1*40*2*EXAMPLE HEALTH*****46*EXHLTH~", "", ["SG04 1000B NM1"]),
        ("NM1*82*", "NM1*82*1*X~NM1*82*", ["SG05 2310B NM1"]),
        ("REF*G1*A1~", "REF*G1*A1~REF*G1*A2~", ["SG06 2300 REF"]),
        ("REF*G1*A1~HI*ABK:J069*ABF:E119~", "HI*ABK:J069*ABF:E119~REF*G1*A1~", ["SG07 2300 REF"]),
        (
            "REF*G1*A1~HI*ABK:J069*ABF:E119~",
            "HI*ABK:J069*ABF:E119~REF*G1*A1~REF*G1*A2~",
            ["SG07 2300 REF", "SG07 2300 REF"],
        ),
        ("*1130*CH~", "*113*CH~", ["EL04 0 BHT05", "EL09 0 BHT05"]),
        ("REF*G1*A1~", "REF*G1*A1**~", ["SG09 2300 REF"]),
        ("REF*G1*A1~", "REF*G1~", ["EL01 2300 REF02"]),
        ("PER*IC*HELP DESK*TE*5550100100~", "PER*IC*HELP DESK*TE~", ["EL01 1000A PER04"]),
        (
            "PER*IC*BILLING OFFICE*TE*5550100199~",
            "PER*IC*BILLING OFFICE*TE*5550100199*FX~",
            ["EL02 2010AA PER06"],
        ),
        ("REF*G1*A1~", "REF*G1*A1***5~", ["EL03 2300 REF05"]),
        ("N4*SPRINGFIELD*IL*627010001~", "N4*S*IL*627010001~", ["EL04 2010AA N401"]),
        ("REF*G1*A1~", f"REF*G1*{'A' * 51}~", ["EL05 2300 REF02"]),
        ("REF*G1*A1~", "REF*G1*A\u00e41~", ["EL06 2300 REF02"]),
        ("REF*G1*A1~", "REF*G1*A1 ~", ["EL06 2300 REF02"]),
        ("CLM*A1*250***", "CLM*A1*2X50***", ["EL06 2300 CLM02"]),
        ("11:B:1*Y*A", "11:B:1*Y*Q", ["EL07 2300 CLM07"]),
        ("DMG*D8*19800102*F~", "DMG*D8*19800230*F~", ["EL08 2010BA DMG02"]),
        ("*1130*CH~", "*2530*CH~", ["EL09 0 BHT05"]),
        ("N4*SPRINGFIELD*IL*62701~", "N4*SPRINGFIELD*IL*62701*US***AB~", ["EL10 2010BA N407"]),
        ("HI*ABK:J069*", "HI*ABK:J069^ABK:E119*", ["EL11 2300 HI01"]),
        ("11:B:1*Y*A", "11:B:1:9*Y*A", ["EL12 2300 CLM05"]),
        ("CLM*A1*250***", "CLM*A1*250*X**", ["EL13 2300 CLM03"]),
        ("N4*SPRINGFIELD*IL*62701~", "N4*SPRINGFIELD*ZZ*62701~", ["EL14 2010BA N402"]),
        ("11:B:1*Y*A", "00:B:1*Y*A", ["EL14 2300 CLM05-1"]),
        (PERSON, f"{PERSON}REF*SY*12345678X~", ["EL15 2010BA REF02"]),
        ("HL*1**20*1~", "HL*2**20*1~", ["EL16 2000A HL01", "EL16 2000B HL01"]),
        ("HL*2*1*22*0~", "HL*X*1*22*0~", ["EL16 2000B HL01"]),
        ("HL*2*1*22*0~", f"HL*{'2' * 13}*1*22*0~", ["EL05 2000B HL01"]),
    ],
)
def test_a_fault_is_named_where_it_is(old: str, new: str, expected: list[str]) -> None:
    data = VALID.replace(old.encode(), new.encode(), 1)
    assert data != VALID

    assert [one.replace(" 0 ", "  ") for one in expected] == told(data)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("HL*2*1*22*0~", "", ["SG02 2010AA SBR", "SG02 2010AA NM1"]),
        ("HL*2*1*22*0~", "HL*2*1*19*0~", ["SG02  HL", "SG04 2000B HL"]),
        ("HL*1**20*1~", "HL*1**22*1~", ["SG02 2000B HL"]),
        ("HL*2*1*22*0~", "HL*7*1*19*0~", ["SG02  HL", "SG04 2000B HL"]),
        ("LX*1~", "", ["SG02 2310B SV1"]),
    ],
)
def test_what_follows_from_a_fault_is_not_said_again(
    old: str, new: str, expected: list[str]
) -> None:
    assert told(spoiled(VALID, old, new))[: len(expected)] == expected
    assert len(findings(spoiled(VALID, old, new))) <= 8


def test_a_level_without_claims_and_a_claim_without_lines_lack_them() -> None:
    without_lines = re.sub(rb"LX\*1.*?SE\*", b"SE*", VALID)
    dependent = an_interchange(a_claim(), dependent=True)
    without_claim = re.sub(rb"CLM\*.*?SE\*", b"SE*", dependent)

    assert told(without_lines) == ["SG04 2400 LX"]
    assert told(without_claim) == ["SG04 2300 CLM"]


def test_a_set_that_begins_with_a_level_or_holds_nothing_lacks_its_header() -> None:
    without_header = re.sub(rb"BHT\*.*?HL\*1", b"HL*1", VALID)
    empty = re.sub(rb"BHT\*.*?SE\*", b"SE*", VALID)

    assert told(without_header) == ["SG03  BHT"]
    assert told(empty) == ["SG03  BHT", "SG04 2000A HL"]


def test_lines_and_claims_are_counted() -> None:
    lines = [a_line(number) for number in range(1, 53)]
    claims = [a_claim(number=str(number)) for number in range(1, 103)]

    assert told(an_interchange(a_claim(*lines))) == ["SG05 2400 LX"] * 2
    assert told(an_interchange("".join(claims))) == ["SG05 2300 CLM"] * 2


def test_any_erratum_of_the_guide_may_be_named() -> None:
    for version in b"005010X222", b"005010X222A2":
        assert findings(VALID.replace(b"005010X222A1", version)) == []
    assert told(VALID.replace(b"*0001*005010X222A1", b"*0001*005010X222A1*9")) == ["EL03  ST04"]


def test_findings_come_in_order_and_never_quote_what_stood_there() -> None:
    data = spoiled(VALID, "NM1*IL*1*HOLLIS*CLARA*J***MI*", "NM1*IL*7*HOLLIS*CLARA*J***HOLLIS*")
    data = data.replace(b"REF*G1*A1~", b"ZZZ*HOLLIS~REF*HOLLIS~")
    found = findings(data)

    assert [one.position.segment for one in found] == sorted(one.position.segment for one in found)
    assert not any("HOLLIS" in str(one) for one in found)
    assert "HOLLIS" in {one.value for one in found}
    assert {one.data_element for one in found} >= {"1065", "66"}


def test_a_date_of_a_leap_year_is_a_date() -> None:
    assert findings(spoiled(VALID, "DMG*D8*19800102*F", "DMG*D8*19800229*F")) == []
    assert told(spoiled(VALID, "DMG*D8*19800102*F", "DMG*D8*19810229*F")) == ["EL08 2010BA DMG02"]


def test_every_kind_says_what_to_do() -> None:
    codes = [kind.code for kind in kinds.KINDS]

    assert len(set(codes)) == len(codes)
    for kind in kinds.KINDS:
        assert len(kind.explanation) > 60
        assert re.fullmatch(r"IK304\*(?:[1-8]|I[46789])|IK403\*(?:1?\d|I\d+)", kind.acknowledgment)


def test_texts_remembered_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_TEXTS", 5)
    engine_of.cache_clear()
    claims = [a_claim(number=f"N{number}") for number in range(40)]

    assert findings(an_interchange("".join(claims))) == []
    engine_of.cache_clear()


TEXTS = ["HL*1**20*1", "HL*2*1*22*0", "HL*3*2*23*0", "HL", "CLM*A*1***11:B:1", "CLM", "LX*1", "LX"]
TEXTS += ["SBR*P", "NM1*82*1*X", "NM1*XX", "NM1", "REF*G1*A", "REF", "HI*ABK:J06", "N3*1", "*", "^"]
TEXTS += ["DTP*472*D8*1", "DTP*472*RD8*20260101", "SV1*HC:1*1", "CAS*CO*1", "BHT", "ZZ", "::*::"]


@given(st.lists(st.sampled_from(TEXTS) | st.text("AB1*:^ \u00e4", max_size=9), max_size=30))
def test_no_input_raises_and_a_set_is_judged_alike_again(texts: list[str]) -> None:
    body = "~".join(text for text in texts if text)
    data = spoiled(VALID, "REF*G1*A1~", f"REF*G1*A1~{body}~" if body else "REF*G1*A1~")

    assert told(data) == told(data)
