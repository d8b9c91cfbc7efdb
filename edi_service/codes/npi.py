"""
The check digit of a National Provider Identifier.

CMS, "Requirements for National Provider Identifier (NPI) and NPI Check Digit": ten digits, the
first 1 or 2, the last chosen by the Luhn formula (ISO/IEC 7812-1) over the card issuer prefix 80840
and the nine before it.  A valid digit says the number was typed rightly, not that it was issued.
"""

from __future__ import annotations

# What the five digits of the prefix 80840 add to every sum: 8, 0 doubled, 8, 4, 0 with the
# alternation that falls on them.  CMS gives the same constant.
_PREFIX_SUM = 24

# A digit doubled, the digits of the product added up.
_DOUBLED = {str(digit): sum(divmod(2 * digit, 10)) for digit in range(10)}


def is_valid(npi: str) -> bool:
    """Whether *npi* is ten ASCII digits, begins with 1 or 2, and ends in its check digit."""
    return len(npi) == 10 and npi[0] in "12" and _all_digits(npi) and check_digit(npi[:9]) == npi[9]


def check_digit(first_nine: str) -> str:
    """
    The tenth digit that makes *first_nine* an identifier.

    Raises:
        ValueError: *first_nine* is not nine ASCII digits.
    """
    if len(first_nine) != 9 or not _all_digits(first_nine):
        message = f"nine digits are needed, not {first_nine!r}"
        raise ValueError(message)
    # Counted from the right, the first digit is doubled, the second is not, and so on.
    doubled = sum(_DOUBLED[digit] for digit in first_nine[::2])
    plain = sum(int(digit) for digit in first_nine[1::2])
    return str(-(_PREFIX_SUM + doubled + plain) % 10)


def _all_digits(text: str) -> bool:
    # str.isdigit alone also takes the digits of other scripts.
    return text.isascii() and text.isdigit()
