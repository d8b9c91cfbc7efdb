from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_service.codes.npi import check_digit, is_valid

NINE_DIGITS = st.from_regex(r"[12][0-9]{8}", fullmatch=True)


def luhn_sum(digits: str) -> int:
    """The textbook sum over a whole number, prefix included; zero modulo ten when it is right."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 * (value > 9)
    return total


@pytest.mark.parametrize("npi", ["1234567893", "1993999998", "1000000004", "2000000002"])
def test_an_identifier_with_its_check_digit_is_valid(npi: str) -> None:
    assert is_valid(npi)
    assert check_digit(npi[:9]) == npi[9]


@pytest.mark.parametrize(
    ("npi", "fault"),
    [
        ("1234567890", "another check digit"),
        ("1234567983", "two digits exchanged"),
        ("123456789", "nine digits"),
        ("12345678933", "eleven digits"),
        ("", "nothing"),
        ("3234567899", "begins with 3"),
        ("0234567895", "begins with 0"),
        ("12345A7893", "a letter"),
        ("1234 67893", "a space"),
        ("123456789\n", "a line break"),
        ("١٢٣٤٥٦٧٨٩٣", "Arabic-Indic digits"),
        ("1²34567893", "a superscript"),
    ],
)
def test_anything_else_is_not(npi: str, fault: str) -> None:
    assert not is_valid(npi), fault


@pytest.mark.parametrize("text", ["", "12345678", "1234567893", "12345678A", "12345678²"])
def test_a_check_digit_is_made_for_nine_digits_only(text: str) -> None:
    with pytest.raises(ValueError, match="nine digits are needed"):
        check_digit(text)


@given(NINE_DIGITS)
def test_the_whole_number_with_its_prefix_passes_the_textbook_sum(first_nine: str) -> None:
    npi = first_nine + check_digit(first_nine)
    assert is_valid(npi)
    assert luhn_sum("80840" + npi) % 10 == 0


@given(NINE_DIGITS, st.integers(1, 9), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(first_nine: str, place: int, added: int) -> None:
    npi = first_nine + check_digit(first_nine)
    wrong = str((int(npi[place]) + added) % 10)
    assert not is_valid(npi[:place] + wrong + npi[place + 1 :])


@given(st.text(max_size=12))
def test_no_text_raises(text: str) -> None:
    assert is_valid(text) in {True, False}
