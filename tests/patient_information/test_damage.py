"""What comes in damaged: named, and no document passed off as whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_service.patient_information.model import FORMS, X211, X316
from tests.builders import a_claim, an_interchange
from tests.patient_information.making import Read, written

if TYPE_CHECKING:
    from edi_service.patient_information.model import Form

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
RAW = written(X211, b"~*a raw note~", b"another")
ENCODED = written(X316, b"~*a raw note~", b"another")


def test_both_are_sound_to_begin_with() -> None:
    for data in (RAW, ENCODED):
        read = Read(data)
        assert read.codes == []
        assert read.whole == [b"~*a raw note~", b"another"]


@pytest.mark.parametrize(
    ("data", "codes", "whole"),
    [
        (RAW.replace(b"BIN*13*", b"BIN*11*"), ["SX20", "SX14"], [b"another"]),
        (RAW.replace(b"BIN*13*", b"BIN*10*"), ["SX20", "SX14"], [b"another"]),
        (RAW.replace(b"BIN*7*", b"BIN*900*"), ["SX15", "EV03", "EV02", "EV01"], [b"~*a raw note~"]),
        (RAW.replace(b"BIN*7*", b"BIN*x*"), ["SX19"], [b"~*a raw note~"]),
        (RAW.replace(b"BIN*7*", b"BIN**"), ["SX19"], [b"~*a raw note~"]),
        (RAW.replace(b"BIN*7*", b"BIN*" + b"9" * 16 + b"*"), ["SX19"], [b"~*a raw note~"]),
        (RAW[: RAW.index(b"other")], ["SX15", "EV03", "EV02", "EV01"], [b"~*a raw note~"]),
        (RAW.replace(b"SE*", b"SE*9"), ["EV09"], [b"~*a raw note~", b"another"]),
        (ENCODED.replace(b"BDS*B64*20*", b"BDS*B64*19*"), ["SX20"], [b"another"]),
        (ENCODED.replace(b"YW5vdGhlcg==", b"YW5vd!hlcg=="), ["PI03"], [b"~*a raw note~"]),
        (ENCODED.replace(b"YW5vdGhlcg==", b"YW5v=Ghlcg=="), ["PI03"], [b"~*a raw note~"]),
        (ENCODED.replace(b"12*YW5vdGhlcg==", b"11*YW5vdGhlcg="), ["PI03"], [b"~*a raw note~"]),
    ],
)
def test_a_document_whose_bytes_cannot_be_relied_on_is_none(
    data: bytes, codes: list[str], whole: list[bytes]
) -> None:
    read = Read(data)
    assert [code for code in read.codes if code != "PI02"] == codes
    assert read.whole == whole


def test_line_breaks_within_base64_count_and_are_left_out() -> None:
    data = ENCODED.replace(b"12*YW5vdGhlcg==", b"16*YW5v\r\ndGhl\r\ncg==")
    read = Read(data)
    assert read.codes == []
    assert read.whole[1] == b"another"


@pytest.mark.parametrize("at_once", [0, 1, 3, 7])
def test_line_breaks_between_segments_are_skipped(at_once: int) -> None:
    head, data, tail = ENCODED.partition(b"BDS*")
    read = Read(head.replace(b"~", b"~\r\n") + data + tail, at_once)
    assert read.codes == []
    assert len(read.documents) == 2


@pytest.mark.parametrize(
    ("start", "says"),
    [
        (b"TRN*1*ACN1", "TRN"),
        (b"DTP*368*D8*20261101", "DTP"),
        (b"CAT*AE*HL", "CAT"),
        (b"LX*1", "LX"),
    ],
)
def test_a_document_that_cannot_be_filed_is_named(start: bytes, says: str) -> None:
    read = Read(RAW.replace(start + b"~", b"", 1).replace(b"SE*19", b"SE*18"))
    assert "PI02" in read.codes
    [found] = [found for found in read.findings if found.kind.code == "PI02"]
    assert says in found.message
    assert read.whole == [b"another"]


def test_a_document_without_a_control_number_is_named() -> None:
    read = Read(RAW.replace(b"TRN*1*ACN1", b"TRN*1"))
    assert read.codes == ["PI02"]
    assert read.whole == [b"another"]


def test_two_documents_of_one_number_are_one_and_a_finding() -> None:
    read = Read(RAW.replace(b"TRN*1*ACN2", b"TRN*1*ACN1"))
    assert read.codes == ["PI04"]
    assert [one.control_number for one in read.documents] == ["ACN1"]


@pytest.mark.parametrize("start", [b"BGN*", b"NM1*ACV", b"NM1*40", b"NM1*QC"])
def test_a_set_that_does_not_say_whose_documents_it_holds_is_named(start: bytes) -> None:
    at = RAW.index(start)
    end = RAW.index(b"~", at) + 1
    read = Read(RAW[:at] + RAW[end:])
    assert "PI02" in read.codes
    assert [one.heading for one in read.sets] == [None]
    assert len(read.documents) == 2


@pytest.mark.parametrize("day", [b"20261301", b"2026", b"TODAY", b""])
def test_a_day_that_is_none_is_no_heading(day: bytes) -> None:
    read = Read(RAW.replace(b"BGN*02*REF0001*20261101", b"BGN*02*REF0001*" + day))
    assert read.codes == ["PI02"]


@pytest.mark.parametrize("guide", [b"005010X210", b"006020X314", b"004050X151", b"005010X215", b""])
def test_another_guide_is_named_and_its_documents_are_left_alone(guide: bytes) -> None:
    read = Read(RAW.replace(b"005010X211", guide))
    assert read.codes == ["PI01"]
    assert read.sets == []
    assert read.contents == {}


def test_an_erratum_of_the_guide_is_the_guide() -> None:
    assert len(Read(RAW.replace(b"005010X211", b"005010X211A1")).documents) == 2


def test_another_transaction_is_named() -> None:
    assert set(Read(an_interchange(a_claim())).codes) == {"PI01"}


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", ""), (b"\r\n", ""), (b"%PDF-1.7", "SX06"), (b"ISA*00*", "SX07"), (b"ISA", "SX07")],
)
def test_what_is_no_interchange_is_named(data: bytes, code: str) -> None:
    read = Read(data)
    assert read.codes == ([code] if code else [])
    assert read.sets == []


def test_two_interchanges_in_one_file_are_read() -> None:
    read = Read(RAW + b"\r\n" + ENCODED)
    assert read.codes == []
    assert len(read.sets) == 2


def test_findings_name_nobody() -> None:
    read = Read(RAW.replace(b"TRN*1*ACN1", b"TRN*1").replace(b"BGN*", b"BGX*"))
    told = " ".join(str(found) for found in read.findings)
    assert not any(secret in told for secret in ("DOE", "JANE", "M0001"))


PIECES = [b"~", b"*", b"BIN*", b"BDS*B64*", b"9", b"\xff", b"\r\n", b"=", b"ISA", b"IEA*1*1~"]


@given(
    st.sampled_from([RAW, ENCODED]),
    st.integers(0, 700),
    st.integers(0, 40),
    st.lists(st.sampled_from(PIECES) | st.binary(max_size=6), max_size=4).map(b"".join),
    st.integers(0, 9),
)
def test_damage_anywhere_raises_nothing_and_no_byte_is_made_up(
    data: bytes, at: int, taken: int, put: bytes, at_once: int
) -> None:
    read = Read(data[:at] + put + data[at + taken :], at_once)
    for document, content in zip(read.documents, read.whole, strict=True):
        assert document.size == len(content)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.guide)
def test_a_segment_without_end_is_not_read_into_memory(form: Form) -> None:
    head = written(form, b"")[: written(form, b"").index(b"LX*")]
    read = Read(head + b"NTE*" + b"x" * (3 * 1024 * 1024))
    assert "SX16" in read.codes


def test_data_that_is_cut_at_a_terminator_of_its_own_leaves_an_empty_segment() -> None:
    read = Read(RAW.replace(b"BIN*13*", b"BIN*12*"))
    assert read.codes == ["SX14"]
    assert read.whole == [b"~*a raw note", b"another"]


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside this checkout")
@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("x12__sample275_with_HL7_valid_BIN01.edi", set()),
        ("x12__sample275_with_HL7_invalid_BIN01.edi", {"SX20"}),
    ],
)
def test_the_data_of_a_published_file_is_held_against_its_length(
    name: str, codes: set[str]
) -> None:
    """It follows another order of segments, so that only its bytes are held against anything."""
    found = Read((CORPUS / "xlate+staedi" / name).read_bytes()).codes
    assert {code for code in found if code.startswith("SX")} == codes
