"""Whose turn has come is handed in, once; what failed is tried again, not at once."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

import pytest

from edi_service.service.schedules.records import ScheduleRun
from edi_service.service.schedules.settings import Schedule
from edi_service.wiring.serving.scheduling import TRY_AGAIN, Scheduling

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from edi_service.service.store import Store

NEW_YORK = ZoneInfo("America/New_York")
NOON = datetime(2026, 6, 12, 12, tzinfo=NEW_YORK)


@dataclass
class Machines:
    """The engine and the store that machines share, and the time it is."""

    now: datetime = NOON
    asked: list[str] = field(default_factory=list)
    outcomes: dict[str, str] = field(default_factory=dict)
    done: set[tuple[str, date]] = field(default_factory=set)
    told: dict[str, str] = field(default_factory=dict)

    def one(self) -> Scheduling:
        return Scheduling(
            hours={Schedule.DEADLINES: time(6)},
            zone=NEW_YORK,
            store=cast("Store", self),
            hand_in=self.hand_in,
            outcome=self.outcomes.get,
            now=lambda: self.now,
            told=self.told.__setitem__,
        )

    def hand_in(self, work_id: str, schedule: str, day: str, tries: int) -> None:
        assert work_id == f"{schedule}-{day}-{tries}"
        if work_id not in self.asked:
            self.asked.append(work_id)

    @contextmanager
    def read(self) -> Iterator[Any]:
        yield self

    def schedule_run(self, schedule: str, day: date) -> ScheduleRun | None:
        if (schedule, day) not in self.done:
            return None
        return ScheduleRun(schedule=schedule, day=day, began_at=self.now, finished_at=self.now)


@pytest.fixture
def machines() -> Machines:
    return Machines()


def test_a_turn_is_handed_in_when_its_hour_has_come(machines: Machines) -> None:
    machines.now = NOON.replace(hour=5, minute=59)
    one = machines.one()
    one.see_to()
    machines.now = NOON.replace(hour=6, minute=0)
    one.see_to()
    assert machines.asked == ["deadlines-2026-06-11-0", "deadlines-2026-06-12-0"]


def test_any_number_of_machines_ask_for_the_same_work(machines: Machines) -> None:
    left, right = machines.one(), machines.one()
    for _ in range(3):
        left.see_to()
        right.see_to()
    assert machines.asked == ["deadlines-2026-06-12-0"]


def test_what_is_done_is_asked_for_no_more(machines: Machines) -> None:
    machines.done.add(("deadlines", NOON.date()))
    machines.one().see_to()
    assert machines.asked == []
    assert machines.told == {"schedule deadlines": ""}


def test_after_days_away_there_is_one_turn_and_none_for_each_hour(machines: Machines) -> None:
    one = machines.one()
    one.see_to()
    machines.done.add(("deadlines", NOON.date()))
    one.see_to()
    machines.now = NOON + timedelta(days=2)
    for _ in range(48):
        one.see_to()
    assert machines.asked == ["deadlines-2026-06-12-0", "deadlines-2026-06-14-0"]


def test_what_failed_is_told_and_tried_again_after_a_while(machines: Machines) -> None:
    one = machines.one()
    one.see_to()
    machines.outcomes["deadlines-2026-06-12-0"] = "StoreUnreachable at store.py:1"
    for _ in range(5):
        one.see_to()
    assert machines.asked == ["deadlines-2026-06-12-0"]
    assert machines.told == {"schedule deadlines": "StoreUnreachable at store.py:1"}
    machines.now += TRY_AGAIN
    one.see_to()
    assert machines.asked == ["deadlines-2026-06-12-0", "deadlines-2026-06-12-1"]
    machines.done.add(("deadlines", NOON.date()))
    one.see_to()
    assert machines.told == {"schedule deadlines": ""}


def test_a_clock_that_is_set_back_does_nothing_twice(machines: Machines) -> None:
    one = machines.one()
    machines.done |= {("deadlines", NOON.date()), ("deadlines", NOON.date() - timedelta(1))}
    one.see_to()
    machines.now = NOON - timedelta(days=1)
    one.see_to()
    assert machines.asked == []


def test_a_day_whose_clocks_change_has_one_turn(machines: Machines) -> None:
    one = machines.one()
    machines.now = datetime(2026, 11, 1, 0, tzinfo=UTC)
    for _ in range(48):
        machines.now += timedelta(minutes=30)
        one.see_to()
    assert machines.asked == ["deadlines-2026-10-31-0", "deadlines-2026-11-01-0"]
