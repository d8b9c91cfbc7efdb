"""
The life of a file as those who watch services trace it: a span for each thing done to it.

All spans of a drop are of one trace, whatever machine they are told on and however long they take.
What is told of them are keys of the configuration, words of the house and counts: nothing that a
file says of itself.
"""

from __future__ import annotations

from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime


class Span(StrEnum):
    """What is done to a drop."""

    FILE = "file"  # the whole of it, from taken to worked; all others are within it
    RECEIVE = "receive"  # its bytes into the store
    ADMIT = "admit"  # whether it is worked as it is
    KEEP = "keep"  # some of what is in it, in one transaction
    SETTLE = "settle"
    DELIVER = "deliver"  # an acknowledgment or request, from made to delivered


class Tracing(Protocol):
    """Takes spans."""

    def note(
        self, span: Span, drop_id: str, began: datetime, ended: datetime, **told: str | int
    ) -> None:
        """Note what was done to a drop, and when."""


class Untraced:
    """Nobody is watching."""

    def note(
        self, span: Span, drop_id: str, began: datetime, ended: datetime, **told: str | int
    ) -> None:
        """Note nothing."""


UNTRACED = Untraced()


@contextmanager
def traced(
    tracing: Tracing, now: Callable[[], datetime], span: Span, drop_id: str
) -> Iterator[None]:
    """Note as *span* whatever the block does, and of what fails its sort alone."""
    began = now()
    try:
        yield
    except BaseException as fault:
        tracing.note(span, drop_id, began, now(), failed=type(fault).__name__)
        raise
    tracing.note(span, drop_id, began, now())
