"""An interchange that was written is given other control numbers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from edi_service.x12.renumber import renumber
from edi_service.x12.segment import Delimiters
from edi_service.x12.writer import Envelope, InterchangeWriter, UnwritableTextError

USUAL = Delimiters()
UNUSUAL = Delimiters(element="|", repetition="!", component=">", segment="\n")


def written(number: int, marks: Delimiters) -> bytes:
    envelope = Envelope(
        sender_qualifier="ZZ",
        sender_id="CLINIC",
        receiver_qualifier="ZZ",
        receiver_id="PAYER",
        sender_code="CLINIC",
        receiver_code="PAYER",
        created=datetime(2026, 6, 5, 9, 30, tzinfo=UTC),
        interchange_number=number,
        group_number=number,
        usage="T",
        functional_id="HI",
        set_id="278",
        guide="005010X217",
    )
    writer = InterchangeWriter(envelope, marks)
    writer.segment("BHT", "0007", "13", "1", "20260605", "0930")
    return writer.finish()


@pytest.mark.parametrize("marks", [USUAL, UNUSUAL])
@pytest.mark.parametrize("number", [1, 9, 10, 123_456, 999_999_999])
def test_it_is_what_would_have_been_written_with_the_number(number: int, marks: Delimiters) -> None:
    assert renumber(written(1, marks), number) == written(number, marks)


def test_a_number_of_ten_digits_is_refused() -> None:
    with pytest.raises(UnwritableTextError):
        renumber(written(1, USUAL), 1_000_000_000)
