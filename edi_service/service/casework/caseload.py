"""The cases of a store in a list: where each stands, and what is due next and by when."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from edi_service.cases.appeals import appeal_by
from edi_service.cases.due import Clocks, due, ends_within
from edi_service.cases.progress import State
from edi_service.cases.waiting import answer_by
from edi_service.codes.clock import Deadline
from edi_service.service.casework.progressing import sent_at, standing_in
from edi_service.service.casework.telling import heard_about

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from zoneinfo import ZoneInfo

    from edi_service.cases.due import Due
    from edi_service.cases.progress import Standing
    from edi_service.policy.model import Policy, Revision
    from edi_service.service.records import CaseRecord
    from edi_service.service.store import Shelf

_DECIDED = (State.APPROVED_IN_PART, State.MODIFIED, State.REFUSED)


class DueRow(Struct, frozen=True, kw_only=True):
    """Something due: *by* is ISO 8601, None where no clock runs or its end is not known."""

    what: str
    clock: str | None
    by: str | None
    is_past: bool


class CaseLine(Struct, frozen=True, kw_only=True):
    """A case in a list; it names nobody."""

    case_id: str
    state: str
    since: datetime
    attempt: int
    payer: str
    policy: str
    amount_at_risk: Decimal
    next_action: str
    due: tuple[DueRow, ...]


class Caseload:
    """
    Looks cases up.

    Args:
        shelf: one consistent look at a store.
        policies: by their id, for the time that an appeal may take.
        as_of: the moment of asking.
        zone: where last days are kept.
    """

    def __init__(
        self, shelf: Shelf, policies: Mapping[str, Policy], as_of: datetime, zone: ZoneInfo
    ) -> None:
        self._shelf = shelf
        self._policies = policies
        self._as_of = as_of
        self._zone = zone

    def lines(self, *, state: str = "", payer: str = "") -> Iterator[CaseLine]:
        """All cases, or those of a state or payer, in the order they were opened."""
        for record in self._shelf.cases(state=state, payer=payer):
            yield self.line(record)

    def pressing(self, days: int, *, state: str = "", payer: str = "") -> list[CaseLine]:
        """
        The cases of which something ends within *days* or is over, the first to end before others.

        Of what is due for each only that is told.
        """
        found: list[tuple[list[Due], CaseLine]] = []
        for record in self._shelf.cases(state=state, payer=payer):
            ends = [
                each
                for each in self._due(record)
                if each.by and ends_within(each.by, days, self._as_of, self._zone)
            ]
            if ends:
                told = tuple(_row(each) for each in ends)
                found.append((ends, replace(self.line(record), due=told)))
        found.sort(key=lambda each: min(_end(one) for one in each[0]))
        return [line for _, line in found]

    def _due(self, record: CaseRecord) -> tuple[Due, ...]:
        standing = standing_in(self._shelf, record)
        clocks = self.clocks(record, standing)
        return due(standing.state, clocks, self._as_of, self._zone)

    def line(self, record: CaseRecord) -> CaseLine:
        """One case."""
        case, standing = record.case, standing_in(self._shelf, record)
        return CaseLine(
            case_id=case.case_id,
            state=standing.state.value,
            since=standing.since or record.opened_at,
            attempt=standing.attempt,
            payer=case.payer,
            policy=case.policy,
            amount_at_risk=case.amount_at_risk,
            next_action=case.next_action,
            due=self.due(record, standing),
        )

    def due(self, record: CaseRecord, standing: Standing) -> tuple[DueRow, ...]:
        """What a case asks for next, and by when."""
        clocks = self.clocks(record, standing)
        return tuple(map(_row, due(standing.state, clocks, self._as_of, self._zone)))

    def clocks(self, record: CaseRecord, standing: Standing) -> Clocks:
        """The last moments that are known for a case."""
        clocks = Clocks(submission=record.case.deadline)
        if standing.state is State.PENDED:
            return replace(clocks, pend_response=self._respond_by(record))
        if standing.state in (State.SENT, State.ACKNOWLEDGED):
            return replace(clocks, answer=self._answer_by(record, standing))
        if standing.state in _DECIDED:
            return replace(clocks, appeal=self._appeal_by(record))
        return clocks

    def _respond_by(self, record: CaseRecord) -> Deadline | None:
        """The day that the last pend names; answers by 278 name none, people are told one."""
        days = [heard.respond_by for _, heard in heard_about(self._shelf, record.case_id)]
        last = days[-1] if days else None
        return None if last is None else Deadline(last)

    def _answer_by(self, record: CaseRecord, standing: Standing) -> Deadline | None:
        """Until when the payer says that it decides what was asked last."""
        sent = sent_at(self._shelf, record.case_id, standing.attempt)
        turnarounds = record.case.after.turnarounds
        return None if sent is None else answer_by(turnarounds, sent, self._zone)

    def _appeal_by(self, record: CaseRecord) -> Deadline | None:
        revision = self._revision(record)
        decided = self._decided_on(record)
        return None if revision is None or decided is None else appeal_by(revision, decided)

    def _revision(self, record: CaseRecord) -> Revision | None:
        policy = self._policies.get(record.case.policy)
        revisions = () if policy is None else policy.revisions
        return next((each for each in revisions if each.starts == record.case.revision), None)

    def _decided_on(self, record: CaseRecord) -> date | None:
        """The day of the decision that the case stands at, as the payer dates it."""
        found = heard_about(self._shelf, record.case_id)
        answers = {answer.answer_id: heard for answer, heard in found}
        for event in reversed(self._shelf.events(record.case_id)):
            if event.after == record.state and event.before != event.after:
                heard = answers.get(event.answer_id)
                on = None if heard is None else heard.decided_on
                return on or event.at.astimezone(self._zone).date()
        return None


def _row(each: Due) -> DueRow:
    return DueRow(
        what=each.what,
        clock=None if each.clock is None else each.clock.value,
        by=None if each.by is None else each.by.isoformat(),
        is_past=each.is_past,
    )


def _end(each: Due) -> str:
    """What sorts days and instants by when they are."""
    return "" if each.by is None else each.by.isoformat()
