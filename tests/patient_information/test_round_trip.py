"""What is written is read again, whatever bytes a document holds."""

from __future__ import annotations

import base64
import tracemalloc
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from edi_service.finding import Report
from edi_service.patient_information.model import FORMS, X211, X316, Content, Purpose, Role
from edi_service.patient_information.read import read_documents
from edi_service.patient_information.write import DocumentChanged, encoded_size, write_documents
from edi_service.x12.segment import Delimiters
from edi_service.x12.writer import UnwritableTextError
from tests.patient_information.making import (
    ENVELOPE,
    HEADING,
    Read,
    a_document,
    opened,
    written,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from edi_service.patient_information.model import Form

HOSTILE = [
    b"~",
    b"*",
    b"^",
    b":",
    b"\r\n",
    b"\x00",
    b"\xff",
    b"~SE*1*0001~GE*1*7~IEA*1*000000007~",
    b"~BIN*5*abc~",
    b"~BDS*B64*8*SGVsbG8h~",
    b"~TRN*1*ANOTHER~",
    b"ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *261101*1015*^*00501*",
]
contents = st.lists(st.sampled_from(HOSTILE) | st.binary(max_size=20), max_size=12).map(b"".join)
forms = st.sampled_from(FORMS)
marks = st.sampled_from(
    [Delimiters(), Delimiters(element="|", repetition="!", component=">", segment="'")]
)


@given(forms, st.lists(contents, min_size=1, max_size=4), marks, st.integers(0, 40))
def test_every_byte_comes_back(
    form: Form, documents: list[bytes], delimiters: Delimiters, at_once: int
) -> None:
    """X12.6: the length of binary data is told before it, so that any byte may stand in it."""
    read = Read(written(form, *documents, delimiters=delimiters), at_once)
    assert read.codes == []
    assert read.whole == documents
    assert [one.control_number for one in read.documents] == [
        f"ACN{at}" for at in range(1, len(documents) + 1)
    ]
    assert [one.size for one in read.documents] == [len(content) for content in documents]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.guide)
def test_who_what_and_when_come_back(form: Form) -> None:
    data = written(form, b"a note", is_answer=True, content=Content.TEXT)
    [received] = Read(data).sets
    [document] = received.documents
    assert received.form is form
    assert (document.is_answer, document.content) == (True, Content.TEXT)
    assert f"{document.submitted}" == "2026-11-01"
    heading = received.heading
    assert heading is not None
    assert (heading.reference, heading.purpose) == ("REF0001", Purpose.UNASKED)
    assert heading.source == HEADING.source
    assert heading.receiver == HEADING.receiver
    assert (heading.patient.last_name, heading.patient.identifier) == ("DOE", "M0001")
    assert f"{heading.created:%Y%m%d}" == "20261101"


def test_the_guide_of_esmd_is_written_to_the_byte() -> None:
    texts = written(X316, b"Hello!").decode().split("~")
    assert texts[0].split("*")[12] == "00602"
    assert texts[1:] == [
        "GS*PI*SENDER*RECEIVER*20261101*1015*7*X*006020X316",
        "ST*275*0001*006020X316",
        "BGN*02*REF0001*20261101*101500",
        "NM1*ACV*2*SAMPLE HOSPITAL*****XX*1234567893*67*1P",
        "PER*IC*UM DESK*TE*5555550100",
        "NM1*40*2*SAMPLE PLAN*****PI*12345*67*X3",
        "NM1*IL*1*DOE*JANE****MI*M0001",
        "LX*1",
        "TRN*1*ACN1",
        "DTP*368*D8*20261101",
        "CAT*AE*HL",
        "OOI*1*47*ATTACHMENT",
        "BDS*B64*8*SGVsbG8h",
        "SE*13*0001",
        "GE*1*7",
        "IEA*1*000000007",
        "",
    ]


def test_the_guide_of_commercial_payers_is_written_to_the_byte() -> None:
    texts = written(X211, b"Hello!").decode().split("~")
    assert texts[0].split("*")[12] == "00501"
    assert texts[1:14] == [
        "GS*PI*SENDER*RECEIVER*20261101*1015*7*X*005010X211",
        "ST*275*0001*005010X211",
        "BGN*02*REF0001*20261101",
        "NM1*ACV*2*SAMPLE HOSPITAL*****XX*1234567893",
        "PER*IC*UM DESK*TE*5555550100",
        "NM1*40*2*SAMPLE PLAN*****PI*12345",
        "NM1*QC*1*DOE*JANE****MI*M0001",
        "LX*1",
        "TRN*1*ACN1",
        "DTP*368*D8*20261101",
        "CAT*AE*HL",
        "EFI*05",
        "BIN*6*Hello!",
    ]


def test_a_facility_says_that_it_is_one_where_the_guide_has_room() -> None:
    heading = replace(HEADING, role=Role.FACILITY, purpose=Purpose.ANSWER)
    [one] = Read(written(X316, b"", heading=heading)).sets
    [other] = Read(written(X211, b"", heading=heading)).sets
    assert one.heading is not None
    assert other.heading is not None
    assert (one.heading.role, other.heading.role) == (Role.FACILITY, Role.PROVIDER)
    assert one.heading.purpose is other.heading.purpose is Purpose.ANSWER


@given(st.binary(max_size=200))
def test_the_length_of_base64_is_known_beforehand(content: bytes) -> None:
    assert encoded_size(len(content)) == len(base64.b64encode(content))
    assert base64.b64encode(content) in written(X316, content)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.guide)
@pytest.mark.parametrize("said", [0, 3, 5, 100_000])
def test_a_document_that_changed_meanwhile_is_not_sent(form: Form, said: int) -> None:
    document = a_document(b"four", size=said)
    pieces = write_documents(form, HEADING, [(document, lambda: opened(b"four"))], ENVELOPE)
    with pytest.raises(DocumentChanged):
        list(pieces)


def test_a_delimiter_in_a_name_is_refused() -> None:
    heading = replace(HEADING, reference="REF~1")
    with pytest.raises(UnwritableTextError):
        written(X211, b"", heading=heading)


MEGABYTE = 1024 * 1024


class Pattern:
    """A document of any size that is nowhere held: delimiters all the way."""

    def __init__(self, size: int) -> None:
        self._left = size

    def read(self, size: int = -1) -> bytes:
        taken = min(self._left, size if size >= 0 else self._left)
        self._left -= taken
        return b"~*^:" * (taken // 4) + b"~*^:"[: taken % 4]


class Pipe:
    """What is written is read at once."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = b""

    def read(self, size: int) -> bytes:
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._rest = piece
        taken, self._rest = self._rest[:size], self._rest[size:]
        return taken


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.guide)
def test_memory_does_not_grow_with_a_document(form: Form) -> None:
    """CAQH CORE: a receiver supports at least 64 MB."""

    @contextmanager
    def large() -> Iterator[BinaryIO]:
        yield Pattern(64 * MEGABYTE)  # type: ignore[misc]  # it is read, and no more

    count = 0

    def take(piece: bytes) -> None:
        nonlocal count
        count += len(piece)

    document = a_document(b"", size=64 * MEGABYTE)
    pipe = Pipe(write_documents(form, HEADING, [(document, large)], ENVELOPE))
    report = Report()
    tracemalloc.start()
    try:
        [received] = read_documents(pipe, report, lambda _: take)  # type: ignore[arg-type]
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert report.take() == []
    assert [one.size for one in received.documents] == [64 * MEGABYTE]
    assert count == 64 * MEGABYTE
    assert peak < 2 * MEGABYTE
