"""Documents to send, and what comes back; everybody in them is invented."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

import msgspec

from edi_service.claims.model import Contact, Party
from edi_service.finding import Report
from edi_service.patient_information.model import Content, Document, Heading
from edi_service.patient_information.read import read_documents
from edi_service.patient_information.write import write_documents
from edi_service.x12.writer import Envelope

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from edi_service.finding import Finding
    from edi_service.patient_information.model import Form
    from edi_service.patient_information.read import Received
    from edi_service.x12.segment import Delimiters

CREATED = datetime(2026, 11, 1, 10, 15, tzinfo=UTC)
ENVELOPE = Envelope(
    sender_qualifier="ZZ",
    sender_id="SENDER",
    receiver_qualifier="ZZ",
    receiver_id="RECEIVER",
    sender_code="SENDER",
    receiver_code="RECEIVER",
    created=CREATED,
    interchange_number=7,
    group_number=7,
    usage="T",
    functional_id="",
    set_id="",
    guide="",
)
HEADING = Heading(
    reference="REF0001",
    created=CREATED,
    source=Party(
        entity="ACV",
        last_name="SAMPLE HOSPITAL",
        identifier_qualifier="XX",
        identifier="1234567893",
        contact=Contact("UM DESK", (("TE", "5555550100"),)),
    ),
    receiver=Party(
        entity="40", last_name="SAMPLE PLAN", identifier_qualifier="PI", identifier="12345"
    ),
    patient=Party(
        entity="IL",
        is_person=True,
        last_name="DOE",
        first_name="JANE",
        identifier_qualifier="MI",
        identifier="M0001",
    ),
)


def a_document(data: bytes, number: str = "ACN0000000001", **changes: Any) -> Document:
    document = Document(
        control_number=number,
        submitted=date(2026, 11, 1),
        size=len(data),
        content=Content.HL7,
    )
    return msgspec.structs.replace(document, **changes)


@contextmanager
def opened(content: bytes) -> Iterator[BinaryIO]:
    yield BytesIO(content)


def written(
    form: Form,
    *contents: bytes,
    heading: Heading = HEADING,
    delimiters: Delimiters | None = None,
    **changes: Any,
) -> bytes:
    """A 275 with *contents*, numbered ACN1, ACN2 …"""
    documents = [
        (a_document(content, f"ACN{at}", **changes), lambda content=content: opened(content))
        for at, content in enumerate(contents, 1)
    ]
    return b"".join(write_documents(form, heading, documents, ENVELOPE, delimiters))


class Read:
    """What was read: the sets, the bytes by control number, and the findings."""

    def __init__(self, data: bytes, at_once: int = 0) -> None:
        self.contents: dict[str, bytes] = {}
        report = Report()
        source = BytesIO(data) if not at_once else Dripping(data, at_once)
        self.sets: list[Received] = list(read_documents(source, report, self._keep))
        self.findings: list[Finding] = report.take()

    def _keep(self, number: str) -> Any:
        self.contents[number] = b""

        def take(piece: bytes) -> None:
            self.contents[number] += piece

        return take

    @property
    def documents(self) -> list[Document]:
        return [document for one in self.sets for document in one.documents]

    @property
    def whole(self) -> list[bytes]:
        """The bytes of the documents that are whole."""
        return [self.contents[document.control_number] for document in self.documents]

    @property
    def codes(self) -> list[str]:
        return [found.kind.code for found in self.findings]


class Dripping(BytesIO):
    """Gives a few bytes at a time, whatever is asked for."""

    def __init__(self, data: bytes, at_once: int) -> None:
        super().__init__(data)
        self._at_once = at_once

    def read(self, size: int | None = -1) -> bytes:
        asked = self._at_once if size is None or size < 0 else min(size, self._at_once)
        return super().read(asked)
