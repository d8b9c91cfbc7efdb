"""The diagnoses of an event, their order, and what points to them."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from edi_service.claims.model import Diagnosis
from tests.builders import a_claim as claim_text
from tests.builders import a_line as line_text
from tests.builders import an_interchange, read_one
from tests.review.making import (
    a_line,
    a_professional,
    a_stay,
    about_stay,
    ask,
    assert_valid,
    codes,
)


def diagnosed(*pairs: tuple[str, str]) -> tuple[Diagnosis, ...]:
    return tuple(Diagnosis(qualifier, code) for qualifier, code in pairs)


@pytest.mark.parametrize(
    ("diagnoses", "expected"),
    [
        ([("ABK", "S82.52XA")], "ABK:S8252XA"),
        (
            [("ABF", "I10"), ("APR", "R079"), ("ABJ", "R079"), ("ABK", "I214"), ("ABN", "W010XXA")],
            "ABK:I214*ABJ:R079*APR:R079*ABF:I10*ABF:W010XXA",
        ),
        ([("ABK", "I214"), ("ABK", "I10")], "ABK:I214*ABF:I10"),
        ([("ABJ", "R079"), ("ABJ", "R0789")], "ABJ:R079*ABF:R0789"),
        ([("ABK", "I214"), ("ABF", "I10"), ("ABF", "I10")], "ABK:I214*ABF:I10"),
    ],
)
def test_diagnoses_are_in_the_order_of_the_guide(
    diagnoses: list[tuple[str, str]], expected: str
) -> None:
    segments = assert_valid(ask(a_stay(diagnoses=diagnosed(*diagnoses)), about_stay()))
    assert f"HI*{expected}" in segments


def test_icd_9_is_for_care_before_its_end() -> None:
    day = date(2015, 9, 30)
    claim = a_stay(
        statement_from=day,
        statement_to=day,
        admitted=day,
        diagnoses=diagnosed(("BK", "41071"), ("BK", "4019"), ("BN", "E8888")),
        procedures=(),
    )
    assert "HI*BK:41071*BF:4019*BF:E8888" in assert_valid(ask(claim, about_stay()))
    later = msgspec.structs.replace(claim, statement_to=date(2015, 10, 1))
    assert codes(ask(later, about_stay())) == ["RQ14"]


def test_twelve_diagnoses_fit_and_the_rest_is_noted() -> None:
    others = [("ABF", f"A{number:02d}") for number in range(13)]
    claim = a_professional(diagnoses=diagnosed(("ABK", "S8252XA"), *others))
    request = ask(msgspec.structs.replace(claim, lines=(a_line(diagnosis_pointers=(1, 14, 12)),)))
    segments = assert_valid(request)
    (codes_sent,) = [text for text in segments if text.startswith("HI*")]
    assert codes_sent.count("*") == 12
    assert codes_sent.endswith("ABF:A10")
    assert codes(request) == ["RQ32"]
    assert [text for text in segments if text.startswith("SV1")] == ["SV1*HC:27759:RT**UN*1***1:12"]


def test_pointers_follow_their_diagnoses() -> None:
    claim = a_professional(
        diagnoses=diagnosed(("ABF", "I10"), ("ABK", "S8252XA"), ("ABF", "E119")),
        lines=(a_line(diagnosis_pointers=(2, 1, 3, 9)),),
    )
    segments = assert_valid(ask(claim))
    assert "HI*ABK:S8252XA*ABF:I10*ABF:E119" in segments
    assert "SV1*HC:27759:RT**UN*1***1:2:3" in segments


def test_the_diagnosis_related_group_comes_last() -> None:
    data = an_interchange(
        claim_text(
            line_text(kind="I", revenue="0120"),
            kind="I",
            place="11",
            diagnoses=("I214", "I10"),
            extra="DTP*435*DT*202602031200~HI*DR:247~",
        ),
        kind="I",
    )
    segments = assert_valid(ask(read_one(data), about_stay()))
    assert "HI*ABK:I214*ABF:I10*DR:247" in segments
