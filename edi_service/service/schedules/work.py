"""
The work on one schedule's day: some at a time, each part kept once together with how far it came.

It may be cut off anywhere, and gone on with by another machine: a part that was kept is not done
again, and a day that is done stays so whoever asks for it.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Protocol

import structlog
from msgspec.structs import replace

from edi_service.service.schedules.records import ScheduleRun

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from edi_service.service.exchange.filework import Steps
    from edi_service.service.schedules.settings import Schedule
    from edi_service.service.store import Books, Store

ACTOR = "clock"
AT_A_TIME = 100  # cases or files that one transaction sees to


class Sweep(Protocol):
    """What is done for one schedule."""

    def part(self, books: Books, at: datetime, reached: str) -> tuple[str, Counter[str]]:
        """
        Do some of it, as of the moment *at*.

        Args:
            books: an open transaction.
            at: the same for all parts of a day.
            reached: what the part before this one returned; empty for the first.

        Returns:
            How far it has come, empty when all is done; and how many of what it met.
        """


class ScheduledWork:
    """
    Knows how a schedule's day is done.

    Args:
        steps: the engine.
        within: the store within the transaction of the step that is running.
        sweeps: what is done for each schedule.
        now: the moment.

    Attributes:
        work: the work on a schedule's day, which is ISO 8601; *tries* tells one attempt from the
            next.
    """

    def __init__(
        self,
        *,
        steps: Steps,
        within: Store,
        sweeps: Mapping[Schedule, Sweep],
        now: Callable[[], datetime],
    ) -> None:
        self._within = within
        self._sweeps = {schedule.value: sweep for schedule, sweep in sweeps.items()}
        self._now = now
        self._begin = steps.database_step("begin day", self._begin_day)
        self._part = steps.database_step("do part", self._do_part)
        self._log = structlog.get_logger()
        self.work: Callable[[str, str, int], str] = steps.work("schedule", self._run)

    def _run(self, schedule: str, day: str, tries: int) -> None:
        del tries
        self._begin(schedule, day)
        while not self._part(schedule, day):
            pass

    def _begin_day(self, schedule: str, day: str) -> None:
        """Note the moment that the day is done for, unless that was noted before."""
        now = self._now()
        with self._within.begin(actor=ACTOR, at=now) as books:
            if books.lock_run(schedule, date.fromisoformat(day)) is None:
                began = ScheduleRun(schedule=schedule, day=date.fromisoformat(day), began_at=now)
                books.keep_run(began)

    def _do_part(self, schedule: str, day: str) -> bool:
        """Do some of it; whether all is done."""
        now = self._now()
        with self._within.begin(actor=ACTOR, at=now) as books:
            run = books.lock_run(schedule, date.fromisoformat(day))
            assert run is not None  # noqa: S101 -- the step before has kept it
            if run.finished_at is not None:
                return True
            reached, found = self._sweeps[schedule].part(books, run.began_at, run.reached)
            finished_at = None if reached else now
            total = dict(Counter(run.found) + found)
            run = replace(run, reached=reached, found=total, finished_at=finished_at)
            books.keep_run(run)
        if finished_at is not None:
            self._log.info("schedule done", schedule=schedule, day=day, found=run.found)
        return finished_at is not None
