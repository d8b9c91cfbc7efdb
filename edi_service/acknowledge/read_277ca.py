"""From a 277CA to what became of our claims, one by one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from edi_service.acknowledge import kinds
from edi_service.acknowledge.reading import SetReading
from edi_service.acknowledge.statuses import (
    ACCEPT,
    NO_TOTALS,
    REJECT,
    ZERO,
    BatchStatus,
    ClaimStatus,
    Identity,
    LineStatus,
    Period,
    ProviderStatus,
    Status,
    StatusReport,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from edi_service.acknowledge.statuses import Totals
    from edi_service.finding import Report
    from edi_service.x12.envelope import TransactionSet
    from edi_service.x12.segment import Segment

_NOBODY = Identity(entity="")
_NAME_ELEMENTS = range(1, 10)
_STATUS_ELEMENTS = frozenset({1, 2, 3, 4, 10, 11, 12})


@dataclass(slots=True)
class _Level:
    """What a hierarchical level, whose HL03 is *code*, has said of itself so far."""

    code: str
    name: Identity = _NOBODY
    trace: str = ""
    reports: tuple[StatusReport, ...] = ()
    totals: Totals = NO_TOTALS
    references: tuple[tuple[str, str], ...] = ()
    received: date | None = None
    processed: date | None = None


def read_277ca(transaction_set: TransactionSet, report: Report) -> tuple[BatchStatus, ...]:
    """
    What a 277CA says: one batch for each information source level, of which most have one.

    Args:
        transaction_set: its cursor is moved to the end of the set.
        report: takes what cannot be read.
    """
    return _Claims(SetReading(transaction_set, report)).read()


class _Claims:
    """What has been read of one 277CA, from the outermost level to the innermost."""

    def __init__(self, reading: SetReading) -> None:
        self._reading = reading
        self._begin: tuple[str, date | None, str] = ("", None, "")
        self._batches: list[BatchStatus] = []
        self._providers: list[ProviderStatus] = []
        self._claims: list[ClaimStatus] = []
        self._source: _Level | None = None
        self._receiver: _Level | None = None
        self._provider: _Level | None = None
        self._level: _Level | None = None  # the innermost that is open
        self._claim: ClaimStatus | None = None
        self._line: LineStatus | None = None
        self._handlers: dict[str, Callable[[Segment], None]] = {
            "BHT": self._take_begin,
            "HL": self._open_level,
            "NM1": self._take_name,
            "TRN": self._take_trace,
            "STC": self._take_status,
            "REF": self._take_reference,
            "DTP": self._take_day,
            "QTY": self._take_quantity,
            "AMT": self._take_amount,
            "SVC": self._open_line,
        }

    def read(self) -> tuple[BatchStatus, ...]:
        for segment in self._reading:
            handler = self._handlers.get(segment.id)
            if handler is None:
                self._reading.misplaced()
            else:
                handler(segment)
        self._close("20")
        return tuple(self._batches)

    def _take_begin(self, segment: Segment) -> None:
        self._reading.check_used(segment, range(1, 7))
        day = self._reading.day(segment.value(4), 4)
        self._begin = (segment.value(3), day, segment.value(5))

    # Levels

    def _open_level(self, segment: Segment) -> None:
        self._reading.check_used(segment, range(1, 5))
        code = segment.value(3)
        parents = {
            "20": True,
            "21": self._source is not None,
            "19": self._receiver is not None,
            "PT": self._provider is not None,
        }
        if not parents.get(code):
            self._reading.misplaced()
            return
        self._close(code)
        self._level = level = _Level(code)
        if code == "20":
            self._source = level
        elif code == "21":
            self._receiver = level
        elif code == "19":
            self._provider = level

    def _close(self, code: str) -> None:
        """End the levels that a level *code* does not stand in."""
        self._close_claim()
        if code != "PT":
            self._close_provider()
        if code in {"20", "21"} and (code == "20" or self._receiver is not None):
            self._close_batch()

    def _close_provider(self) -> None:
        level = self._provider
        if level is not None:
            self._providers.append(
                ProviderStatus(
                    provider=level.name,
                    trace=level.trace,
                    reports=level.reports,
                    totals=level.totals,
                    references=level.references,
                    claims=tuple(self._claims),
                )
            )
        self._provider, self._claims = None, []

    def _close_batch(self) -> None:
        source = self._source
        if source is not None:
            receiver = self._receiver or _Level("21")
            reference, created, time = self._begin
            self._batches.append(
                BatchStatus(
                    reference=reference,
                    created=created,
                    time=time,
                    source=source.name,
                    source_trace=source.trace,
                    received=source.received,
                    processed=source.processed,
                    receiver=receiver.name,
                    batch=receiver.trace,
                    reports=receiver.reports,
                    totals=receiver.totals,
                    providers=tuple(self._providers),
                )
            )
        self._receiver, self._providers = None, []

    def _close_claim(self) -> None:
        self._close_line()
        if self._claim is not None:
            if not self._claim.reports:
                self._reading.find(kinds.INCOMPLETE, "no STC says what becomes of the claim before")
            self._claims.append(self._claim)
        self._claim = None

    def _close_line(self) -> None:
        if self._line is not None and self._claim is not None:
            self._claim = replace(self._claim, lines=(*self._claim.lines, self._line))
        self._line = None

    # Segments of a level

    def _take_name(self, segment: Segment) -> None:
        level = self._level
        if level is None or level.name is not _NOBODY:
            self._reading.misplaced()
            return
        self._reading.check_used(segment, _NAME_ELEMENTS)
        level.name = Identity(
            entity=segment.value(1),
            is_person=segment.value(2) == "1",
            last_name=segment.value(3),
            first_name=segment.value(4),
            middle_name=segment.value(5),
            prefix=segment.value(6),
            suffix=segment.value(7),
            qualifier=segment.value(8),
            identifier=segment.value(9),
        )

    def _take_trace(self, segment: Segment) -> None:
        self._reading.check_used(segment, range(1, 3))
        level = self._level
        if level is not None and level.code == "PT":
            self._close_claim()
            self._claim = ClaimStatus(patient=level.name, number=segment.value(2), reports=())
        elif level is None or level.trace:
            self._reading.misplaced()
        else:
            level.trace = segment.value(2)

    def _take_status(self, segment: Segment) -> None:
        report = self._status_report(segment)
        level = self._level
        if self._line is not None:
            self._line = replace(self._line, reports=(*self._line.reports, report))
        elif self._claim is not None:
            self._claim = replace(self._claim, reports=(*self._claim.reports, report))
        elif level is not None and level.code in {"21", "19"}:
            level.reports += (report,)
        else:
            self._reading.misplaced()

    def _status_report(self, segment: Segment) -> StatusReport:
        reading = self._reading
        reading.check_used(segment, _STATUS_ELEMENTS)
        for element in (1, 10, 11):
            reading.check_components(segment, element, 3)
        action = segment.value(3)
        if action not in {ACCEPT, REJECT}:
            reading.find(kinds.UNKNOWN_VERDICT, "neither accepted nor rejected", 3)
            action = REJECT
        present = (element for element in (1, 10, 11) if segment.value(element))
        return StatusReport(
            statuses=tuple(
                Status(
                    category=segment.value(element, 1),
                    code=segment.value(element, 2),
                    entity=segment.value(element, 3),
                )
                for element in present
            ),
            action=action,
            day=reading.day(segment.value(2), 2),
            amount=reading.amount(segment, 4, None),
            message=segment.value(12),
        )

    def _take_reference(self, segment: Segment) -> None:
        self._reading.check_used(segment, range(1, 3))
        qualifier, value = segment.value(1), segment.value(2)
        level, line, claim = self._level, self._line, self._claim
        if line is not None and qualifier == "FJ":
            self._line = replace(line, control_number=value)
        elif line is not None and qualifier == "XZ":
            self._line = replace(line, prescription=value)
        elif claim is not None and qualifier == "1K":
            self._claim = replace(claim, payer_number=value)
        elif claim is not None and qualifier == "D9":
            self._claim = replace(claim, clearinghouse_number=value)
        elif claim is not None and qualifier == "BLT":
            self._claim = replace(claim, bill_type=value)
        elif level is not None and level.code == "19":
            level.references += ((qualifier, value),)
        else:
            self._reading.misplaced()

    def _take_day(self, segment: Segment) -> None:
        self._reading.check_used(segment, range(1, 4))
        qualifier, level = segment.value(1), self._level
        if level is not None and level.code == "20" and qualifier == "050":
            level.received = self._reading.day(segment.value(3), 3)
        elif level is not None and level.code == "20" and qualifier == "009":
            level.processed = self._reading.day(segment.value(3), 3)
        elif self._line is not None and qualifier == "472":
            self._line = replace(self._line, period=self._period(segment))
        elif self._claim is not None and qualifier == "472":
            self._claim = replace(self._claim, period=self._period(segment))
        else:
            self._reading.misplaced()

    def _period(self, segment: Segment) -> Period | None:
        first, _, last = segment.value(3).partition("-")
        starts = self._reading.day(first, 3)
        ends = self._reading.day(last, 3) if last else starts
        if starts is None or ends is None:
            return None
        return Period(starts=starts, ends=ends)

    def _take_quantity(self, segment: Segment) -> None:
        self._reading.check_used(segment, range(1, 3))
        count = self._reading.count(segment, 2)
        level = self._level
        match segment.value(1), level:
            case "90" | "QA", _Level("21" | "19"):
                level.totals = replace(level.totals, accepted=count)
            case "AA" | "QC", _Level("21" | "19"):
                level.totals = replace(level.totals, rejected=count)
            case _:
                self._reading.misplaced()

    def _take_amount(self, segment: Segment) -> None:
        self._reading.check_used(segment, range(1, 3))
        amount = self._reading.amount(segment, 2, ZERO)
        level = self._level
        match segment.value(1), level:
            case "YU", _Level("21" | "19"):
                level.totals = replace(level.totals, accepted_amount=amount)
            case "YY", _Level("21" | "19"):
                level.totals = replace(level.totals, rejected_amount=amount)
            case _:
                self._reading.misplaced()

    def _open_line(self, segment: Segment) -> None:
        if self._claim is None:
            self._reading.misplaced()
            return
        self._close_line()
        reading = self._reading
        reading.check_used(segment, {1, 2, 4, 7})
        self._line = LineStatus(
            procedure=tuple(segment.components(1)),
            charge=reading.amount(segment, 2, ZERO),
            revenue_code=segment.value(4),
            quantity=reading.amount(segment, 7, None),
            reports=(),
        )
