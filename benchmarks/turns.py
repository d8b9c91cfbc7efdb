"""Taking turns: every kind of work once a round, so that a slow minute slows all of them down."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.child import ChildFailed
from benchmarks.figures import Series

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from benchmarks.child import Ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """
    Work on a file.

    Attributes:
        work: does it once.
        path: the file.
        one: a file of one claim, on which the work is little else than its start-up; none where
            the clock starts later.
        may_fail: whether a failure is a row of the table rather than the end of everything.
    """

    work: Callable[[Path], Ended]
    path: Path
    one: Path | None = None
    may_fail: bool = False


@dataclass(frozen=True, slots=True)
class Absent:
    """Why there is no figure."""

    reason: str


def take_turns(subjects: Mapping[str, Subject | Absent], rounds: int) -> dict[str, Series | Absent]:
    """
    Measure all *subjects* so many times, one after another within each round.

    Whatever has a start-up starts once before, unmeasured: the first start of a program compiles
    it, and finds its files on the disk.  What is absent from the start stays so.

    Raises:
        ChildFailed: the work of one ended badly, and it may not.
    """
    taken: dict[str, Series | Absent] = {
        name: subject if isinstance(subject, Absent) else Series(size=subject.path.stat().st_size)
        for name, subject in subjects.items()
    }
    for count in range(rounds + 1):
        for name, subject in subjects.items():
            series = taken[name]
            if isinstance(subject, Absent) or isinstance(series, Absent):
                continue
            say(f"round {count} of {rounds}: {name}" if count else f"starting {name}")
            try:
                if count:
                    _once(subject, series)
                elif subject.one is not None:
                    subject.work(subject.one)
            except ChildFailed as fault:
                if not subject.may_fail:
                    raise
                taken[name] = Absent(last_line(str(fault)))
    return taken


def _once(subject: Subject, series: Series) -> None:
    if subject.one is not None:
        series.starts.append(subject.work(subject.one).seconds)
    ended = subject.work(subject.path)
    series.seconds.append(ended.seconds)
    series.cpu_seconds.append(ended.cpu_seconds)
    series.peaks.append(ended.peak_bytes)


def last_line(text: str) -> str:
    """The last line of *text* that says anything, without what would break a table's row."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1].replace("|", "/") if lines else "nothing was said"


def say(what: str) -> None:
    """Tell whoever waits, on standard error, what is done now."""
    print(f"  {what}", file=sys.stderr, flush=True)
