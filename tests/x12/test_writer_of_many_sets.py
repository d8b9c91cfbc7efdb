from __future__ import annotations

from dataclasses import replace

import pytest

from edi_service.x12.segment import Delimiters
from edi_service.x12.writer import (
    InterchangeWriter,
    Repetitions,
    SegmentWriter,
    UnwritableTextError,
)
from tests.x12.reading import assert_accounted, isa, read_envelopes
from tests.x12.test_writer import ENVELOPE


def test_an_interchange_may_hold_several_sets_each_with_its_count() -> None:
    writer = InterchangeWriter(replace(ENVELOPE, set_number=9), line_break="\n")
    writer.segment("BHT", "1")
    writer.next_set()
    writer.segment("BHT", "2")
    writer.segment("HL", "1")
    data = writer.finish()
    assert data.decode().splitlines()[2:] == [
        "ST*278*0009*005010X217~",
        "BHT*1~",
        "SE*3*0009~",
        "ST*278*0010*005010X217~",
        "BHT*2~",
        "HL*1~",
        "SE*4*0010~",
        "GE*2*12~",
        "IEA*1*000000007~",
    ]
    assert read_envelopes(data).findings == []


def test_what_was_taken_is_not_written_again() -> None:
    whole, parts = InterchangeWriter(ENVELOPE), InterchangeWriter(ENVELOPE)
    taken = [parts.take()]
    for writer in (whole, parts):
        writer.segment("BHT", "1")
        writer.next_set()
    taken.append(parts.take())
    assert parts.take() == b""
    taken.append(parts.finish())
    assert all(taken)
    assert b"".join(taken) == whole.finish()


def test_what_was_written_elsewhere_stands_where_it_is_inserted_and_is_counted() -> None:
    whole, parts, elsewhere = (
        InterchangeWriter(ENVELOPE),
        InterchangeWriter(ENVELOPE),
        SegmentWriter(),
    )
    for writer in (whole, elsewhere):
        for number in range(3):
            writer.segment("REF", str(number), ("A", ""))
    assert elsewhere.segments == 3
    written = [parts.insert(elsewhere.take(), elsewhere.segments)]
    assert elsewhere.take() == b""
    for writer in (whole, parts):
        writer.segment("BHT", "1")
    written.append(parts.finish())
    assert b"".join(written) == whole.finish()
    assert b"~SE*6*0001~" in written[1]


def test_segments_alone_are_written_with_the_marks_that_are_asked_for() -> None:
    writer = SegmentWriter(Delimiters(element="|", component=">", segment="!"), line_break="\n")
    writer.segment("SVC", ("HC", "70553"), "", "2", "")
    assert writer.take() == b"SVC|HC>70553||2!\n"
    with pytest.raises(UnwritableTextError, match="NM101 holds"):
        writer.segment("NM1", "A>B")
    with pytest.raises(UnwritableTextError, match="not four different"):
        SegmentWriter(Delimiters(element="~"))


def test_an_interchange_of_acknowledgments_has_no_group() -> None:
    writer = InterchangeWriter(ENVELOPE, has_group=False)
    writer.segment("TA1", "000000001", "260301", "0830", "A", "000")
    data = writer.finish()
    header = isa(isa13="000000007")
    expected = f"{header}~TA1*000000001*260301*0830*A*000~IEA*0*000000007~"
    assert data.decode() == expected
    assert not assert_accounted(data).findings


def test_an_element_may_be_repeated() -> None:
    writer = InterchangeWriter(ENVELOPE, line_break="\n")
    writer.segment("CTX", Repetitions((("A", ""), ("B", "1"), "C")), "REF")
    assert "CTX*A^B:1^C*REF~" in writer.finish().decode().splitlines()


def test_a_repetition_that_holds_a_delimiter_is_refused() -> None:
    writer = InterchangeWriter(ENVELOPE)
    with pytest.raises(UnwritableTextError, match="CTX01-2"):
        writer.segment("CTX", Repetitions((("A", "1^2"),)))
