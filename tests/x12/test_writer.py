from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from edi_service.x12.segment import NO_SEPARATOR, Block, Delimiters
from edi_service.x12.writer import (
    Envelope,
    InterchangeWriter,
    UnwritableTextError,
    write_blocks,
)
from tests.x12.reading import assert_accounted, isa, read_envelopes

if TYPE_CHECKING:
    from edi_service.x12.writer import Element

ENVELOPE = Envelope(
    sender_qualifier="ZZ",
    sender_id="SENDER",
    receiver_qualifier="ZZ",
    receiver_id="RECEIVER",
    sender_code="SENDER",
    receiver_code="RECEIVER",
    created=datetime(2026, 3, 1, 8, 30, tzinfo=UTC),
    interchange_number=7,
    group_number=12,
    usage="T",
    functional_id="HI",
    set_id="278",
    guide="005010X217",
)


def test_an_interchange_is_written_with_its_counts_and_numbers() -> None:
    writer = InterchangeWriter(ENVELOPE, line_break="\n")
    writer.segment("BHT", "0007", "13", "A1", "20260301", "0830")
    writer.segment("HL", "1", "", "20", "1")
    assert writer.finish().decode().splitlines() == [
        isa(isa13="000000007") + "~",
        "GS*HI*SENDER*RECEIVER*20260301*0830*12*X*005010X217~",
        "ST*278*0001*005010X217~",
        "BHT*0007*13*A1*20260301*0830~",
        "HL*1**20*1~",
        "SE*4*0001~",
        "GE*1*12~",
        "IEA*1*000000007~",
    ]


@pytest.mark.parametrize(
    "delimiters",
    [
        Delimiters(),
        Delimiters(element="|", repetition="!", component=">", segment="'"),
        Delimiters(segment="\n"),
    ],
)
def test_what_is_written_is_read_without_findings(delimiters: Delimiters) -> None:
    writer = InterchangeWriter(replace(ENVELOPE, acknowledgment_requested=True), delimiters)
    writer.segment("HI", ("ABK", "M545"), ("ABF", "G35"))
    data = writer.finish()
    reading = assert_accounted(data)
    assert reading.findings == []
    assert reading.blocks[0].delimiters == delimiters
    assert b"".join(write_blocks(reading.blocks)) == data
    assert read_envelopes(data).findings == []


@pytest.mark.parametrize(
    ("elements", "text"),
    [
        ((), "REF"),
        (("",), "REF"),
        (("A", "", ""), "REF*A"),
        (("", "B"), "REF**B"),
        ((("A", "B"),), "REF*A:B"),
        ((("A", "", ""), ""), "REF*A"),
        ((("", "", "C"), "D"), "REF*::C*D"),
        ((("", ""), ()), "REF"),
        (("Müller",), "REF*Müller"),
    ],
)
def test_what_is_empty_at_an_end_is_left_out(elements: tuple[Element, ...], text: str) -> None:
    writer = InterchangeWriter(ENVELOPE)
    writer.segment("REF", *elements)
    assert f"~{text}~SE*3*" in writer.finish().decode()


@pytest.mark.parametrize(
    ("elements", "place"),
    [
        (("A", "B*C"), "REF02"),
        (("A:B",), "REF01"),
        (("A~",), "REF01"),
        (("A^B",), "REF01"),
        ((("A", "B:C"),), "REF01-2"),
        (("A\nB",), "REF01"),
        (("A\0",), "REF01"),
        (("A\udcff",), "REF01"),
    ],
)
def test_a_value_with_a_delimiter_is_refused_and_not_quoted(
    elements: tuple[Element, ...], place: str
) -> None:
    writer = InterchangeWriter(ENVELOPE)
    before = writer.finish()
    writer = InterchangeWriter(ENVELOPE)
    with pytest.raises(UnwritableTextError, match=rf"^{place} holds") as refusal:
        writer.segment("REF", *elements)
    assert "A" not in str(refusal.value).removeprefix(place).replace("another", "")
    assert writer.finish() == before


@pytest.mark.parametrize(
    ("envelope", "place"),
    [
        (replace(ENVELOPE, sender_id="A" * 16), "ISA06"),
        (replace(ENVELOPE, receiver_id="M\xdcLLER"), "ISA08"),
        (replace(ENVELOPE, sender_qualifier="ZZZ"), "ISA05"),
        (replace(ENVELOPE, usage="*"), "ISA15"),
        (replace(ENVELOPE, sender_code="A*B"), "GS02"),
        (replace(ENVELOPE, interchange_number=1_000_000_000), "ISA13"),
        (replace(ENVELOPE, interchange_number=-1), "ISA13"),
        (replace(ENVELOPE, group_number=1_000_000_000), "GS06"),
        (replace(ENVELOPE, set_number=1_000_000_000), "ST02"),
    ],
)
def test_an_envelope_that_does_not_fit_is_refused(envelope: Envelope, place: str) -> None:
    with pytest.raises(UnwritableTextError, match=f"^{place} "):
        InterchangeWriter(envelope)


@pytest.mark.parametrize(
    "delimiters",
    [
        Delimiters(component="*"),
        Delimiters(segment="^"),
        Delimiters(repetition="U"),
        Delimiters(component=""),
        Delimiters(repetition=NO_SEPARATOR),
        Delimiters(element=" "),
        Delimiters(segment="…"),
    ],
)
def test_delimiters_that_cannot_separate_are_refused(delimiters: Delimiters) -> None:
    with pytest.raises(UnwritableTextError, match="four different characters"):
        InterchangeWriter(ENVELOPE, delimiters)


def test_blocks_may_be_changed_before_they_are_written() -> None:
    block = Block(
        texts=["A*1", "B*2"],
        number=1,
        delimiters=Delimiters(),
        offset=0,
        before="\n",
        gaps=["\r\n"],
    )
    block.texts[0] = "A*9"
    assert b"".join(write_blocks([block])) == b"\nA*9~\r\nB*2~"
