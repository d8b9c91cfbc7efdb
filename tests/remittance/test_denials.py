"""Which claims were denied for what, and that all others are counted and left alone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from edi_service.remittance.denials import Verdict, count, judge
from edi_service.remittance.reasons import CodeList, Topic
from tests.remittance.making import (
    a_paid_claim,
    a_paid_line,
    a_remittance,
    only_claim,
    table,
)

if TYPE_CHECKING:
    from edi_service.remittance.denials import Judged


def judged(*lines: str, **claim: object) -> Judged:
    data = a_remittance(a_paid_claim(*lines, **claim))  # type: ignore[arg-type]
    return judge(only_claim(data), table())


def line(*adjustments: tuple[str, str, str], remarks: tuple[str, ...] = ()) -> str:
    return a_paid_line(adjustments=adjustments, remarks=remarks)


A, P = Verdict.AUTHORIZATION, Verdict.PLACE


@pytest.mark.parametrize(
    ("adjustments", "remarks", "verdict"),
    [
        ([("CO", "197", "1000")], (), A),
        ([("CO", "198", "1000")], (), A),
        ([("CO", "15", "1000")], ("M62",), A),
        ([("CO", "210", "1000")], (), A),
        ([("CO", "302", "1000")], (), A),
        ([("CO", "284", "1000")], (), A),
        ([("CO", "296", "1000")], (), A),
        ([("CO", "39", "1000")], (), A),
        ([("CO", "288", "1000")], (), A),
        ([("CO", "5", "1000")], (), P),
        ([("CO", "58", "1000")], ("N428",), P),
        ([("CO", "171", "1000")], (), P),
        ([("CO", "16", "1000")], ("M62",), A),
        ([("CO", "16", "1000")], ("M77",), P),
        ([("CO", "16", "1000")], ("MA130",), Verdict.OTHER),
        ([("CO", "16", "1000")], (), Verdict.OTHER),
        ([("CO", "96", "1000")], ("N54",), A),
        ([("CO", "50", "1000")], ("N115",), Verdict.OTHER),
        ([("CO", "29", "1000")], (), Verdict.OTHER),
        ([("PR", "1", "1000")], (), Verdict.PAID),
        ([("CO", "45", "1000")], (), Verdict.PAID),
        ([("OA", "23", "1000")], (), Verdict.PAID),
        ([("CO", "253", "20")], (), Verdict.PAID),
        ([("CO", "45", "1000")], ("M62",), Verdict.PAID),  # a remark alone denies nothing
        ([("CO", "Z99", "1000")], (), Verdict.UNKNOWN),
        ([("CO", "45", "100"), ("CO", "197", "900")], (), A),
        ([("CO", "29", "100"), ("CO", "5", "900")], (), P),
        ([("CO", "5", "500"), ("CO", "197", "500")], (), A),
        ([], (), Verdict.PAID),
    ],
)
def test_a_line_is_denied_for_what_its_codes_say(
    adjustments: list[tuple[str, str, str]], remarks: tuple[str, ...], verdict: Verdict
) -> None:
    found = judged(line(*adjustments, remarks=remarks))
    assert found.verdict is verdict


def test_a_claim_is_denied_as_such_too() -> None:
    found = judged(adjustments=[("CO", "197", "1000")], extra="MOA***M62~")
    [denial] = found.denials
    assert (denial.line, denial.remarks, denial.is_whole) == (None, ("M62",), True)


@pytest.mark.parametrize("status", ["1", "2", "3", "4", "19", "20", "21"])
def test_the_status_of_the_claim_does_not_tell(status: str) -> None:
    assert judged(line(("CO", "197", "1000")), status=status).verdict is A


@pytest.mark.parametrize(
    ("status", "verdict"),
    [("22", Verdict.REVERSED), ("23", Verdict.FORWARDED), ("25", Verdict.PREDETERMINED)],
)
def test_what_is_no_decision_is_left_alone(status: str, verdict: Verdict) -> None:
    found = judged(line(("CO", "197", "1000")), status=status)
    assert (found.verdict, found.denials) == (verdict, ())


def test_a_part_taken_off_is_a_denial_of_that_part() -> None:
    [denial] = judged(line(("CO", "210", "250"))).denials
    assert (denial.amount, denial.is_whole) == (Decimal(250), False)


def test_what_is_given_back_is_no_denial() -> None:
    assert judged(line(("CO", "197", "-50")), paid="1050").denials == ()


def test_each_denied_line_is_told_with_what_denied_it() -> None:
    lines = [
        line(("CO", "45", "100")),
        line(("CO", "45", "100"), ("CO", "197", "900"), remarks=("N54",)),
        line(("CO", "58", "1000")),
    ]
    first, second = judged(*lines, charge="3000").denials
    assert (first.topics, second.topics) == ((Topic.AUTHORIZATION,), (Topic.PLACE,))
    assert [each.reason for each in first.adjustments] == ["197"]
    assert first.remarks == ("N54",)
    assert first.amount == 900
    assert (first.certainty, second.certainty) == ("A", "C")


def test_a_code_without_a_row_is_told() -> None:
    found = judged(line(("CO", "Z99", "500"), ("CO", "197", "500")))
    assert (found.verdict, found.unknown) == (A, ("Z99",))


def test_all_claims_are_counted() -> None:
    counts = count([A, A, Verdict.PAID])
    assert list(counts) == list(Verdict)
    assert (counts[A], counts[Verdict.PAID], counts[P]) == (2, 1, 0)


def test_a_row_holds_for_its_days() -> None:
    text = (
        "list,code,topic,asks_remark,meaning,from,to,certainty,source_title,source_href,"
        "retrieved,note\n"
        "CARC,X1,place,,Old,,2025-12-31,A,T,H,2026-01-01,\n"
        "CARC,X1,authorization,yes,New,2026-01-01,,A,T,H,2026-01-01,\n"
    )
    found = type(table()).parse(text)
    old, new = date(2025, 12, 31), date(2026, 1, 1)
    topics = [found.find(CodeList.REASON, "x1", day) for day in (old, new, None)]
    assert [each.topic for each in topics if each] == [
        Topic.PLACE,
        Topic.AUTHORIZATION,
        Topic.PLACE,
    ]
    assert found.find(CodeList.REMARK, "X1", new) is None


def test_every_row_of_the_table_says_where_it_comes_from() -> None:
    rows = list(table())
    assert len({(row.of, row.code) for row in rows}) == len(rows)
    for row in rows:
        assert row.certainty in {"A", "B", "C"}
        assert row.source.title
        assert row.source.href.startswith("https://")
        assert row.meaning
