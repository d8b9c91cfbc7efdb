"""What holds for any bytes at all, and for any good file."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from hypothesis import example, given
from hypothesis import strategies as st

from edi_service.finding import Report
from edi_service.x12.envelope import envelope_starts, read_sets
from edi_service.x12.reader import read_blocks
from edi_service.x12.segment import ENVELOPE_IDS, NO_SEPARATOR, decode, encode, printable
from edi_service.x12.tally import Tally
from edi_service.x12.writer import write_blocks
from tests.properties.strategies import (
    changed_elements,
    damaged,
    damaged_interchanges,
    good_files,
    read_sizes,
)
from tests.x12.reading import assert_accounted, interchange, isa, read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from edi_service.x12.envelope import TransactionSet
    from tests.x12.reading import Reading


@given(damaged | damaged_interchanges)
@example(b"")
@example(b"ISA")
def test_every_byte_is_read_or_reported(data: bytes) -> None:
    assert_accounted(data)


@given(damaged | damaged_interchanges, st.integers(0, 4))
def test_no_bytes_raise_in_the_envelopes_and_no_segment_is_lost_there(
    data: bytes, taken: int
) -> None:
    report, tally = Report(), Tally()
    for transaction_set in read_sets(read_blocks(io.BytesIO(data), report), report, tally):
        _take(transaction_set, taken)
    assert tally.segments == len(read(data).texts)
    for finding in report.take():
        assert str(finding).isprintable()


@given(damaged | damaged_interchanges | good_files(), read_sizes)
def test_the_sizes_of_reads_change_nothing(data: bytes, sizes: Sequence[int]) -> None:
    whole, dripped = read(data), read(data, *sizes)
    assert list(whole.segments) == list(dripped.segments)
    assert whole.findings == dripped.findings


@given(damaged | damaged_interchanges)
def test_whatever_is_read_without_findings_is_written_back(data: bytes) -> None:
    reading = read(data)
    if not reading.findings:
        assert _written(reading) == data


@given(good_files(), read_sizes)
def test_good_files_are_read_without_findings_and_written_back(
    data: bytes, sizes: Sequence[int]
) -> None:
    reading = read(data, *sizes)
    assert not reading.findings
    assert _written(reading) == data


@given(good_files())
def test_good_files_have_good_envelopes(data: bytes) -> None:
    report, tally = Report(), Tally()
    sets = list(read_sets(read_blocks(io.BytesIO(data), report), report, tally))
    assert not report.findings
    assert len(sets) == tally.transaction_sets == data.count(b"ST*837*")


@given(changed_elements, st.sampled_from("~'\n\r\x1d!A0 \xe9"))
def test_any_isa_is_read_or_refused(change: tuple[int, str], terminator: str) -> None:
    element, value = change
    header = isa(**{f"isa{element}": value})
    data = interchange(header=header).replace(b"~", terminator.encode())
    reading = assert_accounted(data)
    for block in reading.blocks:
        delimiters = block.delimiters
        assert delimiters.segment != delimiters.element
        assert delimiters.component == NO_SEPARATOR or not delimiters.component.isalnum()


@given(st.binary())
def test_any_bytes_survive_decoding(data: bytes) -> None:
    assert encode(decode(data)) == data
    assert printable(decode(data)).isascii()


def _take(transaction_set: TransactionSet, most: int) -> None:
    """Take some segments, as a reader of claims does, and leave the rest."""
    cursor = transaction_set.cursor
    starts = envelope_starts(transaction_set.delimiters)
    for _ in range(most):
        if not cursor.has_more():
            return
        text = cursor.block.texts[cursor.index]
        if text in ENVELOPE_IDS or text.startswith(starts):
            return
        cursor.index += 1


def _written(reading: Reading) -> bytes:
    return b"".join(write_blocks(reading.blocks))
