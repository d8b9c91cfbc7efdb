"""Interchanges of one set each are gathered into one of many."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_service.x12.gather import Gathering, address_of, gathered
from edi_service.x12.segment import Delimiters
from edi_service.x12.writer import Envelope, InterchangeWriter, UnwritableTextError

USUAL = Delimiters()
UNUSUAL = Delimiters(element="|", repetition="!", component=">", segment="\n")
ENVELOPE = Envelope(
    sender_qualifier="ZZ",
    sender_id="CLINIC",
    receiver_qualifier="ZZ",
    receiver_id="PAYER",
    sender_code="CLINIC",
    receiver_code="PAYER",
    created=datetime(2026, 6, 5, 9, 30, tzinfo=UTC),
    interchange_number=1,
    group_number=1,
    usage="T",
    functional_id="HI",
    set_id="278",
    guide="005010X217",
)


def of_one(reference: str, marks: Delimiters = USUAL, envelope: Envelope = ENVELOPE) -> bytes:
    return of_many([reference], marks, envelope)


def of_many(references: list[str], marks: Delimiters, envelope: Envelope) -> bytes:
    writer = InterchangeWriter(envelope, marks)
    for place, reference in enumerate(references):
        if place:
            writer.next_set()
        writer.segment("BHT", "0007", "13", reference, "20260605", "0930")
    return writer.finish()


@given(
    st.lists(st.text("ABC123", min_size=1, max_size=9), min_size=1, max_size=12),
    st.sampled_from([USUAL, UNUSUAL]),
    st.integers(1, 999_999_999),
)
def test_it_is_what_would_have_been_written_as_one(
    references: list[str], marks: Delimiters, number: int
) -> None:
    apart = [
        of_one(reference, marks, replace(ENVELOPE, interchange_number=place, group_number=place))
        for place, reference in enumerate(references, start=7)
    ]
    together = replace(ENVELOPE, interchange_number=number, group_number=number)
    assert gathered(apart, number) == of_many(references, marks, together)


@pytest.mark.parametrize(
    "other",
    [
        of_one("A", UNUSUAL),
        of_one("A", envelope=replace(ENVELOPE, usage="P")),
        of_one("A", envelope=replace(ENVELOPE, receiver_id="OTHER")),
        of_one("A", envelope=replace(ENVELOPE, sender_id="OTHER")),
        of_one("A", envelope=replace(ENVELOPE, receiver_qualifier="30")),
        of_one("A", envelope=replace(ENVELOPE, sender_code="OTHER")),
        of_one("A", envelope=replace(ENVELOPE, receiver_code="OTHER")),
        of_one("A", envelope=replace(ENVELOPE, guide="005010X215")),
    ],
)
def test_what_goes_elsewhere_or_otherwise_has_another_address(other: bytes) -> None:
    assert address_of(other) != address_of(of_one("A"))


def test_the_moment_and_the_numbers_are_no_part_of_an_address() -> None:
    later = replace(
        ENVELOPE,
        created=datetime(2026, 6, 6, 0, 0, tzinfo=UTC),
        interchange_number=77,
        group_number=77,
    )
    assert address_of(of_one("B", envelope=later)) == address_of(of_one("A"))


def test_group_and_sets_may_have_numbers_of_their_own() -> None:
    apart = [of_one("A"), of_one("B")]
    together = replace(ENVELOPE, interchange_number=9, group_number=77, set_number=10_001)
    expected = of_many(["A", "B"], USUAL, together)
    assert gathered(apart, 9, group=77, first_set=10_001) == expected
    assert b"ST*278*10002*" in expected


def test_a_number_too_long_is_refused() -> None:
    with pytest.raises(UnwritableTextError):
        Gathering(of_one("A"), 1_000_000_000)
