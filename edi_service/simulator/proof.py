"""The simulator's answers, held against the guide before they are sent."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from edi_service.finding import Report, Severity
from edi_service.guide.check import check_set
from edi_service.simulator.words import CONTACT, CONTACT_NUMBER
from edi_service.x12.envelope import read_sets
from edi_service.x12.reader import read_blocks
from edi_service.x12.tally import Tally
from edi_service.x12.writer import InterchangeWriter, Repetitions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from edi_service.finding import Finding
    from edi_service.guide.definition import Guide
    from edi_service.x12.writer import Element, Envelope

# What is sent instead: the payer cannot answer now (42), the request may be sent again (P).
_UNABLE = (
    "HL*1**20*0",
    "AAA*N**42*P",
    f"NM1*X3*2*{CONTACT}*****PI*SIMULATOR",
    f"PER*IC*{CONTACT}*TE*{CONTACT_NUMBER}",
)


def write_proved(texts: list[str], envelope: Envelope, guide: Guide) -> tuple[bytes, str]:
    """
    The interchange of *texts*, and what is to be noted about it.

    An answer that *guide* forbids, which a script can bring about, is not sent: an AAA is, that
    the payer is unable to answer.
    """
    data = _write(texts, envelope)
    faults = list(_faults(data, guide))
    if not faults:
        return data, ""
    fault = faults[0]
    note = f"The guide forbids what the script says ({fault.kind.code} at {fault.position})."
    return _write([texts[0], *_UNABLE], envelope), note


def _write(texts: Iterable[str], envelope: Envelope) -> bytes:
    writer = InterchangeWriter(envelope)
    for text in texts:
        identifier, *elements = text.split("*")
        writer.segment(identifier, *map(_element, elements))
    return writer.finish()


def _element(text: str) -> Element:
    if "^" in text:
        return Repetitions(tuple(text.split("^")))
    return tuple(text.split(":")) if ":" in text else text


def _faults(data: bytes, guide: Guide) -> Iterator[Finding]:
    report = Report()
    for one in read_sets(read_blocks(BytesIO(data), report), report, Tally()):
        for _ in check_set(one, guide, report):
            pass
    return (found for found in report.take() if found.severity >= Severity.ERROR)
