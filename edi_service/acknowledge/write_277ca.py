"""From a :class:`BatchStatus` to the bytes of a 277CA (005010X214), claim by claim."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from edi_service.acknowledge.answering import writable
from edi_service.acknowledge.statuses import WrittenClaims
from edi_service.x12.writer import InterchangeWriter, SegmentWriter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from decimal import Decimal

    from edi_service.acknowledge.statuses import (
        BatchStatus,
        ClaimStatus,
        Identity,
        LineStatus,
        Period,
        ProviderStatus,
        Status,
        StatusReport,
        Totals,
    )
    from edi_service.x12.writer import Element, Envelope

GUIDE = "005010X214"
FUNCTIONAL_ID = "HN"
SET_ID = "277"
_QUALIFIERS = frozenset({"46", "FI", "PI", "XV", "SV", "XX", "II", "MI"})  # NM108
# The guide demands an identifier of everybody: how one is qualified that the claim does not have.
_USUAL_QUALIFIERS = {"QC": "MI", "85": "SV"}
_UNKNOWN = "UNKNOWN"  # NM103 and NM109 where the claim has none


def write_277ca(batches: Iterable[BatchStatus], envelope: Envelope) -> Iterator[bytes]:
    """
    One interchange that holds one 277CA for each of *batches*, in pieces as it is written.

    *envelope* has :data:`FUNCTIONAL_ID`, :data:`SET_ID` and :data:`GUIDE`.  No more than one claim
    is held at a time, or what was written together.  There must be one batch at least.
    """
    writer = _Writer(InterchangeWriter(envelope))
    for number, batch in enumerate(batches):
        if number:
            writer.next_set()
        yield from writer.write(batch)
    yield writer.finish()


def write_claim(claim: ClaimStatus) -> WrittenClaims:
    """*claim* as it stands in a 277CA, wherever that may be."""
    writer = SegmentWriter()
    _Words(writer).claim(claim)
    segments = writer.segments
    return WrittenClaims(bodies=(writer.take(),), segments=segments, totals=claim.totals)


class _Writer:
    """Numbers the hierarchical levels of the sets of one interchange."""

    def __init__(self, writer: InterchangeWriter) -> None:
        self._writer = writer
        self._words = _Words(writer)
        self._level = 0

    def next_set(self) -> None:
        self._writer.next_set()
        self._level = 0

    def finish(self) -> bytes:
        return self._writer.finish()

    def write(self, batch: BatchStatus) -> Iterator[bytes]:
        segment, words = self._writer.segment, self._words
        reference = _text(batch.reference, 50)
        segment("BHT", "0085", "08", reference, _day(batch.created), batch.time, "TH")
        source = self._open_level(0, "20", has_children=True)
        words.name(batch.source)
        segment("TRN", "1", _text(batch.source_trace, 50))
        words.dated("050", batch.received)
        words.dated("009", batch.processed)
        providers = iter(batch.providers)
        provider = next(providers, None)
        receiver = self._open_level(source, "21", has_children=provider is not None)
        words.name(batch.receiver)
        segment("TRN", "2", _text(batch.batch, 50))
        words.reports(batch.reports)
        words.totals(batch.totals, accepted="90", rejected="AA")
        while provider is not None:
            yield from self._write_provider(provider, receiver)
            provider = next(providers, None)
        yield self._writer.take()

    def _write_provider(self, one: ProviderStatus, parent: int) -> Iterator[bytes]:
        level = self._open_level(parent, "19", has_children=True)
        self._words.name(one.provider)
        self._writer.segment("TRN", "1", _text(one.trace, 50))
        self._words.reports(one.reports)
        for qualifier, value in one.references:
            self._writer.segment("REF", qualifier, _text(value, 50))
        self._words.totals(one.totals, accepted="QA", rejected="QC")
        for claims in chain(map(write_claim, one.claims), one.written):
            yield self._place(claims, level)

    def _place(self, claims: WrittenClaims, parent: int) -> bytes:
        """*claims*, each under its HL: written here since there are many, with the same marks."""
        count = len(claims.bodies)
        levels = range(self._level + 1, self._level + 1 + count)
        self._level += count
        data = b"".join(
            b"HL*%d*%d*PT~%b" % (level, parent, body)
            for level, body in zip(levels, claims.bodies, strict=True)
        )
        return self._writer.insert(data, count + claims.segments)

    def _open_level(self, parent: int, code: str, *, has_children: bool) -> int:
        self._level += 1
        above = str(parent) if parent else ""
        self._writer.segment("HL", str(self._level), above, code, "1" if has_children else "0")
        return self._level


class _Words:
    """What is said in the same segments of a set, of a provider, of a claim and of a line."""

    def __init__(self, writer: SegmentWriter) -> None:
        self._segment = writer.segment

    def claim(self, claim: ClaimStatus) -> None:
        self.name(claim.patient)
        self._segment("TRN", "2", _text(claim.number, 50))
        self.reports(claim.reports)
        self._reference("1K", claim.payer_number)
        self._reference("D9", claim.clearinghouse_number)
        self._reference("BLT", claim.bill_type)
        self._period(claim.period)
        for line in claim.lines:
            self._line(line)

    def _line(self, line: LineStatus) -> None:
        self._segment(
            "SVC",
            tuple(writable(part, 48) for part in line.procedure),
            _amount(line.charge),
            "",
            writable(line.revenue_code, 48),
            "",
            "",
            "" if line.quantity is None else _amount(line.quantity),
        )
        self.reports(line.reports)
        self._reference("FJ", line.control_number)
        self._reference("XZ", line.prescription)
        self._period(line.period)

    def name(self, who: Identity) -> None:
        identifier = writable(who.identifier, 80)
        is_identified = who.qualifier in _QUALIFIERS and len(identifier) >= 2
        self._segment(
            "NM1",
            who.entity,
            "1" if who.is_person else "2",
            _text(who.last_name, 60, _UNKNOWN),
            writable(who.first_name, 35),
            writable(who.middle_name, 25),
            writable(who.prefix, 10),
            writable(who.suffix, 10),
            who.qualifier if is_identified else _USUAL_QUALIFIERS.get(who.entity, "46"),
            identifier if is_identified else _UNKNOWN,
        )

    def reports(self, reports: Iterable[StatusReport]) -> None:
        for report in reports:
            first, *others = report.statuses
            elements: list[Element] = [""] * 12
            elements[0] = _status(first)
            elements[1] = _day(report.day)
            elements[2] = report.action
            elements[3] = "" if report.amount is None else _amount(report.amount)
            for place, status in zip((9, 10), others, strict=False):
                elements[place] = _status(status)
            elements[11] = writable(report.message, 264)
            self._segment("STC", *elements)

    def totals(self, totals: Totals, *, accepted: str, rejected: str) -> None:
        segment = self._segment
        if totals.accepted:
            segment("QTY", accepted, str(totals.accepted))
        if totals.rejected:
            segment("QTY", rejected, str(totals.rejected))
        if totals.accepted:
            segment("AMT", "YU", _amount(totals.accepted_amount))
        if totals.rejected:
            segment("AMT", "YY", _amount(totals.rejected_amount))

    def _reference(self, qualifier: str, value: str) -> None:
        if text := writable(value, 50):
            self._segment("REF", qualifier, text)

    def dated(self, qualifier: str, day: date | None) -> None:
        if day is not None:
            self._segment("DTP", qualifier, "D8", _day(day))

    def _period(self, period: Period | None) -> None:
        if period is None:
            return
        if period.starts == period.ends:
            self.dated("472", period.starts)
        else:
            days = f"{_day(period.starts)}-{_day(period.ends)}"
            self._segment("DTP", "472", "RD8", days)


def _text(text: str, width: int, absent: str = "0") -> str:
    """A value that has to be there."""
    return writable(text, width) or absent


def _status(status: Status) -> Element:
    return (status.category, status.code, status.entity)


def _day(day: date | None) -> str:
    return "" if day is None else f"{day.year:04}{day.month:02}{day.day:02}"


def _amount(amount: Decimal) -> str:
    """A decimal number (R) as X12 writes it: no exponent, no zeros after the last digit."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
