from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_service.edge.guides import find_guide
from edi_service.guide import limits
from edi_service.guide.parts import Parts
from edi_service.guide.signs import (
    CLAIM_SIGN,
    ENVELOPE_SIGN,
    LEVEL_SIGN,
    LINE_SIGN,
    UNSURE,
    Signs,
)
from edi_service.x12.segment import ENVELOPE_IDS, Delimiters

PROFESSIONAL, PAYMENT = "005010X222A1", "005010X221A1"


def signs_of(identifier: str = PROFESSIONAL, **delimiters: str) -> Signs:
    guide = find_guide(identifier)
    assert guide is not None
    return Signs(guide, Parts(guide), Delimiters(**delimiters))


def test_what_begins_or_ends_something_has_a_sign_of_its_own() -> None:
    signs = signs_of()

    assert signs.of(["HL*1**20*1", "HL", "CLM*A*1", "LX*1", "LX"]) == (
        2 * LEVEL_SIGN + CLAIM_SIGN + 2 * LINE_SIGN
    )
    assert {signs.of([one, f"{one}*1"]) for one in ENVELOPE_IDS} == {2 * ENVELOPE_SIGN}


def test_a_guide_without_claims_has_no_sign_for_them() -> None:
    assert {CLAIM_SIGN, LINE_SIGN, LEVEL_SIGN}.isdisjoint(
        signs_of(PAYMENT).of(["CLM*A*1", "LX*1", "HL*1"])
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("N3*1 ROAD", "N3*2 LANE"),
        ("SV1*HC:1", "SV1*WK:1"),
        ("REF*G1*A", "REF*G1*B"),
        ("REF*G1", "REF*G1*B"),
        ("NM1*82*1*X", "NM1*82*2*Y"),
        ("HI*ABK:J06", "HI*ABK:E11*ABF:J06"),
        ("HI*ABK", "HI*ABK:E11"),
        ("DTP*472*D8*20260101", "DTP*472*RD8*20260101-20260102"),
        ("ZZZ*1", "ZZZ*2"),
        ("ZZZ", "ZZZ*2"),
    ],
)
def test_segments_of_the_same_place_share_a_sign(first: str, second: str) -> None:
    one, other = tuple(signs_of().of([first, second]))

    assert one == other != UNSURE


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("N3*1 ROAD", "N4*1 ROAD"),
        ("REF*G1*A", "REF*F8*A"),
        ("REF*G1*A", "REF*G1X*A"),
        ("REF**A", "REF*G1*A"),
        ("HI*ABK:J06", "HI*ABF:J06"),
        ("DTP*472*D8", "DTP*4722"),
        ("CLM*1", "CLMX*1"),
        ("LX*1", "LX1*1"),
    ],
)
def test_segments_of_other_places_have_other_signs(first: str, second: str) -> None:
    one, other = tuple(signs_of().of([first, second]))

    assert one != other


@pytest.mark.parametrize("text", ["REF*ABCD*1", "REF*ABCDE", "LONGIDENTIFIER*1", "DTP*47222*D8"])
def test_what_cannot_be_told_from_the_start_of_a_text_is_unsure(text: str) -> None:
    assert signs_of().of([text]) == UNSURE


def test_other_separators_are_understood() -> None:
    texts = ["HI|ABK<J06", "HI|ABK<E11<<X|ABF<J06"]
    one, other = tuple(signs_of(element="|", component="<").of(texts))

    assert one == other != UNSURE


def test_a_word_is_cut_where_levels_and_claims_begin() -> None:
    signs = signs_of()
    word = signs.of(["BHT*1", "HL*1", "NM1*85", "HL*2", "CLM*A", "LX*1", "SV1", "CLM*B"])

    assert [len(run) for run in signs.runs(word)] == [1, 2, 1, 3, 1]
    assert "".join(signs.runs(word)) == word


def test_the_segments_met_first_take_one_byte_each_in_a_word() -> None:
    signs = signs_of()
    of_many = signs.of([f"REF*{number:02}" for number in range(99)] + ["CLM*A", "HL*1", "LX*1"])

    assert len(set(of_many)) == 102
    assert len(of_many.encode("latin-1")) == 102


def test_nothing_has_no_runs() -> None:
    assert signs_of().runs("") == []


def test_a_word_without_levels_is_one_run() -> None:
    signs = signs_of(PAYMENT)
    word = signs.of(["BPR*1", "CLP*2", "LX*1"])

    assert signs.runs(word) == [word]


def test_the_signs_of_strange_segments_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_STRANGE", 2)

    first, second, third, known = tuple(signs_of().of(["ZZ1", "REF*ZZ", "ZZ2", "REF*G1"]))

    assert len({first, second, known, UNSURE}) == 4
    assert third == UNSURE


@given(
    st.lists(
        st.sampled_from(["REF*", "N3*", "ZZ", "HL*"]).flatmap(
            lambda start: st.text("AB*:", max_size=9).map(start.__add__)
        )
    )
)
def test_signs_forgotten_are_given_again(texts: list[str]) -> None:
    signs, other = signs_of(), signs_of()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "MOST_STARTS", 3)
        forgetful = [signs.of([text]) for text in texts]
        assert len(signs) <= 3

    assert "".join(forgetful) == other.of(texts)
    assert signs.of(texts) == other.of(texts)
