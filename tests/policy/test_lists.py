from __future__ import annotations

import hashlib
import time
from datetime import date

import pytest

from edi_service.policy.language import lists
from edi_service.policy.language.lists import parse_list
from edi_service.policy.language.refused import PolicyRefused
from edi_service.policy.selection import CodeIndex, CodeRange, DatedCode
from tests.policy.casework import a_claim
from tests.policy.making import a_policy, a_subject, codes, look

HEADER = "code,from,to,state,modifier"
DAY = date(2026, 3, 2)


def test_a_list_keeps_every_row_of_a_code_and_the_hash_of_its_bytes() -> None:
    data = (
        f"{HEADER},category,note\r\n"
        "L1833,,2024-08-11,,,orthoses,\r\n"
        "\r\n"
        'L1833,2026-10-28,,,,orthoses,"left the list, came back"\r\n'
        "70553, 2026-01-01 ,2026-12-31,OH,TC,,\r\n"
    ).encode()

    found = parse_list("some.csv", data)

    assert found.name == "some.csv"
    assert found.sha256 == hashlib.sha256(data).hexdigest()
    assert found.rows == {
        "L1833": (
            DatedCode("L1833", None, date(2024, 8, 11)),
            DatedCode("L1833", date(2026, 10, 28)),
        ),
        "70553": (DatedCode("70553", date(2026, 1, 1), date(2026, 12, 31), "OH", "TC"),),
    }


def test_a_byte_order_mark_is_passed_over() -> None:
    assert parse_list("some.csv", f"\ufeff{HEADER}\n70553,,,,\n".encode()).rows


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "line 1: the column 'code' is absent"),
        ("code,from,to,state\n", "line 1: the column 'modifier' is absent"),
        (f"{HEADER},colour\n", "line 1: the column 'colour' is not one of code, from"),
        (f"{HEADER},code\n", "line 1: a column is there twice"),
        (f"{HEADER}\n", "has no rows"),
        (f"{HEADER},note\n70553,,,,,=1+1\n", "line 2: note begins like a formula of a spread"),
        (f"{HEADER},category\n70553,,,,,@SUM\n", "line 2: category begins like a formula"),
        (f"{HEADER}\n=70553,,,,\n", "line 2: code '=70553' is not three to seven"),
        (f"{HEADER}\n70553,,,\n", "line 2: 4 cells under 5 columns"),
        (f"{HEADER}\n70553,,,,,\n", "line 2: 6 cells under 5 columns"),
        (f"{HEADER}\n70553,,,,\n7055a,,,,\n", "line 3: code '7055a' is not three to seven"),
        (f"{HEADER}\n,,,,TC\n", "line 2: code '' is not three to seven"),
        (f"{HEADER}\n70553-70551,,,,\n", "line 2: 70553-70551 does not run upward in digits"),
        (f"{HEADER}\n70553,,,Ohio,\n", "line 2: state 'Ohio' is not two capitals"),
        (f"{HEADER}\n70553,,,,T\n", "line 2: modifier 'T' is not two capitals or digits"),
        (f"{HEADER}\n70553,1/2/2026,,,\n", "line 2: from '1/2/2026' is not a day such as"),
        (f"{HEADER}\n70553,20260102,,,\n", "line 2: from '20260102' is not a day such as"),
        (f"{HEADER}\n70553,,2026-02-30,,\n", "line 2: to '2026-02-30' is not a day such as"),
        (
            f"{HEADER}\n70553,2026-01-02,2026-01-01,,\n",
            "line 2: it ends on 2026-01-01, before it begins on 2026-01-02",
        ),
        (f"{HEADER}\n70553,,,,\n70553,,,,\n", "line 3: 70553 is there twice for the same days"),
        (f"{HEADER}\n=SUM(A1),,,,\n", "line 2: code '=SUM(A1)' is not three to seven"),
        (f'{HEADER}\n70553,,,,"\n', "line 2: unexpected end of data"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_with_its_line(text: str, says: str) -> None:
    with pytest.raises(PolicyRefused) as refused:
        parse_list("some.csv", text.encode())
    assert str(refused.value).startswith("the list some.csv")
    assert says in str(refused.value)


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(PolicyRefused, match="is not text in UTF-8"):
        parse_list("some.csv", HEADER.encode() + b"\n\xff")


def test_a_list_that_is_too_large_is_refused_before_it_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lists, "LARGEST_LIST", 10)
    with pytest.raises(PolicyRefused, match="is larger than 10 bytes"):
        parse_list("some.csv", HEADER.encode())


@pytest.mark.parametrize(
    ("row", "holds"),
    [
        (DatedCode("1"), True),
        (DatedCode("1", starts=DAY), True),
        (DatedCode("1", starts=date(2026, 3, 3)), False),
        (DatedCode("1", ends=DAY), True),
        (DatedCode("1", ends=date(2026, 3, 1)), False),
        (DatedCode("1", state="OH"), True),
        (DatedCode("1", state="TX"), False),
        (DatedCode("1", modifier="26"), True),
        (DatedCode("1", modifier="TC"), False),
    ],
)
def test_a_row_holds_on_its_days_in_its_state_with_its_modifier(
    row: DatedCode, *, holds: bool
) -> None:
    assert row.holds(DAY, "OH", ("26", "50")) is holds


