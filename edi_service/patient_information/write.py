"""Documents as a 275, piece by piece: no document is ever held in memory as a whole."""

from __future__ import annotations

import binascii
from dataclasses import replace
from typing import TYPE_CHECKING

from edi_service.x12.writer import InterchangeWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager
    from typing import BinaryIO

    from edi_service.claims.model import Party
    from edi_service.patient_information.model import Document, Form, Heading
    from edi_service.x12.segment import Delimiters
    from edi_service.x12.writer import Envelope

    Open = Callable[[], AbstractContextManager[BinaryIO]]

FUNCTIONAL_ID, SET_ID = "PI", "275"
_AT_ONCE = 48 * 1024  # bytes; divisible by three, so that base64 of pieces is that of the whole
_NUMBERS = ("TE", "FX", "EM", "EX")  # of PER, three pairs at most


class DocumentChanged(Exception):  # noqa: N818 -- a sentence for its reader
    """A document is not as long as was said, which had to be written before it; none is sent."""


def write_documents(
    form: Form,
    heading: Heading,
    documents: Iterable[tuple[Document, Open]],
    envelope: Envelope,
    delimiters: Delimiters | None = None,
) -> Iterator[bytes]:
    """
    One interchange with *documents*, in pieces.

    Args:
        form: which guide.
        heading: whose documents, and for whom.
        documents: each with what opens its bytes, which is done when its turn comes.
        envelope: its guide, version, group and set follow *form*.
        delimiters: those to write with; binary data may hold them.

    Raises:
        UnwritableTextError: a value holds a delimiter.
        DocumentChanged: a document has more or fewer bytes than it says.
    """
    own = replace(
        envelope,
        functional_id=FUNCTIONAL_ID,
        set_id=SET_ID,
        guide=form.guide,
        version=form.version,
    )
    writer = InterchangeWriter(own, delimiters)
    _write_heading(writer, form, heading)
    for number, (document, opens) in enumerate(documents, 1):
        yield _begin(writer, form, document, number)
        with opens() as source:
            yield from _data(source, document.size, is_encoded=form.is_encoded)
        yield writer.end_binary()
    yield writer.finish()


def _write_heading(writer: InterchangeWriter, form: Form, heading: Heading) -> None:
    created = heading.created
    time = f"{created:%H%M%S}" if form.has_time else ""
    writer.segment("BGN", heading.purpose.value, heading.reference, f"{created:%Y%m%d}", time)
    roles = ("67", heading.role.value) if form.has_roles else ()
    writer.segment("NM1", *_name(heading.source, "ACV"), *roles)
    if heading.source.contact is not None:
        pairs = [pair for pair in heading.source.contact.numbers if pair[0] in _NUMBERS][:3]
        numbers = [part for pair in pairs for part in pair]
        if numbers:
            writer.segment("PER", "IC", heading.source.contact.name, *numbers)
    roles = ("67", "X3") if form.has_roles else ()
    writer.segment("NM1", *_name(heading.receiver, "40"), *roles)
    writer.segment("NM1", *_name(heading.patient, form.patient))


def _name(party: Party, entity: str) -> tuple[str, ...]:
    """NM101 to NM109."""
    return (
        entity,
        "1" if party.is_person else "2",
        party.last_name,
        party.first_name,
        party.middle_name,
        "",
        party.suffix,
        party.identifier_qualifier,
        party.identifier,
    )


def _begin(writer: InterchangeWriter, form: Form, document: Document, number: int) -> bytes:
    """All that stands before the data of a document."""
    writer.segment("LX", str(number))
    writer.segment("TRN", "2" if document.is_answer else "1", document.control_number)
    writer.segment("DTP", "368", "D8", f"{document.submitted:%Y%m%d}")
    writer.segment("CAT", "AE", document.content.value)
    if form.is_encoded:
        writer.segment("OOI", "1", "47", "ATTACHMENT")
        return writer.begin_binary("BDS", "B64", str(encoded_size(document.size)))
    writer.segment("EFI", "05")
    return writer.begin_binary("BIN", str(document.size))


def encoded_size(size: int) -> int:
    """How many bytes so many are in base64."""
    return (size + 2) // 3 * 4


def _data(source: BinaryIO, size: int, *, is_encoded: bool) -> Iterator[bytes]:
    left = size
    while left:
        piece = _take(source, min(left, _AT_ONCE))
        if not piece:
            break
        left -= len(piece)
        yield binascii.b2a_base64(piece, newline=False) if is_encoded else piece
    if left or source.read(1):
        message = f"a document said to have {size} bytes has {'fewer' if left else 'more'}"
        raise DocumentChanged(message)


def _take(source: BinaryIO, size: int) -> bytes:
    """The next *size* bytes, however little the source gives at once; fewer at its end."""
    pieces: list[bytes] = []
    while size and (piece := source.read(size)):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)
