from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from edi_service.finding import Report
from edi_service.x12.envelope import envelope_starts, read_sets
from edi_service.x12.reader import read_blocks
from edi_service.x12.segment import ControlNumbers, Delimiters
from edi_service.x12.tally import Tally
from tests.x12.reading import (
    CLAIM,
    GS,
    ST,
    group,
    interchange,
    isa,
    read,
    read_envelopes,
    transaction_set,
)

if TYPE_CHECKING:
    from edi_service.x12.envelope import TransactionSet

GOOD = interchange().decode()
SECOND = interchange(number="000000002").decode()


def _changed(*changes: tuple[str, str], text: str = GOOD) -> str:
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def _sets(data: bytes) -> tuple[list[TransactionSet], Report, Tally]:
    report, tally = Report(), Tally()
    return list(read_sets(read_blocks(io.BytesIO(data), report), report, tally)), report, tally


def test_a_transaction_set_knows_its_envelopes() -> None:
    (found,), report, tally = _sets(interchange())
    assert not report.findings
    assert (found.set_id, found.guide) == ("837", "005010X222A1")
    assert (found.functional_id, found.version) == ("HC", "005010X222A1")
    assert found.control == ControlNumbers(interchange="000000001", group="1", set="0001")
    assert found.delimiters == Delimiters()
    assert (found.position.segment, found.position.segment_id) == (3, "ST")
    assert found.position.offset == GOOD.index("ST*")
    header = found.interchange
    assert (header.sender_qualifier, header.sender_id) == ("ZZ", "SENDER")
    assert (header.receiver_qualifier, header.receiver_id) == ("ZZ", "RECEIVER")
    assert (header.date, header.time, header.version) == ("260301", "0830", "00501")
    assert (header.control_number, header.usage) == ("000000001", "T")
    assert header.acknowledgment_requested == "0"
    assert (found.group.sender_code, found.group.receiver_code) == ("SENDER", "RECEIVER")
    assert (found.group.date, found.group.time, found.group.agency) == ("20260301", "0830", "X")
    assert found.group.control_number == "1"
    assert tally == Tally(segments=11, interchanges=1, functional_groups=1, transaction_sets=1)


@pytest.mark.parametrize("taken", range(6))
def test_a_reader_of_the_set_may_stop_anywhere(taken: int) -> None:
    report = Report()
    blocks = read_blocks(io.BytesIO(interchange()), report)
    for found in read_sets(blocks, report, Tally()):
        cursor = found.cursor
        for text in CLAIM[:taken]:
            assert cursor.has_more()
            assert cursor.block.texts[cursor.index] == text
            cursor.index += 1
    assert not report.findings


def test_the_guide_is_that_of_the_group_where_the_set_names_none() -> None:
    data = _changed((ST, "ST*837*0001"))
    (found,), report, _ = _sets(data.encode())
    assert found.guide == "005010X222A1"
    assert not report.findings


def test_a_file_may_hold_many_of_everything() -> None:
    sets = [transaction_set(number=f"{number:04d}") for number in range(3)]
    one = group(*sets), group(*sets, number="2")
    data = b"".join(
        interchange(*one[0], *one[1], number=f"{number:09d}", end="~\n") for number in range(4)
    )
    found, report, tally = _sets(data)
    assert not report.findings
    assert len(found) == tally.transaction_sets == 24
    assert (tally.interchanges, tally.functional_groups) == (4, 8)
    assert found[-1].control == ControlNumbers(interchange="000000003", group="2", set="0002")


def test_a_tally_goes_on_counting_in_the_next_file() -> None:
    tally = Tally()
    for _ in range(2):
        report = Report()
        list(read_sets(read_blocks(io.BytesIO(interchange()), report, tally), report, tally))
    assert tally == Tally(
        bytes=2 * len(GOOD),
        segments=22,
        interchanges=2,
        functional_groups=2,
        transaction_sets=2,
    )


def test_an_interchange_may_hold_nothing_or_acknowledge_another() -> None:
    data = interchange("TA1*000000001*260301*0830*A*000")
    assert read_envelopes(data).findings == []
    assert read_envelopes((isa() + "~IEA*0*000000001~").encode()).findings == []


