"""The table of reasons: what it must hold, and how it is looked up."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from edi_service.edge.guides import find_guide
from edi_service.edge.knowledge import read_review_reasons
from edi_service.guide.definition import LoopDefinition
from edi_service.review.answer.reasons import DECISION, REJECTION, Reasons
from tests.review.answer.making import REASONS

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADER = "list,code,name,from,to,certainty,source_title,source_href,retrieved,note\n"
DAY = date(2026, 3, 5)


def a_table(*rows: str) -> Reasons:
    return Reasons.parse(
        HEADER + "".join(f"{row},B,A list,https://x12.org,2026-11-22,\n" for row in rows)
    )


def test_every_row_has_a_name_a_source_and_a_certainty() -> None:
    for row in REASONS:
        assert row.name
        assert row.source.href.startswith("https://")
        assert row.certainty in {"A", "B", "C"}
        assert row.code_list in {DECISION, REJECTION}


def test_no_code_is_there_twice() -> None:
    codes = [(row.code_list, row.code) for row in REASONS]
    assert len(codes) == len(set(codes))


def test_every_reason_the_guide_allows_for_a_rejection_is_known() -> None:
    guide = find_guide("005010X217", "11")
    assert guide is not None
    allowed = {
        code
        for loop in _loops(guide.root)
        for segment in loop.segments()
        if segment.segment_id == "AAA"
        for code in segment.elements[2].codes
    }
    assert len(allowed) > 40
    assert [code for code in sorted(allowed) if not REASONS.name(REJECTION, code, DAY)] == []


def _loops(loop: LoopDefinition) -> Iterator[LoopDefinition]:
    yield loop
    for child in loop.children:
        if isinstance(child, LoopDefinition):
            yield from _loops(child)


@pytest.mark.parametrize("code", ["0F", "0P", "0U", "17", "29"])
def test_the_reasons_of_decisions_are_known(code: str) -> None:
    assert REASONS.name(DECISION, code, DAY)


@pytest.mark.parametrize("code", ["0I", "0O", "99", ""])
def test_what_is_no_reason_has_no_name(code: str) -> None:
    assert REASONS.name(DECISION, code, DAY) == ""


def test_a_code_of_one_list_is_none_of_the_other() -> None:
    assert REASONS.name(REJECTION, "0F", DAY) == ""
    assert REASONS.name(DECISION, "T5", DAY) == ""


def test_a_code_means_what_it_meant_on_the_day() -> None:
    table = a_table("886,ZZ,Once this,2020-01-01,2025-12-31", "886,ZZ,Now that,2026-01-01,")
    assert table.name(DECISION, "ZZ", date(2019, 12, 31)) == ""
    assert table.name(DECISION, "ZZ", date(2025, 12, 31)) == "Once this"
    assert table.name(DECISION, "ZZ", date(2026, 1, 1)) == "Now that"
    assert table.name(DECISION, "ZZ", None) == "Once this"


def test_the_table_that_ships_is_the_one_that_is_read() -> None:
    assert [row.code for row in read_review_reasons()] == [row.code for row in REASONS]


def test_without_a_table_nothing_has_a_name() -> None:
    assert Reasons().name(DECISION, "0F", DAY) == ""
