"""
What a case leads to, worked out: the payer's answer, the price of lateness, the clocks that run.

These are the shapes that a policy's :class:`edi_service.policy.model.Aftermath` takes once it is
held against one claim at one moment of asking.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from edi_service.codes.clock import Deadline, Length
from edi_service.policy.model import Event, NextStep, Tier, Turnaround

REQUEST, NOTICE = "request", "notice"
"""Kinds of clocks: the request for a review itself, and the notice that a penalty is reckoned by.
All others are the policy's own words, such as timely-filing and appeal."""


class ClockState(StrEnum):
    """How a clock stands at the moment of asking."""

    RUNNING = "running"
    OVER = "over"
    MET = "met"  # what had to be done was done in time
    UNKNOWN = "unknown"  # facts are missing


class RunningClock(Struct, frozen=True, kw_only=True):
    """
    One of the last moments that compete, whether or not it can still be kept.

    *start* is when *event* happened; *length* is None where none is published.  *zone* is the
    IANA name of the clock it is kept by, empty where none is known.  *missing* are the facts
    without which there is no deadline.
    """

    kind: str
    state: ClockState
    event: Event
    start: datetime | date | None
    length: Length | None
    deadline: Deadline | None
    zone: str
    missing: tuple[str, ...] = ()
    is_tightest: bool = False  # of those that run, the one that ends first


class LateNotice(Struct, frozen=True, kw_only=True):
    """
    What the payer takes off for late notice: the formula, and the amount as things stand.

    *notice* is the moment it is reckoned for: when notice was given, else the moment of asking.
    *amount* is dollars; None while *missing* facts would tell.  *costlier_after* is the last moment
    before the next, dearer tier.  *is_exempt* is None where it cannot be told.
    """

    after: Event
    start: datetime | date | None
    liable: str  # provider, member or nobody
    tiers: tuple[Tier, ...]
    notice: datetime
    is_given: bool
    is_exempt: bool | None = False
    tier: Tier | None = None  # the one that applies
    amount: Decimal | None = None
    costlier_after: Deadline | None = None
    missing: tuple[str, ...] = ()


class Consequences(Struct, frozen=True, kw_only=True):
    """
    What follows from a request, what lateness costs, and the clocks, the tightest marked.

    Nothing follows from a request that the payer would not look at: *turnarounds*, *approved* and
    *denied* are then empty.
    """

    turnarounds: tuple[Turnaround, ...] = ()
    approved: NextStep | None = None
    denied: NextStep | None = None
    late_notice: LateNotice | None = None
    clocks: tuple[RunningClock, ...] = ()


NO_CONSEQUENCES = Consequences()
