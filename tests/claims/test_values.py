from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_service.claims import values
from edi_service.claims.values import (
    NO_DATE,
    UNREADABLE,
    Dated,
    Latest,
    Memory,
    dated,
    day,
    hour,
    number,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("125", "125"),
        ("125.50", "125.50"),
        ("0", "0"),
        (".5", "0.5"),
        ("5.", "5"),
        ("-20", "-20"),
        ("123456789012345678", "123456789012345678"),
    ],
)
def test_a_decimal_number_is_read_as_x12_writes_it(text: str, expected: str) -> None:
    assert number(text) == Decimal(expected)


@pytest.mark.parametrize(
    "text",
    [
        *("", "1,0", "NaN", "Infinity", "-Infinity", "sNaN", "1E9", "1e9", "0x10", "1_000"),
        *(" 1", "1 ", "+1", "--1", "-", ".", "-.", "1.2.3", "$1", "\u0661\u0662", "\uff11", "1\n"),
        *("9" * 40, "1" * 100_000, "A"),
    ],
)
def test_what_is_no_decimal_number_is_none(text: str) -> None:
    assert number(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20260203", date(2026, 2, 3)),
        ("20240229", date(2024, 2, 29)),
        ("20260230", None),
        ("20261301", None),
        ("00000101", None),
        ("2026023", None),
        ("202602030", None),
        ("2026-2-3", None),
        ("2026W011", None),
        ("\u0662\u0660\u0662\u0666\u0660\u0662\u0660\u0663", None),
        ("2026020\u00b2", None),
        ("", None),
    ],
)
def test_a_day_is_eight_digits_that_the_calendar_has(text: str, expected: date | None) -> None:
    assert day(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0000", time(0, 0)),
        ("2359", time(23, 59)),
        ("113059", time(11, 30, 59)),
        ("11305999", time(11, 30, 59)),
        ("1130599", time(11, 30, 59)),
        ("2400", None),
        ("1260", None),
        ("113", None),
        ("11309", None),
        ("", None),
    ],
)
def test_an_hour_is_four_digits_or_more(text: str, expected: time | None) -> None:
    assert hour(text) == expected


FEBRUARY_3 = date(2026, 2, 3)


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("D8", "20260203", Dated(FEBRUARY_3, FEBRUARY_3)),
        ("RD8", "20260203-20260205", Dated(FEBRUARY_3, date(2026, 2, 5))),
        ("DT", "202602031130", Dated(FEBRUARY_3, FEBRUARY_3, time(11, 30))),
        ("TM", "0000", Dated(hour=time(0, 0))),
        ("D8", "", NO_DATE),
        ("", "", NO_DATE),
        ("D8", "20260203-20260205", UNREADABLE),
        ("RD8", "20260203", Dated(FEBRUARY_3, FEBRUARY_3)),
        ("RD8", "20260203-", UNREADABLE),
        ("RD8", "-20260203", UNREADABLE),
        ("DT", "20260203", UNREADABLE),
        ("DT", "202602302359", UNREADABLE),
        ("TM", "2500", UNREADABLE),
        ("", "20260203", UNREADABLE),
        ("D6", "260203", UNREADABLE),
    ],
)
def test_a_date_is_read_by_its_format_qualifier(form: str, text: str, expected: Dated) -> None:
    assert dated(form, text) == expected


@given(st.text(), st.sampled_from(["D8", "RD8", "DT", "TM", ""]))
def test_no_text_raises(text: str, form: str) -> None:
    number(text)
    dated(form, text)
    dated(text, form)


def test_a_memory_reads_each_text_once_and_forgets_when_it_is_full(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(values, "MOST_REMEMBERED", 2)
    asked: list[str] = []

    def read(text: str) -> int:
        asked.append(text)
        return len(text)

    memory = Memory(read)

    assert [memory[text] for text in ("a", "bb", "a", "ccc", "a")] == [1, 2, 1, 3, 1]
    assert asked == ["a", "bb", "ccc", "a"]


def test_a_memory_does_not_keep_long_texts() -> None:
    memory = Memory(len)

    assert memory["x" * 1000] == 1000
    assert not memory


def test_a_memory_does_not_keep_what_has_a_long_text_in_it() -> None:
    memory: Memory[tuple[str, tuple[str, ...]], int] = Memory(len)
    assert memory["short", ("x",)] == 2
    assert memory["short", ("x", "y" * 1000)] == 2
    assert list(memory) == [("short", ("x",))]


def test_the_latest_is_made_once_for_one_object_in_a_row() -> None:
    made: list[str] = []

    def make(text: str) -> str:
        made.append(text)
        return text.upper()

    latest = Latest(make)
    assert [latest.of(text) for text in ("a", "a", "b", "a")] == ["A", "A", "B", "A"]
    assert made == ["a", "b", "a"]
