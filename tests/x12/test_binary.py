"""Segments with binary data are cut by their length, all others at their terminator."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_service.finding import Report
from edi_service.x12.binary import Head, read_blocks_with_data
from edi_service.x12.reader import read_blocks
from tests.builders import a_claim, an_interchange

ISA = (
    b"ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       "
    b"*261101*1015*^*00501*000000001*0*T*:~"
)


def read(data: bytes) -> tuple[list[str], list[tuple[Head, bytes]], Report]:
    """The texts of the segments, the data of the binary ones, and what was found."""
    kept: list[tuple[Head, list[bytes]]] = []
    report = Report()

    def keep(head: Head) -> object:
        kept.append((head, []))
        return kept[-1][1].append

    blocks = read_blocks_with_data(BytesIO(data), report, keep)  # type: ignore[arg-type]
    texts = [text for block in blocks for text in block.texts]
    return texts, [(head, b"".join(pieces)) for head, pieces in kept], report


@pytest.mark.parametrize(
    ("segment", "text", "head", "data"),
    [
        (b"BIN*5*a~*b~~", "BIN*5", Head("BIN", "", 5), b"a~*b~"),
        (b"BIN*0*~", "BIN*0", Head("BIN", "", 0), b""),
        (b"BIN*00003*~~~~", "BIN*00003", Head("BIN", "", 3), b"~~~"),
        (b"BDS*B64*4*SGVs~", "BDS*B64*4", Head("BDS", "B64", 4), b"SGVs"),
        (b"BDS**2*~*~", "BDS**2", Head("BDS", "", 2), b"~*"),
        (b"BDS*5*2*~*~", "BDS*5*2", Head("BDS", "5", 2), b"~*"),
    ],
)
def test_data_is_as_long_as_it_says(segment: bytes, text: str, head: Head, data: bytes) -> None:
    texts, kept, report = read(ISA + segment + b"IEA*0*000000001~")
    assert texts[1:] == [text, "IEA*0*000000001"]
    assert kept == [(head, data)]
    assert report.take() == []


@pytest.mark.parametrize(
    "segment", [b"BIN*x*data~", b"BIN~", b"BIN**data~", b"BDS*4*data~", b"BDS*B64*x*data~"]
)
def test_a_length_that_is_none_is_named_and_the_segment_ends_at_its_terminator(
    segment: bytes,
) -> None:
    texts, kept, report = read(ISA + segment + b"IEA*0*000000001~")
    assert texts[1:] == [segment.decode()[:-1], "IEA*0*000000001"]
    assert kept == []
    assert [found.kind.code for found in report.take()] == ["SX19"]


@pytest.mark.parametrize("segment", [b"BINX*5*abc~", b"BI*5*abc~", b"NTE*BIN*5*abc~", b"BDSB64*1~"])
def test_only_the_two_segments_have_data(segment: bytes) -> None:
    texts, kept, report = read(ISA + segment + b"IEA*0*000000001~")
    assert texts[1] == segment.decode()[:-1]
    assert kept == []
    assert report.take() == []


def test_positions_count_all_bytes_of_the_data() -> None:
    report = Report()
    blocks = list(
        read_blocks_with_data(
            BytesIO(ISA + b"BIN*5*a~*b~~IEA*0*000000001~"), report, lambda _: lambda _: None
        )
    )
    assert [block.offset for block in blocks] == [0, len(ISA), len(ISA) + 12]
    assert [block.number for block in blocks] == [1, 2, 3]


def test_without_data_it_reads_what_the_reader_reads() -> None:
    data = an_interchange(a_claim())
    plain = [text for block in read_blocks(BytesIO(data), Report()) for text in block.texts]
    assert read(data)[0] == plain


@given(st.lists(st.binary(max_size=40), max_size=6))
def test_any_data_comes_through(contents: list[bytes]) -> None:
    segments = b"".join(b"BIN*%d*%b~" % (len(content), content) for content in contents)
    _, kept, report = read(ISA + segments + b"IEA*0*000000001~")
    assert [content for _, content in kept] == contents
    assert report.take() == []
