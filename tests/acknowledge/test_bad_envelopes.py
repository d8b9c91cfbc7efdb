"""Envelopes that are wrong in one way or two, and the exact codes they are answered with."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from edi_service.acknowledge.file import DocumentKind
from edi_service.acknowledge.judge import Rules
from edi_service.edge.reference import validate
from tests.acknowledge.making import answer
from tests.x12.reading import ISA_WIDTHS, group, interchange, isa, transaction_set

GOOD = interchange().decode()
SET = "".join(text + "~" for text in transaction_set())
GROUP = "".join(text + "~" for text in group())
SECOND = interchange(number="000000002").decode()


class Expected(NamedTuple):
    """The elements that answer: TA104 and TA105, AK901 and AK905…, IK501 and IK502…"""

    ta1: str = ""
    ak9: tuple[str, ...] = ("A*1*1*1",)
    ik5: tuple[str, ...] = ("A",)


def changed(*changes: tuple[str, str], text: str = GOOD) -> str:
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def with_header(**elements: str) -> str:
    return changed((isa(), isa(**elements)))


def cut_header(number: int) -> str:
    """The ISA without one character of element *number*, whose width is then wrong."""
    widths = [sum(ISA_WIDTHS[: number - 1]) + number + 3]
    return GOOD[: widths[0]] + GOOD[widths[0] + 1 :]


ACCEPTED = Expected()
CASES: dict[str, tuple[str, Expected]] = {
    "nothing is wrong": (GOOD, ACCEPTED),
    # Interchanges
    "no IEA": (changed(("IEA*1*000000001~", "")), Expected("R*023")),
    "no IEA before another interchange": (
        changed(("IEA*1*000000001~", "")) + SECOND,
        Expected("R*023"),
    ),
    "IEA02 differs": (changed(("IEA*1*000000001", "IEA*1*000000009")), Expected("R*001")),
    "IEA02 absent": (changed(("IEA*1*000000001", "IEA*1")), Expected("R*001")),
    "IEA02 without its zeros": (changed(("IEA*1*000000001", "IEA*1*1")), Expected("R*001")),
    "IEA01 too great": (changed(("IEA*1", "IEA*2")), Expected("R*021")),
    "IEA01 zero": (changed(("IEA*1", "IEA*0")), Expected("R*021")),
    "IEA01 no number": (changed(("IEA*1", "IEA*x")), Expected("R*021")),
    "IEA01 and IEA02 wrong": (changed(("IEA*1*000000001", "IEA*2*2")), Expected("R*021")),
    "the file ends within IEA": (GOOD[:-4], Expected("R*001")),
    "the file ends within a segment": (GOOD[: GOOD.index("70553")], Expected("R*023")),
    "a segment before GS": (changed(("~GS*", "~REF*1~GS*")), Expected("R*024")),
    "a segment after GS": (changed(("~ST*", "~REF*1~ST*")), Expected("R*024")),
    "a segment after SE": (changed(("~GE*", "~REF*1~GE*")), Expected("R*024")),
    "a segment after GE": (changed(("~IEA*", "~REF*1~IEA*")), Expected("R*024")),
    "SE twice": (changed(("SE*7*0001~", "SE*7*0001~SE*7*0001~")), Expected("R*024")),
    "GE twice": (changed(("GE*1*1~", "GE*1*1~GE*1*1~")), Expected("R*024")),
    "GE without GS": (isa() + "~GE*0*1~IEA*0*000000001~", Expected("R*024")),
    "no ST": (changed(("ST*837*0001*005010X222A1~", "")), Expected("R*024")),
    "ST outside a group": (
        f"{isa()}~{SET}IEA*0*000000001~",
        Expected("R*024"),
    ),
    "ISA01 unknown": (with_header(isa1="99"), Expected("R*010")),
    "ISA03 unknown": (with_header(isa3="99"), Expected("R*012")),
    "ISA05 unknown": (with_header(isa5="Z1"), Expected("R*005")),
    "ISA06 blank": (with_header(isa6=""), Expected("R*006")),
    "ISA07 unknown": (with_header(isa7="Z1"), Expected("R*007")),
    "ISA08 blank": (with_header(isa8=""), Expected("R*008")),
    "ISA09 no day": (with_header(isa9="260230"), Expected("R*014")),
    "ISA09 no digits": (with_header(isa9="26O301"), Expected("R*014")),
    "ISA10 no time": (with_header(isa10="3339"), Expected("R*015")),
    "ISA10 no minutes": (with_header(isa10="0860"), Expected("R*015")),
    "ISA12 of no known version": (with_header(isa12="00701"), Expected("E*017")),
    "ISA13 no number": (
        changed((isa(), isa(isa13="00000000A")), ("IEA*1*000000001", "IEA*1*00000000A")),
        Expected("R*018"),
    ),
    "ISA14 unknown": (with_header(isa14="2"), Expected("R*019")),
    "ISA15 unknown": (with_header(isa15="X"), Expected("R*020")),
    "ISA15 and ISA05 unknown": (with_header(isa15="X", isa5="Z1"), Expected("R*005")),
    "ISA11 a letter": (with_header(isa11="U"), ACCEPTED),
    "ISA16 a letter": (with_header(isa16="A"), Expected("R*027")),
    "ISA16 the element separator": (with_header(isa16="*"), Expected("R*027")),
    "ISA too short": (cut_header(6), Expected("E*022")),
    "one interchange twice": (GOOD + GOOD, Expected("R*025", ("A*1*1*1",), ("A",))),
    # Functional groups
    "no GE": (changed(("GE*1*1~", "")), Expected("", ("R*1*1*1*3",))),
    "no GE before another group": (
        changed(
            ("GE*1*1~", GROUP.replace("*1*X*", "*2*X*").replace("GE*1*1", "GE*1*2")),
            ("IEA*1", "IEA*2"),
        ),
        Expected("", ("R*1*1*1*3", "A*1*1*1"), ("A", "A")),
    ),
    "GE02 differs": (changed(("GE*1*1", "GE*1*2")), Expected("", ("R*1*1*1*4",))),
    "GE02 absent": (changed(("GE*1*1", "GE*1")), Expected("", ("R*1*1*1*4",))),
    "GE01 too great": (changed(("GE*1*1", "GE*2*1")), Expected("", ("R*2*1*1*5",))),
    "GE01 no number": (changed(("GE*1*1", "GE*x*1")), Expected("", ("R*1*1*1*5",))),
    "GE01 and GE02 wrong": (changed(("GE*1*1", "GE*3*2")), Expected("", ("R*3*1*1*5*4",))),
    "GS06 no number": (
        changed(("*1*X*", "*A*X*"), ("GE*1*1", "GE*1*A")),
        Expected("", ("R*1*1*1*6",)),
    ),
    "GS06 twice": (
        changed(("GE*1*1~", "GE*1*1~" + GROUP), ("IEA*1", "IEA*2")),
        Expected("", ("A*1*1*1", "R*1*1*1*19"), ("A", "A")),
    ),
    "a group without sets": (
        f"{isa()}~GS*HC*SENDER*RECEIVER*20260301*0830*1*X*005010X222A1~GE*1*1~IEA*1*000000001~",
        Expected("", ("R*1*0*0*5",), ()),
    ),
    # Transaction sets
    "no SE": (changed(("SE*7*0001~", "")), Expected("", ("R*1*1*0",), ("R*2",))),
    "no SE before another set": (
        changed(("SE*7*0001~", SET.replace("0001", "0002")), ("GE*1", "GE*2")),
        Expected("", ("P*2*2*1",), ("R*2", "A")),
    ),
    "no SE, no GE and no IEA": (
        GOOD[: GOOD.index("SE*")],
        Expected("R*023", ("R*1*1*0*3",), ("R*2",)),
    ),
    "SE02 differs": (changed(("SE*7*0001", "SE*7*0002")), Expected("", ("R*1*1*0",), ("R*3",))),
    "SE01 too great": (changed(("SE*7", "SE*8")), Expected("", ("R*1*1*0",), ("R*4",))),
    "SE01 no number": (changed(("SE*7", "SE*x")), Expected("", ("R*1*1*0",), ("R*4",))),
    "SE01 and SE02 wrong": (
        changed(("SE*7*0001", "SE*9*0009")),
        Expected("", ("R*1*1*0",), ("R*4*3",)),
    ),
    "ST01 too long": (changed(("ST*837*", "ST*8370*")), Expected("", ("R*1*1*0",), ("R*6",))),
    "ST02 too short": (
        changed(("ST*837*0001", "ST*837*1"), ("SE*7*0001", "SE*7*1")),
        Expected("", ("R*1*1*0",), ("R*7",)),
    ),
    "ST02 twice": (
        changed(("SE*7*0001~", "SE*7*0001~" + SET), ("GE*1", "GE*2")),
        Expected("", ("P*2*2*1",), ("A", "R*23")),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_bad_envelope_is_answered_with_the_exact_codes(name: str) -> None:
    text, expected = CASES[name]
    answers = answer(text.encode(), rules=Rules())
    ta1 = [segment.split("*", 4)[4] for segment in answers.segments(DocumentKind.TA1, "TA1")]
    assert "".join(ta1[:1]) == expected.ta1
    rejected = expected.ta1.startswith("R")
    has_second = "000000002" in text or text.count("ISA*") > 1
    if rejected and not has_second:
        assert {kind for kind, _ in answers.documents} == {DocumentKind.TA1}
    if not rejected:
        assert told(answers.segments(DocumentKind.IMPLEMENTATION, "AK9")) == expected.ak9
        assert told(answers.segments(DocumentKind.IMPLEMENTATION, "IK5")) == expected.ik5
    for _, data in answers.documents:
        assert validate(data).accepted or name in PYX12_REFUSES, data


# A TA1 repeats the day and the time that it refuses, and pyx12 refuses them as well.
PYX12_REFUSES = {
    "ISA09 no day",
    "ISA09 no digits",
    "ISA10 no time",
    "ISA10 no minutes",
}


def told(segments: list[str]) -> tuple[str, ...]:
    return tuple(segment.split("*", 1)[1] for segment in segments)


@pytest.mark.parametrize("name", [name for name in CASES if CASES[name][1].ta1[:1] == "R"])
def test_where_envelopes_are_noted_only_what_they_hold_is_answered_too(name: str) -> None:
    text, expected = CASES[name]
    answers = answer(text.encode(), rules=Rules(envelope="note"))
    ta1 = answers.segments(DocumentKind.TA1, "TA1")
    assert ta1[0].endswith(expected.ta1.replace("R", "E"))
    for segment in answers.segments(DocumentKind.IMPLEMENTATION, "AK9", "IK5"):
        assert segment.split("*")[1] in {"A", "E"}


def test_there_are_more_than_fifty_of_them() -> None:
    assert len(CASES) > 50


KINDS = {
    "ISA01 unknown": "AK20",
    "ISA03 unknown": "AK21",
    "ISA05 unknown": "AK22",
    "ISA06 blank": "AK23",
    "ISA07 unknown": "AK24",
    "ISA08 blank": "AK25",
    "ISA09 no day": "AK26",
    "ISA10 no time": "AK27",
    "ISA14 unknown": "AK28",
    "ISA15 unknown": "AK29",
    "ST02 twice": "AK10",
    "GS06 twice": "AK11",
    "one interchange twice": "AK12",
}


@pytest.mark.parametrize("name", KINDS)
def test_what_is_answered_is_also_a_finding(name: str) -> None:
    found = answer(CASES[name][0].encode()).findings
    (one,) = [finding for finding in found if finding.kind.code.startswith("AK")]
    assert one.kind.code == KINDS[name]
    assert one.position.element


# Alone in their file, and whole: what is cut off would swallow what follows.
NEIGHBORS = [name for name, (text, _) in CASES.items() if text.count("ISA*") == 1][::3]
JUNK = ("", "\r\n", "-- next --\n")


def renumbered(text: str) -> str:
    """The same interchange by another number, where its own is the usual one."""
    return text.replace("000000001", "000000002")


def answered(text: str) -> list[str]:
    """What a file is answered, without the numbers that tell interchanges apart."""
    answers = answer(text.encode(), rules=Rules())
    told = answers.segments(DocumentKind.TA1, "TA1")
    told += answers.segments(DocumentKind.IMPLEMENTATION, "AK1", "AK2", "IK5", "AK9")
    return sorted(segment.replace("000000002", "000000001") for segment in told)


@pytest.mark.parametrize("first", NEIGHBORS)
def test_what_an_interchange_is_answered_does_not_depend_on_its_neighbor(first: str) -> None:
    one = CASES[first][0]
    if not one.endswith("~"):
        one = GOOD  # cut off in the middle: its neighbor would be taken for its rest
    for turn, second in enumerate(NEIGHBORS):
        other = renumbered(CASES[second][0])
        both = answered(one + JUNK[turn % len(JUNK)] + other)
        assert both == sorted(answered(one) + answered(other)), second


def test_there_are_more_than_two_hundred_pairs() -> None:
    assert len(NEIGHBORS) ** 2 > 200
