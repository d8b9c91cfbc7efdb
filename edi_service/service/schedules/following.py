"""Following up, once a day: a payer that is late is written down, and asked where it may be."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from edi_service.cases.progress import AWAITED, Cause
from edi_service.cases.waiting import Patience, awaited, is_to_be_noted, unanswered
from edi_service.service.casework.inquiring import KIND, ask_where
from edi_service.service.casework.progressing import lock_cases, sent_at, standing_in, write_down
from edi_service.service.exchange.drops import ProductRecord
from edi_service.service.schedules.work import ACTOR, AT_A_TIME
from edi_service.service.store import StoreRefused, StoreUnreachable

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from edi_service.cases.waiting import Waiting
    from edi_service.review.profile import Partner
    from edi_service.service.desk import Desk
    from edi_service.service.records import CaseRecord
    from edi_service.service.store import Books

_AWAITED = [state.value for state in AWAITED]


class FollowUp:
    """
    A :class:`~edi_service.service.schedules.work.Sweep` over every case that awaits its payer.

    Args:
        desk: how each payer is asked, and what inquiries are written with.
        zone: of the office, where days are counted.
    """

    def __init__(self, desk: Desk, zone: ZoneInfo) -> None:
        self._desk = desk
        self._zone = zone

    def part(self, books: Books, at: datetime, reached: str) -> tuple[str, Counter[str]]:
        """See to some cases."""
        found: Counter[str] = Counter()
        records = books.cases_after(reached, _AWAITED, AT_A_TIME)
        late = [record.case_id for record in records if self._late(books, record, at) is not None]
        lock_cases(books, late)
        for case_id in late:
            found.update(self._look_after(books, case_id, at))
        return (records[-1].case_id if len(records) == AT_A_TIME else ""), found

    def _look_after(self, books: Books, case_id: str, at: datetime) -> list[str]:
        """What was found of a case whose payer is late, and done about it, in words."""
        record = books.case(case_id)
        assert record is not None  # noqa: S101 -- it was locked by its id
        late = self._late(books, record, at)
        if late is None:
            return []  # it was answered just now
        attempt, waiting = late
        told = [f"{waiting.what} late"]
        partner = self._desk.partner(record.case.payer)
        noted = _last_noted(books, case_id, attempt)
        if is_to_be_noted(noted, _patience(partner), at, self._zone):
            write_down(books, record, unanswered(attempt, waiting, at))
            told += ["noted", *self._ask(books, case_id, partner, at)]
        return told

    def _late(self, books: Books, record: CaseRecord, at: datetime) -> tuple[int, Waiting] | None:
        """Which attempt the payer is late with, and with what; None where it is not."""
        standing = standing_in(books, record)
        sent = sent_at(books, record.case_id, standing.attempt)
        if sent is None:
            return None
        patience = _patience(self._desk.partner(record.case.payer))
        turnarounds = record.case.after.turnarounds
        waiting = awaited(standing, sent, turnarounds, patience, self._zone)
        if waiting is None or not waiting.until.is_past(at, self._zone):
            return None
        return standing.attempt, waiting

    def _ask(self, books: Books, case_id: str, partner: Partner, at: datetime) -> list[str]:
        """Ask a payer that takes inquiries and is reached by way of somebody."""
        if not partner.takes_inquiries or not partner.via:
            return []
        desk = replace(self._desk, as_of=at.astimezone(self._zone))
        try:
            outcome, data = ask_where(books, case_id, desk, ACTOR)
        except StoreUnreachable:
            raise
        except StoreRefused:  # of this case alone; the others are looked after all the same
            return ["not asked"]
        if not data:
            return ["not asked"]
        product = ProductRecord(
            product_id=outcome.file,
            partner=partner.via,
            kind=KIND,
            name=outcome.file,
            made_at=at,
            case_id=case_id,
        )
        books.add_product(product, data)
        return ["asked"]


def _patience(partner: Partner) -> Patience:
    return Patience(
        receipt_hours=partner.acknowledged_within_hours,
        decision_days=partner.answered_within_days,
        again_days=partner.ask_again_days,
    )


def _last_noted(books: Books, case_id: str, attempt: int) -> datetime | None:
    noted = [
        event.at
        for event in books.events(case_id)
        if event.cause == Cause.UNANSWERED.value and event.attempt == attempt
    ]
    return max(noted, default=None)