FAULTS: dict[str, tuple[str, list[str]]] = {
    # Missing trailers
    "no IEA at the end": (_changed(("IEA*1*000000001~", "")), ["EV01"]),
    "no IEA before an ISA": (_changed(("IEA*1*000000001~", "")) + SECOND, ["EV01"]),
    "no IEA before an ISA on a line": (_changed(("IEA*1*000000001~", "\n")) + SECOND, ["EV01"]),
    "no IEA before an ISA with other delimiters": (
        _changed(("IEA*1*000000001~", "")) + SECOND.replace("*", "|"),
        ["EV01"],
    ),
    "an ISA alone": (isa() + "~", ["EV01"]),
    "no GE at the end": (_changed(("GE*1*1~IEA*1*000000001~", "")), ["EV02", "EV01"]),
    "no GE before IEA": (_changed(("GE*1*1~", "")), ["EV02"]),
    "no GE before GS": (
        _changed(("GE*1*1~", "".join(text + "~" for text in group())), ("IEA*1", "IEA*2")),
        ["EV02"],
    ),
    "no GE and no IEA before ISA": (
        _changed(("GE*1*1~IEA*1*000000001~", "")) + SECOND,
        ["EV02", "EV01"],
    ),
    "no SE at the end": (GOOD[: GOOD.index("SE*")], ["EV03", "EV02", "EV01"]),
    "no SE before GE": (_changed(("SE*7*0001~", "")), ["EV03"]),
    "no SE before ST": (
        _changed(
            ("SE*7*0001~", "".join(text + "~" for text in transaction_set())), ("GE*1", "GE*2")
        ),
        ["EV03"],
    ),
    "no SE before IEA": (_changed(("SE*7*0001~GE*1*1~", "")), ["EV03", "EV02"]),
    "no SE before GS": (
        _changed(
            ("SE*7*0001~GE*1*1~", "".join(text + "~" for text in group())), ("IEA*1", "IEA*2")
        ),
        ["EV03", "EV02"],
    ),
    "no SE before ISA": (GOOD[: GOOD.index("SE*")] + SECOND, ["EV03", "EV02", "EV01"]),
    "no SE before an ISA with other delimiters": (
        GOOD[: GOOD.index("SE*")] + SECOND.replace("*", "|"),
        ["EV03", "EV02", "EV01"],
    ),
    "the middle of a segment before an ISA": (
        GOOD[: GOOD.index("70553")] + SECOND,
        ["SX15", "EV03", "EV02", "EV01"],
    ),
    "the end of the file in a segment": (
        GOOD[: GOOD.index("70553")],
        ["SX15", "EV03", "EV02", "EV01"],
    ),
    "ST alone in its group": (
        _changed(("".join(text + "~" for text in transaction_set()), ST + "~")),
        ["EV03"],
    ),
    # Control numbers
    "IEA02 differs": (_changed(("IEA*1*000000001", "IEA*1*000000002")), ["EV04"]),
    "IEA02 without its zeros": (_changed(("IEA*1*000000001", "IEA*1*1")), ["EV04"]),
    "IEA02 absent": (_changed(("IEA*1*000000001", "IEA*1")), ["EV04"]),
    "IEA02 with a blank": (_changed(("IEA*1*000000001", "IEA*1*000000001 ")), ["EV04"]),
    "IEA02 cut off with the file": (GOOD[:-4], ["SX15", "EV04"]),
    "IEA02 cut off before an ISA": (GOOD[:-4] + "\n" + SECOND, ["SX15", "EV04"]),
    "GE02 differs": (_changed(("GE*1*1", "GE*1*2")), ["EV05"]),
    "GE02 with a zero more": (_changed(("GE*1*1", "GE*1*01")), ["EV05"]),
    "GE02 absent": (_changed(("GE*1*1", "GE*1")), ["EV05"]),
    "SE02 differs": (_changed(("SE*7*0001", "SE*7*0002")), ["EV06"]),
    "SE02 without its zeros": (_changed(("SE*7*0001", "SE*7*1")), ["EV06"]),
    "SE02 absent": (_changed(("SE*7*0001", "SE*7")), ["EV06"]),
    "SE alone": (_changed(("SE*7*0001", "SE")), ["EV09", "EV06"]),
    "GE alone": (_changed(("GE*1*1", "GE")), ["EV08", "EV05"]),
    "IEA alone": (_changed(("IEA*1*000000001", "IEA")), ["EV07", "EV04"]),
    # Counts
    "IEA01 too great": (_changed(("IEA*1*", "IEA*2*")), ["EV07"]),
    "IEA01 zero": (_changed(("IEA*1*", "IEA*0*")), ["EV07"]),
    "IEA01 no number": (_changed(("IEA*1*", "IEA*one*")), ["EV07"]),
    "IEA01 absent": (_changed(("IEA*1*", "IEA**")), ["EV07"]),
    "IEA01 negative": (_changed(("IEA*1*", "IEA*-1*")), ["EV07"]),
    "IEA01 in other digits": (_changed(("IEA*1*", "IEA*\u0661*")), ["EV07"]),
    "IEA01 of 5,000 digits": (_changed(("IEA*1*", f"IEA*{'1' * 5000}*")), ["EV07"]),
    "IEA01 one, but no group": (isa() + "~IEA*1*000000001~", ["EV07"]),
    "GE01 too great": (_changed(("GE*1*", "GE*2*")), ["EV08"]),
    "GE01 no number": (_changed(("GE*1*", "GE*x*")), ["EV08"]),
    "GE01 with a decimal point": (_changed(("GE*1*", "GE*1.0*")), ["EV08"]),
    "SE01 too great": (_changed(("SE*7*", "SE*8*")), ["EV09"]),
    "SE01 too small": (_changed(("SE*7*", "SE*6*")), ["EV09"]),
    "SE01 no number": (_changed(("SE*7*", "SE*seven*")), ["EV09"]),
    "SE01 as if an empty segment counted": (
        _changed(("~SV1", "~~SV1"), ("SE*7*", "SE*8*")),
        ["SX14", "EV09"],
    ),
    "a segment lost": (_changed(("HL*1**20*1~", "")), ["EV09"]),
    # Nesting
    "SE twice": (_changed(("SE*7*0001~", "SE*7*0001~SE*7*0001~")), ["EV10"]),
    "SE without ST": (_changed((ST + "~", "")), ["EV15", "EV10", "EV08"]),
    "GE twice": (_changed(("GE*1*1~", "GE*1*1~GE*1*1~")), ["EV11"]),
    "GE without GS": (_changed((GS + "~", "")), ["EV13", "EV11", "EV07"]),
    "ST outside any group": (
        _changed(("GE*1*1~", "GE*1*1~" + "".join(text + "~" for text in transaction_set()))),
        ["EV13"],
    ),
    "an IEA indented behind another": (GOOD + " IEA*1*000000001~", ["SX06"]),
    "GS before SE": (
        _changed(("SE*7*0001~", GS + "~SE*7*0001~"), ("IEA*1", "IEA*2")),
        ["EV03", "EV02", "EV10", "EV08"],
    ),
    "a segment before GS": (_changed((GS, "REF*1*2~" + GS)), ["EV15"]),
    "a segment before ST": (_changed((ST, "REF*1*2~" + ST)), ["EV15"]),
    "a segment before GE": (_changed(("GE*1*1", "REF*1*2~GE*1*1")), ["EV15"]),
    "a segment before IEA": (_changed(("IEA*1", "REF*1*2~IEA*1")), ["EV15"]),
    "three segments before IEA": (_changed(("IEA*1", "REF~REF~NM1~IEA*1")), ["EV15"]),
    "segments in two wrong places": (
        _changed((GS, "REF*1*2~" + GS), ("IEA*1", "REF*1*2~IEA*1")),
        ["EV15", "EV15"],
    ),
    "a segment at the end of a file without IEA": (
        _changed(("IEA*1*000000001~", "REF*1*2~")),
        ["EV15", "EV01"],
    ),
    "TA1 within a group": (_changed((ST, "TA1*1~" + ST)), ["EV15"]),
    "a whole interchange with the wrong element separator": (
        _changed((GOOD[106:], GOOD[106:].replace("*", "|"))),
        ["EV15", "EV01"],
    ),
    # Headers
    "ISA12 of another version": (interchange(header=isa(isa12="00402")).decode(), ["EV16"]),
    "ISA12 absent": (interchange(header=isa(isa12="")).decode(), ["EV16"]),
    "ISA13 of eight digits": (
        _changed(("*000000001*", "*00000001 *"), ("IEA*1*000000001", "IEA*1*00000001 ")),
        ["EV17"],
    ),
    "ISA13 with a letter": (
        _changed(("*000000001*", "*00000000A*"), ("IEA*1*000000001", "IEA*1*00000000A")),
        ["EV17"],
    ),
    "GS06 with a letter": (_changed(("*1*X", "*A*X"), ("GE*1*1", "GE*1*A")), ["EV18"]),
    "GS06 of ten digits": (
        _changed(("*1*X", "*1234567890*X"), ("GE*1*1", "GE*1*1234567890")),
        ["EV18"],
    ),
    "GS06 absent": (_changed(("*1*X", "**X"), ("GE*1*1", "GE*1*")), ["EV18"]),
    "GS alone": (_changed((GS, "GS"), ("GE*1*1", "GE*1")), ["EV18"]),
    "ST01 absent": (_changed((ST, "ST**0001")), ["EV19"]),
    "ST01 too long": (_changed((ST, "ST*8370*0001")), ["EV19"]),
    "ST02 absent": (_changed((ST, "ST*837"), ("SE*7*0001", "SE*7*")), ["EV20"]),
    "ST02 too short": (_changed((ST, "ST*837*1"), ("SE*7*0001", "SE*7*1")), ["EV20"]),
    "ST02 too long": (
        _changed((ST, "ST*837*1234567890"), ("SE*7*0001", "SE*7*1234567890")),
        ["EV20"],
    ),
    "ST alone": (_changed((ST, "ST"), ("SE*7*0001", "SE*7")), ["EV19", "EV20"]),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_of_an_envelope_has_its_finding(name: str) -> None:
    text, codes = FAULTS[name]
    assert sorted(read_envelopes(text.encode()).codes) == sorted(codes)


def test_an_iea_or_gs_without_isa_is_named() -> None:
    data = isa() + "~I\nEA*0*000000001~" + GS + "~GE*0*1~IEA*1*000000001~"
    assert read_envelopes(data.encode()).codes == ["SX17", "EV14", "EV12"]


@pytest.mark.parametrize(
    ("name", "segment", "designator", "message"),
    [
        ("IEA01 too great", 11, "IEA01", "IEA01 is '2'; 1 were counted"),
        ("IEA02 absent", 11, "IEA02", "IEA02 is absent; the header says '000000001'"),
        ("SE01 too small", 9, "SE01", "SE01 is '6'; 7 were counted"),
        ("no SE before GE", 9, "SE", "the functional group ends before the transaction set"),
        ("no SE at the end", 9, "SE", "the file ends before the transaction set has ended"),
        (
            "no SE before an ISA with other delimiters",
            9,
            "SE",
            "another interchange begins before the transaction set has ended",
        ),
        ("three segments before IEA", 11, "REF", "3 segments in a row stand outside"),
        ("a segment before GE", 10, "REF", "1 segment stands outside"),
        ("IEA01 in other digits", 11, "IEA01", "IEA01 is no number; 1 were counted"),
    ],
)
def test_a_finding_says_where_and_what(
    name: str, segment: int, designator: str, message: str
) -> None:
    finding = read_envelopes(FAULTS[name][0].encode()).findings[0]
    assert (finding.position.segment, finding.position.designator) == (segment, designator)
    assert message in finding.message


def test_findings_carry_the_control_numbers_in_force() -> None:
    text, _ = FAULTS["no SE at the end"]
    missing_set, missing_group, missing_interchange = sorted(
        read_envelopes(text.encode()).findings, key=lambda finding: -ord(finding.kind.code[-1])
    )
    assert missing_set.position.set == "0001"
    assert (missing_group.position.set, missing_group.position.group) == ("", "1")
    assert missing_interchange.position.group == ""
    assert missing_interchange.position.interchange == "000000001"
    assert missing_set.position.offset == len(text)


def test_what_may_be_a_name_is_not_quoted() -> None:
    text = _changed(("IEA*1", "NM1|IL|1|DOE~IEA*1"))
    (finding,) = read_envelopes(text.encode()).findings
    assert finding.position.segment_id == ""
    assert "DOE" not in str(finding)


def test_sets_around_a_fault_are_all_handed_out() -> None:
    text = FAULTS["no SE before an ISA with other delimiters"][0]
    found, _, tally = _sets(text.encode())
    assert [one.control.interchange for one in found] == ["000000001", "000000002"]
    assert found[1].delimiters.element == "|"
    assert tally.segments == len(read(text.encode()).texts)


def test_control_numbers_can_be_shown_whatever_they_are() -> None:
    data = GOOD.encode().replace(b"0001", b"00\xff1")
    found, report, _ = _sets(data)
    assert found[0].control.set == "00\\udcff1"
    assert {finding.kind.code for finding in report.findings} == {"EV17"}


def test_an_empty_file_has_no_sets() -> None:
    found, report, tally = _sets(b"")
    assert found == []
    assert [finding.kind.code for finding in report.findings] == ["SX01"]
    assert tally == Tally()


def test_envelope_segments_start_like_this() -> None:
    assert envelope_starts(Delimiters(element="|")) == ("GE|", "GS|", "IEA|", "ISA|", "SE|", "ST|")
