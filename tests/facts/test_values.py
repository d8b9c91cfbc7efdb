from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from edi_service.facts import values
from edi_service.facts.model import DocumentDay, Network, Override

if TYPE_CHECKING:
    from collections.abc import Callable

CENTRAL = timezone(timedelta(hours=-6))


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (values.read_text, "gold", "gold"),
        (values.read_day, "2026-02-03", date(2026, 2, 3)),
        (values.read_moment, "2026-02-03", date(2026, 2, 3)),
        (
            values.read_moment,
            "2026-02-03T14:30-06:00",
            datetime(2026, 2, 3, 14, 30, tzinfo=CENTRAL),
        ),
        (
            values.read_moment,
            "2026-02-03 14:30:05-06:00",
            datetime(2026, 2, 3, 14, 30, 5, tzinfo=CENTRAL),
        ),
        (values.read_moment, "2026-02-03T14:30Z", datetime(2026, 2, 3, 14, 30, tzinfo=UTC)),
        (values.read_yes_no, "Yes", True),
        (values.read_yes_no, "1", True),
        (values.read_yes_no, "FALSE", False),
        (values.read_yes_no, "n", False),
        (values.read_network, "In", Network.IN),
        (values.read_network, "out", Network.OUT),
        (values.read_state, "oh", "OH"),
        (values.read_words, "face-sheet; order;", ("face-sheet", "order")),
        (values.read_words, ";", ()),
        (
            values.read_overrides,
            "PS02: seen in the bay; PS03:not admitted: observed",
            (Override("PS02", "seen in the bay"), Override("PS03", "not admitted: observed")),
        ),
        (
            values.read_document_days,
            "order: 2026-06-01; face-sheet:2026-06-03",
            (
                DocumentDay("order", date(2026, 6, 1)),
                DocumentDay("face-sheet", date(2026, 6, 3)),
            ),
        ),
        (values.read_units, "1.5", Decimal("1.5")),
        (values.read_units, "12", Decimal(12)),
    ],
)
def test_what_is_written_plainly_is_read(
    read: Callable[[str], object], text: str, value: object
) -> None:
    assert read(text) == value
    assert type(read(text)) is type(value)


@pytest.mark.parametrize(
    ("read", "text", "says"),
    [
        (values.read_text, "=A1", "it is a spreadsheet's formula, not a value"),
        (values.read_words, '="order"', "it is a spreadsheet's formula, not a value"),
        (values.read_day, "02/03/2026", "write a day such as 2026-02-03"),
        (values.read_day, "20260203", "write a day such as 2026-02-03"),
        (values.read_day, "2026-02-30", "write a day such as 2026-02-03"),
        (values.read_day, "2026-02-03T14:30Z", "write a day such as 2026-02-03"),
        (values.read_day, "２０２６-02-03", "write a day such as 2026-02-03"),  # noqa: RUF001
        (values.read_moment, "yesterday", "write a day such as 2026-02-03, or a time such as"),
        (values.read_moment, "2026-02-03T25:30Z", "write a time such as 2026-02-03T14:30-05:00"),
        (values.read_moment, "2026-02-03T14:30", "add the offset from UTC to the time"),
        (values.read_yes_no, "maybe", "write yes or no"),
        (values.read_network, "tier 1", "write in or out"),
        (values.read_state, "Ohio", "write the two letters of a state"),
        (values.read_overrides, "PS02", "write a code and a reason"),
        (values.read_overrides, "PS02: ", "write a code and a reason"),
        (values.read_overrides, "PS02: seen; it was so", "write a code and a reason"),
        (values.read_document_days, "order", "write a document and its day"),
        (values.read_document_days, ": 2026-06-01", "write a document and its day"),
        (values.read_document_days, "order: June 1", "write a day such as 2026-02-03"),
        (values.read_units, "many", "write a number such as 3 or 1.5"),
        (values.read_units, "NaN", "write a number such as 3 or 1.5"),
        (values.read_units, "-1", "write a number such as 3 or 1.5"),
    ],
)
def test_what_is_not_is_refused_with_how_to_write_it(
    read: Callable[[str], object], text: str, says: str
) -> None:
    with pytest.raises(ValueError, match=says.replace("(", r"\(")):
        read(text)


def test_codes_are_in_capitals_and_without_points() -> None:
    assert values.read_codes("g43.909; 70551;") == ("G43909", "70551")


def test_places_have_two_digits() -> None:
    assert values.read_places("11; 22") == ("11", "22")
    for text in ("1", "11 22", "office"):
        with pytest.raises(ValueError, match="write two-digit codes such as 11; 22"):
            values.read_places(text)


def test_providers_are_npis_or_tax_identifiers() -> None:
    assert values.read_providers("1234567893; 12-3456789; 123456789") == (
        "1234567893",
        "123456789",
        "123456789",
    )
    for text in ("12345678", "Dr. Example", "1234567893 1234567893"):
        with pytest.raises(ValueError, match="write NPIs"):
            values.read_providers(text)


@pytest.mark.parametrize("text", ["approved", "Pending", "DENIED"])
def test_a_status_is_one_of_three_words(text: str) -> None:
    assert values.read_status(text).value == text.lower()
    with pytest.raises(ValueError, match="write approved, pending or denied"):
        values.read_status(f"{text}!")
