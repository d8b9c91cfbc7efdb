"""Looks on while something hostile is read: what is opened, and how long the processor is busy."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import pytest

from edi_service.policy.language.refused import PolicyRefused

if TYPE_CHECKING:
    from collections.abc import Callable

LIMIT = 0.3
"""Seconds of processor time.  None takes a tenth of a second where the machine does nothing else;
with other work beside it the same instructions take longer, for memory is shared."""


class Watcher:
    """Python's audit hook: it cannot be taken off, so it is told when to look."""

    def __init__(self) -> None:
        self.is_watching = False
        self.seen: list[str] = []
        sys.addaudithook(self._look)

    def _look(self, event: str, _arguments: tuple[object, ...]) -> None:
        if self.is_watching and event.startswith(("open", "socket", "subprocess", "os.", "urllib")):
            self.seen.append(event)


WATCHER = Watcher()


def refusal(read: Callable[[], object]) -> tuple[float, str]:
    """The seconds of processor time that *read* took to be refused, and the message."""
    WATCHER.seen.clear()
    began = time.process_time()
    tracer = sys.gettrace()
    sys.settrace(None)  # what counts covered lines takes longer than what it counts
    WATCHER.is_watching = True
    try:
        with pytest.raises(PolicyRefused) as refused:
            read()
    finally:
        WATCHER.is_watching = False
        sys.settrace(tracer)
    took = time.process_time() - began
    assert WATCHER.seen == []
    return took, str(refused.value)


def refused_at_once(read: Callable[[], object]) -> str:
    """The message; the best of three tries is what the hostile file itself costs."""
    took, message = min(refusal(read) for _ in range(3))
    assert took < LIMIT, f"{took:.3f} s: {message}"
    assert len(message) < 1000
    assert "\n" not in message
    return message
