"""What an office's list of rates is read as, and which of its rows counts for a service."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_service.facts.parse import RATES, FactsRefused, parse_rates
from edi_service.facts.rates import NO_RATES, Service

if TYPE_CHECKING:
    from collections.abc import Mapping

    from edi_service.facts.rates import RateTable

DAY = date(2026, 3, 2)
ROW = {
    "procedure": "99213",
    "facility": "67.38",
    "nonfacility": "92.05",
    "from": "2026-01-01",
    "source": "Fee schedule 2026",
}


def table(*rows: Mapping[str, str]) -> RateTable:
    """The list with *rows*, each of which changes what an ordinary one says."""
    lines = [",".join(RATES)]
    lines += [",".join({**ROW, **row}.get(name, "") for name in RATES) for row in rows]
    return parse_rates("\n".join(lines), name="rates.csv")


def service(**fields: Any) -> Service:
    asked: dict[str, Any] = {
        "procedure": "99213",
        "modifiers": (),
        "day": DAY,
        "payers": frozenset({"MEDICARE", "00882"}),
        "postal_code": "432011234",
        **fields,
    }
    return Service(**asked)


def rows(found: RateTable, **fields: Any) -> list[str]:
    return [each.row for each in found.find(service(**fields))]


def test_a_row_says_what_is_allowed_in_either_setting() -> None:
    (rate,) = table({}).find(service())
    assert rate.amount(at_facility=True) == Decimal("67.38")
    assert rate.amount(at_facility=False) == Decimal("92.05")
    assert (rate.row, rate.source) == ("row 2", "Fee schedule 2026")


def test_no_list_prices_nothing() -> None:
    assert NO_RATES.find(service()) == ()
    assert NO_RATES.findings == ()


@pytest.mark.parametrize(
    ("row", "day", "fits"),
    [
        ({"from": "2026-03-02"}, DAY, True),
        ({"from": "2026-03-03"}, DAY, False),
        ({"to": "2026-03-02"}, DAY, True),
        ({"to": "2026-03-01"}, DAY, False),
        ({}, date(2025, 12, 31), False),
        ({}, date(2099, 1, 1), True),
    ],
)
def test_a_row_holds_from_its_first_day_to_its_last(
    row: dict[str, str], day: date, *, fits: bool
) -> None:
    assert bool(rows(table(row), day=day)) is fits


@pytest.mark.parametrize(
    ("written", "billed", "fits"),
    [
        ("", (), True),
        ("", ("25",), False),
        ("26", ("26",), True),
        ("26", (), False),
        ("26", ("26", "59"), False),
        ("59; 26", ("26", "59"), True),
        ("*", (), True),
        ("*", ("26", "59"), True),
    ],
)
def test_a_rate_is_for_exactly_the_modifiers_it_names_or_for_whatever_there_are(
    written: str, billed: tuple[str, ...], *, fits: bool
) -> None:
    assert bool(rows(table({"modifiers": written}), modifiers=billed)) is fits


@pytest.mark.parametrize(
    ("row", "fits"),
    [
        ({"payer": "medicare"}, True),
        ({"payer": "00882"}, True),
        ({"payer": "medicaid"}, False),
        ({"locality": "432"}, True),
        ({"locality": "43201"}, True),
        ({"locality": "441"}, False),
        ({"procedure": "99214"}, False),
    ],
)
def test_a_rate_is_for_its_payer_its_locality_and_its_procedure(
    row: dict[str, str], *, fits: bool
) -> None:
    assert bool(rows(table(row))) is fits


def test_a_rate_of_a_locality_is_for_no_claim_that_does_not_say_where_it_was() -> None:
    assert rows(table({"locality": "432"}), postal_code="") == []
    assert rows(table({}), postal_code="") == ["row 2"]


def test_the_row_that_says_most_of_a_service_counts() -> None:
    every = table(
        {"modifiers": "*", "facility": "1"},
        {"locality": "4", "facility": "2"},
        {"locality": "432", "facility": "3"},
        {"payer": "medicare", "modifiers": "*", "facility": "4"},
        {"payer": "medicare", "facility": "5"},
    )
    assert rows(every) == ["row 6"]
    assert rows(every, modifiers=("25",)) == ["row 5"]
    assert rows(every, payers=frozenset({"AETNA"})) == ["row 4"]
    assert rows(every, payers=frozenset({"AETNA"}), postal_code="44111") == ["row 3"]
    assert rows(every, payers=frozenset({"AETNA"}), modifiers=("25",)) == ["row 2"]


def test_rows_that_say_equally_much_and_not_the_same_are_all_given() -> None:
    assert rows(table({}, {"facility": "70"})) == ["row 2", "row 3"]
    assert rows(table({}, {"nonfacility": "70"})) == ["row 2", "row 3"]
    assert rows(table({}, {"source": "Another list"})) == ["row 2"]
    assert rows(table({"to": "2026-02-28"}, {"facility": "70", "from": "2026-03-01"})) == ["row 3"]


HOSTILE = [
    ("procedure", "99213; 99214", "write one procedure code, such as 99213"),
    ("procedure", "=SUM(1)", "write one procedure code, such as 99213"),
    ("procedure", "", "without it the row is left aside"),
    ("modifiers", "262", "write 26; 59, or *"),
    ("modifiers", "*; 26", "write 26; 59, or *"),
    ("payer", "=HYPERLINK(1)", "it is a spreadsheet's formula, not a value"),
    ("locality", "OH", "write a ZIP code or its first digits, such as 432"),
    ("facility", "-1", "write dollars as a plain number, such as 92.05"),
    ("facility", "$67.38", "write dollars as a plain number, such as 92.05"),
    ("facility", "1e9", "write dollars as a plain number, such as 92.05"),
    ("facility", "NaN", "write dollars as a plain number, such as 92.05"),
    ("facility", "", "without it the row is left aside"),
    ("nonfacility", "92.05.1", "write dollars as a plain number, such as 92.05"),
    ("nonfacility", "", "without it the row is left aside"),
    ("from", "01/02/2026", "write a day such as 2026-02-03"),
    ("from", "", "without it the row is left aside"),
    ("to", "2026-02-30", "write a day such as 2026-02-03"),
    ("to", "2025-12-31", "it lies before from"),
    ("source", "=1+1", "it is a spreadsheet's formula, not a value"),
    ("source", "", "without it the row is left aside"),
]


@pytest.mark.parametrize(("column", "value", "says"), HOSTILE)
def test_a_row_that_cannot_be_read_is_left_aside_and_its_neighbours_are_kept(
    column: str, value: str, says: str
) -> None:
    found = table({column: value}, {"procedure": "99214"})
    assert [str(each.kind.code) for each in found.findings][:1] == ["FA03"]
    assert f"row 2, {column}: {says}" in [each.message for each in found.findings]
    assert all(value not in each.message for each in found.findings if value and value != "*; 26")
    assert rows(found, procedure=ROW["procedure"]) == []
    assert rows(found, procedure="99214") == ["row 3"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("procedure,facility\n", "the column nonfacility is absent"),
        ("procedure,price\n", "the column 'price' is not one of"),
        ("procedure,facility,nonfacility,from,source,source\n", "a column is there twice"),
        ("[{]", "line 1"),
    ],
)
def test_a_file_that_is_no_list_of_rates_is_refused(text: str, says: str) -> None:
    with pytest.raises(FactsRefused, match=says.replace("[", r"\[")):
        parse_rates(text, name="rates.csv")


def test_a_list_may_be_written_as_json() -> None:
    found = parse_rates(
        '[{"procedure": "99213", "facility": 67.38, "nonfacility": "92.05", '
        '"from": "2026-01-01", "to": null, "source": "Contract"}]',
        name="rates.json",
    )
    assert [each.facility for each in found.find(service())] == [Decimal("67.38")]


@given(st.text(max_size=200) | st.text(alphabet='9213,;*\n-"=[]{}:.', max_size=200))
def test_whatever_is_written_is_read_or_refused(text: str) -> None:
    try:
        found = parse_rates(text, name="rates.csv")
    except FactsRefused:
        return
    assert found.find(service()) == () or "99213" in text
