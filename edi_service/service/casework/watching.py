"""Watching the clock: a case that was never sent, and not in time, expires."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.cases.due import Clocks, run_out
from edi_service.cases.progress import State
from edi_service.service.casework.progressing import standing_in, write_down

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from edi_service.service.store import Store

_UNSENT = (State.OPENED, State.WAITING, State.HELD, State.READY)


def let_expire(store: Store, as_of: datetime, zone: ZoneInfo) -> tuple[str, ...]:
    """
    Let every case expire whose time for a first request is over; their ids.

    Raises:
        StoreRefused: the store cannot be read or written.
    """
    expired: list[str] = []
    with store.begin(actor="clock", at=as_of) as books:
        for state in _UNSENT:
            for case in list(books.cases(state=state.value)):
                clocks = Clocks(submission=case.case.deadline)
                what = run_out(standing_in(books, case), clocks, as_of, zone)
                if what is not None:
                    write_down(books, case, what)
                    expired.append(case.case_id)
    return tuple(expired)
