"""
The service, with a power cut at one point: before the Nth thing that lasts.

Run as a program: N, and the arguments of the service.  What lasts is a commit of the store, a file
or a folder made to last, a name given or taken.  What has happened after one such thing and before
the next is gone, so that a cut before each is a cut after each as well.
"""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import event

from edi_service.edge.store import database
from edi_service.entry.cli import command_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

CUT = 77  # how the process leaves at the point

Result = TypeVar("Result")


class Points:
    """Counts what lasts, and ends the process before the one that is asked for."""

    def __init__(self, last: int) -> None:
        self._left = last
        self._lock = threading.Lock()

    def met(self, *_: object) -> None:
        """One is about to happen."""
        with self._lock:
            if self._left == 0:
                os._exit(CUT)
            self._left -= 1

    def before(self, act: Callable[..., Result]) -> Callable[..., Result]:
        """*act*, as something that lasts."""

        def counted(*arguments: object, **options: object) -> Result:
            self.met()
            return act(*arguments, **options)

        return counted


def main() -> None:
    """Serve until the point."""
    points = Points(int(sys.argv[1]))
    connect = database.connect

    def watched(text: str) -> Engine:
        engine = connect(text)
        event.listen(engine, "commit", points.met)
        return engine

    database.connect = watched
    os.fsync = points.before(os.fsync)
    for name in ("rename", "unlink", "replace"):
        setattr(Path, name, points.before(getattr(Path, name)))
    command_line(sys.argv[2:])(sys.argv[2:])


if __name__ == "__main__":
    main()
