"""A thread for each place where files come in, that looks there again and again."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import structlog

from edi_service.service.exchange.pickup import Pickup, SourceDistrusted, SourceLost
from edi_service.wiring.serving.metrics import reason_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from edi_service.service.exchange.pickup import Aside, Entry, Step
    from edi_service.wiring.serving.places import WayIn

_LONGEST_WAIT = 300.0  # seconds between two looks at a place that cannot be reached


class Looking:
    """
    Looks at one way in until it is stopped.

    Args:
        way: where.
        every: seconds between two looks, when nothing tells that one is worth while before.
        aside: makes a place for bytes on their way in.
        receive: takes a file of the partner into the store.
        told: told what each look did, and why it could not be done (empty when it could).
        may_look: whether it is this machine's turn to look.
    """

    def __init__(  # noqa: PLR0913, PLR0917 -- one for each thing that a look needs
        self,
        way: WayIn,
        every: float,
        aside: Callable[[], Aside],
        receive: Callable[[str, Entry, Aside], object],
        told: Callable[[WayIn, list[Step], str], None],
        may_look: Callable[[], bool] = lambda: True,
    ) -> None:
        self._way = way
        self._every = every
        self._told = told
        self._may_look = may_look
        self._hint = threading.Event()
        self._stopping = threading.Event()
        self._log = structlog.get_logger().bind(partner=way.partner, place=way.name)
        self._pickup = Pickup(
            way.source,
            way.patience,
            aside,
            lambda entry, bytes_aside: receive(way.partner, entry, bytes_aside),
        )
        self._thread = threading.Thread(
            target=self._run, name=f"look {way.partner} {way.name}", daemon=True
        )

    @property
    def way(self) -> WayIn:
        """Where it looks."""
        return self._way

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def hint(self) -> None:
        """Look soon: something may have come."""
        self._hint.set()

    def stop(self) -> None:
        """End after the look under way."""
        self._stopping.set()
        self._hint.set()
        self._thread.join()
        self._pickup.close()

    def _run(self) -> None:
        pause = self._every
        while not self._stopping.is_set():
            reason = self._look()
            if reason is None:
                return
            pause = min(pause * 2, _LONGEST_WAIT) if reason else self._every
            self._hint.wait(pause if reason else self._until_next())
            self._hint.clear()

    def _until_next(self) -> float:
        return min(self._every, self._pickup.due(time.monotonic()))

    def _look(self) -> str | None:
        """Why the look could not be done; None when there must not be another."""
        try:
            if not self._may_look():
                return ""
            steps = [step for _, step in self._pickup.look(time.monotonic())]
        except SourceDistrusted as fault:
            self._log.error("looking stopped", reason=str(fault))
            self._told(self._way, [], str(fault))
            return None
        except SourceLost as fault:
            return self._failed(str(fault))
        except Exception as fault:  # noqa: BLE001 -- what was left stays where it is
            return self._failed(reason_of(fault))
        for step in sorted(set(steps)):
            self._log.info("looked", step=step.value, files=steps.count(step))
        reason = ""
        if self._pickup.faults:  # of single files; the others need not wait for another look
            reason = f"a file cannot be kept: {reason_of(self._pickup.faults[0])}"
            self._log.error("file not kept", reason=reason)
        self._told(self._way, steps, reason)
        return ""

    def _failed(self, reason: str) -> str:
        self._log.warning("look failed", reason=reason)
        self._told(self._way, [], reason)
        return reason
