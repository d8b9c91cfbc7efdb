from __future__ import annotations

from dataclasses import replace

import pytest

from edi_service.x12.writer import InterchangeWriter, Repetitions, UnwritableTextError
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
