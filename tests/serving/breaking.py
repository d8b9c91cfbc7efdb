"""
What befalls a machine: a power cut at one point, a standstill, a disk that refuses, a fault in us.

What lasts is a commit of the store, a file or a folder made to last, a name given or taken.  What
has happened after one such thing and before the next is gone with a cut, so that a cut before each
is a cut after each as well.
"""

from __future__ import annotations

import errno
import os
import random
import signal
import threading
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from sqlalchemy.engine.default import DefaultDialect

from edi_service.edge.store.drops import DropsWritten
from tests.serving.clocked import set_clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Dialect

    from edi_service.service.exchange.drops import ProductRecord

_FULL = "database or disk is full"
CUT = 77  # how the process leaves at the point

Result = TypeVar("Result")


class _Fault(Protocol):
    """Told before each thing that lasts."""

    def before_commit(self, dialect: Dialect) -> None:
        """A transaction is about to be kept."""

    def before_file(self) -> None:
        """A file, or the name of one, is about to last."""


class _Cut:
    """Ends the process before the thing after *last* others."""

    def __init__(self, last: int) -> None:
        self._left = last
        self._lock = threading.Lock()

    def before_commit(self, dialect: Dialect) -> None:
        """One more."""
        del dialect
        self.before_file()

    def before_file(self) -> None:
        """One more."""
        with self._lock:
            if self._left == 0:
                os._exit(CUT)
            self._left -= 1


class _Standstill:
    """Stops the process before the commit after *last* others, with all that it has locked."""

    def __init__(self, last: int) -> None:
        self._left = last
        self._lock = threading.Lock()

    def before_commit(self, dialect: Dialect) -> None:
        """One more."""
        del dialect
        with self._lock:
            self._left -= 1
            is_now = self._left == -1
        if is_now:
            os.kill(os.getpid(), signal.SIGSTOP)

    def before_file(self) -> None:
        """Nothing is locked by a file."""


class _Refusals:
    """Refuses one thing in some, as a disk that is full or failing does."""

    _ONE_IN = 6

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 -- no secret, and the same every time

    def before_commit(self, dialect: Dialect) -> None:
        """Keep it, or say what a database says."""
        if self._refuses():
            raise dialect.loaded_dbapi.OperationalError(_FULL)

    def before_file(self) -> None:
        """Let it be, or say what the system says."""
        if self._refuses():
            number = self._random.choice((errno.ENOSPC, errno.EIO, errno.EDQUOT))
            raise OSError(number, os.strerror(number))

    def _refuses(self) -> bool:
        return self._random.randrange(self._ONE_IN) == 0


class _Once(_Refusals):
    """Refuses the one thing after *last* others."""

    def __init__(self, last: int) -> None:
        super().__init__(last)
        self._left = last
        self._lock = threading.Lock()

    def _refuses(self) -> bool:
        with self._lock:
            self._left -= 1
            return self._left == -1


def break_at(told: str) -> None:
    """
    Let this process meet what is *told*.

    ``cut 12``, ``still 9``, ``once 12``, ``refuse 7`` (a seed), or ``fail 2``: work on the second
    answer; ``clock 2026-06-10T09:00:00-04:00``: the time.
    """
    kind, number = told.split()
    if kind == "clock":
        set_clock(number)
        return
    if kind == "fail":
        _fail_at(int(number))
        return
    kinds: dict[str, Callable[[int], _Fault]] = {
        "cut": _Cut,
        "still": _Standstill,
        "refuse": _Refusals,
        "once": _Once,
    }
    fault = kinds[kind](int(number))
    commit = DefaultDialect.do_commit

    def do_commit(dialect: DefaultDialect, connection: object) -> None:
        fault.before_commit(dialect)
        commit(dialect, connection)  # type: ignore[no-untyped-call]  # it is so there

    DefaultDialect.do_commit = do_commit  # type: ignore[method-assign]
    os.fsync = _after(fault, os.fsync)
    os.link = _after(fault, os.link)
    for name in ("rename", "unlink", "replace"):
        setattr(Path, name, _after(fault, getattr(Path, name)))


def _fail_at(answer: int) -> None:
    """Let the answer of this number, and each that comes later, meet a mistake of our own."""
    add = DropsWritten.add_product
    numbers = count(1)

    def add_product(self: DropsWritten, record: ProductRecord, data: bytes) -> bool:
        if next(numbers) >= answer:
            raise ValueError
        return add(self, record, data)

    DropsWritten.add_product = add_product  # type: ignore[method-assign]


def _after(fault: _Fault, act: Callable[..., Result]) -> Callable[..., Result]:
    """*act*, after *fault* has been told."""

    def told(*arguments: object, **options: object) -> Result:
        fault.before_file()
        return act(*arguments, **options)

    return told
