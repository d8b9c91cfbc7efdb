from __future__ import annotations

from functools import cache

import pytest

from edi_service.edge.guides import find_guide
from edi_service.simulator.echo import Echo
from edi_service.x12.segment import Delimiters, Segment


@cache
def echo() -> Echo:
    guide = find_guide("005010X217", "11")
    assert guide is not None
    return Echo(guide)


def repeated(loop: str, text: str, delimiters: Delimiters | None = None) -> str:
    return echo().repeat(loop, Segment.parse(text, delimiters or Delimiters()))


@pytest.mark.parametrize(
    ("loop", "asked", "said"),
    [
        ("2000E", "UM*HS*I*2*22:B*AA:::TX*03***Y*11", "UM*HS*I*2*22:B**03"),
        ("2000E", "CL1*1*1*01*5", "CL1*1*1*01"),
        ("2000E", "REF*BB*OLD123", "REF*BB*OLD123"),
        ("2000E", "REF*ZZ*OLD123", ""),
        ("2000E", "DTP*AAH*RD8*20261002-20261003", "DTP*AAH*RD8*20261002-20261003"),
        ("2000E", "DTP*472*D8*20261002", ""),
        ("2000F", "SV1*HC:27759:RT*1500*UN*1***1:2", "SV1*HC:27759:RT*1500*UN*1"),
        ("2000F", "SV3*AD:D2740*900*UR***1", "SV3*AD:D2740*900****1"),
        ("2010B", "PER*IC*DESK*TE*5555550100", ""),
        ("2010B", "N3*1 MAIN ST", ""),
        ("2010C", "N3*1 MAIN ST", "N3*1 MAIN ST"),
        ("2010D", "NM1*QC*1*DOE*JIM*Q**JR", "NM1*QC*1*DOE*JIM*Q**JR"),
        ("2000A", "XYZ*1", ""),
        ("9999", "NM1*QC*1*DOE", ""),
    ],
)
def test_an_answer_repeats_what_its_guide_has_room_for(loop: str, asked: str, said: str) -> None:
    assert repeated(loop, asked) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("NM1|IL|1|DOE|JANE||||MI|MEM0001", "NM1*IL*1*DOE*JANE****MI*MEM0001"),
        ("NM1|IL|1|D*O~E:S^|JANE||||MI|MEM0001", "NM1*IL*1*DOES*JANE****MI*MEM0001"),
        ("NM1|IL|1|DOÉ|JANE||||MI|MEM0001", "NM1*IL*1*DO*JANE****MI*MEM0001"),
    ],
)
def test_other_delimiters_are_turned_into_the_usual_ones(text: str, said: str) -> None:
    other = Delimiters(element="|", component=">", repetition="!", segment="'")
    assert repeated("2010C", text, other) == said


def test_of_a_repeated_element_the_first_is_kept() -> None:
    assert repeated("2000E", "HI*ABK:I10^ABF:J45") == "HI*ABK:I10"


def test_a_code_the_guide_does_not_list_is_left_out_where_it_may_be_absent() -> None:
    assert repeated("2000E", "UM*HS*I*99*22:B") == "UM*HS*I**22:B"
    assert repeated("2000E", "UM*ZZ*I*2*22:B") == ""
