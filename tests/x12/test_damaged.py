"""Damaged interchanges: each damage has its finding, and what is harmless loses nothing."""

from __future__ import annotations

import pytest

from tests.x12.reading import (
    assert_accounted,
    interchange,
    isa,
    read,
)

GOOD = interchange()
ISA = isa().encode()
BOM = b"\xef\xbb\xbf"
ST_AT, NM1_AT = GOOD.index(b"ST*"), GOOD.index(b"NM1*")
TEXTS = GOOD.decode().removesuffix("~").split("~")


DAMAGED: dict[str, tuple[bytes, list[str]]] = {
    "empty": (b"", ["SX01"]),
    "line breaks alone": (b"\r\n\n", ["SX01"]),
    "blanks alone": (b"  \t \n", ["SX01"]),
    "a byte order mark alone": (BOM, ["SX05", "SX01"]),
    "a note": (b"Please find our claims attached.", ["SX02"]),
    "a note that mentions ISA": (b"The ISA is missing, VISA*1", ["SX02"]),
    "XML": (b"<?xml version='1.0'?>", ["SX02"]),
    "ZIP": (b"PK\x03\x04\x14\0\0\0", ["SX02"]),
    "zeros": (bytes(200_000), ["SX02"]),
    "GS first": (b"GS*HC*A*B~ST*837*0001~", ["SX02"]),
    "one letter": (b"I", ["SX02"]),
    "EBCDIC": (GOOD.decode().encode("cp037"), ["SX03"]),
    "EBCDIC after a new line": (b"\x15" + GOOD.decode().encode("cp037"), ["SX03"]),
    "UTF-16 little-endian": (GOOD.decode().encode("utf-16-le"), ["SX04"]),
    "UTF-16 big-endian": (GOOD.decode().encode("utf-16-be"), ["SX04"]),
    "UTF-16 with its mark": (GOOD.decode().encode("utf-16"), ["SX04"]),
    "UTF-32": (GOOD.decode().encode("utf-32"), ["SX04"]),
    "a byte order mark": (BOM + GOOD, ["SX05"]),
    "a byte order mark and a line break": (BOM + b"\n" + GOOD, ["SX05"]),
    "a second byte order mark": (BOM + GOOD + BOM + GOOD, ["SX05", "SX06"]),
    "a header line of a mail": (b"Subject: claims\n" + GOOD, ["SX06"]),
    "a blank before": (b" " + GOOD, ["SX06"]),
    "the end of file of DOS": (GOOD + b"\x1a", ["SX06"]),
    "padding with zeros": (GOOD + bytes(1000), ["SX06"]),
    "text between": (GOOD + b"--- next ---\n" + GOOD, ["SX06"]),
    "half an ISA": (ISA[:50], ["SX07"]),
    "ISA alone": (b"ISA", ["SX07"]),
    "ISA without terminator": (ISA, ["SX07"]),
    "an ISA with an element too few": (GOOD.replace(b"*0*T*", b"*0*"), ["SX07"]),
    "an ISA with an element too many": (GOOD.replace(b"*0*T*", b"*0**T*"), ["SX10"]),
    "an ISA with a qualifier too long": (interchange(header="ISA*000" + isa()[6:]), ["SX07"]),
    "an ISA broken by a second one": (ISA[:50] + GOOD, ["SX07"]),
    "an ISA broken over a line before a good one": (ISA[:50] + b"\n" + GOOD, ["SX07"]),
    "an ISA without padding": (GOOD.replace(b" ", b""), ["SX08"]),
    "an ISA padded too far": (GOOD.replace(b"SENDER  ", b"SENDER         "), ["SX08"]),
    "an ISA without ISA16": (GOOD.replace(b"*:~", b"*~", 1), ["SX08", "SX11"]),
    "an ISA without ISA16, lines": (
        interchange(end="~\n").replace(b"*:~", b"*;~", 1).replace(b"*;~\n", b"*~\r\n", 1),
        ["SX15"],
    ),
    "a letter for an element separator": (interchange(header=isa("A")), ["SX09"]),
    "a blank for an element separator": (interchange(header=isa(" ")), ["SX09"]),
    "a line break for an element separator": (interchange(header=isa("\n")), ["SX09"]),
    "a high byte for an element separator": (
        GOOD.replace(b"*", b"\xa7"),
        ["SX09"],
    ),
    "a missing terminator after ISA16": (
        GOOD.replace(b":~GS", b":GS"),
        ["SX08", "SX11", "SX15"],
    ),
    "a blank for a terminator": (interchange(header=isa(), end=" "), ["SX10"]),
    "a digit for a terminator": (interchange(end="7"), ["SX10"]),
    "a terminator of two bytes": (GOOD.replace(b"~", "…".encode()), ["SX10"]),
    "the element separator for a terminator": (interchange(end="*"), ["SX10"]),
    "a letter for a component separator": (interchange(header=isa(isa16="A")), ["SX11"]),
    "a blank for a component separator": (interchange(header=isa(isa16=" ")), ["SX11"]),
    "a line break for a component separator": (interchange(header=isa(isa16="\n")), ["SX11"]),
    "a high byte for a component separator": (GOOD.replace(b":~GS", b"\xa7~GS"), ["SX11"]),
    "the letter U for a repetition separator": (interchange(header=isa(isa11="U")), ["SX12"]),
    "a blank for a repetition separator": (interchange(header=isa(isa11="")), ["SX12"]),
    "components and elements separated alike": (interchange(header=isa(isa16="*")), ["SX13"]),
    "components separated by the terminator": (interchange(header=isa(isa16="~")), ["SX13"]),
    "repetitions and elements separated alike": (interchange(header=isa(isa11="*")), ["SX07"]),
    "repetitions and components separated alike": (interchange(header=isa(isa11=":")), ["SX13"]),
    "repetitions separated by the terminator": (interchange(header=isa(isa11="~")), ["SX13"]),
    "an empty segment": (GOOD.replace(b"~ST", b"~~ST"), ["SX14"]),
    "three empty segments": (GOOD.replace(b"~ST", b"~~~~ST"), ["SX14"]),
    "empty segments in two places": (
        GOOD.replace(b"~ST", b"~~ST").replace(b"~SE", b"~~~SE"),
        ["SX14", "SX14"],
    ),
    "an empty segment on a line": (interchange(end="~\n").replace(b"\nST", b"\n~\nST"), ["SX14"]),
    "an empty segment right after the ISA": (GOOD.replace(b"~GS", b"~~GS"), ["SX14"]),
    "an empty segment at the end of a file without IEA": (
        GOOD[: GOOD.index(b"IEA")] + b"~",
        ["SX14"],
    ),
    "a line with nothing but blanks": (
        interchange(end="\n").replace(b"\nST", b"\n \nST"),
        ["SX14"],
    ),
    "a line with nothing but blanks at the end": (
        (isa() + "\n \n").encode(),
        ["SX14"],
    ),
    "empty segments with blanks": (GOOD.replace(b"~ST", b"~ ~\t~ST"), ["SX14"]),
    "an empty segment after the IEA": (GOOD + b"~", ["SX06"]),
    "no terminator after the IEA": (GOOD[:-1], ["SX15"]),
    "no terminator after the IEA, but a line break": (GOOD[:-1] + b"\n", ["SX15"]),
    "no terminator after the IEA, then text": (GOOD[:-1] + b"\ntext", ["SX15"]),
    "the middle of a segment": (GOOD[: GOOD.index(b"70553")], ["SX15"]),
    "another terminator than declared": (ISA + b"~" + GOOD[107:].replace(b"~", b"'"), ["SX15"]),
    "an interchange cut off before another": (GOOD[: GOOD.index(b"70553")] + GOOD, ["SX15"]),
    "line breaks inside segments": (GOOD.replace(b"EXAMPLE ", b"EXAMPLE\n "), ["SX17"]),
    "lines wrapped at 80": (
        b"\r\n".join(GOOD[at : at + 80] for at in range(0, len(GOOD), 80)),
        ["SX17"],
    ),
    "a carriage return before some line feeds": (
        interchange(end="\n").replace(b"\nST", b"\r\nST"),
        ["SX17"],
    ),
    "indented segments": (interchange(end="~\n").replace(b"\nNM1", b"\n  NM1"), ["SX18"]),
    "blanks after terminators": (GOOD.replace(b"~", b"~ "), ["SX18", "SX06"]),
    "a tab after a terminator": (GOOD.replace(b"~ST", b"~\tST"), ["SX18"]),
    "blanks before the IEA": (GOOD.replace(b"~IEA", b"~ IEA") + GOOD, ["SX18"]),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_each_damage_has_its_finding(name: str) -> None:
    data, codes = DAMAGED[name]
    reading = assert_accounted(data)
    assert sorted(reading.codes) == sorted(codes)


@pytest.mark.parametrize("name", DAMAGED)
@pytest.mark.parametrize("sizes", [(1,), (7, 1, 90)])
def test_each_damage_is_the_same_however_the_bytes_arrive(
    name: str, sizes: tuple[int, ...]
) -> None:
    data, _ = DAMAGED[name]
    data = data[:5000]
    whole, dripped = read(data), read(data, *sizes)
    assert list(whole.segments) == list(dripped.segments)
    assert whole.findings == dripped.findings


@pytest.mark.parametrize(
    "name",
    [
        "a byte order mark",
        "a header line of a mail",
        "padding with zeros",
        "an ISA padded too far",
        "a letter for a component separator",
        "the letter U for a repetition separator",
        "three empty segments",
        "an empty segment on a line",
        "no terminator after the IEA",
        "no terminator after the IEA, but a line break",
        "lines wrapped at 80",
        "indented segments",
        "a carriage return before some line feeds",
        "blanks after terminators",
    ],
)
def test_harmless_damage_loses_no_segment(name: str) -> None:
    reading = read(DAMAGED[name][0])
    assert reading.texts[1:] == TEXTS[1:]


@pytest.mark.parametrize(
    ("name", "segment", "offset", "message"),
    [
        ("three empty segments", 3, ST_AT, "3 empty segments from byte"),
        ("an empty segment", 3, ST_AT, f"an empty segment at byte {ST_AT}"),
        ("the end of file of DOS", 12, len(GOOD), "1 bytes are skipped"),
        ("the middle of a segment", 7, GOOD.index(b"SV1"), "7 bytes without a terminator"),
        ("an ISA broken by a second one", 1, 0, "; 50 bytes are skipped"),
        ("indented segments", 5, NM1_AT + 6, "first of its interchange"),
        ("XML", 1, 0, "looks like XML"),
        ("zeros", 1, 0, "looks like binary data"),
        ("GS first", 1, 0, "without its interchange header"),
        ("a note", 1, 0, "no ISA segment was met"),
    ],
)
def test_a_finding_says_where_and_what(name: str, segment: int, offset: int, message: str) -> None:
    finding = read(DAMAGED[name][0]).findings[0]
    assert (finding.position.segment, finding.position.offset) == (segment, offset)
    assert message in finding.message
