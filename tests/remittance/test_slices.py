"""An 835 held against its guide claim by claim is judged as if it were held against it whole."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edi_service.edge.guides import find_guide
from edi_service.finding import Report
from edi_service.guide.check import check_set
from edi_service.remittance.slices import Part, Slice, slices
from edi_service.x12.envelope import read_sets
from edi_service.x12.reader import read_blocks
from edi_service.x12.tally import Tally
from tests.remittance.making import a_paid_claim, a_paid_line, a_remittance, codes, read

DENIED = a_paid_claim(
    a_paid_line(adjustments=[("CO", "197", "1000")], remarks=["M62"], extra="REF*6R*L1~"),
    number="A2",
)
PLB = "PLB*1467893214*20261231*FB*0~"
WHOLE = a_remittance(
    a_paid_claim(), DENIED, f"LX*2~TS3*1467893214*11*20261231*1*1000~{a_paid_claim()}", plb=PLB * 2
)

Said = set[tuple[str, int, str]]


def pieces(data: bytes) -> tuple[list[Slice], Said]:
    report, found = Report(), list[Slice]()
    for one in read_sets(read_blocks(BytesIO(data), report), report, Tally()):
        guide = find_guide("005010X221A1")
        assert guide is not None
        found += slices(one, guide, report)
    return found, said(report)


def at_once(data: bytes) -> tuple[list[str], Said]:
    """The segments of the sets, and what their guide says of each set as a whole."""
    report, texts = Report(), list[str]()
    for one in read_sets(read_blocks(BytesIO(data), report), report, Tally()):
        guide = find_guide("005010X221A1")
        assert guide is not None
        for placed in check_set(one, guide, report):
            texts += placed.texts
    return texts, said(report)


def said(report: Report) -> Said:
    return {
        (each.kind.code, each.position.segment, each.position.designator)
        for each in report.findings
    }


def own(piece: Slice) -> list[str]:
    return piece.placed.texts[piece.start :]


def test_each_claim_is_a_piece_behind_its_header() -> None:
    found, _ = pieces(WHOLE)
    parts = [each.part for each in found]
    assert parts == [Part.CLAIM, Part.CLAIM, Part.CLAIM, Part.TRAILER]
    assert [own(each)[0].split("*")[0] for each in found] == ["CLP", "CLP", "CLP", "PLB"]
    assert len(own(found[-1])) == 2
    assert all(each.placed.texts[0].startswith("BPR*") for each in found)


def test_positions_are_those_of_the_file() -> None:
    found, _ = pieces(WHOLE)
    texts = WHOLE.decode().split("~")
    for each in found:
        for index, text in enumerate(each.placed.texts):
            where = each.placed.position(index)
            assert texts[where.segment - 1] == text
            assert WHOLE[where.offset :].startswith(text.encode())


SPOILT = [
    ("BPR*I", "BPR*Q"),
    ("PER*BL*EDI DESK*TE*5550100100~", ""),
    ("N1*PE*RIVERBEND CLINIC*XX*1467893214~", ""),
    ("NM1*QC*1*HOLLIS*CLARA****MI*M00012345~", ""),
    ("SVC*HC:70553", "SVC*HCX:70553"),
    ("CAS*CO*197*1000~", "CAS*CR*197*1000~CAS*CO*197~"),
    ("LQ*HE*M62~", "LQ*HE*M62~XYZ*1~"),
    ("DTM*472*20260203~", "DTM*472*20260203~DTM*472*20260203~DTM*472*20260203~"),
    ("LX*2~", "LX*2~LX*3~"),
    ("TS3*", "PLB*1467893214*20261231*FB*0~TS3*"),
    ("LX*1~", ""),
    ("REF*6R*L1~", "REF*6R*L1~REF*6R*L2~"),
]


@pytest.mark.parametrize(("old", "new"), SPOILT)
def test_each_fault_is_told_once_and_as_ever(old: str, new: str) -> None:
    data = WHOLE.replace(old.encode(), new.encode(), 1)
    assert data != WHOLE
    _, told = pieces(data)
    _, whole = at_once(data)
    if "PLB" in new or old == "LX*1~":  # what follows a fault of order is a matter of opinion
        assert {code for code, *_ in told} & {"SG02", "SG04", "SG07"}
    else:
        assert told == whole


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 60), max_size=6), st.data())
def test_no_segment_is_lost_whatever_is_cut_or_moved(gone: list[int], data: st.DataObject) -> None:
    head, *body = WHOLE.decode().split("~ST*")
    texts = ("ST*" + "~ST*".join(body)).split("~")
    inner = [text for at, text in enumerate(texts[1:-4]) if at not in gone]
    inner = data.draw(st.permutations(inner)) if data.draw(st.booleans()) else inner
    whole = "~".join([head, texts[0], *inner, *texts[-4:]]).encode()
    found, _ = pieces(whole)
    met = {
        each.placed.position(index).segment: text
        for each in found
        for index, text in enumerate(each.placed.texts)
    }
    assert [text for _, text in sorted(met.items())] == inner == at_once(whole)[0]
    claims = [text for each in found for text in own(each) if text.startswith("CLP*")]
    assert claims == [text for text in inner if text.startswith("CLP*")]


def test_a_set_of_nothing_is_told() -> None:
    kept = (b"ISA", b"GS*", b"ST*", b"GE*", b"IEA")
    empty = b"~".join(each for each in WHOLE.split(b"~") if each[:3] in kept) + b"~"
    assert pieces(empty)[0] == []
    assert "SG03" in codes(empty)


def test_a_set_without_claims_has_its_payment() -> None:
    data = a_remittance(plb="PLB*1467893214*20261231*FB*-5~", amount="5")
    claim = data[data.index(b"LX*1") : data.index(b"PLB*")]
    claims, taken, findings = read(data.replace(claim, b"").replace(b"SE*15", b"SE*12"))
    assert (claims, len(taken)) == ([], 1)
    assert [each.kind.code for each in findings if each.kind.code[:2] == "RM"] == []
