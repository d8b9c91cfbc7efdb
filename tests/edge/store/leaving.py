"""
Durable work whose thread ends without a word, as when a database goes away at the wrong time.

Run as a program: the URL of a database.  It writes how many pieces were taken up again at each of
three looks, how often the work was begun, and how it ended.
"""

from __future__ import annotations

import sys
import time

from edi_service.edge.engine import DurableWork
from edi_service.edge.store import database

QUEUE = "leaving"


class Gone(BaseException):
    """What the engine does not write down."""


def main(url: str) -> None:
    """Begin, be gone, be taken up again."""
    durable = DurableWork(database.connect(url), "left", looks=0.05)
    begun: list[str] = []

    def leave_once(piece: str) -> None:
        begun.append(piece)
        if len(begun) == 1:
            raise Gone

    leaving = durable.work("leave", leave_once)
    durable.start([(QUEUE, 4, 4)], works=True)
    durable.hand_in(QUEUE, leaving, "piece", "partner", "piece")
    while not begun:
        time.sleep(0.05)
    time.sleep(0.5)  # until the thread has ended
    looks = [durable.take_up_again(QUEUE) for _ in range(3)]
    deadline = time.monotonic() + 30
    while durable.outcome("piece") is None and time.monotonic() < deadline:
        time.sleep(0.05)
    sys.stdout.write(f"{looks} {len(begun)} {durable.outcome('piece')!r}")
    durable.stop()


if __name__ == "__main__":
    main(sys.argv[1])
