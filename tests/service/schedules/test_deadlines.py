"""Once a day: what is over expires, what ends soon and what is overdue is counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
import structlog

from edi_service.cases.progress import Cause, State
from edi_service.edge.store.books import SqlBooks
from edi_service.service.schedules import deadlines
from edi_service.service.schedules.deadlines import Deadlines
from edi_service.service.schedules.settings import Schedule
from tests.service.office import an_office, answered
from tests.service.schedules.direct import CutOff, Direct, decided_meanwhile, do

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from edi_service.service.schedules.records import ScheduleRun
    from tests.service.office import Office

NEW_YORK = ZoneInfo("America/New_York")
LAST_DAY = date(2026, 12, 1)  # of every case here


def morning(days: int) -> datetime:
    """Six o'clock in New York, so many days after the last day of the cases."""
    return datetime(2026, 12, 1, 6, tzinfo=NEW_YORK) + timedelta(days)


@dataclass
class Mornings:
    """An office whose deadlines are seen to."""

    office: Office

    def run(self, days: int, engine: Direct | None = None) -> ScheduleRun:
        """See to the deadlines, so many days after the last day."""
        now = morning(days)
        do(self.office.store, {Schedule.DEADLINES: Deadlines({}, NEW_YORK, 7)}, now, engine)
        with self.office.store.read() as shelf:
            run = shelf.schedule_run("deadlines", now.date())
        assert run is not None
        return run


@pytest.fixture
def mornings(tmp_path: Path) -> Iterator[Mornings]:
    office = an_office(tmp_path)
    yield Mornings(office)
    office.store.close()


def test_a_case_expires_on_the_day_after_its_last(mornings: Mornings) -> None:
    case_id = mornings.office.open(1, State.READY)
    assert mornings.run(0).found == {"submission ends soon": 1}
    assert mornings.office.state(case_id) is State.READY
    assert mornings.run(1).found == {"expired": 1}
    assert mornings.office.state(case_id) is State.EXPIRED
    (event,) = mornings.office.events(case_id)
    assert (event.cause, event.actor) == ("no request is possible any more", "clock")


@pytest.mark.parametrize(("days", "is_soon"), [(-9, False), (-8, False), (-7, True), (0, True)])
def test_what_ends_within_a_week_is_counted(
    mornings: Mornings, days: int, *, is_soon: bool
) -> None:
    mornings.office.open(1, State.HELD)
    assert mornings.run(days).found == ({"submission ends soon": 1} if is_soon else {})


def test_what_was_decided_or_closed_is_left_alone(mornings: Mornings) -> None:
    office = mornings.office
    refused, closed = office.send(office.open(1)), office.open(2)
    office.hear(answered(refused, "HCR*A3**0F"))
    office.do(closed, Cause.CLOSED)
    assert "expired" not in mornings.run(30).found


def test_what_is_decided_while_it_is_looked_at_does_not_expire(
    mornings: Mornings, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = mornings.office.open(1, State.READY)
    monkeypatch.setattr(SqlBooks, "lock_case", decided_meanwhile)
    assert "expired" not in mornings.run(1).found
    assert mornings.office.state(case_id) is State.APPROVED


def test_a_day_is_done_once_whoever_asks_again(mornings: Mornings) -> None:
    mornings.run(1)
    case_id = mornings.office.open(1, State.READY)
    again = mornings.run(1)
    assert again.found == {}
    assert mornings.office.state(case_id) is State.READY
    mornings.run(2)
    assert mornings.office.state(case_id) is State.EXPIRED


def test_more_cases_than_fit_one_transaction_are_seen_to(
    mornings: Mornings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deadlines, "AT_A_TIME", 2)
    case_ids = [mornings.office.open(number, State.READY) for number in range(1, 6)]
    assert mornings.run(1).found == {"expired": 5}
    assert {mornings.office.state(case_id) for case_id in case_ids} == {State.EXPIRED}


def test_cut_off_before_any_step_it_goes_on_where_it_was(
    mornings: Mornings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deadlines, "AT_A_TIME", 1)
    case_ids = [mornings.office.open(number, State.READY) for number in range(1, 4)]
    for _ in range(3):
        with pytest.raises(CutOff):
            mornings.run(1, Direct(last=2))
    run = mornings.run(1)
    assert run.found == {"expired": 3}
    for case_id in case_ids:
        assert [event.cause for event in mornings.office.events(case_id)] == [Cause.TOO_LATE]


def test_what_is_told_has_nothing_of_people_in_it(mornings: Mornings) -> None:
    mornings.office.open(1, State.READY)
    with structlog.testing.capture_logs() as told:
        mornings.run(1)
    (line,) = told
    assert line == {
        "event": "schedule done",
        "log_level": "info",
        "schedule": "deadlines",
        "day": "2026-12-02",
        "found": {"expired": 1},
    }


def test_the_run_says_when_it_was_and_for_which_day(mornings: Mornings) -> None:
    run = mornings.run(1)
    assert (run.day, run.began_at, run.finished_at) == (
        LAST_DAY + timedelta(1),
        morning(1).astimezone(UTC),
        morning(1).astimezone(UTC),
    )
    with mornings.office.store.read() as shelf:
        assert shelf.last_runs() == [run]
    assert run.found == {}
