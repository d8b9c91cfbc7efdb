"""A file of answers taken apart, before anything is looked up."""

from __future__ import annotations

import pytest

from edi_service.acknowledge.model import GroupAcknowledgment, InterchangeAcknowledgment
from edi_service.edge.guides import find_guide
from edi_service.review.answer.model import Answer
from edi_service.service.casework.hearing import (
    CLAIMS,
    IMPLEMENTATION,
    INTERCHANGE,
    REVIEW,
    take_apart,
)
from edi_service.service.records import Lane
from tests.service.office import (
    Sent,
    acknowledged,
    answered,
    claims_acknowledged,
    interchange_acknowledged,
    together,
)
from tests.x12.reading import isa

SENT = Sent("0123456789abcdef", 1)
REVIEWED = answered(SENT, "HCR*A1*CERT1")
EVERY = together(
    interchange_acknowledged(7), acknowledged(7), REVIEWED, claims_acknowledged(("A1", "A2:20"))
)


def kinds_of(data: bytes) -> list[str]:
    return [piece.kind for piece in take_apart(data, find_guide).pieces]


def codes_of(data: bytes) -> list[str]:
    found = take_apart(data, find_guide)
    every = [*found.findings, *(each for piece in found.pieces for each in piece.findings)]
    return [each.kind.code for each in every]


def test_four_sorts_of_answers_are_told_apart_by_content_and_stay_in_order() -> None:
    assert kinds_of(EVERY) == [INTERCHANGE, IMPLEMENTATION, REVIEW, CLAIMS]
    assert codes_of(EVERY) == []
    pieces = take_apart(EVERY, find_guide).pieces
    assert isinstance(pieces[0].content, InterchangeAcknowledgment)
    assert isinstance(pieces[1].content, GroupAcknowledgment)
    assert isinstance(pieces[2].content, Answer)
    assert isinstance(pieces[3].content, tuple)
    positions = [piece.position.segment for piece in pieces]
    assert positions == sorted(positions)


def test_each_is_an_answer_to_what_its_receiver_sent() -> None:
    lanes = {piece.lane for piece in take_apart(EVERY, find_guide).pieces}
    assert lanes == {Lane("CLINIC", "PLAN", "T")}


def test_each_is_kept_as_an_interchange_of_its_own() -> None:
    for piece in take_apart(EVERY, find_guide).pieces:
        alone = take_apart(piece.data, find_guide)
        assert [each.kind for each in alone.pieces] == [piece.kind]
        assert alone.pieces[0].content == _without_place(piece.content, alone.pieces[0].content)
        assert alone.findings == ()


def _without_place(content: object, like: object) -> object:
    """An answer knows where it stood in its file; alone it stands elsewhere."""
    return like if isinstance(content, Answer) and isinstance(like, Answer) else content


def test_several_sets_of_one_group_are_kept_apart() -> None:
    data = REVIEWED.replace(b"GE*1*1~", b"")
    start, end = data.index(b"ST*278"), data.index(b"IEA")
    second = data[start:end].replace(b"*0001", b"*0002").replace(b"CERT1", b"CERT2")
    both = data[:end] + second + b"GE*2*1~" + data[end:]
    first, other = take_apart(both, find_guide).pieces
    assert first.data == REVIEWED
    assert (b"CERT2" in other.data, b"CERT1" in other.data) == (True, False)
    assert codes_of(both) == []


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_breaks_between_segments_change_nothing(end: str) -> None:
    data = EVERY.replace(b"~", b"~" + end.encode())
    assert kinds_of(data) == kinds_of(EVERY)
    assert codes_of(data) == []


def test_interchanges_with_delimiters_of_their_own_are_read() -> None:
    other = REVIEWED.decode().replace("~", "'").replace("*", "|").replace(":", ">")
    assert kinds_of(together(REVIEWED, other.encode(), REVIEWED)) == [REVIEW] * 3
    first, second, _ = take_apart(together(REVIEWED, other.encode(), REVIEWED), find_guide).pieces
    assert isinstance(first.content, Answer)
    assert isinstance(second.content, Answer)
    assert first.content.events[0].level.ruling == second.content.events[0].level.ruling
    assert second.data == other.encode()


def test_a_997_is_read_as_a_999_is() -> None:
    data = acknowledged(7).replace(b"ST*999", b"ST*997").replace(b"IK5*", b"AK5*")
    (piece,) = take_apart(data, find_guide).pieces
    assert isinstance(piece.content, GroupAcknowledgment)
    assert piece.content.control_number == "7"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a remittance", acknowledged(7).replace(b"ST*999", b"ST*835")),
        ("a status of another guide", claims_acknowledged().replace(b"X214", b"X212")),
        ("a review of an older guide", REVIEWED.replace(b"005010X217", b"004010X094A1")),
        ("a set without a name", acknowledged(7).replace(b"ST*999", b"ST*")),
    ],
)
def test_what_is_no_answer_is_named_and_no_piece(name: str, data: bytes) -> None:
    assert kinds_of(data) == [], name
    assert "AN26" in codes_of(data)


def test_a_request_is_no_answer() -> None:
    data = REVIEWED.replace(b"BHT*0007*11", b"BHT*0007*13")
    assert kinds_of(data) == []
    assert "AN01" in codes_of(data)


def test_a_review_without_its_header_is_read_as_a_request_would_be() -> None:
    start, end = REVIEWED.index(b"BHT"), REVIEWED.index(b"HL*1")
    assert "AN01" in codes_of(REVIEWED[:start] + REVIEWED[end:])
    nothing = f"{isa()}~GS*HI*A*B*20260301*0830*1*X*005010X217~ST*278*0001*005010X217~".encode()
    assert "AN01" in codes_of(nothing)


def test_findings_about_a_ta1_stay_with_it() -> None:
    data = together(interchange_acknowledged(7, "P"), interchange_acknowledged(8))
    first, second = take_apart(data, find_guide).pieces
    assert [each.kind.code for each in first.findings] == ["AK02"]
    assert second.findings == ()


def test_what_is_wrong_with_an_envelope_is_the_files() -> None:
    data = REVIEWED.replace(b"SE*15", b"SE*99") if b"SE*15" in REVIEWED else REVIEWED
    damaged = data.replace(b"IEA*1*000000001", b"IEA*1*000000009")
    found = take_apart(damaged, find_guide)
    assert [piece.kind for piece in found.pieces] == [REVIEW]
    assert found.findings != ()
    assert found.pieces[0].findings == ()
