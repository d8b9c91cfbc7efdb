"""Schedules as the service runs them: whose turn has come is handed in, once for all machines."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import structlog

from edi_service.service.schedules.days import last_turn
from edi_service.service.schedules.deadlines import Deadlines
from edi_service.service.schedules.following import FollowUp
from edi_service.service.schedules.keeping import LettingGo
from edi_service.service.schedules.settings import Schedule
from edi_service.service.schedules.work import ScheduledWork

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, datetime, time

    from edi_service.edge.engine import DurableWork
    from edi_service.service.desk import Desk
    from edi_service.service.schedules.work import Sweep
    from edi_service.service.store import Store

PARTITION = "schedules"  # their own among the partners whose work runs side by side
TRY_AGAIN = timedelta(minutes=5)


def sweeps_of(desk: Desk, zone: ZoneInfo) -> dict[Schedule, Sweep]:
    """What is done for each schedule in the office of *desk*."""
    config = desk.config
    policies = {policy.id: policy for policy in desk.library.policies}
    return {
        Schedule.DEADLINES: Deadlines(policies, zone, config.service.schedules.due_days),
        Schedule.FOLLOW_UP: FollowUp(desk, zone),
        Schedule.RETENTION: LettingGo(config.service.retention, config.trading_partners),
    }


def scheduling_of(  # noqa: PLR0913, PLR0917 -- one for each thing that a turn needs
    desk: Desk,
    store: Store,
    within: Store,
    durable: DurableWork,
    queue: str,
    now: Callable[[], datetime],
    told: Callable[[str, str], None],
) -> Scheduling:
    """
    The schedules of the office of *desk*; their work is known to the engine from now on.

    Args:
        desk: the office.
        store: for looking things up.
        within: the store within the transaction of the step that is running.
        durable: the engine, before it is started.
        queue: where the work goes.
        now: the moment.
        told: as :class:`Scheduling` has it.
    """
    zone = ZoneInfo(desk.config.zone)
    work = ScheduledWork(steps=durable, within=within, sweeps=sweeps_of(desk, zone), now=now)

    def hand_in(work_id: str, schedule: str, day: str, tries: int) -> None:
        durable.hand_in(queue, work.work, work_id, PARTITION, schedule, day, tries)

    return Scheduling(
        hours=desk.config.service.schedules.hours(),
        zone=zone,
        store=store,
        hand_in=hand_in,
        outcome=durable.outcome,
        now=now,
        told=told,
    )


class Scheduling:
    """
    Hands in the work of each schedule whose hour has come, and what has failed once more.

    Any number of machines may do so: the work is known by schedule and day.  Days on which no
    machine ran are not made up for; the last one counts.

    Args:
        hours: of each schedule, on the clocks of *zone*.
        zone: of the office.
        store: where days that are done are known.
        hand_in: asks the engine for the work on a schedule's day, under an id.
        outcome: how work of an id ended, as the engine knows it.
        now: the moment.
        told: told what cannot be done, and why; the reason is empty when it can be again.
    """

    def __init__(  # noqa: PLR0913 -- one for each thing that a turn needs
        self,
        *,
        hours: Mapping[Schedule, time],
        zone: ZoneInfo,
        store: Store,
        hand_in: Callable[[str, str, str, int], None],
        outcome: Callable[[str], str | None],
        now: Callable[[], datetime],
        told: Callable[[str, str], None],
    ) -> None:
        self._hours = hours
        self._zone = zone
        self._store = store
        self._hand_in = hand_in
        self._outcome = outcome
        self._now = now
        self._told = told
        self._done: dict[Schedule, date] = {}
        self._failed: dict[str, datetime] = {}  # by work id, when that was first seen
        self._log = structlog.get_logger()

    def see_to(self) -> None:
        """Hand in whatever has its turn and is not done."""
        for schedule, hour in self._hours.items():
            day = last_turn(hour, self._now(), self._zone)
            if self._done.get(schedule) == day:
                continue
            if self._is_done(schedule, day):
                self._done[schedule] = day
                self._told(f"schedule {schedule.value}", "")
            else:
                self._ask(schedule, day)

    def _is_done(self, schedule: Schedule, day: date) -> bool:
        with self._store.read() as shelf:
            run = shelf.schedule_run(schedule.value, day)
        return run is not None and run.finished_at is not None

    def _ask(self, schedule: Schedule, day: date) -> None:
        tries = 0
        while reason := self._outcome(f"{schedule.value}-{day}-{tries}"):
            if not self._may_be_tried_again(f"{schedule.value}-{day}-{tries}", schedule, reason):
                return
            tries += 1
        self._hand_in(f"{schedule.value}-{day}-{tries}", schedule.value, day.isoformat(), tries)

    def _may_be_tried_again(self, work_id: str, schedule: Schedule, reason: str) -> bool:
        """Whether it is long enough ago that work was seen to have failed."""
        if work_id not in self._failed:
            self._failed[work_id] = self._now()
            self._told(f"schedule {schedule.value}", reason)
            self._log.warning("schedule failed", work=work_id, reason=reason)
        return self._now() - self._failed[work_id] >= TRY_AGAIN
