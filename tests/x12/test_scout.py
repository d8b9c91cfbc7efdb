"""Where a file may be cut, and what must be known there of the bytes before."""

from __future__ import annotations

import io
import itertools
from typing import TYPE_CHECKING

import pytest

from edi_service.finding import Report
from edi_service.x12.envelope import read_sets
from edi_service.x12.reader import read_blocks
from edi_service.x12.scout import CHUNK, find_starts
from edi_service.x12.start import Held
from edi_service.x12.tally import Tally
from tests.builders import (
    a_claim,
    a_transaction_set,
    an_interchange,
    billing_level,
    dependent_level,
    enclosed,
    spoiled,
    subscriber_level,
)

if TYPE_CHECKING:
    from edi_service.x12.start import Start

TWO = a_claim(number="A2")


def starts(data: bytes, step: int = 1) -> list[Start]:
    return list(find_starts(io.BytesIO(data), lambda _: step))


def texts_at(data: bytes, found: list[Start]) -> list[bytes]:
    return [data[start.offset :].split(b"~")[0].strip() for start in found]


def segment_ids(start: Start) -> str:
    return " ".join(text.split("*")[0] for piece in start.pieces for text in piece.texts)


def test_a_set_is_cut_before_a_subscriber_that_follows_a_claim() -> None:
    data = an_interchange(a_claim(number="A1"), TWO)
    found = starts(data)
    assert texts_at(data, found) == [b"ST*837*0001*005010X222A1", b"HL*3*1*22*0"]
    assert found[1].number == data[: found[1].offset].count(b"~") + 1


def test_the_pieces_of_a_cut_are_the_headers_and_levels_that_are_open() -> None:
    data = an_interchange(a_claim(number="A1"), TWO, a_claim(number="A3"))
    last = starts(data)[-1]
    ids = segment_ids(last)
    assert ids.startswith("ISA GS ST BHT ")
    assert ids.count("HL") == 2
    assert ids.count("CLM") == 1
    assert last.held == Held(claims=1)
    for piece in last.pieces:
        assert data[piece.offset :].startswith(piece.texts[0].encode())
        assert piece.number == data[: piece.offset].count(b"~") + 1


def test_a_dependent_stays_with_the_subscriber() -> None:
    data = an_interchange(a_claim(number="A1"), dependent_level(9, 2) + a_claim(number="A2"), TWO)
    assert texts_at(data, starts(data))[1:] == [b"HL*3*1*22*0", b"HL*4*1*22*0"]


def test_another_provider_may_begin_a_stretch() -> None:
    more = billing_level(3) + subscriber_level(4, 3) + a_claim(number="A2")
    data = an_interchange(a_claim(number="A1") + more)
    assert texts_at(data, starts(data))[1:] == [b"HL*3**20*1"]


def test_a_level_without_a_claim_before_it_is_no_place_to_cut() -> None:
    data = an_interchange("", TWO)
    assert len(starts(data)) == 1


def test_sets_are_cut_and_counted() -> None:
    data = enclosed(*(a_transaction_set(a_claim(number=name)) for name in ("A1", "A2", "A3")))
    found = starts(data)
    assert [start.held for start in found] == [Held(sets=count) for count in range(3)]
    assert [start.before.transaction_sets for start in found] == [0, 1, 2]
    assert segment_ids(found[2]) == "ISA GS"


def test_interchanges_that_follow_one_another_are_counted() -> None:
    one = an_interchange(a_claim(number="A1"))
    found = starts(one + one)
    assert [start.before.interchanges for start in found] == [1, 2]
    assert [start.held for start in found] == [Held(), Held()]


@pytest.mark.parametrize("line_break", [b"\n", b"\r\n", b"\r"])
def test_lines_that_all_end_alike_are_cut(line_break: bytes) -> None:
    plain = an_interchange(a_claim(number="A1"), TWO).replace(b"\n", b"").replace(b"\r", b"")
    data = plain.replace(b"~", b"~" + line_break)
    found = starts(data)
    assert len(found) == 2
    assert {start.line_break.encode() for start in found} == {line_break}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("~HL*3*1*22*0", "~~HL*3*1*22*0"),
        ("~HL*3*1*22*0", "~ HL*3*1*22*0"),
        ("~CLM*A1", "~CLM~CLM*A1"),
        ("~CLM*A1", "~HL*9*1*21*0~CLM*A1"),
        ("~CLM*A1", "~SE~CLM*A1"),
        ("~CLM*A1", "~ST*837*0002*005010X222A1~CLM*A1"),
        ("~CLM*A1", "~GE*1*1~CLM*A1"),
        ("~CLM*A1", "~ISA~CLM*A1"),
        ("~CLM*A1", "~IEA~CLM*A1"),
        ("~CLM*A1", "~GS~CLM*A1"),
        ("~CLM*A1", "~ST~CLM*A1"),
        ("~CLM*A1", "~HL~CLM*A1"),
        ("~CLM*A1", "~IEA*1*000000001~CLM*A1"),
        ("~CLM*A1", "~\tCLM*A1"),
        ("~CLM*A1", "~\r\nCLM*A1"),
        ("~CLM*A1", "~REF*D9*A\nB~CLM*A1"),
    ],
)
def test_nothing_is_cut_behind_what_only_the_reader_can_judge(old: str, new: str) -> None:
    data = an_interchange(a_claim(number="A1"), TWO).replace(b"\n", b"").replace(b"\r", b"")
    assert len(starts(data)) == 2
    assert len(starts(data.replace(old.encode(), new.encode(), 1))) <= 1


