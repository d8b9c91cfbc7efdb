"""Invented interchanges, and what is expected of any reading, good or bad."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from edi_service.finding import Report
from edi_service.x12.envelope import read_sets
from edi_service.x12.reader import read_blocks
from edi_service.x12.segment import encode
from edi_service.x12.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from edi_service.finding import Finding
    from edi_service.x12.segment import Block

ISA_WIDTHS = (2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1)
ISA_VALUES = (
    "00", "", "00", "", "ZZ", "SENDER", "ZZ", "RECEIVER",
    "260301", "0830", "^", "00501", "000000001", "0", "T", ":",
)  # fmt: skip

GS = "GS*HC*SENDER*RECEIVER*20260301*0830*1*X*005010X222A1"
ST = "ST*837*0001*005010X222A1"
CLAIM = (
    "HL*1**20*1",
    "NM1*85*2*EXAMPLE CLINIC*****XX*1234567893",
    "CLM*A1*100***11:B:1*Y*A*Y*Y",
    "SV1*HC:70553*100*UN*1***1",
    "DTP*472*D8*20260203",
)


def isa(separator: str = "*", **changes: str) -> str:
    """An ISA without its terminator; ``isa13="…"`` and the like change elements, fitted in."""
    values = list(ISA_VALUES)
    for name, value in changes.items():
        values[int(name.removeprefix("isa")) - 1] = value
    padded = [value.ljust(width) for value, width in zip(values, ISA_WIDTHS, strict=True)]
    return separator.join(["ISA", *padded])


def interchange(
    *body: str, header: str | None = None, number: str = "000000001", end: str = "~"
) -> bytes:
    """An interchange: *body* holds its segments from GS to GE, or is a small good group."""
    segments = body or group()
    groups = sum(text.startswith("GS*") for text in segments)
    texts = [header or isa(isa13=number), *segments, f"IEA*{groups}*{number}"]
    return "".join(text + end for text in texts).encode()


def group(*sets: tuple[str, ...], number: str = "1") -> tuple[str, ...]:
    """A functional group, by default of one set."""
    held = sets or (transaction_set(),)
    header = GS.replace("*1*X", f"*{number}*X")
    return (header, *(text for one in held for text in one), f"GE*{len(held)}*{number}")


def transaction_set(*body: str, number: str = "0001") -> tuple[str, ...]:
    """A transaction set, by default of one short claim."""
    segments = body or CLAIM
    return (ST.replace("0001", number), *segments, f"SE*{len(segments) + 2}*{number}")


class Dripping(io.BytesIO):
    """A source that gives as many bytes at a time as it likes, but never none."""

    def __init__(self, data: bytes, sizes: Iterable[int]) -> None:
        super().__init__(data)
        self._sizes = list(sizes) or [1]
        self._turn = 0

    def read(self, size: int | None = -1, /) -> bytes:
        """Read fewer bytes than were asked for."""
        self._turn += 1
        drip = self._sizes[self._turn % len(self._sizes)]
        return super().read(drip if size is None or size < 0 else min(drip, size))


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading some bytes."""

    blocks: list[Block]
    findings: list[Finding]
    tally: Tally

    @property
    def texts(self) -> list[str]:
        """All segments."""
        return [text for block in self.blocks for text in block.texts]

    @property
    def codes(self) -> list[str]:
        """The codes of the findings, in file order."""
        return [finding.kind.code for finding in self.findings]

    @property
    def segments(self) -> Iterator[tuple[int, int, str, str]]:
        """Number, offset, text and terminator of each segment."""
        for block in self.blocks:
            for index, text in enumerate(block.texts):
                number, offset = block.number + index, block.offset_of(index)
                yield number, offset, text, block.delimiters.segment


def read(data: bytes, *sizes: int) -> Reading:
    """Read *data* to blocks, at most *sizes* bytes at a time."""
    report, tally = Report(), Tally()
    source = Dripping(data, sizes) if sizes else io.BytesIO(data)
    blocks = list(read_blocks(source, report, tally))
    return Reading(blocks, report.take(), tally)


def read_envelopes(data: bytes) -> Reading:
    """Read *data* to transaction sets, looking into none of them."""
    report, tally = Report(), Tally()
    for _ in read_sets(read_blocks(io.BytesIO(data), report, tally), report, tally):
        pass
    return Reading([], report.take(), tally)


def assert_accounted(data: bytes) -> Reading:
    """Every byte of *data* is part of a segment, skipped as a line break, or named."""
    reading = read(data)
    reported = {finding.position.offset for finding in reading.findings}
    is_unwrapped = "SX17" in reading.codes
    blanks = b"\r\n \t" if "SX18" in reading.codes else b"\r\n"
    end, ending, last = 0, b"", 0

    def assert_skipped(stop: int) -> None:
        gap = data[end:stop]
        between = gap.removeprefix(ending).strip(blanks)
        assert not between or reported & set(range(end, stop)), gap

    for number, offset, text, terminator in reading.segments:
        assert number == last + 1
        last = number
        assert_skipped(offset)
        ending = terminator.encode()
        end = _match(data, offset, encode(text), ending, is_unwrapped=is_unwrapped)
    assert_skipped(len(data))
    assert reading.tally.bytes == len(data)
    return reading


def _match(data: bytes, offset: int, text: bytes, ending: bytes, *, is_unwrapped: bool) -> int:
    """Where a segment ends that starts at *offset*, line breaks that were taken out included."""
    if not is_unwrapped:
        assert data.startswith(text, offset)
        return offset + len(text)
    end = offset
    for byte in text:
        while data[end] != byte:
            assert data[end] in b"\r\n"
            end += 1
        end += 1
    while data[end : end + 1] in {b"\r", b"\n"} - {ending}:
        end += 1
    return end
