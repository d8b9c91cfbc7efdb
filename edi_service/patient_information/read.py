"""A 275 read as it streams: each document goes where the caller says, piece by piece."""

from __future__ import annotations

import binascii
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from edi_service.claims.model import Contact, Party
from edi_service.finding import Position
from edi_service.patient_information import kinds
from edi_service.patient_information.model import (
    FORMS,
    Content,
    Document,
    Heading,
    Purpose,
    Role,
)
from edi_service.patient_information.write import SET_ID
from edi_service.x12.binary import read_blocks_with_data
from edi_service.x12.byte_kinds import BINARY_END
from edi_service.x12.envelope import read_sets
from edi_service.x12.envelope_kinds import UNKNOWN_VERSION
from edi_service.x12.segment import ENVELOPE_IDS, Segment
from edi_service.x12.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from edi_service.finding import Finding, Kind, Report
    from edi_service.patient_information.model import Form
    from edi_service.x12.binary import Head
    from edi_service.x12.envelope import TransactionSet

    Take = Callable[[bytes], object]
    Keep = Callable[[str], Take]

_PARTIES = {"ACV": "source", "40": "receiver", "IL": "patient", "QC": "patient"}
_PARTS = ("LX", "TRN", "DTP", "CAT")
_GUIDE = len("005010X211")


@dataclass(slots=True, kw_only=True)
class Received:
    """
    One transaction set that was read.

    *documents* are those whose data is whole; *heading* is None where a part of it is missing.
    """

    form: Form
    heading: Heading | None = None
    documents: list[Document] = field(default_factory=list)


def read_documents(source: BinaryIO, report: Report, keep: Keep) -> Iterator[Received]:
    """
    The sets of documents in *source*.

    Args:
        source: read once, to its end.
        report: takes what is wrong, as it is met.
        keep: asked with the control number (TRN02) of each document where its bytes go, before
            they come; bytes are decoded, and complete only when the document is among those of
            its set.
    """
    reader = _Reader(report, keep)
    blocks = read_blocks_with_data(source, report, reader.begin_data)
    for found in read_sets(blocks, report, Tally()):
        form = _form(found)
        if form is None:
            guide = found.guide or "no guide"
            message = f"a transaction set {found.set_id} by {guide}"
            report.add(kinds.GUIDE_UNKNOWN.found(found.position, message))
        else:
            # Of a version that only these guides are used with, nothing need be said.
            report.findings = [one for one in report.findings if not _is_expected(one, form)]
            yield reader.read(found, form)


def _form(found: TransactionSet) -> Form | None:
    is_ours = found.set_id == SET_ID
    guides = (form for form in FORMS if is_ours and found.guide[:_GUIDE] == form.guide)
    return next(guides, None)


def _is_expected(finding: Finding, form: Form) -> bool:
    return finding.kind is UNKNOWN_VERSION and form.version in finding.message