@pytest.mark.parametrize(
    "data",
    [b"", b"ISA", b"\xef\xbb\xbf" + an_interchange(a_claim(number="A1")), b"\n" * 5 + b"ISA*00*"],
)
def test_a_file_that_does_not_begin_with_a_perfect_isa_is_not_cut(data: bytes) -> None:
    assert starts(data) == []


def test_an_interchange_hidden_in_a_segment_ends_the_cutting() -> None:
    plain = an_interchange(a_claim(number="A1"), TWO)
    hidden = b"NTE*ADD*" + plain[:106]
    data = plain.replace(b"CLM*A2", hidden + b"CLM*A2")
    assert len(starts(data + an_interchange(a_claim(number="A3")))) <= 2


def test_a_very_long_segment_ends_the_cutting() -> None:
    data = spoiled(an_interchange(a_claim(number="A1"), TWO), "CLM*A1*", f"CLM*{'A' * 3 * CHUNK}*")
    assert len(starts(data)) == 1


@pytest.mark.parametrize("line_break", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("stray", [b"\n", b"\r", b"\n\r"])
def test_nothing_is_cut_behind_a_line_that_ends_otherwise(line_break: bytes, stray: bytes) -> None:
    plain = an_interchange(a_claim(number="A1"), TWO).replace(b"\n", b"").replace(b"\r", b"")
    even = plain.replace(b"~", b"~" + line_break)
    assert len(starts(even)) == 2
    for place in (b"~" + line_break + b"CLM*A1", b"*A1"):
        assert even.count(place) == 1
        assert len(starts(even.replace(place, place[:1] + stray + place[1:]))) <= 1


def test_how_long_a_stretch_has_to_be_may_depend_on_where_it_begins() -> None:
    data = an_interchange(*(a_claim(number=f"A{number}") for number in range(60)))
    asked: list[int] = []

    def step(offset: int) -> int:
        asked.append(offset)
        return max(2_000, (len(data) - offset) // 4)

    found = list(find_starts(io.BytesIO(data), step))
    offsets = [0, *(start.offset for start in found)]
    assert asked == offsets
    for before, after in itertools.pairwise(offsets):
        least = max(2_000, (len(data) - before) // 4)
        assert least <= after - before < least + 1_000
    assert len(data) - offsets[-1] < 3_000


def test_stretches_have_the_size_asked_for() -> None:
    data = an_interchange(*(a_claim(number=f"A{number}") for number in range(60)))
    found = starts(data, 5_000)
    offsets = [0, *(start.offset for start in found)]
    sizes = [after - before for before, after in itertools.pairwise(offsets)]
    assert min(sizes) >= 5_000
    assert max(sizes) < 7_000


@pytest.mark.parametrize("kind", ["sets", "levels"])
def test_reading_from_a_start_gives_the_same_segments_as_reading_from_the_first(kind: str) -> None:
    if kind == "sets":
        data = enclosed(*(a_transaction_set(a_claim(number=name)) for name in ("A1", "A2", "A3")))
    else:
        data = an_interchange(a_claim(number="A1"), TWO, a_claim(number="A3"))
    whole = _segments(data, None)
    for start in starts(data):
        assert _segments(data, start) == [each for each in whole if each[0] >= start.number]


def _segments(data: bytes, start: Start | None) -> list[tuple[int, int, str]]:
    source = io.BytesIO(data)
    source.seek(start.offset if start else 0)
    first = start.number if start else 0
    return [
        (block.number + index, block.offset_of(index), text)
        for block in read_blocks(source, Report(), Tally(), start)
        for index, text in enumerate(block.texts)
        if block.number + index >= first
    ]


def test_trailers_are_held_against_what_their_envelopes_held_before_the_start() -> None:
    data = enclosed(*(a_transaction_set(a_claim(number=name)) for name in ("A1", "A2", "A3")))
    for start in starts(data):
        source, report = io.BytesIO(data), Report()
        source.seek(start.offset)
        blocks = read_blocks(source, report, Tally(), start)
        for _ in read_sets(blocks, report, Tally(), start.held):
            pass
        assert [found.kind.code for found in report.findings] == []
