"""Whatever comes in, nothing is raised, and what goes out is sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import a_claim, an_interchange
from tests.simulator.making import (
    a_request,
    a_stay_request,
    answered,
    assert_sound,
    batch,
    kinds,
    of,
    segments,
)

if TYPE_CHECKING:
    from edi_service.simulator.payer import Payer

REQUEST = a_request(lines=2)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", []),
        (b"Dear payer, please approve.", []),
        (b"\xff\xfeI\x00S\x00A\x00", []),
        (REQUEST.replace(b"IEA*1*000000101", b"IEA*1*000000102"), ["TA1"]),
        (REQUEST.replace(b"IEA*1*000000101~", b""), ["TA1"]),
        (REQUEST.replace(b"UM*HS", b"UM*XX"), ["999"]),
        (REQUEST.replace(b"UM*HS", b"XX*HS"), ["999"]),
        (REQUEST.replace(b"SE*", b"SE*9"), ["999"]),
        (REQUEST.replace(b"HL*5*4*SS", b"HL*5*3*SS"), ["999"]),
        (REQUEST.replace(b"*13*0123", b"*11*0123"), ["999"]),
    ],
)
def test_what_is_damaged_is_refused_where_it_is(data: bytes, expected: list[str]) -> None:
    payer = answered("", data)
    assert_sound(payer.letters())
    assert kinds(payer) == expected
    assert len(payer.journal) == 1


def test_what_is_no_request_is_not_supported() -> None:
    payer = answered("", an_interchange(a_claim()))
    assert_sound(payer.letters())
    assert kinds(payer) == ["999"]
    assert of(segments(payer.letters()[0].data), "IK5") == ["IK5*R*1"]
    assert [did.note for did in payer.journal] == ["It is no request of 005010X217."]


def test_an_acknowledgment_is_not_acknowledged() -> None:
    [receipt, _] = answered("", REQUEST).letters()
    payer = answered("", receipt.data)
    assert kinds(payer) == []


def test_its_own_answer_is_no_request() -> None:
    [_, answer] = answered("", REQUEST).letters()
    assert kinds(answered("", answer.data)) == ["999"]


def test_the_sound_sets_of_a_batch_are_answered() -> None:
    other = a_request(case_id="fedcba9876543210")
    payer = answered("", batch(REQUEST.replace(b"UM*HS", b"UM*XX"), other))
    assert kinds(payer) == ["999", "278"]
    assert [did.did for did in payer.journal] == ["999", "approve"]


def test_an_interchange_with_other_delimiters_is_read_and_answered_with_the_usual() -> None:
    other = REQUEST.translate(bytes.maketrans(b"*:~^", b"|>'!"))
    payer = answered("", other)
    assert_sound(payer.letters())
    assert kinds(payer) == ["999", "278"]
    texts = segments(payer.letters()[1].data)
    assert "NM1*IL*1*DOE*JANE****MI*MEM0001" in texts


def test_a_delimiter_of_ours_within_a_name_is_left_out_of_the_answer() -> None:
    other = REQUEST.translate(bytes.maketrans(b"*:~^", b"|>'!")).replace(b"DOE", b"D*O~E:S")
    payer = answered("", other)
    assert_sound(payer.letters())
    assert kinds(payer) == ["999", "278"]
    assert "NM1*IL*1*DOES*JANE****MI*MEM0001" in segments(payer.letters()[1].data)


def test_the_journal_names_nobody() -> None:
    payer = answered("", REQUEST, REQUEST.replace(b"UM*HS", b"UM*XX"), a_stay_request())
    told = repr(payer.journal)
    for secret in ("DOE", "JANE", "MEM0001", "PCN", "19800101"):
        assert secret not in told


PIECES = [b"~", b"*", b":", b"^", b"\r\n", b"\xff", b"\x00", b"ISA", b"HL*", b"UM*", b"AAA~", b"9"]


@given(
    st.integers(0, len(REQUEST)),
    st.integers(0, 40),
    st.lists(st.sampled_from(PIECES) | st.binary(max_size=6), max_size=4).map(b"".join),
)
def test_damage_anywhere_raises_nothing(at: int, taken: int, put: bytes) -> None:
    payer = answered("", REQUEST[:at] + put + REQUEST[at + taken :])
    assert_answers_sound(payer)


@given(st.lists(st.sampled_from(REQUEST.split(b"~")) | st.binary(max_size=12), max_size=30))
def test_segments_in_any_order_raise_nothing(texts: list[bytes]) -> None:
    head = b"~".join(REQUEST.split(b"~")[:2])
    payer = answered("", b"~".join([head, *texts, b""]))
    assert_answers_sound(payer)


def assert_answers_sound(payer: Payer) -> None:
    """A 999 repeats damaged numbers as they came; an answer is always as the guide wants it."""
    answers = [letter for letter in payer.letters() if letter.kind == "278"]
    assert_sound(answers, ask_pyx12=False)
    assert [did for did in payer.journal if did.is_fault] == []
