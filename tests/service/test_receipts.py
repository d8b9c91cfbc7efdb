"""What is sent to us besides claims is acknowledged, and nothing that could be read is refused."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from edi_service.edge.guides import find_guide
from edi_service.edge.reference import validate
from edi_service.service.exchange.receipts import acknowledge_received
from tests.remittance.making import a_paid_claim, a_remittance

ANSWER = (Path(__file__).parents[2] / "fixtures/answers/certified-in-part.edi").read_bytes()
EVERYTHING = ("278", "835")


def told(data: bytes, received: tuple[str, ...] = EVERYTHING) -> list[list[str]]:
    """The segments of each document that tell anything."""
    numbers = count(1)
    found = []
    for document in acknowledge_received(
        io.BytesIO(data),
        received,
        find_guide=find_guide,
        moment=datetime(2026, 6, 11, tzinfo=UTC),
        next_number=lambda _: next(numbers),
    ):
        written = b"".join(document.parts)
        assert validate(written).accepted, written
        segments = written.decode().split("~")
        found.append([each for each in segments if each[:3] in {"TA1", "AK1", "IK3", "IK5", "AK9"}])
    return found


def test_an_answer_to_a_review_is_accepted() -> None:
    assert told(ANSWER) == [["AK1*HI*110*005010X217", "IK5*A", "AK9*A*1*1*1"]]


def test_a_remittance_is_accepted() -> None:
    [segments] = told(a_remittance(a_paid_claim()))

    assert segments[0].startswith("AK1*HP*")
    assert segments[1:] == ["IK5*A", "AK9*A*1*1*1"]


@pytest.mark.parametrize(
    "damaged",
    [
        ANSWER.replace(b"HCR*A2*", b"HCR*ZZ9*"),
        a_remittance(a_paid_claim()).replace(b"CAS*", b"CAZ*").replace(b"BPR*I", b"BPR*?"),
    ],
)
def test_a_fault_that_did_not_hinder_reading_is_noted(damaged: bytes) -> None:
    [segments] = told(damaged)

    assert any(segment.startswith("IK3*") for segment in segments)
    assert segments[-2:] == ["IK5*E*5", "AK9*E*1*1*1"]


def test_a_set_whose_envelope_is_wrong_is_rejected() -> None:
    trailer = ANSWER[ANSWER.index(b"SE*") :].split(b"~")[0]

    [segments] = told(ANSWER.replace(trailer, b"SE*999*0001"))

    assert segments[-2:] == ["IK5*R*4", "AK9*R*1*1*0"]


def test_only_what_the_partner_wants_acknowledged_is() -> None:
    both = ANSWER + a_remittance(a_paid_claim())

    assert [segments[0][:6] for segments in told(both)] == ["AK1*HI", "AK1*HP"]
    assert [segments[0][:6] for segments in told(both, ("835",))] == ["AK1*HP"]
    assert told(both, ()) == []


def test_a_receipt_that_is_asked_for_is_given() -> None:
    [receipt, _] = told(ANSWER.replace(b"*0*T*", b"*1*T*"))

    assert receipt == ["TA1*000000110*260305*1010*A*000"]


def test_acknowledgments_get_none() -> None:
    answered = ANSWER.replace(b"GS*HI*", b"GS*FA*").replace(b"ST*278*", b"ST*999*")

    assert told(answered) == []


@pytest.mark.parametrize("data", [b"", b"Dear office,", ANSWER[:300], ANSWER[:120]])
def test_what_is_broken_off_raises_nothing(data: bytes) -> None:
    told(data)
