"""
Files that are not X12: what they are instead, in words that help whoever sent them.

The first bytes tell.  Nothing here is needed to read a good file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.x12 import byte_kinds

if TYPE_CHECKING:
    from edi_service.finding import Kind

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
START_SIZE = 16  # bytes that suffice to recognise any of these

_EBCDIC_BLANKS = b"\x05\x0d\x15\x25\x40"
_EBCDIC_ISA = b"\xc9\xe2\xc1"
_UTF_16_STARTS = (b"\xff\xfe", b"\xfe\xff", b"I\0S\0A\0", b"\0I\0S\0A")
_SIGNATURES = {
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive",
    b"%PDF": "a PDF document",
    b"-----BEGIN": "an encrypted or signed message",
    b"\x85": "an encrypted message",
    b"UNA": "EDIFACT",
    b"UNB": "EDIFACT",
    b"MSH": "HL7 version 2",
    b"<": "XML or HTML",
    b"{": "JSON",
    b"[": "JSON",
    b"GS": "X12 without its interchange header (ISA)",
    b"ST": "X12 without its interchange header (ISA)",
}


def recognise_encoding(start: bytes) -> tuple[Kind, str] | None:
    """What makes a file unreadable from its first byte: another character code than ASCII."""
    if start.lstrip(_EBCDIC_BLANKS).startswith(_EBCDIC_ISA):
        return byte_kinds.EBCDIC, "the file begins with ISA in EBCDIC"
    if start.startswith(_UTF_16_STARTS):
        return byte_kinds.UTF_16, "the file begins with UTF-16 characters"
    return None


def describe(start: bytes) -> str:
    """What a file without any ISA is, as far as its first bytes tell."""
    shown = start.removeprefix(BYTE_ORDER_MARK).lstrip()
    for signature, what in _SIGNATURES.items():
        if shown.startswith(signature):
            return f"no ISA segment was met; the file looks like {what}"
    if b"\0" in start:
        return "no ISA segment was met; the file looks like binary data"
    return "no ISA segment was met"
