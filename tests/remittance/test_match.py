"""A claim of a remittance is held beside the claim that was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from edi_service.finding import Report
from edi_service.remittance.match import compare, is_of, line_of
from tests.builders import a_claim, a_line, an_interchange, read_one
from tests.remittance.making import a_paid_claim, a_paid_line, a_remittance, only_claim

if TYPE_CHECKING:
    from tests.builders import Kind

LONG = "ACCOUNT-2026-000000123456"


@pytest.mark.parametrize(
    ("sent", "back", "is_same"),
    [
        ("A1", "A1", True),
        ("A1", "A10", False),
        ("A10", "A1", False),
        (LONG, LONG[:20], True),
        (LONG, LONG[:19], False),
        (LONG, LONG[:20] + "X", False),
    ],
)
def test_the_number_comes_back_whole_or_cut_to_twenty(sent: str, back: str, is_same: bool) -> None:  # noqa: FBT001
    assert is_of(only_claim(a_remittance(a_paid_claim(number=back))), sent) is is_same


THREE = a_claim(
    a_line(1, procedure="70553", charge="1000", extra="REF*6R*L1~"),
    a_line(2, procedure="99213", charge="125"),
    a_line(3, procedure="70553", charge="900", day="20260204"),
)


@pytest.mark.parametrize(
    ("paid", "number"),
    [
        (a_paid_line("HC:99999", extra="REF*6R*L1~"), "1"),
        (a_paid_line("HC:99213", "125"), "2"),
        (a_paid_line("HC:99212", "125", submitted="HC:99213"), "2"),
        (a_paid_line("HC:70553", "1000"), "1"),
        (a_paid_line("HC:70553", "900"), None),  # of another day
        (a_paid_line("HC:97110", "125"), None),
        (a_paid_line("HC:99213", "125", extra="REF*6R*UNKNOWN~"), "2"),
    ],
)
def test_a_line_is_known_by_its_number_else_by_what_it_is(paid: str, number: str | None) -> None:
    [line] = only_claim(a_remittance(a_paid_claim(paid))).lines
    found = line_of(line, read_one(an_interchange(THREE)))
    assert (found.number if found else None) == number


def test_of_lines_that_look_alike_none_is_guessed() -> None:
    twice = a_claim(*(a_line(number, procedure="70553", charge="1000") for number in (1, 2)))
    [line] = only_claim(a_remittance(a_paid_claim(a_paid_line()))).lines
    assert line_of(line, read_one(an_interchange(twice))) is None


@pytest.mark.parametrize(
    ("kind", "place", "back", "messages"),
    [
        ("P", "11", "11*1", []),
        ("P", "22", "11*1", ["place of service 11; 22 was sent"]),
        ("P", "11", "11*7", ["frequency 7; 1 was sent"]),
        ("P", "11", "", []),
        ("I", "13", "11*1", ["type of bill 11; 13 was sent"]),
        ("I", "13", "13*1", []),
    ],
)
def test_what_was_judged_is_compared_with_what_was_sent(
    kind: Kind, place: str, back: str, messages: list[str]
) -> None:
    claim = read_one(an_interchange(a_claim(kind=kind, place=place), kind=kind))
    report = Report()
    compare(only_claim(a_remittance(a_paid_claim(where=back))), claim, report)
    assert [each.message for each in report.findings] == messages
    assert {each.kind.code for each in report.findings} <= {"RM05"}
    assert all(each.claim_id == claim.claim_id for each in report.findings)


def test_a_mended_claim_may_come_back_with_either_frequency() -> None:
    claim = read_one(an_interchange(a_claim()))
    for back, also, messages in (
        ("11*7", ["7"], []),
        ("11*1", ["7"], []),
        ("11*8", ["7"], ["frequency 8; 1 was sent"]),
        ("7*1", ["7"], ["place of service 7; 11 was sent"]),
    ):
        report = Report()
        paid = only_claim(a_remittance(a_paid_claim(where=back)))
        compare(paid, claim, report, also_sent=also)
        assert [each.message for each in report.findings] == messages
