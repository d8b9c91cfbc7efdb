"""
`edi-service serve` whose processor time is told apart: the engine's, and all other.

    python -m benchmarks.served FILE serve ...

When the service ends, FILE says how many seconds of processor time it took from the moment it was
ready, and how many of them were the engine's.  Ours is what a thread spends in the body of work and
of steps, measured by the thread's own clock; what it spends between the two (sessions, checkpoints,
commits), and everything in the engine's own threads, is the engine's.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar
from unittest.mock import patch

from edi_service.edge.engine import DurableWork
from edi_service.entry.cli import main
from edi_service.wiring.serving.running import Serving

if TYPE_CHECKING:
    from collections.abc import Callable

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

_OF_OURS = ("look ", "minding", "health", "sftp", "hints")  # how the names of our threads begin


_MOMENT = 10.0  # seconds


class _Clock(threading.local):
    """What this thread has spent in the engine since its work began."""

    engine = 0.0


class Shares:
    """Who spent how much: seconds of processor time."""

    def __init__(self) -> None:
        self._clock = _Clock()
        self._changing = threading.Condition()
        self._running = 0  # pieces of work
        self._work = self._between = 0.0
        self._before = 0.0

    def begin(self) -> None:
        """Count from here."""
        self._before = time.process_time() - _ours_beside_work()

    def told(self) -> dict[str, float]:
        """Seconds in all since the beginning, the engine's, and of these those between steps."""
        with self._changing:  # the last answer has arrived a moment before its work ends
            self._changing.wait_for(lambda: not self._running, _MOMENT)
        beside = _ours_beside_work()
        seconds = time.process_time() - self._before
        engine = seconds - beside - self._work
        return {"seconds": seconds, "engine": engine, "between": self._between}

    def of_work(self, function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
        """*function*, the whole of a piece of work, counted."""

        def run(*arguments: Parameters.args, **options: Parameters.kwargs) -> Result:
            with self._changing:
                self._running += 1
            self._clock.engine, began = 0.0, time.thread_time()
            try:
                return function(*arguments, **options)
            finally:
                spent = time.thread_time() - began
                with self._changing:
                    self._running -= 1
                    self._changing.notify_all()
                    self._work += spent - self._clock.engine
                    self._between += self._clock.engine

        run.__name__ = function.__name__
        return run

    def of_engine(self, function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
        """*function*, a step as the engine has it, counted as the engine's."""
        return self._counted(function, 1)

    def of_body(self, function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
        """*function*, the body of a step, taken from what is the engine's."""
        return self._counted(function, -1)

    def _counted(
        self, function: Callable[Parameters, Result], sign: int
    ) -> Callable[Parameters, Result]:
        def call(*arguments: Parameters.args, **options: Parameters.kwargs) -> Result:
            began = time.thread_time()
            try:
                return function(*arguments, **options)
            finally:
                self._clock.engine += sign * (time.thread_time() - began)

        call.__name__ = getattr(function, "__name__", "step")
        return call


def _ours_beside_work() -> float:
    """Processor time of our own threads that live now: those that look, mind and tell."""
    ours = [each for each in threading.enumerate() if each.name.startswith(_OF_OURS)]
    clocks = [time.pthread_getcpuclockid(each.ident) for each in ours if each.ident is not None]
    return sum(time.clock_gettime(clock) for clock in clocks)


SHARES = Shares()


class CountedWork(DurableWork):
    """The engine, its time counted."""

    def work(self, name: str, function: Callable[Parameters, None]) -> Callable[Parameters, str]:
        """As the engine does it."""
        return super().work(name, SHARES.of_work(function))

    def step(
        self, name: str, function: Callable[Parameters, Result]
    ) -> Callable[Parameters, Result]:
        """As the engine does it."""
        return SHARES.of_engine(super().step(name, SHARES.of_body(function)))

    def database_step(
        self, name: str, function: Callable[Parameters, Result]
    ) -> Callable[Parameters, Result]:
        """As the engine does it."""
        return SHARES.of_engine(super().database_step(name, SHARES.of_body(function)))


class CountedServing(Serving):
    """The service, counted from the moment it is ready until it is told to end."""

    place = Path()

    def start(self) -> None:
        """Begin, then count."""
        super().start()
        SHARES.begin()

    def close(self) -> None:
        """Write down what was counted, then end."""
        self.place.write_text(json.dumps(SHARES.told()))
        super().close()


if __name__ == "__main__":
    CountedServing.place = Path(sys.argv.pop(1))
    running = "edi_service.wiring.serving.running"
    with patch(f"{running}.DurableWork", CountedWork), patch(f"{running}.Serving", CountedServing):
        main()
