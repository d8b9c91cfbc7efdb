"""One thing a claim has to say in its situation, left out: one finding, in its place."""

from __future__ import annotations

from typing import Any, Final

import pytest

from edi_service.claims import check_kinds
from edi_service.claims.checks import MOST_CLAIMS
from edi_service.finding import Severity
from tests.builders import (
    DAY,
    a_claim,
    a_line,
    a_transaction_set,
    an_interchange,
    enclosed,
    read_one,
    spoiled,
)
from tests.claims.checking import findings, told

P: Final = "P"
I: Final = "I"  # noqa: E741 - the guide's letter
D: Final = "D"
PLACES = "NM1*PW*2~N3*1 OAK ROAD~N4*PEORIA*IL*61602~NM1*45*2*GENERAL~N3*2 ELM~N4*PEORIA*IL*61602~"
PROVIDER = "NM1*82*1*MERCER*JOAN****XX*1598765430~PRV*PE*PXC*207Q00000X~"
REASON = "CR1*LB*140**A*DH*12~"


def replacement(kind: Any) -> bytes:
    return an_interchange(a_claim(kind=kind, frequency="7", extra="REF*F8*PAYER123~"), kind=kind)


def accident(kind: Any = P, cause: str = "AA:::IL") -> bytes:
    data = an_interchange(a_claim(kind=kind, dates=f"DTP*439*D8*{DAY}~"), kind=kind)
    return spoiled(data, "*Y*A*Y*Y~", f"*Y*A*Y*Y**{cause}~")


def stay(place: str = "11") -> bytes:
    line = a_line(kind="I").replace(f"DTP*472*D8*{DAY}~", "")
    dates = f"DTP*435*DT*{DAY}1130~"
    return an_interchange(a_claim(line, kind="I", place=place, dates=dates), kind="I")


def ambulance(*, in_line: bool = False) -> bytes:
    if in_line:
        line = a_line(procedure="A0429", extra=PLACES).replace("DTP*472", f"{REASON}DTP*472")
        return an_interchange(a_claim(line))
    line = a_line(procedure="A0429")
    return an_interchange(a_claim(line, extra=REASON, providers=PROVIDER + PLACES))


def drugs(kind: Any = P) -> bytes:
    drug = "LIN**N4*00002143380~CTP****2*ML~"
    return an_interchange(a_claim(a_line(extra=drug * 2, kind=kind), kind=kind), kind=kind)


def two_lines(kind: Any = P) -> bytes:
    return an_interchange(a_claim(a_line(1, kind=kind), a_line(2, kind=kind), kind=kind), kind=kind)


SITUATIONS = [
    pytest.param(
        replacement(P), "REF*F8*PAYER123~", "", [("CM16", "2300 CLM05-3")], id="replacement"
    ),
    pytest.param(
        replacement(I), "REF*F8*PAYER123~", "", [("CM16", "2300 CLM05-3")], id="institutional"
    ),
    pytest.param(an_interchange(), "11:B:1", "11:B:8", [("CM16", "2300 CLM05-3")], id="void"),
    pytest.param(
        replacement(D), "REF*F8*PAYER123~", "REF*F8~", [("CM16", "2300 CLM05-3")], id="empty number"
    ),
    pytest.param(
        accident(), f"DTP*439*D8*{DAY}~", "", [("CM17", "2300 CLM11-1")], id="accident date"
    ),
    pytest.param(
        accident(D, "EM:OA"),
        f"DTP*439*D8*{DAY}~",
        "",
        [("CM17", "2300 CLM11-2")],
        id="dental accident, second cause",
    ),
    pytest.param(
        accident(), f"439*D8*{DAY}", "439*D8*2026", [("CM06", "2300 DTP03")], id="unreadable date"
    ),
    pytest.param(accident(), "AA:::IL", "AA", [("CM18", "2300 CLM11-4")], id="accident state"),
    pytest.param(
        stay(), f"DTP*435*DT*{DAY}1130~", "", [("CM19", "2300 CLM05-1")], id="hospital inpatient"
    ),
    pytest.param(
        stay("21"), f"DTP*435*DT*{DAY}1130~", "", [("CM19", "2300 CLM05-1")], id="skilled nursing"
    ),
    pytest.param(
        stay(), f"435*DT*{DAY}1130", "435*DT*1130", [("CM06", "2300 DTP03")], id="unreadable stay"
    ),
    pytest.param(
        an_interchange(), "SBR*P*18*", "SBR*P**", [("CM20", "2000B SBR02")], id="self not said"
    ),
    pytest.param(
        an_interchange(dependent=True), "SBR*P**", "SBR*P*18*", [("CM20", "2000B SBR02")], id="self"
    ),
    pytest.param(
        two_lines(),
        "LX*1~",
        "LX*2~",
        [("CM21", "2400 LX01"), ("CM08", "2400 LX01")],
        id="first line is not 1, and repeats",
    ),
    pytest.param(two_lines(I), "LX*2~", "LX*3~", [("CM21", "2400 LX01")], id="gap"),
    pytest.param(two_lines(), "LX*2~", "LX*02~", [("CM21", "2400 LX01")], id="leading zero"),
    pytest.param(ambulance(), REASON, "", [("CM22", "2400 SV101-2")], id="ambulance reason"),
    pytest.param(ambulance(), PLACES, "", [("CM23", "2400 SV101-2")], id="ambulance places"),
    pytest.param(
        ambulance(in_line=True), REASON, "", [("CM22", "2400 SV101-2")], id="reason of the line"
    ),
    pytest.param(
        ambulance(in_line=True),
        PLACES.partition("NM1*45")[0],
        "",
        [("CM23", "2400 SV101-2")],
        id="no pick-up of the line",
    ),
    pytest.param(
        drugs(),
        "CTP****2*ML~LIN",
        "LIN",
        [("CM24", "2410 LIN")],
        id="first drug without quantity",
    ),
    pytest.param(
        drugs(I), "CTP****2*ML~REF", "REF", [("CM24", "2410 LIN")], id="last drug without quantity"
    ),
]


