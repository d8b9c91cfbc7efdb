"""
Steps that one process of a :class:`~edi_service.edge.workers.Crew` leaves for another to repeat.

They are in files of a folder that only the user can read, and gone when the work is done.
"""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_WRITTEN_AT_ONCE = 64  # steps


class StepLog:
    """Writes steps to *target*, which is read when they have been :meth:`closed <close>`."""

    def __init__(self, target: BinaryIO) -> None:
        self._target = target
        self._steps: list[object] = []

    def add(self, step: object) -> None:
        """Write *step*, sooner or later."""
        self._steps.append(step)
        if len(self._steps) == _WRITTEN_AT_ONCE:
            self.close()

    def close(self) -> None:
        """Write what has not been written; more may follow."""
        pickle.dump(self._steps, self._target)
        self._steps.clear()


def read_steps(path: Path) -> Iterator[Any]:
    """The steps in *path*, in order."""
    with path.open("rb") as source:
        while source.peek(1):
            yield from pickle.load(source)  # noqa: S301 -- ours
