"""Deadlines, once a day: what is over expires, what ends soon is counted."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from edi_service.cases.due import due, ends_within
from edi_service.cases.progress import UNSENT, State
from edi_service.service.casework.caseload import Caseload
from edi_service.service.casework.progressing import standing_in
from edi_service.service.casework.watching import expire
from edi_service.service.schedules.work import AT_A_TIME

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from edi_service.policy.model import Policy
    from edi_service.service.records import CaseRecord
    from edi_service.service.store import Books

_WATCHED = [state.value for state in State if state not in (State.CANCELLED, State.CLOSED)]


class Deadlines:
    """
    A :class:`~edi_service.service.schedules.work.Sweep` over every case that is not closed.

    Args:
        policies: by their id, for the time that an appeal may take.
        zone: of the office, where last days are kept.
        due_days: how soon is soon.
    """

    def __init__(self, policies: Mapping[str, Policy], zone: ZoneInfo, due_days: int) -> None:
        self._policies = policies
        self._zone = zone
        self._due_days = due_days

    def part(self, books: Books, at: datetime, reached: str) -> tuple[str, Counter[str]]:
        """See to some cases."""
        found: Counter[str] = Counter()
        records = books.cases_after(reached, _WATCHED, AT_A_TIME)
        for record in records:
            if self._expires(books, record, at):
                found["expired"] += 1
            else:
                found.update(self._clocks(books, record, at))
        return (records[-1].case_id if len(records) == AT_A_TIME else ""), found

    def _expires(self, books: Books, record: CaseRecord, at: datetime) -> bool:
        """Let a case expire if it is time; nobody else is kept from any other case."""
        last = record.case.deadline
        if State(record.state) not in UNSENT or last is None or not last.is_past(at, self._zone):
            return False
        books.lock_case(record.case_id)
        now = books.case(record.case_id)
        return now is not None and expire(books, now, at, self._zone)

    def _clocks(self, books: Books, record: CaseRecord, at: datetime) -> list[str]:
        """The clocks of a case that have run out or soon will, in words."""
        standing = standing_in(books, record)
        clocks = Caseload(books, self._policies, at, self._zone).clocks(record, standing)
        told = []
        for each in due(standing.state, clocks, at, self._zone):
            if each.is_past:
                told.append(f"{each.clock} is over")
            elif each.by and ends_within(each.by, self._due_days, at, self._zone):
                told.append(f"{each.clock} ends soon")
        return told