@pytest.mark.parametrize(("good", "old", "new", "expected"), SITUATIONS)
def test_what_a_situation_asks_for_is_missed_in_its_place(
    good: bytes, old: str, new: str, expected: list[tuple[str, str]]
) -> None:
    if old.endswith("REF"):
        good = good.replace(b"CTP****2*ML~SE", b"CTP****2*ML~REF*XZ*RX1~SE")
    assert told(good) == []
    assert told(spoiled(good, old, new)) == expected


@pytest.mark.parametrize("frequency", ["1", "5", "6"])
def test_other_frequencies_need_no_number_of_an_original(frequency: str) -> None:
    assert told(an_interchange(a_claim(frequency=frequency))) == []


def test_an_illness_of_employment_needs_no_accident() -> None:
    assert told(spoiled(an_interchange(), "*Y*A*Y*Y~", "*Y*A*Y*Y**EM~")) == []


def test_an_automobile_accident_abroad_has_a_country_and_no_state() -> None:
    assert told(accident(cause="AA::::MX")) == []


@pytest.mark.parametrize("place", ["12", "13", "32"])
def test_other_bill_types_need_no_admission(place: str) -> None:
    data = stay(place)
    assert told(spoiled(data, f"DTP*435*DT*{DAY}1130~", "")) == []


def test_a_subscriber_with_a_claim_may_have_dependents_with_claims() -> None:
    own = a_transaction_set(a_claim())
    dependent = a_transaction_set(a_claim(number="A2"), dependent=True)
    level = dependent[dependent.index("HL*3*2*23") : dependent.index("SE*")]
    both = own.replace("HL*2*1*22*0", "HL*2*1*22*1").replace("SE*", f"{level}SE*")

    assert told(enclosed(both)) == []


def test_the_relationship_is_told_once_a_subscriber() -> None:
    two = a_claim() + a_claim(number="A2")
    data = an_interchange(two, two, dependent=True)

    assert told(data.replace(b"SBR*P**", b"SBR*P*18*")) == [("CM20", "2000B SBR02")] * 2


def test_without_an_sbr_nothing_disagrees_with_the_levels() -> None:
    data = an_interchange()
    start = data.index(b"SBR*")
    assert told(data[:start] + data[data.index(b"~", start) + 1 :]) == []


def test_a_transport_is_billed_on_professional_claims_only() -> None:
    assert told(an_interchange(a_claim(a_line(kind=I, procedure="A0429"), kind=I), kind=I)) == []


def test_more_claims_than_advised_is_a_note_once_a_set() -> None:
    set_ = a_transaction_set("".join(a_claim() for _ in range(MOST_CLAIMS + 2)))

    [found] = findings(enclosed(set_))
    assert found.kind is check_kinds.MANY_CLAIMS
    assert found.severity is Severity.NOTE
    assert found.position.designator == "CLM"
    assert told(enclosed(a_transaction_set("".join(a_claim() for _ in range(MOST_CLAIMS))))) == []


@pytest.mark.parametrize(("kind", "most"), [(P, 50), (D, 50), (I, 999)])
def test_more_lines_than_foreseen_is_a_note_once_a_claim(kind: Any, most: int) -> None:
    lines = [a_line(number, kind=kind) for number in range(1, most + 3)]
    data = an_interchange(a_claim(*lines, kind=kind), kind=kind)

    [found] = findings(data)
    assert found.kind is check_kinds.MANY_LINES
    assert found.severity is Severity.NOTE
    claim = read_one(data)
    assert claim.placed is not None
    assert found.position == claim.placed.position(claim.lines[most].index, 1)
    assert told(an_interchange(a_claim(*lines[:most], kind=kind), kind=kind)) == []
