"""Which documents a case needs, which are there, and what is still to be got."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from edi_service.cases.documents import (
    Filed,
    WantedBy,
    Wish,
    checklist,
    control_number,
    control_number_for,
)
from edi_service.cases.report_types import ReportTypes
from edi_service.edge import resources
from edi_service.edge.knowledge import read_document_titles, read_report_types

if TYPE_CHECKING:
    from edi_service.cases.documents import (
        Checklist,
    )

TITLES = {"operative-note": "Operative note", "order": "The ordering provider's order"}


@cache
def types() -> ReportTypes:
    return read_report_types()


def a_file(code: str, number: str = "N1", sha256: str = "aa") -> Filed:
    return Filed(code=code, sha256=sha256, control_number=number)


def a_list(
    policy: tuple[str, ...] = (),
    wishes: tuple[Wish, ...] = (),
    *,
    at_hand: tuple[str, ...] = (),
    files: tuple[Filed, ...] = (),
) -> Checklist:
    return checklist(policy, wishes, at_hand=at_hand, files=files, titles=TITLES, types=types())


# What is wanted


def test_a_case_that_needs_nothing_is_complete() -> None:
    found = a_list()
    assert found.items == ()
    assert found.is_complete
    assert found.completeness == "none wanted"


def test_what_the_policy_names_is_wanted_until_it_is_held() -> None:
    found = a_list(("operative-note", "order"))
    assert [item.title for item in found.missing] == [
        "Operative note",
        "The ordering provider's order",
    ]
    assert all(item.wanted_by is WantedBy.POLICY for item in found.items)
    assert not found.is_complete
    assert found.completeness == "0 of 2"


def test_what_the_facts_say_is_held_need_not_be_got_but_still_has_to_be_attached() -> None:
    found = a_list(("operative-note", "order"), at_hand=("order",))
    assert [item.code for item in found.missing] == ["operative-note"]
    assert [item.code for item in found.to_attach] == ["order"]
    assert found.completeness == "1 of 2"


def test_an_attached_file_serves_what_the_policy_names() -> None:
    found = a_list(("operative-note",), files=(a_file("operative-note"),))
    assert found.is_complete
    assert found.to_attach == ()
    assert found.items[0].files == (a_file("operative-note"),)
    assert found.completeness == "1 of 1"


@pytest.mark.parametrize(
    ("attached", "wanted"),
    [
        ("OB", "operative-note"),
        ("B3", "order"),
        ("M1", "medical-records"),
        ("AS", "condition-on-arrival"),
    ],
)
def test_a_file_filed_by_its_report_type_serves_the_word_of_the_policy(
    attached: str, wanted: str
) -> None:
    assert a_list((wanted,), files=(a_file(attached),)).is_complete


@pytest.mark.parametrize(
    ("asked", "attached"),
    [("OB", "operative-note"), ("OB", "OB"), ("M1", "clinical-notes"), ("77", "face-sheet")],
)
def test_a_file_serves_what_a_payer_pends_for(asked: str, attached: str) -> None:
    found = a_list(wishes=(Wish(code=asked),), files=(a_file(attached),))
    assert found.is_complete
    assert found.items[0].wanted_by is WantedBy.PAYER


@pytest.mark.parametrize(("asked", "attached"), [("OB", "order"), ("DS", "operative-note")])
def test_another_file_does_not(asked: str, attached: str) -> None:
    found = a_list(wishes=(Wish(code=asked),), files=(a_file(attached),))
    assert [item.code for item in found.missing] == [asked]
    assert [item.code for item in found.items if not item.is_wanted] == [attached]


def test_a_question_is_answered_by_a_file_filed_under_its_code() -> None:
    question = Wish(code="18842-5", is_question=True)
    assert a_list(wishes=(question,)).items[0].title == "LOINC 18842-5"
    assert not a_list(wishes=(question,), files=(a_file("DS"),)).is_complete
    assert a_list(wishes=(question,), files=(a_file("18842-5"),)).is_complete


def test_a_file_with_the_number_the_payer_gave_is_what_it_asked_for() -> None:
    wish = Wish(code="XP", control_number="PAYER77")
    assert a_list(wishes=(wish,), files=(a_file("order", "PAYER77"),)).is_complete


def test_one_file_may_serve_several_wishes_and_is_shown_with_each() -> None:
    found = a_list(("operative-note",), (Wish(code="OB"),), files=(a_file("operative-note"),))
    assert [item.files for item in found.items] == [(a_file("operative-note"),)] * 2
    assert found.completeness == "2 of 2"


def test_a_wish_said_twice_is_one_and_its_description_goes_before_the_name_of_its_code() -> None:
    wish = Wish(code="OB", description="OP NOTE OF 10/02", transmission="FX")
    found = a_list(("order", "order"), (wish, wish))
    assert [item.title for item in found.items] == [
        "The ordering provider's order",
        "OP NOTE OF 10/02",
    ]
    assert found.items[1].transmission == "FX"


def test_a_word_or_code_that_nobody_knows_is_shown_as_it_is() -> None:
    found = a_list(("letter-of-a-neighbour",), (Wish(code="ZZ"),))
    assert [item.title for item in found.items] == ["letter-of-a-neighbour", "ZZ"]
    assert len(found.missing) == 2


words = st.sampled_from(["operative-note", "order", "face-sheet", "OB", "M1", "18842-5", "odd"])
files = st.builds(
    Filed, code=words, sha256=st.sampled_from("abc"), control_number=st.sampled_from(["", "1", "2"])
)
some_wishes = st.builds(
    Wish, code=words, is_question=st.booleans(), control_number=st.sampled_from(["", "1"])
)


@given(
    st.lists(words).map(tuple),
    st.lists(some_wishes).map(tuple),
    st.lists(words).map(tuple),
    st.lists(files, unique=True).map(tuple),
)
def test_nothing_is_lost_and_more_files_never_miss_more(
    policy: tuple[str, ...],
    wishes: tuple[Wish, ...],
    at_hand: tuple[str, ...],
    attached: tuple[Filed, ...],
) -> None:
    found = a_list(policy, wishes, at_hand=at_hand, files=attached)
    assert {one for item in found.items for one in item.files} == set(attached)
    assert len(found.wanted) == len(set(policy)) + len(set(wishes))
    assert found.is_complete == (not found.missing)
    fewer = a_list(policy, wishes, at_hand=at_hand, files=attached[:1])
    assert len(found.missing) <= len(fewer.missing)


# Control numbers


@given(
    st.text("0123456789abcdef", min_size=16, max_size=16),
    st.integers(1, 500),
    st.text("0123456789abcdef", min_size=16, max_size=16),
    st.integers(1, 500),
)
def test_a_control_number_is_given_once(one: str, number: int, other: str, further: int) -> None:
    found = control_number(one, number)
    assert found.isalnum()
    assert found.isascii()
    assert 2 <= len(found) <= 50
    if (one, number) != (other, further):
        assert found != control_number(other, further)


@pytest.mark.parametrize(
    ("code", "taken", "expected"),
    [
        ("operative-note", (), "PAYER1"),
        ("OB", (), "PAYER1"),
        ("OB", ("PAYER1",), ""),
        ("18842-5", (), "PAYER2"),
        ("order", (), ""),
        ("XP", (), ""),
    ],
)
def test_the_number_that_the_payer_gave_is_used_once(
    code: str, taken: tuple[str, ...], expected: str
) -> None:
    wishes = (
        Wish(code="OB", control_number="PAYER1"),
        Wish(code="18842-5", is_question=True, control_number="PAYER2"),
        Wish(code="XP", control_number="P" * 51),  # longer than a 275 could repeat
        Wish(code="B3"),
    )
    assert control_number_for(code, wishes, taken, types()) == expected


# The table


def test_the_table_has_the_codes_of_the_guide_and_no_others() -> None:
    path = resources.schemas() / "x12" / "278.request.5010.X217.xml"
    listed = {
        code.text
        for element in etree.parse(path).iter("element")
        if element.get("xid") == "PWK01"
        for code in element.iter("code")
    }
    rows = (resources.schemas() / "codes" / "report-types.csv").read_text(encoding="utf-8")
    codes = [row.split(",")[0] for row in rows.splitlines()[1:]]
    assert set(codes) == listed
    assert len(codes) == len(set(codes))
    assert all(types().name(code) for code in codes)


def test_every_word_of_the_library_has_a_code_of_its_own_choosing() -> None:
    for word in read_document_titles(()):
        code = types().code_of(word)
        assert types().serves(word, code), word


@pytest.mark.parametrize(
    ("word", "code"),
    [("operative-note", "OB"), ("OB", "OB"), ("face-sheet", "77"), ("no-such-word", "77")],
)
def test_a_document_has_a_report_type(word: str, code: str) -> None:
    assert types().code_of(word) == code


def test_an_empty_table_knows_nothing_and_still_answers() -> None:
    empty = ReportTypes()
    assert "OB" not in empty
    assert empty.name("OB") == ""
    assert empty.code_of("operative-note") == "77"
    assert empty.serves("OB", "OB")
