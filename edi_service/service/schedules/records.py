"""What the store keeps of schedules, and of who looks at places that others could look at."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from msgspec import field

from edi_service.claims.model import Quiet

if TYPE_CHECKING:
    from collections.abc import Collection

    from edi_service.service.records import CaseRecord


class ScheduleRun(Quiet, frozen=True, kw_only=True):
    """
    What was done for a schedule on one day of the office's calendar: there is one of each.

    Attributes:
        schedule: which.
        day: whose turn it was.
        began_at: the moment it was done for.
        finished_at: when all of it was done; None while it is under way.
        reached: how far it has come, in its own words; empty: nothing is done yet.
        found: how many of what it met, by words of the house.
    """

    schedule: str
    day: date
    began_at: datetime
    finished_at: datetime | None = None
    reached: str = ""
    found: dict[str, int] = field(default_factory=dict)


class ScheduleShelf(Protocol):
    """Looks up schedules, and pages through cases."""

    def schedule_run(self, schedule: str, day: date) -> ScheduleRun | None:
        """The run of a day."""

    def last_runs(self) -> list[ScheduleRun]:
        """The last run of each schedule that was finished."""

    def cases_after(self, case_id: str, states: Collection[str], limit: int) -> list[CaseRecord]:
        """At most *limit* cases in one of *states*, in the order of their ids, after one."""


class ScheduleBooks(ScheduleShelf, Protocol):
    """Keeps schedules, and lets go of what was kept long enough."""

    def lock_run(self, schedule: str, day: date) -> ScheduleRun | None:
        """The run of a day, which nobody else goes on with until the transaction is over."""

    def keep_run(self, run: ScheduleRun) -> None:
        """Keep what was done for a day so far."""

    def lock_case(self, case_id: str) -> None:
        """Let nobody else write about a case until the transaction is over."""

    def hold_place(self, place: str, machine: str, silent_since: datetime) -> bool:
        """
        Let a machine be the one that looks at a place; False while another does.

        One that was silent since a moment holds it no longer.
        """

    def let_files_go(self, before: datetime, limit: int) -> int:
        """Let go of the bytes of at most *limit* files worked before a moment; how many."""

    def let_products_go(self, before: datetime, limit: int) -> int:
        """Let go of the bytes of at most *limit* products delivered before a moment; how many."""

    def let_numbers_go(self, partner: str, before: datetime) -> int:
        """Let go of the numbers that a partner used before a moment; how many."""
