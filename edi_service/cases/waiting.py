"""What is awaited from a payer once it was asked, until when, and what follows when it is late."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from edi_service.cases.progress import AWAITED, Cause, Happening, State
from edi_service.codes.clock import Deadline, Length, Moment, Unit, deadline
from edi_service.policy.model import Speed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from edi_service.cases.progress import Standing
    from edi_service.policy.model import Turnaround

_CLOCK = "clock"


class Awaited(StrEnum):
    """What a payer owes."""

    RECEIPT = "acknowledgment"
    DECISION = "decision"


class Patience(Struct, frozen=True, kw_only=True):
    """
    How long an office waits for a payer: its own choice, no rule of the payer's.

    Attributes:
        receipt_hours: from sending to the first acknowledgment.
        decision_days: from sending to the decision, where the payer publishes no time of its own.
        again_days: between two times that somebody looks after one request.
    """

    receipt_hours: int
    decision_days: int
    again_days: int


class Waiting(Struct, frozen=True, kw_only=True):
    """Something a payer owes: *what*, until when, and by whose word (*because*)."""

    what: Awaited
    until: Deadline
    because: str


def answer_by(
    turnarounds: Iterable[Turnaround], sent: datetime, zone: ZoneInfo | None
) -> Deadline | None:
    """
    Until when a payer says that it decides a request of the moment *sent*.

    Of the payer's standard times the longest, so that nobody is called late who is not; None
    where it publishes none.  Days are counted on the calendar of *zone*.
    """
    standard = [each.length for each in turnarounds if each.speed is Speed.STANDARD]
    found = [deadline(Moment(sent), length, zone) for length in standard]
    ends = [each for each in found if isinstance(each, Deadline)]
    return max(ends, key=lambda end: _last_day(end, zone), default=None)


def awaited(
    standing: Standing,
    sent: datetime,
    turnarounds: Iterable[Turnaround],
    patience: Patience,
    zone: ZoneInfo,
) -> Waiting | None:
    """
    What the payer of a case owes next; None where it is not its turn.

    Args:
        standing: where the case stands.
        sent: when its last request left.
        turnarounds: what the payer says of its own time.
        patience: of the office.
        zone: where days are counted.
    """
    if standing.state not in AWAITED:
        return None
    answered = {cause for attempt, cause in standing.heard if attempt == standing.attempt}
    if standing.state is not State.ACKNOWLEDGED and not answered:
        return Waiting(
            what=Awaited.RECEIPT,
            until=_after(sent, Length(patience.receipt_hours, Unit.HOURS), zone),
            because=f"the office waits {patience.receipt_hours} hours",
        )
    published = None if standing.state is State.APPEALED else answer_by(turnarounds, sent, zone)
    if published is not None:
        return Waiting(
            what=Awaited.DECISION, until=published, because="the payer's policy gives no longer"
        )
    return Waiting(
        what=Awaited.DECISION,
        until=_after(sent, Length(patience.decision_days, Unit.CALENDAR_DAYS), zone),
        because=f"the office waits {patience.decision_days} days",
    )


def is_to_be_noted(
    noted: datetime | None, patience: Patience, as_of: datetime, zone: ZoneInfo
) -> bool:
    """
    Whether it is time to write down, once more, that a payer is late.

    *noted* is when that was last done for the same request.  The days between are those of the
    calendar of *zone*, so that a change of clocks moves none.
    """
    if noted is None:
        return True
    return _day(as_of, zone) >= _day(noted, zone) + timedelta(patience.again_days)


def unanswered(attempt: int, waiting: Waiting, as_of: datetime) -> Happening:
    """What is written down of a payer that is late with an answer to an *attempt*."""
    return Happening(
        cause=Cause.UNANSWERED,
        at=as_of,
        actor=_CLOCK,
        attempt=attempt,
        note=f"no {waiting.what} by {waiting.until.isoformat()}: {waiting.because}",
    )


def _after(sent: datetime, length: Length, zone: ZoneInfo) -> Deadline:
    found = deadline(Moment(sent), length, zone)
    assert isinstance(found, Deadline)  # noqa: S101 -- a moment and a zone are known
    return found


def _last_day(end: Deadline, zone: ZoneInfo | None) -> date:
    return end.day or Moment(end.when).day_in(zone)


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return Moment(moment).day_in(zone)
