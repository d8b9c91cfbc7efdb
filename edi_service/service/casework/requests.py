"""The requests in a store that an answer may be about, and what they asked for."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

from edi_service.finding import Report
from edi_service.review.answer.compare import trace_of
from edi_service.review.answer.match import Sent, traces_of
from edi_service.review.answer.read import purpose_of, read_review
from edi_service.service.records import Search
from edi_service.x12.envelope import read_sets
from edi_service.x12.reader import read_blocks
from edi_service.x12.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from edi_service.review.answer.model import Answer, Event
    from edi_service.service.casework.hearing import FindReview
    from edi_service.service.records import AttemptRecord
    from edi_service.service.store import Shelf


class Request(NamedTuple):
    """An attempt, how an answer tells it, and what was asked for; None where it was no 278."""

    attempt: AttemptRecord
    sent: Sent
    asked: Event | None


class Requests:
    """Looks requests up, as an answer names them."""

    def __init__(self, shelf: Shelf, find_guide: FindReview) -> None:
        self._shelf = shelf
        self._find_guide = find_guide

    def named_by(self, answer: Answer, event: Event | None) -> list[Request]:
        """Every request that the trace numbers or the reference of an answer may mean."""
        traces = (number for number, _ in traces_of(event))
        found = dict.fromkeys(filter(None, (*self._by_trace(traces), answer.reference)))
        attempts = (self._shelf.attempt_by_reference(reference) for reference in found)
        return [self._request(attempt) for attempt in attempts if attempt is not None]

    def _by_trace(self, traces: Iterable[str]) -> Iterator[str]:
        for trace in traces:
            yield from self._shelf.find(Search.TRACE, trace) if trace else ()

    def _request(self, attempt: AttemptRecord) -> Request:
        data = self._shelf.attempt_data(attempt.case_id, attempt.number)
        asked = self._asked(data, attempt.reference)
        traces = () if asked is None else asked.level.traces
        originators = (each.originator for each in traces if each.number == attempt.trace)
        sent = Sent(
            case_id=attempt.case_id,
            attempt=attempt.number,
            reference=attempt.reference,
            trace=attempt.trace if asked is not None and trace_of(asked.level, "1") else "",
            originator=next(originators, ""),
        )
        return Request(attempt, sent, asked)

    def _asked(self, data: bytes, reference: str) -> Event | None:
        """The event of the 278 with this reference among *data*, which may be no 278 at all."""
        report = Report()
        for transaction_set in read_sets(read_blocks(io.BytesIO(data), report), report, Tally()):
            guide = self._find_guide(transaction_set.guide, purpose_of(transaction_set))
            if guide is None or transaction_set.set_id != "278":
                continue
            review = read_review(transaction_set, guide, report)
            if review.reference == reference:
                return next(iter(review.events), None)
        return None
