"""
The last moments that run at once: to ask, to tell the payer, to file, to appeal.

A clock is over when its moment has passed, and met when what it asks for was done before that.
Of those that still run the one that ends first is the tightest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from edi_service.codes.clock import earliest
from edi_service.policy.consequences import NOTICE, REQUEST, ClockState, RunningClock
from edi_service.policy.retrospective.events import in_words
from edi_service.policy.retrospective.lateness import by_then
from edi_service.policy.retrospective.windows import clock_of, stand

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from edi_service.codes.clock import Deadline
    from edi_service.policy.consequences import LateNotice
    from edi_service.policy.model import CompetingClock
    from edi_service.policy.rule import Review, Subject

DONE_BY: Mapping[str, str] = {
    NOTICE: "notice_given",
    "timely-filing": "first_submitted",
    "appeal": "appeal_filed",
}
"""The fact that tells when what a clock asks for was done."""


def clocks(
    competing: Sequence[CompetingClock], late: LateNotice | None, found: Review, subject: Subject
) -> tuple[RunningClock, ...]:
    """
    Every clock of a case: the request's own, the policy's, and the notice a penalty hangs on.

    A penalty's clock is left out where the policy says a clock for notice itself.
    """
    every = [*_request(found, subject), *(_competing(each, subject) for each in competing)]
    if late is not None and all(each.kind != NOTICE for each in every):
        every += _notice(late, subject)
    first = tightest(every, subject.zone)
    return tuple([replace(each, is_tightest=True) if each is first else each for each in every])


def tightest(every: Sequence[RunningClock], zone: ZoneInfo | None) -> RunningClock | None:
    """Of the clocks that run, the one that ends first; None when none runs."""
    running = [each for each in every if each.state is ClockState.RUNNING and each.deadline]
    first = earliest([each.deadline for each in running if each.deadline], zone)
    return next((each for each in running if each.deadline == first), None)


def told(found: Sequence[RunningClock]) -> Iterator[str]:
    """A sentence for each clock that runs beside the request's, and which is the tightest."""
    beside = [each for each in found if each.kind != REQUEST]
    for each in beside:
        yield _told(each)
    first = next((each for each in found if each.is_tightest), None)
    if beside and first is not None and first.deadline is not None:
        kind = "the request" if first.kind == REQUEST else _words(first)
        yield f"The tightest is that for {kind}: {in_words(first.deadline.when)}."


def _told(clock: RunningClock) -> str:
    if clock.deadline is None:
        return f"The last moment for {_words(clock)} hangs on {', '.join(clock.missing)}."
    when = in_words(clock.deadline.when)
    if clock.state is ClockState.MET:
        return f"The time for {_words(clock)} was kept; it ends on {when}."
    verb = "ended" if clock.state is ClockState.OVER else "ends"
    return f"The time for {_words(clock)} {verb} on {when}."


def _words(clock: RunningClock) -> str:
    return clock.kind.replace("-", " ")


def _request(found: Review, subject: Subject) -> Iterator[RunningClock]:
    """The request's own clock, where a window was looked at."""
    window = found.window
    if window is None or found.event is None:
        return
    zone = clock_of(window, subject)
    kind = NOTICE if found.notice_given else REQUEST
    yield RunningClock(
        kind=kind,
        state=_settled(kind, found.deadline, subject, zone),
        event=found.event,
        start=found.start,
        length=window.length,
        deadline=found.deadline,
        zone=zone.key if zone else "",
        missing=found.missing if found.deadline is None else (),
    )


def _competing(clock: CompetingClock, subject: Subject) -> RunningClock:
    standing, zone = stand(clock.window, subject), clock_of(clock.window, subject)
    return RunningClock(
        kind=clock.kind,
        state=_settled(clock.kind, standing.deadline, subject, zone),
        event=standing.event,
        start=standing.start,
        length=clock.window.length,
        deadline=standing.deadline,
        zone=zone.key if zone else "",
        missing=standing.missing if standing.deadline is None else (),
    )


def _notice(late: LateNotice, subject: Subject) -> Iterator[RunningClock]:
    """Until when notice costs no more than it does now; only while none was given."""
    if late.is_given or late.is_exempt or late.tier is None or late.tier.length is None:
        return
    yield RunningClock(
        kind=NOTICE,
        state=_state(late.costlier_after, subject.as_of, subject.zone),
        event=late.after,
        start=late.start,
        length=late.tier.length,
        deadline=late.costlier_after,
        zone=subject.zone.key if subject.zone else "",
    )


def _settled(
    kind: str, last: Deadline | None, subject: Subject, zone: ZoneInfo | None
) -> ClockState:
    """How a clock stands, told by the day on which it was kept, if it was."""
    done: datetime | date | None = getattr(subject.facts, DONE_BY.get(kind, ""), None)
    if done is None or last is None:
        return _state(last, subject.as_of, zone)
    late = last.is_past(by_then(done, subject), zone)
    return ClockState.OVER if late else ClockState.MET


def _state(last: Deadline | None, when: datetime, zone: ZoneInfo | None) -> ClockState:
    if last is None:
        return ClockState.UNKNOWN
    return ClockState.OVER if last.is_past(when, zone) else ClockState.RUNNING
