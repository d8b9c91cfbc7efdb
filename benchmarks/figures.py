"""
The arithmetic of measurements: medians, throughput with and without start-up, ratios of rounds.

Megabytes are 10**6 bytes, of input and of memory alike.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from statistics import median

MEGABYTE = 10**6


@dataclass(slots=True, kw_only=True)
class Series:
    """
    One kind of work on one file, round after round.

    Attributes:
        size: bytes of the file.
        seconds: whole-process wall time of each round.
        starts: wall time of the same work on a file of one claim, in each round; empty where
            the clock starts after the start-up anyway.
        peaks: the largest resident set of each round, in bytes.
        cpu_seconds: processor time of each round, of all processes.
    """

    size: int
    seconds: list[float] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)
    peaks: list[int] = field(default_factory=list)
    cpu_seconds: list[float] = field(default_factory=list)

    @property
    def start_up(self) -> float:
        """The median start-up in seconds; 0 when it was never part of the time."""
        return median(self.starts) if self.starts else 0.0

    @property
    def speeds(self) -> list[float]:
        """Megabytes a second of each round, start-up included."""
        return [self.size / MEGABYTE / seconds for seconds in self.seconds]

    @property
    def steady_speeds(self) -> list[float]:
        """Megabytes a second of each round after start-up; not a number where that is all."""
        return [_per_second(self.size, seconds - self.start_up) for seconds in self.seconds]

    @property
    def speed(self) -> float:
        """The median of :attr:`speeds`."""
        return median(self.speeds)

    @property
    def steady_speed(self) -> float:
        """The median of :attr:`steady_speeds`."""
        return median(self.steady_speeds)

    @property
    def peak(self) -> float:
        """The largest peak of memory of any round, in bytes."""
        return max(self.peaks)


def ratio(ours: Series, theirs: Series) -> float:
    """
    How many times as fast *ours* is as *theirs*: the median of the rounds, start-up included.

    The two of a round ran within a minute, so a machine that slows down slows down both.
    """
    return median(round_ratios(ours, theirs))


def round_ratios(ours: Series, theirs: Series) -> list[float]:
    """How many times as fast *ours* is as *theirs* in each round."""
    return _ratios(ours.speeds, theirs.speeds)


def cost_ratio(ours: Series, theirs: Series) -> float:
    """How many times as much processor time *ours* takes as *theirs*: the median of the rounds."""
    return median(_ratios(ours.cpu_seconds, theirs.cpu_seconds))


def steady_ratio(ours: Series, theirs: Series) -> float:
    """As :func:`ratio`, with the start-up of both taken away."""
    return median(_ratios(ours.steady_speeds, theirs.steady_speeds))


def _ratios(ours: list[float], theirs: list[float]) -> list[float]:
    return [mine / other for mine, other in zip(ours, theirs, strict=True)]


def _per_second(size: int, seconds: float) -> float:
    return size / MEGABYTE / seconds if seconds > 0 else math.nan