class _Reader:
    """Reads one set after another; what comes in between is data."""

    def __init__(self, report: Report, keep: Keep) -> None:
        self._report = report
        self._keep = keep
        self._sink: _Sink | None = None
        self._begin()

    def _begin(self) -> None:
        self._parties: dict[str, Party] = {}
        self._role = Role.PROVIDER
        self._bgn: Segment | None = None
        self._parts: dict[str, Segment] = {}
        self._numbers: set[str] = set()
        self._is_reading = False

    def begin_data(self, head: Head) -> Take:
        """Where the data of the document that is being read goes."""
        number = self._parts["TRN"].value(2) if "TRN" in self._parts else ""
        take = self._keep(number) if number and self._is_reading else _nowhere
        self._sink = _Sink(take, head)
        return self._sink.take

    def read(self, found: TransactionSet, form: Form) -> Received:
        """One set, up to its trailer."""
        self._begin()
        self._is_reading = True
        received = Received(form=form)
        cursor = found.cursor
        while cursor.has_more():
            segment = Segment.parse(cursor.block.texts[cursor.index], found.delimiters)
            if segment.id in ENVELOPE_IDS:
                break
            self._position = Position(
                segment=cursor.block.number + cursor.index,
                offset=cursor.block.offset,
                segment_id=segment.id,
                interchange=found.control.interchange,
                group=found.control.group,
                set=found.control.set,
            )
            cursor.index += 1
            if segment.id in {"BIN", "BDS"}:
                before = len(self._report.findings)
                cursor.has_more()  # which reads the data behind it
                found_since = self._report.findings[before:]
                is_ended = all(one.kind is not BINARY_END for one in found_since)
                self._end_document(received, is_ended=is_ended)
            else:
                self._meet(segment)
        self._is_reading = False
        received.heading = self._heading()
        return received

    def _meet(self, segment: Segment) -> None:
        if segment.id == "LX":
            self._parts = {}
        if segment.id in _PARTS:
            self._parts.setdefault(segment.id, segment)
        elif segment.id == "BGN":
            self._bgn = segment
        elif segment.id == "NM1" and segment.value(1) in _PARTIES:
            name = _PARTIES[segment.value(1)]
            self._parties[name] = _party(segment)
            if name == "source" and segment.value(11) in set(Role):
                self._role = Role(segment.value(11))
        elif segment.id == "PER" and list(self._parties) == ["source"]:
            self._parties["source"] = _with_contact(self._parties["source"], segment)

    def _end_document(self, received: Received, *, is_ended: bool) -> None:
        sink, self._sink = self._sink, None
        missing = [name for name in _PARTS if name not in self._parts]
        number = self._parts["TRN"].value(2) if "TRN" in self._parts else ""
        if missing or not number:
            self._find(kinds.PART_MISSING, f"a document without {', '.join(missing) or 'TRN02'}")
        elif sink is None or not (sink.is_whole and is_ended):
            if sink is not None and sink.is_complete and is_ended:
                self._find(kinds.NOT_BASE64, f"{sink.size} characters of BDS03")
        elif number in self._numbers:
            self._find(kinds.NUMBER_REPEATED, "TRN02 is that of a document before it")
        else:
            self._numbers.add(number)
            received.documents.append(self._document(sink.written))
        self._parts = {}

    def _document(self, size: int) -> Document:
        parts = self._parts
        content = parts["CAT"].value(2)
        return Document(
            control_number=parts["TRN"].value(2),
            is_answer=parts["TRN"].value(1) == "2",
            submitted=_day(parts["DTP"].value(3)) or date.min,
            content=Content(content) if content in set(Content) else Content.IMAGE,
            size=size,
        )

    def _heading(self) -> Heading | None:
        missing = [name for name in ("source", "receiver", "patient") if name not in self._parties]
        bgn = self._bgn
        created = _moment(bgn.value(3), bgn.value(4)) if bgn is not None else None
        if missing or bgn is None or created is None:
            said = ", ".join([*([] if created else ["BGN"]), *missing])
            self._find(kinds.PART_MISSING, f"a set without {said}")
            return None
        purpose = bgn.value(1)
        return Heading(
            reference=bgn.value(2),
            created=created,
            purpose=Purpose(purpose) if purpose in set(Purpose) else Purpose.UNASKED,
            role=self._role,
            **self._parties,
        )

    def _find(self, kind: Kind, message: str) -> None:
        self._report.add(kind.found(self._position, message))


class _Sink:
    """Takes the data of one document, decodes it where it is base64, and hands it on."""

    def __init__(self, take: Take, head: Head) -> None:
        self.size = head.size
        self.written = 0
        self._take = take
        self._is_encoded = head.identifier == "BDS" and head.filter == "B64"
        self._read = 0
        self._rest = b""
        self._is_broken = False

    @property
    def is_complete(self) -> bool:
        """Whether all bytes came that were announced."""
        return self._read == self.size

    @property
    def is_whole(self) -> bool:
        """Whether they are what they were said to be as well."""
        return self.is_complete and not self._rest and not self._is_broken

    def take(self, piece: bytes) -> None:
        """Hand a piece on."""
        self._read += len(piece)
        if not self._is_encoded:
            self._hand_on(piece)
            return
        text = self._rest + piece.translate(None, b"\r\n")
        end = len(text) // 4 * 4
        self._rest = text[end:]
        if self._is_broken or not end:
            return
        try:
            self._hand_on(binascii.a2b_base64(text[:end], strict_mode=True))
        except binascii.Error:
            self._is_broken = True
        if text[end - 1 : end] == b"=" and not self.is_complete:
            self._is_broken = True  # padding stands at the very end

    def _hand_on(self, piece: bytes) -> None:
        self.written += len(piece)
        self._take(piece)


def _nowhere(_piece: bytes) -> None:
    """Where the data of a document goes that cannot be filed."""


def _party(segment: Segment) -> Party:
    return Party(
        entity=segment.value(1),
        is_person=segment.value(2) == "1",
        last_name=segment.value(3),
        first_name=segment.value(4),
        middle_name=segment.value(5),
        suffix=segment.value(7),
        identifier_qualifier=segment.value(8),
        identifier=segment.value(9),
    )


def _with_contact(party: Party, segment: Segment) -> Party:
    pairs = ((segment.value(at), segment.value(at + 1)) for at in (3, 5, 7))
    contact = Contact(segment.value(2), tuple(pair for pair in pairs if all(pair)))
    return replace(party, contact=contact)


def _day(text: str) -> date | None:
    moment = _moment(text, "")
    return None if moment is None else moment.date()


def _moment(day: str, time: str) -> datetime | None:
    """BGN03 and BGN04, which tell no zone; None when they are no day and time."""
    digits = f"{day}{time:0<6}"
    if len(day) != 8 or len(digits) != 14 or not (digits.isascii() and digits.isdigit()):
        return None
    try:
        return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
