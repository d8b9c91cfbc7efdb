"""
What a machine does besides its work: it says that it is alive, and minds what was left undone.

A machine that has been silent for longer than its lease is given up; its work goes on elsewhere.
When it wakes, what it still tries to keep is refused, since the work is no longer its own.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import structlog

from edi_service.wiring.serving.metrics import reason_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, timedelta

    from edi_service.edge.engine import DurableWork
    from edi_service.edge.store.store import SqlStore
    from edi_service.wiring.serving.metrics import Metrics

ACTOR = "serve"
_BEATS_A_LEASE = 4
_SWEEP_SECONDS = 3600.0
_RESTS_AS_LONG = 100  # times as long as it has counted


class Minding:
    """
    A thread that beats, adopts, hands in and sweeps until it is stopped.

    Args:
        store: where machines are known.
        durable: the engine.
        machine: this one's name.
        queue: where adopted work goes.
        lease: how long a machine may be silent.
        keep: for how long finished work is remembered.
        hand_in: hands in whatever is taken and has no work yet.
        deliver: brings what has not arrived.
        schedule: hands in what is done once a day, when it is time.
        look_at_disks: tells which disks are nearly full.
        now: the moment.
        metrics: told what the store holds.
    """

    def __init__(  # noqa: PLR0913 -- one for each thing that is minded
        self,
        *,
        store: SqlStore,
        durable: DurableWork,
        machine: str,
        queue: str,
        lease: timedelta,
        keep: timedelta,
        hand_in: Callable[[], None],
        deliver: Callable[[], None],
        schedule: Callable[[], None],
        look_at_disks: Callable[[], object],
        now: Callable[[], datetime],
        metrics: Metrics,
    ) -> None:
        self._store = store
        self._durable = durable
        self._machine = machine
        self._queue = queue
        self._lease = lease
        self._keep = keep
        self._hand_in = hand_in
        self._deliver = deliver
        self._schedule = schedule
        self._now = now
        self._metrics = metrics
        self._stopping = threading.Event()
        self._log = structlog.get_logger()
        self._thread = threading.Thread(target=self._run, name="minding", daemon=True)
        self._every_round = (
            *(self._beat, self._adopt, self._take_up_again),
            *(self._hand_in, self._deliver, self._schedule, look_at_disks),
        )
        self._swept: datetime | None = None
        self._counts_again = 0.0  # on a clock that never goes back

    def start(self) -> None:
        """Begin; the first beat is made at once."""
        self._beat()
        self._thread.start()

    def stop(self) -> None:
        """End after the round under way."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        wait = self._lease.total_seconds() / _BEATS_A_LEASE
        while not self._stopping.wait(wait):
            for what in self._every_round:
                self._try(what)
            self._try(self._count)
            self._try(self._sweep)

    def _try(self, what: Callable[[], object]) -> None:
        """Do one thing; what fails is told and tried again in the next round."""
        name = what.__name__.strip("_").replace("_", " ")
        try:
            what()
        except Exception as fault:  # noqa: BLE001 -- none of it may keep the machine from beating
            reason = reason_of(fault)
            self._log.warning("minding failed", what=name, reason=reason)
            self._metrics.trouble(name, reason)
        else:
            self._metrics.trouble(name, "")

    def _beat(self) -> None:
        with self._store.begin(actor=ACTOR, at=self._now()) as books:
            books.beat(self._machine)

    def _adopt(self) -> None:
        silent_since = self._now() - self._lease
        with self._store.read() as shelf:
            silent = [each for each in shelf.machines() if each.seen_at < silent_since]
        for machine in silent:
            count = self._durable.adopt(machine.name, self._queue)
            with self._store.begin(actor=ACTOR, at=self._now()) as books:
                books.forget_machine(machine.name, machine.seen_at)
            self._log.warning("machine given up", machine=machine.name, adopted=count)

    def _take_up_again(self) -> None:
        if count := self._durable.take_up_again(self._queue):
            self._log.warning("work taken up again", pieces=count)

    def _count(self) -> None:
        """Count what the store holds, which takes the longer the more it holds."""
        began = time.monotonic()
        if began < self._counts_again:
            return
        with self._store.read() as shelf:
            self._metrics.kept(shelf.drop_counts())
            self._metrics.scheduled(shelf.last_runs())
        ended = time.monotonic()
        self._counts_again = ended + (ended - began) * _RESTS_AS_LONG

    def _sweep(self) -> None:
        now = self._now()
        if self._swept is None or (now - self._swept).total_seconds() > _SWEEP_SECONDS:
            self._durable.forget(now - self._keep)
            self._swept = now
