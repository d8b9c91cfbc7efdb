"""Schedules in the store: one run a day, one machine a place, and cases by the page."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from edi_service.service.schedules.records import ScheduleRun
from tests.edge.store.keeping import a_case, a_claim, a_record, an_arrival

if TYPE_CHECKING:
    from edi_service.edge.store.store import SqlStore

NOW = datetime(2026, 6, 12, 10, tzinfo=UTC)
DAY = date(2026, 6, 12)
LEASE = timedelta(seconds=30)


def a_run(**changes: Any) -> ScheduleRun:
    return replace(ScheduleRun(schedule="deadlines", day=DAY, began_at=NOW), **changes)


def keep(store: SqlStore, *runs: ScheduleRun) -> None:
    with store.begin(actor="clock", at=NOW) as books:
        for run in runs:
            books.keep_run(run)


def test_a_day_has_one_run_which_goes_on(store: SqlStore) -> None:
    keep(store, a_run())
    further = a_run(reached="c1", found={"expired": 2}, finished_at=NOW)
    keep(store, further)
    with store.read() as shelf:
        assert shelf.schedule_run("deadlines", DAY) == further
        assert shelf.schedule_run("deadlines", DAY - timedelta(1)) is None
        assert shelf.schedule_run("retention", DAY) is None


def test_the_last_run_of_each_is_the_last_that_was_finished(store: SqlStore) -> None:
    done = a_run(finished_at=NOW, found={"expired": 1})
    other = a_run(schedule="retention", day=DAY - timedelta(3), finished_at=NOW)
    keep(store, a_run(day=DAY - timedelta(1), finished_at=NOW), done, other)
    keep(store, a_run(day=DAY + timedelta(1)))
    with store.read() as shelf:
        assert shelf.last_runs() == [done, other]


def test_that_a_day_is_done_is_in_the_audit_log(store: SqlStore) -> None:
    keep(store, a_run())
    keep(store, a_run(finished_at=NOW))
    with store.read() as shelf:
        *_, entry = shelf.entries()
    assert (entry.actor, entry.action, entry.subject) == ("clock", "schedule done", "deadlines")
    assert entry.note == "2026-06-12"


def hold(store: SqlStore, machine: str, seconds: int) -> bool:
    """Whether *machine* holds the place, so many seconds later."""
    at = NOW + timedelta(seconds=seconds)
    with store.begin(actor="serve", at=at) as books:
        return books.hold_place("maple remote", machine, at - LEASE)


def test_one_machine_holds_a_place_until_it_is_silent_for_a_lease(store: SqlStore) -> None:
    assert hold(store, "left", 0)
    assert not hold(store, "right", 5)
    assert hold(store, "left", 20)
    assert not hold(store, "right", 50)  # thirty seconds after the last word of it
    assert hold(store, "right", 51)
    assert not hold(store, "left", 52)  # it wakes up, and the place is another's
    with store.begin(actor="serve", at=NOW) as books:
        assert books.hold_place("elm remote", "left", NOW)


def test_of_many_at_once_one_gets_a_place(store: SqlStore) -> None:
    gate = threading.Barrier(6)
    won: list[str] = []

    def race(machine: str) -> None:
        gate.wait()
        if hold(store, machine, 0):
            won.append(machine)

    threads = [threading.Thread(target=race, args=(f"m{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1


def test_a_run_is_gone_on_with_by_one_at_a_time(store: SqlStore) -> None:
    """Eight machines count to eight, each by one: none counts over another."""
    keep(store, a_run(found={"steps": 0}))
    gate = threading.Barrier(8)

    def step() -> None:
        gate.wait()
        with store.begin(actor="clock", at=NOW) as books:
            run = books.lock_run("deadlines", DAY)
            assert run is not None
            books.keep_run(replace(run, found={"steps": run.found["steps"] + 1}))

    threads = [threading.Thread(target=step) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as shelf:
        run = shelf.schedule_run("deadlines", DAY)
    assert run is not None
    assert run.found == {"steps": 8}


@pytest.mark.parametrize("size", [1, 2, 10])
def test_cases_come_by_the_page_in_the_order_of_their_ids(store: SqlStore, size: int) -> None:
    made = [f"ca5e{number}" for number in range(5)]
    with store.begin(actor="test", at=NOW) as books:
        books.add_arrival(an_arrival())
        books.add_claims([(a_claim(f"c{case_id}"), b"BYTES") for case_id in made])
        for case_id in reversed(made):
            case = a_case(case_id, claim_id=f"c{case_id}")
            books.open_case(a_record(case, state="ready"))
    seen: list[str] = []
    with store.read() as shelf:
        while page := shelf.cases_after(seen[-1] if seen else "", ["ready"], size):
            seen += [record.case_id for record in page]
        assert shelf.cases_after("", ["sent"], size) == []
    assert seen == made
