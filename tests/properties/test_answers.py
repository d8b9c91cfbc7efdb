"""Whatever a payer sends, reading it gives findings and no exception, and approves nothing new."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edi_service.cases.progress import Cause
from edi_service.edge.guides import find_guide
from edi_service.service.casework.hearing import take_apart
from tests.properties.strategies import damaged, damaged_interchanges
from tests.review.answer.making import read

FOLDER = Path(__file__).parents[2] / "fixtures" / "answers"
ANSWERS = {path.stem: path.read_bytes() for path in sorted(FOLDER.glob("*.edi"))}
ELEMENTS = ["", "1", "-1.5", "x", "20260230", "A1", "A3", "XX", "0F^0P", "LOI:1", "2", "N", "::::"]
GRANTED = {Cause.APPROVED, Cause.PARTLY_APPROVED, Cause.MODIFIED}


def inside(data: bytes) -> tuple[list[str], list[str], list[str]]:
    """The envelope before, the segments between ST and SE, and the envelope after."""
    texts = [text.strip() for text in data.decode().split("~") if text.strip()]
    return texts[:3], texts[3:-3], texts[-3:]


def put_together(head: list[str], body: list[str], tail: list[str]) -> bytes:
    trailer = [f"SE*{len(body) + 2}*0001", *tail[1:]]
    return "".join(f"{text}~" for text in (*head, *body, *trailer)).encode()


@st.composite
def spoiled(draw: st.DrawFn) -> bytes:
    """An answer with segments left out, moved, repeated or borrowed, and values changed."""
    head, body, tail = inside(ANSWERS[draw(st.sampled_from(sorted(ANSWERS)))])
    _, others, _ = inside(ANSWERS[draw(st.sampled_from(sorted(ANSWERS)))])
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(body) - 1))
        match draw(st.sampled_from(["drop", "repeat", "move", "borrow", "change"])):
            case "drop" if len(body) > 1:
                del body[at]
            case "repeat":
                body.insert(at, body[at])
            case "move":
                body.insert(draw(st.integers(0, len(body) - 1)), body.pop(at))
            case "borrow":
                body.insert(at, draw(st.sampled_from(others)))
            case _:
                elements = body[at].split("*")
                place = draw(st.integers(0, len(elements) - 1))
                elements[place] = draw(st.sampled_from(ELEMENTS))
                body[at] = "*".join(elements)
    return put_together(head, body, tail)


@settings(max_examples=150)
@given(spoiled())
def test_no_damage_to_an_answer_raises_and_every_doubt_has_a_finding(data: bytes) -> None:
    got = read(data)
    for heard in got.heard:
        if heard.cause is Cause.UNCLEAR:
            assert {"AN02", "AN03", "AN04", "AN08"} & set(got.codes)
        if heard.cause in GRANTED:
            assert heard.action in {"A1", "A2", "A6"}
    for found in got.findings:
        assert found.message
        assert 0 <= found.position.offset <= len(data)


@settings(max_examples=100)
@given(damaged | damaged_interchanges)
def test_no_bytes_raise(data: bytes) -> None:
    found = take_apart(data, find_guide)
    for piece in found.pieces:
        assert piece.data
        assert piece.kind


@pytest.mark.parametrize("name", ANSWERS)
def test_without_its_decision_no_answer_is_an_approval(name: str) -> None:
    head, body, tail = inside(ANSWERS[name])
    kept = [text for text in body if not text.startswith("HCR")]
    for heard in read(put_together(head, kept, tail)).heard:
        assert heard.cause not in GRANTED


@pytest.mark.parametrize("name", ANSWERS)
def test_other_delimiters_say_the_same(name: str) -> None:
    data = ANSWERS[name].decode()
    other = data.replace("~\n", "'").replace("*", "|").replace(":", ">").replace("^", "!")
    assert read(other.encode()).heard == read(data.encode()).heard


@pytest.mark.parametrize("name", ANSWERS)
def test_cutting_an_answer_short_never_raises(name: str) -> None:
    data = ANSWERS[name]
    for end in range(0, len(data), 37):
        for heard in read(data[:end]).heard:
            assert heard.cause in set(Cause)
