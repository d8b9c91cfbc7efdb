from __future__ import annotations

import io
import tracemalloc
from itertools import chain, repeat
from typing import TYPE_CHECKING

import pytest

from edi_service.finding import Report, Severity
from edi_service.x12.reader import LONGEST_SEGMENT, read_blocks
from edi_service.x12.segment import NO_SEPARATOR, Delimiters
from edi_service.x12.writer import write_blocks
from tests.x12.reading import (
    Dripping,
    assert_accounted,
    group,
    interchange,
    isa,
    read,
    read_envelopes,
    transaction_set,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

GOOD = interchange()
ISA = isa().encode()
TEXTS = GOOD.decode().removesuffix("~").split("~")


def test_a_good_interchange_is_read_without_findings() -> None:
    reading = assert_accounted(GOOD)
    assert reading.texts == TEXTS
    assert reading.findings == []
    assert reading.blocks[0].texts[0] == isa()
    assert reading.blocks[-1].texts[-1] == "IEA*1*000000001"
    assert all(block.offsets is None for block in read(GOOD).blocks)


@pytest.mark.parametrize(
    "end", ["~", "~\n", "~\r\n", "~\r", "~\n\n", "\n", "\r", "\r\n", "'", "\x1d"]
)
def test_line_breaks_after_terminators_are_skipped_and_written_back(end: str) -> None:
    data = interchange(end=end)
    reading = assert_accounted(data)
    assert reading.texts == TEXTS
    assert reading.findings == []
    assert b"".join(write_blocks(reading.blocks)) == data


@pytest.mark.parametrize("end", ["~", "~\n", "\r\n"])
def test_line_breaks_around_and_between_interchanges_are_skipped(end: str) -> None:
    second = interchange(number="000000002", end=end)
    data = b"\r\n" + interchange(end=end) + b"\n\n" + second + b"\n" * 200_000
    reading = assert_accounted(data)
    assert reading.findings == []
    assert len(reading.texts) == 2 * len(TEXTS)
    assert b"".join(write_blocks(reading.blocks)) == data


def test_lines_may_break_here_and_not_there() -> None:
    data = GOOD.replace(b"~ST", b"~\nST").replace(b"~NM1", b"~\r\nNM1").replace(b"~SE", b"~\n\nSE")
    reading = assert_accounted(data)
    assert reading.texts == TEXTS
    assert reading.findings == []
    assert b"".join(write_blocks(reading.blocks)) == data


def test_blank_lines_are_skipped_where_a_line_break_is_the_terminator() -> None:
    data = GOOD.replace(b"~ST", b"~~~ST").replace(b"~", b"\n")
    reading = assert_accounted(data)
    assert reading.texts == TEXTS
    assert reading.findings == []
    assert b"".join(write_blocks(reading.blocks)) == data


def test_a_long_run_of_blank_lines_takes_no_memory() -> None:
    data = interchange(end="\n").replace(b"\nST", b"\n" * 300_000 + b"ST")
    reading = read(data)
    assert reading.texts == TEXTS
    assert max(len(block.before) for block in reading.blocks) <= 200_000
    assert b"".join(write_blocks(reading.blocks)) == data


def test_each_interchange_declares_its_own_delimiters() -> None:
    other = interchange(header=isa("|", isa16=">", isa11="!", isa13="000000002"), end="'")
    reading = assert_accounted(GOOD + other.replace(b"*", b"|"))
    assert [block.delimiters for block in reading.blocks if "IEA" in block.texts[-1]] == [
        Delimiters(),
        Delimiters(element="|", repetition="!", component=">", segment="'"),
    ]
    assert len(reading.texts) == 2 * len(TEXTS)
    assert reading.findings == []


def test_there_are_no_repetitions_before_version_00402() -> None:
    reading = assert_accounted(interchange(header=isa(isa11="U", isa12="00401")))
    assert reading.blocks[0].delimiters.repetition == NO_SEPARATOR
    assert reading.findings == []


def test_a_terminator_within_the_isa_does_not_cut_it() -> None:
    reading = assert_accounted(interchange(header=isa(isa06="A~B")))
    assert reading.texts[0] == isa(isa06="A~B")
    assert reading.findings == []


def test_bytes_outside_utf_8_are_kept() -> None:
    data = GOOD.replace(b"EXAMPLE CLINIC", b"M\xfcLLER \xc3\x9c")
    reading = assert_accounted(data)
    assert reading.findings == []
    assert b"".join(write_blocks(reading.blocks)) == data


def test_words_that_hold_isa_or_iea_end_nothing() -> None:
    data = GOOD.replace(b"EXAMPLE CLINIC", b"LISA*VISA*ISA*IEA*ISABEL IEA")
    data = data.replace(b"DTP*472", b"IEAX*1~ISAAC*1~ISA 1~DTP*472")
    reading = assert_accounted(data)
    assert reading.findings == []
    assert len(reading.texts) == len(TEXTS) + 3


@pytest.mark.parametrize("name", ["A B", "A\tB", " A", "A ", "\tA", " ", "\t"])
def test_blanks_and_tabs_within_a_segment_are_part_of_it(name: str) -> None:
    reading = assert_accounted(GOOD.replace(b"EXAMPLE CLINIC", name.encode()))
    assert reading.findings == []
    assert [text.replace("EXAMPLE CLINIC", name) for text in TEXTS] == reading.texts


def test_findings_name_the_interchange_once_it_is_known() -> None:
    data = GOOD.replace(b"~ST", b"~~ST") + b"stray"
    empty, stray = read(data).findings
    assert empty.position.interchange == "000000001"
    assert stray.position.interchange == ""


def test_an_iea_without_terminator_is_a_warning_since_it_is_read() -> None:
    assert read(GOOD[:-1]).findings[0].severity is Severity.WARNING
    assert read(GOOD[:-20]).findings[0].severity is Severity.ERROR


@pytest.mark.parametrize(
    "lost",
    [
        pytest.param(b"IEA*1*000000001~", id="the IEA"),
        pytest.param(b"00001~", id="the last bytes of the IEA"),
        pytest.param(b"E*1*1~IEA*1*000000001~", id="all but a letter of the GE"),
        pytest.param(GOOD[107:], id="all but the ISA"),
    ],
)
@pytest.mark.parametrize("between", [b"", b"\n", b"\r\n\r\n"])
@pytest.mark.parametrize("separator", ["*", "|"])
def test_an_interchange_is_read_after_one_without_end(
    lost: bytes, between: bytes, separator: str
) -> None:
    second = interchange(header=isa(separator)).replace(b"*", separator.encode())
    if separator == "|":
        second = second.replace(b"~", b"'")
    data = GOOD.removesuffix(lost) + between + second
    reading = assert_accounted(data)
    assert reading.texts[-len(TEXTS) :] == [text.replace("*", separator) for text in TEXTS]
    assert set(reading.codes) <= {"SX15"}


def test_an_isa_that_cannot_be_read_ends_the_interchange_before() -> None:
    data = GOOD.removesuffix(b"IEA*1*000000001~") + ISA[:30] + b"~" + GOOD
    reading = assert_accounted(data)
    assert reading.codes == ["SX07"]
    assert len(reading.texts) == 2 * len(TEXTS) - 1


def test_an_isa_of_wrong_length_is_found_after_a_line_break() -> None:
    short = interchange(header=isa().replace(" ", ""))
    assert read(b"see below\n" + short).codes == ["SX06", "SX08"]
    assert read(b"see below " + short).codes == ["SX02"]


@pytest.mark.parametrize("length", range(107))
def test_an_isa_cut_off_anywhere_is_named(length: int) -> None:
    reading = assert_accounted((ISA + b"~")[:length])
    expected = {0: "SX01", 1: "SX02", 2: "SX02", 106: ""}.get(length, "SX07")
    assert reading.codes == ([expected] if expected else [])
    assert len(reading.texts) == (length == 106)


@pytest.mark.parametrize("index", range(106))
@pytest.mark.parametrize("byte", [b"*", b"~", b"\n", b"A", b"\xff", b"\0", b""])
def test_an_isa_with_any_byte_changed_is_read_or_named(index: int, byte: bytes) -> None:
    data = GOOD[:index] + byte + GOOD[index + 1 :]
    reading = assert_accounted(data)
    assert len(reading.texts) == len(TEXTS) or reading.findings


def test_a_file_cut_off_anywhere_is_accounted_for() -> None:
    for length in range(len(GOOD)):
        reading = assert_accounted(GOOD[:length])
        assert read_envelopes(GOOD[:length]).findings
        whole = len(reading.texts) - GOOD.startswith(b"IEA*", GOOD.rfind(b"~", 0, length) + 1)
        assert reading.texts[: max(whole, 0)] == TEXTS[: max(whole, 0)]


def test_a_file_with_any_bit_flipped_is_accounted_for() -> None:
    sets = (transaction_set(number=f"{number:04d}") for number in range(1, 6))
    data = interchange(*group(*sets))
    for index in range(len(data)):
        for bit in range(8):
            flipped = bytearray(data)
            flipped[index] ^= 1 << bit
            reading = assert_accounted(bytes(flipped))
            assert read_envelopes(bytes(flipped)).tally.segments == len(reading.texts)


@pytest.mark.parametrize("size", [LONGEST_SEGMENT - 1, LONGEST_SEGMENT, LONGEST_SEGMENT + 1])
@pytest.mark.parametrize("sizes", [(), (10_001,)])
def test_a_segment_may_have_a_megabyte_and_no_more(size: int, sizes: tuple[int, ...]) -> None:
    data = GOOD.replace(b"~SE", b"~NTE*" + b"x" * (size - 4) + b"~SE")
    reading = read(data, *sizes)
    is_read = size <= LONGEST_SEGMENT
    assert reading.codes == ([] if is_read else ["SX16"])
    assert len(reading.texts) == len(TEXTS) + is_read


@pytest.mark.parametrize(
    ("end", "last"),
    [
        (b"", "DTP*472*D8*20260203"),
        (b"~SE*7*0001~", "SE*7*0001"),
        (GOOD, TEXTS[-1]),
        (b"\n" + GOOD.replace(b" ", b""), TEXTS[-1]),
    ],
)
def test_reading_goes_on_after_a_segment_without_end(end: bytes, last: str) -> None:
    data = GOOD[: GOOD.index(b"SE*")] + b"x" * (3 * LONGEST_SEGMENT) + end
    reading = assert_accounted(data)
    assert reading.codes[0] == "SX16"
    assert reading.texts[-1] == last


def _endless_claims(count: int, line_break: bytes) -> Iterator[bytes]:
    whole = interchange(end="~" + line_break.decode())
    body = whole[whole.index(b"HL*") : whole.index(b"SE*")]
    claims = body * 300
    start, end = whole.split(body)
    return chain([start], repeat(claims, count // len(claims)), [end])


class _Stream(io.BytesIO):
    """A source that makes its bytes up as they are asked for."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        super().__init__()
        self._parts = parts
        self._rest = b""

    def read(self, size: int | None = -1, /) -> bytes:
        size = size or 0
        while len(self._rest) < size and (part := next(self._parts, b"")):
            self._rest += part
        given, self._rest = self._rest[:size], self._rest[size:]
        return given


@pytest.mark.parametrize("line_break", [b"", b"\n"])
def test_memory_stays_flat_in_one_long_transaction_set(line_break: bytes) -> None:
    source = _Stream(_endless_claims(20_000_000, line_break))
    report = Report()
    tracemalloc.start()
    try:
        segments = sum(len(block.texts) for block in read_blocks(source, report))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert segments > 500_000
    assert not report.findings
    assert peak < 2_000_000


def test_many_interchanges_groups_and_sets_are_read() -> None:
    sets = [transaction_set(number=f"{number:04d}") for number in range(1, 4)]
    data = b"".join(
        interchange(*group(*sets), *group(number="2"), number=f"{number:09d}")
        for number in range(300)
    )
    reading = assert_accounted(data)
    assert reading.findings == []
    assert sum(text.startswith("ISA*") for text in reading.texts) == 300
    assert sum(text.startswith("ST*") for text in reading.texts) == 1200
    assert not any("IEA" in text for block in reading.blocks for text in block.texts[:-1])


def test_a_source_may_drip() -> None:
    report = Report()
    blocks = list(read_blocks(Dripping(GOOD, [1]), report))
    assert [text for block in blocks for text in block.texts] == TEXTS
