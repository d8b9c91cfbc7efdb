"""Watching the clock: a case that was never sent, and not in time, expires."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.cases.due import Clocks, run_out
from edi_service.cases.progress import UNSENT
from edi_service.service.casework.progressing import standing_in, write_down

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from edi_service.service.records import CaseRecord
    from edi_service.service.store import Books, Store


def expire(books: Books, record: CaseRecord, as_of: datetime, zone: ZoneInfo) -> bool:
    """Let a case expire if its time for a first request is over; whether it was."""
    clocks = Clocks(submission=record.case.deadline)
    what = run_out(standing_in(books, record), clocks, as_of, zone)
    if what is not None:
        write_down(books, record, what)
    return what is not None


def let_expire(store: Store, as_of: datetime, zone: ZoneInfo) -> tuple[str, ...]:
    """
    Let every case expire whose time for a first request is over; their ids.

    Raises:
        StoreRefused: the store cannot be read or written.
    """
    expired: list[str] = []
    with store.begin(actor="clock", at=as_of) as books:
        for state in UNSENT:
            cases = list(books.cases(state=state.value))
            expired += [case.case_id for case in cases if expire(books, case, as_of, zone)]
    return tuple(expired)
