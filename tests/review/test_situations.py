"""Each rule that no map can say: a request that keeps it, and one with a single thing spoiled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from edi_service.review import kinds
from edi_service.review.situations import RULES, against

if TYPE_CHECKING:
    from edi_service.finding import Kind
    from edi_service.x12.writer import Element

VISIT = """\
BHT*0007*13*X-1*20261115*0930
HL*1**20*1
NM1*X3*2*PLAN*****PI*00001
HL*2*1*21*1
NM1*1P*2*CLINIC*****XX*1234567893
REF*EI*123456789
HL*3*2*22*1
NM1*IL*1*DOE*JANE****MI*M1
REF*EJ*A1
HL*4*3*23*1
NM1*QC*1*DOE*JIM
REF*EJ*A1
HL*5*4*EV*1
TRN*1*X-1*9123456789
UM*HS*S*2*22:B*AA:::TX*03***Y
REF*BB*AUTH77
DTP*439*D8*20261001
DTP*AAH*D8*20261002
HI*ABK:S8252XA*ABJ:R079*ABF:I10
CR2********M*N
NM1*SJ*1*ROE*RICHARD****XX*1234567893
REF*EI*123456789
HL*6*5*SS*0
TRN*1*X-1-1*9123456789
DTP*472*D8*20261002
SV1*HC:27759**UN*1***1:3
HL*7*5*SS*0
TRN*1*X-1-2*9123456789
SV3*AD:D2740****1
TOO*JP*3"""
STAY = """\
HL*1**20*1
HL*2*1*21*1
HL*3*2*22*1
HL*4*3*EV*0
TRN*1*X-1*9123456789
UM*AR*I*2*11:A
DTP*435*D8*20261002
HI*ABK:I214
HSD*DY*4"""


def parsed(text: str) -> list[list[Element]]:
    """Segments as a draft has them: a composite is a tuple."""
    return [
        [tuple(element.split(":")) if ":" in element else element for element in line.split("*")]
        for line in text.splitlines()
    ]


def found(text: str) -> list[str]:
    return [kind.code for kind, _ in against(parsed(text))]


@pytest.mark.parametrize("valid", [VISIT, STAY], ids=["visit", "stay"])
def test_what_keeps_every_rule_is_left_alone(valid: str) -> None:
    assert found(valid) == []


SPOILED = [
    (VISIT, "HL*4*3*23*1", "HL*4*2*23*1", kinds.LEVEL_ASTRAY),
    (VISIT, "HL*7*5*SS*0", "HL*7*6*SS*0", kinds.LEVEL_ASTRAY),
    (VISIT, "HL*7*5*SS*0", "HL*8*5*SS*0", kinds.LEVEL_ASTRAY),
    (VISIT, "HL*7*5*SS*0", "HL*7*5*XX*0", kinds.LEVEL_ASTRAY),
    (STAY, "HL*4*3*EV*0", "HL*4*3*EV*1", kinds.LEVEL_ASTRAY),
    (VISIT, "REF*BB*AUTH77\n", "", kinds.EARLIER_REVIEW_UNCLEAR),
    (VISIT, "REF*BB*AUTH77", "REF*NT*R1", kinds.EARLIER_REVIEW_UNCLEAR),
    (VISIT, "UM*HS*S", "UM*HS*I", kinds.EARLIER_REVIEW_UNCLEAR),
    (STAY, "UM*AR*I", "UM*AR*2", kinds.EARLIER_REVIEW_UNCLEAR),
    (STAY, "UM*AR*I", "UM*AR*3", kinds.EARLIER_REVIEW_UNCLEAR),
    (VISIT, "UM*HS*S*2*22:B*AA:::TX*03", "UM*HS*1*2*22:B*AA:::TX*", kinds.URGENCY_MISSING),
    (STAY, "DTP*435*D8*20261002\n", "", kinds.EVENT_DAYS_UNCLEAR),
    (STAY, "DTP*435", "DTP*AAH*D8*20261002\nDTP*435", kinds.EVENT_DAYS_UNCLEAR),
    (VISIT, "DTP*AAH*D8*20261002\n", "", kinds.EVENT_DAYS_UNCLEAR),
    (VISIT, "ABF:I10", "ABK:I10", kinds.DIAGNOSES_MISPLACED),
    (VISIT, "ABJ:R079*ABF:I10", "ABF:I10*ABJ:R079", kinds.DIAGNOSES_MISPLACED),
    (VISIT, "ABF:I10", "ABJ:R079", kinds.DIAGNOSES_MISPLACED),
    (VISIT, "***1:3", "***1:4", kinds.POINTER_ASTRAY),
    (VISIT, "***1:3", "***0:3", kinds.POINTER_ASTRAY),
    (VISIT, "TOO*JP*3", "SV1*HC:27759", kinds.SERVICE_UNCLEAR),
    (VISIT, "SV3*AD:D2740****1\n", "", kinds.SERVICE_UNCLEAR),
    (STAY, "UM*AR*I*2*11:A", "UM*AR*I**11:A", None),
    (STAY, "HSD*DY*4", "MSG*ASK", None),
    (VISIT, "DTP*439*D8*20261001\n", "", kinds.ACCIDENT_UNDATED),
    (VISIT, "CR2********M*N", "CR2********M", kinds.COMPLICATION_UNKNOWN),
    (VISIT, "X-1-2", "X-1-1", kinds.SAID_TWICE),
    (VISIT, "REF*BB*AUTH77", "REF*BB*AUTH77\nREF*BB*AUTH78", kinds.SAID_TWICE),
    (VISIT, "REF*EI*123456789\nHL*6", "REF*EI*123456789\nREF*EI*1\nHL*6", kinds.SAID_TWICE),
]


@pytest.mark.parametrize(("valid", "old", "new", "kind"), SPOILED)
def test_what_breaks_a_rule_is_found_and_nothing_else(
    valid: str, old: str, new: str, kind: Kind | None
) -> None:
    assert valid.count(old) == 1, old
    codes = set(found(valid.replace(old, new)))
    assert codes == ({kind.code} if kind else set())


def test_a_stay_that_says_neither_type_nor_days_asks_for_nothing() -> None:
    assert found(STAY.replace("HSD*DY*4", "").replace("I*2*11:A", "I**11:A")) == [
        kinds.NOTHING_ASKED.code
    ]


def test_services_with_days_of_their_own_need_none_of_the_event() -> None:
    dated = VISIT.replace("DTP*AAH*D8*20261002\n", "").replace("SV3", "DTP*472*D8*20261003\nSV3")
    assert found(dated) == []


def test_a_request_without_any_level_is_no_request() -> None:
    assert kinds.NOTHING_ASKED.code in found("BHT*0007*13*X-1*20261115*0930")


def test_every_rule_is_spoiled_here() -> None:
    met = {kind for *_, kind in SPOILED if kind} | {kinds.NOTHING_ASKED}
    assert met == {kind for kind, _ in RULES}