def test_a_row_of_a_state_holds_somewhere_and_not_nowhere() -> None:
    assert DatedCode("1", state="OH").holds(DAY, None, ())
    assert not DatedCode("1", state="OH").holds(DAY, "", ())


@pytest.mark.parametrize(
    ("code", "is_within"),
    [
        ("70551", True),
        ("70552", True),
        ("70553", True),
        ("70550", False),
        ("70554", False),
        ("7055", False),
        ("705520", False),
        ("J0585", True),
        ("J0586", False),
        ("0101T", False),
        ("01010", True),
        ("A0427", True),
        ("A042X", False),
        ("", False),
    ],
)
def test_codes_and_ranges_are_found_as_one(code: str, *, is_within: bool) -> None:
    ranges = (
        CodeRange("70551", "70553"),
        CodeRange("J0585", "J0585"),
        CodeRange("00100", "01999"),
        CodeRange("A0425", "A0429"),
    )
    assert (code in CodeIndex(ranges)) is is_within
    assert any(code in each for each in ranges) is is_within


def test_nothing_but_text_is_in_a_range() -> None:
    assert 70552 not in CodeRange("70551", "70553")


def test_a_code_with_ten_thousands_of_rows_is_read_in_a_breath_and_its_double_refused() -> None:
    days = [date.fromordinal(date(1900, 1, 1).toordinal() + each) for each in range(15_000)]
    rows = [f"70553,{day},{day},," for day in days]
    began = time.process_time()
    found = parse_list("some.csv", "\n".join([HEADER, *rows]).encode())
    one = time.process_time() - began
    assert len(found.rows["70553"]) == 15_000
    twice = "\n".join([HEADER, *rows, rows[-1]]).encode()
    with pytest.raises(PolicyRefused, match="line 15002: 70553 is there twice for the same days"):
        parse_list("some.csv", twice)
    assert one < 1, "each row would be held against every other"


RANGED = parse_list(
    "some.csv", f"{HEADER}\n70551-70553,,,,\nJ12*,2026-01-01,,OH,\n70552,,,,TC\n".encode()
)


@pytest.mark.parametrize(
    ("code", "rows"),
    [("70550", 0), ("70551", 1), ("70552", 2), ("70553", 1), ("70554", 0), ("J1234", 1), ("J1", 0)],
)
def test_a_list_may_have_ranges_and_beginnings(code: str, rows: int) -> None:
    assert len(RANGED.rows_of(code)) == rows
    assert RANGED.knows(code) == bool(rows)


def test_the_row_of_a_range_holds_as_that_of_a_code_does() -> None:
    (row,) = RANGED.rows_of("J1299")
    assert row.holds(DAY, "OH", ())
    assert not row.holds(DAY, "TX", ())
    assert not row.holds(date(2025, 12, 31), "OH", ())


def test_a_range_in_a_list_makes_a_demand_and_the_quick_no_lets_it_pass() -> None:
    rows = f"{HEADER}\n70551-70553,,,,\nJ12*,2026-01-01,,OH,\n".encode()
    policy = a_policy(
        '<authorization required="yes"><services list="some.csv"/></authorization>',
        lists={"some.csv": rows},
    )
    for procedure, met in (("70552", ["PA01"]), ("J1230", ["PA01"]), ("70554", [])):
        claim = a_claim(DAY, {"lines": [{"procedure": procedure}]})
        assert codes(look(a_subject(claim), policy)) == met


BESIDE = "code,from,to,state,modifier,revenue,bill_type,place\n"


@pytest.mark.parametrize(
    ("row", "fits"),
    [
        ("70553,,,,,,,", True),
        ("70553,,,,,0610,,", True),
        ("70553,,,,,0610-0619,,", True),
        ("70553,,,,,061*,,", True),
        ("70553,,,,,0450,,", False),
        ("70553,,,,,,13,", True),
        ("70553,,,,,,11,", False),
        ("70553,,,,,,,22", True),
        ("70553,,,,,,,11", False),
        ("70553,,,,,0611,13,22", False),
    ],
)
def test_a_row_may_ask_for_what_stands_beside_the_code(row: str, *, fits: bool) -> None:
    [[dated]] = parse_list("list.csv", (BESIDE + row).encode()).rows.values()
    assert dated.fits("0610", "13", "22") is fits


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("70553,,,,,610,,", "revenue '610' is not four digits"),
        ("70553,,,,,0619-0610,,", "0619-0610 does not run upward"),
        ("70553,,,,,,131,", "bill_type '131' is not the first two digits"),
        ("70553,,,,,,,office", "place 'office' is not two digits"),
    ],
)
def test_what_stands_beside_a_code_is_written_plainly(row: str, says: str) -> None:
    with pytest.raises(PolicyRefused, match=says):
        parse_list("list.csv", (BESIDE + row).encode())
